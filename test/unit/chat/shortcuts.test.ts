import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { MOST_SHORTCUT_TEXT } from "../../../src/chat/feature.ts";
import { type Floor, openFloor, said } from "../../support/floor.ts";
import { MOST_NOTE, notingFeature } from "../../support/noting.ts";

const noted: string[] = [];
let floor: Floor;
beforeAll(async () => {
  floor = await openFloor(undefined, undefined, undefined, [notingFeature(noted)]);
});
beforeEach(() => noted.splice(0));
afterAll(() => floor.close());

describe("a shortcut used on a message", () => {
  it("is handed the message's words, without the space around them", async () => {
    expect(said(await floor.shortcut("ana", "note.now", "  late & wet \n"))).toBe("Noted.");
    expect(noted).toEqual(["late & wet"]);
  });

  it("opens a form that holds the words, as many as fit its field", async () => {
    const answer = await floor.shortcut("ana", "note.begin", "x".repeat(2_000));
    expect(answer).toMatchObject({
      kind: "form",
      form: { fields: [{ id: "words", initial: `${"x".repeat(MOST_NOTE - 1)}…` }], given: ["words"] },
    });
  });

  it("is handed no more than fits, with a mark, and no half character", async () => {
    await floor.shortcut("ana", "note.now", "😀".repeat(10_000));
    const [words = ""] = noted;
    expect(words.length).toBeLessThanOrEqual(MOST_SHORTCUT_TEXT);
    expect(words).toMatch(/^(?:😀)+…$/u);
  });

  it("has its effect once, however often the platform delivers it", async () => {
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => floor.shortcut("ana", "note.now", "late", "trigger-1")),
    );
    expect(noted).toEqual(["late"]);
    expect(answers.map(said).toSorted()).toEqual(["Noted.", "done", "done", "done"]);
  });

  it("that is not known is answered so, and a command's or a button's name is none", async () => {
    for (const name of ["nothing", "escalate", "case.take", "__proto__", "<b>"])
      expect(said(await floor.shortcut("ana", name, "late"))).toContain("Floorwalker does not know that.");
  });

  it("on a message without words is handed none", async () => {
    await floor.shortcut("ana", "note.now", "");
    expect(noted).toEqual([""]);
  });
});
