import { createHash } from "node:crypto";
import { chmod, lstat, mkdir, readdir, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Config } from "../../config.ts";
import { unavailable } from "../../errors.ts";

/** For nobody but whoever runs the program: what lies in it is full of personal data. */
const OURS_ALONE = 0o700;

/** Tells databases apart; who asks with which password makes no difference, and no name of a folder may tell it. */
function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return createHash("sha256").update(`${host}${pathname}`).digest("hex").slice(0, 16);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, but somebody else's.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** In a folder that everybody may write to, somebody else may have been there first. */
async function assertOurs(folder: string): Promise<void> {
  const found = await lstat(folder);
  if (found.isDirectory() && found.uid === (process.getuid?.() ?? found.uid)) return;
  throw unavailable(
    `${folder} belongs to somebody else, so no portfolio can be made in it. Remove it, or give the program another TMPDIR.`,
    "work folder is not ours",
  );
}

/** Of several processes on one database each has a folder; one that no process of this machine has any more is removed. */
async function sharedFolder(url: string): Promise<string> {
  const root = join(tmpdir(), `floorwalker-exports-${nameOf(url)}`);
  await mkdir(root, { recursive: true, mode: OURS_ALONE });
  await assertOurs(root);
  await chmod(root, OURS_ALONE);
  const host = hostname();
  for (const name of await readdir(root)) {
    const pid = name.startsWith(`${host}.`) ? Number(name.slice(host.length + 1)) : Number.NaN;
    // What has our own number is of one that had it before us.
    if (Number.isInteger(pid) && (pid === process.pid || !isAlive(pid)))
      await rm(join(root, name), { recursive: true, force: true });
  }
  return join(root, `${host}.${process.pid}`);
}

/**
 * The folder in which this process makes portfolios, empty: what a process left that was killed while it made
 * one is removed here, at every start. Beside a SQLite file, which only one process serves at a time (the caller
 * holds its lock); for PostgreSQL among the temporary files, a folder for each process.
 * @throws AppError `unavailable` where the place for it is somebody else's
 */
export async function openWorkFolder(database: Config["database"]): Promise<string> {
  const folder =
    database.dialect === "sqlite" ? `${resolve(database.file)}.exports` : await sharedFolder(database.url);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: OURS_ALONE });
  return folder;
}
