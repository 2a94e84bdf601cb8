import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openWorkFolder } from "../../../src/evidence/export/work-folder.ts";

let temporary: string;
beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), "work-folder-"));
  vi.stubEnv("TMPDIR", temporary);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(temporary, { recursive: true, force: true });
});

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

describe("where portfolios are made, with SQLite", () => {
  it("is a folder beside the database, for nobody else, and empty at every start", async () => {
    const file = join(temporary, "floorwalker.db");
    const folder = await openWorkFolder({ dialect: "sqlite", file });
    expect(folder).toBe(`${file}.exports`);
    expect(await modeOf(folder)).toBe(0o700);
    await mkdir(join(folder, "portfolio-a1"));
    await writeFile(join(folder, "portfolio-a1", "portfolio.zip"), "personal");
    expect(await openWorkFolder({ dialect: "sqlite", file })).toBe(folder);
    expect(await readdir(folder)).toEqual([]);
    expect(await modeOf(folder)).toBe(0o700);
  });

  it("is not wherever somebody made it point to", async () => {
    const file = join(temporary, "floorwalker.db");
    const elsewhere = join(temporary, "elsewhere");
    await mkdir(elsewhere);
    await writeFile(join(elsewhere, "kept"), "");
    await symlink(elsewhere, `${file}.exports`);
    const folder = await openWorkFolder({ dialect: "sqlite", file });
    expect(await readdir(elsewhere)).toEqual(["kept"]);
    await writeFile(join(folder, "made"), "");
    expect(await readdir(elsewhere)).toEqual(["kept"]);
  });
});

describe("where portfolios are made, with PostgreSQL", () => {
  const database = { dialect: "postgres" as const, url: "postgres://bot:secret@db.test:5432/floor" };

  /** A number that some process had. */
  async function deadPid(): Promise<number> {
    const child = spawn(process.execPath, ["-e", ""]);
    await once(child, "exit");
    return child.pid ?? 0;
  }

  it("is a folder of this process among the temporary files, for nobody else, whatever the password", async () => {
    const folder = await openWorkFolder(database);
    expect(dirname(dirname(folder))).toBe(temporary);
    expect(await modeOf(dirname(folder))).toBe(0o700);
    expect(await modeOf(folder)).toBe(0o700);
    const other = await openWorkFolder({ ...database, url: "postgres://bot:another@db.test:5432/floor" });
    expect(other).toBe(folder);
    expect(await openWorkFolder({ ...database, url: "postgres://bot:secret@db.test:5432/b" })).not.toBe(
      folder,
    );
  });

  it("removes what dead processes of this machine left, and leaves others their own", async () => {
    const folder = await openWorkFolder(database);
    const root = dirname(folder);
    const dead = `${hostname()}.${await deadPid()}`;
    const alive = `${hostname()}.${process.ppid}`;
    const elsewhere = "another-machine.1";
    for (const name of [dead, alive, elsewhere])
      await mkdir(join(root, name, "portfolio-a1"), { recursive: true });
    await writeFile(join(folder, "left by the one that had our number before"), "");
    await openWorkFolder(database);
    expect(new Set(await readdir(root))).toEqual(new Set([alive, elsewhere, `${hostname()}.${process.pid}`]));
    expect(existsSync(join(root, alive, "portfolio-a1"))).toBe(true);
    expect(await readdir(folder)).toEqual([]);
  });

  it("is refused where somebody else was there first", async () => {
    const folder = await openWorkFolder(database);
    const root = dirname(folder);
    await rm(root, { recursive: true });
    const elsewhere = join(temporary, "elsewhere");
    await mkdir(elsewhere);
    await symlink(elsewhere, root);
    await expect(openWorkFolder(database)).rejects.toMatchObject({ code: "unavailable" });
    expect(await readdir(elsewhere)).toEqual([]);
  });
});
