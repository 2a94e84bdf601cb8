import { type Block, type Button, type Message, strong, text } from "../../chat/message.ts";
import type { Head } from "../../journal/index.ts";
import { periodWords } from "./compose.ts";
import type { DigestFigures, KpiLine } from "./figures.ts";
import { kpiLine } from "./kpi-words.ts";
import { pictureOf } from "./picture-ids.ts";

/** Slack's and Discord's buttons hold more; a button that wraps is no button. */
const BUTTON_CHARACTERS = 24;

/** Whether the KPI changed on the last of its days, or within the week that the digest is about. */
const changed = ({ signals }: KpiLine, from: string): boolean => signals.some(({ date }) => date >= from);

const plural = (n: number, one: string): string => `${n} ${n === 1 ? one : `${one}s`}`;

/** One sentence, without praise or blame (DOMAIN 3.5 (1)). */
function statusWords(figures: DigestFigures): string {
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

const recordLine = ({ seq, hash }: Head): Block => ({
  b: "prose",
  text: [text(`Record: entry ${seq}, ${hash.slice(0, 16)}…`)],
});

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
      ...(figures.note === "" ? [] : [{ b: "prose" as const, text: [text(figures.note)] }]),
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
      ...(posted ? [recordLine(posted.head)] : []),
    ],
    ...(posted ? { buttons: buttons(posted.id, figures) } : {}),
  };
}
