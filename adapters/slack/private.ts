import { TOO_LATE } from "../../src/chat/answer.ts";
import type { Form } from "../../src/chat/form.ts";
import type { ResolvedMessage } from "../../src/chat/message.ts";
import type { Clock } from "../../src/clock.ts";
import { formView, words, type Drafts, type Origin } from "./modal.ts";
import type { Gallery } from "./pictures.ts";
import { render, type Files, type Rendered } from "./render.ts";
import type { Log } from "../../src/log.ts";
import { CALL_TIMEOUT_MS, type Web } from "./web.ts";

/** What answering needs. */
export interface Desk {
  readonly web: Web;
  readonly gallery: Gallery;
  readonly drafts: Drafts;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Somebody who waits for an answer, and the ways to reach them alone. */
export interface Person {
  readonly user: string;
  readonly origin: Origin;
  /** Good for 30 minutes and 5 posts. */
  readonly responseUrl?: string | undefined;
}

/** A message that only the person sees. */
export const ephemeral = (
  message: ResolvedMessage,
  files?: Files,
): Rendered & { response_type: "ephemeral" } => ({
  response_type: "ephemeral",
  ...render(message, files),
});

async function respond(desk: Desk, url: string, body: object): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      redirect: "error",
      signal: AbortSignal.any([desk.signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]),
    });
    return response.ok;
  } catch {
    return false;
  }
}

/** Tells one person something where they are, by whichever way takes it. */
async function tellThere(
  desk: Desk,
  { user, origin, responseUrl }: Person,
  message: ResolvedMessage,
  files?: Files,
): Promise<boolean> {
  const where = origin.thread === undefined ? {} : { thread_ts: origin.thread };
  const said = { ...ephemeral(message, files), replace_original: false, ...where };
  if (responseUrl !== undefined && (await respond(desk, responseUrl, said))) return true;
  const shown = await desk.web.call("chat.postEphemeral", {
    channel: origin.channel,
    user,
    ...where,
    ...render(message, files),
    parse: "none",
  });
  return shown.ok;
}

/**
 * Tells one person something: where they are, else by direct message. A second copy
 * after a lost answer is better here than none. Pictures are waited for, but not for long:
 * no outbox would try again.
 */
export async function tell(desk: Desk, person: Person, message: ResolvedMessage): Promise<void> {
  const files = await desk.gallery.atHand(message);
  if (files.size > 0 && (await tellThere(desk, person, message, files))) return;
  if (await tellThere(desk, person, message)) return;
  await tellByDm(desk, person, message);
}

/** Tells one person something by direct message. */
export async function tellByDm(desk: Desk, person: Person, message: ResolvedMessage): Promise<void> {
  const files = await desk.gallery.atHand(message);
  const post = (shown?: Files) =>
    desk.web.call("chat.postMessage", {
      channel: person.user,
      ...render(message, shown),
      parse: "none",
      mrkdwn: false,
      unfurl_links: false,
      unfurl_media: false,
    });
  if (files.size > 0 && (await post(files)).ok) return;
  if (!(await post()).ok) desk.log("warn", "slack answer not delivered", { user: person.user });
}

/** Opens a form. Its trigger dies after 3 s, so nothing may come before this. */
export async function openForm(desk: Desk, person: Person, trigger: string, form: Form): Promise<void> {
  const opened = await desk.web.call("views.open", {
    trigger_id: trigger,
    view: formView(form, person.origin, desk.drafts, desk.clock.now()),
  });
  // After a lost answer the form may be open: then words about it would only confuse.
  if (opened.ok || opened.problem.outcome === "unknown") return;
  // A trigger opens one form: this is a second delivery, and the first one opened it.
  if (opened.code === "exchanged_trigger_id") return;
  desk.log("warn", "slack form not opened", { form: form.name, code: opened.code ?? opened.problem.outcome });
  await tell(desk, person, words(TOO_LATE));
}
