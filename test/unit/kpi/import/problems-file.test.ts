import { describe, expect, it } from "vitest";
import { PROBLEMS_HEAD, csvCell, problemRow } from "../../../../src/kpi/import/problems-file.ts";
import { DANGEROUS, PIECES, opened } from "../../../support/csv.ts";
import { seeded } from "../../../support/seeded.ts";

describe("a list of problems as CSV (RELIABILITY 26)", () => {
  it("holds no formula, and every text comes back as it was, in 10,000 made-up rows", () => {
    const random = seeded("problems file");
    const texts = Array.from({ length: 10_000 }, () =>
      Array.from({ length: random.between(1, 8) }, () => PIECES[random.below(PIECES.length)] ?? "").join(""),
    );
    const rows = opened(
      PROBLEMS_HEAD + texts.map((message, index) => problemRow({ line: index + 2, message })).join(""),
    );
    expect(rows).toHaveLength(10_001);
    for (const [index, text] of texts.entries()) {
      const [line, cell = ""] = rows[index + 1] ?? [];
      expect(line).toBe(String(index + 2));
      expect(DANGEROUS, JSON.stringify(cell)).not.toContain(cell.charAt(0));
      const isDangerous = DANGEROUS.includes(text.charAt(0));
      expect(cell).toBe((isDangerous ? "'" : "") + text.replaceAll("\u0000", "\ufffd"));
    }
  });

  it.each([
    [-4.2, "-4.2"],
    [0, "0"],
    [1_000_000, "1000000"],
  ])("leaves the number %s a number", (number, cell) => {
    expect(csvCell(number)).toBe(cell);
  });

  it.each([
    ["-4.2", `"'-4.2"`],
    ["=1+1", `"'=1+1"`],
    ['say "no"', '"say ""no"""'],
    ["plain", "plain"],
  ])("takes the text %s for a text", (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });
});
