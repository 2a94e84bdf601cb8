/** One day of a KPI. */
export interface ChartPoint {
  /** The local day, `YYYY-MM-DD`. */
  readonly day: string;
  /** In the chart's unit; `null`: there is no figure, which is drawn as a gap and never as zero. */
  readonly value: number | null;
  /** Set where the figure rests on few cases: what it rests on, as "4 of 7". Drawn hollow, and said. */
  readonly few?: string;
  /** Set where the day is out of the ordinary: why, in words ("below the lower limit"). */
  readonly signal?: string;
}

/** What is wanted. Drawn as a line where there is one bound, as a band where there are two. */
export interface ChartTarget {
  /** In the chart's unit; `null`: not bounded on this side. */
  readonly from: number | null;
  readonly to: number | null;
  /** As people say it: "at least 80%". */
  readonly words: string;
}

/** What is ordinary, over some days. Several stretches where limits were worked out anew, or differ by the day. */
export interface ChartLimits {
  /** First and last local day that they hold for, `YYYY-MM-DD`; days that the chart does not show are left out. */
  readonly from: string;
  readonly to: string;
  /** In the chart's unit; `null`: there is no limit on this side. */
  readonly lower: number | null;
  readonly centre: number;
  readonly upper: number | null;
  /** They rest on too few days to be relied on. */
  readonly provisional: boolean;
}

/** One KPI over some days. Texts may be anything that people typed. */
export interface KpiChartData {
  readonly title: string;
  /** Whose and when: "Billing, 20 days to Tue 17 Nov". */
  readonly subtitle?: string;
  /** What follows a number: "%", "s", "min", "per 100"; "£" goes before it; "" for none. */
  readonly unit: string;
  /** Digits after the point. */
  readonly decimals: number;
  /** Oldest first, one for each day that is to have its place. */
  readonly points: readonly ChartPoint[];
  readonly target?: ChartTarget;
  readonly limits?: readonly ChartLimits[];
}

/** How a KPI stands to its target. */
export type DigestStatus = "on_target" | "short_of_target" | "no_target" | "no_figure";

/** Between what a value is ordinary; `null`: not bounded on this side. */
export interface RowBounds {
  readonly lower: number | null;
  readonly upper: number | null;
}

/** One KPI in a digest. */
export interface DigestRow {
  readonly name: string;
  /** Yesterday's, in the row's unit; `null`: there is none. */
  readonly value: number | null;
  /** As in {@link KpiChartData}. */
  readonly unit: string;
  readonly decimals: number;
  /** What it was counted from: "312 of 400"; for few cases it may stand in the place of a value. */
  readonly basis?: string;
  /** As people say it: "at least 80%". */
  readonly target?: string;
  readonly status: DigestStatus;
  /** The days before and yesterday itself, oldest first, in the row's unit; `null` is a gap. */
  readonly trail: readonly (number | null)[];
  /** What is ordinary, in the row's unit: over all of the trail, or of each of its days where weekdays differ. */
  readonly limits?: {
    readonly bounds: RowBounds | readonly RowBounds[];
    readonly provisional: boolean;
  };
  /** Why yesterday is out of the ordinary, in words; absent: it is not. */
  readonly signal?: string;
}

/** Some KPIs, one under the other. Texts may be anything that people typed. */
export interface DigestTableData {
  readonly title: string;
  readonly subtitle?: string;
  readonly rows: readonly DigestRow[];
}
