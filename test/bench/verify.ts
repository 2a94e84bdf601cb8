import { hash } from "node:crypto";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { cpuUsage, memoryUsage } from "node:process";
import { loadDriver } from "../../db/driver.ts";
import { openStore } from "../../db/store.ts";
import { verifyJournal } from "../../src/journal/index.ts";
import { figure, median, printTable } from "./figures.ts";
import { journalDatabase } from "./journal-database.ts";

const MIB = 1024 * 1024;
/** Both take turns, so often. */
const ROUNDS = 3;
const NS_PER_MS = 1_000_000;

/** How long something took by the clock and by the processor, ms. */
interface Took {
  readonly ms: number;
  readonly worked: number;
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly took: Took; readonly value: T }> {
  const before = cpuUsage();
  const started = performance.now();
  const value = await work();
  const { user, system } = cpuUsage(before);
  return { took: { ms: performance.now() - started, worked: (user + system) / 1000 }, value };
}

/**
 * The least that checking a chain can be: the same rows through the bare driver, and SHA-256 over the very text
 * that the journal hashes. It parses no facts, reads no texts and lets nobody else have their turn.
 */
async function bare(file: string): Promise<number> {
  const Database = await loadDriver();
  const connection = new Database(file, { readonly: true });
  const rows = connection
    .prepare(
      "SELECT seq, id, at, team, actor, role, kind, subject, facts, simulated, payload_digest, prev, hash FROM journal ORDER BY seq",
    )
    .raw();
  let count = 0;
  for (const row of rows.iterate()) {
    if (!Array.isArray(row)) throw new Error("a row is no list");
    const kept: unknown = row.pop();
    row[9] = row[9] === 1;
    if (hash("sha256", JSON.stringify(row)) !== kept) throw new Error(`row ${count + 1} does not verify`);
    count += 1;
  }
  connection.close();
  return count;
}

/** How long `floorwalker verify` takes for so many events, beside bare hashing of the same rows. */
export async function measureVerify(folder: string, count: number): Promise<void> {
  const now = Date.now();
  const file = await journalDatabase(folder, count, now);
  // One that an older version left in the folder is brought up to date first.
  const store = await openStore({ dialect: "sqlite", file }, { now });
  const ours: Took[] = [];
  const theirs: Took[] = [];
  let rows = 0;
  let held = 0;
  try {
    // The first pass finds the file on the disk, the others in memory.
    await bare(file);
    for (let round = 0; round < ROUNDS; round += 1) {
      theirs.push((await timed(() => bare(file))).took);
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      const { took, value } = await timed(() => verifyJournal(store.read));
      delay.disable();
      held = Math.max(held, delay.max / NS_PER_MS);
      ours.push(took);
      rows = value.events;
      if (value.faults.length > 0) throw new Error(`the journal has ${value.faults.length} faults`);
    }
  } finally {
    await store.close();
  }
  const seconds = (all: readonly Took[], which: keyof Took): number =>
    median(all.map((one) => one[which])) / 1000;
  const row = (name: string, all: readonly Took[]): string[] => [
    name,
    figure(seconds(all, "ms"), 1),
    figure(seconds(all, "worked"), 1),
    figure(rows / seconds(all, "ms")),
    all.map(({ ms }) => figure(ms / 1000, 1)).join(" "),
  ];
  printTable(`Verifying a journal of ${figure(rows)} events`, [
    ["", "s", "CPU s", "events/s", "each round, s"],
    row("bare hashing", theirs),
    row("floorwalker verify", ours),
    [
      "ratio",
      figure(seconds(ours, "ms") / seconds(theirs, "ms"), 2),
      figure(seconds(ours, "worked") / seconds(theirs, "worked"), 2),
      "",
      "",
    ],
  ]);
  console.log(
    `  The event loop was held for ${figure(held)} ms at most; ${figure(memoryUsage().rss / MIB)} MiB resident.`,
  );
}
