import { eq } from "drizzle-orm";
import { digests } from "../../../db/schema/digests.ts";
import type { Read } from "../../../db/store.ts";
import type { PictureSource } from "../../chat/feature.ts";
import { dayWords } from "../../local-days.ts";
import type { DigestRow, DigestStatus, KpiChartData, RowBounds } from "../../charts/index.ts";
import { canSignal, countWords, isTooFew, signalWords, targetWords } from "../words.ts";
import type { DigestFigures, KpiLine, Standing } from "./figures.ts";
import { periodWords } from "./compose.ts";
import { usualFor } from "./lines.ts";

const STATUS: Readonly<Record<Standing, DigestStatus>> = {
  met: "on_target",
  short: "short_of_target",
  no_target: "no_target",
  unknown: "no_figure",
};

const SUFFIX = {
  percent: { unit: "%", decimals: 1 },
  points: { unit: "", decimals: 0 },
  count: { unit: "", decimals: 0 },
  seconds: { unit: "s", decimals: 1 },
  minutes: { unit: "min", decimals: 1 },
  hours: { unit: "h", decimals: 1 },
  days: { unit: "d", decimals: 1 },
  per_100: { unit: "per 100", decimals: 1 },
  per_1000: { unit: "per 1,000", decimals: 1 },
  pounds: { unit: "£", decimals: 2 },
} as const;

/** The value of a figure, if it may be shown as one at all. */
const shown = ({ definition }: KpiLine, figure: KpiLine["figure"]): number | null =>
  isTooFew(figure, definition) ? null : figure.value;

function row(line: KpiLine): DigestRow {
  const { definition, figure, target, limits, provisional, signals, days } = line;
  const last = days.at(-1)?.date;
  const signal = signals.find(({ date }) => date === last);
  const words = target ? targetWords(target, definition.unit) : undefined;
  const value = shown(line, figure);
  const basis = countWords(figure, definition);
  return {
    name: definition.name,
    value,
    ...SUFFIX[definition.unit],
    ...(basis === "" ? {} : { basis }),
    ...(words === undefined ? {} : { target: words }),
    status: value === null ? "no_figure" : STATUS[line.standing],
    trail: days.map((day) => shown(line, day.figure)),
    ...(limits ? { limits: { bounds: usualOf(line), provisional } } : {}),
    ...(signal ? { signal: signalWords(signal) } : {}),
  };
}

const finite = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null;

/** Between what values are usual on each day of a line. */
const usualOf = (line: KpiLine): RowBounds[] =>
  line.days.map(({ date }) => {
    const usual = usualFor(line, date);
    return { lower: finite(usual?.lower ?? null), upper: finite(usual?.upper ?? null) };
  });

/** What is usual over the days of a line: one stretch, or one for each day where weekdays differ. */
function stretches(line: KpiLine): NonNullable<KpiChartData["limits"]> {
  const { days, limits, provisional } = line;
  const [first, last] = [days[0]?.date, days.at(-1)?.date];
  if (!limits || first === undefined || last === undefined) return [];
  const spans = limits.weekdays ? days.map(({ date }) => [date, date] as const) : [[first, last] as const];
  return spans.flatMap(([from, to]) => {
    const usual = usualFor(line, from);
    return usual
      ? [
          {
            from,
            to,
            lower: finite(usual.lower),
            centre: usual.mean,
            upper: finite(usual.upper),
            provisional,
          },
        ]
      : [];
  });
}

function chart(line: KpiLine, figures: DigestFigures): KpiChartData {
  const { definition, days, signals, target } = line;
  const signalOn = new Map(signals.map((signal) => [signal.date, signalWords(signal)]));
  const words = target ? targetWords(target, definition.unit) : undefined;
  return {
    title: definition.name,
    subtitle: `${figures.teamName}, ${periodWords(figures)}`,
    ...SUFFIX[definition.unit],
    points: days.map(({ date, figure }) => {
      const signal = signalOn.get(date);
      const few = figure.value !== null && !canSignal(figure, definition);
      return {
        day: date,
        value: shown(line, figure),
        ...(few ? { few: countWords(figure, definition) } : {}),
        ...(signal === undefined ? {} : { signal }),
      };
    }),
    ...(target && words !== undefined ? { target: { from: target.low, to: target.high, words } } : {}),
    limits: stretches(line),
  };
}

/** What a digest said, as it was posted; undefined: there is no such digest, or nothing was posted. */
export async function figuresOf(db: Read, digestId: string): Promise<DigestFigures | undefined> {
  const [found] = await db.select({ figures: digests.figures }).from(digests).where(eq(digests.id, digestId));
  return found?.figures ?? undefined;
}

/** A KPI of a digest; undefined: it says nothing of such a KPI. */
export const lineOf = (figures: DigestFigures, kpi: string): KpiLine | undefined =>
  figures.kpis.find(({ definition }) => definition.kpi === kpi);

/** The pictures of digests: drawn from the figures that were kept, so that they are the same at any time. */
export const digestPictures: readonly PictureSource[] = [
  {
    kind: "digest",
    draw: async (db, id) => {
      const figures = await figuresOf(db, id);
      if (!figures || figures.kpis.length === 0) return undefined;
      const { digestTable, toPng } = await import("../../charts/index.ts");
      return toPng(
        await digestTable({
          title: figures.teamName,
          subtitle: figures.from === figures.until ? dayWords(figures.until) : periodWords(figures),
          rows: figures.kpis.map(row),
        }),
      );
    },
  },
  {
    kind: "kpi",
    draw: async (db, rest) => {
      const [id = "", kpi = ""] = rest.split("/");
      const figures = await figuresOf(db, id);
      const line = figures && lineOf(figures, kpi);
      if (!figures || !line) return undefined;
      const { kpiChart, toPng } = await import("../../charts/index.ts");
      return toPng(await kpiChart(chart(line, figures)));
    },
  },
];
