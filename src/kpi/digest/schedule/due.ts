import type { DigestTimes } from "../../settings.ts";
import { type Occurrence, type WallTimes, newestOf, occurrences, weeklyTimes } from "./occurrence.ts";

/** The digest of a day, and the roll-up of a week. */
export type DigestKind = "daily" | "weekly";

/** A digest that is due, or was. */
export interface Slot extends Occurrence {
  readonly kind: DigestKind;
}

/** By kind: the newest local day (`YYYY-MM-DD`) that was decided and whose time has come; null: none yet. */
export type Decided = Readonly<Record<DigestKind, string | null>>;

/** What is known of a team when it is decided what to do now. */
export interface DecideOptions {
  readonly times: DigestTimes;
  /** What was due at this instant (ms) or before is not caught up with: the schedule was not there yet. */
  readonly since: number;
  /** The last local day on which nothing is posted; null: not muted. */
  readonly mutedUntil: string | null;
  readonly decided: Decided;
  /** Ms since the epoch. */
  readonly now: number;
}

/** What to do now. */
export interface Decision {
  /** To be posted: at most one of a kind. */
  readonly post: readonly (Slot & { readonly lateMs: number })[];
  /** Too old to be posted: so many are told of, in one line. */
  readonly missed: readonly Slot[];
  /** Nobody wanted them. */
  readonly muted: readonly Slot[];
}

/** Older than this a digest is no news any more, ms (RELIABILITY 19). */
const TOO_LATE_MS = 24 * 3_600_000;

/** The schedule of each kind. */
const timesOf: Readonly<Record<DigestKind, (times: DigestTimes) => WallTimes>> = {
  daily: (times) => times,
  weekly: weeklyTimes,
};

/** Both kinds, in the order in which they are posted. */
export const DIGEST_KINDS: readonly DigestKind[] = ["daily", "weekly"];

/**
 * What to do about a team's digests now. The newest that is open is posted, late if need be, as long as
 * it is less than a day late; those before it are missed. Nothing is decided before its time, and
 * nothing of a day on or before one that was decided: a clock that is set back makes nothing due again.
 */
export function decide({ times, since, mutedUntil, decided, now }: DecideOptions): Decision {
  const post: Decision["post"][number][] = [];
  const missed: Slot[] = [];
  const muted: Slot[] = [];
  for (const kind of DIGEST_KINDS) {
    const open = occurrences(timesOf[kind](times), since, now, decided[kind]).map((one) => ({
      ...one,
      kind,
    }));
    const wanted = open.filter(({ date }) => mutedUntil === null || date > mutedUntil);
    muted.push(...open.slice(0, open.length - wanted.length));
    const newest = wanted.at(-1);
    if (newest && now - newest.dueAt < TOO_LATE_MS) {
      post.push({ ...newest, lateMs: now - newest.dueAt });
      missed.push(...wanted.slice(0, -1));
    } else missed.push(...wanted);
  }
  return { post, missed, muted };
}

/** Of each kind the newest digest that was due by now, whatever became of it; undefined: none of late. */
export const newestDue = (
  times: DigestTimes,
  now: number,
): Readonly<Record<DigestKind, Occurrence | undefined>> => ({
  daily: newestOf(times, now),
  weekly: newestOf(weeklyTimes(times), now),
});
