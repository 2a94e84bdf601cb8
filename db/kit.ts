/**
 * One column vocabulary for two databases. Schema files use only `k`; at run time it
 * builds SQLite tables or real PostgreSQL tables, by DATABASE_URL. Types are SQLite's
 * in both cases, which is why this file, and only this file, may use `as`.
 * Every place where SQL itself differs is here too.
 */
import { Column, type SQL, and, gte, is, lt, sql } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import * as pg from "drizzle-orm/pg-core";
import * as lite from "drizzle-orm/sqlite-core";
import type { Database } from "better-sqlite3";
import type { BaseSQLiteDatabase } from "drizzle-orm/sqlite-core";
import { databaseFrom, processEnvironment } from "../src/config.ts";

/** The dialect of this process; one per process. */
export const dialect = databaseFrom(processEnvironment()["DATABASE_URL"]).dialect;

/** Whether this process speaks to PostgreSQL. */
export const isPostgres = dialect === "postgres";

const liteKit = {
  table: lite.sqliteTable,
  index: lite.index,
  uniqueIndex: lite.uniqueIndex,
  primaryKey: lite.primaryKey,
  text: (name: string) => lite.text(name),
  int: (name: string) => lite.integer(name),
  bool: (name: string) => lite.integer(name, { mode: "boolean" }),
  /** Milliseconds since the epoch, UTC. */
  at: (name: string) => lite.integer(name),
  json: <T>(name: string) => lite.text(name, { mode: "json" }).$type<T>(),
  /** A text that is one of a few codes. */
  code: <const T extends readonly [string, ...string[]]>(name: string, values: T) =>
    lite.text(name, { enum: values }),
  /** The row number that the database hands out, rising without reuse. */
  sequence: (name: string) => lite.integer(name).primaryKey({ autoIncrement: true }),
};

const pgKit = {
  table: pg.pgTable,
  index: pg.index,
  uniqueIndex: pg.uniqueIndex,
  primaryKey: pg.primaryKey,
  text: (name: string) => pg.text(name),
  int: (name: string) => pg.bigint(name, { mode: "number" }),
  bool: (name: string) => pg.boolean(name),
  at: (name: string) => pg.bigint(name, { mode: "number" }),
  json: <T>(name: string) => pg.jsonb(name).$type<T>(),
  code: <const T extends readonly [string, ...string[]]>(name: string, values: T) =>
    pg.text(name, { enum: values }),
  sequence: (name: string) => pg.bigserial(name, { mode: "number" }).primaryKey(),
};

/** The column vocabulary. */
export const k = (isPostgres ? pgKit : liteKit) as typeof liteKit;

/** Drizzle's query builders, typed once for both dialects. */
export type Orm = BaseSQLiteDatabase<"async", unknown, Record<string, never>>;

/** A drizzle database of either dialect, as the one type that features see. */
export const asOrm = (database: unknown): Orm => database as Orm;

/** A query that was built once and runs with parameters. `T` is what it gives back. */
export interface Prepared<T> {
  execute(parameters?: Record<string, unknown>): PromiseLike<T>;
}

/** `.prepare()` of either dialect: PostgreSQL wants a name, SQLite takes none. */
export function prepare<T>(query: { prepare(): Prepared<T> }, name: string): Prepared<T> {
  return (query as { prepare(name?: string): Prepared<T> }).prepare(isPostgres ? name : undefined);
}

/** The columns of a table with a placeholder each, for an insert that is prepared once. */
export function placeholders<T extends lite.SQLiteTable>(
  table: T,
  columns: readonly string[],
): T["$inferInsert"] {
  void table;
  return Object.fromEntries(columns.map((column) => [column, sql.placeholder(column)])) as T["$inferInsert"];
}

/** Rows that another instance is not already working on; SQLite has one writer, so nothing to skip there. */
export const skipLocked = <Q extends object>(query: Q): Q =>
  isPostgres
    ? (query as unknown as { for(strength: "update", options: object): Q }).for("update", {
        skipLocked: true,
      })
    : query;

/** Whether a text begins so, through the index where there is one: PostgreSQL's order depends on its locale. */
export const startsWith = (column: lite.AnySQLiteColumn, prefix: string): SQL | undefined =>
  isPostgres
    ? sql`starts_with(${column}, ${prefix})`
    : and(gte(column, prefix), lt(column, `${prefix}\u{10FFFF}`));

/** Whether a text holds another, both in small letters as far as the database knows them. */
export const contains = (column: lite.AnySQLiteColumn, part: string): SQL =>
  isPostgres ? sql`strpos(lower(${column}), ${part}) > 0` : sql`instr(lower(${column}), ${part}) > 0`;

/** A source of statements where drizzle's session type asks for a whole better-sqlite3 connection. */
export const asClient = (source: object): Database => source as Database;

/** What a prepared query of SQLite consists of. */
export interface QueryParts {
  readonly statement: {
    run(parameters: readonly unknown[]): unknown;
    raw(): { all(parameters: readonly unknown[]): readonly (readonly unknown[])[] };
  };
  readonly parameters: readonly unknown[];
  /** Undefined where it gives no rows back. */
  readonly columns:
    | readonly {
        readonly path: readonly string[];
        readonly decoder: { mapFromDriverValue(cell: unknown): unknown };
      }[]
    | undefined;
}

type Decoder = NonNullable<QueryParts["columns"]>[number]["decoder"];

/** Looks inside a prepared query of SQLite. */
export function partsOf(prepared: Prepared<unknown>): QueryParts {
  const inside = prepared as unknown as {
    readonly stmt: QueryParts["statement"];
    readonly query: { readonly params: readonly unknown[] };
    readonly fields?: readonly { readonly path: readonly string[]; readonly field: unknown }[];
  };
  return {
    statement: inside.stmt,
    parameters: inside.query.params,
    columns: inside.fields?.map(({ path, field }) => ({ path, decoder: decoderOf(field) })),
  };
}

/** Columns decode themselves; an expression has a decoder, or wraps one that has. */
const decoderOf = (field: unknown): Decoder => {
  if (is(field, Column)) return field;
  const expression = field as { readonly decoder?: Decoder; readonly sql?: { readonly decoder: Decoder } };
  const decoder = expression.decoder ?? expression.sql?.decoder;
  if (!decoder) throw new Error("a column of a declared query has no decoder");
  return decoder;
};

/** What a declared query gives back, as the type that it was declared with. */
export const asResult = <T>(result: unknown): T => result as T;

/** Applies generated migrations from a folder through drizzle's own session. */
export async function runMigrations(orm: Orm, folder: string): Promise<void> {
  const database = orm as unknown as {
    dialect: { migrate(files: unknown, session: unknown, config: object): void | Promise<void> };
    session: unknown;
  };
  await database.dialect.migrate(readMigrationFiles({ migrationsFolder: folder }), database.session, {
    migrationsFolder: folder,
  });
}
