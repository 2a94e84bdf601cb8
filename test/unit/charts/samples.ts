import type { ChartPoint, DigestRow, DigestTableData, KpiChartData } from "../../../src/charts/index.ts";

/** The days from Mon 2 Nov 2026 on. */
export const day = (index: number): string =>
  new Date(Date.UTC(2026, 10, 2 + index)).toISOString().slice(0, 10);

const VALUES = [82, 79, 84, 80, 77, 83, 81, 78, null, 80, 79, 82, 68, 76, 84, 80, 83, 79, 81, 72];
const points: readonly ChartPoint[] = VALUES.map((value, index) => ({
  day: day(index),
  value,
  ...(index === 4 && { few: "10 of 13" }),
  ...(index === 12 && { signal: "below the lower limit" }),
}));

/** A service level over 20 days, with one gap, one day of few cases and one signal. */
export const serviceLevel: KpiChartData = {
  title: "Service level: answered within 20 seconds",
  subtitle: "Billing, 20 days to Sat 21 Nov",
  unit: "%",
  decimals: 1,
  points,
  target: { from: 80, to: null, words: "at least 80%" },
  limits: [{ from: day(0), to: day(19), lower: 71.04, centre: 80.8, upper: 90.56, provisional: false }],
};

/** Handling time between two bounds, with limits that are provisional and a run of signals. */
export const handlingTime: KpiChartData = {
  title: "Average handling time",
  subtitle: "Deliveries, 9 days to Tue 10 Nov",
  unit: "s",
  decimals: 0,
  points: [402, 395, 410, 388, null, null, 441, 447, 452].map((value, index) => ({
    day: day(index),
    value,
    ...(index > 5 && { signal: "three in a row above the mean" }),
  })),
  target: { from: 360, to: 420, words: "360 to 420 s" },
  limits: [{ from: day(0), to: day(8), lower: 371, centre: 398, upper: 425, provisional: true }],
};

const row = (change: Partial<DigestRow>): DigestRow => ({
  name: "Service level",
  value: 72,
  unit: "%",
  decimals: 1,
  basis: "295 of 410",
  target: "at least 80%",
  status: "short_of_target",
  trail: VALUES,
  ...change,
});

/** Six KPIs, one of each kind. */
export const digest: DigestTableData = {
  title: "Billing: Sat 21 Nov in figures",
  subtitle: "6 figures, 1 out of the ordinary",
  rows: [
    row({ limits: { bounds: { lower: 71.04, upper: 90.56 }, provisional: false } }),
    row({
      name: "Customers satisfied",
      value: 91.2,
      basis: "52 of 57",
      target: "at least 85%",
      status: "on_target",
      trail: VALUES.map((value) => (value === null ? null : value + 10)),
      limits: { bounds: { lower: 80, upper: 99 }, provisional: true },
    }),
    row({
      name: "Average handling time",
      value: 452,
      unit: "s",
      decimals: 0,
      basis: "over 388 calls",
      target: "360 to 420 s",
      trail: [
        402, 395, 410, 388, 391, 399, 405, 412, 400, 397, 391, 388, 402, 411, 395, 401, 399, 404, 398, 452,
      ],
      limits: { bounds: { lower: 371, upper: 425 }, provisional: false },
      signal: "above the upper limit",
    }),
    row({
      name: "Calls offered",
      value: 410,
      unit: "",
      decimals: 0,
      basis: "",
      status: "no_target",
      target: "",
      trail: [
        388,
        402,
        null,
        null,
        null,
        395,
        412,
        420,
        null,
        399,
        405,
        388,
        391,
        402,
        415,
        null,
        null,
        401,
        409,
        410,
      ],
    }),
    row({
      name: "Promised calls made in time",
      value: null,
      basis: "4 of 7",
      status: "no_figure",
      trail: [null, null, 90, null, null],
      limits: { bounds: { lower: null, upper: 97 }, provisional: false },
    }),
    row({
      name: "Complaints per 1,000 contacts, all teams that take calls",
      value: 2.4,
      unit: "per 1,000",
      basis: "1 of 410",
      target: "at most 3 per 1,000",
      status: "on_target",
      trail: [2, 2, 2, 2, 2, 2, 2.4],
      limits: { bounds: { lower: 0, upper: 6.1 }, provisional: false },
    }),
  ],
};
