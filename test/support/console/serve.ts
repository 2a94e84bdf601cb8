import { createConsoleAdapter } from "../../../adapters/console/index.ts";
import { systemClock } from "../../../src/clock.ts";
import { createStubCore, directory } from "./stub.ts";

/**
 * The console by itself, with made-up people and answers, to look at in a browser:
 * `npx tsx test/support/console/serve.ts [port]`.
 */
const core = createStubCore();
const adapter = createConsoleAdapter({
  port: Number(process.argv[2] ?? 0),
  sandbox: process.argv[3] !== "live",
  clock: systemClock,
  log: (level, message, ids) => console.error(level, message, ids ?? ""),
  organisation: "Northwind Contact Centre",
  timeZone: "Europe/London",
  directory: async () => directory,
  health: async () => ({ ok: true, lines: ["Database: open, 0 due actions late", "Outbox: nothing waits"] }),
});
core.adapter = adapter;
await adapter.start({ core, report: (state) => console.log(JSON.stringify(state)), history: async () => [] });
console.log(adapter.url());
process.once("SIGTERM", () => void adapter.stop());
