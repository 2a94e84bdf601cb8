import { BetterSQLiteSession } from "drizzle-orm/better-sqlite3/session";
import { BaseSQLiteDatabase, SQLiteSyncDialect } from "drizzle-orm/sqlite-core";
import { loadDriver } from "../../db/driver.ts";
import { asClient, asOrm } from "../../db/kit.ts";
import type { Query } from "../../db/store.ts";

/**
 * How SQLite would run a declared query, a line for each step: "SEARCH cases USING INDEX …".
 * @param file a database with the program's tables
 */
export async function planOf(file: string, query: Query<unknown>): Promise<string[]> {
  const Database = await loadDriver();
  const connection = new Database(file, { readonly: true });
  try {
    const statements: string[] = [];
    const client = {
      prepare: (sql: string) => {
        statements.push(sql);
        return connection.prepare(sql);
      },
    };
    const dialect = new SQLiteSyncDialect();
    const session = new BetterSQLiteSession(asClient(client), dialect, undefined);
    query.build(asOrm(new BaseSQLiteDatabase("sync", dialect, session, undefined))).prepare();
    const [sql = ""] = statements;
    const parameters = Array.from(sql.matchAll(/\?/g), () => null);
    const steps = connection.prepare(`explain query plan ${sql}`).all(...parameters);
    return steps.flatMap((step) =>
      typeof step === "object" && step !== null && "detail" in step ? [String(step.detail)] : [],
    );
  } finally {
    connection.close();
  }
}
