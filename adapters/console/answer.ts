import type { Answer } from "../../src/chat/adapter.ts";
import { inTime, STILL_SAVING } from "../../src/chat/deadline.ts";
import type { ChatEvent } from "../../src/chat/event.ts";
import type { RawValues } from "../../src/chat/form.ts";
import { say, text } from "../../src/chat/message.ts";
import { describeFailure } from "../../src/errors.ts";
import type { Desk } from "./desk.ts";
import type { Opened } from "./forms.ts";

/** What a page does next: show its view anew, or show a dialog. */
export type Reaction = { readonly show: "view" } | { readonly show: "dialog"; readonly opened: Opened };

/** The form that an event came from, where it came from one. */
export interface Submitted {
  readonly opened: Opened;
  readonly values: RawValues;
}

const VIEW: Reaction = { show: "view" };
const FAILED =
  "Something went wrong, and it is not certain that it was saved. Look at what the channel shows, then try again.";

/** Hands an event to the core and shows what it says, in time or afterwards. */
export async function ask(desk: Desk, event: ChatEvent, submitted?: Submitted): Promise<Reaction> {
  const timed = await inTime(handled(desk, event));
  if (timed.inTime) return react(desk, event, timed.answer, submitted);
  desk.tellPrivately(event.actor.user, where(event), say(text(STILL_SAVING)));
  desk.background(timed.late.then((answer) => reactLate(desk, event, answer, submitted)));
  return VIEW;
}

/** The core promises never to reject; a page must not hang on it if it does. */
async function handled(desk: Desk, event: ChatEvent): Promise<Answer> {
  try {
    return await desk.core.handle(event);
  } catch (error) {
    desk.options.log("error", "console: the core did not answer", { failure: describeFailure(error) });
    return { kind: "private", message: say(text(FAILED)) };
  }
}

function react(desk: Desk, event: ChatEvent, answer: Answer, submitted: Submitted | undefined): Reaction {
  const person = event.actor.user;
  switch (answer.kind) {
    case "form":
      return { show: "dialog", opened: open(desk, event, answer.form) };
    case "fieldErrors":
      if (submitted) return { show: "dialog", opened: correct(desk, person, submitted, answer) };
      desk.tellPrivately(person, where(event), say(text(everyError(answer))));
      return VIEW;
    case "private":
      desk.tellPrivately(person, where(event), answer.message);
      return VIEW;
    default:
      return VIEW;
  }
}

/** The page has moved on, so a dialog cannot simply open: the private answer offers it. */
function reactLate(desk: Desk, event: ChatEvent, answer: Answer, submitted: Submitted | undefined): void {
  if (answer.kind === "done") {
    desk.tellPrivately(event.actor.user, where(event), say(text("Done.")));
    return;
  }
  const reaction = react(desk, event, answer, submitted);
  if (reaction.show === "view") return;
  const { form, problem } = reaction.opened;
  const message = say(text(problem ?? `“${form.title}” is ready to fill in.`));
  desk.tellPrivately(event.actor.user, where(event), message, form.id);
}

const open = (desk: Desk, event: ChatEvent, form: Opened["form"]): Opened =>
  desk.forms.open(event.actor.user, form, event.place.channel, event.place.thread);

const correct = (
  desk: Desk,
  person: string,
  { opened, values }: Submitted,
  answer: Extract<Answer, { kind: "fieldErrors" }>,
): Opened => desk.forms.correct(person, opened, values, { errors: answer.errors, problem: answer.message });

const everyError = (answer: Extract<Answer, { kind: "fieldErrors" }>): string =>
  [answer.message, ...Object.values(answer.errors)].filter((line) => line !== "").join(" ");

const where = (event: ChatEvent): { place: string; thread: string | undefined } => ({
  place: event.place.channel,
  thread: event.place.thread,
});
