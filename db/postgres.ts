import { join } from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Pool, type PoolClient } from "pg";
import { unavailable } from "../src/errors.ts";
import { packageRoot } from "../src/package-root.ts";
import { type Orm, asOrm, prepare } from "./kit.ts";
import { rememberMode } from "./migrate.ts";
import type { OpenOptions, Read, Store, Tx } from "./store.ts";
import { missingTriggers } from "./triggers.ts";

/** Any fixed number: limits, running numbers and the chain's head are read and then written, one at a time. */
const WRITER_LOCK = 4_021;

/** Opens a PostgreSQL database; as many instances as one likes may share it. */
export async function openPostgres(url: string, options: OpenOptions): Promise<Store> {
  const pool = new Pool({ connectionString: url, max: 10 });
  const database = drizzle({ client: pool });
  if (!options.existingOnly) {
    await migrate(database, { migrationsFolder: join(packageRoot(), "db", "migrations", "postgres") });
  }
  const found = await pool.query("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal");
  const [missing] = missingTriggers(found.rows.map((row: { tgname: unknown }) => row.tgname));
  if (missing !== undefined) {
    await pool.end();
    throw unavailable(
      `The database has lost the guard of its record (${missing}), or was never started with this version. Start the bot once, or restore a backup.`,
      `trigger ${missing} missing`,
    );
  }
  await rememberMode(asOrm(database), options);
  const listeners: (() => void)[] = [];
  return {
    read: reader(asOrm(database), () => {}),
    tx: async (work) => {
      const client = await pool.connect();
      let open = true;
      const assertOpen = (): void => {
        if (!open)
          throw new Error("database handle used after its transaction ended: a promise was not awaited");
      };
      try {
        await client.query("BEGIN");
        await client.query("SELECT pg_advisory_xact_lock($1)", [WRITER_LOCK]);
        const value = await work(writer(asOrm(drizzle({ client: guarded(client, assertOpen) })), assertOpen));
        open = false;
        await client.query("COMMIT");
        for (const listener of listeners) listener();
        return value;
      } catch (error) {
        open = false;
        await client.query("ROLLBACK");
        throw error;
      } finally {
        client.release();
      }
    },
    snapshot: async (work) => {
      const client = await pool.connect();
      let open = true;
      const assertOpen = (): void => {
        if (!open)
          throw new Error("database handle used after its snapshot ended: a promise was not awaited");
      };
      try {
        await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        // BEGIN alone chooses no moment: the first thing that is read does.
        await client.query("SELECT 1");
        return await work(reader(asOrm(drizzle({ client: guarded(client, assertOpen) })), assertOpen));
      } finally {
        open = false;
        try {
          await client.query("ROLLBACK");
        } finally {
          client.release();
        }
      }
    },
    onCommit: (listener) => listeners.push(listener),
    close: () => pool.end(),
  };
}

/** The same connection, whose queries are refused once its transaction has ended. */
function guarded(client: PoolClient, assertOpen: () => void): PoolClient {
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (name !== "query" || typeof value !== "function") return value;
      return (...parameters: unknown[]): unknown => {
        assertOpen();
        return Reflect.apply(value, target, parameters);
      };
    },
  });
}

const reader = (orm: Orm, assertOpen: () => void): Read => ({
  select: orm.select.bind(orm),
  selectDistinct: orm.selectDistinct.bind(orm),
  $count: orm.$count.bind(orm),
  run: async (query, parameters = {}) => {
    assertOpen();
    return await prepare(query.build(orm), query.name).execute(parameters);
  },
});

const writer = (orm: Orm, assertOpen: () => void): Tx => ({
  ...reader(orm, assertOpen),
  writes: true,
  insert: orm.insert.bind(orm),
  update: orm.update.bind(orm),
  delete: orm.delete.bind(orm),
});
