import { FIGURE_MEASURES, MEASURES, type MeasureName, isMeasure } from "../../measures.ts";
import { didYouMean } from "../../../suggest.ts";
import { readCount, readDuration, readNumber } from "../cells.ts";
import { shown } from "../quote.ts";
import { localDate } from "../../../local-days.ts";
import type { CollectedFigures } from "./collect.ts";
import { type Cells, type TableKind, type TableRow } from "../tables/file.ts";

const isFigure = (measure: string): measure is MeasureName =>
  isMeasure(measure) && Object.hasOwn(FIGURE_MEASURES, measure);

/** A measure as a file names it: by its own name, or in hours or pounds, as people have them. */
function measureOf(
  name: string,
): { readonly measure: MeasureName; readonly unit: "own" | "hours" | "pounds" } | undefined {
  if (isFigure(name)) return { measure: name, unit: "own" };
  const hours = name.replace(/_hours$/, "_ms");
  if (hours !== name && isFigure(hours)) return { measure: hours, unit: "hours" };
  const pounds = name.replace(/_pounds$/, "_pence");
  return pounds !== name && isFigure(pounds) ? { measure: pounds, unit: "pounds" } : undefined;
}

function valueOf(cells: Cells, measure: MeasureName, unit: "own" | "hours" | "pounds"): number {
  const cell = cells.need("value");
  if (cell === "") return 0;
  if (MEASURES[measure].unit === "ms") {
    const read =
      cell.includes(":") || unit === "own"
        ? readDuration(cell, "ms", cells.decimal)
        : readNumber(cell, cells.decimal);
    if ("wrong" in read) cells.wrong(`"value" ${read.wrong}`);
    else if (read.value < 0) cells.wrong(`"value" is ${shown(cell)}: a time cannot be negative`);
    else return Math.round(read.value * (unit === "hours" && !cell.includes(":") ? 3_600_000 : 1));
    return 0;
  }
  const read = unit === "pounds" ? readNumber(cell, cells.decimal) : readCount(cell, cells.decimal);
  if ("wrong" in read) cells.wrong(`"value" ${read.wrong}`);
  else if (read.value < 0) cells.wrong(`"value" is ${shown(cell)}: it cannot be negative`);
  else return Math.round(read.value * (unit === "pounds" ? 100 : 1));
  return 0;
}

/** Figures of other systems: one for a day, a team and a measure. */
export const figuresKind = (timeZone: string, collected: CollectedFigures): TableKind => ({
  source: "figures",
  version: 1,
  shape: {
    label: "Figures",
    columns: {
      date: ["date", "day"],
      team: ["team", "team id"],
      measure: ["measure", "figure", "name"],
      value: ["value", "amount"],
    },
    required: ["date", "measure", "value"],
  },
  dateColumn: "date",
  warnings: [],
  figures: () => collected.all(),
  read: (cells): TableRow => {
    const at = cells.time("date");
    if (at === undefined && cells.get("date") === undefined) cells.wrong('"date" is empty');
    const name = cells.need("measure").toLowerCase();
    const found = measureOf(name);
    if (name !== "" && found === undefined)
      cells.wrong(
        `there is no figure ${shown(name)}.${didYouMean(name, Object.keys(FIGURE_MEASURES))} There are ${Object.keys(FIGURE_MEASURES).join(", ")}`,
      );
    const value = found ? valueOf(cells, found.measure, found.unit) : 0;
    const { teamId } = cells.team();
    const date = at === undefined ? "" : localDate(at, timeZone);
    const figure = found && { teamId, date, measure: found.measure, value };
    return {
      teamId,
      queueId: null,
      key: JSON.stringify([date, teamId, found?.measure ?? name]),
      keyWords: () => `${name} of ${teamId} on ${date}`,
      // Figures are few, and become days at once: they are collected, also where this row was counted before a restart.
      insert: () => Promise.resolve(),
      ...(figure && { also: () => collected.add(figure) }),
    };
  },
});
