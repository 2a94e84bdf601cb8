import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Query } from "../../../db/store.ts";
import { eventFacts, eventsAboutQuery, ownEventsQuery } from "../../../src/evidence/happened.ts";
import { type Suggested, suggestedTo } from "../../../src/evidence/suggested.ts";
import { builtInUnits } from "../../../src/evidence/units/built-in.ts";
import { randomIds } from "../../../src/ids.ts";
import { createJournal } from "../../../src/journal/index.ts";
import { planOf } from "../../support/query-plan.ts";
import { type TempStore, tempStore } from "../../support/temp-store.ts";
import { turnsDuring } from "../../support/turns.ts";

/** So many comments of Ana's, each an event of hers; the older half is of before her registration. */
const COMMENTS = 4_000;
const DAY = 24 * 60 * 60_000;
const JOINED = Date.UTC(2026, 0, 1);

let temp: TempStore;
beforeAll(async () => {
  temp = await tempStore();
  const journal = createJournal(randomIds, false);
  const record = (actor: string, verb: string, n: number, at: number) =>
    temp.store.tx((db) =>
      journal.record(db, at, {
        team: "billing",
        actor,
        role: "recorder",
        kind: `comment.${verb}`,
        subject: `comment${n}`,
        facts: { customer: `customer${n}`, origin: "spontaneous", replied: false, severe: null, about: null },
      }),
    );
  const all = Array.from({ length: COMMENTS }, (_, n) => n);
  await Promise.all(
    all.map((n) => record("ana", "recorded", n, n < COMMENTS / 2 ? JOINED - DAY : JOINED + DAY + n)),
  );
  await record("ana", "struck", COMMENTS - 1, JOINED + 2 * DAY);
  await record("tom", "recorded", COMMENTS, JOINED + 2 * DAY);
});
afterAll(() => temp.close());

const asked = (subject?: string): Promise<Suggested[]> => {
  const unit = builtInUnits().find((one) => one.unit === "58A");
  if (!unit) throw new Error("58A ships with the program");
  const registration = {
    unit,
    learnerId: "ana",
    assessorId: "qa",
    verifierId: "helen",
    fromOn: "2026-01-01",
  };
  return suggestedTo(temp.store.read, {
    learnerId: "ana",
    registrations: [registration],
    simulated: false,
    timeZone: "Europe/London",
    subject,
  });
};

describe("what a learner of a long record is suggested", () => {
  it("is all of what is theirs, counts and was not taken back", async () => {
    const groups = await asked();
    // The newer half, but for the one that was struck; Tom's is Tom's.
    expect(groups).toHaveLength(COMMENTS / 2 - 1);
    expect(groups[0]).toMatchObject({ subject: `comment${COMMENTS - 2}`, at: JOINED + DAY + COMMENTS - 2 });
    expect(groups.at(-1)?.subject).toBe(`comment${COMMENTS / 2}`);
  });

  it("lets everybody else have their turn while it is read and worked out", async () => {
    const turns = await turnsDuring(asked);
    // Some hundred rows at a time, and again when they are worked out.
    expect(turns).toBeGreaterThanOrEqual(COMMENTS / 500);
  });

  it("is the same about one thing as in the whole of it", async () => {
    const groups = await asked();
    const one = groups[7];
    expect(one).toBeDefined();
    expect(await asked(one?.subject)).toEqual([one]);
  });

  it.each([
    ["was taken back", COMMENTS - 1],
    ["is somebody else's", COMMENTS],
    ["is too old", 3],
  ])("is nothing about what %s", async (_, n) => {
    expect(await asked(`comment${n}`)).toEqual([]);
  });
});

it.each<[Query<unknown>, string]>([
  [ownEventsQuery, "journal_actor (actor=? AND seq>?)"],
  [eventsAboutQuery, "journal_subject (subject=? AND seq>?)"],
])("is found by an index, in its order: %#", async (query, index) => {
  const plan = (await planOf(temp.file, query)).join("\n");
  expect(plan).toContain(index);
  expect(plan).not.toContain("SCAN");
  expect(plan).not.toContain("TEMP B-TREE");
});

describe("the facts of an event", () => {
  it("are codes, figures and lists of codes", () => {
    const facts = { a: "x", b: 1, c: true, d: null, e: ["y"] };
    expect(eventFacts(JSON.stringify(facts))).toEqual(facts);
  });

  it.each(['{"a":{"b":1}}', '{"a":[1]}', '{"a":[["x"]]}', "[]", "null", '"a"', "1"])(
    "are never %s",
    (json) => {
      expect(() => eventFacts(json)).toThrow("facts");
    },
  );
});
