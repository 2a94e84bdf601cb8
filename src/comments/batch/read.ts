import { parse } from "csv-parse/sync";
import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { findForbiddenIn } from "../../privacy/guard.ts";
import { FEELINGS, type Feeling, ORIGINS, type Origin } from "../comment.ts";
import { paraphraseProblem, withoutReferences } from "../parse.ts";
import type { CommentSettings, SevereTopic } from "../settings.ts";
import { severityOf } from "../severity.ts";

/** A row of a batch, checked. */
export interface BatchRow {
  /** Line in the file, from 1. */
  readonly line: number;
  readonly said: string;
  readonly customerRef: string | undefined;
  readonly about: string | undefined;
  readonly origin: Origin;
  readonly feeling: Feeling | undefined;
  /** The topic of which a single comment is enough, if it is one. */
  readonly severe: SevereTopic | undefined;
  /** Ms since the epoch. */
  readonly saidAt: number;
}

/** What reading a file came to: all of it can be used, or none of it. */
export type Batch =
  | {
      readonly ok: true;
      readonly rows: readonly BatchRow[];
      /** Lines without anything that could be compared (empty, or a single word): left out. */
      readonly leftOut: readonly number[];
    }
  | { readonly ok: false; readonly problems: readonly { readonly line: number; readonly message: string }[] };

/** What a batch is read against. */
export interface BatchRules {
  readonly settings: CommentSettings;
  /** What customer references look like. */
  readonly reference: RegExp;
  readonly example: string;
  /** For times without an offset. */
  readonly timeZone: string;
  /** Ms since the epoch: nothing was said later. */
  readonly now: number;
  /** What holds where the file does not say. */
  readonly origin: Origin;
}

/** The most rows and characters of a batch, and the most characters of what one customer said. */
export const MOST_ROWS = 100_000;
const MOST_SAID = 3_000;

/** Names that headings go by, in small letters without spaces. */
const HEADINGS: Readonly<Record<string, readonly string[]>> = {
  said: ["said", "comment", "text", "verbatim", "comments"],
  date: ["date", "said_at", "time", "datetime"],
  customer: ["customer", "customer_reference", "reference", "customer_ref"],
  about: ["about", "product", "process"],
  origin: ["origin", "how"],
  feeling: ["feeling", "felt"],
};

const columnOf = (heading: string): string | undefined => {
  const name = heading.trim().toLowerCase().replaceAll(/\s+/g, "_");
  return Object.entries(HEADINGS).find(([, names]) => names.includes(name))?.[0];
};

const problem = (line: number, message: string): Batch => ({ ok: false, problems: [{ line, message }] });

const recordShape = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

/**
 * Reads a CSV file of what customers said. Every line that cannot be used is named with its
 * reason, and then nothing is used: half a batch could not be told from a whole one.
 * @param text the file, decoded
 */
export function readBatch(text: string, rules: BatchRules): Batch {
  const first = text.slice(0, 10_000).split(/\r?\n/, 1)[0] ?? "";
  const delimiter =
    [",", ";", "\t"].toSorted((a, b) => first.split(b).length - first.split(a).length)[0] ?? ",";
  let records: z.infer<typeof recordShape>;
  try {
    records = recordShape.parse(
      parse(text, { bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true }),
    );
  } catch (error) {
    const line =
      error instanceof Error && "lines" in error && typeof error.lines === "number" ? error.lines : 1;
    return problem(
      line,
      "cannot be read as CSV from here on: a quotation mark is not closed, or stands inside a word",
    );
  }
  const [head, ...body] = records;
  if (!head) return problem(1, "the file is empty");
  const columns = head.record.map(columnOf);
  const missing = ["said", "date"].filter((name) => !columns.includes(name));
  if (missing.length > 0)
    return problem(
      1,
      `the headings must name ${missing.map((name) => `"${name}"`).join(" and ")}; found ${head.record.map((one) => `"${one.slice(0, 40)}"`).join(", ")}`,
    );
  const twice = columns.find((name, at) => name !== undefined && columns.indexOf(name) !== at);
  if (twice !== undefined)
    return problem(1, `two headings mean "${twice}"; leave one of them, so that it is clear which counts`);
  if (body.length > MOST_ROWS)
    return problem(
      1,
      `has ${body.length.toLocaleString("en-GB")} rows, and ${MOST_ROWS.toLocaleString("en-GB")} fit; split the file`,
    );
  return readRows(body, columns, rules);
}

function readRows(
  body: z.infer<typeof recordShape>,
  columns: readonly (string | undefined)[],
  rules: BatchRules,
): Batch {
  const rows: BatchRow[] = [];
  const leftOut: number[] = [];
  const problems: { line: number; message: string }[] = [];
  for (const { record, info } of body) {
    const line = info.lines;
    if (record.length !== columns.length) {
      problems.push({
        line,
        message: `has ${record.length} columns where the headings have ${columns.length}`,
      });
      continue;
    }
    const cells = new Map(
      columns.flatMap((name, at) => (name ? [[name, (record[at] ?? "").trim()] as const] : [])),
    );
    const row = readRow(cells, line, rules);
    if (row === "left out") leftOut.push(line);
    else if ("message" in row) problems.push(row);
    else rows.push(row);
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, rows, leftOut };
}

function readRow(
  cells: ReadonlyMap<string, string>,
  line: number,
  rules: BatchRules,
): BatchRow | "left out" | { readonly line: number; readonly message: string } {
  const cell = (name: string): string | undefined => {
    const value = cells.get(name);
    return value === "" ? undefined : value;
  };
  const wrong = (message: string) => ({ line, message });
  const forbidden = findForbiddenIn(Object.fromEntries(cells));
  if (forbidden) return wrong(forbidden.finding.advice);
  const said = withoutReferences(cell("said") ?? "", rules.reference);
  if (said.length > MOST_SAID)
    return wrong(
      `says ${said.length.toLocaleString("en-GB")} characters, and ${MOST_SAID.toLocaleString("en-GB")} fit`,
    );
  if (paraphraseProblem(said, MOST_SAID) !== undefined) return "left out";
  const saidAt = readTime(cell("date") ?? "", rules.timeZone);
  if (saidAt === undefined)
    return wrong('has no date that can be read; write it as "2026-11-21" or "2026-11-21 14:30"');
  if (saidAt > rules.now) return wrong("lies in the future");
  const customerRef = cell("customer")?.toUpperCase();
  if (customerRef !== undefined && !rules.reference.test(customerRef))
    return wrong(
      `has no customer reference of yours; it looks like ${rules.example}. Leave it empty where it is not known`,
    );
  const named = cell("about")?.toLowerCase();
  const about = rules.settings.about.find(
    ({ id, label }) => id === named || label.toLowerCase() === named,
  )?.id;
  if (named !== undefined && about === undefined)
    return wrong(
      `is about something that is not in your list: ${rules.settings.about.map(({ id }) => id).join(", ")}`,
    );
  const origin = cell("origin")?.toLowerCase() ?? rules.origin;
  const feeling = cell("feeling")?.toLowerCase();
  const knownOrigin = ORIGINS.find((one) => one === origin);
  const knownFeeling = FEELINGS.find((one) => one === feeling);
  if (knownOrigin === undefined) return wrong(`must be ${ORIGINS.join(" or ")}`);
  if (feeling !== undefined && knownFeeling === undefined)
    return wrong(`must be felt as ${FEELINGS.join(", ")}`);
  const severe = severityOf(said, rules.settings)?.topic;
  return { line, said, customerRef, about, origin: knownOrigin, feeling: knownFeeling, severe, saidAt };
}

/** A local date, a local date with a time, or an instant with its offset; a date alone is its first instant. */
function readTime(text: string, timeZone: string): number | undefined {
  try {
    if (/(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) && text.includes(":"))
      return Temporal.Instant.from(text.replace(" ", "T")).epochMilliseconds;
    if (/^\d{4}-\d{2}-\d{2}$/.test(text))
      return Temporal.PlainDate.from(text, { overflow: "reject" }).toZonedDateTime(timeZone)
        .epochMilliseconds;
    if (!/^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}/.test(text)) return undefined;
    return Temporal.PlainDateTime.from(text.replace(" ", "T"), { overflow: "reject" }).toZonedDateTime(
      timeZone,
    ).epochMilliseconds;
  } catch {
    return undefined;
  }
}
