import { type Connection, loadDriver } from "../../../db/driver.ts";

/**
 * Looks on whenever a connection of this process executes something such as COMMIT.
 * Nothing of it is in the program.
 * @returns what ends it
 */
export async function watchConnections(
  look: (connection: Connection, source: string) => void,
): Promise<() => void> {
  const { prototype } = await loadDriver();
  const original = Object.getOwnPropertyDescriptor(prototype, "exec");
  const exec: unknown = original?.value;
  if (!original || typeof exec !== "function") throw new Error("the driver has no exec of its own");
  Object.defineProperty(prototype, "exec", {
    ...original,
    value(this: Connection, source: string): unknown {
      look(this, source);
      return Reflect.apply(exec, this, [source]);
    },
  });
  return () => void Object.defineProperty(prototype, "exec", original);
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
