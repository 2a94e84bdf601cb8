import type { Store } from "../../../db/store.ts";
import { invalid } from "../../errors.ts";
import { type Ids, randomIds } from "../../ids.ts";
import type { Journal } from "../../journal/index.ts";
import { type Member, readSettings } from "../../people/index.ts";
import { type Confirming, type Counted, countImport } from "./count.ts";
import type { DateOrder } from "./dates.ts";
import { discardImport } from "./discard.ts";
import { type Problem, Problems } from "./file/problem.ts";
import type { Source } from "./file/source.ts";
import { handlingOf, rollUpOf } from "./kinds.ts";
import type { ImportKind } from "./kind.ts";
import { type Staged, stageFile } from "./stage.ts";
import { type Import, findImport } from "./store.ts";
import { assertMayImport, teamsToImportFor } from "./who.ts";

/** What importing is done with. */
export interface ImportParts {
  readonly store: Store;
  /** For the words of a survey's answers; random ones without it. */
  readonly ids?: Ids;
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
  /** Without it what the kind of file has at most; see `handlingOf`. */
  readonly mostRows?: number | undefined;
  readonly vendor?: string | undefined;
  /** IANA zone of the file's local times; the organisation's without one. */
  readonly timeZone?: string | undefined;
  readonly dates?: DateOrder | undefined;
  /** Whose figures they are, a team's id, where a file of another kind than intervals does not say. */
  readonly team?: string | undefined;
  /** How long an interval is, where the file cannot tell. */
  readonly minutes?: number | undefined;
  /** Told of every problem, also of those that are only counted in the answer. */
  readonly problem?: (one: Problem) => void;
  readonly progress?: (what: "read" | "stored", rows: number) => void;
}

function zoneOf(named: string | undefined, organisationZone: string): string {
  if (named === undefined) return organisationZone;
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: named }).resolvedOptions().timeZone;
  } catch {
    throw invalid(
      `"${named.slice(0, 40)}" is no time zone. Write it like Europe/London, or UTC.`,
      "unknown time zone",
    );
  }
}

/**
 * Reads a file and stages it: nothing counts before {@link confirmImport}. See `stageFile`.
 * @param now ms since the epoch
 * @throws AppError `refused` where the person may not, `invalid` for what was said with the file, `conflict`
 */
export async function importFile(parts: ImportParts, request: ImportRequest, now: number): Promise<Staged> {
  const { read } = parts.store;
  const settings = await readSettings(read);
  const timeZone = zoneOf(request.timeZone, settings.timezone);
  const problems = new Problems(request.problem);
  const teams = await teamsToImportFor(read, settings, request.member);
  const here = { ids: randomIds, ...parts, settings, timeZone, now, problems, teams };
  const handling = await handlingOf(here, request);
  return stageFile(
    { ...parts, now, timeZone: settings.timezone, progress: request.progress ?? (() => {}) },
    {
      ...request,
      memberId: request.member?.id ?? null,
      ...handling,
      mostRows: request.mostRows ?? handling.mostRows,
      problems,
      mayImport: (named) => assertMayImport(read, settings, request.member, named),
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
  const settings = await readSettings(parts.store.read);
  const row = await mayConfirm(parts, id, member);
  const rollUp = rollUpOf(row?.source ?? "intervals");
  return countImport({ ...parts, now, timeZone: settings.timezone, rollUp }, id, by);
}

/**
 * Throws `refused` where a member may neither say yes nor no to an import.
 * @returns the import; undefined: there is none (any more)
 */
export async function mayConfirm(
  parts: ImportParts,
  id: string,
  member: Member | null,
): Promise<Import | undefined> {
  const { read } = parts.store;
  const row = await findImport(read, id);
  await assertMayImport(read, await readSettings(read), member, row?.report?.teams ?? []);
  return row;
}

/** Takes a staged import away; see `discardImport`. */
export const dropImport = (parts: ImportParts, id: string, now: number): Promise<boolean> =>
  discardImport(parts, id, now);
