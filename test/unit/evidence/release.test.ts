import { describe, expect, it } from "vitest";
import { release } from "../../../src/evidence/export/release.ts";

const known = {
  referencePattern: /^(?=.{1,64}$)(?:C-[0-9]{4,8})$/,
  customer: (reference: string) => (reference === "C-1042" ? "Customer 3" : undefined),
  colleagues: new Map([
    ["Ana-Maria Reyes", "Agent 2"],
    ["Ana Reyes", "Agent 1"],
  ]),
};
const out = (text: string) => release(text, known);

describe("what leaves the centre", () => {
  it.each([
    ["She waited for two weeks, and I rang her back at ten past four."],
    ["We gave £80.50 of 120, which is 67%, on order 4711 2026-11-22."],
    ["Ana said so, and Reyes did not."],
    [""],
  ])("stays as it was written where nothing in it identifies anybody: %s", (text) => {
    expect(out(text)).toEqual({ text, withheld: [] });
  });

  it("calls customers by their number in this portfolio", () => {
    expect(out("I rang C-1042, then c-1042, and c-99999.")).toEqual({
      text: "I rang Customer 3, then Customer 3, and [another customer].",
      withheld: ["customer reference"],
    });
  });

  it("names colleagues by their role, the longer name first", () => {
    expect(out("ANA REYES asked Ana-Maria Reyes.")).toEqual({
      text: "Agent 1 asked Agent 2.",
      withheld: ["colleague's name"],
    });
  });

  it.each([
    ["e-mail address", "write to jo.bloggs+1@mail.example.co.uk today"],
    ["telephone number", "ring 020 7946 0958 today"],
    ["telephone number", "ring 07700 900123 today"],
    ["telephone number", "ring +44 7700 900 123 today"],
    ["postcode", "she lives in SW1A 1AA today"],
    ["postcode", "she lives in M11AE today"],
  ])("takes out what somebody can be reached by: %s in '%s'", (kind, text) => {
    const { text: left, withheld } = out(text);
    expect(withheld).toEqual([kind]);
    expect(left).toContain(`[${kind} withheld]`);
    expect(left.endsWith(" today")).toBe(true);
    expect(left).not.toMatch(/\d/);
  });

  it("withholds a text whole that holds what may not be kept", () => {
    const { text, withheld } = out("her card is 4111 1111 1111 1111, she said");
    expect(withheld).toEqual(["card"]);
    expect(text).toBe("[Withheld: it held what may not be kept.]");
  });

  it("is not slow on a long text without an end to anything", () => {
    const long = `${"a".repeat(3_000)}@${"b.".repeat(1_500)}`;
    expect(out(long).text.length).toBeGreaterThan(0);
  });
});
