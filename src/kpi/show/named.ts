import type { Reading } from "../../chat/feature.ts";
import { matching } from "../../chat/suggest.ts";
import { invalid } from "../../errors.ts";
import { nearest } from "../../suggest.ts";
import type { Definition } from "../definition.ts";
import { allDefinitions } from "../definitions.ts";

/** KPIs that a slip is put right with at most. */
const MOST_MEANT = 3;

/**
 * What may have been meant by a name that no KPI has: those in whose names it is, the ones that begin with
 * it first, and the one that is a slip of the finger away.
 */
function meantBy(all: readonly Definition[], typed: string): readonly Definition[] {
  const close = nearest(
    typed,
    all.flatMap(({ kpi, name }) => [kpi, name]),
  );
  const near = all.filter(({ kpi, name }) => kpi === close || name === close).slice(0, 1);
  const within = matching(
    all.map(({ kpi, name }) => ({ value: kpi, label: `${kpi} ${name}` })),
    typed,
  )
    .flatMap(({ value }) => all.find(({ kpi }) => kpi === value) ?? [])
    .filter((one) => !near.includes(one));
  return [...within.slice(0, MOST_MEANT - near.length), ...near];
}

const either = new Intl.ListFormat("en-GB", { type: "disjunction" });

const named = ({ kpi, name }: Definition): string => `${kpi} (${name})`;

/**
 * A KPI by its short name or its name, whichever somebody types. What a KPI is, is the whole centre's to know
 * and listed for everybody, so any of them may be suggested, whoever asks; figures are another matter.
 * @throws AppError `invalid`, with what they may have meant: a slip is no access that was refused
 */
export async function kpiNamed({ db }: Pick<Reading, "db">, typed: string): Promise<Definition> {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") throw invalid("Name a KPI after it. /kpi list has them all.", "no KPI named");
  const definitions = await allDefinitions(db);
  const all = [...definitions.values()];
  const found = definitions.get(wanted) ?? all.find(({ name }) => name.toLowerCase() === wanted);
  if (found) return found;
  const meant = meantBy(all, wanted).map(named);
  const hint = meant.length === 0 ? "" : ` Did you mean ${either.format(meant)}?`;
  throw invalid(`There is no KPI of that name.${hint} /kpi list has them all.`, "no such KPI");
}
