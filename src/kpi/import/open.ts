import { type KpiSettings, kpiSettingsOf } from "../settings.ts";
import type { Read, Store } from "../../../db/store.ts";
import { invalid, refused } from "../../errors.ts";
import type { Journal } from "../../journal/index.ts";
import { type Member, type Settings, findMember, readSettings, serves } from "../../people/index.ts";
import { type Confirming, type Counted, countImport } from "./count.ts";
import type { DateOrder } from "./dates.ts";
import { discardImport } from "./discard.ts";
import { type Problem, Problems } from "./file/problem.ts";
import type { Source } from "./file/source.ts";
import { areKnown } from "./intervals/bind.ts";
import { prepareIntervals } from "./intervals/prepare.ts";
import { rollUpIntervals } from "./intervals/roll-up.ts";
import type { ImportKind, Prepare, RollUp } from "./kind.ts";
import { MAPPINGS } from "./mappings/index.ts";
import { Queues } from "./queues.ts";
import { type Staged, stageFile } from "./stage.ts";
import { allQueues, findImport } from "./store.ts";

/** What importing is done with. */
export interface ImportParts {
  readonly store: Store;
  readonly journal: Journal;
  /** Waits a moment between two transactions; nothing to wait for inside the bot itself. */
  readonly breathe: () => Promise<void>;
}

/** A file, how it came, and what the person says about it. */
export interface ImportRequest {
  readonly source: Source;
  readonly kind: ImportKind;
  readonly via: "chat" | "cli" | "http";
  readonly member: Member | null;
  readonly mostBytes: number;
  readonly vendor?: string | undefined;
  /** IANA zone of the file's local times; the organisation's without one. */
  readonly timeZone?: string | undefined;
  readonly dates?: DateOrder | undefined;
  /** How long an interval is, where the file cannot tell. */
  readonly minutes?: number | undefined;
  /** Told of every problem, also of those that are only counted in the answer. */
  readonly problem?: (one: Problem) => void;
  readonly progress?: (what: "read" | "stored", rows: number) => void;
}

/** The role that may import for every team. */
const PLANNER = "wfm_planner";

/** Whether a member may import for a team: its leaders, and planners (`H12E:PC7`). */
async function mayImportFor(db: Read, settings: KpiSettings, member: Member, team: string): Promise<boolean> {
  if (member.roles.includes(PLANNER)) return true;
  return member.rank >= settings.leadersRank && (await serves(db, member, team));
}

/** Throws `refused`, with who can, where a member may not import for all of these teams. */
async function assertMayImport(
  db: Read,
  settings: Settings,
  member: Member | null,
  teams: readonly string[],
): Promise<void> {
  if (!member) return;
  const kpi = kpiSettingsOf(settings);
  // Looked up again: between the giving of a file and the reading of it a person may have left the team.
  const now = await findMember(db, member.id);
  for (const team of teams)
    if (!now?.active || !(await mayImportFor(db, kpi, now, team)))
      throw refused(
        `Figures of the team "${team}" are imported by its people of level ${settings.levels[kpi.leadersRank] ?? "leader"} or above, or by a planner (role ${PLANNER}). Nothing was imported.`,
        "may not import for this team",
      );
}

function zoneOf(named: string | undefined, organisationZone: string): string {
  if (named === undefined) return organisationZone;
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: named }).resolvedOptions().timeZone;
  } catch {
    throw invalid(
      `"${named.slice(0, 40)}" is no time zone. Write it as Europe/London, or UTC.`,
      "unknown time zone",
    );
  }
}

const ROLL_UPS: Readonly<Record<ImportKind, RollUp>> = {
  intervals: rollUpIntervals,
  survey: rollUpIntervals,
  quality: rollUpIntervals,
  figures: rollUpIntervals,
};

/**
 * Reads a file and stages it: nothing counts before {@link confirmImport}. See `stageFile`.
 * @param now ms since the epoch
 * @throws AppError `refused` where the person may not, `invalid` for what was said with the file, `conflict`
 */
export async function importFile(parts: ImportParts, request: ImportRequest, now: number): Promise<Staged> {
  const { read } = parts.store;
  const settings = await readSettings(read);
  const kpi = kpiSettingsOf(settings);
  const timeZone = zoneOf(request.timeZone, settings.timezone);
  const problems = new Problems(request.problem);
  const queues = new Queues(await allQueues(read));
  const prepare: Prepare = prepareIntervals(
    {
      queues,
      vendor: request.vendor,
      timeZone,
      organisationZone: settings.timezone,
      dates: request.dates,
      minutes: request.minutes,
      inTimeMs: kpi.inTimeMs,
      shortMs: kpi.shortMs,
      now,
    },
    problems,
  );
  return stageFile(
    { ...parts, now, timeZone: settings.timezone, progress: request.progress ?? (() => {}) },
    {
      ...request,
      memberId: request.member?.id ?? null,
      isKnown: (headings) => areKnown(MAPPINGS, headings),
      prepare,
      problems,
      rollUp: ROLL_UPS[request.kind],
      mayImport: (teams) => assertMayImport(read, settings, request.member, teams),
    },
  );
}

/**
 * Makes a staged import count.
 * @param member who says yes; null: whoever has the command line or the token
 * @throws AppError `not_found` where it is not staged (any more), `refused` where the person may not
 */
export async function confirmImport(
  parts: ImportParts,
  id: string,
  member: Member | null,
  by: Confirming,
  now: number,
): Promise<Counted> {
  const { read } = parts.store;
  const settings = await readSettings(read);
  const row = await findImport(read, id);
  await assertMayImport(read, settings, member, row?.report?.teams ?? []);
  const kind = row?.source === undefined || row.source === "own" ? "intervals" : row.source;
  return countImport({ ...parts, now, timeZone: settings.timezone, rollUp: ROLL_UPS[kind] }, id, by);
}

/** Takes a staged import away; see `discardImport`. */
export const dropImport = (parts: ImportParts, id: string, now: number): Promise<boolean> =>
  discardImport(parts, id, now);
