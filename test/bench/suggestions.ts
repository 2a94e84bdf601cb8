import { memoryUsage } from "node:process";
import { z } from "zod";
import { loadDriver } from "../../db/driver.ts";
import { type Store, openStore } from "../../db/store.ts";
import { registrationsOf } from "../../src/evidence/registered.ts";
import { type EvidenceEvent, compileUnits, gather } from "../../src/evidence/suggest.ts";
import { suggestedTo } from "../../src/evidence/suggested.ts";
import { builtInUnits } from "../../src/evidence/units/built-in.ts";
import { figure, median, printTable } from "./figures.ts";
import { LEARNERS, journalDatabase } from "./journal-database.ts";
import { beside } from "./beside.ts";

const MIB = 1024 * 1024;
/** How often each learner asks, in turns with the bare pass. */
const ROUNDS = 3;

const rowSchema = z.object({
  seq: z.int(),
  id: z.string(),
  at: z.int(),
  team: z.string().nullable(),
  actor: z.string(),
  role: z.string(),
  kind: z.string(),
  subject: z.string(),
  facts: z.string(),
  simulated: z.int(),
});
const factsSchema: z.ZodType<EvidenceEvent["facts"]> = z.record(z.string(), z.any());
const COLUMNS = "seq, id, at, team, actor, role, kind, subject, facts, simulated";

/**
 * The least that it can be: the same rows through the bare driver, their facts parsed, and nothing done with them.
 * @param actor whose; everybody's without
 */
async function bare(file: string, actor?: string): Promise<{ readonly ms: number; readonly rows: number }> {
  const Database = await loadDriver();
  const connection = new Database(file, { readonly: true });
  const started = performance.now();
  const rows =
    actor === undefined
      ? connection.prepare(`SELECT ${COLUMNS} FROM journal ORDER BY seq`).raw().iterate()
      : connection
          .prepare(`SELECT ${COLUMNS} FROM journal WHERE actor = ? ORDER BY seq`)
          .raw()
          .iterate(actor);
  let count = 0;
  for (const row of rows) {
    if (!Array.isArray(row)) throw new Error("a row is no list");
    JSON.parse(String(row[8]));
    count += 1;
  }
  const ms = performance.now() - started;
  connection.close();
  return { ms, rows: count };
}

/** All events of everybody through the pure function, with all three units; how long it alone took, ms. */
async function gathered(file: string) {
  const Database = await loadDriver();
  const connection = new Database(file, { readonly: true });
  const gathering = gather(compileUnits(builtInUnits()), false);
  let rows = 0;
  let ms = 0;
  let some: EvidenceEvent[] = [];
  const add = (): void => {
    const started = performance.now();
    gathering.add(some);
    ms += performance.now() - started;
    rows += some.length;
    some = [];
  };
  for (const one of connection.prepare(`SELECT ${COLUMNS} FROM journal ORDER BY seq`).iterate()) {
    const row = rowSchema.parse(one);
    some.push({ ...row, facts: factsSchema.parse(JSON.parse(row.facts)), simulated: row.simulated === 1 });
    if (some.length === 2_000) add();
  }
  add();
  const started = performance.now();
  const found = gathering.list().length;
  ms += performance.now() - started;
  const memory = memoryUsage().rss;
  connection.close();
  return { rows, ms, found, memory };
}

/** What `/evidence suggestions` reads and works out for one learner, while others save. */
async function asked(store: Store, learnerId: string) {
  const registrations = await registrationsOf(store.read, learnerId);
  const { value: groups, ...took } = await beside(store, () =>
    suggestedTo(store.read, { learnerId, registrations, simulated: false, timeZone: "Europe/London" }),
  );
  return {
    ...took,
    suggestions: groups.flatMap(({ suggestions }) => suggestions).length,
    things: groups.length,
  };
}

/** How long suggestions take over a journal of so many events, beside reading the same rows and parsing their facts. */
export async function measureSuggestions(folder: string, count: number): Promise<void> {
  const now = Date.now();
  const file = await journalDatabase(folder, count, now);
  // One that an older version left in the folder is brought up to date first.
  const store = await openStore({ dialect: "sqlite", file }, { now });
  // The first pass finds the file on the disk, the others in memory.
  await bare(file);
  const rows: string[][] = [
    [
      "learner",
      "own events",
      "things",
      "suggestions",
      "bare ms",
      "ms",
      "ratio",
      "loop held ms",
      "slowest save ms",
    ],
  ];
  for (const { person, unit } of LEARNERS) {
    const theirs: Awaited<ReturnType<typeof bare>>[] = [];
    const ours: Awaited<ReturnType<typeof asked>>[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      theirs.push(await bare(file, person));
      ours.push(await asked(store, person));
    }
    const bareMs = median(theirs.map(({ ms }) => ms));
    const ms = median(ours.map((one) => one.ms));
    rows.push([
      unit,
      figure(theirs[0]?.rows ?? 0),
      figure(ours[0]?.things ?? 0),
      figure(ours[0]?.suggestions ?? 0),
      figure(bareMs),
      figure(ms),
      figure(ms / bareMs, 2),
      figure(Math.max(...ours.map(({ held }) => held))),
      figure(Math.max(...ours.map(({ slowest }) => slowest))),
    ]);
  }
  const asking = memoryUsage().rss;
  await store.close();
  printTable(`Suggestions to a learner out of a journal of ${figure(count)} events`, rows);
  console.log(`  ${figure(asking / MIB)} MiB resident after them.`);
  const passes = await bare(file);
  const all = await gathered(file);
  printTable(`All three units over all ${figure(all.rows)} events of everybody`, [
    ["", "s", "events/s"],
    [
      "reading the rows and parsing their facts, bare",
      figure(passes.ms / 1000, 1),
      figure(passes.rows / (passes.ms / 1000)),
    ],
    [
      `the pure function alone: ${figure(all.found)} suggestions`,
      figure(all.ms / 1000, 1),
      figure(all.rows / (all.ms / 1000)),
    ],
    ["ratio", figure(all.ms / passes.ms, 2), ""],
  ]);
  console.log(`  ${figure(all.memory / MIB)} MiB resident with all that could suggest something.`);
}
