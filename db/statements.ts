import type { Statement } from "better-sqlite3";
import type { Connection } from "./driver.ts";

/** As much of a better-sqlite3 connection as drizzle's session uses. */
export interface StatementSource {
  prepare(sql: string): PreparedStatement;
}

interface PreparedStatement {
  run(...parameters: unknown[]): unknown;
  all(...parameters: unknown[]): unknown[];
  get(...parameters: unknown[]): unknown;
  raw(): { all(...parameters: unknown[]): unknown[]; get(...parameters: unknown[]): unknown };
}

/** A source that compiles each SQL text once, and can be narrowed to the life of one transaction. */
export interface StatementCache extends StatementSource {
  /** The same statements, each checked before it runs: one that was not awaited must not run in a stranger's transaction. */
  guarded(assertOpen: () => void): StatementSource;
}

/** Texts kept compiled; lists of varying length would otherwise fill the memory. */
const KEPT = 400;

/** Compiles on first use, keeps the most recently used. */
export function statementCache(connection: Connection): StatementCache {
  const kept = new Map<string, Statement>();
  const statementFor = (sql: string): Statement => {
    const known = kept.get(sql);
    if (known) {
      kept.delete(sql);
      kept.set(sql, known);
      return known;
    }
    const statement = connection.prepare(sql);
    kept.set(sql, statement);
    const oldest = kept.size > KEPT ? kept.keys().next().value : undefined;
    if (oldest !== undefined) kept.delete(oldest);
    return statement;
  };
  const source = (check: () => void): StatementSource => ({
    prepare: (sql) => {
      check();
      const statement = statementFor(sql);
      // `raw` is a switch on the shared statement, so each call sets it as it needs it.
      const shaped = (raw: boolean): Statement => (statement.reader ? statement.raw(raw) : statement);
      return {
        run: (...parameters) => (check(), statement.run(...parameters)),
        all: (...parameters) => (check(), shaped(false).all(...parameters)),
        get: (...parameters) => (check(), shaped(false).get(...parameters)),
        raw: () => ({
          all: (...parameters) => (check(), shaped(true).all(...parameters)),
          get: (...parameters) => (check(), shaped(true).get(...parameters)),
        }),
      };
    },
  });
  return { ...source(() => {}), guarded: source };
}
