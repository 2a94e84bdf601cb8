/**
 * The bot as a process of its own, loaded beforehand: it starts when it is told to, so
 * that a kill in the first milliseconds meets the bot and not the loading of modules.
 */
import { readFileSync } from "node:fs";
import { start } from "../../../src/cli/start.ts";
import { useUtc } from "../../../src/clock.ts";
import { slowDisk } from "./slow-disk.ts";

useUtc();
// The bot itself loads this only when it needs it; here it is to be there before the start.
await (process.env["DISCORD_TOKEN"] === undefined
  ? import("../../../adapters/slack/index.ts")
  : import("../../../adapters/discord/index.ts"));
const commitMs = Number(process.env["FAULT_COMMIT_MS"] ?? 0);
if (commitMs > 0) {
  const disk = await slowDisk(commitMs);
  process.once("exit", () => console.error(`slow commits: ${disk.commits}`));
}
/** Moves the wall clock by what a file says, ms: read at the start, because the process was loaded before. */
function moveClock(): void {
  const file = process.env["FAULT_CLOCK_FILE"];
  if (file === undefined) return;
  const offset = Number(readFileSync(file, "utf8"));
  const real = Date.now.bind(Date);
  Date.now = () => real() + offset;
}
process.once("message", (failpoint) => {
  moveClock();
  if (typeof failpoint === "string" && failpoint !== "") process.env["FLOORWALKER_FAILPOINT"] = failpoint;
  process.disconnect();
  start().catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
process.send?.("loaded");
