import type { Answer } from "./adapter.ts";
import { type ResolvedMessage, say, text } from "./message.ts";

/** Said where a form could not open in the time that a platform gives. */
export const TOO_LATE = "That took too long for a form to open. Please try again.";

/** An answer as a message; `undefined` where there is nothing to say in words. */
export function asMessage(answer: Answer): ResolvedMessage | undefined {
  if (answer.kind === "private") return answer.message;
  if (answer.kind === "fieldErrors")
    return say(
      text([answer.message, ...Object.values(answer.errors)].filter((part) => part !== "").join(" ")),
    );
  return undefined;
}

/** The same for an answer that comes so late that no form can open and silence would leave a doubt. */
export const asLateMessage = (answer: Answer): ResolvedMessage =>
  asMessage(answer) ?? say(text(answer.kind === "form" ? TOO_LATE : "Done."));
