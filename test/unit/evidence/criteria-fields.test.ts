import { describe, expect, it } from "vitest";
import { chosenKeys, claimsFor, criteriaFields } from "../../../src/evidence/criteria-fields.ts";
import { EVENTS } from "../../../src/evidence/units/events.ts";
import { whatWasDone } from "../../../src/evidence/event-words.ts";
import { builtInUnits } from "../../../src/evidence/units/built-in.ts";
import { criteriaOf } from "../../../src/evidence/words.ts";

const registrations = builtInUnits().map((unit) => ({
  learnerId: "wei",
  unit,
  assessorId: "qa",
  verifierId: "helen",
  fromOn: "2020-01-01",
}));

describe("fields for choosing criteria", () => {
  const fields = criteriaFields(registrations);

  it("offer every criterion of every unit once, in lists that every platform shows", () => {
    const lists = fields.flatMap((field) => (field.type === "multiChoice" ? [field.choices] : []));
    expect(lists.flat().map(({ value }) => value)).toEqual(
      registrations.flatMap(({ unit }) => criteriaOf(unit).map(({ ref }) => `${unit.unit}:${ref}`)),
    );
    expect(Math.max(...lists.map(({ length }) => length))).toBeLessThanOrEqual(25);
    expect(Math.max(...lists.flat().map(({ label }) => label.length))).toBeLessThanOrEqual(75);
    expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
  });

  it("show one part's criteria at a time", () => {
    const [part, ...lists] = fields;
    expect(part?.type === "choice" ? part.choices.map(({ value }) => value) : []).toEqual(
      lists.map(({ id }) => id),
    );
    for (const { id, showWhen } of lists) expect(showWhen).toEqual({ field: "part", oneOf: [id] });
  });

  it("are read again as the keys that were chosen in the part that was chosen", () => {
    expect(
      chosenKeys({ part: "g_cc15_lo1", g_cc15_lo1: "CC15:1.2\nCC15:1.3", g_cc15_lo2: "CC15:2.1" }),
    ).toEqual(["CC15:1.2", "CC15:1.3"]);
    expect(chosenKeys({ part: "g_cc15_lo3" })).toEqual([]);
    expect(chosenKeys({})).toEqual([]);
  });
});

describe("chosen criteria as claims", () => {
  it("are for all parts, or for those that the record suggested", () => {
    expect(claimsFor(registrations, ["CC15:1.2", "CC15:1.2"])).toEqual([
      {
        unit: "CC15",
        edition: "NOS Contact Centre 15",
        ref: "1.2",
        parts: ["resolve", "procedure"],
        suggested: false,
      },
    ]);
    expect(claimsFor(registrations, ["CC15:1.2"], new Map([["CC15:1.2", ["resolve"]]]))).toEqual([
      { unit: "CC15", edition: "NOS Contact Centre 15", ref: "1.2", parts: ["resolve"], suggested: true },
    ]);
  });

  it.each(["CC15:13", "CC15:1.9", "H12E:1.2", "", "1.2", "cc15:1.2", "NONE:1.1"])("%j is none", (key) => {
    expect(() => claimsFor(registrations, [key])).toThrow("unknown criterion");
  });

  it("are of no unit that somebody is not registered for", () => {
    expect(() =>
      claimsFor(
        registrations.filter(({ unit }) => unit.unit === "CC15"),
        ["58A:1.1"],
      ),
    ).toThrow("unknown criterion");
  });
});

describe("what somebody did, in words", () => {
  it("has words of its own for every event that a unit suggests something by", () => {
    const suggesting = new Set(
      builtInUnits().flatMap((unit) =>
        criteriaOf(unit).flatMap(({ suggested_by: rules }) => rules.map(({ event }) => event)),
      ),
    );
    const plain = [...suggesting].filter(
      (kind) => whatWasDone({ kind, facts: {} }) === kind.replace(".", " ").replaceAll("_", " "),
    );
    expect(plain).toEqual([]);
    expect([...suggesting].filter((kind) => !EVENTS.has(kind))).toEqual([]);
  });

  it.each([
    ["2026-12-26", "2026-12-26", "Analysed the figures of 26 December 2026"],
    ["2026-12-21", "2026-12-27", "Analysed the figures from 21 December 2026 to 27 December 2026"],
  ])("says of figures from %s to %s: %s", (from, until, words) => {
    expect(whatWasDone({ kind: "kpi.analysed", facts: { from, until } })).toBe(words);
  });
});
