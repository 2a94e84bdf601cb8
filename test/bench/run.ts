/** Measures how fast Floorwalker is. See docs/benchmarks.md. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureComments } from "./comments.ts";
import { measureDetector } from "./detector.ts";
import { measureDigests } from "./digests.ts";
import { measureDiscord } from "./discord.ts";
import { figure, printTable } from "./figures.ts";
import { measureKpiImport } from "./kpi-import.ts";
import { measurePortfolio } from "./portfolio.ts";
import { build } from "./processes.ts";
import { measureRepeat } from "./repeat/measure.ts";
import { measureStartup } from "./startup.ts";
import { measureSuggestions } from "./suggestions.ts";
import { measureThroughput } from "./throughput.ts";
import { measureVerify } from "./verify.ts";

const { values } = parseArgs({
  options: {
    part: { type: "string", default: "all" },
    rounds: { type: "string", default: "6" },
    seconds: { type: "string", default: "4" },
    connections: { type: "string", default: "32" },
    cases: { type: "string", default: "100000" },
    comments: { type: "string", default: "1000000" },
    events: { type: "string", default: "1000000" },
    intervals: { type: "string", default: "1000000" },
    items: { type: "string", default: "1000" },
    starts: { type: "string", default: "7" },
    teams: { type: "string", default: "1000" },
    folder: { type: "string" },
    profile: { type: "string" },
    "no-build": { type: "boolean", default: false },
  },
});

const wants = (part: string): boolean => values.part === "all" || values.part === part;
const folder = values.folder ?? mkdtempSync(join(tmpdir(), "floorwalker-bench-"));
mkdirSync(folder, { recursive: true });
if (!values["no-build"]) await build();
console.log(`Node ${process.version}, ${availableParallelism()} cores, files in ${folder}`);
try {
  const memory: (readonly [string, number])[] = [];
  const load = {
    folder,
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    connections: Number(values.connections),
    profile: values.profile,
  };
  if (wants("repeat")) measureRepeat();
  if (wants("detector")) measureDetector();
  if (wants("comments"))
    await measureComments({ folder, comments: Number(values.comments), starts: Number(values.starts) });
  if (wants("digests")) await measureDigests(folder, Number(values.teams));
  if (wants("kpi-import")) await measureKpiImport({ folder, rows: Number(values.intervals) });
  if (wants("suggestions")) await measureSuggestions(folder, Number(values.events));
  if (wants("verify")) await measureVerify(folder, Number(values.events));
  if (wants("portfolio")) await measurePortfolio(folder, Number(values.items));
  if (wants("throughput")) {
    const { memoryBefore, memoryAfter } = await measureThroughput(load);
    memory.push(["Slack: before the load", memoryBefore], ["Slack: after the load", memoryAfter]);
  }
  if (wants("discord")) {
    const { memoryBefore, memoryAfter } = await measureDiscord(load);
    memory.push(["Discord: before the load", memoryBefore], ["Discord: after the load", memoryAfter]);
  }
  if (wants("startup")) {
    const { empty, big } = await measureStartup({
      folder,
      cases: Number(values.cases),
      starts: Number(values.starts),
      profile: values.profile,
    });
    memory.push(["ready, no cases", empty], [`ready, ${figure(Number(values.cases))} cases`, big]);
  }
  if (memory.length > 0)
    printTable("Resident memory", [["", "MiB"], ...memory.map(([name, mib]) => [name, figure(mib)])]);
} finally {
  if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });
}
