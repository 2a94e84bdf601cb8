import { describe, expect, it } from "vitest";
import { csvOf, tablesOf } from "../../../src/portfolio/csv.ts";
import { DANGEROUS, PIECES, opened } from "../../support/csv.ts";
import { seeded } from "../../support/seeded.ts";
import { HOSTILE, sample } from "./sample.ts";

const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text);

describe("a table of a portfolio (RELIABILITY 26)", () => {
  it("holds no formula, and every text comes back as it was, in 10,000 made-up rows", () => {
    const random = seeded("portfolio tables");
    const texts = Array.from({ length: 10_000 }, () =>
      Array.from({ length: random.between(1, 8) }, () => PIECES[random.below(PIECES.length)] ?? "").join(""),
    );
    const rows = opened(
      csvOf(
        ["number", "text"],
        texts.map((text, n) => [n, text]),
      ),
    );
    expect(rows).toHaveLength(10_001);
    let formulas = 0;
    for (const [n, text] of texts.entries()) {
      const [number, cell = ""] = rows[n + 1] ?? [];
      expect(number).toBe(String(n));
      if (DANGEROUS.includes(cell.charAt(0)) && !isNumber(cell)) formulas += 1;
      const wasDangerous = DANGEROUS.includes(text.charAt(0)) && !isNumber(text);
      expect(cell).toBe((wasDangerous ? "'" : "") + text.replaceAll("\u0000", "\ufffd"));
    }
    expect(formulas).toBe(0);
  });

  it.each([
    [-4.2, "-4.2"],
    [0, "0"],
    ["-4.2", "-4.2"],
    ["-4.2 points", "'-4.2 points"],
    ["+44 20", "'+44 20"],
    ["--1", "'--1"],
    ["-1+1", "'-1+1"],
  ])("writes %j as %j", (value, cell) => {
    expect(opened(csvOf(["x"], [[value]]))[1]).toEqual([cell]);
  });

  it("begins with the mark by which spreadsheets know UTF-8, and quotes every text", () => {
    expect(csvOf(["a", "b"], [["x;=1", 2]])).toBe('\ufeff"a","b"\r\n"x;=1",2\r\n');
  });
});

describe("the tables of the sample", () => {
  const tables = tablesOf(sample(false));
  const table = (name: string): string[][] => opened(tables.get(name) ?? "");
  const column = (name: string, title: string): string[] => {
    const [head = [], ...rows] = table(name);
    return rows.map((row) => row[head.indexOf(title)] ?? "");
  };

  it("have a row for each item, claim and judgement", () => {
    expect(column("evidence.csv", "ref")).toEqual(["E001", "E002", "E003", "E004", "E005", "E006"]);
    expect(column("claims.csv", "item")).toEqual(["E001", "E005", "E002", "E003", "E004", "E006"]);
    expect(column("claims.csv", "criterion")).toEqual(["PC3", "PC3", "PC6", "PC16", "PC16", "KUe"]);
    expect(column("judgements.csv", "decision")).toEqual(["More evidence needed", "Met"]);
  });

  it("mark what is from before the registration of 1 September 2026", () => {
    const whole = sample(false);
    const dated = whole.items.map((item) => ({
      ...item,
      occurredOn: item.ref === "E003" ? "2026-08-31" : item.ref === "E001" ? "2026-09-01" : item.occurredOn,
    }));
    const [head = [], ...rows] = opened(tablesOf({ ...whole, items: dated }).get("claims.csv") ?? "");
    const marks = rows.map((row) => [row[head.indexOf("item")], row[head.indexOf("before_registration")]]);
    expect(marks.filter(([, mark]) => mark === "yes")).toEqual([["E003", "yes"]]);
  });

  it("say what was taken back, when it happened, and where the original is", () => {
    expect(column("evidence.csv", "struck")).toEqual(["no", "yes", "no", "no", "no", "no"]);
    expect(column("evidence.csv", "occurred_on")[2]).toBe("2026-10-01");
    expect(column("evidence.csv", "retrospective")).toEqual(["no", "no", "yes", "no", "no", "no"]);
    expect(column("evidence.csv", "original_reference")).toEqual(["", "", "CB-7, version 3", "", "", "D-12"]);
    expect(column("claims.csv", "struck")).toEqual(["no", "no", "yes", "no", "no", "no"]);
    expect(column("claims.csv", "struck_reason")).toEqual(["", "", "It was no coaching.", "", "", ""]);
  });

  it("make what wants to be a formula a text", () => {
    expect(column("evidence.csv", "assistance")[3]).toBe(`'${HOSTILE.formula}`);
    expect(column("evidence.csv", "procedures")[3]).toBe(`'${HOSTILE.wide}; ${HOSTILE.typst}`);
  });

  it("say in each row that they are a specimen's, if and only if they are (rule 33)", () => {
    for (const [name, file] of tablesOf(sample(true))) {
      const [head = [], ...rows] = opened(file);
      expect(head[0], name).toBe("SPECIMEN");
      expect(rows.length, name).toBeGreaterThan(0);
      expect(
        rows.filter(([first]) => first?.startsWith("SPECIMEN: made of practice data.") !== true),
      ).toEqual([]);
      expect(rows.map((row) => row.slice(1))).toEqual(table(name).slice(1));
      expect(tables.get(name), name).not.toContain("SPECIMEN");
    }
  });
});
