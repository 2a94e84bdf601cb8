import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { systemClock } from "../clock.ts";
import { unavailable } from "../errors.ts";
import { randomIds } from "../ids.ts";
import { createJournal } from "../journal/index.ts";
import { createLog } from "../logging.ts";
import { run } from "../main.ts";
import { applyOrganisation } from "../organisation/apply.ts";
import { parseOrganisation } from "../organisation/file.ts";
import { packageRoot } from "../package-root.ts";
import { demoComments } from "./demo-comments.ts";
import { demoKpis } from "./demo-kpis.ts";
import { demoPortfolio } from "./demo-portfolio.ts";
import { guardProcess, stopOnSignals } from "./start.ts";

interface DemoOptions {
  readonly port: string;
  readonly fresh?: true;
  readonly open: boolean;
}

/** Where the demo keeps its sandbox. */
const FILE = join("data", "demo.db");

/** `floorwalker demo`: the example centre in the browser, in a sandbox of its own. */
export async function demo(options: DemoOptions): Promise<void> {
  if (options.fresh)
    await Promise.all(["", "-wal", "-shm"].map((suffix) => rm(`${FILE}${suffix}`, { force: true })));
  const source = await readFile(join(packageRoot(), "docs", "examples", "northgate.yaml"), "utf8");
  const parsed = parseOrganisation(source);
  if (!parsed.ok)
    throw unavailable("The example organisation does not fit this version.", "example organisation invalid");
  const log = createLog("warn");
  guardProcess(log);
  const running = await run({
    config: {
      database: { dialect: "sqlite", file: FILE },
      consolePort: await freePort(Number(options.port)),
      logLevel: "warn",
    },
    log,
    createAs: "sandbox",
    prepare: async (store) => {
      await applyOrganisation(
        store,
        createJournal(randomIds, true),
        parsed.organisation,
        source,
        systemClock.now(),
      );
      await demoComments(store, systemClock.now());
      await demoKpis(store, systemClock.now());
    },
  });
  stopOnSignals(running, log);
  const first = parsed.organisation.people[0]?.id ?? "";
  console.log(`Floorwalker's demo is running: ${running.consoleUrl}`);
  console.log(
    `You are ${parsed.organisation.people[0]?.name ?? "nobody"}; open it in several tabs to be several people. Try:`,
  );
  console.log("  /escalate refund C-1042 wants 80 back for a late order");
  console.log("  /comment C-1042 app logs her out since the update");
  console.log(
    "  and the same in other words for a few more customers (C-1043, C-1044 …): the team's alerts channel gets a proposal.",
  );
  console.log("  and as Priya Shah, who leads Billing: /digest now in billing-digest");
  console.log(
    "  and /portfolio export: a made-up learner's portfolio, marked SPECIMEN, comes in a direct message",
  );
  console.log("Everything here is a sandbox in data/demo.db. Stop it with Ctrl-C.");
  // After the start, so that nobody waits for it.
  await demoPortfolio(running.store, systemClock.now());
  if (options.open && process.stdout.isTTY) openBrowser(`${running.consoleUrl}/as/${first}`);
}

/** The wanted port if nothing listens there, else 0: any free one. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(0));
    probe.listen(wanted, "127.0.0.1", () => probe.close(() => resolve(wanted)));
  });
}

/** Opens the default browser, if the machine has one; the address is printed anyway. */
function openBrowser(url: string): void {
  const command =
    process.platform === "darwin" ? "open" : process.platform === "win32" ? "explorer" : "xdg-open";
  spawn(command, [url], { stdio: "ignore", detached: true })
    .on("error", () => {})
    .unref();
}
