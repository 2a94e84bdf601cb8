import type { Read } from "../../db/store.ts";
import { type AppError, invalid, refused } from "../errors.ts";
import { type Member, type Settings, memberOf } from "../people/index.ts";
import { findForbiddenIn } from "../privacy/guard.ts";
import type { Actor, ChatEvent } from "./event.ts";
import type { Field, RawValues } from "./form.ts";
import { writtenIn } from "./written.ts";

/** Longest text after a command, UTF-16 units. */
const MOST_COMMAND_TEXT = 2_000;

/**
 * What may have its effect only once: a delivery, or a form. A form keeps its id while it
 * is corrected and sent again, so what comes twice and was accepted once has one effect.
 */
export const onceKey = (event: ChatEvent): string =>
  event.kind === "form" ? `form:${event.formId}` : `event:${event.actor.platform}:${event.eventId}`;

/** What an event is about, for the journal and the log. */
export const subjectOf = (event: ChatEvent): string => `${event.kind}:${known(nameOf(event))}`;

function nameOf(event: ChatEvent): string {
  switch (event.kind) {
    case "command":
      return event.command;
    case "button":
      return event.action;
    case "shortcut":
      return event.shortcut;
    default:
      return event.form;
  }
}

/** Names from outside go into logs and the journal only if they look like ours. */
const known = (name: string): string => (/^[a-z][a-z0-9_.]{0,40}$/.test(name) ? name : "unknown");

const textsOf = (event: Exclude<ChatEvent, { kind: "button" }>): RawValues => {
  if (event.kind === "form") return event.values;
  return event.kind === "command" ? { text: event.text, ...event.given } : { text: event.text };
};

type Found = NonNullable<ReturnType<typeof findForbiddenIn>>;

const forbidden = ({ field, finding }: Found, inForm: boolean): AppError =>
  invalid(finding.advice, `guard: ${finding.kind}`, inForm ? { [field]: finding.advice } : {});

/**
 * Reads every text that came in before anything else sees it (DESIGN 8). What is found in a form may lie in what was
 * picked and not written: the numbers of several criteria side by side can look like a card's. Which it was shows
 * only once the form is drawn, for which nothing that came in is needed.
 * @returns whether a form is to be read again by {@link guardWritten}, before anything in it is used
 */
export function guard(event: ChatEvent): boolean {
  if (event.kind === "button") return false;
  const found = findForbiddenIn(textsOf(event));
  if (event.kind === "form") return found !== undefined;
  if (found) throw forbidden(found, false);
  if (event.kind === "command" && event.text.length > MOST_COMMAND_TEXT) {
    throw invalid(
      `That is ${event.text.length.toLocaleString("en-GB")} characters, and at most ${MOST_COMMAND_TEXT.toLocaleString("en-GB")} fit behind a command. Type /${known(event.command)} alone and say the essential in the form.`,
      "command text too long",
    );
  }
  return false;
}

/**
 * Reads what somebody wrote into a form.
 * @throws AppError `invalid` where it may never be kept
 */
export function guardWritten(fields: readonly Field[], values: RawValues): void {
  const found = findForbiddenIn(writtenIn(fields, values));
  if (found) throw forbidden(found, true);
}

/** Who is it? A platform's account of our own workspace that the organisation file names, and that is not disabled. */
export async function identify(
  db: Read,
  actor: Actor,
  settings: Settings,
  served: string | undefined,
): Promise<Member> {
  const home = settings.workspaces[actor.platform] ?? served;
  const foreign = home !== undefined && actor.workspace !== undefined && home !== actor.workspace;
  const found = actor.isBot || foreign ? undefined : await memberOf(db, actor);
  if (found?.active) return found;
  throw refused(
    `Floorwalker does not know this account, or it was disabled. Whoever keeps ${settings.name}'s organisation file can add you.`,
    found ? "disabled member" : foreign ? "foreign workspace" : "unknown account",
  );
}
