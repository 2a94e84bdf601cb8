import { type Connection, loadDriver } from "../../../db/driver.ts";

/** A disk on which a commit takes its time. */
export interface SlowDisk {
  /** Commits that were slowed so far. */
  readonly commits: number;
  /** Makes it fast again. */
  mend(): void;
}

/**
 * Makes every commit of this process take so many ms longer. It stands still meanwhile, as
 * the driver does while it waits for the disk. Nothing of it is in the program.
 */
export async function slowDisk(ms: number): Promise<SlowDisk> {
  const Database = await loadDriver();
  const { prototype } = Database;
  const original = Object.getOwnPropertyDescriptor(prototype, "exec");
  if (!original) throw new Error("the driver has no exec of its own");
  const { exec } = prototype;
  const still = new Int32Array(new SharedArrayBuffer(4));
  let commits = 0;
  Object.defineProperty(prototype, "exec", {
    ...original,
    value(this: Connection, source: string) {
      if (source === "COMMIT") {
        commits += 1;
        Atomics.wait(still, 0, 0, ms);
      }
      return exec.call(this, source);
    },
  });
  return {
    get commits() {
      return commits;
    },
    mend: () => void Object.defineProperty(prototype, "exec", original),
  };
}
