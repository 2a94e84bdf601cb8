import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { authority } from "../../../db/schema/people.ts";
import { decisionsOf, registerAt } from "../../../src/authority/index.ts";
import { differences } from "../../../src/organisation/differences.ts";
import { readSettings } from "../../../src/people/index.ts";
import { tempStore } from "../../support/temp-store.ts";
import { applyText } from "../../support/world.ts";
import { file, messages, organisationOf } from "./support.ts";

/** Rows of one decision, the first on line 12. */
const rows = (...marks: readonly string[]): string =>
  file({
    authority: marks
      .map((keys, index) => `  - { decision: press, level: ${["manager", "director"][index] ?? ""}${keys} }`)
      .join("\n"),
  });

describe("the marks of a decision", () => {
  it("are none where the file has none, and otherwise in one order, each once", () => {
    const marksOf = (text: string) => organisationOf(text).authority.map(({ marks }) => marks);
    expect(marksOf(rows(""))).toEqual([[]]);
    expect(marksOf(rows(", marks: []"))).toEqual([[]]);
    expect(marksOf(rows(", marks: [identification, high_risk, identification]"))).toEqual([
      ["high_risk", "identification"],
    ]);
  });

  it.each<[string, readonly string[], string]>([
    [
      "a mark that there is not",
      [", marks: [high_risk, highrisk]"],
      "line 12: authority[0] 'press': marks[1] 'highrisk' must be one of identification, high_risk.",
    ],
    [
      "a mark that is no list",
      [", marks: high_risk"],
      "line 12: authority[0] 'press': marks must be a list: [one, two].",
    ],
    [
      "rows with different marks",
      [", marks: [high_risk]", ", marks: [identification]"],
      "line 13: authority[1] 'press': marks must be the same in every row of a decision: 'identification' here, 'high_risk' on line 12.",
    ],
    [
      "a row that has lost its marks",
      [", marks: [identification, high_risk]", ""],
      "line 13: authority[1] 'press': marks must be the same in every row of a decision: nothing here, 'high_risk, identification' on line 12.",
    ],
  ])("that are wrong are named with their line: %s", (_name, given, message) => {
    expect(messages(rows(...given))).toBe(message);
  });

  it("may stand in any order in its rows, and an empty list is as good as none", () => {
    expect(
      messages(rows(", marks: [identification, high_risk]", ", marks: [high_risk, identification]")),
    ).toBe("");
    expect(messages(rows("", ", marks: []"))).toBe("");
  });

  it("are a sentence each when they change, once for the decision", () => {
    const both = (keys: string) => organisationOf(rows(keys, keys));
    expect(differences(both(""), both(", marks: [high_risk]"))).toEqual([
      "Press: its cases are now marked “high risk”",
    ]);
    expect(differences(both(", marks: [high_risk]"), both(", marks: [identification]"))).toEqual([
      "Press: its cases are now marked “identification”",
      "Press: its cases are no longer marked “high risk”",
    ]);
    expect(differences(undefined, both(", marks: [high_risk]")).slice(-3)).toEqual([
      "Press: its cases are now marked “high risk”",
      "Press: manager may decide",
      "Press: director may decide",
    ]);
  });
});

describe("applied", () => {
  it("they are in the register from the next version on, and in no earlier one", async () => {
    const temp = await tempStore();
    const { store } = temp;
    const version = async () => (await readSettings(store.read)).authorityVersion;
    const marksAt = async (at: number) =>
      decisionsOf(await registerAt(store.read, at)).map(({ marks }) => marks);
    try {
      await applyText(store, rows("", ""), 0);
      expect(await version()).toBe(1);
      const marked = rows(", marks: [high_risk, identification]", ", marks: [identification, high_risk]");
      await applyText(store, marked, 1);
      expect(await version()).toBe(2);
      expect([await marksAt(1), await marksAt(2)]).toEqual([[[]], [["high_risk", "identification"]]]);
    } finally {
      await temp.close();
    }
  });

  it("a decision without any is kept as in a version from before there were marks", async () => {
    const temp = await tempStore();
    try {
      await applyText(temp.store, rows(""), 0);
      const kept = temp.store.read.select({ marks: authority.marks }).from(authority);
      expect(await kept.where(eq(authority.version, 1))).toEqual([{ marks: null }]);
    } finally {
      await temp.close();
    }
  });
});
