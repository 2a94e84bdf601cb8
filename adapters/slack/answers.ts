import type { types, ViewResponseAction } from "@slack/bolt";
import type { Answer, Core } from "../../src/chat/adapter.ts";
import { asLateMessage, asMessage } from "../../src/chat/answer.ts";
import { inTime, STILL_SAVING } from "../../src/chat/deadline.ts";
import type { ChatEvent } from "../../src/chat/event.ts";
import { picturesOf, type ResolvedMessage } from "../../src/chat/message.ts";
import { buttonEvent, commandEvent, shortcutEvent, submissionEvent, typedValues } from "./events.ts";
import { cut } from "../../src/chat/cut.ts";
import { BLOCK_KIT } from "./limits.ts";
import { formView, messageView, readMetadata, redrawn, words, type OpenView, type Origin } from "./modal.ts";
import type { Actions, Command, Shortcut, Submission, View } from "./payloads.ts";
import { ephemeral, openForm, tell, tellByDm, type Desk, type Person } from "./private.ts";

type Ack<Body> = (body?: Body) => Promise<void>;
type EphemeralBody = ReturnType<typeof ephemeral>;

const FORGOTTEN = "This form is not known any more. Please open it again.";
const FAILED: Answer = {
  kind: "private",
  message: words("Something went wrong on our side. Please try again."),
};

/** The core promises never to reject; if it does, the person still gets an answer. */
const ask = (desk: Desk, core: Core, event: ChatEvent): Promise<Answer> =>
  core.handle(event).catch(() => {
    desk.log("error", "the core rejected an event", { event: event.eventId });
    return FAILED;
  });

/** Whether the acknowledgement went out; if not, the answer must take another way. */
const sent = (acknowledged: Promise<void>): Promise<boolean> =>
  acknowledged.then(
    () => true,
    () => false,
  );

/** A slash command: the answer is the acknowledgement's body, so that it costs no call. */
export async function answerCommand(
  desk: Desk,
  core: Core,
  from: Command,
  ack: Ack<EphemeralBody>,
): Promise<void> {
  const person = { user: from.user_id, origin: { channel: from.channel_id }, responseUrl: from.response_url };
  const timed = await inTime(ask(desk, core, commandEvent(from)));
  if (timed.inTime && timed.answer.kind === "form") {
    await Promise.all([sent(ack()), openForm(desk, person, from.trigger_id, timed.answer.form)]);
    return;
  }
  const now = timed.inTime ? asMessage(timed.answer) : words(STILL_SAVING);
  // An acknowledgement cannot wait for a picture to be uploaded: that answer follows it.
  const follows = now !== undefined && picturesOf(now).length > 0;
  const shown = await sent(ack(now && !follows ? ephemeral(now) : undefined));
  if (!timed.inTime) await tell(desk, person, asLateMessage(await timed.late));
  else if (now && (follows || !shown)) await tell(desk, person, now);
}

const openView = (view: View): OpenView => ({
  blocks: view.blocks,
  title: view.title?.text,
  submit: view.submit?.text,
  private_metadata: view.private_metadata,
});

/** Something in a form was chosen on which other fields depend: draw it again with the right ones. */
async function redraw(desk: Desk, view: View): Promise<void> {
  const metadata = readMetadata(view.private_metadata);
  if (!metadata) return;
  const updated = await desk.web.call("views.update", {
    view_id: view.id,
    // Of two quick choices only the newer may draw.
    ...(view.hash !== undefined && { hash: view.hash }),
    view: redrawn(openView(view), metadata, typedValues(view), desk.drafts),
  });
  if (!updated.ok)
    desk.log("info", "slack form not redrawn", { code: updated.code ?? updated.problem.outcome });
}

/** Puts something in the place of an open modal; `false` if it is not open any more. */
async function replace(desk: Desk, viewId: string, view: types.ModalView): Promise<boolean> {
  return (await desk.web.call("views.update", { view_id: viewId, view })).ok;
}

/** Puts a message's pictures into the modal that shows its words already. Where that fails, the words stand. */
async function addPictures(
  desk: Desk,
  viewId: string,
  message: ResolvedMessage | undefined,
  origin: Origin,
): Promise<void> {
  const files = message && (await desk.gallery.atHand(message));
  if (message && files && files.size > 0) await replace(desk, viewId, messageView(message, origin, files));
}

/** A button was pressed, or an input asks for a redraw. */
export async function answerActions(desk: Desk, core: Core, from: Actions, ack: Ack<void>): Promise<void> {
  await sent(ack());
  if (from.view && from.actions[0]?.type !== "button") return redraw(desk, from.view);
  const event = buttonEvent(from);
  if (!event) return desk.log("warn", "slack button ignored: nobody vouches for it");
  await answerEvent(desk, core, event, from, from.view?.id);
}

/** A shortcut was used on a message. The answer goes to whoever used it, where they are. */
export async function answerShortcut(desk: Desk, core: Core, from: Shortcut, ack: Ack<void>): Promise<void> {
  await sent(ack());
  const event = shortcutEvent(from);
  if (!event) return desk.log("warn", "slack shortcut ignored: nobody vouches for it");
  await answerEvent(desk, core, event, from);
}

/** Answers what is acknowledged already: by a form, or in words to the person alone. */
async function answerEvent(
  desk: Desk,
  core: Core,
  event: ChatEvent,
  from: Actions | Shortcut,
  viewId?: string,
): Promise<void> {
  const { channel, thread } = event.place;
  const person: Person = {
    user: event.actor.user,
    origin: { channel, thread },
    responseUrl: from.response_url,
  };
  const timed = await inTime(ask(desk, core, event));
  if (timed.inTime && timed.answer.kind === "form") {
    const { form } = timed.answer;
    // The modal that holds the button becomes the form: Slack stacks three at most.
    const replaced =
      viewId !== undefined &&
      (await replace(desk, viewId, formView(form, person.origin, desk.drafts, desk.clock.now())));
    if (!replaced) await openForm(desk, person, from.trigger_id, form);
    return;
  }
  const now = timed.inTime ? asMessage(timed.answer) : words(STILL_SAVING);
  if (now) await tellAt(desk, person, viewId, now);
  if (!timed.inTime) await tellAt(desk, person, viewId, asLateMessage(await timed.late));
}

async function tellAt(
  desk: Desk,
  person: Person,
  viewId: string | undefined,
  message: ResolvedMessage,
): Promise<void> {
  if (viewId !== undefined && (await replace(desk, viewId, messageView(message, person.origin))))
    return addPictures(desk, viewId, message, person.origin);
  await tell(desk, person, message);
}

/** Errors by the inputs that are there; what belongs to none of them goes to the first. */
export function errorsOnInputs(
  view: Pick<View, "blocks">,
  errors: Readonly<Record<string, string>>,
  message: string,
): Record<string, string> | undefined {
  const inputs = view.blocks.filter((block) => block.type === "input").map((block) => block.block_id);
  const [first] = inputs;
  if (first === undefined) return undefined;
  const placed = Object.entries(errors).filter(([field]) => inputs.includes(field));
  const others = Object.entries(errors).filter(([field]) => !inputs.includes(field));
  const placeless = others.map(([, words]) => words);
  if (placed.length === 0) placeless.unshift(message);
  const onFirst = [...placed.filter(([field]) => field === first).map(([, words]) => words), ...placeless];
  const all = Object.fromEntries([
    ...placed,
    ...(onFirst.length > 0 ? [[first, onFirst.join(" ")] as const] : []),
  ]);
  return Object.fromEntries(
    Object.entries(all).map(([field, words]) => [field, cut(words || message, BLOCK_KIT.label)]),
  );
}

function onSubmission(
  desk: Desk,
  answer: Answer,
  from: Submission,
  origin: Origin,
): ViewResponseAction | undefined {
  switch (answer.kind) {
    case "done":
      return undefined;
    case "private":
      return { response_action: "update", view: messageView(answer.message, origin) };
    case "form":
      return {
        response_action: "update",
        view: formView(answer.form, origin, desk.drafts, desk.clock.now()),
      };
    default: {
      const errors = errorsOnInputs(from.view, answer.errors, answer.message);
      return errors
        ? { response_action: "errors", errors }
        : { response_action: "update", view: messageView(asLateMessage(answer), origin) };
    }
  }
}

/** After "still saving" the form is gone from the screen: a late answer brings it back, or says how it ended. */
function lateView(desk: Desk, answer: Answer, from: Submission, origin: Origin): types.ModalView {
  const metadata = readMetadata(from.view.private_metadata);
  if (answer.kind === "form") return formView(answer.form, origin, desk.drafts, desk.clock.now());
  if (answer.kind === "fieldErrors" && metadata) {
    const problem = [answer.message, ...Object.values(answer.errors)].join("\n");
    return redrawn(openView(from.view), metadata, typedValues(from.view), desk.drafts, problem);
  }
  return messageView(asLateMessage(answer), origin);
}

/** A submitted form. The confirmation comes after the commit, where the form was. */
export async function answerSubmission(
  desk: Desk,
  core: Core,
  from: Submission,
  ack: Ack<ViewResponseAction>,
): Promise<void> {
  const event = submissionEvent(from, desk.drafts);
  if (!event) {
    desk.log("warn", "slack form ignored: not one of ours", { view: from.view.id });
    await sent(ack({ response_action: "update", view: messageView(words(FORGOTTEN), { channel: "" }) }));
    return;
  }
  const origin: Origin = event.place;
  const person: Person = { user: event.actor.user, origin };
  const timed = await inTime(ask(desk, core, event));
  if (timed.inTime) {
    const shown = await sent(ack(onSubmission(desk, timed.answer, from, origin)));
    const message = asMessage(timed.answer);
    if (!shown && message) await tellByDm(desk, person, message);
    else if (timed.answer.kind === "private") await addPictures(desk, from.view.id, message, origin);
    return;
  }
  await sent(ack({ response_action: "update", view: messageView(words(STILL_SAVING), origin) }));
  const late = await timed.late;
  if (!(await replace(desk, from.view.id, lateView(desk, late, from, origin))))
    await tellByDm(desk, person, asLateMessage(late));
  else if (late.kind === "private") await addPictures(desk, from.view.id, late.message, origin);
}
