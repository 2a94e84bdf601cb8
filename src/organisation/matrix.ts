import { parseMoney } from "../money.ts";
import { isPlainList } from "./lines.ts";
import { shown, type Report } from "./report.ts";
import type { Entry } from "./rules.ts";

const text = (entry: Entry, key: string): string | undefined => {
  const value = entry.raw[key];
  return typeof value === "string" ? value : undefined;
};

/** What belongs to a decision, not to a level, and so is the same in all of its rows. */
const SHARED = ["currency", "team", "label", "per_customer_days", "marks"] as const;

/** The marks of a row, whatever their order; an empty list is the same as none. What is no text is refused elsewhere. */
function marks({ raw }: Entry): string | undefined {
  const written = raw["marks"];
  if (!isPlainList(written)) return undefined;
  const names = new Set(written.filter((mark) => typeof mark === "string"));
  if (names.size === 0) return undefined;
  return [...names].toSorted((a, b) => a.localeCompare(b, "en")).join(", ");
}

/** The rows of one decision, in the order of the file. */
function byDecision(rows: readonly Entry[]): Map<string, Entry[]> {
  const decisions = new Map<string, Entry[]>();
  for (const row of rows) {
    const decision = text(row, "decision");
    if (decision === undefined) continue;
    const others = decisions.get(decision);
    if (others === undefined) decisions.set(decision, [row]);
    else others.push(row);
  }
  return decisions;
}

/** An amount and its currency go together, and a period only makes sense for an amount. */
function amountRules(row: Entry, report: Report): void {
  const limit = row.raw["limit"] !== undefined;
  if (limit && row.raw["currency"] === undefined) {
    report.add([...row.path, "limit"], "limit has no currency. Add for example 'currency: GBP'.", row.path);
  }
  for (const key of ["currency", "per_customer_days"]) {
    if (limit || row.raw[key] === undefined) continue;
    report.add(
      [...row.path, key],
      `${key} is only for a decision with a limit. Add one, or remove ${key}.`,
      row.path,
    );
  }
}

const words = (value: string | undefined): string => (value === undefined ? "nothing" : shown(value));

/** Rows that disagree about the decision itself leave nobody knowing which holds. */
function agreement(rows: readonly Entry[], report: Report): void {
  const [first, ...others] = rows;
  if (first === undefined) return;
  const line = report.lineOf(first.path);
  for (const row of others) {
    if ((row.raw["limit"] === undefined) !== (first.raw["limit"] === undefined)) {
      const sentence = `either every row of a decision has a limit or none: this one differs from line ${line}.`;
      report.add([...row.path, "limit"], sentence, row.path);
      continue;
    }
    for (const key of SHARED) {
      const [here, there] = [row, first].map((one) => (key === "marks" ? marks(one) : text(one, key)));
      if (here === there) continue;
      const sentence = `${key} must be the same in every row of a decision: ${words(here)} here, ${words(there)} on line ${line}.`;
      report.add([...row.path, key], sentence, row.path);
    }
  }
}

/** Passing a case up must never lower what may be given, and a level has one row. */
function rising(rows: readonly Entry[], levels: readonly string[], report: Report): void {
  const rank = (row: Entry): number => levels.indexOf(text(row, "level") ?? "");
  const byLevel = rows.filter((row) => rank(row) >= 0).toSorted((a, b) => rank(a) - rank(b));
  let highest: { row: Entry; pence: number } | undefined;
  let previous: Entry | undefined;
  for (const row of byLevel) {
    const level = text(row, "level") ?? "";
    if (previous !== undefined && rank(previous) === rank(row)) {
      const line = report.lineOf(previous.path);
      const sentence = `there is already a row for level ${shown(level)} on line ${line}. Remove one.`;
      report.add([...row.path, "level"], sentence, row.path);
      continue;
    }
    previous = row;
    const limit = text(row, "limit");
    const money = limit === undefined ? undefined : parseMoney(limit, "XXX");
    if (money?.ok !== true) continue;
    if (highest !== undefined && money.pence < highest.pence) {
      const below = `${shown(text(highest.row, "level") ?? "")} may give ${text(highest.row, "limit") ?? ""}`;
      const line = report.lineOf(highest.row.path);
      const sentence = `limit ${limit ?? ""} is less than a lower level has: ${below} (line ${line}). A higher level may never have less.`;
      report.add([...row.path, "limit"], sentence, row.path);
    } else highest = { row, pence: money.pence };
  }
}

/** Every rule between the rows of the authority matrix. */
export function matrixRules(rows: readonly Entry[], levels: readonly string[], report: Report): void {
  for (const row of rows) amountRules(row, report);
  for (const decision of byDecision(rows).values()) {
    agreement(decision, report);
    rising(decision, levels, report);
  }
}
