import { describe, expect, it } from "vitest";
import { builtInCrosswalk, loadCrosswalk, successorOf } from "../../../src/evidence/crosswalk/crosswalk.ts";
import { builtInUnits } from "../../../src/evidence/units/built-in.ts";

describe("from H12E 04 to INSCC004", () => {
  const crosswalk = builtInCrosswalk();
  const unit = builtInUnits().find((one) => one.unit === "H12E");
  const refs = (unit?.groups ?? []).flatMap(({ criteria }) => criteria.map(({ ref }) => ref));

  it("belongs to the unit that ships, and is sure of little", () => {
    expect(crosswalk.from).toEqual({ unit: unit?.unit, edition: unit?.edition });
    expect(crosswalk.to).toEqual({ reference: "INSCC004", since: "2021-02-05" });
    expect(crosswalk.confidence).toBe("low");
  });

  it("knows two criteria and nothing else", () => {
    expect(successorOf(crosswalk, "PC3")).toMatchObject({ known: true, ref: "PC3", relation: "widened" });
    expect(successorOf(crosswalk, "PC7")).toMatchObject({ known: true, ref: "PC8", relation: "moved" });
    const known = refs.filter((ref) => successorOf(crosswalk, ref).known);
    expect(known).toEqual(["PC3", "PC7"]);
  });

  it("maps nothing by its number alone", () => {
    // The trap of DOMAIN 8.32: PC8 is in both, and is not the same.
    expect(successorOf(crosswalk, "PC8")).toMatchObject({ known: false });
    expect(successorOf(crosswalk, "PC99")).toEqual({ known: false, why: "Nothing is known of it." });
  });

  it("says of every criterion what is known or that it is not", () => {
    const named = [
      ...crosswalk.links.map(({ from }) => from),
      ...crosswalk.not_known.flatMap((one) => one.refs),
    ];
    expect(new Set(named)).toEqual(new Set(refs));
    expect(named).toHaveLength(refs.length);
  });

  it("refuses a file in which a criterion goes two ways", () => {
    const text = [
      "from: { unit: A1, edition: one }",
      "to: { reference: B1, since: 2021-02-05 }",
      "confidence: low",
      "says: Something",
      "links: [{ from: P1, to: P2, relation: moved, note: Found }]",
      "added: []",
      "not_known: [{ refs: [P1], why: Not compared }]",
    ].join("\n");
    expect(loadCrosswalk(text)).toEqual({
      ok: false,
      problems: ["line 7: 'P1' stands here twice. Remove one."],
    });
    expect(loadCrosswalk(text.replace("refs: [P1]", "refs: [P3]")).ok).toBe(true);
    expect(loadCrosswalk(text.replace("relation: moved", "relation: same").replace("[P1]", "[P3]"))).toEqual({
      ok: false,
      problems: ["line 5: links[0].relation 'same' must be moved or widened."],
    });
  });
});
