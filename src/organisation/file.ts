import type { z } from "zod";
import { assemble } from "./assemble.ts";
import { commentRules } from "./comment-rules.ts";
import { commentsShape } from "./comment-shape.ts";
import { kpiRules } from "./kpi-rules.ts";
import { kpiShape } from "./kpi-shape.ts";
import { learnerSurprises } from "./learner-assemble.ts";
import { learnerRules } from "./learner-rules.ts";
import { learnerShape } from "./learner-shape.ts";
import { isPlainList, isPlainMap, type Path, type Plain, type PlainMap, readLines } from "./lines.ts";
import { matrixRules } from "./matrix.ts";
import type { ParsedOrganisation } from "./model.ts";
import { customerReferenceRegex, DEFAULT_REFERENCE, patternProblem } from "./reference.ts";
import { Report, shown } from "./report.ts";
import { type Entry, peopleRules } from "./rules.ts";
import {
  authorityShape,
  escalationShape,
  id as levelShape,
  organisationShape,
  personShape,
  teamShape,
} from "./shapes.ts";
import { surprises } from "./warnings.ts";

export type { Organisation, ParsedOrganisation, Problem } from "./model.ts";

/** The sections, and how many entries a list may have: far above any floor, low enough to check at once. */
const LISTS = { levels: 50, teams: 1000, people: 5000, authority: 2000, learners: 2000 } as const;
const SECTIONS = ["organisation", "escalation", "comments", "kpi", ...Object.keys(LISTS)];

type ListName = keyof typeof LISTS;

/** A list section as written; what is no list, empty though needed, or too long is a problem. */
function list(
  top: PlainMap,
  section: ListName,
  required: boolean,
  report: Report,
): readonly Plain[] | undefined {
  const written = top[section];
  if (written === undefined) {
    if (required) report.add([section], "is missing. It needs at least one entry.");
    return required ? undefined : [];
  }
  if (!isPlainList(written)) {
    report.add([section], "must be a list: one entry per line, each starting with a dash.");
    return undefined;
  }
  if (written.length > LISTS[section]) {
    report.add([section], `has ${written.length} entries; the most is ${LISTS[section]}.`);
    return undefined;
  }
  if (required && written.length === 0) report.add([section], "is empty. It needs at least one entry.");
  return written;
}

interface Checked<T> {
  readonly entries: readonly Entry[];
  readonly values: readonly T[];
}

function entries<Shape extends z.ZodType>(
  written: readonly Plain[] | undefined,
  section: ListName,
  shape: Shape,
  report: Report,
): Checked<z.output<Shape>> {
  const found: Entry[] = [];
  const values: z.output<Shape>[] = [];
  for (const [index, raw] of (written ?? []).entries()) {
    const path: Path = [section, index];
    if (isPlainMap(raw)) found.push({ path, raw });
    const value = report.check(shape, raw, path);
    if (value !== undefined) values.push(value);
  }
  return { entries: found, values };
}

function levelRules(levels: readonly Plain[] | undefined, report: Report): string[] {
  const seen: string[] = [];
  for (const [index, level] of (levels ?? []).entries()) {
    const checked = report.check(levelShape, level, ["levels", index]);
    if (checked !== undefined && seen.includes(checked)) {
      report.add(["levels", index], `${shown(checked)} stands here twice.`);
    }
    if (typeof level === "string") seen.push(level);
  }
  return seen;
}

/** The example is what people are shown: it must be one that the pattern takes. */
function referenceRule(organisation: Plain, report: Report): void {
  const written = isPlainMap(organisation) ? organisation["customer_reference"] : undefined;
  if (!isPlainMap(written)) return;
  const { pattern = DEFAULT_REFERENCE.pattern, example } = written;
  if (typeof pattern !== "string" || patternProblem(pattern) !== undefined) return;
  const path: Path = ["organisation", "customer_reference"];
  if (example === undefined) {
    if (written["pattern"] !== undefined)
      report.add(path, "example is missing: give one that the pattern matches.");
  } else if (typeof example === "string" && !customerReferenceRegex({ pattern, example }).test(example)) {
    const sentence = `example ${shown(example)} does not match the pattern ${shown(pattern)} as a whole.`;
    report.add([...path, "example"], sentence, path);
  }
}

/**
 * Reads an organisation's file. Pure: no file is opened. Returns every problem at once, each
 * with its line, or the organisation with every default filled in, and what might surprise.
 */
export function parseOrganisation(text: string): ParsedOrganisation {
  const lines = readLines(text);
  const report = new Report(lines);
  const top = lines.value;
  if (!isPlainMap(top)) {
    if (!report.failed)
      report.add([], "The file must start with keys such as 'organisation:' and 'people:'.");
    return { ok: false, problems: report.list() };
  }
  report.checkSections(top, SECTIONS);

  const heading = top["organisation"];
  if (heading === undefined)
    report.add(["organisation"], "is missing. It needs at least a name and a timezone.");
  const organisation =
    heading === undefined ? undefined : report.check(organisationShape, heading, ["organisation"]);
  if (heading !== undefined) referenceRule(heading, report);
  const empty: PlainMap = {};
  const escalation = report.check(escalationShape, top["escalation"] ?? empty, ["escalation"]);
  const comments = report.check(commentsShape, top["comments"] ?? empty, ["comments"]);
  const kpi = report.check(kpiShape, top["kpi"] ?? empty, ["kpi"]);

  const writtenLevels = list(top, "levels", true, report);
  const levels = levelRules(writtenLevels, report);
  const writtenTeams = list(top, "teams", true, report);
  const teams = entries(writtenTeams, "teams", teamShape, report);
  const people = entries(list(top, "people", true, report), "people", personShape, report);
  const authority = entries(list(top, "authority", false, report), "authority", authorityShape, report);
  peopleRules(
    {
      levels: writtenLevels === undefined ? undefined : levels,
      teams: writtenTeams === undefined ? undefined : teams.entries,
      people: people.entries,
      authority: authority.entries,
    },
    report,
  );
  matrixRules(authority.entries, levels, report);
  commentRules(
    top["comments"],
    { levels: writtenLevels === undefined ? undefined : levels, people: people.entries },
    report,
  );
  kpiRules(
    top["kpi"],
    {
      levels: writtenLevels === undefined ? undefined : levels,
      teams: writtenTeams === undefined ? undefined : teams.entries,
    },
    report,
  );
  const learners = entries(list(top, "learners", false, report), "learners", learnerShape, report);
  learnerRules(learners.entries, people.entries, report);
  if (report.failed || !organisation || !escalation || !comments || !kpi) {
    return { ok: false, problems: report.list() };
  }

  const result = assemble({
    organisation,
    levels,
    escalation,
    teams: teams.values,
    people: people.values,
    authority: authority.values,
    comments,
    kpi,
    learners: learners.values,
  });
  const warnings = new Report({ ...lines, problems: [] });
  const uses = { comments: top["comments"] !== undefined, kpi: top["kpi"] !== undefined };
  for (const { path, sentence } of surprises(result, uses)) warnings.add(path, sentence);
  for (const { path, sentence } of learnerSurprises(learners.values, result.people))
    warnings.add(path, sentence, path.slice(0, 2));
  return { ok: true, organisation: result, warnings: warnings.list() };
}
