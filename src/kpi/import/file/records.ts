import { setImmediate } from "node:timers/promises";
import { Parser } from "csv-parse";
import type { Encoding } from "./characters.ts";
import { type Problem, problem } from "./problem.ts";
import type { Source } from "./source.ts";

/** A delimiter that is understood. */
export type Delimiter = "," | ";" | "\t" | "|";

/** A row as the file has it: its cells, and the line on which it ends. */
export interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

/**
 * The most rows of one file, besides its headings. The half-hours of twelve queues over the thirteen months
 * that a centre compares with are 230,000, so this is a file of years. What has to be remembered of each row,
 * to find those that come twice, stays small up to here, and would not without an end.
 */
export const MOST_ROWS = 2_000_000;

/** The longest row, bytes or characters, to one piece of the file: a row is in memory as a whole. */
const LONGEST_ROW = 1024 * 1024;

/** Programs end lines in several ways, and a file that went through two of them in two. */
export const LINE_ENDS = ["\r\n", "\n", "\r"];

const BROKEN =
  "cannot be read as CSV from here on: a quotation mark is not closed, or stands inside a word. If the file was cut off on its way, get it again";

const TOO_LONG =
  "the row that begins here is longer than 1 MB: a quotation mark is not closed, or lines have no end. If the file was cut off on its way, get it again; otherwise export it again, a line for each row";

/** What csv-parse says, in our words. */
function brokenAt(error: unknown): Problem {
  const line =
    error instanceof Error && "lines" in error && typeof error.lines === "number" ? error.lines : 1;
  return problem(line, BROKEN);
}

/** Characters of a file as csv-parse takes them: UTF-8 as it is, everything else decoded. */
async function* decoded(source: Source, encoding: Encoding): AsyncGenerator<Uint8Array | string> {
  if (encoding === "utf-8") return yield* source.open();
  const decoder = new TextDecoder(encoding);
  for await (const piece of source.open()) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

/**
 * Reads a file's rows, some thousand at a time. `take` is waited for before the next are read, so the
 * memory holds one piece of the file at most. Empty lines are left out.
 * @param take resolves to false where no more rows are wanted
 * @returns the problem that ended the reading, if one did
 */
export async function readRows(
  source: Source,
  { encoding, delimiter }: { readonly encoding: Encoding; readonly delimiter: Delimiter },
  take: (rows: readonly Row[]) => Promise<boolean | void>,
): Promise<Problem | undefined> {
  let rows: Row[] = [];
  let lastLine = 0;
  /** Since the last row or empty line ended. csv-parse's own limit does not count cells without anything in them. */
  let unended = 0;
  let emptyLines = 0;
  const parser = new Parser({
    bom: true,
    delimiter,
    record_delimiter: LINE_ENDS,
    relax_column_count: true,
    skip_empty_lines: true,
    // A spreadsheet may say in a first line of its own what it separates cells by.
    on_record: (cells: string[], { lines }): undefined => {
      lastLine = lines;
      unended = 0;
      if (lines === 1 && /^sep=/i.test(cells[0] ?? "")) return undefined;
      rows.push({ cells, line: lines });
      return undefined;
    },
  });
  // What is refused is told through the callbacks of `write` and `end`.
  parser.on("error", () => {});
  parser.resume();
  try {
    for await (const piece of decoded(source, encoding)) {
      // A turn of the event loop: a bot that reads a file goes on answering people.
      await setImmediate();
      unended += piece.length;
      await new Promise<void>((resolve, reject) => {
        parser.write(piece, (error) => (error ? reject(error) : resolve()));
      });
      if (parser.info.empty_lines > emptyLines) {
        emptyLines = parser.info.empty_lines;
        lastLine = parser.info.lines - 1;
        unended = 0;
      }
      if (unended > LONGEST_ROW) return problem(lastLine + 1, TOO_LONG);
      const ready = rows;
      rows = [];
      if (ready.length > 0 && (await take(ready)) === false) return undefined;
    }
    await new Promise<void>((resolve, reject) => {
      parser.once("error", reject);
      parser.end(() => resolve());
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("CSV_"))
      return brokenAt(error);
    throw error;
  } finally {
    parser.destroy();
  }
  if (rows.length > 0) await take(rows);
  return undefined;
}
