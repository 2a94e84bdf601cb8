import { setImmediate } from "node:timers/promises";
import type { Read } from "../../../db/store.ts";
import type { Settings } from "../../people/index.ts";
import type { DigestTimes } from "../settings.ts";
import { type Decided, type Decision, decide, newestDates } from "./due.ts";
import { type TeamSchedule, schedulesNow } from "./schedule-store.ts";

/** Schedules between two chances for others to go on. */
const AT_A_TIME = 100;

const isLater = (due: string | null, decided: string | null): boolean =>
  due !== null && (decided === null || due > decided);

/** Whether a team may have something due; what is the same for all teams of one schedule is worked out once. */
function openness(now: number): (schedule: TeamSchedule) => boolean {
  const known = new Map<string, Decided>();
  const newest = (times: DigestTimes): Decided => {
    const key = JSON.stringify(times);
    const found = known.get(key) ?? newestDates(times, now);
    known.set(key, found);
    return found;
  };
  return ({ times, unseen, stray, decided }) => {
    if (unseen || stray) return true;
    if (times === null) return false;
    const due = newest(times);
    return isLater(due.daily, decided.daily) || isLater(due.weekly, decided.weekly);
  };
}

/** What there is to do for a team now. */
export function decisionOf({ times, since, mutedUntil, decided }: TeamSchedule, now: number): Decision {
  return times === null
    ? { post: [], missed: [], muted: [] }
    : decide({ times, since, mutedUntil, decided, now });
}

const isSomething = ({ post: posted, missed, muted }: Decision): boolean =>
  posted.length + missed.length + muted.length > 0;

/** The teams for which there is something to do now. */
export async function teamsWithWork(db: Read, settings: Settings, now: number): Promise<string[]> {
  const isOpen = openness(now);
  const found: string[] = [];
  for (const [index, schedule] of (await schedulesNow(db, settings, now)).entries()) {
    if (index % AT_A_TIME === AT_A_TIME - 1) await setImmediate();
    if (!isOpen(schedule)) continue;
    if (schedule.unseen || schedule.stray || isSomething(decisionOf(schedule, now)))
      found.push(schedule.team);
  }
  return found;
}
