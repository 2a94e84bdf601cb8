import type { FC } from "hono/jsx";
import type { CommandInfo } from "../../../src/chat/adapter.ts";
import type { Snapshot } from "./snapshot.ts";

/** A command with an example from its usage: brackets mark what is optional, `|` stands between alternatives. */
const example = ({ name, usage }: CommandInfo): string =>
  `/${name} ${usage.replaceAll(/[[\]]/g, "").split("|")[0]}`.trim();

/** What to try first, where nothing has been said yet. */
export const Empty: FC<{ shown: Snapshot }> = ({ shown }) => (
  <div class="empty">
    <h2>{shown.channel ? `Nothing in ${shown.channel.name} yet` : "No direct messages yet"}</h2>
    <p>
      {shown.channel
        ? "When somebody needs help, the case shows here, and everybody in the channel sees who took it."
        : "What is meant for you alone comes here: a case that waits for you, or an answer to one of yours."}
    </p>
    <p>Try one of these in the box below. They fill it in; Enter runs it.</p>
    <ul class="tries">
      {shown.commands.slice(0, 3).map((command) => (
        <li>
          <button type="button" class="try" data-try={example(command)}>
            <code>{example(command)}</code>
            <span>{command.description}</span>
          </button>
        </li>
      ))}
    </ul>
  </div>
);
