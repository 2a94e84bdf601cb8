import { type Decimal, type Scale, decimalOf, scaleOf } from "../cells.ts";
import { type DateOrder, settleOrder } from "../dates.ts";
import { type Problem, problem } from "../file/problem.ts";
import type { Bound } from "./bind.ts";

/** How a file writes what it says, told from its beginning and held to in the rest. */
export interface Conventions {
  readonly decimal: Decimal;
  readonly order: DateOrder | undefined;
  /** By column. */
  readonly scales: ReadonlyMap<number, Scale>;
}

/** @param rows the first rows, without the headings */
export function conventionsOf(
  bound: Bound,
  rows: readonly (readonly string[])[],
  told: DateOrder | undefined,
): Conventions | Problem {
  const cellsOf = (at: number): string[] =>
    rows.map((row) => (row[at] ?? "").trim()).filter((cell) => cell !== "");
  const numbers = bound.values.flatMap(({ at }) => cellsOf(at));
  const decimal = decimalOf(numbers);
  if (decimal === "both")
    return problem(
      1,
      "some numbers have a decimal comma and others a decimal point. Export the file again in one language",
    );
  const start = bound.parts.start === undefined ? [] : cellsOf(bound.parts.start);
  const order = settleOrder(start, told ?? bound.mapping.dates, 2);
  if (typeof order === "object") return order;
  const scales = new Map(
    bound.values.flatMap(({ at, means }) =>
      means.as === "share" ? [[at, scaleOf(cellsOf(at), decimal)] as const] : [],
    ),
  );
  return { decimal, order, scales };
}
