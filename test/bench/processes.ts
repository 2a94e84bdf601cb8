import { type ChildProcess, execFile, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createServer } from "node:net";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { packageRoot } from "../../src/package-root.ts";
import { CENTRE_FILE } from "./centre.ts";

const root = packageRoot(import.meta.dirname);
/** The compiled program, which is what operators run. */
const CLI = join(root, "dist", "src", "cli.js");
const run = promisify(execFile);

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  server.close();
  await once(server, "close");
  if (typeof bound !== "object" || bound === null) throw new Error("no port");
  return bound.port;
}

/** Compiles the program. */
export async function build(): Promise<void> {
  await run(process.execPath, [
    join(root, "node_modules", "typescript", "bin", "tsc"),
    "-p",
    join(root, "tsconfig.build.json"),
  ]);
}

/** A process of our own beside the program: a load, a fake platform, a bare app. */
export interface Helper {
  readonly process: ChildProcess;
  /** Sends a message and resolves to the next one that comes back. */
  ask(message: object): Promise<unknown>;
  /** Resolves to the next message. */
  next(): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts one of the files beside this one in a process of its own. */
export function startHelper(name: string, ...parameters: readonly string[]): Helper {
  const child = fork(join(import.meta.dirname, name), parameters, { execArgv: ["--import", "tsx"] });
  const next = async (): Promise<unknown> => {
    const [message]: unknown[] = await once(child, "message", { signal: ended.signal });
    return message;
  };
  const ended = new AbortController();
  child.once("exit", () => ended.abort(new Error(`${name} ended`)));
  return {
    process: child,
    next,
    ask: (message) => {
      const answer = next();
      child.send(message);
      return answer;
    },
    stop: () => stopProcess(child, "SIGKILL"),
  };
}

/** Settings of the program, by their names in its environment. */
export type Settings = Readonly<Record<string, string>>;

const environment = (database: string, settings: Settings = {}) => ({
  PATH: process.env["PATH"],
  DATABASE_URL: `file:${database}`,
  CONSOLE_PORT: "0",
  ...settings,
});

/** Makes a database that knows the centre, as an operator does. */
export async function applyCentre(database: string, centre: string = CENTRE_FILE): Promise<void> {
  await run(process.execPath, [CLI, "apply", centre], { env: environment(database) });
}

/** Removes what an earlier run left. */
export function removeDatabase(database: string): void {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(`${database}${suffix}`, { force: true });
}

/** Recomputes the whole journal; throws if it does not verify. Resolves to what the command says. */
export async function verifyJournal(database: string): Promise<string> {
  const { stdout } = await run(process.execPath, [CLI, "verify"], { env: environment(database) });
  return stdout.trim();
}

/** The program, running. */
export interface Bot {
  readonly process: ChildProcess;
  /** From the spawn to the line that says that it is ready, ms. */
  readonly readyAfterMs: number;
  /** Log lines that are warnings or worse. */
  readonly trouble: readonly string[];
  stop(): Promise<void>;
}

/**
 * Starts the program and waits until it says that it is ready.
 * @param settings where its platforms are
 * @param profile where its CPU profile is written, if one is wanted
 */
export async function startBot(
  database: string,
  settings: Settings,
  profile: string | undefined,
): Promise<Bot> {
  const profiling = profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`];
  const started = performance.now();
  const child = spawn(process.execPath, [...profiling, CLI, "start"], {
    env: environment(database, settings),
    stdio: ["ignore", "ignore", "pipe"],
  });
  const trouble: string[] = [];
  const readyAfterMs = await new Promise<number>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the program ended (${code}): ${trouble.join("\n")}`)));
    createInterface(child.stderr).on("line", (line) => {
      if (line.includes('"msg":"ready"')) resolve(performance.now() - started);
      else if (!line.includes('"level":30')) trouble.push(line);
    });
  });
  return { process: child, readyAfterMs, trouble, stop: () => stopProcess(child, "SIGTERM") };
}

async function stopProcess(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
}

/** Resident memory of a process, MiB. */
export async function memoryOf(child: ChildProcess): Promise<number> {
  const { stdout } = await run("ps", ["-o", "rss=", "-p", String(child.pid)]);
  return Number(stdout.trim()) / 1024;
}

/** Linux counts processor time in ticks of this length, ms. */
const TICK_MS = 10;

/** Processor time that a process has used, ms; NaN where the system does not say (it is read from Linux's /proc). */
export async function processorTimeOf(child: ChildProcess): Promise<number> {
  try {
    const stat = await readFile(`/proc/${child.pid}/stat`, "utf8");
    // The name, in brackets, may hold anything; user and system time are the 12th and 13th field after it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return Number.NaN;
  }
}
