import { rename, writeFile } from "node:fs/promises";
import { z } from "zod";
import { describeFailure } from "../errors.ts";
import { portfolioShape } from "./model.ts";
import { packageOf, STAGES } from "./package.ts";
import type { Said } from "./said.ts";

/*
 * The process in which a portfolio is made. Drawing takes all of a processor for seconds and memory that is
 * never given back: here nobody waits for it, and all of it ends with the process.
 */

const orderShape = z.object({ portfolio: portfolioShape, out: z.string() });

/** Resolves when the message has left, so that it is not lost when a long stage begins or the process ends. */
const tell = (said: Said): Promise<void> =>
  new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(said, undefined, undefined, () => resolve());
  });

async function make(order: unknown): Promise<void> {
  const { portfolio, out } = orderShape.parse(order);
  const begin = (step: number): Promise<void> => {
    // What the stage before needed is given back now, before the next takes more: nobody waits here.
    globalThis.gc?.();
    return tell({ kind: "stage", step, of: STAGES.length, what: STAGES[step - 1] ?? "" });
  };
  const { zip, manifestHash } = await packageOf(portfolio, begin);
  const unfinished = `${out}.part`;
  // For nobody but whoever runs the program: it is full of personal data.
  await writeFile(unfinished, zip, { mode: 0o600 });
  await rename(unfinished, out);
  await tell({
    kind: "done",
    bytes: zip.length,
    manifestHash,
    memory: process.resourceUsage().maxRSS * 1024,
  });
}

process.once("message", (order: unknown) => {
  make(order)
    .catch((error: unknown) => tell({ kind: "failed", why: describeFailure(error) }))
    .finally(() => process.disconnect());
});
// Whoever asked for it is gone.
process.once("disconnect", () => process.exit());
