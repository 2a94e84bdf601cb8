import type { Read } from "../../../../db/store.ts";
import { type Reading, type Reply, type Writing, privately } from "../../../chat/feature.ts";
import { conflict, invalid, notFound } from "../../../errors.ts";
import { addDays, localDate } from "../../../local-days.ts";
import type { Settings } from "../../../people/index.ts";
import type { Parts } from "../../../work.ts";
import { DEFAULT_DIGEST, type DigestTimes } from "../../settings.ts";
import { readSchedule } from "./plain-words.ts";
import { setMuted, setTimes } from "./change.ts";
import { type TeamSchedule, fileTimes, schedulesNow } from "./store.ts";
import { readUntil } from "./until.ts";
import { leadersOnly } from "../../who.ts";
import { mutedWords, proposal, saved, standing, unmutedWords } from "./words.ts";

/** Nobody mutes for longer, days: what was meant for a quiet month must not silence a team for good. */
export const MOST_MUTED_DAYS = 92;

/** "as the file says", "default": what the organisation file says is to hold again. */
const AS_THE_FILE =
  /^(?:default|(?:as )?(?:in )?the (?:organisation )?file(?: says)?|as in the (?:organisation )?file)$/i;

async function scheduleOf(db: Read, settings: Settings, now: number, team: string): Promise<TeamSchedule> {
  const [found] = await schedulesNow(db, settings, now, team);
  if (!found) throw notFound("team", "no such team");
  return found;
}

/**
 * A team's schedule, for those who lead it.
 * @throws AppError `refused`, saying who can; `not_found`
 */
export async function scheduleFor(
  { db, settings, now, actor }: Reading,
  team: string,
): Promise<TeamSchedule> {
  await leadersOnly(db, settings, actor, team, "When this team gets its digest");
  return scheduleOf(db, settings, now, team);
}

/** What to go on from where somebody names only a part: the team's own times, or the usual ones in the centre's zone. */
export const timesToday = ({ times }: TeamSchedule, settings: Settings): DigestTimes =>
  times ?? { ...DEFAULT_DIGEST, zone: settings.timezone };

/**
 * `/digest schedule …`: shows what was understood, with a button that saves it; what it cannot read comes
 * back in a form, as it was typed. Nothing after it shows how things stand.
 */
export async function digestSchedule(asking: Reading, team: string, words: string): Promise<Reply> {
  const schedule = await scheduleFor(asking, team);
  if (words === "") return privately(standing(schedule, asking.now));
  if (AS_THE_FILE.test(words))
    return privately(proposal(schedule, null, fileTimes(asking.settings, team), asking.now));
  const read = readSchedule(words);
  if (!read.ok)
    return {
      kind: "form",
      form: "digest.schedule",
      context: { team, why: read.why },
      initial: { when: words },
    };
  const before = timesToday(schedule, asking.settings);
  const times = { ...before, at: read.at, days: read.days, zone: read.zone ?? before.zone };
  return privately(proposal(schedule, times, times, asking.now));
}

/** Saves what was shown; null: what the organisation file says. */
export async function saveSchedule(
  { journal }: Parts,
  asking: Writing,
  team: string,
  times: DigestTimes | null,
): Promise<Reply> {
  const { db, settings, now, actor } = asking;
  await scheduleFor(asking, team);
  await setTimes(db, settings, now, team, times, actor.id);
  const schedule = await scheduleOf(db, settings, now, team);
  await journal.record(db, now, {
    team,
    actor: actor.id,
    role: "scheduler",
    kind: "digest.scheduled",
    subject: team,
    facts: {
      by: times ? "command" : "file",
      at: schedule.times?.at ?? null,
      days: schedule.times?.days.map(String) ?? [],
      zone: schedule.times?.zone ?? null,
      weekly_on: schedule.times?.weeklyOn ?? null,
    },
  });
  return privately(saved(schedule, now));
}

/** Why a day cannot be the last of a mute; undefined: it can. */
export function muteProblem(until: string, today: string): string | undefined {
  if (until < today) return "This day has passed. Choose today or a day to come.";
  if (until > addDays(today, MOST_MUTED_DAYS))
    return `This is more than ${MOST_MUTED_DAYS} days ahead. Choose an earlier day; whoever wants no digest at all says so in the organisation file.`;
  return undefined;
}

/** The local day in the zone of a team's digest. */
export const todayOf = (schedule: TeamSchedule, { settings, now }: Reading): string =>
  localDate(now, timesToday(schedule, settings).zone);

/** `/digest mute until …`: what it cannot read comes back in a form. */
export async function digestMute(parts: Parts, asking: Writing, team: string, words: string): Promise<Reply> {
  const schedule = await scheduleFor(asking, team);
  const today = todayOf(schedule, asking);
  const until = readUntil(words, today);
  if (until === undefined) return { kind: "form", form: "digest.mute", context: { team } };
  const problem = muteProblem(until, today);
  if (problem !== undefined) throw invalid(`${problem} Nothing was changed.`, "mute: day out of range");
  return mute(parts, asking, schedule, until);
}

/** Mutes a team's digests up to a local day, included. */
export async function mute(
  { journal }: Parts,
  asking: Writing,
  schedule: TeamSchedule,
  until: string,
): Promise<Reply> {
  const { db, now, actor } = asking;
  await setMuted(db, now, schedule.team, until, actor.id);
  await journal.record(db, now, {
    team: schedule.team,
    actor: actor.id,
    role: "scheduler",
    kind: "digest.muted",
    subject: schedule.team,
    facts: { until },
  });
  return privately(mutedWords(schedule, until, now));
}

/** `/digest unmute`. */
export async function digestUnmute({ journal }: Parts, asking: Writing, team: string): Promise<Reply> {
  const { db, now, actor } = asking;
  const schedule = await scheduleFor(asking, team);
  if (schedule.mutedUntil === null) throw conflict("The digests of this team are not muted.", "not muted");
  await setMuted(db, now, team, null, actor.id);
  await journal.record(db, now, {
    team,
    actor: actor.id,
    role: "scheduler",
    kind: "digest.unmuted",
    subject: team,
    facts: { until: schedule.mutedUntil },
  });
  return privately(unmutedWords(schedule, now));
}
