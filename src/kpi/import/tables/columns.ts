import { type Problem, problem } from "../file/problem.ts";
import { headingKey } from "../mapping.ts";
import { headingList, tellable } from "../quote.ts";
import { isBlank } from "../intervals/row.ts";

/** Columns of a table with fixed headings: a name of ours → what it may be called, as `headingKey` makes it. */
export interface TableShape {
  readonly label: string;
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly required: readonly string[];
  /** The most characters of columns that hold more than {@link MOST_CELL}. */
  readonly longest?: Readonly<Record<string, number>>;
}

/** The most characters of a cell that is kept: ids, names, questions of a form. */
const MOST_CELL = 1_000;

/** Where the columns of such a table stand. */
export interface Table {
  readonly width: number;
  readonly at: ReadonlyMap<string, number>;
  readonly ignored: readonly string[];
}

const columnOf = ({ columns }: TableShape, heading: string): string | undefined =>
  Object.entries(columns).find(([, names]) => names.includes(headingKey(heading)))?.[0];

/** Whether a file's headings are those of such a table. */
export const isTable = (shape: TableShape, headings: readonly string[]): boolean =>
  shape.required.every((name) => headings.some((heading) => columnOf(shape, heading) === name));

/** Finds the columns of a table. */
export function bindTable(shape: TableShape, headings: readonly string[]): Table | Problem {
  const at = new Map<string, number>();
  for (const [index, heading] of headings.entries()) {
    const name = columnOf(shape, heading);
    if (name === undefined) continue;
    if (at.has(name))
      return problem(1, `two headings mean "${name}". Leave one of them, so that it is clear which counts`);
    at.set(name, index);
  }
  const missing = shape.required.filter((name) => !at.has(name));
  if (missing.length > 0)
    return problem(
      1,
      `${shape.label} need${missing.length === 1 ? " a column" : " columns"} ${missing.map((name) => `"${name}"`).join(", ")}. Found: ${headingList(headings)}`,
    );
  const ignored = tellable(headings.filter((heading) => columnOf(shape, heading) === undefined));
  return { width: headings.length, at, ignored };
}

/** What is wrong with a row that has more in a cell than fits; undefined: nothing. */
export function tooLong(
  { longest = {} }: TableShape,
  { at }: Table,
  cells: readonly string[],
): string | undefined {
  for (const [name, index] of at) {
    const { length } = (cells[index] ?? "").trim();
    const most = longest[name] ?? MOST_CELL;
    if (length > most)
      return `"${name}" has ${length.toLocaleString("en-GB")} characters, and ${most.toLocaleString("en-GB")} fit`;
  }
  return undefined;
}

/** A row's cell by name; undefined: it is blank or not there. */
export function cellOf({ at }: Table, cells: readonly string[], name: string): string | undefined {
  const index = at.get(name);
  const cell = index === undefined ? "" : (cells[index] ?? "").trim();
  return isBlank(cell) ? undefined : cell;
}
