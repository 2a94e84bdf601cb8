import { Column, Param, Placeholder, is } from "drizzle-orm";
import { frozen } from "../src/frozen.ts";
import { type Prepared, partsOf } from "./kit.ts";

/** Runs a compiled query with parameters. */
export type Compiled = (parameters: Readonly<Record<string, unknown>>) => unknown;

/**
 * Takes a prepared query of SQLite apart, once. Drizzle finds out at every run, for every
 * parameter and every cell, what kind of thing it is; for the queries that a person waits
 * for, that costs more than SQLite does.
 */
export function compile(prepared: Prepared<unknown>, name: string): Compiled {
  const { statement, parameters, columns } = partsOf(prepared);
  const binders = parameters.map(binder);
  const bound = (values: Readonly<Record<string, unknown>>): unknown[] => binders.map((one) => one(values));
  if (columns === undefined) return (values) => statement.run(bound(values));
  for (const { path } of columns)
    if (path.length !== 1) throw new Error(`query ${name}: a declared query has no nested columns`);
  const shape = columns.map(({ path, decoder }, index) => ({
    index,
    key: path[0] ?? "",
    decode: isAsGiven(decoder) ? undefined : remembering((cell) => decoder.mapFromDriverValue(cell)),
  }));
  const raw = statement.raw();
  return (values) =>
    raw.all(bound(values)).map((cells) => {
      const row: Record<string, unknown> = {};
      for (const { index, key, decode } of shape) {
        const cell = cells[index];
        row[key] = decode === undefined || cell === null ? cell : decode(cell);
      }
      return row;
    });
}

/** Whether a column gives a cell as the driver does, which is so of text and numbers. */
const isAsGiven = (decoder: object): boolean =>
  is(decoder, Column) && decoder.mapFromDriverValue === Column.prototype.mapFromDriverValue;

/** Shorter JSON, in UTF-16 units, is parsed as fast as it is compared. */
const LONG_CELL = 200;

/**
 * A long JSON cell is parsed once for as long as the same text comes: every event reads the
 * organisation's settings, which change once in a while. What is shared so is frozen.
 */
function remembering(decode: (cell: unknown) => unknown): (cell: unknown) => unknown {
  let text: string | undefined;
  let value: unknown;
  return (cell) => {
    if (typeof cell !== "string" || cell.length < LONG_CELL) return decode(cell);
    if (cell !== text) {
      value = frozen(decode(cell));
      text = cell;
    }
    return value;
  };
}

/** What gives the value of one parameter: as it was built in, as it is given, or as a column writes it. */
function binder(parameter: unknown): (values: Readonly<Record<string, unknown>>) => unknown {
  if (is(parameter, Placeholder)) {
    const { name } = parameter;
    return (values) => given(values, name);
  }
  if (is(parameter, Param) && is(parameter.value, Placeholder)) {
    const { encoder } = parameter;
    const { name } = parameter.value;
    return (values) => encoder.mapToDriverValue(given(values, name));
  }
  return () => parameter;
}

function given(values: Readonly<Record<string, unknown>>, name: string): unknown {
  if (!(name in values)) throw new Error(`no value for placeholder "${name}"`);
  return values[name];
}
