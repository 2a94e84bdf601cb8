import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dueActions } from "../../../db/schema/foundation.ts";
import { digests } from "../../../db/schema/digests.ts";
import { kpiImports } from "../../../db/schema/kpi-imports.ts";
import { outbox } from "../../../db/schema/outbox.ts";
import type { Query } from "../../../db/store.ts";
import { raiseCondition } from "../../../src/engine/index.ts";
import { noLog } from "../../../src/log.ts";
import {
  lastDigest,
  openKpiImports,
  overdueTimers,
  readFigures,
  unsentMessages,
  waitingSince,
} from "../../../src/metrics/figures.ts";
import { planOf } from "../../support/query-plan.ts";
import { type TempStore, tempStore } from "../../support/temp-store.ts";
import { applyText } from "../../support/world.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const SECOND = 1_000;

let temp: TempStore;
beforeEach(async () => {
  temp = await tempStore();
  const teams = "teams: [{ id: billing, name: Billing }, { id: orders, name: Orders }]";
  const rest = "levels: [a]\npeople: [{ id: ana, name: Ana, team: billing, level: a }]";
  await applyText(temp.store, `organisation: { name: N, timezone: Europe/London }\n${teams}\n${rest}`, 0);
});
afterEach(() => temp.close());

const message = (
  key: string,
  state: "pending" | "sending" | "sent" | "failed",
  more: Partial<typeof outbox.$inferInsert> = {},
): typeof outbox.$inferInsert => ({
  key,
  target: { kind: "channel", platform: "slack", channel: "C0" },
  lane: "slack:C0",
  message: { body: [] },
  revision: 1,
  sentRevision: 0,
  state,
  urgency: 1,
  attempt: 0,
  notBefore: NOW,
  uncertain: false,
  fallback: [],
  createdAt: NOW,
  ...more,
});
const timer = (id: string, dueAt: number, doneAt: number | null): typeof dueActions.$inferInsert => ({
  id,
  dueAt,
  kind: "k",
  subject: "s",
  generation: "1",
  attempts: 0,
  doneAt,
});
const digest = (
  teamId: string,
  date: string,
  more: Partial<typeof digests.$inferInsert> = {},
): typeof digests.$inferInsert => ({
  id: `${teamId} ${date} ${more.kind ?? "daily"}`,
  teamId,
  kind: "daily",
  date,
  dueAt: 0,
  state: "posted",
  decidedAt: 0,
  ...more,
});

describe("what a scrape reads", () => {
  it("is nothing in a database where nothing waits", async () => {
    expect(await readFigures(temp.store.read, NOW)).toEqual({
      messages: { pending: 0, sending: 0, failed: 0 },
      oldestMessageMs: 0,
      timersOverdue: 0,
      oldestTimerMs: 0,
      conditions: new Map(),
      // The organisation was applied.
      journalSeq: 1,
      imports: { kpi: 0, comments: 0 },
      digestAgesMs: new Map(),
    });
  });

  it("counts messages that are not where they should be, and how long they have been waiting", async () => {
    await temp.store.tx(async (db) => {
      await db.insert(outbox).values([
        message("a", "pending", { createdAt: NOW - 40 * SECOND }),
        message("b", "sending", { createdAt: NOW - 30 * SECOND }),
        // Sent long ago, and to be changed since twenty seconds.
        message("c", "pending", { createdAt: 0, sentAt: 5, notBefore: NOW - 20 * SECOND }),
        message("d", "failed", { createdAt: 0 }),
        message("e", "sent", { createdAt: 0, sentAt: 5 }),
      ]);
    });
    const { messages, oldestMessageMs } = await readFigures(temp.store.read, NOW);
    expect(messages).toEqual({ pending: 2, sending: 1, failed: 1 });
    expect(oldestMessageMs).toBe(40 * SECOND);
  });

  it("counts timers that are late and were not acted on", async () => {
    await temp.store.tx(async (db) => {
      await db
        .insert(dueActions)
        .values([
          timer("late", NOW - 90 * SECOND, null),
          timer("due", NOW, null),
          timer("to come", NOW + 1, null),
          timer("done", NOW - 200 * SECOND, NOW),
        ]);
    });
    const { timersOverdue, oldestTimerMs } = await readFigures(temp.store.read, NOW);
    expect([timersOverdue, oldestTimerMs]).toEqual([2, 90 * SECOND]);
  });

  it("counts conditions by their code, whatever they are about", async () => {
    await temp.store.tx(async (db) => {
      for (const subject of ["slack:C0", "slack:C1"])
        await raiseCondition(db, 0, { subject, code: "channel_archived", detail: "d" }, noLog);
      await raiseCondition(db, 0, { subject: "slack", code: "token", detail: "d" }, noLog);
    });
    expect((await readFigures(temp.store.read, NOW)).conditions).toEqual(
      new Map([
        ["channel_archived", 2],
        ["token", 1],
      ]),
    );
  });

  it("knows how old each team's last daily digest is, and of none where there was none", async () => {
    await temp.store.tx(async (db) => {
      await db
        .insert(digests)
        .values([
          digest("billing", "2026-11-20", { decidedAt: NOW - 300 * SECOND }),
          digest("billing", "2026-11-21", { decidedAt: NOW - 200 * SECOND }),
          digest("billing", "2026-11-22", { decidedAt: NOW, state: "missed" }),
          digest("billing", "2026-11-23", { decidedAt: NOW, kind: "weekly" }),
        ]);
    });
    expect((await readFigures(temp.store.read, NOW)).digestAgesMs).toEqual(
      new Map([["billing", 200 * SECOND]]),
    );
  });

  it("counts files that do not count yet", async () => {
    const file = (id: string, doneAt: number | null) => ({
      id,
      source: "intervals" as const,
      digest: id,
      fileName: "f",
      mapping: "generic",
      mappingVersion: 1,
      timeZone: "Europe/London",
      via: "cli" as const,
      rows: 1,
      startedAt: 0,
      doneAt,
    });
    await temp.store.tx(async (db) => {
      await db.insert(kpiImports).values([file("waits", null), file("counts", 5)]);
    });
    expect((await readFigures(temp.store.read, NOW)).imports).toEqual({ kpi: 1, comments: 0 });
  });
});

describe("what a scrape reads by", () => {
  it.each<[Query<unknown>, string]>([
    [unsentMessages, "outbox_state (state=?)"],
    [waitingSince, "outbox_state (state=?)"],
    [overdueTimers, "due_actions_due (done_at=? AND due_at<?)"],
    [openKpiImports, "kpi_imports_open (done_at=?)"],
    [lastDigest, "digests_once (team_id=? AND kind=?)"],
  ])("is an index, and nothing is sorted: %#", async (query, index) => {
    const plan = (await planOf(temp.file, query)).join("\n");
    expect(plan).toContain(index);
    expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
  });
});
