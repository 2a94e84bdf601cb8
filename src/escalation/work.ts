import { arm } from "../engine/index.ts";
import { conflict } from "../errors.ts";
import type { Facts } from "../journal/index.ts";
import type { Settings } from "../people/index.ts";
import type { Work } from "../work.ts";
import { type Step, after } from "./case.ts";
import type { Publishing } from "./publish.ts";
import { type Case, changeCase } from "./store.ts";
import type { Situation } from "./who.ts";

export { type Parts, type Work, workOf } from "../work.ts";

/** What of the work showing needs. */
export const publishing = (work: Work): Publishing => ({
  db: work.db,
  now: work.now,
  timeZone: work.settings.timezone,
  active: work.active,
});

/** The timers of a case. */
export type TimerKind = "case.ask_again" | "case.quiet" | "case.follow_up" | "case.promise";

/** The generation that a timer is armed for: it is stale as soon as the case, or who is asked, has moved on. */
export const timerGeneration = (one: Case): string => `${one.generation}:${one.asks}`;

/** Arms a timer on a case. */
export const armTimer = (work: Work, one: Case, kind: TimerKind, dueAt: number): Promise<void> =>
  arm(work.db, work.ids, { dueAt, kind, subject: one.id, generation: timerGeneration(one) });

/** How long the person asked has, ms: less with a customer on the line (DOMAIN 2.4; in the file). */
export const takeWithinMs = (settings: Settings, one: Pick<Case, "waiting">): number =>
  one.waiting === "on_line" ? settings.takeWithinWaitingMs : settings.takeWithinOtherwiseMs;

/** How long whoever owes the next step may be silent, ms. */
export const quietAfterMs = (settings: Settings, one: Pick<Case, "waiting">): number =>
  one.waiting === "on_line" ? settings.quietAfterWaitingMs : settings.quietAfterOtherwiseMs;

/**
 * Facts that evidence will ask for later, kept from the first case on (DESIGN 3): ids and
 * codes only. What nobody was asked yet is `unknown`, not guessed.
 */
export const caseFacts = (situation: Situation): Facts => {
  const { case: one, decision } = situation;
  const marks = decision?.marks ?? [];
  return {
    ref: one.ref,
    kind: one.kind,
    issue: one.issue,
    // DOMAIN 2.1: an approval is asked for because of a limit; for other kinds the raiser was not asked why.
    trigger:
      one.restricted !== null ? "risk_profile" : one.kind === "approval" ? "authority_limit" : "unknown",
    customer: one.customerId,
    customer_relation: "unknown",
    customer_tenure: "unknown",
    customer_handling: "unknown",
    amount_pence: one.amountPence,
    currency: one.currency,
    waiting: one.waiting,
    authority_version: one.authorityVersion,
    // What the register in force for the case said of its decision; a restricted case has no decision.
    ...(marks.length === 0 ? {} : { marks }),
    options_complete: false,
    // Whoever reads the record has to leave these out of everything that others see.
    ...(one.restricted === null ? {} : { restricted: one.restricted }),
  };
};

/** Puts a step of a case on record. */
export const recordStep = (
  work: Work,
  situation: Situation,
  by: { readonly actor: string; readonly role: string },
  verb: string,
  facts: Facts = {},
  payloadDigest?: string,
): Promise<void> =>
  work.journal.record(work.db, work.now, {
    team: situation.case.teamId,
    actor: by.actor,
    role: by.role,
    kind: `case.${verb}`,
    subject: situation.case.id,
    facts: { ...caseFacts(situation), ...facts },
    ...(payloadDigest === undefined ? {} : { payloadDigest }),
  });

/**
 * Moves a case one step, if it still is where the caller saw it.
 * @throws AppError `conflict` when the step makes no sense (any more)
 */
export async function move(work: Work, seen: Case, step: Step, change: Partial<Case> = {}): Promise<Case> {
  const state = after(seen.state, step);
  const moved = state && (await changeCase(work.db, seen, { ...change, state }));
  if (!moved) throw stale(seen.ref);
  return moved;
}

/** What somebody is told whose card or form is older than the case. */
export const stale = (ref: string): Error =>
  conflict(
    `${ref} has moved on since this card was drawn, so nothing was changed. /case ${ref} shows where it stands.`,
    "stale generation",
  );
