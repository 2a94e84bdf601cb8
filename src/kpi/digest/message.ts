import type { Block, Button, Inline, Message } from "../../chat/message.ts";
import { strong, text } from "../../chat/message.ts";
import type { Head } from "../../journal/index.ts";
import { dayWords } from "../../local-days.ts";
import { canSignal, figureWords, isTooFew, signalWords, targetWords, valueWords } from "../words.ts";
import { periodWords } from "./compose.ts";
import type { DigestFigures, KpiLine, Standing } from "./figures.ts";
import { usualFor } from "./lines.ts";

/** Slack's and Discord's buttons hold more; a button that wraps is no button. */
const BUTTON_CHARACTERS = 24;

const STANDING: Readonly<Record<Standing, string>> = {
  met: "on target",
  short: "short of target",
  no_target: "no target",
  unknown: "cannot be compared",
};

/** How a KPI stands, in words; never a colour alone. */
export const standingWords = ({ standing, definition, target }: KpiLine): string => {
  const words = target ? targetWords(target, definition.unit) : undefined;
  return words === undefined ? "" : `target ${words}: ${STANDING[standing]}`;
};

const isSaid = (words: string): boolean => words !== "";

/** "usually 71.0% to 90.6%", on a day of that weekday. */
function usualWords(line: KpiLine, date: string): string | undefined {
  const usual = usualFor(line, date);
  if (!usual) return undefined;
  const { unit } = line.definition;
  return `usually ${valueWords(usual.lower, unit)} to ${valueWords(usual.upper, unit)}${line.provisional ? ", provisionally" : ""}`;
}

/**
 * Whether there was a change from a day on to the last, and what is usual. Of a day without a reading, or of few
 * cases, neither a change nor that there was none can be told (DOMAIN 3.4, 3.5).
 */
export function changeWords(line: KpiLine, from: string): string {
  const days = line.days.filter(({ date, figure }) => date >= from && canSignal(figure, line.definition));
  const usual = usualWords(line, days.at(-1)?.date ?? from);
  if (usual === undefined) return "too few days to say what is usual";
  if (days.length === 0) return `whether it changed cannot be told (${usual})`;
  const now = line.signals.findLast(({ date }) => date >= from);
  if (!now) return `no change (${usual})`;
  const when = now.date === line.days.at(-1)?.date ? "" : ` on ${dayWords(now.date)}`;
  return `change${when}: ${signalWords(now)} (${usual})`;
}

/** Whether the KPI changed on the last of its days, or within the week that the digest is about. */
const changed = ({ signals }: KpiLine, from: string): boolean => signals.some(({ date }) => date >= from);

/**
 * One line about a KPI: value, what it rests on, target, change.
 * @param from the first day that it is about, `YYYY-MM-DD`
 */
export function kpiLine(line: KpiLine, from: string): Inline[] {
  const { definition, figure } = line;
  return [
    strong(`${definition.name}: `),
    text(
      [figureWords(figure, definition), standingWords(line), changeWords(line, from)]
        .filter(isSaid)
        .join(" · "),
    ),
  ];
}

const plural = (n: number, one: string): string => `${n} ${n === 1 ? one : `${one}s`}`;

/** One sentence, without praise or blame (DOMAIN 3.5 (1)). */
export function statusWords(figures: DigestFigures): string {
  const { kpis, from } = figures;
  if (kpis.length === 0) return "There are no readings yet.";
  const changes = kpis.filter((line) => changed(line, from)).length;
  const short = kpis.filter(({ standing }) => standing === "short").length;
  const withTarget = kpis.filter(({ standing }) => standing === "met" || standing === "short").length;
  const change =
    changes === 0
      ? "Nothing has changed beyond what is usual"
      : `${plural(changes, "KPI")} of ${kpis.length} changed beyond what is usual`;
  const target =
    withTarget === 0
      ? figures.agreed
        ? ""
        : "; nobody has agreed on targets yet (/kpi agree)"
      : short === 0
        ? `; all ${withTarget} with a target are on it`
        : `; ${short} of ${withTarget} with a target are short of it`;
  return `${change}${target}.`;
}

/** The pictures of a digest, by id. */
export const pictureOf = {
  table: (digestId: string): string => `digest:${digestId}`,
  chart: (digestId: string, kpi: string): string => `kpi:${digestId}/${kpi}`,
};

const prose = (words: string): Block => ({ b: "prose", text: [text(words)] });

/** What the picture shows, in words; the lines above it say the same in full. */
const tableWords = (figures: DigestFigures): string =>
  `Table of ${plural(figures.kpis.length, "KPI")} of ${figures.teamName} with the last ${figures.kpis[0]?.days.length ?? 0} days of each; the lines above say the same in words.`;

function buttons(id: string, { kpis }: DigestFigures): Button[] {
  return [
    {
      action: "kpi.analyse",
      arg: id,
      label: "Record my analysis",
      describe: "Record what you make of these figures",
      style: "primary",
    },
    ...kpis.map(({ definition }): Button => ({
      action: "kpi.chart",
      arg: `${id}/${definition.kpi}`,
      label:
        definition.name.length > BUTTON_CHARACTERS
          ? `${definition.name.slice(0, BUTTON_CHARACTERS - 1).trimEnd()}…`
          : definition.name,
      describe: `Show the chart and the table of ${definition.name}`,
    })),
  ];
}

/**
 * A digest as it is posted: what DOMAIN 3.5 lists, in its order, as text that stands alone, with one picture.
 * @param posted its id, and the newest entry of the record when it was posted (DESIGN 3); undefined: one that was not
 *   posted, of which there is no picture and nothing to analyse
 */
export function digestMessage(
  figures: DigestFigures,
  posted?: { readonly id: string; readonly head: Head },
): Message {
  return {
    title: [
      text(
        `${figures.teamName}: ${figures.kind === "weekly" ? "the week" : "the day"} in figures · ${periodWords(figures)}`,
      ),
    ],
    status: { tone: "info", text: [text(statusWords(figures))] },
    body: [
      ...(figures.note === "" ? [] : [prose(figures.note)]),
      ...(figures.kpis.length === 0
        ? []
        : [{ b: "list" as const, items: figures.kpis.map((line) => kpiLine(line, figures.from)) }]),
      ...(posted === undefined || figures.kpis.length === 0
        ? []
        : [{ b: "image" as const, picture: pictureOf.table(posted.id), alt: tableWords(figures) }]),
      ...figures.sections.flatMap(({ title, lines }): Block[] => [
        { b: "prose", text: [strong(title)] },
        { b: "list", items: lines },
      ]),
      ...(figures.health.length === 0
        ? []
        : [
            { b: "prose" as const, text: [strong("Data")] },
            { b: "list" as const, items: figures.health.map((sentence) => [text(sentence)]) },
          ]),
      { b: "prose", text: [strong("What will you do, or ask about?")] },
      ...(posted ? [prose(`Record: entry ${posted.head.seq}, ${posted.head.hash.slice(0, 16)}…`)] : []),
    ],
    ...(posted ? { buttons: buttons(posted.id, figures) } : {}),
  };
}

/** The table behind a KPI's chart: each day with its value and what it rests on. */
export function kpiTable(line: KpiLine): Block[] {
  const { definition, days, signals, limits, provisional } = line;
  const change = new Map(signals.map((signal) => [signal.date, signal]));
  const kind = provisional ? "provisionally" : "and no longer moves with each day";
  const basis = limits
    ? `What is usual rests on ${limits.points} days${limits.weekdays ? ", each weekday by itself" : ""}, ${kind}.`
    : "There are too few days to say what is usual.";
  return [
    prose(basis),
    {
      b: "list",
      items: days.toReversed().map(({ date, figure }) => {
        const signal = change.get(date);
        const usual = usualWords(line, date);
        return [
          text(
            `${dayWords(date)}: ${figureWords(figure, definition)}${usual === undefined ? "" : `, ${usual}`}`,
          ),
          ...(signal ? [strong(` ${signalWords(signal)}`)] : []),
        ];
      }),
    },
  ];
}

/** A KPI by itself, as somebody sees it who clicks on it. */
export function kpiMessage(figures: DigestFigures, line: KpiLine, id: string): Message {
  const { definition } = line;
  const shown = isTooFew(line.figure, definition)
    ? "few cases"
    : standingWords(line) || STANDING[line.standing];
  return {
    title: [text(`${definition.name} · ${figures.teamName} · ${periodWords(figures)}`)],
    body: [
      { b: "prose", text: kpiLine(line, figures.from) },
      {
        b: "image",
        picture: pictureOf.chart(id, definition.kpi),
        alt: `${definition.name} on the last ${line.days.length} days: ${figureWords(line.figure, definition)}; ${shown}; ${changeWords(line, figures.from)}. The table below says the same.`,
      },
      ...kpiTable(line),
      ...definition.pitfalls.map((sentence) => prose(`Mind: ${sentence}`)),
    ],
    buttons: [
      {
        action: "kpi.analyse",
        arg: `${id}/${definition.kpi}`,
        label: "Record my analysis",
        describe: `Record what you make of ${definition.name}`,
        style: "primary",
      },
      {
        action: "kpi.rebase",
        arg: `${id}/${definition.kpi}`,
        label: "New normal from…",
        describe: `Say from which day on ${definition.name} is to be compared with a new normal`,
      },
    ],
  };
}
