import type BetterSqlite3 from "better-sqlite3";
import { unavailable } from "../src/errors.ts";

/** An open SQLite file. */
export type Connection = BetterSqlite3.Database;

/**
 * The one place that knows which build of better-sqlite3 fits this Node: 12.x is
 * compiled against V8's classes and aborts from Node 24 on; 13.x speaks Node-API and
 * crashes on Node 20. Both are optional dependencies; npm installs what the Node in use can take.
 */
const packageFor = (nodeVersion: string): "better-sqlite3" | "better-sqlite3-napi" =>
  Number(nodeVersion.split(".")[0]) >= 24 ? "better-sqlite3-napi" : "better-sqlite3";

/**
 * Loads the driver for this Node.
 * @throws AppError `unavailable` that says what to install
 */
export async function loadDriver(nodeVersion: string = process.versions.node): Promise<typeof BetterSqlite3> {
  const name = packageFor(nodeVersion);
  try {
    const module: { default: typeof BetterSqlite3 } = await import(name);
    return module.default;
  } catch (cause) {
    throw unavailable(
      `The SQLite driver for Node ${nodeVersion} (${name}) is not installed. Run "npm ci" with this Node; it needs python3, make and g++.`,
      `driver ${name} could not be loaded`,
      cause,
    );
  }
}
