import { parse } from "csv-parse/sync";
import type { Encoding } from "./characters.ts";
import { type Problem, problem } from "./problem.ts";
import { type Delimiter, LINE_ENDS } from "./records.ts";
import type { Source } from "./source.ts";

/** The beginning of a file, from which its conventions are told. */
export interface Sample {
  readonly delimiter: Delimiter;
  /** Headings and the first rows, as they stand. */
  readonly rows: readonly (readonly string[])[];
}

/** So much of a file is looked at, characters: a thousand rows and more. */
const LOOKED_AT = 200_000;
/** Rows by which a delimiter is judged. */
const JUDGED = 20;
const CANDIDATES: readonly Delimiter[] = [",", ";", "\t", "|"];
const NAMES: Readonly<Record<Delimiter, string>> = {
  ",": "commas",
  ";": "semicolons",
  "\t": "tabs",
  "|": "bars (|)",
};

/** The first lines; undefined: the very first goes on beyond what is looked at. */
async function beginning(source: Source, encoding: Encoding): Promise<string | undefined> {
  const decoder = new TextDecoder(encoding);
  let text = "";
  for await (const piece of source.open()) {
    text += decoder.decode(piece, { stream: true });
    if (text.length < LOOKED_AT) continue;
    // The last line may be cut in two, so it is left away.
    const end = Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r"));
    return end > 0 ? text.slice(0, end) : undefined;
  }
  return text + decoder.decode();
}

/** The first rows under a delimiter, up to where they make no sense any more. */
function rowsUnder(text: string, delimiter: Delimiter, to?: number): readonly (readonly string[])[] {
  const rows: string[][] = [];
  try {
    parse(text, {
      bom: true,
      delimiter,
      record_delimiter: LINE_ENDS,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (cells: string[]): undefined => void rows.push(cells),
      ...(to === undefined ? {} : { to }),
    });
  } catch {
    // The reading of the whole file says on which line.
  }
  return rows;
}

function fits(rows: readonly (readonly string[])[]): boolean {
  const width = rows[0]?.length ?? 0;
  if (width < 2) return false;
  return rows.filter((row) => row.length === width).length > rows.length / 2;
}

/**
 * Finds out what separates the cells of a file, and gives its first rows. Where several delimiters are
 * possible, the one under which the headings are known; otherwise it is refused, not guessed.
 */
export async function sampleOf(
  source: Source,
  encoding: Encoding,
  isKnown: (headings: readonly string[]) => boolean,
): Promise<Sample | Problem> {
  const whole = await beginning(source, encoding);
  if (whole === undefined)
    return problem(
      1,
      "its first line does not end, so there are no rows. Export it again, a line for each row",
    );
  if (whole.trim() === "") return problem(0, "it is empty");
  const said = /^\uFEFF?"?sep=(?<sign>[,;\t|])"?\r?\n/i.exec(whole);
  const text = said ? whole.slice(said[0].length) : whole;
  const possible = CANDIDATES.filter(
    (one) => (said?.groups?.["sign"] ?? one) === one && fits(rowsUnder(text, one, JUDGED)),
  );
  const known = possible.filter((one) => isKnown(rowsUnder(text, one, 1)[0] ?? []));
  const [delimiter, other] = known.length > 0 ? known : possible;
  if (delimiter === undefined)
    return problem(
      1,
      "there are no columns: cells must be separated by commas, semicolons, tabs or bars (|), in every row alike",
    );
  if (other !== undefined)
    return problem(
      1,
      `cells could be separated by ${NAMES[delimiter]} or by ${NAMES[other]}, and the headings do not tell. Save it again with one of them`,
    );
  return { delimiter, rows: rowsUnder(text, delimiter) };
}
