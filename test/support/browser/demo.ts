import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../../../src/clock.ts";
import { randomIds } from "../../../src/ids.ts";
import { createJournal, verifyJournal } from "../../../src/journal/index.ts";
import { type Running, run } from "../../../src/main.ts";
import { applyOrganisation } from "../../../src/organisation/apply.ts";
import { parseOrganisation } from "../../../src/organisation/file.ts";
import { packageRoot } from "../../../src/package-root.ts";

/** The example centre, run as `floorwalker demo` runs it: a sandbox, with people in the browser only. */
export interface Demo {
  readonly url: string;
  /** Ends the program and starts it again on the same file and port: open pages find it by themselves. */
  restart(): Promise<void>;
  /** Stops it; throws if the journal does not verify or the log had errors. */
  stop(): Promise<void>;
}

let demos = 0;

/**
 * A port below those that the system hands out: while a demo restarts, nobody who asks for any
 * free port (a fake platform of a test beside it) gets the one that its open pages go on asking.
 */
function ownPort(): number {
  demos += 1;
  return 20_000 + ((process.pid * 16 + demos) % 10_000);
}

/** Starts the example centre on a file of its own. Whoever calls it stops it. */
export async function startDemo(clock: Clock): Promise<Demo> {
  const folder = await mkdtemp(join(tmpdir(), "floorwalker-demo-"));
  const file = join(folder, "demo.db");
  const source = await readFile(join(packageRoot(), "docs", "examples", "northgate.yaml"), "utf8");
  const parsed = parseOrganisation(source);
  if (!parsed.ok) throw new Error(`the example does not fit: ${JSON.stringify(parsed.problems)}`);
  const errors: string[] = [];
  const start = (consolePort: number): Promise<Running> =>
    run({
      config: { database: { dialect: "sqlite", file }, consolePort, logLevel: "warn" },
      log: (level, message, ids) => {
        if (level === "error") errors.push(`${message} ${JSON.stringify(ids ?? {})}`);
      },
      clock,
      createAs: "sandbox",
      prepare: async (store) => {
        const journal = createJournal(randomIds, true);
        await applyOrganisation(store, journal, parsed.organisation, source, clock.now());
      },
    });
  let running = await start(ownPort());
  const url = running.consoleUrl;
  return {
    url,
    restart: async () => {
      await running.stop();
      running = await start(Number(new URL(url).port));
    },
    stop: async () => {
      const { faults } = await verifyJournal(running.store.read);
      await running.stop();
      await rm(folder, { recursive: true, force: true });
      if (faults.length > 0) throw new Error(`the journal does not verify: ${JSON.stringify(faults)}`);
      if (errors.length > 0) throw new Error(`unexpected errors in the log:\n${errors.join("\n")}`);
    },
  };
}
