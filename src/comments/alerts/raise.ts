import { type Facts, SYSTEM } from "../../journal/index.ts";
import type { Work } from "../../work.ts";
import { isStep } from "../alert.ts";
import type { Burst, Finding } from "../detect/index.ts";
import { themeIdOf } from "../listen/keep.ts";
import { type Theme, findTheme } from "../store.ts";
import { publishAlert, tellOfStep } from "./publish.ts";
import { type Alert, commentsIn, findAlertByKey, growAlert, insertAlert } from "./store.ts";

/** What of a burst goes on record: figures and ids. */
const factsOf = (theme: Theme, burst: Burst, learning: boolean): Facts => ({
  theme: theme.id,
  theme_ref: theme.ref,
  comments: burst.members.map(({ id }) => id),
  customers: burst.customers,
  window_ms: burst.windowMs,
  usual_milli: Math.round(burst.usual * 1000),
  score_milli: Math.round(burst.score * 1000),
  learning,
});

/**
 * Shows what the detector found: as a new proposal, or as growth of one. What a person said
 * about it holds: what is muted or does not belong together stays quiet, and people are told of
 * growth at steps, not at each comment.
 */
export async function showBurst(work: Work, team: string, finding: Finding): Promise<void> {
  const { burst, learning } = finding;
  const record = finding.changes.alerts.find(({ key }) => key === burst?.key);
  if (!burst || !record || burst.theme === undefined) return;
  const themeId = await themeIdOf(work.db, burst.theme);
  const theme = themeId === undefined ? undefined : await findTheme(work.db, themeId);
  if (!theme) return;
  const known = await findAlertByKey(work.db, burst.key);
  if (known) await grow(work, theme, { ...known, record }, burst, await customersIn(work, { record }));
  else await raise(work, team, theme, burst, record, learning !== undefined);
}

/** How many different customers the comments of an alert come from, over all of its time. */
async function customersIn(work: Work, alert: Pick<Alert, "record">): Promise<number> {
  const all = await commentsIn(work.db, alert);
  return new Set(all.flatMap(({ customerId }) => (customerId === null ? [] : [customerId]))).size;
}

/** Raises an alert as a proposal. `live`: whether the detector goes on knowing of it. */
export async function raise(
  work: Work,
  team: string,
  theme: Theme,
  burst: Burst,
  record: Alert["record"],
  learning: boolean,
  live = true,
): Promise<void> {
  const { db, now } = work;
  const muted = theme.mutedUntil !== null && theme.mutedUntil > now;
  const alert: Alert = {
    id: work.ids.next(),
    key: burst.key,
    teamId: team,
    themeId: theme.id,
    state: muted ? "muted" : theme.state === "known" ? "known" : "proposed",
    raisedAt: now,
    lastAt: now,
    customers: burst.customers,
    saidCustomers: burst.customers,
    learning,
    burst,
    record,
    live,
    generation: 1,
    deciderId: null,
    decidedAt: null,
    wordingPayload: null,
  };
  await insertAlert(db, alert);
  await work.journal.record(db, now, {
    team,
    actor: SYSTEM,
    role: "detector",
    kind: "alert.raised",
    subject: alert.id,
    facts: { ...factsOf(theme, burst, learning), state: alert.state },
  });
  if (!muted) await publishAlert(work, theme, alert);
}

/**
 * Writes that an alert has grown, and tells people of it at steps.
 * @param total distinct customers over all of its time; `burst` counts those in its window
 */
export async function grow(
  work: Work,
  theme: Theme,
  alert: Alert,
  burst: Burst,
  total: number,
): Promise<void> {
  const { db, now } = work;
  const customers = Math.max(alert.customers, total);
  // What still goes on when the time until which it was muted has come is a proposal again.
  const unmuted = alert.state === "muted" && (theme.mutedUntil ?? 0) <= now;
  const step = unmuted || isStep(alert.saidCustomers, customers);
  const grown = await growAlert(db, alert, {
    lastAt: now,
    burst,
    customers,
    record: alert.record,
    ...(step ? { saidCustomers: customers } : {}),
    ...(unmuted
      ? { state: "proposed", deciderId: null, decidedAt: null, generation: alert.generation + 1 }
      : {}),
  });
  const quiet = grown.state !== "proposed" && grown.state !== "confirmed";
  if (quiet || !step) return;
  await work.journal.record(db, now, {
    team: alert.teamId,
    actor: SYSTEM,
    role: "detector",
    kind: unmuted ? "alert.unmuted" : "alert.grew",
    subject: alert.id,
    facts: factsOf(theme, burst, alert.learning),
  });
  await publishAlert(work, theme, grown);
  await tellOfStep(work, theme, grown);
}
