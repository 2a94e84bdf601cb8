import { type ChildProcess, fork, spawn } from "node:child_process";
import { cp, mkdir, stat, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";

const ROOT = join(import.meta.dirname, "..", "..");
const ENTRY = join("test", "support", "fault", "entry");

/** What the program starts as a process of its own, so that nothing imports it. */
const PROCESSES = [join("src", "portfolio", "child")];

/** How a process ended, and when, on a clock that never jumps. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly at: number;
}

/** A process of ours. */
export interface Child {
  readonly exited: Promise<Exit>;
  /** What it said on standard error. */
  readonly lines: readonly string[];
  signal(name: NodeJS.Signals): void;
}

/** A bot in a process of its own. */
export interface BotProcess extends Child {
  /** Resolves when its modules are there and it waits to be started. */
  readonly loaded: Promise<void>;
  /** Starts it, with a failpoint if there is one to die at. */
  go(failpoint?: string): void;
  /** Resolves when it takes events; rejects if it ends before. */
  readonly ready: Promise<void>;
}

/** Names and values of an environment. */
export type Variables = Readonly<Record<string, string>>;

/** Of our own environment a child gets only what Node needs. */
const environment = (variables: Variables): NodeJS.ProcessEnv => ({
  PATH: process.env["PATH"] ?? "",
  HOME: process.env["HOME"] ?? "",
  ...variables,
});

function watch(child: ChildProcess): Child & { readonly onLine: ((line: string) => void)[] } {
  const lines: string[] = [];
  const onLine: ((line: string) => void)[] = [(line) => void lines.push(line)];
  if (child.stderr)
    createInterface({ input: child.stderr }).on("line", (line) => {
      for (const listener of onLine) listener(line);
    });
  const exited = new Promise<Exit>((resolve) => {
    let at = 0;
    child.once("exit", () => (at = performance.now()));
    // "close" comes after its last words.
    child.once("close", (code, signal) => resolve({ code, signal, at }));
  });
  return { exited, lines, onLine, signal: (name) => void child.kill(name) };
}

/**
 * Compiles the program once, as it is shipped: a process that is started a hundred times
 * must not translate its sources each time.
 * @param folder an empty one to be made, with what belongs to the program beside it as links
 * @returns for {@link loadBot}
 */
export async function compileBot(folder: string): Promise<string> {
  await mkdir(join(folder, "db"), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  await symlink(join(ROOT, "package.json"), join(folder, "package.json"));
  await symlink(join(ROOT, "db", "migrations"), join(folder, "db", "migrations"));
  const settings = {
    extends: join(ROOT, "tsconfig.build.json"),
    compilerOptions: { rootDir: ROOT, outDir: folder, noCheck: true, sourceMap: false, types: [] },
    include: [],
    files: [join(ROOT, `${ENTRY}.ts`), ...PROCESSES.map((file) => join(ROOT, `${file}.ts`))],
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(settings));
  const compiler = spawn(join(ROOT, "node_modules", ".bin", "tsc"), ["-p", folder], { stdio: "inherit" });
  const code = await new Promise<number | null>((resolve) => void compiler.once("exit", resolve));
  if (code !== 0) throw new Error(`the program does not compile (${code})`);
  // Units, fonts, templates: what lies beside the sources and is read at run time.
  await cp(join(ROOT, "src"), join(folder, "src"), {
    recursive: true,
    filter: async (from) => !/\.tsx?$/.test(from) || (await stat(from)).isDirectory(),
  });
  return join(folder, `${ENTRY}.js`);
}

/** Loads a bot that waits to be started; `entry` as {@link compileBot} gave it. */
export function loadBot(entry: string, variables: Variables): BotProcess {
  const child = fork(entry, {
    cwd: ROOT,
    execArgv: [],
    env: environment(variables),
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const watched = watch(child);
  const loaded = new Promise<void>((resolve) => {
    child.once("message", () => resolve());
  });
  const ready = new Promise<void>((resolve, reject) => {
    watched.onLine.push((line) => {
      if (line.includes('"msg":"ready"')) resolve();
    });
    void watched.exited.then(({ code, signal }) =>
      reject(new Error(`ended before it was ready (${code ?? signal}):\n${watched.lines.join("\n")}`)),
    );
  });
  // Whoever kills it on purpose does not wait for it to be ready.
  ready.catch(() => undefined);
  return { ...watched, loaded, ready, go: (failpoint = "") => void child.send(failpoint) };
}

/** Runs `floorwalker …` as somebody at a terminal does. */
export function runCli(args: readonly string[], variables: Variables): Child {
  const child = spawn(process.execPath, ["--import", "tsx", join(ROOT, "src", "cli.ts"), ...args], {
    cwd: ROOT,
    env: environment(variables),
    stdio: ["ignore", "ignore", "pipe"],
  });
  return watch(child);
}

/** A TCP port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const bound = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return typeof bound === "object" && bound !== null ? bound.port : 0;
}
