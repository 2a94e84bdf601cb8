import { mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Config } from "../src/config.ts";
import { unavailable } from "../src/errors.ts";
import { loadDriver } from "./driver.ts";

/**
 * Makes sure that one process alone serves a SQLite file. The lock is the operating
 * system's (a transaction held on a file beside it), so it ends with the process, however
 * that ends. PostgreSQL is made for several and needs none.
 * @returns what gives the lock up
 * @throws AppError `unavailable` where another process has it
 */
export async function lockDatabase(database: Config["database"]): Promise<() => void> {
  if (database.dialect !== "sqlite") return () => {};
  const Database = await loadDriver();
  const file = `${resolve(database.file)}.lock`;
  mkdirSync(dirname(file), { recursive: true });
  const connection = new Database(file, { timeout: 0 });
  try {
    connection.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    connection.close();
    throw unavailable(
      `Another Floorwalker is already running on ${resolve(database.file)}. Stop it first, or give this one another DATABASE_URL.`,
      "database is served by another process",
      cause,
    );
  }
  return () => connection.close();
}
