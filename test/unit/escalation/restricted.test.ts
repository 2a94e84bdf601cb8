import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { audienceAmong, mayKnow } from "../../../src/escalation/restricted.ts";
import { restrictedRoute } from "../../../src/escalation/routing.ts";
import { seedOf } from "../../support/seeded.ts";

const seed = seedOf("restricted.test.ts");

interface Somebody {
  readonly id: string;
  readonly rank: number;
}
const person = (id: string, rank: number): Somebody => ({ id, rank });
const [ana, tom, wei, priya, sam, qa, helen] = [
  person("ana", 0),
  person("tom", 0),
  person("wei", 1),
  person("priya", 2),
  person("sam", 3),
  person("qa", 3),
  person("helen", 4),
];
const idsOf = (people: readonly Somebody[]): readonly string[] => people.map(({ id }) => id);

describe("whom a restricted case is for", () => {
  it.each<[string, Somebody[], Somebody[], string, boolean, string[]]>([
    ["whoever is named for the topic", [wei, priya], [ana, tom, helen], "ana", true, ["wei", "priya"]],
    ["whoever is named, lowest level first", [helen, tom, wei], [ana], "ana", true, ["tom", "wei", "helen"]],
    ["the others who are named, where one of them raises it", [wei, priya], [ana], "wei", true, ["priya"]],
    ["the highest of the team where nobody is named", [], [ana, tom, priya, helen], "ana", false, ["helen"]],
    ["all of the highest level", [], [ana, sam, qa, priya], "ana", false, ["qa", "sam"]],
    [
      "the highest of the others where the only one named raises it",
      [qa],
      [ana, sam, qa],
      "qa",
      false,
      ["sam"],
    ],
    ["the next level where the highest raises it", [], [priya, sam, helen], "helen", false, ["sam"]],
    ["an equal where there is nobody higher", [], [ana, tom], "ana", false, ["tom"]],
    ["nobody where nobody else serves the team", [], [ana], "ana", false, []],
    ["nobody of an empty team", [], [], "ana", false, []],
  ])("%s", (_what, named, serving, raiser, isNamed, ids) => {
    const audience = audienceAmong(named, serving, raiser);
    expect({ named: audience.named, ids: idsOf(audience.people) }).toEqual({ named: isNamed, ids });
  });

  it("is never its raiser, and nobody beyond the named while one of those is left", () => {
    const people = fc.uniqueArray(fc.constantFrom(ana, tom, wei, priya, sam, qa, helen), {
      selector: ({ id }) => id,
    });
    fc.assert(
      fc.property(people, people, fc.constantFrom("ana", "wei", "helen"), (named, serving, raiser) => {
        const ids = idsOf(audienceAmong(named, serving, raiser).people);
        expect(ids).not.toContain(raiser);
        const others = idsOf(named).filter((id) => id !== raiser);
        const allowed = others.length > 0 ? others : idsOf(serving);
        expect(ids.filter((id) => !allowed.includes(id))).toEqual([]);
        expect(ids.toSorted()).toEqual(
          idsOf(audienceAmong(named.toReversed(), serving.toReversed(), raiser).people).toSorted(),
        );
      }),
      { seed },
    );
  });
});

describe("who may know of a restricted case", () => {
  const audience = { people: [wei], named: true };
  it.each([
    ["its raiser", "ana", true],
    ["its holder", "sam", true],
    ["whoever decided it", "priya", true],
    ["its audience", "wei", true],
    ["nobody else", "tom", false],
    ["nobody of a name that every object has", "constructor", false],
  ])("%s", (_who, id, may) => {
    expect(mayKnow({ raiserId: "ana", holderId: "sam", deciderId: "priya" }, audience, id)).toBe(may);
  });

  it("is not somebody without a name where it has no holder", () => {
    expect(mayKnow({ raiserId: "ana", holderId: null, deciderId: null }, audience, "")).toBe(false);
  });
});

describe("where a restricted case goes", () => {
  it("to the whole audience, each with the reason", () => {
    expect(restrictedRoute({ people: [wei, priya], named: true })).toEqual({
      candidates: [
        { id: "wei", rank: 1, reason: { why: "specialist" } },
        { id: "priya", rank: 2, reason: { why: "specialist" } },
      ],
    });
    expect(restrictedRoute({ people: [helen], named: false }).candidates[0]?.reason).toEqual({
      why: "highest",
    });
  });

  it("nowhere without an audience, and that is a hole", () => {
    expect(restrictedRoute({ people: [], named: false })).toEqual({
      candidates: [],
      hole: "nobody_authorised",
    });
  });
});
