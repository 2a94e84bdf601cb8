import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { inserter } from "../../db/insert.ts";
import { digestSchedules, digests } from "../../db/schema/digests.ts";
import { kpiDays, kpiImports } from "../../db/schema/kpi-imports.ts";
import { outbox } from "../../db/schema/outbox.ts";
import { openStore } from "../../db/store.ts";
import { type Clock, systemClock } from "../../src/clock.ts";
import { actionsSection } from "../../src/actions/index.ts";
import { themesSection } from "../../src/comments/index.ts";
import { casesSection } from "../../src/escalation/index.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal } from "../../src/journal/index.ts";
import { composer, digestModule } from "../../src/kpi/index.ts";
import { addDays, localDate, startOf } from "../../src/local-days.ts";
import { noLog } from "../../src/log.ts";
import { applyOrganisation } from "../../src/organisation/apply.ts";
import { parseOrganisation } from "../../src/organisation/file.ts";
import { figure, median, percentile, printTable } from "./figures.ts";

const LONDON = "Europe/London";
const QUEUES = 12;
const THIRTEEN_MONTHS = 395;
const DAYS_OF_MANY = 60;
const TIMES = 20;
const HOUR_MS = 3_600_000;

const insertImport = inserter("bench_import", kpiImports);
const insertDay = inserter("bench_kpi_day", kpiDays);

/** A centre of so many teams with so many queues each; who leads a team gets its digest in a channel. */
const centreOf = (teams: number, queues: number): string =>
  [
    "organisation: { name: Bench, timezone: Europe/London }",
    "levels: [agent, team_leader]",
    "teams:",
    ...range(teams).map(
      (n) =>
        `  - { id: t${n}, name: Team ${n}, channels: { digest: { slack: C${String(n).padStart(9, "0")} } } }`,
    ),
    "people:",
    ...range(teams).map(
      (n) =>
        `  - { id: p${n}, name: Person ${n}, team: t${n}, level: team_leader, slack: U${String(n).padStart(9, "0")} }`,
    ),
    "authority:",
    "  - { decision: refund, level: team_leader, limit: 50.00, currency: GBP }",
    "kpi:",
    "  leaders_from: team_leader",
    '  digest: { at: "08:30", days: [mon, tue, wed, thu, fri, sat, sun], weekly: none }',
    "  queues:",
    ...range(teams).flatMap((n) =>
      range(queues).map((q) => `    - { id: t${n}q${q}, name: Queue ${n} ${q}, team: t${n}, media: voice }`),
    ),
    "",
  ].join("\n");

const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** A day's sums of one queue or of a team, the same each time. */
function reading(seed: number, scale: number) {
  const busy = scale * (900 + ((seed * 7919) % 300));
  return {
    sums: {
      offered: busy,
      answered: busy - 40,
      answered_in_time: busy - 40 - ((seed * 31) % 150),
      abandoned: 40,
      abandoned_short: 8,
      wait_ms: busy * 21_000,
      abandoned_wait_ms: 40 * 45_000,
      longest_wait_ms: 240_000,
      talk_ms: busy * 240_000,
      hold_ms: busy * 20_000,
      after_ms: busy * 40_000,
      handled: busy - 40,
      transferred: 60,
      intervals_counted: 24,
      intervals_in_target: 20,
    },
    partial: [],
    approximate: [],
    intervals: 24 * scale,
    expected: 24 * scale,
    inTimeMs: 20_000,
    shortMs: 5_000,
  };
}

interface Filled {
  readonly file: string;
  readonly teams: number;
  readonly queues: number;
  readonly days: number;
}

/** Opens a database with so many days of readings of each team and queue, up to yesterday at `now`. */
async function filled({ file, teams, queues, days }: Filled, now: number) {
  const store = await openStore({ dialect: "sqlite", file }, { now });
  const source = centreOf(teams, queues);
  const parsed = parseOrganisation(source);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems.slice(0, 3)));
  const journal = createJournal(randomIds, false);
  await applyOrganisation(store, journal, parsed.organisation, source, now);
  const importId = randomIds.next();
  const today = localDate(now, LONDON);
  await store.tx((db) =>
    insertImport(db, {
      id: importId,
      source: "intervals",
      digest: "0".repeat(64),
      fileName: "bench.csv",
      mapping: "generic",
      mappingVersion: 1,
      timeZone: LONDON,
      memberId: null,
      via: "cli",
      rows: teams * queues * days * 24,
      report: null,
      startedAt: now,
      stagedAt: now,
      place: 1,
      doneAt: now,
    }),
  );
  for (const team of range(teams))
    await store.tx(async (db) => {
      for (const day of range(days)) {
        const date = addDays(today, day - days);
        const row = { importId, source: "intervals" as const, teamId: `t${team}`, date };
        await insertDay(db, { ...row, queueId: "", reading: reading(day + team, queues) });
        for (const queue of range(queues))
          await insertDay(db, { ...row, queueId: `t${team}q${queue}`, reading: reading(day + queue, 1) });
      }
    });
  return { store, journal };
}

const SECTIONS = [casesSection, themesSection, actionsSection];

/** One team, thirteen months, twelve queues: from the call to the digest's figures and words. */
async function oneDigest(folder: string): Promise<string[]> {
  const now = systemClock.now();
  const size = { teams: 1, queues: QUEUES, days: THIRTEEN_MONTHS };
  const { store, journal } = await filled({ file: join(folder, "one.db"), ...size }, now);
  try {
    const parts = { ids: randomIds, journal, active: new Set(["slack" as const]), store, clock: systemClock };
    const compose = composer(parts, SECTIONS);
    const date = localDate(now, LONDON);
    const took: number[] = [];
    for (let n = 0; n < TIMES; n += 1) {
      const started = performance.now();
      const { figures, message } = await compose("t0", date, "daily", { lateMs: 0, missed: [], note: "" });
      await store.tx((db) => message(db, { id: randomIds.next(), head: { seq: 1, hash: "0".repeat(64) } }));
      took.push(performance.now() - started);
      if (figures.kpis.length < 4) throw new Error("the digest says too little");
    }
    took.sort((a, b) => a - b);
    return [figure(median(took), 1), figure(percentile(took, 0.99), 1), figure(took[0] ?? 0, 1)];
  } finally {
    await store.close();
  }
}

/** A thousand teams at half past eight: from the first look to the last digest in the outbox. */
async function manyDigests(folder: string, teams: number): Promise<string[]> {
  const start = systemClock.now();
  const due = startOf(addDays(localDate(start, LONDON), 1), LONDON) + 8.5 * HOUR_MS;
  let ahead = due - HOUR_MS - start;
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + ahead };
  const size = { teams, queues: 1, days: DAYS_OF_MANY };
  const { store, journal } = await filled({ file: join(folder, "many.db"), ...size }, clock.now());
  try {
    const parts = { ids: randomIds, journal, active: new Set(["slack" as const]), store, clock, log: noLog };
    const module = digestModule({ ...parts, compose: composer(parts, SECTIONS) });
    // New schedules are noted at first sight; that is not what is measured.
    while ((await store.read.$count(digests)) + (await store.read.$count(digestSchedules)) < teams) {
      await module.run();
      await new Promise((resolve) => setImmediate(resolve));
    }
    ahead = due - systemClock.now() + 1;
    const loop = monitorEventLoopDelay({ resolution: 5 });
    const started = performance.now();
    loop.enable();
    for (;;) {
      await module.run();
      await new Promise((resolve) => setImmediate(resolve));
      if ((await store.read.$count(digests)) >= teams) break;
    }
    loop.disable();
    const seconds = (performance.now() - started) / 1_000;
    const posted = await store.read.$count(outbox);
    if (posted !== teams) throw new Error(`${posted} messages for ${teams} teams`);
    return [
      figure(teams),
      figure(seconds, 1),
      figure((seconds * 1_000) / teams, 1),
      figure(loop.percentile(99) / 1e6, 1),
      figure(loop.max / 1e6, 1),
    ];
  } finally {
    await store.close();
  }
}

/** What a digest costs, and a thousand of them. */
export async function measureDigests(folder: string, teams: number): Promise<void> {
  printTable(`One digest, ${THIRTEEN_MONTHS} days and ${QUEUES} queues stored, ms: ${TIMES} times`, [
    ["median", "p99", "fastest"],
    await oneDigest(folder),
  ]);
  printTable("Digests due at the same minute", [
    ["teams", "seconds in all", "ms each", "event loop p99 ms", "longest ms"],
    await manyDigests(folder, teams),
  ]);
}
