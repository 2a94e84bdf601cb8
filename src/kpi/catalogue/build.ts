import type { Definition, Formula, Terms } from "../definition.ts";
import type { MeasureName } from "../measures.ts";

type Sum = Terms | MeasureName;
const terms = (sum: Sum): Terms => (typeof sum === "string" ? { [sum]: 1 } : sum);

/** One sum divided by another. */
export const ratio = (numerator: Sum, denominator: Sum, times = 1): Formula => ({
  kind: "ratio",
  numerator: terms(numerator),
  denominator: terms(denominator),
  ...(times === 1 ? {} : { times }),
});

/** A count as it is. */
export const amount = (of: Sum): Formula => ({ kind: "amount", of: terms(of) });

/** A percentile of single things. */
export const percentile = (
  sample: Extract<Formula, { kind: "percentile" }>["sample"],
  at: number,
): Formula => ({
  kind: "percentile",
  sample,
  percentile: at,
});

/** An entry of the catalogue in its first version. */
export const entry = (definition: Omit<Definition, "version">): Definition => ({ ...definition, version: 1 });
