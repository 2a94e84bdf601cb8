import { setImmediate } from "node:timers/promises";
import { drizzle } from "drizzle-orm/sqlite-proxy";
import type { Connection } from "./driver.ts";
import { asOrm, prepare } from "./kit.ts";
import { statementCache } from "./statements.ts";
import type { Read } from "./store.ts";

/**
 * Runs `work` on one moment of a SQLite file; see `Store.snapshot`. Every query first lets others have their
 * turn: reading is synchronous, and what is read at one moment is mostly much.
 * @param connection for reading and for nothing else; closed when `work` has ended
 */
export async function readSnapshot<T>(connection: Connection, work: (db: Read) => Promise<T>): Promise<T> {
  let open = true;
  const assertOpen = (): void => {
    if (!open) throw new Error("database handle used after its snapshot ended: a promise was not awaited");
  };
  try {
    const statements = statementCache(connection);
    connection.exec("BEGIN");
    // BEGIN alone chooses no moment: the first thing that is read does.
    connection.prepare("SELECT count(*) FROM facility").get();
    const orm = asOrm(
      drizzle(async (sql, parameters, method) => {
        await setImmediate();
        assertOpen();
        const raw = statements.prepare(sql).raw();
        if (method === "get") {
          const row = raw.get(...parameters);
          return { rows: Array.isArray(row) ? row : [] };
        }
        return { rows: raw.all(...parameters) };
      }),
    );
    return await work({
      select: orm.select.bind(orm),
      selectDistinct: orm.selectDistinct.bind(orm),
      $count: orm.$count.bind(orm),
      run: async (query, given = {}) => {
        assertOpen();
        return await prepare(query.build(orm), query.name).execute(given);
      },
    });
  } finally {
    open = false;
    connection.close();
  }
}
