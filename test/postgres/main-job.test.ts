import { asc, count } from "drizzle-orm";
import { describe, expect, inject, it } from "vitest";
import { isPostgres } from "../../db/kit.ts";
import { cases } from "../../db/schema/escalation.ts";
import { learners } from "../../db/schema/evidence.ts";
import { counters, journal, seen } from "../../db/schema/foundation.ts";
import { outbox } from "../../db/schema/outbox.ts";
import type { Store } from "../../db/store.ts";
import { registerAt } from "../../src/authority/index.ts";
import { firstTime } from "../../src/chat/seen.ts";
import { verifyJournal } from "../../src/journal/index.ts";
import { claim, releaseOrphans } from "../../src/outbox/claim.ts";
import { openFloor, said } from "../support/floor.ts";
import { applyText, floorFile } from "../support/world.ts";
import { openPostgresAt, tempDatabase } from "../support/temp-database.ts";

const missing = inject("noPostgres");
describe.skipIf(missing !== "")("on PostgreSQL", () => {
  it("runs as PostgreSQL", () => {
    expect(isPostgres).toBe(true);
  });

  it("the main job goes from the agent's line to a closed case", async () => {
    const floor = await openFloor(undefined, await tempDatabase());
    const id = await floor.raise("ana");
    expect(said(await floor.button("wei", "case.take", await floor.argOf(id)))).toContain(
      "Priya Shah, Sam Whitfield or Helen Achebe can.",
    );
    expect(said(await floor.button("priya", "case.take", await floor.argOf(id)))).toContain("is yours");
    const decision = await floor.button("priya", "case.decide", await floor.argOf(id));
    expect(said(await floor.submit("priya", decision, { what: "Refund", amount: "300" }))).toContain(
      "above what you may decide",
    );
    expect(said(await floor.submit("priya", decision, { what: "Refund" }))).toContain("is decided");
    await floor.submit("priya", await floor.button("priya", "case.hand_back", await floor.argOf(id)), {
      feedback: "Good",
    });
    await floor.submit("ana", await floor.button("ana", "case.inform", await floor.argOf(id)), {
      told: "accepted",
    });
    const [row] = await floor.store.read.select().from(cases);
    expect(row).toMatchObject({ state: "closed", decidedPence: 8_000, told: "accepted" });
    const weigh = await floor.button("priya", "case.weigh", await floor.argOf(id));
    expect(said(await floor.submit("priya", weigh, { risk: "Others may ask" }))).toContain("is on record");
    expect(said(await floor.command("priya", "case", "1"))).toContain("Others may ask");
    expect(said(await floor.command("ana", "cases"))).toContain("Yours: none.");
    expect(said(await floor.command("tom", "away"))).toContain("You are away");

    const other = await floor.raise("ana", "refund C-2000 wants 40 back");
    floor.clock.advance(3 * 60_000);
    await floor.runTimers();
    expect(said(await floor.command("ana", "case", "ESC-0002"))).toContain("asked Priya Shah");
    await floor.restart();
    expect(said(await floor.button("sam", "case.take", await floor.argOf(other)))).toContain("is yours");
    const result = await verifyJournal(floor.store.read);
    expect(result.faults).toEqual([]);
    expect(result.events).toBeGreaterThan(8);
    await floor.close();
  });

  it("a file's learners and marks are kept, and end with the file", async () => {
    const temp = await tempDatabase();
    const plain = await floorFile();
    const level = "{ decision: payment_arrangement, level: team_leader";
    const full = `${plain.replace(level, `${level}, marks: [high_risk]`)}
learners:
  - { person: ana, units: [58A, CC15], assessor: priya, verifier: sam, from: 2026-09-01 }
`;
    const rows = async () =>
      (await temp.store.read.select().from(learners).orderBy(asc(learners.unit))).map(
        ({ unit, fromOn, active }) => `${unit} ${fromOn} ${active}`,
      );
    const marks = async (version: number) =>
      (await registerAt(temp.store.read, version)).flatMap((row) => row.marks);
    await applyText(temp.store, full, 0);
    expect(await rows()).toEqual(["58A 2026-09-01 true", "CC15 2026-09-01 true"]);
    await applyText(temp.store, plain, 1);
    expect(await rows()).toEqual(["58A 2026-09-01 false", "CC15 2026-09-01 false"]);
    expect([await marks(1), await marks(2)]).toEqual([["high_risk"], []]);
    await temp.close();
  });

  it("the journal refuses UPDATE and DELETE", async () => {
    const floor = await openFloor(undefined, await tempDatabase());
    await floor.raise("ana");
    for (const statement of [
      (db: Parameters<Parameters<Store["tx"]>[0]>[0]) => db.update(journal).set({ actor: "x" }),
      (db: Parameters<Parameters<Store["tx"]>[0]>[0]) => db.delete(journal),
    ]) {
      await expect(floor.store.tx(async (db) => void (await statement(db)))).rejects.toThrow(
        /Failed query|append-only/,
      );
    }
    expect((await verifyJournal(floor.store.read)).faults).toEqual([]);
    await floor.close();
  });

  it("two instances number cases without a gap or a double, and keep one chain", async () => {
    const temp = await tempDatabase();
    const one = await openFloor(undefined, temp);
    const second = await openPostgresAt(temp.url);
    const two = await openFloor(undefined, { ...temp, store: second, close: () => second.close() });
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        (n % 2 === 0 ? one : two)
          .command("ana", "escalate", `refund C-${3_000 + n} wants 40 back`)
          .then((form) => (n % 2 === 0 ? one : two).submit("ana", form, { waiting: "no" }, `e${n}`)),
      ),
    );
    const refs = (await one.store.read.select({ ref: cases.ref }).from(cases).orderBy(asc(cases.ref))).map(
      (row) => row.ref,
    );
    expect(refs).toEqual(Array.from({ length: 40 }, (_, n) => `ESC-${String(n + 1).padStart(4, "0")}`));
    expect((await verifyJournal(one.store.read)).faults).toEqual([]);
    // Claims of two instances never overlap.
    const now = one.clock.now();
    const [mine, theirs] = await Promise.all([
      one.store.tx((db) => claim(db, now, 16)),
      second.tx((db) => claim(db, now, 16)),
    ]);
    const ids = [...mine, ...theirs].map((row) => row.id);
    expect(ids.length).toBeGreaterThan(0);
    expect(new Set(ids).size).toBe(ids.length);
    expect(await one.store.tx((db) => releaseOrphans(db, now + 60_000, false))).toBe(ids.length);
    expect(await one.store.read.$count(outbox)).toBeGreaterThan(40);
    await two.close();
    await one.close();
  });

  it("a transaction that throws leaves nothing, and a handle used after its commit throws", async () => {
    const temp = await tempDatabase();
    await expect(
      temp.store.tx(async (db) => {
        await firstTime(db, "x", 1);
        throw new Error("boom");
      }),
    ).rejects.toThrow("boom");
    expect(await temp.store.read.$count(seen)).toBe(0);
    let leaked: Parameters<Parameters<Store["tx"]>[0]>[0] | undefined;
    await temp.store.tx(async (db) => {
      leaked = db;
      await firstTime(db, "y", 1);
    });
    await expect((async () => leaked?.insert(counters).values({ name: "late", value: 1 }))()).rejects.toThrow(
      /after its transaction ended|Failed query/,
    );
    await expect(
      leaked?.run({ name: "n", build: (orm) => orm.select({ n: count() }).from(seen) }),
    ).rejects.toThrow("after its transaction ended");
    expect(await temp.store.read.$count(counters)).toBe(0);
    await temp.close();
  });
});
