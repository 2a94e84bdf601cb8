import type { Statement } from "better-sqlite3";
import { type Connection, loadDriver } from "../../../db/driver.ts";

/**
 * Looks on whenever a connection of this process runs a prepared statement such as COMMIT.
 * Nothing of it is in the program.
 * @returns what ends it
 */
export async function watchConnections(
  look: (connection: Connection, source: string) => void,
): Promise<() => void> {
  const Database = await loadDriver();
  const memory = new Database(":memory:");
  const prototype: unknown = Object.getPrototypeOf(memory.prepare("SELECT 1"));
  memory.close();
  if (typeof prototype !== "object" || prototype === null) throw new Error("statements have no prototype");
  const original = Object.getOwnPropertyDescriptor(prototype, "run");
  const run: unknown = original?.value;
  if (!original || typeof run !== "function") throw new Error("the driver's statements have no run");
  Object.defineProperty(prototype, "run", {
    ...original,
    value(this: Statement, ...parameters: unknown[]): unknown {
      look(this.database, this.source);
      return Reflect.apply(run, this, parameters);
    },
  });
  return () => void Object.defineProperty(prototype, "run", original);
}

/** A disk on which a commit takes its time. */
export interface SlowDisk {
  /** Commits that were slowed so far. */
  readonly commits: number;
  /** Makes it fast again. */
  mend(): void;
}

/**
 * Makes every commit of this process take so many ms longer. It stands still meanwhile, as
 * the driver does while it waits for the disk.
 */
export async function slowDisk(ms: number): Promise<SlowDisk> {
  const still = new Int32Array(new SharedArrayBuffer(4));
  let commits = 0;
  const mend = await watchConnections((_, source) => {
    if (source !== "COMMIT") return;
    commits += 1;
    Atomics.wait(still, 0, 0, ms);
  });
  return {
    get commits() {
      return commits;
    },
    mend,
  };
}
