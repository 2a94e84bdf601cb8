import { createReadStream, createWriteStream } from "node:fs";
import { once } from "node:events";
import { statSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { Parser } from "csv-parse";
import { z } from "zod";
import { loadDriver } from "../../db/driver.ts";
import { queues } from "../../db/schema/kpi-imports.ts";
import { teams } from "../../db/schema/people.ts";
import { type Store, openStore } from "../../db/store.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal } from "../../src/journal/index.ts";
import { OPERATOR, confirmImport, fileSource, importFile } from "../../src/kpi/import/index.ts";
import { applyText, floorFile } from "../support/world.ts";
import { figure, printTable } from "./figures.ts";

const QUEUES = 12;
const HALF_HOUR = 1_800_000;
/** Rows in one transaction, of the program and of the bare inserts. */
const CHUNK = 1_000;

/** Settings of {@link measureKpiImport}. */
export interface KpiImportOptions {
  readonly folder: string;
  readonly rows: number;
}

/**
 * A file of half-hours of twelve queues, from its bytes to the commit that makes it count, beside the
 * CSV parser alone and beside bare inserts of the very rows that came of it, in one run.
 */
export async function measureKpiImport({ folder, rows }: KpiImportOptions): Promise<void> {
  const csv = join(folder, "intervals.csv");
  await writeIntervals(csv, rows);
  const parser = await timed(() => bareParser(csv));
  const database = join(folder, "kpi-import.db");
  const store = await openStore({ dialect: "sqlite", file: database }, { now: 0 });
  await prepareCentre(store);
  const parts = {
    store,
    journal: createJournal(randomIds, false),
    // As the command line does, so that a bot beside it gets its turn.
    breathe: () => sleep(5),
  };
  const now = Date.UTC(2040, 0, 1);
  let importId = "";
  const memory = peak();
  const staging = await timed(async () => {
    const staged = await importFile(
      parts,
      {
        source: fileSource(csv),
        kind: "intervals",
        via: "cli",
        member: null,
        mostBytes: 2 ** 31,
        timeZone: "UTC",
      },
      now,
    );
    if (staged.outcome !== "staged") throw new Error(JSON.stringify(staged));
    importId = staged.importId;
  });
  const counting = await timed(() => confirmImport(parts, importId, null, OPERATOR, now));
  const mostMemory = memory.end();
  await store.close();
  const inserts = await bareInserts(database, join(folder, "kpi-bare.db"));
  const whole = staging + counting;
  const each = (ms: number): string => figure((rows / ms) * 1_000);
  printTable(`Import of ${figure(rows)} interval rows, ${figure(statSync(csv).size / 1024 ** 2)} MiB`, [
    ["", "s", "rows/s", "import takes so many times"],
    ["import, to the commit that makes it count", figure(whole / 1_000, 1), each(whole), ""],
    ["of that, the last transaction", figure(counting / 1_000, 2), "", ""],
    ["the CSV parser alone", figure(parser / 1_000, 1), each(parser), figure(whole / parser, 1)],
    ["bare inserts of the same rows", figure(inserts / 1_000, 1), each(inserts), figure(whole / inserts, 1)],
    [
      "parser and inserts one after the other",
      figure((parser + inserts) / 1_000, 1),
      each(parser + inserts),
      figure(whole / (parser + inserts), 1),
    ],
    ["most memory, MiB", figure(mostMemory), "", ""],
  ]);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Watches the resident memory. */
function peak(): { readonly end: () => number } {
  let most = 0;
  const look = (): void => void (most = Math.max(most, process.memoryUsage().rss / 1024 ** 2));
  const timer = setInterval(look, 200);
  return {
    end: () => {
      clearInterval(timer);
      look();
      return most;
    },
  };
}

async function writeIntervals(path: string, rows: number): Promise<void> {
  const stream = createWriteStream(path);
  stream.write(
    "interval_start,queue,offered,answered,answered_in_time,abandoned,abandoned_short,wait,max_wait,talk,hold,acw,handled,transfers\n",
  );
  const start = Date.UTC(2026, 0, 1);
  for (let row = 0; row < rows; row += 1) {
    const at = new Date(start + Math.floor(row / QUEUES) * HALF_HOUR)
      .toISOString()
      .slice(0, 16)
      .replace("T", " ");
    const answered = (row * 7) % 90;
    const abandoned = row % 6;
    const cells = [
      answered + abandoned,
      answered,
      Math.floor(answered * 0.8),
      abandoned,
      abandoned > 3 ? 1 : 0,
      answered * 19,
      row % 240,
      answered * 260,
      answered * 12,
      answered * 45,
      answered,
      answered % 5,
    ];
    if (!stream.write(`${at},queue${row % QUEUES},${cells.join(",")}\n`)) await once(stream, "drain");
  }
  stream.end();
  await once(stream, "finish");
}

/** What a program costs that does nothing with the rows. */
async function bareParser(path: string): Promise<void> {
  let records = 0;
  const parser = new Parser({ on_record: (): undefined => void (records += 1) });
  parser.resume();
  await pipeline(createReadStream(path), parser);
  if (records === 0) throw new Error("no records");
}

async function prepareCentre(store: Store): Promise<void> {
  await applyText(store, await floorFile(), 0);
  await store.tx(async (db) => {
    const [team] = await db.select({ id: teams.id }).from(teams);
    for (let n = 0; n < QUEUES; n += 1)
      await db.insert(queues).values({
        id: `queue${n}`,
        name: `Queue ${n}`,
        teamId: team?.id ?? "",
        media: "voice",
        aliases: [],
        hours: null,
        active: true,
      });
  });
}

/** The rows that the program wrote, inserted again by a prepared statement into an empty table with the same indexes; ms. */
async function bareInserts(from: string, to: string): Promise<number> {
  const Database = await loadDriver();
  const source = new Database(from, { readonly: true });
  const target = new Database(to);
  target.pragma("journal_mode = WAL");
  target.pragma("synchronous = FULL");
  target.pragma("foreign_keys = ON");
  const made = z
    .array(z.object({ sql: z.string() }))
    .parse(
      source
        .prepare("select sql from sqlite_master where sql is not null and name not like 'sqlite_%'")
        .all(),
    );
  for (const { sql } of made.filter(({ sql }) => sql.startsWith("CREATE TABLE"))) target.exec(sql);
  for (const { sql } of made.filter(({ sql }) => !sql.startsWith("CREATE TABLE"))) target.exec(sql);
  const copyAll = (table: string): void => {
    const rows = z
      .array(z.record(z.string(), z.unknown()))
      .parse(source.prepare(`select * from ${table}`).all());
    for (const row of rows)
      target
        .prepare(
          `insert into ${table} (${Object.keys(row).join(", ")}) values (${Object.keys(row)
            .map(() => "?")
            .join(", ")})`,
        )
        .run(...Object.values(row));
  };
  for (const table of ["teams", "queues", "kpi_imports"]) copyAll(table);
  const columns = z
    .array(z.object({ name: z.string() }))
    .parse(source.prepare("select name from pragma_table_info('readings')").all())
    .map(({ name }) => name)
    .filter((name) => name !== "seq");
  const insert = target.prepare(
    `insert into readings (${columns.join(", ")}) values (${columns.map(() => "?").join(", ")})`,
  );
  const page = source
    .prepare(`select ${columns.join(", ")} from readings where seq > ? order by seq limit ${CHUNK}`)
    .raw();
  const write = target.transaction((rows: readonly (readonly unknown[])[]) => {
    for (const row of rows) insert.run(...row);
  });
  let ms = 0;
  for (let after = 0; ; after += CHUNK) {
    const rows = z.array(z.array(z.unknown())).parse(page.all(after));
    if (rows.length === 0) break;
    const started = performance.now();
    write.immediate(rows);
    ms += performance.now() - started;
  }
  source.close();
  target.close();
  return ms;
}
