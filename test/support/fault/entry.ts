/**
 * The bot as a process of its own, loaded beforehand: it starts when it is told to, so
 * that a kill in the first milliseconds meets the bot and not the loading of modules.
 */
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
process.once("message", (failpoint) => {
  if (typeof failpoint === "string" && failpoint !== "") process.env["FLOORWALKER_FAILPOINT"] = failpoint;
  process.disconnect();
  start().catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
process.send?.("loaded");
