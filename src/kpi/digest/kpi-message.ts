import { type Block, type Message, strong, text } from "../../chat/message.ts";
import { dayWords } from "../../local-days.ts";
import { figureWords, isTooFew, signalWords } from "../words.ts";
import { periodWords } from "./compose.ts";
import type { DigestFigures, KpiLine } from "./figures.ts";
import { STANDING_WORDS, changeWords, kpiLine, standingWords, usualWords } from "./kpi-words.ts";
import { pictureOf } from "./picture-ids.ts";

const prose = (words: string): Block => ({ b: "prose", text: [text(words)] });

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
    : standingWords(line) || STANDING_WORDS[line.standing];
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
