import { type Inline, strong, text } from "../../chat/message.ts";
import { dayWords } from "../../local-days.ts";
import { canSignal, figureWords, signalWords, targetWords, valueWords } from "../words.ts";
import type { KpiLine, Standing } from "./figures.ts";
import { usualFor } from "./lines.ts";

/** How a KPI stands, without its target. */
export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  met: "on target",
  short: "short of target",
  no_target: "no target",
  unknown: "cannot be compared",
};

/** How a KPI stands, in words; never a colour alone. */
export const standingWords = ({ standing, definition, target }: KpiLine): string => {
  const words = target ? targetWords(target, definition.unit) : undefined;
  return words === undefined ? "" : `target ${words}: ${STANDING_WORDS[standing]}`;
};

const isSaid = (words: string): boolean => words !== "";

/** "usually 71.0% to 90.6%", on a day of that weekday. */
export function usualWords(line: KpiLine, date: string): string | undefined {
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
