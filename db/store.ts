import { type Placeholder, sql } from "drizzle-orm";
import type { Config } from "../src/config.ts";
import type { Orm, Prepared } from "./kit.ts";

/** What can be read with: outside a transaction, or inside one. */
export interface Read extends Pick<Orm, "select" | "selectDistinct" | "$count"> {
  /** Runs a query that was built once. Always await it. */
  run<T>(query: Query<T>, parameters?: Record<string, unknown>): Promise<T>;
}

/** What everything that writes is given. Throws if it is used after its transaction has ended. */
export interface Tx extends Read, Pick<Orm, "insert" | "update" | "delete"> {
  /** Marks the type: a Tx is a Read, but a Read is no Tx. */
  readonly writes: true;
}

/** Whether somebody waits for a transaction. What nobody waits for goes after what somebody does. */
export type Priority = "foreground" | "background";

/** The database. */
export interface Store {
  readonly read: Read;
  /**
   * Runs `work` in one transaction and resolves after the commit is on disk. Commits of
   * concurrent callers may share one outer commit, with a savepoint each: one that throws
   * undoes only itself. No network call and no catch-and-continue inside; not nestable.
   * While an outsider has locked the file it waits, without blocking the event loop.
   * `background` work (deliveries, timers) goes after what a person waits for, and never starves.
   * @throws what `work` threw; AppError `unavailable` when nothing could be written
   */
  tx<T>(work: (db: Tx) => Promise<T>, priority?: Priority): Promise<T>;
  /**
   * Reads one moment of the database, for what takes long: whoever writes goes on meanwhile, and what they change
   * is not in it. Others have their turn between two queries. The handle throws once `work` has ended.
   */
  snapshot<T>(work: (db: Read) => Promise<T>): Promise<T>;
  /** Called after each commit that wrote something; for waking the engine. */
  onCommit(listener: () => void): void;
  /** Ends what is under way and closes the files. */
  close(): Promise<void>;
}

/** A query built once per connection and run with parameters: for what a person waits for. */
export interface Query<T> {
  readonly name: string;
  readonly build: (orm: Orm) => { prepare(): Prepared<T> };
}

/**
 * Declares a query that is prepared once. Placeholders are drizzle's `sql.placeholder(name)`.
 * @example const caseByRef = query("case_by_ref", (db) => db.select().from(cases).where(eq(cases.ref, sql.placeholder("ref"))));
 */
export const query = <T>(name: string, build: (orm: Orm) => { prepare(): Prepared<T> }): Query<T> => ({
  name,
  build,
});

/**
 * Declares a query over a list of values, prepared once for each length that occurs. The
 * values' placeholders are handed to `build`; {@link listed} names the values for a run.
 */
export function listQuery<T>(
  name: string,
  build: (orm: Orm, items: readonly Placeholder[]) => { prepare(): Prepared<T> },
): (length: number) => Query<T> {
  const byLength = new Map<number, Query<T>>();
  return (length) => {
    const known = byLength.get(length);
    if (known) return known;
    const items = Array.from({ length }, (_, index) => sql.placeholder(`item${index}`));
    const fresh = query(`${name}_${length}`, (orm) => build(orm, items));
    byLength.set(length, fresh);
    return fresh;
  };
}

/** The values of a {@link listQuery}, as its parameters. */
export const listed = (values: readonly unknown[]): Record<string, unknown> =>
  Object.fromEntries(values.map((value, index) => [`item${index}`, value]));

/** Whether to create a database that does not exist yet, and as what. */
export interface OpenOptions {
  /** For tests and `demo`: the mode of a database that is created now. Live otherwise. */
  readonly createAs?: "live" | "sandbox";
  /** For reading beside a running bot: nothing is created, migrated or locked. */
  readonly existingOnly?: boolean;
  /** Ms since the epoch: the creation time of a new database. */
  readonly now: number;
}

/** Opens the database that the configuration names. */
export async function openStore(database: Config["database"], options: OpenOptions): Promise<Store> {
  if (database.dialect === "sqlite") {
    const { openSqlite } = await import("./sqlite.ts");
    return openSqlite(database.file, options);
  }
  const { openPostgres } = await import("./postgres.ts");
  return openPostgres(database.url, options);
}
