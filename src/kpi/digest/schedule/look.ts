import { setImmediate } from "node:timers/promises";
import type { Read } from "../../../../db/store.ts";
import type { Settings } from "../../../people/index.ts";
import type { DigestTimes } from "../../settings.ts";
import { DIGEST_KINDS, type Decision, decide, newestDue } from "./due.ts";
import { type TeamSchedule, schedulesNow } from "./store.ts";

/** Schedules between two chances for others to go on. */
const AT_A_TIME = 100;

/** Whether a team has something due; what is the same for all teams of one schedule is worked out once. */
function openness(now: number): (schedule: TeamSchedule) => boolean {
  const known = new Map<string, ReturnType<typeof newestDue>>();
  const newest = (times: DigestTimes): ReturnType<typeof newestDue> => {
    const key = JSON.stringify(times);
    const found = known.get(key) ?? newestDue(times, now);
    known.set(key, found);
    return found;
  };
  return ({ times, unseen, stray, decided, since }) => {
    if (unseen || stray) return true;
    if (times === null) return false;
    const due = newest(times);
    return DIGEST_KINDS.some((kind) => {
      const { date = "", dueAt = since } = due[kind] ?? {};
      return dueAt > since && date > (decided[kind] ?? "");
    });
  };
}

/** What there is to do for a team now. */
export function decisionOf({ times, since, mutedUntil, decided }: TeamSchedule, now: number): Decision {
  return times === null
    ? { post: [], missed: [], muted: [] }
    : decide({ times, since, mutedUntil, decided, now });
}

/** The teams for which there is something to do now: their newest digest is open, or what is noted of them is out of date. */
export async function teamsWithWork(db: Read, settings: Settings, now: number): Promise<string[]> {
  const isOpen = openness(now);
  const found: string[] = [];
  for (const [index, schedule] of (await schedulesNow(db, settings, now)).entries()) {
    if (index % AT_A_TIME === AT_A_TIME - 1) await setImmediate();
    if (isOpen(schedule)) found.push(schedule.team);
  }
  return found;
}
