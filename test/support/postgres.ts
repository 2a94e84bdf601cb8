import { execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { clusterFolder } from "./postgres-url.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Why there is no PostgreSQL to test on; empty if there is one. */
    noPostgres: string;
  }
}

/** Debian's place for the server's programs; newest first. */
const binaries = (): string | undefined => {
  const root = "/usr/lib/postgresql";
  if (!existsSync(root)) return undefined;
  const newest = readdirSync(root).toSorted((a, b) => Number(b) - Number(a))[0];
  const folder = newest === undefined ? undefined : join(root, newest, "bin");
  return folder !== undefined && existsSync(join(folder, "pg_ctl")) ? folder : undefined;
};

/** The server refuses to run as root, so it runs as its own user there. */
const asServer = (command: string, parameters: readonly string[]): void => {
  const root = process.getuid?.() === 0;
  const [program, list] = root
    ? ["runuser", ["-u", "postgres", "--", command, ...parameters]]
    : [command, parameters];
  execFileSync(program, [...list], { stdio: "pipe" });
};

/** Starts a PostgreSQL cluster for this run of the tests, if the machine has the server; stops it after. */
export function setup(project: TestProject): () => void {
  const bin = binaries();
  if (bin === undefined) {
    const why = "PostgreSQL's server is not installed (Debian: postgresql), so nothing was run against it";
    console.log(`skipped: ${why}`);
    project.provide("noPostgres", why);
    return () => {};
  }
  const folder = clusterFolder();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  if (process.getuid?.() === 0) {
    const [uid = 0, gid = 0] = ["-u", "-g"].map((flag) =>
      Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" })),
    );
    chownSync(folder, uid, gid);
  }
  const data = join(folder, "data");
  asServer(join(bin, "initdb"), ["-D", data, "-U", "postgres", "-A", "trust", "--no-sync"]);
  asServer(join(bin, "pg_ctl"), [
    "-D",
    data,
    "-w",
    "-l",
    join(folder, "log"),
    "-o",
    `-k ${folder} -c listen_addresses='' -c fsync=off`,
    "start",
  ]);
  project.provide("noPostgres", "");
  return () => {
    asServer(join(bin, "pg_ctl"), ["-D", data, "-m", "immediate", "stop"]);
    rmSync(folder, { recursive: true, force: true });
  };
}
