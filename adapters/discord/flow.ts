import type { Answer, Core, HalfFilled } from "../../src/chat/adapter.ts";
import { asLateMessage } from "../../src/chat/answer.ts";
import { within } from "../../src/chat/connecting.ts";
import { inTime, STILL_SAVING } from "../../src/chat/deadline.ts";
import type { Actor, ChatEvent, Place } from "../../src/chat/event.ts";
import type { Form } from "../../src/chat/form.ts";
import { say, text } from "../../src/chat/message.ts";
import { findForbiddenIn } from "../../src/privacy/guard.ts";
import { modalOf, typedIn } from "./modal.ts";
import { errorMessage, keptMessage, lostMessage, readyMessage } from "./pager.ts";
import { answered, changeStep, firstStep, nextStep, opened, shownValues } from "./pages.ts";
import type { Submitted } from "./payloads.ts";
import type { Log } from "../../src/log.ts";
import type { Reply } from "./reply.ts";

/** How long a page's answer waits for what was entered to be safe from a restart, ms; it is in memory at once. */
const SAVED_WITHIN_MS = 1_000;

/** One person at one form, and the core that it is for. */
export interface Filling {
  readonly core: Core;
  readonly reply: Reply;
  readonly owner: Actor;
  readonly place: Place;
  /** The interaction's id. */
  readonly interaction: string;
  readonly log: Log;
}

/** The core promises never to reject; if it does, the person still gets an answer. */
export const ask = (core: Core, event: ChatEvent, log: Log): Promise<Answer> =>
  core.handle(event).catch((): Answer => {
    log("error", "the core rejected an event", { event: event.eventId });
    return { kind: "private", message: say(text("Something went wrong on our side. Please try again.")) };
  });

/**
 * Shows a form that the core opened.
 * @param given ids of fields that were given with the command, by name
 */
export async function openForm(filling: Filling, form: Form, given: readonly string[] = []): Promise<void> {
  const half = opened(form, given);
  const step = firstStep(half);
  // Nothing to ask: the interaction's own id makes the form single-use, however often it is delivered.
  if (step.kind === "send") return sendForm(filling, { ...half, form: { ...form, id: filling.interaction } });
  const { kept } = filling.core.forms.keep(filling.owner, half);
  await filling.reply.open(modalOf(kept, step.fields, { fromPager: false, words: form.intro }));
}

/** A form that comes too late to open as a modal: a button opens it. */
export async function offerForm(filling: Filling, form: Form): Promise<void> {
  const { kept } = filling.core.forms.keep(filling.owner, opened(form, []));
  await filling.reply.show(readyMessage(kept));
}

/** A page came back. */
export async function takePage(filling: Filling, from: Submitted, formId: string): Promise<void> {
  const { core, owner, place, reply } = filling;
  const found = await core.forms.recall(owner, place, formId);
  if ("kind" in found) return giveBack(filling, found, from);
  const half = answered(found, typedIn(from, found.form));
  const step = nextStep(half);
  if (step.kind === "send") return sendForm(filling, half);
  const { kept, refused, saved } = core.forms.keep(owner, half);
  if (Object.keys(refused).length > 0) return showErrors(filling, kept, refused, "Nothing of this was kept.");
  await within(SAVED_WITHIN_MS, saved);
  await reply.show(keptMessage(kept, step));
}

/** The form is gone; what was typed is not. What must never be shown is not shown back either. */
async function giveBack(filling: Filling, answer: Answer, from: Submitted): Promise<void> {
  const values = from.data.components.map(({ component }) => component?.value ?? "");
  const typed = values.filter((value) => value !== "");
  const safe = findForbiddenIn(Object.fromEntries(typed.map((value, index) => [String(index), value])));
  await filling.reply.show(lostMessage(asLateMessage(answer), safe ? [] : typed));
}

/** A button of a half-filled form's message was pressed. */
export async function turnPage(
  filling: Filling,
  formId: string,
  wanted: "page" | "change" | "send",
): Promise<void> {
  const found = await filling.core.forms.recall(filling.owner, filling.place, formId);
  if ("kind" in found) return filling.reply.show(asLateMessage(found));
  if (wanted === "send") return sendForm(filling, found);
  const step = found.asked.length === 0 ? firstStep(found) : nextStep(found);
  const fields = wanted === "change" || step.kind === "send" ? changeStep(found) : step.fields;
  await filling.reply.open(modalOf(found, fields, { fromPager: true }));
}

/** Everything is entered: the core checks it and acts. */
async function sendForm(filling: Filling, half: HalfFilled): Promise<void> {
  const { core, reply, owner, place, interaction, log } = filling;
  const { form } = half;
  const event: ChatEvent = {
    kind: "form",
    eventId: `discord:${interaction}`,
    actor: owner,
    place,
    form: form.name,
    formId: form.id,
    context: form.context,
    values: shownValues(half),
    // One that was never shown has the interaction's own id, and was never kept.
    kept: form.id !== interaction,
  };
  const timed = await inTime(ask(core, event, log));
  if (timed.inTime) return react(filling, half, timed.answer);
  await reply.show(say(text(STILL_SAVING)));
  const late = await timed.late;
  if (late.kind === "done") await reply.show(asLateMessage(late));
  else await react(filling, half, late);
}

async function react(filling: Filling, half: HalfFilled, answer: Answer): Promise<void> {
  switch (answer.kind) {
    case "private":
      return filling.reply.show(answer.message);
    case "done":
      return filling.reply.quiet();
    case "form":
      return offerForm(filling, answer.form);
    default:
      return showErrors(filling, half, answer.errors, answer.message);
  }
}

/** Keeps what was entered, and says what is wrong with it. An error of no field stands for the whole form. */
async function showErrors(
  filling: Filling,
  half: HalfFilled,
  errors: Readonly<Record<string, string>>,
  message: string,
): Promise<void> {
  const known = new Set(half.form.fields.map((field) => field.id));
  const placed = Object.entries(errors).filter(([field]) => known.has(field));
  const placeless = Object.entries(errors).filter(([field]) => !known.has(field));
  const { kept } = filling.core.forms.keep(filling.owner, {
    ...half,
    errors: Object.fromEntries(placed.length > 0 ? placed : [["", message]]),
  });
  const words = [message, ...placeless.map(([, words]) => words)].filter((part) => part !== "").join(" ");
  await filling.reply.show(errorMessage(kept, words));
}
