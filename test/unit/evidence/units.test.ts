import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { builtInUnits } from "../../../src/evidence/units/built-in.ts";
import { loadUnit } from "../../../src/evidence/units/load.ts";
import { packageRoot } from "../../../src/package-root.ts";

const ID = (last: number): string => `7a1e4d52-0b7c-4c1e-9a3f-${String(last).padStart(12, "0")}`;

/** A small unit that is right: the group on line 12, its first criterion from 15 on, the second from 27 on. */
const SMALL = [
  "unit: TRY1", // 1
  'edition: "04"',
  `id: ${ID(1)}`,
  "title: A unit to try things with",
  "awarding_body: Nobody", // 5
  "standing: It is an example.",
  "numbers:",
  "  performance: { occasions: 3 }",
  "  knowledge: {}",
  "  requirement: {}", // 10
  "groups:",
  "  - id: LO1",
  "    title: The first outcome",
  "    criteria:",
  "      - ref: 1.10", // 15
  `        id: ${ID(2)}`,
  "        title: Something that is done",
  "        kind: performance",
  "        verb: do",
  "        parts:", // 20
  "          - { id: one, title: The first part }",
  "          - { id: two, title: The second part }",
  "        corroborated_by: A colleague",
  "        suggested_by:",
  "          - { event: case.decided, role: resolver, parts: [one], when: { told: [true, 3] }, reason: You did. }", // 25
  "        numbers: { customers: 2 }",
  "      - ref: 1.1",
  `        id: ${ID(3)}`,
  "        title: Something that is known",
  "        kind: knowledge", // 30
  "        verb: explain",
  "        parts: [{ id: all, title: All of it }]",
  "        corroborated_by: An assessor",
  "        suggested_by:",
  "          - { event: kpi.defined, role: definer, strength: support, reason: You did. }", // 35
].join("\n");

const changed = (from: string, to: string): string => {
  if (!SMALL.includes(from)) throw new Error(`there is no ${from}`);
  return SMALL.replace(from, to);
};
const problemsOf = (text: string): readonly string[] => {
  const read = loadUnit(text);
  return read.ok ? [] : read.problems;
};

describe("the units that ship with the program", () => {
  const counted = builtInUnits().map(({ unit, edition, groups }) => ({
    unit,
    edition,
    groups: Object.fromEntries(
      groups.map(({ id, criteria }) => [id, criteria.map(({ ref }) => ref).join(" ")]),
    ),
  }));

  it("have every criterion under its own number, in its order", () => {
    expect(counted).toEqual([
      {
        unit: "CC15",
        edition: "NOS Contact Centre 15",
        groups: {
          LO1: "1.1 1.2 1.3 1.4",
          LO2: "2.1 2.2 2.3 2.4 2.5",
          LO3: "3.1 3.2 3.3 3.4 3.5",
          ER: "ER1 ER2 ER3 ER4",
        },
      },
      {
        unit: "H12E",
        edition: "04",
        groups: {
          Escalation: "PC1 PC2 PC3 PC4 PC5 PC6",
          Monitoring: "PC7 PC8 PC9 PC10 PC11",
          Requirements: "PC12 PC13 PC14 PC15 PC16",
          KU: "KUa KUb KUc KUd KUe KUf KUg KUh KUi KUj KUk",
          ER: "ER0 ER1 ER2 ER3 ER4a ER4b ER4c ER5a ER5b1 ER5b2 ER6a ER6b",
        },
      },
      {
        unit: "58A",
        edition: "2010 standards",
        groups: {
          LO1: "1.1 1.2 1.3",
          LO2: "2.1 2.2 2.3 2.4 2.5 2.6 2.7 2.8",
          LO3: "3.1 3.2 3.3 3.4",
          LO4: "4.1 4.2 4.3 4.4 4.5 4.6 4.7 4.8",
          ER: "ER1 ER2 ER3 ER4a ER4b ER4c ER4d ER5a ER5b ER5c ER6",
        },
      },
    ]);
  });

  it("have 14, 16 with 11, and 23 criteria besides what the evidence must be", () => {
    const count = (unit: string, kind: string): number =>
      builtInUnits()
        .filter((one) => one.unit === unit)
        .flatMap(({ groups }) => groups.flatMap(({ criteria }) => criteria))
        .filter((criterion) => criterion.kind === kind).length;
    expect([count("CC15", "performance"), count("CC15", "knowledge")]).toEqual([9, 5]);
    expect([count("H12E", "performance"), count("H12E", "knowledge")]).toEqual([16, 11]);
    expect([count("58A", "performance"), count("58A", "knowledge")]).toEqual([15, 8]);
  });

  it("bring none of an awarding body's wording, and say that they award nothing", () => {
    for (const { standing, groups } of builtInUnits()) {
      expect(standing).toContain("It is not an award and leads to none by itself.");
      for (const { wording } of groups.flatMap(({ criteria }) => criteria)) expect(wording).toBeUndefined();
    }
  });

  it("share no id, not even with each other", () => {
    const ids = builtInUnits().flatMap((unit) => [
      unit.id,
      ...unit.groups.flatMap(({ criteria }) => criteria.map(({ id }) => id)),
    ]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("ask something of whoever shows knowledge, and say how it is shown honestly", () => {
    const knowledge = builtInUnits()
      .flatMap(({ groups }) => groups.flatMap(({ criteria }) => criteria))
      .filter(({ kind }) => kind === "knowledge");
    for (const { ref, questions, beyond_chat } of knowledge) {
      expect(questions.length, ref).toBeGreaterThan(0);
      expect(beyond_chat, ref).toBeDefined();
    }
  });

  it("name situations to look out for with everything that is performed", () => {
    const performed = builtInUnits()
      .flatMap(({ groups }) => groups.flatMap(({ criteria }) => criteria))
      .filter(({ kind }) => kind === "performance");
    for (const { ref, situations } of performed) {
      expect(situations.length, ref).toBeGreaterThan(0);
      for (const situation of situations) expect(situation).toMatch(/^When /);
    }
  });

  // DOMAIN 6.8: what happens on the contact, in private or in a meeting cannot be shown from chat.
  it.each([
    ["CC15", ["1.1", "2.5"]],
    ["H12E", ["PC1", "PC4", "PC6", "PC7", "PC16"]],
    ["58A", ["1.1", "1.2", "2.1", "2.3", "2.4", "2.5", "3.1", "3.2", "3.3"]],
  ])("say of %s where chat is not enough", (name, refs) => {
    const found = builtInUnits()
      .filter(({ unit }) => unit === name)
      .flatMap(({ groups }) => groups.flatMap(({ criteria }) => criteria))
      .filter(({ kind, beyond_chat }) => kind === "performance" && beyond_chat !== undefined);
    expect(found.map(({ ref }) => ref)).toEqual(refs);
  });

  it("are the same when they are asked for again", () => {
    expect(builtInUnits()).toBe(builtInUnits());
  });
});

describe("reading a unit's file", () => {
  it("keeps what is written: a reference its nought, an edition its nought, numbers as numbers", () => {
    const read = loadUnit(SMALL);
    if (!read.ok) throw new Error(read.problems.join("\n"));
    const { unit } = read;
    const [first, second] = unit.groups[0]?.criteria ?? [];
    expect(unit.edition).toBe("04");
    expect(unit.numbers.performance).toEqual({ occasions: 3 });
    expect([first?.ref, second?.ref]).toEqual(["1.10", "1.1"]);
    expect(first?.numbers).toEqual({ customers: 2 });
    expect(first?.suggested_by).toEqual([
      {
        event: "case.decided",
        role: "resolver",
        parts: ["one"],
        when: { told: ["true", "3"] },
        strength: "whole",
        reason: "You did.",
      },
    ]);
    expect(second?.look_for).toEqual([]);
  });

  it.each([
    ["an empty file", "", ["line 1: The file must start with keys such as 'unit:' and 'groups:'."]],
    ["a list", "- one", ["line 1: The file must start with keys such as 'unit:' and 'groups:'."]],
    [
      "a unit's code in small letters",
      changed("TRY1", "try1"),
      ["line 1: unit 'try1' must hold 2 to 12 capital letters and figures, such as H12E."],
    ],
    ["a missing title", changed("title: A unit to try things with\n", ""), ["line 1: title is missing."]],
    [
      "a misspelt key",
      changed("        verb: do", "        verbs: do"),
      [
        "line 15: groups[0].criteria[0].verb is missing.",
        "line 19: there is no key 'verbs' in groups.0.criteria.0. Did you mean 'verb'?",
      ],
    ],
    [
      "a number that is none",
      changed("occasions: 3", "occasions: many"),
      ["line 8: numbers.performance.occasions 'many' must be a whole number from 1 to 1000."],
    ],
    [
      "an unknown kind",
      changed("kind: knowledge", "kind: wisdom"),
      ["line 30: groups[0].criteria[1].kind 'wisdom' must be performance, knowledge or requirement."],
    ],
    [
      "an id that is no UUID",
      changed(ID(3), "three"),
      [
        "line 28: groups[0].criteria[1].id 'three' must be a UUID, made once for this entry and never changed.",
      ],
    ],
    [
      "a reference twice",
      changed("ref: 1.10", "ref: 1.1"),
      [
        "line 27: the reference '1.1' stands here twice (first on line 15). A reference stands for one criterion of the unit.",
      ],
    ],
    [
      "an id twice",
      changed(ID(3), ID(1)),
      [
        `line 28: the id '${ID(1)}' stands here twice (first on line 3). Every entry has one of its own: make a new one.`,
      ],
    ],
    [
      "a part twice",
      changed("id: two", "id: one"),
      ["line 22: 1.10: the part 'one' stands here twice (first on line 21). Give it another id."],
    ],
    [
      "a group twice",
      `${SMALL}\n${SMALL.slice(SMALL.indexOf("  - id: LO1")).replace(ID(2), ID(4)).replace(ID(3), ID(5)).replace("1.10", "2.10").replace("ref: 1.1\n", "ref: 2.1\n")}`,
      ["line 36: the group 'LO1' stands here twice (first on line 12). Give it another id."],
    ],
    [
      "a part that the criterion has not",
      changed("parts: [one]", "parts: [one, tow]"),
      ["line 25: 1.10: it has no part 'tow'. Did you mean 'two'?"],
    ],
    [
      "an event that nobody does",
      changed("case.decided", "case.decides"),
      ["line 25: 1.10: there is no event 'case.decides' that people do. Did you mean 'case.decided'?"],
    ],
    [
      "an event that the bot does",
      changed("event: case.decided, role: resolver", "event: alert.raised, role: detector"),
      ["line 25: 1.10: 'alert.raised' is done by the bot itself, so nobody can have earned it."],
    ],
    [
      "a part in it that nobody has",
      changed("role: resolver", "role: raiser"),
      ["line 25: 1.10: nobody is 'raiser' in case.decided. Whoever does it is 'resolver'."],
    ],
    [
      "knowledge shown by doing",
      changed("strength: support, ", ""),
      ["line 35: 1.1: what is done shows no knowledge by itself. Write 'strength: support'."],
    ],
    [
      "knowledge shown by doing, in part",
      changed("strength: support, ", "strength: part, "),
      ["line 35: 1.1: what is done shows no knowledge by itself. Write 'strength: support'."],
    ],
    [
      "a reference of YAML",
      changed("numbers: { customers: 2 }", "numbers: *other"),
      ["line 26: References (*name) are not read. Write the value out."],
    ],
  ])("says what is wrong with %s", (_, text, problems) => {
    const found = problemsOf(text);
    expect(found.length).toBeGreaterThan(0);
    expect(found).toEqual(problems);
  });

  it("knows the keys of a rule, and suggests the one that was meant", () => {
    const line = "line 25: there is no key";
    expect(problemsOf(changed("parts: [one]", "part: [one]"))).toEqual([
      `${line} 'part' in groups.0.criteria.0.suggested_by.0. Did you mean 'parts'?`,
    ]);
  });

  it("says everything at once", () => {
    const text = changed("role: resolver", "role: raiser").replace("strength: support, ", "");
    expect(problemsOf(text)).toHaveLength(2);
    expect(problemsOf(text.replace("TRY1", "try 1").replace("verb: do", "verb: make"))).toHaveLength(2);
  });

  it("refuses what is too large, and does not choke on hostile files", () => {
    expect(problemsOf(`${SMALL}\n# ${"x".repeat(1024 * 1024)}`)).toEqual([
      "The file is larger than 1 MB. Is it the right file?",
    ]);
    expect(problemsOf(`a: ${"[".repeat(100_000)}`).length).toBeGreaterThan(0);
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (const [from, to] of ["ab", "bc", "cd", "de", "ef", "fg"].map((two) => two.split("")))
      bomb.push(`${to}: &${to} [${Array.from({ length: 9 }, () => `*${from}`).join(", ")}]`);
    expect(problemsOf(bomb.join("\n")).length).toBeGreaterThan(0);
  });

  it("reads the example in the guide", () => {
    const guide = readFileSync(join(packageRoot(), "docs", "units.md"), "utf8");
    const [, example = ""] = /```yaml\n(.*?)```/s.exec(guide) ?? [];
    expect(problemsOf(example)).toEqual([]);
    expect(loadUnit(example).ok).toBe(true);
  });

  it("reads a file of the program's own with an awarding body's wording added", () => {
    const file = readFileSync(join(packageRoot(), "src", "evidence", "units", "cc15.yaml"), "utf8");
    const read = loadUnit(file.replace('ref: "1.3"', 'ref: "1.3"\n        wording: As it is printed'));
    expect(read.ok && read.unit.groups[0]?.criteria[2]?.wording).toBe("As it is printed");
  });
});
