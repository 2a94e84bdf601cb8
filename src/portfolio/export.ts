import { type ChildProcess, fork } from "node:child_process";
import { rm } from "node:fs/promises";
import { extname, join } from "node:path";
import { unavailable } from "../errors.ts";
import { packageRoot } from "../package-root.ts";
import type { Portfolio } from "./model.ts";
import { type Said, saidShape } from "./said.ts";

/** A thousand items take seconds; a machine that is busy elsewhere may take minutes. */
const TIME_LIMIT_MS = 10 * 60_000;

/** How an export is made; everything may be left out. */
export interface ExportOptions {
  /** Called as each stage begins: "3 of 9: the PDF". */
  readonly progress?: (stage: string) => void;
  /** Ends it, for instance when the program ends. */
  readonly signal?: AbortSignal;
  /** After this it is ended, ms. */
  readonly timeLimitMs?: number;
}

/** A portfolio that lies where it was asked for. */
export interface Exported {
  readonly bytes: number;
  /** SHA-256 of its `manifest.json`, hex: to be kept, so that a package made anew can be told from it. */
  readonly manifestHash: string;
  /** The most memory that the process had that made it, bytes. */
  readonly memory: number;
}

/** The sources need their translator; what is compiled runs by itself. */
function start(signal: AbortSignal): ChildProcess {
  const extension = extname(import.meta.filename);
  return fork(join(import.meta.dirname, `child${extension}`), {
    cwd: packageRoot(),
    execArgv: ["--expose-gc", ...(extension === ".ts" ? ["--import", "tsx"] : [])],
    // It needs no secret of ours, so it gets none.
    env: { TZ: "UTC" },
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    signal,
    killSignal: "SIGKILL",
  });
}

const failed = (id: string, why: string) =>
  unavailable(
    "The portfolio could not be made. Nothing was lost: try again. If it happens again, tell whoever runs Floorwalker.",
    `portfolio ${id} was not exported: ${why}`,
  );

/** Resolves to what the child says last; rejects if it ends without a word. */
function outcome(child: ChildProcess, id: string, onStage: (stage: string) => void): Promise<Exported> {
  return new Promise((resolve, reject) => {
    let last: Said | undefined;
    child.on("message", (message: unknown) => {
      last = saidShape.parse(message);
      if (last.kind === "stage") onStage(`${last.step} of ${last.of}: ${last.what}`);
    });
    // Also said when it is ended from outside; what counts is how it ended.
    child.on("error", () => undefined);
    child.once("close", (code, signal) => {
      if (last?.kind === "done")
        resolve({ bytes: last.bytes, manifestHash: last.manifestHash, memory: last.memory });
      else if (last?.kind === "failed") reject(failed(id, last.why));
      else reject(failed(id, `its process ended with ${code ?? signal} at ${last?.step ?? 0}`));
    });
  });
}

/**
 * Makes the ZIP of a portfolio in a process of its own, so that nobody waits for it and its memory is
 * given back. Until it is whole it has another name; what is left of one that failed is removed.
 * @param out the path of the ZIP; its folder exists
 */
export async function exportPortfolio(
  portfolio: Portfolio,
  out: string,
  { progress, signal, timeLimitMs = TIME_LIMIT_MS }: ExportOptions = {},
): Promise<Exported> {
  const limit = AbortSignal.timeout(timeLimitMs);
  const child = start(signal === undefined ? limit : AbortSignal.any([limit, signal]));
  const done = outcome(child, portfolio.id, (stage) => progress?.(stage));
  child.send({ portfolio, out });
  try {
    return await done;
  } catch (error) {
    await rm(`${out}.part`, { force: true });
    throw error;
  }
}
