import { getTableColumns } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { placeholders } from "./kit.ts";
import { type Tx, query } from "./store.ts";

/** Every column of a row, none left out: a prepared insert has a place for each. */
export type FullRow<T extends SQLiteTable> = { [K in keyof T["$inferSelect"]]: T["$inferSelect"][K] };
/** A full row, less what the database fills in. */
type RowWithout<T extends SQLiteTable, Omitted extends keyof T["$inferSelect"]> = Omit<FullRow<T>, Omitted>;

/**
 * An insert of whole rows that is prepared once.
 * @param options.omit columns that the database fills in (a running number)
 * @param options.ignore whether a row that is already there is left as it is
 */
export function inserter<T extends SQLiteTable, const O extends keyof T["$inferSelect"] & string = never>(
  name: string,
  table: T,
  options: { readonly omit?: readonly O[]; readonly ignore?: boolean } = {},
): (db: Tx, row: RowWithout<T, O>) => Promise<void> {
  const omitted: readonly string[] = options.omit ?? [];
  const columns = Object.keys(getTableColumns(table)).filter((column) => !omitted.includes(column));
  const insert = query<unknown>(name, (db) => {
    const statement = db.insert(table).values(placeholders(table, columns));
    return options.ignore ? statement.onConflictDoNothing() : statement;
  });
  return async (db, row) => {
    await db.run(insert, row);
  };
}
