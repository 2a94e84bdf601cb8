import { afterAll, beforeAll, expect, it } from "vitest";
import { buildPortfolio, registrationsOf } from "../../src/evidence/index.ts";
import { NO_CUSTOMER, keepItem } from "../../src/evidence/items/keep.ts";
import { shareItems } from "../../src/evidence/items/share.ts";
import { itemsOf } from "../../src/evidence/store.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal, journalHead } from "../../src/journal/index.ts";
import { findMember, readSettings } from "../../src/people/index.ts";
import { type EvidenceFloor, MY_PART, WHY, openEvidenceFloor } from "../support/evidence-floor.ts";
import { said } from "../support/floor.ts";
import { turnsDuring } from "../support/turns.ts";

let here: EvidenceFloor;
beforeAll(async () => {
  here = await openEvidenceFloor();
  await here.join("wei");
  await here.decided("tom", "wei");
  await here.decided("tom", "wei");
  await here.keep("wei");
  // The first suggestion is now what only supports the one that was kept.
  const suggested = await here.evidence("wei", "suggestions");
  await here.fill("wei", suggested, "Keep 1", { my_part: MY_PART, why: WHY });
  await here.share("wei", "E001");
}, 60_000);
afterAll(() => here.close());

it("is of one moment: what changes while it is read is in it as a whole or not at all, and need not wait", async () => {
  const { store } = here;
  const learner = await findMember(store.read, "wei");
  if (!learner) throw new Error("no learner");
  const settings = await readSettings(store.read);
  const asked = { learner, settings, now: Date.parse("2026-12-04T10:00:00Z"), id: "export-1" };
  const before = await journalHead(store.read);

  const { portfolio, shown } = await store.snapshot(async (db) => {
    await itemsOf(db, "wei");
    // The items are read; now one is shared and the other struck through, in transactions of their own.
    await here.share("wei", "E002");
    const struck = await here.fill("wei", await here.evidence("wei", "E001"), "Strike through", {
      reason: "Not mine after all",
    });
    return { portfolio: await buildPortfolio(db, asked), shown: said(struck) };
  });
  expect(shown).toContain("struck through");
  expect(portfolio.items.map(({ ref, struck }) => [ref, struck])).toEqual([["E001", null]]);
  expect(portfolio.journal).toMatchObject(before);

  const after = await store.snapshot((db) => buildPortfolio(db, asked));
  expect(after.items.map(({ ref, struck }) => [ref, struck?.reason ?? null])).toEqual([
    ["E001", "Not mine after all"],
    ["E002", null],
  ]);
  expect(after.journal.seq).toBeGreaterThan(before.seq);
});

it("lets everybody else have their turn while many items are released", async () => {
  const { store } = here;
  const MANY = 100;
  const learner = await findMember(store.read, "wei");
  const [registration] = await registrationsOf(store.read, "wei");
  if (!learner || !registration) throw new Error("no learner");
  const settings = await readSettings(store.read);
  const { unit, edition } = registration.unit;
  const now = Date.parse("2026-12-04T10:00:00Z");
  await store.tx(async (db) => {
    const journal = createJournal(randomIds, false);
    const work = { db, now, ids: randomIds, journal, active: new Set<never>(), settings };
    for (let n = 0; n < MANY; n += 1) {
      const item = await keepItem(work, learner, {
        learnerId: "wei",
        kind: "work_product",
        title: `The ${n}th`,
        occurredOn: "2026-03-02",
        teamId: "billing",
        customer: NO_CUSTOMER,
        texts: [{ label: "my_part", text: MY_PART }],
        location: undefined,
        sources: [],
        claims: [{ unit, edition, ref: "1.2", parts: [], suggested: false }],
        why: WHY,
      });
      await shareItems(work, learner, [item], "");
    }
  });
  let count = 0;
  const turns = await turnsDuring(async () => {
    // Not through a snapshot, whose queries let others have their turn by themselves.
    count = (await buildPortfolio(store.read, { learner, settings, now, id: "export-2" })).items.length;
  });
  expect(count).toBeGreaterThan(MANY);
  // Every tenth item, and every criterion of the unit.
  expect(turns).toBeGreaterThanOrEqual(MANY / 10 + 14);
});
