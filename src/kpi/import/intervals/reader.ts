import { type Problem, problem } from "../file/problem.ts";
import type { Row } from "../file/records.ts";
import { type Queue, type Queues, isTotal } from "../queues.ts";
import type { Bound } from "./bind.ts";
import type { Conventions } from "./conventions.ts";
import { FORECAST, MEASURE_NAMES } from "./day-sum.ts";
import { type Figures, contradictions, isBlank, readFigures } from "./row.ts";
import { untimely } from "../dates.ts";
import type { When, Whens } from "./when.ts";

/** A row that was read, without what only the whole file tells. */
export interface Reading {
  readonly queue: Queue;
  readonly when: When;
  readonly figures: Figures;
}

/** What reading a row came to. */
export type Outcome = Reading | "left out" | Problem;

/** What a reader is made with. */
export interface ReaderParts {
  readonly bound: Bound;
  readonly conventions: Conventions;
  readonly queues: Queues;
  readonly whens: Whens;
  /** Ms since the epoch: nothing was counted later. */
  readonly now: number;
}

/** Reads one row of an interval file by itself: queue, time, figures, and whether they can be true. */
export function readInterval(
  { bound, conventions, queues, whens, now }: ReaderParts,
  { cells, line }: Row,
): Outcome {
  const { queue: queueAt = 0, start = 0 } = bound.parts;
  if (cells.every((cell) => cell.trim() === "")) return "left out";
  if (isTotal([cells[queueAt] ?? "", cells[start] ?? "", cells[0] ?? ""], queues)) return "left out";
  if (cells.length !== bound.headings.length)
    return problem(line, `has ${cells.length} columns where the headings have ${bound.headings.length}`);
  const wrong: string[] = [];
  const name = (cells[queueAt] ?? "").trim();
  const queue = isBlank(name) ? "it names no queue" : queues.find(name);
  if (typeof queue === "string") wrong.push(queue);
  const when = whens.read(cells);
  if (typeof when === "string") wrong.push(when);
  const figures = readFigures(bound, conventions, cells, (message) => wrong.push(message));
  if (wrong.length === 0) wrong.push(...contradictions(figures));
  if (typeof when !== "string") {
    const at = "at" in when ? when.at : when.twice[0];
    const off = untimely(at, now, !isCounted(figures));
    if (off !== undefined)
      wrong.push(`it ${off}${at > now && isCounted(figures) ? ", and is no forecast" : ""}`);
  }
  if (wrong.length > 0 || typeof queue === "string" || typeof when === "string")
    return problem(line, wrong.join("; "));
  // A row without any figure says that nothing is known, which needs no row.
  return Object.keys(figures.values).length === 0 ? "left out" : { queue, when, figures };
}

const isCounted = ({ values }: Figures): boolean =>
  MEASURE_NAMES.some((measure) => !FORECAST.has(measure) && values[measure] !== undefined);
