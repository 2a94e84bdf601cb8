import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Covered,
  type Held,
  type Plan,
  coverageOf,
  numbersFor,
  overUnit,
} from "../../../src/evidence/coverage/coverage.ts";
import { builtInUnits } from "../../../src/evidence/units/built-in.ts";
import { criteriaOf } from "../../../src/evidence/words.ts";
import { seedOf } from "../../support/seeded.ts";

fc.configureGlobal({ seed: seedOf("coverage.test.ts") });

const cc15 = builtInUnits().find(({ unit }) => unit === "CC15");
if (!cc15) throw new Error("no CC15");

const held = (ref: string, over: Partial<Held> = {}): Held => ({
  ref,
  kind: "work_product",
  day: "2026-11-20",
  occasion: ref,
  customerId: null,
  tenure: "unknown",
  handling: "unknown",
  corroborated: true,
  retrospective: false,
  shared: true,
  ...over,
});
const BOTH = ["resolve", "procedure"];
const put = (item: Held, parts: readonly string[] = BOTH, ref = "1.2") => ({
  ref,
  parts,
  item,
  before: false,
});

/** The cell of CC15 1.2, from what is put forward for it. */
const cell = (over: Partial<Covered>) => {
  const found = coverageOf({
    unit: cc15,
    plan: undefined,
    puts: [],
    judged: [],
    today: "2026-11-22",
    ...over,
  }).find(({ criterion }) => criterion.ref === "1.2");
  if (!found) throw new Error("no 1.2");
  return found;
};
const gapsOf = (over: Partial<Covered>) =>
  cell(over).gaps.map(({ severity, text }) => `${severity}: ${text}`);

/** Three occasions on three days over 28 days, two customers, all said by others too. */
const FULL = [
  put(held("E001", { day: "2026-10-20", customerId: "c1" })),
  put(held("E002", { day: "2026-11-02", customerId: "c2" })),
  put(held("E003", { day: "2026-11-17", customerId: "c1" })),
];

describe("what is missing for CC15 1.2", () => {
  // Worked out by hand from DOMAIN 6.1: 3 occasions, 3 dates, 28 days, within 90 days, 2 customers, 1 corroborated.
  it.each<[string, Partial<Covered>, readonly string[]]>([
    ["nothing is there", {}, ["gap: nothing is claimed for it yet"]],
    ["everything is there", { puts: FULL }, []],
    [
      "one occasion is from before the registration",
      { puts: FULL.map((one, index) => ({ ...one, before: index === 0 })) },
      [
        "gap: 2 of 3 separate occasions",
        "gap: on 2 of 3 different days",
        "gap: 15 days from the first to the last; 28 are looked for",
        "advise: from before the registration: whether it counts is for the assessor to say: E001",
      ],
    ],
    [
      "two occasions",
      { puts: FULL.slice(1) },
      [
        "gap: 2 of 3 separate occasions",
        "gap: on 2 of 3 different days",
        "gap: 15 days from the first to the last; 28 are looked for",
      ],
    ],
    [
      "three pieces about one case",
      { puts: FULL.map(({ item }) => put({ ...item, occasion: "case" })) },
      ["gap: 1 of 3 separate occasions"],
    ],
    [
      "27 days",
      { puts: FULL.map(({ item }) => put(item.ref === "E001" ? { ...item, day: "2026-10-21" } : item)) },
      ["gap: 27 days from the first to the last; 28 are looked for"],
    ],
    ["90 days ago", { puts: FULL, today: "2027-02-15" }, []],
    [
      "91 days ago",
      { puts: FULL, today: "2027-02-16" },
      ["gap: the latest is 91 days old; at most 90 are looked for"],
    ],
    [
      "one customer",
      { puts: FULL.map(({ item }) => put({ ...item, customerId: "c1" })) },
      ["gap: 1 of 2 different customers"],
    ],
    ["no customer involved", { puts: FULL.map(({ item }) => put({ ...item, customerId: null })) }, []],
    [
      "nobody else",
      { puts: FULL.map(({ item }) => put({ ...item, corroborated: false })) },
      ["gap: nobody but the learner has said yet what they saw"],
    ],
    [
      "one part only",
      { puts: FULL.map(({ item }) => put(item, ["resolve"])) },
      ["gap: not shown yet: By the centre's procedure"],
    ],
    [
      "recorded late",
      { puts: FULL.map(({ item }) => put({ ...item, retrospective: item.ref === "E002" })) },
      ["advise: recorded more than 48 hours later: E002"],
    ],
    [
      "for another criterion",
      { puts: FULL.map(({ item }) => put(item, BOTH, "1.3")) },
      ["gap: nothing is claimed for it yet"],
    ],
  ])("%s", (_, over, expected) => {
    expect(gapsOf(over)).toEqual(expected);
  });
});

describe("where a criterion stands", () => {
  const judged = (decision: "met" | "not_yet" | "more_needed", current = true) => [
    { ref: "1.2", decision, current },
  ];
  it.each<[string, Partial<Covered>]>([
    ["nothing", {}],
    ["private", { puts: [put(held("E001", { shared: false }))] }],
    ["shared", { puts: [put(held("E001", { shared: false })), put(held("E002"))] }],
    ["met", { puts: [put(held("E001"))], judged: judged("met") }],
    ["not_yet", { puts: FULL, judged: judged("not_yet") }],
    ["more_needed", { puts: FULL, judged: judged("more_needed") }],
    ["judge_again", { puts: FULL, judged: judged("met", false) }],
    ["nothing", { puts: [], judged: judged("met", false) }],
  ])("%s", (standing, over) => {
    expect(cell(over).standing).toBe(standing);
  });

  it("is never met by counting, whatever there is (DOMAIN 8.4)", () => {
    const items = fc.array(
      fc.record({
        day: fc.constantFrom("2026-10-01", "2026-11-01", "2026-11-20"),
        customerId: fc.constantFrom(null, "c1", "c2", "c3"),
        corroborated: fc.boolean(),
        shared: fc.boolean(),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(items, (some) => {
        const puts = criteriaOf(cc15).flatMap(({ ref, parts }) =>
          some.map((one, n) =>
            put(
              held(`E${n}`, one),
              parts.map(({ id }) => id),
              ref,
            ),
          ),
        );
        const cells = coverageOf({ unit: cc15, plan: undefined, puts, judged: [], today: "2026-11-22" });
        expect(
          cells
            .map(({ standing }) => standing)
            .filter((one) => !["nothing", "private", "shared"].includes(one)),
        ).toEqual([]);
        expect(cells).toHaveLength(18);
      }),
    );
  });

  it("has never more gaps with a piece more than before, where that is recent", () => {
    const more = put(held("E009", { day: "2026-11-21", customerId: "c9" }));
    for (let count = 1; count <= FULL.length; count += 1) {
      const some = FULL.slice(0, count);
      expect(gapsOf({ puts: [...some, more] }).length).toBeLessThanOrEqual(gapsOf({ puts: some }).length);
    }
  });
});

describe("the numbers", () => {
  const criterion = criteriaOf(cc15).find(({ ref }) => ref === "1.2");
  if (!criterion) throw new Error("no 1.2");
  const plan: Plan = { performance: { occasions: 1 }, knowledge: {} };

  it("are the assessor's alone where they set any: what they leave out is not counted", () => {
    expect(numbersFor(cc15, criterion, plan)).toEqual({ occasions: 1 });
    expect(gapsOf({ plan, puts: [put(held("E001", { corroborated: false }))] })).toEqual([]);
  });

  it("are the criterion's before the unit's otherwise", () => {
    expect(numbersFor(cc15, { ...criterion, numbers: { occasions: 9 } }, undefined)).toEqual({
      occasions: 9,
      dates: 3,
      span_days: 28,
      within_days: 90,
      customers: 2,
      corroborated: 1,
    });
  });
});

describe("what is counted over the unit", () => {
  const reliable = builtInUnits().find(({ unit }) => unit === "58A");
  if (!reliable) throw new Error("no 58A");
  const cells = (puts: Covered["puts"]) =>
    coverageOf({ unit: reliable, plan: undefined, puts, judged: [], today: "2026-11-22" });
  const of = (puts: Covered["puts"], ref: string) => {
    const found = cells(puts).find(({ criterion }) => criterion.ref === ref);
    return { items: found?.items, gaps: found?.gaps.map(({ text }) => text) };
  };
  const at = (ref: string, over: Partial<Held>) => put(held(ref, over), ["accurate"], "3.4");

  // By hand from `58A:ER4`: easy, difficult, existing and new customers, two each (ours); unknown counts for none.
  const puts = [
    at("E001", { customerId: "c1", handling: "easy", tenure: "new" }),
    at("E002", { customerId: "c2", handling: "easy", tenure: "existing" }),
    at("E003", { customerId: "c2", handling: "difficult", tenure: "existing" }),
    at("E004", { customerId: "c3" }),
    // Without a customer nothing is known of one, whatever is ticked.
    at("E005", { handling: "easy", tenure: "new" }),
  ];

  it.each<[string, readonly string[], readonly string[]]>([
    ["ER4a", ["E001", "E002"], []],
    ["ER4b", ["E003"], ["1 of 2 different customers"]],
    ["ER4c", ["E002", "E003"], ["1 of 2 different customers"]],
    ["ER4d", ["E001"], ["1 of 2 different customers"]],
  ])("%s counts customers of its sort, each once", (ref, items, customers) => {
    const found = of(puts, ref);
    expect(found.items).toEqual(items);
    expect(found.gaps?.filter((text) => text.includes("customer"))).toEqual(customers);
  });

  it("ER3 counts everything that is claimed for the unit", () => {
    const found = of(puts, "ER3");
    expect(found.items).toEqual(["E001", "E002", "E003", "E004", "E005"]);
    expect(found.gaps).toContain("3 of 8 different customers");
    expect(of([], "ER3").gaps).toEqual(["nothing of the unit counts for it yet"]);
  });

  it("wants two kinds of evidence over the unit, of which a witness's account is one", () => {
    const alone = [at("E001", { corroborated: false })];
    const words = (some: Covered["puts"]) => overUnit({ unit: reliable, puts: some }).map(({ text }) => text);
    expect(words(alone)).toEqual(["1 of 2 kinds of evidence"]);
    expect(words([at("E001", { corroborated: true })])).toEqual([]);
    expect(words([...alone, at("E002", { kind: "observation" })])).toEqual([]);
    expect(words([])).toEqual([]);
  });
});
