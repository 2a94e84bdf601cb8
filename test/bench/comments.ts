import { statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type Connection, loadDriver } from "../../db/driver.ts";
import { type Store, openStore } from "../../db/store.ts";
import { createRouter } from "../../src/chat/router.ts";
import { type Clock, systemClock } from "../../src/clock.ts";
import { type Module, alwaysMine } from "../../src/engine/index.ts";
import { Listener, commentsFeature } from "../../src/comments/index.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal } from "../../src/journal/index.ts";
import { noLog } from "../../src/log.ts";
import { EVERY_MS, commentsDatabase } from "./comments-database.ts";
import { commentStream } from "./detector-stream.ts";
import { figure, median, percentile, printTable } from "./figures.ts";
import { freePort, memoryOf, startBot } from "./processes.ts";
import { slackSettings, startSlack } from "./throughput.ts";

/** How many comments are stored. */
const STORED = [10_000, 100_000, 1_000_000];
/** Comments in a round, and rounds: path and bare inserts take turns. */
const EACH = 400;
/** People who log a comment at the same moment. */
const AT_ONCE = 16;
const ROUNDS = 5;
/** The program's heap may grow so far, MiB. */
const HEAP_MIB = 256;

/** Settings of {@link measureComments}. */
export interface CommentsOptions {
  readonly folder: string;
  /** The largest database. */
  readonly comments: number;
  readonly starts: number;
}

/**
 * From `/comment` to the commit, and to the commit of what the detector found, beside bare
 * inserts of the same rows under the same settings; and what a start costs, with so many stored.
 */
export async function measureComments({ folder, comments, starts }: CommentsOptions): Promise<void> {
  const path: string[][] = [
    [
      "stored",
      "bare",
      "one by one",
      "ratio",
      "p99",
      "at once",
      "ratio",
      "bare, heard",
      "at once, heard",
      "ratio",
    ],
  ];
  const start: string[][] = [["stored", "file MiB", "ready after ms", "RSS MiB", "each start, ms"]];
  for (const count of STORED.filter((one) => one <= comments)) {
    const file = join(folder, `comments-${count}.db`);
    await commentsDatabase(file, count, Date.now());
    const store = await openStore({ dialect: "sqlite", file }, { existingOnly: true, now: Date.now() });
    await listenerOf(store, systemClock).run();
    await store.close();
    start.push([figure(count), ...(await startWith(file, starts))]);
    path.push([figure(count), ...(await wholePath(file))]);
  }
  printTable(
    `From /comment to the commit, ms each: ${ROUNDS} rounds of ${EACH}, one by one and ${AT_ONCE} at once; medians`,
    path,
  );
  printTable(
    `From the spawn to "ready", heap capped at ${HEAP_MIB} MiB: ${starts} starts each; medians`,
    start,
  );
}

const PARTS = { ids: randomIds, journal: createJournal(randomIds, false), active: new Set<never>() };

const listenerOf = (store: Store, clock: Clock): Module =>
  new Listener({ ...PARTS, store, clock, log: noLog, turn: alwaysMine }).module();

/** Path, bare inserts, ratio; then both with what the detector finds. */
async function wholePath(file: string): Promise<string[]> {
  let events = 0;
  const store = await openStore({ dialect: "sqlite", file }, { existingOnly: true, now: Date.now() });
  // As far apart as in a busy centre: comments by the hundred in a second would all lie in one window.
  const started = systemClock.now();
  const clock: Clock = { ...systemClock, now: () => started + events * EVERY_MS };
  const listener = listenerOf(store, clock);
  const core = createRouter({
    store,
    clock,
    ids: randomIds,
    log: noLog,
    journal: PARTS.journal,
    features: [commentsFeature(PARTS)],
    workspaceOf: () => undefined,
  });
  const stream = commentStream(11, Date.now(), 1);
  const comment = async (): Promise<void> => {
    events += 1;
    const { text } = stream.next().value;
    const answer = await core.handle({
      kind: "command",
      eventId: `bench${process.pid}.${events}`,
      command: "comment",
      text: `C-${10_000 + ((events * 7919) % 20_000)} ${text}`,
      actor: { platform: "console", workspace: "local", user: "ana", isBot: false },
      place: { platform: "console", channel: "billing" },
    });
    if (answer.kind !== "private" || !JSON.stringify(answer).includes("Recorded"))
      throw new Error(`not recorded: ${JSON.stringify(answer)}`);
  };
  await listener.run();
  const bare = await BareInserts.open(file);
  try {
    for (let n = 0; n < EACH; n += 1) await comment();
    await listener.run();
    const rounds: Record<"bare" | "alone" | "together" | "bareHeard" | "heard", number>[] = [];
    const latencies: number[] = [];
    const together = async (): Promise<void> => {
      await Promise.all(Array.from({ length: AT_ONCE }, comment));
    };
    for (let round = 0; round < ROUNDS; round += 1) {
      const alone = await timed(EACH, async () => {
        const started = performance.now();
        await comment();
        latencies.push(performance.now() - started);
      });
      await listener.run();
      const bareMs = await timed(EACH, () => bare.recorded());
      const atOnce = await timed(EACH / AT_ONCE, together);
      await listener.run();
      const bareHeard = await timed(EACH, () => bare.heard());
      const heard = await timed(EACH / AT_ONCE, async () => {
        await together();
        await listener.run();
      });
      rounds.push({
        bare: bareMs,
        alone,
        together: atOnce / AT_ONCE,
        bareHeard,
        heard: heard / AT_ONCE,
      });
    }
    latencies.sort((a, b) => a - b);
    const of = (pick: (round: (typeof rounds)[number]) => number): number => median(rounds.map(pick));
    const cells = [
      of((one) => one.bare),
      of((one) => one.alone),
      of((one) => one.alone / one.bare),
      percentile(latencies, 0.99),
      of((one) => one.together),
      of((one) => one.together / one.bare),
      of((one) => one.bareHeard),
      of((one) => one.heard),
      of((one) => one.heard / one.bareHeard),
    ];
    return cells.map((cell) => figure(cell, 2));
  } finally {
    bare.close();
    await store.close();
  }
}

/** Ms for each of so many. */
async function timed(count: number, one: () => Promise<void> | void): Promise<number> {
  const started = performance.now();
  for (let n = 0; n < count; n += 1) await one();
  return (performance.now() - started) / count;
}

/**
 * The rows of comments, copied from those that the program wrote last, inserted again under
 * other ids by prepared statements in a transaction each: what the disk and SQLite cost.
 */
class BareInserts {
  readonly #db: Connection;
  readonly #recorded: () => void;
  readonly #heard: () => void;

  private constructor(db: Connection, recorded: () => void, heard: () => void) {
    this.#db = db;
    this.#recorded = recorded;
    this.#heard = heard;
  }

  static async open(file: string): Promise<BareInserts> {
    const Database = await loadDriver();
    const db = new Database(file);
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = FULL");
    db.pragma("temp_store = MEMORY");
    db.pragma("foreign_keys = ON");
    const seen = db.prepare("insert into seen (key, at) values (?, ?)");
    // The newest rows of each table, read once; their columns are bound again under other ids.
    const payload = copier(db, "payloads", "rowid", ["id"]);
    const comment = copier(db, "comments", "seq", ["id", "text_payload", "heard"]);
    const journal = copier(db, "journal", "seq", ["id", "hash"]);
    const mark = db.prepare("update comments set heard = ?, theme_id = theme_id where id = ?");
    const theme = db.prepare("update themes set record = record || ' ', last_at = ? where id = ?");
    const themeIds = z
      .array(z.object({ id: z.string() }))
      .parse(db.prepare("select id from themes order by last_at desc limit 400").all());
    const clock = db.prepare("update detectors set clock = clock || ' ' where team_id = 'billing'");
    // What is inserted bare is marked as heard, far below what the detector counts from, so that it hears none of it.
    let n = 0;
    const rows = (heard: number | null): string => {
      n += 1;
      const id = randomIds.next();
      seen.run(`bare${process.pid}.${n}`, Date.now());
      payload(id);
      comment(id, id, heard);
      journal(id, id);
      return id;
    };
    const recorded = db.transaction(() => void rows(-n - 1));
    const heard = db.transaction(() => {
      const id = rows(-n - 1);
      mark.run(-n - 1, id);
      theme.run(Date.now(), themeIds[n % themeIds.length]?.id);
      clock.run();
    });
    return new BareInserts(
      db,
      () => recorded.immediate(),
      () => heard.immediate(),
    );
  }

  recorded(): void {
    this.#recorded();
  }

  heard(): void {
    this.#heard();
  }

  close(): void {
    this.#db.close();
  }
}

/**
 * Inserts copies of a table's newest rows in turn, with other values in some columns and none in
 * the running number: of many rows, because the same one again and again would find every page of
 * every index in place.
 */
function copier(
  db: Connection,
  table: string,
  order: string,
  fresh: readonly string[],
): (...values: readonly (string | number | null)[]) => void {
  const rows = z
    .array(z.record(z.string(), z.unknown()))
    .parse(db.prepare(`select * from ${table} order by ${order} desc limit ${EACH}`).all())
    .map((row) => Object.entries(row).filter(([column]) => column !== "seq" && !fresh.includes(column)));
  const columns = [...fresh, ...(rows[0] ?? []).map(([column]) => column)];
  const insert = db.prepare(
    `insert into ${table} (${columns.join(", ")}) values (${columns.map(() => "?").join(", ")})`,
  );
  const cells = rows.map((row) => row.map(([, value]) => value));
  let next = 0;
  return (...values) => {
    insert.run(...values, ...(cells[next % cells.length] ?? []));
    next += 1;
  };
}

/** File, time to ready, memory, each start. */
async function startWith(file: string, starts: number): Promise<string[]> {
  const { slack, api } = await startSlack();
  try {
    const ready: number[] = [];
    const memory: number[] = [];
    for (let round = 0; round < starts; round += 1) {
      const bot = await startBot(
        file,
        { ...slackSettings(api, await freePort()), NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB}` },
        undefined,
      );
      ready.push(bot.readyAfterMs);
      await sleep(1_000);
      memory.push(await memoryOf(bot.process));
      await bot.stop();
      if (bot.trouble.length > 0) throw new Error(bot.trouble.join("\n"));
    }
    return [
      figure(statSync(file).size / 1024 ** 2),
      figure(median(ready)),
      figure(median(memory)),
      ready.map((one) => figure(one)).join(" "),
    ];
  } finally {
    await slack.stop();
  }
}
