import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatMoney, parseMoney } from "../../src/money.ts";
import { seedOf } from "../support/seeded.ts";

const seed = seedOf("money.test.ts");

const problem = (text: string, currency = "GBP"): string => {
  const read = parseMoney(text, currency);
  return read.ok ? `read as ${read.pence}` : read.problem;
};

describe("an amount that cannot be right", () => {
  it.each([
    ["", "Give an amount"],
    ["   ", "Give an amount"],
    ["-5", "more than zero"],
    ["−5", "more than zero"],
    ["£-5", "more than zero"],
    ["0", "more than zero"],
    ["0.00", "more than zero"],
    ["1e9", "in figures"],
    ["NaN", "in figures"],
    ["Infinity", "in figures"],
    ["0x10", "in figures"],
    ["eighty", "in figures"],
    ["£80.555", "two decimals"],
    ["80.000", "two decimals"],
    ["80,50", "80.50"],
    ["80,5", "80.5"],
    ["1.250,00", "point before the pennies"],
    ["12,50,00", "point before the pennies"],
    ["1,2500", "point before the pennies"],
    ["€80", "in GBP"],
    ["$80", "in GBP"],
    ["EUR 80", "in GBP"],
    ["80 EUR", "in GBP"],
    ["££80", "in figures"],
    ["GBP £80", "in GBP"],
    ["10000000.01", "The most is £10,000,000.00"],
    ["99999999999999999999", "The most is £10,000,000.00"],
    ["８０", "in figures"],
    ["80．50", "in figures"],
    ["٨٠", "in figures"],
    ["8 0", "in figures"],
    ["80.", "in figures"],
    [".50", "in figures"],
    ["80 80", "in figures"],
    ["1".repeat(100_000), "in figures"],
  ])("%s is refused and says why", (text, why) => {
    expect(problem(text)).toContain(why);
  });

  it("of a currency without a sign is refused with any sign", () => {
    expect(problem("£80", "CHF")).toContain("in CHF");
    expect(problem("$80", "AUD")).toContain("AUD 80.50");
  });
});

describe("an amount as people type it", () => {
  it.each([
    ["80", 8000],
    ["80.5", 8050],
    ["80.50", 8050],
    ["£80.50", 8050],
    ["£ 80.50", 8050],
    ["1,250.00", 125_000],
    ["£1,250", 125_000],
    ["1250.00", 125_000],
    ["GBP 80", 8000],
    ["gbp80", 8000],
    ["80 GBP", 8000],
    ["  80  ", 8000],
    ["\u00a080\u00a0", 8000],
    ["0.01", 1],
    ["1.15", 115],
    ["10,000,000.00", 1_000_000_000],
    ["007", 700],
  ])("%s is read", (text, pence) => {
    expect(parseMoney(text, "GBP")).toEqual({ ok: true, pence });
  });
});

describe("an amount as people read it", () => {
  it.each([
    [8000, "GBP", "£80.00"],
    [8000, "EUR", "€80.00"],
    [8000, "USD", "$80.00"],
    [8000, "CHF", "CHF 80.00"],
    [1, "GBP", "£0.01"],
    [0, "GBP", "£0.00"],
    [-550, "GBP", "-£5.50"],
    [99_999, "GBP", "£999.99"],
    [125_000, "GBP", "£1,250.00"],
    [1_000_000_000, "GBP", "£10,000,000.00"],
  ])("%i of %s is %s", (pence, currency, text) => {
    expect(formatMoney(pence, currency)).toBe(text);
  });

  it("is never a fraction of a penny", () => {
    expect(() => formatMoney(0.5, "GBP")).toThrow(RangeError);
    expect(() => formatMoney(Number.NaN, "GBP")).toThrow(RangeError);
  });

  it("can be typed back", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000_000 }),
        fc.constantFrom("GBP", "EUR", "USD", "CHF", "PLN"),
        (pence, currency) => {
          expect(parseMoney(formatMoney(pence, currency), currency)).toEqual({ ok: true, pence });
        },
      ),
      { seed, numRuns: 2000 },
    );
  });

  it("and no text at all makes the reader throw", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const read = parseMoney(text, "GBP");
        expect(read.ok ? read.pence > 0 : read.problem.length > 5).toBe(true);
      }),
      { seed, numRuns: 2000 },
    );
  });
});
