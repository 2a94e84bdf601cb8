import { armFailpoint } from "../failpoint.ts";
import { processEnvironment, readConfig } from "../config.ts";
import { describeFailure } from "../errors.ts";
import { createLog } from "../logging.ts";
import type { Log } from "../log.ts";
import { type Running, run } from "../main.ts";
import { findSettings } from "../people/index.ts";

/** A second signal after this means that the operator means it. */
const FORCED_EXIT_CODE = 1;

/** `floorwalker start`: runs until it is told to stop. */
export async function start(): Promise<void> {
  const environment = processEnvironment();
  const config = readConfig(environment);
  armFailpoint(environment["FLOORWALKER_FAILPOINT"]);
  const log = createLog(config.logLevel);
  guardProcess(log);
  const running = await run({ config, log });
  stopOnSignals(running, log);
  const settings = await findSettings(running.store.read);
  if (!settings) log("warn", "no organisation applied yet: run floorwalker apply FILE.yaml");
  log("info", "ready", { console: running.consoleUrl, platforms: [...running.adapters.keys()].join(" ") });
}

/** What nobody caught: said, and survived where the process is still sound. */
export function guardProcess(log: Log): void {
  process.on("unhandledRejection", (reason) =>
    log("error", `unhandled rejection: ${describeFailure(reason)}`),
  );
  process.on("uncaughtException", (error) => {
    log("error", `uncaught: ${describeFailure(error)}`);
    process.exit(FORCED_EXIT_CODE);
  });
}

/** SIGTERM or Ctrl-C ends in order; a second one ends at once. */
export function stopOnSignals(running: Running, log: Log): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(FORCED_EXIT_CODE);
    stopping = true;
    log("info", "stopping");
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log("error", `stopping failed: ${describeFailure(error)}`);
        process.exit(FORCED_EXIT_CODE);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}
