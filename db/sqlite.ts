import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { BetterSQLiteSession } from "drizzle-orm/better-sqlite3/session";
import { BaseSQLiteDatabase, SQLiteSyncDialect } from "drizzle-orm/sqlite-core";
import { unavailable } from "../src/errors.ts";
import { type Connection, loadDriver } from "./driver.ts";
import { type Compiled, compile } from "./compile.ts";
import { type Orm, asClient, asOrm, asResult, prepare } from "./kit.ts";
import { prepareDatabase } from "./migrate.ts";
import { readSnapshot } from "./snapshot.ts";
import type { OpenOptions, Query, Read, Store, Tx } from "./store.ts";
import { type StatementSource, statementCache } from "./statements.ts";
import { WriteQueue } from "./write-queue.ts";

/**
 * How long SQLite itself may wait for a lock, ms. It waits synchronously, so the whole bot
 * stands still meanwhile; the write queue waits longer, asynchronously.
 */
const BUSY_TIMEOUT_MS = 20;

const dialect = new SQLiteSyncDialect();

/** Drizzle's builders over a source of statements. */
const ormOver = (source: StatementSource | Connection): Orm =>
  asOrm(
    new BaseSQLiteDatabase(
      "sync",
      dialect,
      new BetterSQLiteSession(asClient(source), dialect, undefined),
      undefined,
    ),
  );

/** Runs declared queries on one connection, each compiled at its first use. */
function runner(connection: Connection): <T>(query: Query<T>, parameters?: Record<string, unknown>) => T {
  const orm = ormOver(connection);
  const compiled = new Map<Query<unknown>, Compiled>();
  return <T>(query: Query<T>, parameters: Record<string, unknown> = {}): T => {
    const known = compiled.get(query);
    if (known) return asResult<T>(known(parameters));
    const fresh = compile(prepare(query.build(orm), query.name), query.name);
    compiled.set(query, fresh);
    return asResult<T>(fresh(parameters));
  };
}

function connect(
  Database: Awaited<ReturnType<typeof loadDriver>>,
  file: string,
  readonly: boolean,
): Connection {
  const connection = new Database(file, { readonly, timeout: BUSY_TIMEOUT_MS });
  try {
    if (!readonly) {
      connection.pragma("journal_mode = WAL");
      // NORMAL may lose committed transactions on power loss; a command that somebody saw confirmed must not vanish.
      connection.pragma("synchronous = FULL");
      // What a savepoint needs to undo its job fills more than SQLite keeps in memory by itself; else it goes through a file.
      connection.pragma("temp_store = MEMORY");
    }
    connection.pragma("foreign_keys = ON");
    return connection;
  } catch (cause) {
    connection.close();
    throw unavailable(
      `The file ${file} cannot be used as a database: it is damaged, not one of ours, or held by another program. Nothing was changed. Close what holds it, or restore a backup.`,
      "database cannot be opened",
      cause,
    );
  }
}

/** Opens (or creates) a SQLite file: one writing connection behind a queue, one for reading. */
export async function openSqlite(fileName: string, options: OpenOptions): Promise<Store> {
  const Database = await loadDriver();
  const file = resolve(fileName);
  const fresh = !existsSync(file);
  if (fresh && options.existingOnly) {
    throw unavailable(
      `There is no database at ${file} yet. Start the bot or run "floorwalker apply" first.`,
      "no database file",
    );
  }
  // Silently starting anew in the place of a database that was cut to nothing would hide the loss.
  if (!fresh && statSync(file).size === 0) {
    throw unavailable(
      `The database ${file} is empty: its content was lost. Restore a backup; if there never was any, delete the file and start again.`,
      "database file of zero length",
    );
  }
  mkdirSync(dirname(file), { recursive: true });
  const writer = connect(Database, file, false);
  try {
    const orm = ormOver(statementCache(writer));
    await prepareDatabase({ orm, connection: writer, file, fresh, options });
    const connectReader = (): Connection => connect(Database, file, true);
    return sqliteStore(writer, connectReader);
  } catch (error) {
    writer.close();
    throw error;
  }
}

function sqliteStore(writer: Connection, connectReader: () => Connection): Store {
  const reader = connectReader();
  const snapshots = new Set<Promise<unknown>>();
  const statements = statementCache(writer);
  const runOnWriter = runner(writer);
  const readOrm = ormOver(statementCache(reader));
  const runOnReader = runner(reader);
  const read: Read = {
    select: readOrm.select.bind(readOrm),
    selectDistinct: readOrm.selectDistinct.bind(readOrm),
    $count: readOrm.$count.bind(readOrm),
    run: async (query, parameters) => runOnReader(query, parameters),
  };
  const newHandle = (assertOpen: () => void): Tx => {
    // Builders are made on demand: the hot paths only run declared queries.
    let builders: Orm | undefined;
    const orm = (): Orm => (builders ??= ormOver(statements.guarded(assertOpen)));
    return {
      writes: true,
      get select() {
        const builder = orm();
        return builder.select.bind(builder);
      },
      get selectDistinct() {
        const builder = orm();
        return builder.selectDistinct.bind(builder);
      },
      get $count() {
        const builder = orm();
        return builder.$count.bind(builder);
      },
      get insert() {
        const builder = orm();
        return builder.insert.bind(builder);
      },
      get update() {
        const builder = orm();
        return builder.update.bind(builder);
      },
      get delete() {
        const builder = orm();
        return builder.delete.bind(builder);
      },
      run: async (query, parameters) => {
        assertOpen();
        return runOnWriter(query, parameters);
      },
    };
  };
  const queue = new WriteQueue(writer, newHandle);
  return {
    read,
    tx: (work, priority) => queue.add(work, priority),
    snapshot: (work) => {
      const reading = readSnapshot(connectReader(), work).finally(() => snapshots.delete(reading));
      snapshots.add(reading);
      return reading;
    },
    onCommit: (listener) => queue.onCommit(listener),
    close: async () => {
      await queue.drain();
      await Promise.allSettled(snapshots);
      reader.close();
      writer.close();
    },
  };
}
