import { describe, expect, it } from "vitest";
import { kpiChart, toPng } from "../../../src/charts/index.ts";
import type { KpiChartData } from "../../../src/charts/index.ts";
import { COLOUR } from "../../../src/charts/palette.ts";
import { day, handlingTime, serviceLevel } from "./samples.ts";
import { decoded, drawnIn, elementsIn, HARMLESS, HOSTILE, wordsIn } from "./svg.ts";

const bare: KpiChartData = { title: "Bare", unit: "%", decimals: 0, points: [] };
const of = (values: readonly (number | null)[]): KpiChartData => ({
  ...bare,
  points: values.map((value, index) => ({ day: day(index), value })),
});
/** Stretches of the line of values: a gap ends one. */
async function stretches(data: KpiChartData): Promise<number> {
  const [line = ""] = drawnIn(await kpiChart(data), "stroke", COLOUR.line).filter((each) =>
    each.includes('stroke-width="3.5"'),
  );
  return (/ d="([^"]*)"/.exec(line)?.[1] ?? "").split("M").length - 1;
}
/** Marks of days: filled, hollow, and out of the ordinary. */
async function marks(data: KpiChartData) {
  const svg = await kpiChart(data);
  const days = (colour: string) =>
    drawnIn(svg, "stroke", colour).filter((each) => each.includes("transform="));
  const fills = (colour: string) => days(COLOUR.line).filter((each) => each.includes(`fill="${colour}"`));
  return {
    filled: fills(COLOUR.line).length,
    hollow: fills(COLOUR.paper).length,
    // Told from the others by their corners, too.
    signals: days(COLOUR.signal).filter((each) => each.includes('d="M0 -1L1 0L0 1L-1 0Z"')).length,
  };
}

describe("a chart of a KPI", () => {
  it("says in words what it shows", async () => {
    const words = wordsIn(await kpiChart(serviceLevel));
    for (const said of [
      "Service level: answered within 20 seconds",
      "Billing, 20 days to Sat 21 Nov",
      "Upper limit",
      "90.6%",
      "Mean",
      "80.8%",
      "Lower limit",
      "71.0%",
      "Target",
      "at least 80%",
      "75%",
      "A",
      "A, Sat 14 Nov: below the lower limit",
      "Few cases: Fri 6 Nov 10 of 13",
      "No figure: Tue 10 Nov",
    ])
      expect(words).toContain(said);
    // The newest day always has its name.
    expect(words.join(" ")).toContain("Sat");
    expect(words.join(" ")).toContain("21 Nov");
  });

  it("marks every day that has a figure, few cases and signals by shapes of their own", async () => {
    expect(await marks(serviceLevel)).toEqual({ filled: 17, hollow: 1, signals: 1 });
    expect(await marks(handlingTime)).toEqual({ filled: 4, hollow: 0, signals: 3 });
  });

  it("shows a day without a figure as a gap, never as zero", async () => {
    expect(await stretches(of([80, 82, 81]))).toBe(1);
    expect(await stretches(of([80, null, 81, 82, null, 79, 78]))).toBe(3);
    const words = wordsIn(await kpiChart(of([80, null, 81])));
    expect(words).toContain("No figure: Tue 3 Nov");
    expect(words).not.toContain("0%");
    // Where it is zero, it is zero.
    expect(await stretches(of([80, 0, 81]))).toBe(1);
    expect(wordsIn(await kpiChart(of([80, 0, 81])))).toContain("0%");
  });

  it("says that limits are provisional, and draws them otherwise", async () => {
    const provisional = await kpiChart(handlingTime);
    expect(wordsIn(provisional)).toEqual(
      expect.arrayContaining([
        "Upper limit so far",
        "Mean so far",
        "Provisional limits: too few days yet to rely on them",
      ]),
    );
    const dotted = (svg: string) =>
      drawnIn(svg, "stroke", COLOUR.limit).filter((each) => each.includes("stroke-dasharray"));
    expect(dotted(provisional)).toHaveLength(4);
    expect(dotted(await kpiChart(serviceLevel))).toHaveLength(0);
  });

  it("draws one bound as a dashed line, two with a wash between them", async () => {
    const target = (svg: string) =>
      drawnIn(svg, "stroke", COLOUR.target).filter((each) => each.includes("stroke-dasharray"));
    expect(target(await kpiChart(serviceLevel))).toHaveLength(1);
    expect(target(await kpiChart(handlingTime))).toHaveLength(2);
    expect(await kpiChart(handlingTime)).toContain('fill="rgb(0,158,115)"');
    expect(await kpiChart(serviceLevel)).not.toContain('fill="rgb(0,158,115)"');
    expect(wordsIn(await kpiChart(of([1, 2])))).not.toContain("Target");
  });

  it("draws limits that were worked out anew from the day on that they hold for", async () => {
    const limits = [
      { from: day(0), to: day(9), lower: 70, centre: 80, upper: 90, provisional: false },
      { from: day(10), to: "2027-12-31", lower: null, centre: 85, upper: 95, provisional: false },
      { from: "2020-01-01", to: "2020-12-31", lower: 1, centre: 2, upper: 3, provisional: true },
    ];
    const svg = await kpiChart({ ...serviceLevel, limits });
    expect(
      drawnIn(svg, "stroke", COLOUR.limit).filter((each) => each.includes('stroke-width="2"')),
    ).toHaveLength(5);
    const words = wordsIn(svg);
    expect(words).toContain("95.0%");
    expect(words).not.toContain("90.0%");
    expect(words).not.toContain("Lower limit");
    expect(words.join()).not.toContain("Provisional");
  });

  it("says of which day limits are that differ by the day", async () => {
    const limits = serviceLevel.points.map((point, index) => ({
      from: point.day,
      to: point.day,
      lower: 70,
      centre: 80 + (index % 7),
      upper: 95,
      provisional: index === 19,
    }));
    expect(wordsIn(await kpiChart({ ...serviceLevel, limits }))).toEqual(
      expect.arrayContaining(["Upper limit, Sat", "Mean, Sat", "85.0%", "Lower limit, Sat"]),
    );
  });

  it("has no room on its scale for more than all, or for less than nothing", async () => {
    const percents = wordsIn(await kpiChart(of([0, 99, 100])));
    expect(percents).toContain("100%");
    expect(percents).toContain("0%");
    expect(percents).not.toContain("120%");
    expect(percents).not.toContain("−20%");
    expect(wordsIn(await kpiChart(of([104, 96])))).toContain("104%");
  });

  it("names many signals by letters, and says how many it does not explain", async () => {
    const data = of([80, 90, 80, 70, 80, 91, 80, 69]);
    const points = data.points.map((point, index) =>
      index % 2 === 1 ? { ...point, signal: `reason ${index}` } : point,
    );
    const words = wordsIn(await kpiChart({ ...data, points }));
    expect(words).toEqual(expect.arrayContaining(["A", "B", "C", "D"]));
    expect(words).toContain("C, Sat 7 Nov: reason 5 (and 1 more)");
  });

  it("is the same text for the same data", async () => {
    const first = await kpiChart(serviceLevel);
    await kpiChart(handlingTime);
    expect(await kpiChart(structuredClone(serviceLevel))).toBe(first);
  });

  it.each([
    ["no day", []],
    ["one day", [80]],
    ["no figure at all", [null, null]],
    ["the same every day", [5, 5, 5]],
    ["nothing but zero", [0, 0]],
    ["below zero", [-40, 20]],
    ["very small", [0.001, 0.002]],
    ["very large", [1e9, 3e9]],
  ])("can be drawn for %s", async (_, values) => {
    const svg = await kpiChart(of(values));
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(wordsIn(svg)).toContain("Bare");
  });

  it.each(HOSTILE)("takes a name for words, whatever it is: %s", async (typed) => {
    const [point] = serviceLevel.points;
    const svg = await kpiChart({
      ...serviceLevel,
      title: typed,
      subtitle: typed,
      unit: typed,
      target: { from: 80, to: null, words: typed },
      points: [
        { ...point, day: day(0), value: 80, signal: typed },
        { day: typed, value: 81, few: typed },
      ],
    });
    expect(HARMLESS).toEqual(expect.arrayContaining([...elementsIn(svg)]));
    expect(wordsIn(svg).filter((words) => words === typed).length).toBeGreaterThanOrEqual(2);
    expect((await decoded(svg)).shades).toBeGreaterThan(20);
  });

  it("has its words in the picture too: without a font they would be left out without a word", async () => {
    const png = async (title: string) => Buffer.from(await toPng(await kpiChart({ ...serviceLevel, title })));
    expect((await png("One name")).equals(await png("Another name"))).toBe(false);
    expect((await png("One name")).equals(await png("One name"))).toBe(true);
  });

  it("is a picture of its size that is not blank", async () => {
    expect(await decoded(await kpiChart(serviceLevel))).toMatchObject({ width: 1200, height: 738 });
    expect((await decoded(await kpiChart(serviceLevel))).shades).toBeGreaterThan(50);
  });
});
