import type { Reading } from "../../chat/feature.ts";
import { notFound } from "../../errors.ts";
import { nearest } from "../../suggest.ts";
import type { Definition } from "../definition.ts";
import { allDefinitions } from "../definitions.ts";

/**
 * A KPI by its short name or its name, whichever somebody types.
 * @throws AppError `not_found`, with what they may have meant
 */
export async function kpiNamed({ db }: Pick<Reading, "db">, typed: string): Promise<Definition> {
  const all = await allDefinitions(db);
  const wanted = typed.trim().toLowerCase();
  const found = all.get(wanted) ?? [...all.values()].find(({ name }) => name.toLowerCase() === wanted);
  if (found) return found;
  const close = nearest(wanted, [...all.keys(), ...[...all.values()].map(({ name }) => name)]);
  throw notFound(close === undefined ? "KPI" : `KPI (did you mean ${close}?)`, "no such KPI");
}
