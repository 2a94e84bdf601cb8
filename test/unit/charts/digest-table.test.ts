import { describe, expect, it } from "vitest";
import { digestTable } from "../../../src/charts/index.ts";
import type { DigestRow, DigestTableData } from "../../../src/charts/index.ts";
import { COLOUR } from "../../../src/charts/palette.ts";
import { digest } from "./samples.ts";
import { decoded, drawnIn, elementsIn, HARMLESS, HOSTILE, wordsIn } from "./svg.ts";

const plain: DigestRow = {
  name: "Calls",
  value: 4,
  unit: "",
  decimals: 0,
  status: "no_target",
  trail: [1, 2, 3, 4],
};
const only = (change: Partial<DigestRow>): DigestTableData => ({
  title: "One",
  rows: [{ ...plain, ...change }],
});
/** Stretches of the one line there is. */
async function stretches(trail: readonly (number | null)[]): Promise<number> {
  const [line = ""] = drawnIn(await digestTable(only({ trail })), "stroke", COLOUR.line);
  return (/ d="([^"]*)"/.exec(line)?.[1] ?? "").split("M").length - 1;
}

describe("a digest as one picture", () => {
  it("says every figure with what it was counted from, what is wanted and how it stands", async () => {
    const words = wordsIn(await digestTable(digest));
    for (const said of [
      "Billing: Sat 21 Nov in figures",
      "Service level",
      "72.0%",
      "295 of 410",
      "target: at least 80%",
      "short of target",
      "91.2%",
      "on target",
      "452 s",
      "signal: above the upper limit",
      "410",
      "no target agreed",
      "no target",
      "no limits yet",
      "–",
      "4 of 7",
      "no figure",
      "2.4 per 1,000",
    ])
      expect(words).toContain(said);
    expect(words.filter((each) => each === "no signal")).toHaveLength(4);
    expect(words.at(-1)).toContain("the last 20 days");
    expect(words.some((each) => each.startsWith("Complaints per 1,000") && each.endsWith("…"))).toBe(true);
  });

  it("says why a day is out of the ordinary in full", async () => {
    const signal = "lower: eight days in a row on one side of what is usual";
    const words = wordsIn(await digestTable({ title: "Two", rows: [{ ...plain, signal }, plain] }));
    expect(words).toContain(`signal: ${signal}`);
  });

  it("has a sparkline for each, with gaps where there is no figure", async () => {
    const lines = drawnIn(await digestTable(digest), "stroke", COLOUR.line).filter((each) =>
      / d="M/.test(each),
    );
    expect(lines).toHaveLength(6);
    expect(await stretches([1, 2, 3])).toBe(1);
    expect(await stretches([1, 2, null, 3, 4, null, null, 5, 6])).toBe(3);
  });

  it("marks a status and a signal by shapes of their own, not by a colour alone", async () => {
    const shapes = async (change: Partial<DigestRow>) => {
      const svg = await digestTable(only(change));
      return drawnIn(svg, "fill", COLOUR.signal).length;
    };
    expect(await shapes({})).toBe(0);
    expect(await shapes({ status: "short_of_target" })).toBe(1);
    // One in the line, one beside the words.
    expect(await shapes({ signal: "above the upper limit" })).toBe(2);
    expect(wordsIn(await digestTable(only({ status: "on_target" })))).toEqual(
      expect.arrayContaining(["✓", "on target"]),
    );
    expect(wordsIn(await digestTable(only({ status: "short_of_target" })))).toEqual(
      expect.arrayContaining(["!", "short of target"]),
    );
  });

  it("shades what is ordinary, and only draws its edges while it is provisional", async () => {
    const limits = { bounds: { lower: 1, upper: 3 }, provisional: false };
    const sure = await digestTable(only({ limits }));
    expect(drawnIn(sure, "fill", COLOUR.limitWash)).toHaveLength(1);
    expect(drawnIn(sure, "stroke", COLOUR.limit).filter((each) => each.includes("dasharray"))).toHaveLength(
      0,
    );
    const provisional = await digestTable(only({ limits: { ...limits, provisional: true } }));
    expect(drawnIn(provisional, "fill", COLOUR.limitWash)).toHaveLength(0);
    expect(
      drawnIn(provisional, "stroke", COLOUR.limit).filter((each) => each.includes("dasharray")),
    ).toHaveLength(2);
    expect(wordsIn(provisional).at(-1)).toContain("provisional");
  });

  it("sets no words smaller than can be read on a telephone", async () => {
    const sizes = [...(await digestTable(digest)).matchAll(/font-size:(\d+)px/g)].map(([, size]) =>
      Number(size),
    );
    expect(sizes.length).toBeGreaterThan(30);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(22);
  });

  it("is the same text for the same data", async () => {
    const first = await digestTable(digest);
    await digestTable(only({}));
    expect(await digestTable(structuredClone(digest))).toBe(first);
  });

  it.each([
    ["no row", []],
    ["nothing known", [{ ...plain, value: null, status: "no_figure" as const, trail: [] }]],
    ["gaps only", [{ ...plain, trail: [null, null] }]],
    ["one day", [{ ...plain, trail: [4] }]],
    [
      "zeros",
      [{ ...plain, trail: [0, 0, 0], limits: { bounds: { lower: 0, upper: 0 }, provisional: false } }],
    ],
  ])("can be drawn for %s", async (_, rows) => {
    const svg = await digestTable({ title: "Bare", rows });
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(wordsIn(svg)).toContain("Bare");
  });

  it.each(HOSTILE)("takes a name for words, whatever it is: %s", async (typed) => {
    const row = { name: typed, unit: typed, basis: typed, target: typed, signal: typed };
    const svg = await digestTable({ ...only(row), title: typed, subtitle: typed });
    expect(HARMLESS).toEqual(expect.arrayContaining([...elementsIn(svg)]));
    expect(wordsIn(svg).filter((words) => words.includes(typed)).length).toBeGreaterThanOrEqual(3);
    expect((await decoded(svg)).shades).toBeGreaterThan(20);
  });

  it("leaves a trace of a name that our font cannot draw", async () => {
    expect(wordsIn(await digestTable(only({ name: "عربي 😀" })))).toContain("□");
  });

  it("is a picture of a telephone's width that is not blank", async () => {
    const picture = await decoded(await digestTable(digest));
    expect(picture).toMatchObject({ width: 1080, height: 138 + 6 * 222 + 46 + 72 });
    expect(picture.shades).toBeGreaterThan(50);
  });
});
