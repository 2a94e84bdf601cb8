import { isPlainMap, readLines, type Path } from "../../organisation/lines.ts";
import { Report, shown } from "../../organisation/report.ts";
import { didYouMean } from "../../suggest.ts";
import { BY_THE_BOT, EVENTS } from "./events.ts";
import { type Criterion, type SuggestionRule, type Unit, unitShape } from "./shape.ts";

/** A unit's file, read: the unit, or everything that is wrong with it, each with its line, for whoever keeps the file. */
export type LoadedUnit =
  { readonly ok: true; readonly unit: Unit } | { readonly ok: false; readonly problems: readonly string[] };

/** 1 MB: ten times the largest unit that ships; more is another kind of file. */
const MOST_BYTES = 1024 * 1024;

/**
 * Reads a unit's file. Pure: no file is opened. Every value is read as the text that was written, so
 * that a criterion 1.10 is not 1.1 and an edition 04 is not 4; references of YAML are not followed.
 */
export function loadUnit(text: string): LoadedUnit {
  if (text.length > MOST_BYTES || Buffer.byteLength(text) > MOST_BYTES) {
    return { ok: false, problems: ["The file is larger than 1 MB. Is it the right file?"] };
  }
  const lines = readLines(text);
  const report = new Report(lines);
  const top = lines.value;
  if (!isPlainMap(top)) {
    if (!report.failed) report.add([], "The file must start with keys such as 'unit:' and 'groups:'.");
    return { ok: false, problems: problemsOf(report) };
  }
  const unit = report.check(unitShape, top, []);
  if (unit) checkUnit(unit, report);
  if (!unit || report.failed) return { ok: false, problems: problemsOf(report) };
  return { ok: true, unit };
}

const problemsOf = (report: Report): string[] =>
  report.list().map(({ line, message }) => `line ${line}: ${message}`);

/** What no shape can say: what must be there once, and what must fit something else. */
function checkUnit(unit: Unit, report: Report): void {
  const ids = new Once("the id", "Every entry has one of its own: make a new one.");
  const refs = new Once("the reference", "A reference stands for one criterion of the unit.");
  const groups = new Once("the group", "Give it another id.");
  ids.add(unit.id, ["id"], report);
  for (const [at, group] of unit.groups.entries()) {
    const place = ["groups", at];
    groups.add(group.id, [...place, "id"], report);
    for (const [index, criterion] of group.criteria.entries()) {
      const path = [...place, "criteria", index];
      refs.add(criterion.ref, [...path, "ref"], report);
      ids.add(criterion.id, [...path, "id"], report);
      checkCriterion(criterion, path, report);
    }
  }
}

function checkCriterion(criterion: Criterion, path: Path, report: Report): void {
  const parts = new Once(`${criterion.ref}: the part`, "Give it another id.");
  for (const [index, { id }] of criterion.parts.entries())
    parts.add(id, [...path, "parts", index, "id"], report);
  for (const [index, rule] of criterion.suggested_by.entries())
    checkRule(criterion, rule, [...path, "suggested_by", index], report);
}

function checkRule(criterion: Criterion, rule: SuggestionRule, path: Path, report: Report): void {
  const add = (key: string, sentence: string): void =>
    report.add([...path, key], `${criterion.ref}: ${sentence}`, []);
  const roles = EVENTS.get(rule.event);
  if (BY_THE_BOT.has(rule.event)) {
    add("event", `${shown(rule.event)} is done by the bot itself, so nobody can have earned it.`);
  } else if (roles === undefined) {
    add(
      "event",
      `there is no event ${shown(rule.event)} that people do.${didYouMean(rule.event, EVENTS.keys())}`,
    );
  } else if (!roles.includes(rule.role)) {
    const meant =
      didYouMean(rule.role, roles) || ` Whoever does it is ${roles.map((role) => `'${role}'`).join(" or ")}.`;
    add("role", `nobody is ${shown(rule.role)} in ${rule.event}.${meant}`);
  }
  const known = criterion.parts.map(({ id }) => id);
  for (const part of rule.parts ?? []) {
    if (known.includes(part)) continue;
    const meant = didYouMean(part, known) || ` Its parts are ${known.join(", ")}.`;
    add("parts", `it has no part ${shown(part)}.${meant}`);
  }
  // What somebody did shows that they can do it, not that they can describe, explain or evaluate it (DOMAIN 6.1).
  if (criterion.kind === "knowledge" && rule.strength !== "support") {
    add("strength", "what is done shows no knowledge by itself. Write 'strength: support'.");
  }
}

/** Values that may stand in a file once. */
class Once {
  readonly #what: string;
  readonly #hint: string;
  readonly #lines = new Map<string, number>();

  constructor(what: string, hint: string) {
    this.#what = what;
    this.#hint = hint;
  }

  add(value: string, path: Path, report: Report): void {
    const earlier = this.#lines.get(value);
    if (earlier === undefined) this.#lines.set(value, report.lineOf(path));
    else {
      const sentence = `${this.#what} ${shown(value)} stands here twice (first on line ${earlier}). ${this.#hint}`;
      report.add(path, sentence, []);
    }
  }
}
