import type { CommandInfo } from "../../src/chat/adapter.ts";
import { say, strong, text, userText, type ResolvedMessage } from "../../src/chat/message.ts";

/** What the console itself says, to one person alone. */

const names = (commands: readonly CommandInfo[]): string =>
  commands.map((command) => `/${command.name}`).join(", ");

/** Text that is no command. */
export const notACommand = (commands: readonly CommandInfo[]): ResolvedMessage =>
  say(
    text("This console takes commands, and nothing that you typed was stored. Type "),
    strong("/"),
    text(` to see them: ${names(commands)}.`),
  );

/** A command that nobody knows. */
export const unknownCommand = (name: string, commands: readonly CommandInfo[]): ResolvedMessage =>
  say(text("There is no command "), userText(`/${name}`), text(`. There are: ${names(commands)}.`));

/** A press on a button that the message does not show and never did, or whose message is gone. */
export const staleButton = (): ResolvedMessage =>
  say(text("That button is no longer there, and nothing was changed. What you see now is up to date."));

/** A shortcut on a message that is gone. */
export const goneMessage = (): ResolvedMessage =>
  say(text("That message is no longer there, and nothing was done."));

/** A form that was open for too long. What was typed is shown back, so that it can be copied. */
export const expired = (typed: readonly { label: string; value: string }[]): ResolvedMessage => ({
  title: [text("This form has expired")],
  status: { tone: "warning", text: [text("Nothing was saved")] },
  body: [
    {
      b: "prose",
      text: [
        text(
          "A form stays open for 15 minutes, and until a restart. Run the command or press the button again; this is what you had typed:",
        ),
      ],
    },
    { b: "fields", fields: typed.map(({ label, value }) => ({ label, value: [userText(value)] })) },
  ],
});
