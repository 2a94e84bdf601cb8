import { digests } from "../../../../db/schema/digests.ts";
import type { Tx } from "../../../../db/store.ts";
import type { Message } from "../../../chat/message.ts";
import { clearCondition } from "../../../engine/index.ts";
import { failpoint } from "../../../failpoint.ts";
import { type Head, SYSTEM, journalHead } from "../../../journal/index.ts";
import type { Log } from "../../../log.ts";
import { readSettings } from "../../../people/index.ts";
import type { Parts } from "../../../work.ts";
import type { Decision, DigestKind, Slot } from "./due.ts";
import type { DigestFigures } from "../figures.ts";
import { type TeamSchedule, generationOf } from "./store.ts";
import { missedMessage, tellTeam } from "./tell.ts";

/** What a digest is to say besides its figures. */
export interface DigestExtras {
  /** By how much it is late, ms. */
  readonly lateMs: number;
  /** Those before it that were missed. */
  readonly missed: readonly Slot[];
  /** Both in one line, to be shown as it is; "": there is nothing to say. */
  readonly note: string;
}

/** A digest, worked out and not yet posted. */
export interface Composed {
  /** Kept with it. */
  readonly figures: DigestFigures;
  /** What it says; called in the transaction that posts it. `head` is the journal's, to be shown (DESIGN 3). */
  readonly message: (db: Tx, digest: { readonly id: string; readonly head: Head }) => Promise<Message>;
}

/** Works out a digest; reads only, outside any transaction. `date` is the local day for which it is due. */
export type Compose = (
  team: string,
  date: string,
  kind: DigestKind,
  extras: DigestExtras,
) => Promise<Composed>;

/** Under which key the outbox has a digest; a platform or a member follows. */
const KEYS: Readonly<Record<DigestKind, string>> = { daily: "digest", weekly: "digest-weekly" };

/** What the operator finds a team's failures under. */
export const conditionOf = (team: string): string => `digest:${team}`;

interface Posting {
  readonly schedule: TeamSchedule;
  readonly slot: Decision["post"][number];
  readonly composed: Composed;
  readonly missed: readonly Slot[];
}

/**
 * Keeps what was decided of some digests. A day that was decided stays so: whoever comes second inserts
 * nothing (RELIABILITY 19).
 * @returns how many were new
 */
async function keep(
  db: Tx,
  { ids }: Pick<Parts, "ids">,
  now: number,
  team: string,
  slots: readonly Slot[],
  what: Pick<typeof digests.$inferInsert, "state" | "figures">,
): Promise<readonly { readonly id: string }[]> {
  if (slots.length === 0) return [];
  return db
    .insert(digests)
    .values(
      slots.map(({ kind, date, dueAt }) => ({
        id: ids.next(),
        teamId: team,
        kind,
        date,
        dueAt,
        ...what,
        decidedAt: now,
      })),
    )
    .onConflictDoNothing()
    .returning({ id: digests.id });
}

/**
 * Posts a digest: its row, those it missed, what people are told and the record, in one transaction. Does
 * nothing where it was decided already, or where somebody changed the schedule while it was worked out.
 */
export async function post(
  db: Tx,
  parts: Parts & { readonly log: Log },
  now: number,
  { schedule, slot, composed, missed }: Posting,
): Promise<void> {
  const { journal, log } = parts;
  const { team, generation } = schedule;
  if ((await generationOf(db, team)) !== generation) return;
  const { kind, date, lateMs } = slot;
  const [row] = await keep(db, parts, now, team, [slot], { state: "posted", figures: composed.figures });
  if (!row) return;
  const { id } = row;
  await keep(db, parts, now, team, missed, { state: "missed" });
  const head = await journalHead(db);
  await journal.record(db, now, {
    team,
    actor: SYSTEM,
    role: "digest",
    kind: "digest.posted",
    subject: id,
    facts: { kind, date, late_ms: lateMs, missed: missed.length, head: head.seq },
  });
  const message = await composed.message(db, { id, head });
  await tellTeam(db, parts, await readSettings(db), now, {
    team,
    key: `${KEYS[kind]}/${team}/${date}`,
    message,
  });
  await clearCondition(db, conditionOf(team), log);
  failpoint("digest.written");
}

/** Keeps what nobody gets: of what was missed the team is told in one line, of what was muted nothing. */
export async function pass(
  db: Tx,
  parts: Parts,
  now: number,
  { team, name, generation }: TeamSchedule,
  { missed, muted }: Pick<Decision, "missed" | "muted">,
): Promise<void> {
  if ((await generationOf(db, team)) !== generation) return;
  await keep(db, parts, now, team, muted, { state: "muted" });
  const fresh = await keep(db, parts, now, team, missed, { state: "missed" });
  const newest = missed.at(-1);
  if (fresh.length === 0 || !newest) return;
  const { kind, date } = newest;
  await parts.journal.record(db, now, {
    team,
    actor: SYSTEM,
    role: "digest",
    kind: "digest.missed",
    subject: team,
    facts: { missed: missed.length, kind, date },
  });
  const key = `digest-missed/${team}/${date}`;
  await tellTeam(db, parts, await readSettings(db), now, { team, key, message: missedMessage(name, missed) });
}
