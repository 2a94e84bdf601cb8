import { asc } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { learners } from "../../../db/schema/evidence.ts";
import { journal } from "../../../db/schema/foundation.ts";
import { verifyJournal } from "../../../src/journal/index.ts";
import { differences } from "../../../src/organisation/differences.ts";
import { parseOrganisation } from "../../../src/organisation/file.ts";
import { tempStore } from "../../support/temp-store.ts";
import { applyText } from "../../support/world.ts";
import { file, messages, organisationOf } from "./support.ts";

/** Line 8 is Ana; Gone, on line 12, is disabled. The row of authority is on line 14. */
const PEOPLE = [
  "  - { id: ana, name: Ana Reyes, team: billing, level: agent }",
  "  - { id: wei, name: Wei Chen, team: billing, level: senior }",
  "  - { id: priya, name: Priya Shah, team: billing, level: team_leader }",
  "  - { id: ruth, name: Ruth Donnelly, level: manager }",
  "  - { id: gone, name: Gone Away, level: director, disabled: true }",
].join("\n");
/** Entries of `learners`, the first on line 16. */
const withLearners = (...entries: readonly string[]): string =>
  file({
    people: PEOPLE,
    authority: "  - { decision: refund, level: senior }",
    learners: entries.map((entry) => `  - { ${entry} }`).join("\n"),
  });

const STAFF = "assessor: priya, verifier: ruth, from: 2026-09-01";
const ANA = `person: ana, unit: CC15, ${STAFF}`;

describe("the section about learners", () => {
  it.each([
    ["left out", file({ people: PEOPLE })],
    ["empty", `${file({ people: PEOPLE })}learners:\n`],
    ["an empty list", `${file({ people: PEOPLE })}learners: []\n`],
  ])("registers nobody when it is %s", (_name, text) => {
    expect(organisationOf(text).learners).toEqual([]);
  });

  it("stands for one registration per unit", () => {
    const text = withLearners(
      `${ANA}, edition: "Edition 2 (2014)"`,
      "person: wei, units: [58A, H12E], assessor: ruth, verifier: priya, from: 2026-10-31",
    );
    expect(organisationOf(text).learners).toEqual([
      {
        person: "ana",
        unit: "CC15",
        edition: "Edition 2 (2014)",
        assessor: "priya",
        verifier: "ruth",
        from: "2026-09-01",
      },
      { person: "wei", unit: "58A", assessor: "ruth", verifier: "priya", from: "2026-10-31" },
      { person: "wei", unit: "H12E", assessor: "ruth", verifier: "priya", from: "2026-10-31" },
    ]);
  });

  it("may have somebody learn, judge and check, as long as it is never of the same registration", () => {
    const round = withLearners(
      ANA,
      "person: priya, unit: H12E, assessor: ruth, verifier: wei, from: 2026-09-01",
      "person: ruth, unit: H12E, assessor: wei, verifier: priya, from: 2026-09-01",
    );
    expect(messages(round)).toBe("");
  });

  it.each(["2000-01-01", "2028-02-29", "2099-12-31"])("takes the day %s", (day) => {
    expect(messages(withLearners(ANA.replace("2026-09-01", day)))).toBe("");
  });
});

describe("a problem in it is named with its line", () => {
  it.each<[string, readonly string[], string]>([
    [
      "a misspelt key",
      [ANA.replace("assessor", "assesor")],
      "line 16: learners[0] 'ana': there is no key 'assesor'. Did you mean 'assessor'?",
    ],
    [
      "a person who is not there",
      [ANA.replace("person: ana", "person: anna")],
      "line 16: learners[0] 'anna': person 'anna' is not in people (line 7). Did you mean 'ana'?",
    ],
    [
      "an assessor who is not there",
      [ANA.replace("priya", "pria")],
      "learners[0] 'ana': assessor 'pria' is not in people (line 7). Did you mean 'priya'?",
    ],
    [
      "a verifier whose name every object has",
      [ANA.replace("ruth", "constructor")],
      "learners[0] 'ana': verifier 'constructor' is not in people (line 7).",
    ],
    [
      "an assessor who is disabled",
      [ANA.replace("priya", "gone")],
      "line 16: learners[0] 'ana': assessor 'gone' is disabled (line 12) and could judge nothing. Name somebody else.",
    ],
    [
      "a verifier who is disabled",
      [ANA.replace("ruth", "gone")],
      "line 16: learners[0] 'ana': verifier 'gone' is disabled (line 12) and could check nothing. Name somebody else.",
    ],
    [
      "somebody who judges their own work",
      [ANA.replace("priya", "ana")],
      "line 16: learners[0] 'ana': person and assessor are both 'ana'. The learner, who judges and who checks are three people.",
    ],
    [
      "somebody who checks their own work",
      [ANA.replace("ruth", "ana")],
      "line 16: learners[0] 'ana': person and verifier are both 'ana'. The learner, who judges and who checks are three people.",
    ],
    [
      "somebody who checks their own judgements",
      [ANA.replace("ruth", "priya")],
      "line 16: learners[0] 'ana': assessor and verifier are both 'priya'. The learner, who judges and who checks are three people.",
    ],
    [
      "no unit",
      [ANA.replace("unit: CC15, ", "")],
      "line 16: learners[0] 'ana': unit is missing. Name one (unit: CC15) or several (units: [CC15, 58A]).",
    ],
    [
      "both unit and units",
      [`${ANA}, units: [58A]`],
      "line 16: learners[0] 'ana': has both unit and units. Remove one.",
    ],
    ["an empty list of units", [ANA.replace("unit: CC15", "units: []")], "'ana': units names no unit."],
    [
      "eleven units",
      [ANA.replace("unit: CC15", `units: [${Array.from({ length: 11 }, (_, n) => `U${n}`).join(", ")}]`)],
      "units must have at most 10 units.",
    ],
    [
      "an edition of several units",
      [`${ANA.replace("unit: CC15", "units: [CC15, 58A]")}, edition: "2"`],
      "line 16: learners[0] 'ana': edition is for one unit. Give each unit an entry of its own, with unit in place of units.",
    ],
    [
      "a long edition",
      [`${ANA}, edition: ${"x".repeat(41)}`],
      "edition 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…' must have at most 40 characters.",
    ],
    [
      "a unit in small letters",
      [ANA.replace("CC15", "cc15")],
      "unit 'cc15' must be a unit's code of 2 to 12 capital letters and figures, such as CC15.",
    ],
    ["a unit of one letter", [ANA.replace("CC15", "C")], "unit 'C' must be a unit's code"],
    ["a unit of thirteen", [ANA.replace("CC15", "C".repeat(13))], "must be a unit's code"],
    ["a unit with a space", [ANA.replace("unit: CC15", "units: [CC 15]")], "units[0] 'CC 15' must be"],
    ["no day", [ANA.replace(", from: 2026-09-01", "")], "line 16: learners[0] 'ana': from is missing."],
    [
      "a day that there is not",
      [ANA.replace("2026-09-01", "2026-02-29")],
      "from '2026-02-29' must be a date from 2000 to 2099, such as 2026-09-01.",
    ],
    ["a day in words", [ANA.replace("2026-09-01", "1 September 2026")], "from '1 September 2026' must be a"],
    ["a year that is mistyped", [ANA.replace("2026", "0226")], "from '0226-09-01' must be a date"],
    ["a year far ahead", [ANA.replace("2026", "2126")], "from '2126-09-01' must be a date"],
    ["a time of day", [ANA.replace("2026-09-01", '"2026-09-01T09:00"')], "must be a date"],
    [
      "a unit twice in two entries",
      [ANA, `person: wei, unit: CC15, ${STAFF}`, ANA.replace("unit: CC15", "units: [58A, CC15]")],
      "line 18: learners[2] 'ana': already registered for 'CC15' on line 16. Remove one of the two.",
    ],
    [
      "a unit twice in one entry",
      [ANA.replace("unit: CC15", "units: [CC15, CC15]")],
      "line 16: learners[0] 'ana': already registered for 'CC15' on line 16. Remove one of the two.",
    ],
  ])("%s", (_name, entries, message) => {
    expect(messages(withLearners(...entries))).toContain(message);
  });

  it("each part of one who is all three, once", () => {
    expect(messages(withLearners(ANA.replaceAll(/priya|ruth/g, "ana"))).split("\n")).toEqual([
      expect.stringContaining("person and assessor are both 'ana'."),
      expect.stringContaining("person and verifier are both 'ana'."),
    ]);
  });

  it("is no list, or a list without end", () => {
    const text = file({ people: PEOPLE });
    expect(messages(`${text}learners: ana\n`)).toContain("learners: must be a list");
    const many = Array.from({ length: 2001 }, () => ANA);
    expect(messages(withLearners(...many))).toContain("learners: has 2001 entries; the most is 2000.");
  });

  it("but not every learner, where there are no people at all", () => {
    const text = withLearners(ANA).replace(/people:\n(?: {2}.*\n)*/, "");
    expect(messages(text)).toBe("line 1: people: is missing. It needs at least one entry.");
  });
});

describe("what would surprise people about learners", () => {
  const warningsOf = (...entries: readonly string[]): readonly string[] => {
    const parsed = parseOrganisation(withLearners(...entries));
    return (parsed.ok ? parsed.warnings : parsed.problems).map(
      ({ line, message }) => `line ${line}: ${message}`,
    );
  };

  it("is nothing about the units that ship with the program", () => {
    expect(warningsOf(ANA.replace("unit: CC15", "units: [CC15, H12E, 58A]"))).toEqual([]);
  });

  it("is a unit that the centre has to load, in either way of naming it, and a learner who is disabled", () => {
    expect(
      warningsOf(
        ANA.replace("CC15", "INSCC004"),
        `person: wei, units: [58A, D9], ${STAFF}`,
        `person: gone, unit: 58A, ${STAFF}`,
      ),
    ).toEqual([
      "line 16: learners[0] 'ana': no file for the unit 'INSCC004' ships with the program: the centre has to load its own.",
      "line 17: learners[1] 'wei': no file for the unit 'D9' ships with the program: the centre has to load its own.",
      "line 18: learners[2] 'gone': person is disabled: nothing can be added to the portfolio.",
    ]);
  });
});

describe("what a file would change about learners", () => {
  const before = organisationOf(withLearners(ANA));
  const change = (...entries: readonly string[]) =>
    differences(before, organisationOf(withLearners(...entries)));

  it.each<[string, readonly string[], readonly string[]]>([
    ["nothing", [ANA], []],
    ["nothing, where the unit is written as a list of one", [ANA.replace("unit: CC15", "units: [CC15]")], []],
    [
      "somebody else",
      [ANA, `person: wei, unit: 58A, edition: "2", ${STAFF}`],
      [
        "Register Wei Chen for 58A, edition 2, from 1 September 2026 (assessor Priya Shah, verifier Ruth Donnelly)",
      ],
    ],
    ["nobody any more", [], ["Ana Reyes is no longer registered for CC15"]],
    [
      "another unit",
      [ANA.replace("CC15", "H12E")],
      [
        "Register Ana Reyes for H12E from 1 September 2026 (assessor Priya Shah, verifier Ruth Donnelly)",
        "Ana Reyes is no longer registered for CC15",
      ],
    ],
    [
      "another assessor",
      [ANA.replace("priya", "wei")],
      ["Ana Reyes, CC15: assessor from Priya Shah to Wei Chen"],
    ],
    [
      "another verifier",
      [ANA.replace("ruth", "wei")],
      ["Ana Reyes, CC15: verifier from Ruth Donnelly to Wei Chen"],
    ],
    [
      "another day",
      [ANA.replace("09-01", "11-30")],
      ["Ana Reyes, CC15: counts from 30 November 2026, no longer from 1 September 2026"],
    ],
    [
      "an edition",
      [`${ANA}, edition: "2"`],
      ["Ana Reyes, CC15: from the edition that ships with the program to the edition 2"],
    ],
  ])("%s", (_name, entries, sentences) => {
    expect(change(...entries)).toEqual(sentences);
  });

  it("is every registration in a new organisation", () => {
    expect(differences(undefined, before).at(-1)).toBe(
      "Register Ana Reyes for CC15 from 1 September 2026 (assessor Priya Shah, verifier Ruth Donnelly)",
    );
  });
});

describe("applied", () => {
  it("is a row for each unit, and one who left the file stays, inactive, until they are back", async () => {
    const temp = await tempStore();
    const { store } = temp;
    const rows = () => store.read.select().from(learners).orderBy(asc(learners.memberId), asc(learners.unit));
    const ana = {
      memberId: "ana",
      unit: "CC15",
      edition: null,
      assessorId: "priya",
      verifierId: "ruth",
      fromOn: "2026-09-01",
      active: true,
    };
    try {
      await applyText(store, withLearners(ANA, `person: wei, units: [58A, H12E], ${STAFF}`), 0);
      const wei = (unit: string, active: boolean) => ({ ...ana, memberId: "wei", unit, active });
      expect(await rows()).toEqual([ana, wei("58A", true), wei("H12E", true)]);

      const other = `person: ana, unit: CC15, edition: "2", assessor: ruth, verifier: priya, from: 2026-10-01`;
      await applyText(store, withLearners(other, `person: wei, unit: H12E, ${STAFF}`), 1);
      const moved = {
        ...ana,
        edition: "2",
        assessorId: "ruth",
        verifierId: "priya",
        fromOn: "2026-10-01",
      };
      expect(await rows()).toEqual([moved, wei("58A", false), wei("H12E", true)]);

      await applyText(store, file({ people: PEOPLE, authority: "  - { decision: x, level: senior }" }), 2);
      expect((await rows()).map(({ active }) => active)).toEqual([false, false, false]);

      await applyText(store, withLearners(ANA), 3);
      expect(await rows()).toEqual([ana, wei("58A", false), wei("H12E", false)]);
    } finally {
      await temp.close();
    }
  });
});

describe("on record", () => {
  it("is who was whose assessor and verifier, from when until when", async () => {
    const temp = await tempStore();
    const { store } = temp;
    /** What was put on record at a time, without what is the same in all of it. */
    const recordedAt = async (at: number) =>
      (await store.read.select().from(journal).orderBy(asc(journal.seq)))
        .filter((event) => event.at === at && event.kind.startsWith("registration."))
        .map(({ kind, subject, actor, facts }) => [kind, subject, actor, JSON.parse(facts)]);
    const ana = { learner: "ana", unit: "CC15" };
    const first = { edition: null, assessor: "priya", verifier: "ruth", from: "2026-09-01" };
    const was = { was_edition: null, was_assessor: "priya", was_verifier: "ruth", was_from: "2026-09-01" };
    try {
      await applyText(store, withLearners(ANA), 1);
      expect(await recordedAt(1)).toEqual([["registration.begun", "ana", "system", { ...ana, ...first }]]);

      // Somebody else is registered; nothing is said of Ana, who is as before.
      await applyText(store, withLearners(ANA, `person: wei, unit: 58A, ${STAFF}`), 2);
      expect((await recordedAt(2)).map(([kind, subject]) => [kind, subject])).toEqual([
        ["registration.begun", "wei"],
      ]);

      const changes = [
        [`person: ana, unit: CC15, assessor: wei, verifier: ruth, from: 2026-09-01`, { assessor: "wei" }],
        [`person: ana, unit: CC15, assessor: priya, verifier: wei, from: 2026-09-01`, { verifier: "wei" }],
        [
          `person: ana, unit: CC15, assessor: priya, verifier: ruth, from: 2026-10-01`,
          { from: "2026-10-01" },
        ],
        [`${ANA}, edition: "2"`, { edition: "2" }],
      ] as const;
      for (const [n, [entry, change]] of changes.entries()) {
        const at = 10 * (n + 1);
        await applyText(store, withLearners(entry), at);
        expect((await recordedAt(at)).filter(([, subject]) => subject === "ana")).toEqual([
          ["registration.changed", "ana", "system", { ...ana, ...first, ...change, ...was }],
        ]);
        await applyText(store, withLearners(ANA), at + 1);
        expect((await recordedAt(at + 1)).map(([kind]) => kind)).toEqual(["registration.changed"]);
      }

      await applyText(store, withLearners(), 90);
      expect(await recordedAt(90)).toEqual([["registration.ended", "ana", "system", { ...ana, ...was }]]);
      await applyText(store, withLearners(ANA), 91);
      expect(await recordedAt(91)).toEqual([["registration.begun", "ana", "system", { ...ana, ...first }]]);
      expect((await verifyJournal(store.read)).faults).toEqual([]);
    } finally {
      await temp.close();
    }
  });
});
