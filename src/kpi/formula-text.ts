import { nearest } from "../suggest.ts";
import type { Formula, Terms, Unit } from "./definition.ts";
import { MEASURES, type MeasureName, isMeasure } from "./measures.ts";

/** A formula as it was read, or what is wrong with it, in words for who typed it. */
export type ReadFormula =
  | { readonly ok: true; readonly formula: Formula; readonly units: readonly Unit[] }
  | { readonly ok: false; readonly problem: string };

const TERM = /^(?:(\d{1,4})\s*[×x*]\s*)?([a-z][a-z0-9_]*)$/;

type Side = { readonly terms: Terms; readonly unit: "count" | "ms" | "pence" } | { readonly problem: string };

/** "answered + abandoned - abandoned_short", with or without brackets around it. */
function readSide(typed: string): Side {
  const bare = typed
    .trim()
    .replace(/^\(([^()]*)\)$/, "$1")
    .trim();
  if (bare === "") return { problem: "A side of the formula is empty." };
  const terms: { [measure in MeasureName]?: number } = {};
  const units = new Set<"count" | "ms" | "pence">();
  for (const [, sign = "+", words = ""] of `+${bare}`.replaceAll("−", "-").matchAll(/([+-])([^+-]*)/g)) {
    const [, times = "1", name = ""] = TERM.exec(words.trim().toLowerCase()) ?? [];
    if (!isMeasure(name)) {
      const close = nearest(words.trim().toLowerCase(), Object.keys(MEASURES));
      const hint = close === undefined ? "" : ` Did you mean ${close}?`;
      return { problem: `Something in the formula is no measure.${hint} /kpi measures lists them.` };
    }
    terms[name] = (terms[name] ?? 0) + (sign === "-" ? -1 : 1) * Number(times);
    units.add(MEASURES[name].unit);
  }
  const [unit] = units;
  if (unit === undefined || units.size > 1)
    return { problem: "Times, money and counts cannot be added to one another." };
  return { terms, unit };
}

/** What a ratio can be shown in, by what is divided by what. */
function ratioUnits(above: string, below: string): readonly Unit[] {
  if (above === below) return ["percent", "per_100", "per_1000", "points", "days"];
  if (above === "ms" && below === "count") return ["seconds", "minutes", "hours"];
  return above === "pence" && below === "count" ? ["pounds"] : [];
}

const AMOUNT_UNITS: Readonly<Record<"count" | "ms" | "pence", readonly Unit[]>> = {
  count: ["count"],
  ms: ["seconds", "minutes", "hours"],
  pence: ["pounds"],
};

/**
 * Reads a formula such as `answered_in_time / (answered + abandoned - abandoned_short)`: sums of measures,
 * one of them by another. Percentages are never put in: they come out.
 */
export function readFormula(typed: string): ReadFormula {
  const sides = typed.split("/");
  if (sides.length > 2) return { ok: false, problem: "A formula divides once: one sum by another." };
  const [above, below] = [readSide(sides[0] ?? ""), sides[1] === undefined ? undefined : readSide(sides[1])];
  if ("problem" in above) return { ok: false, problem: above.problem };
  if (below === undefined)
    return { ok: true, formula: { kind: "amount", of: above.terms }, units: AMOUNT_UNITS[above.unit] };
  if ("problem" in below) return { ok: false, problem: below.problem };
  const units = ratioUnits(above.unit, below.unit);
  if (units.length === 0)
    return { ok: false, problem: "This cannot be divided by that: a count by a time says nothing." };
  return {
    ok: true,
    formula: { kind: "ratio", numerator: above.terms, denominator: below.terms },
    units,
  };
}

function sideText(terms: Terms): string {
  const parts = Object.entries(terms).map(([measure, times], index) => {
    const sign = times < 0 ? "− " : index === 0 ? "" : "+ ";
    return `${sign}${Math.abs(times) === 1 ? "" : `${Math.abs(times)} × `}${measure}`;
  });
  return parts.length > 1 ? `(${parts.join(" ")})` : parts.join("");
}

/** A formula as text that {@link readFormula} reads again, as far as it is sums and a division. */
export function formulaText(formula: Formula): string {
  switch (formula.kind) {
    case "ratio":
      return `${sideText(formula.numerator)} / ${sideText(formula.denominator)}${formula.times === undefined ? "" : ` × ${formula.times}`}`;
    case "amount":
      return sideText(formula.of).replace(/^\((.*)\)$/, "$1");
    case "cover":
      return `${formula.stock} / mean of ${formula.flow} a day`;
    case "percentile":
      return `${formula.percentile === 50 ? "median" : `${formula.percentile}th percentile`} of ${formula.sample}`;
  }
}
