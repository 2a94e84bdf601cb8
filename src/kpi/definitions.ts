import { and, desc, eq, sql } from "drizzle-orm";
import { inserter } from "../../db/insert.ts";
import { kpiDefinitions } from "../../db/schema/kpi.ts";
import { type Read, type Tx, query } from "../../db/store.ts";
import { CATALOGUE } from "./catalogue/index.ts";
import type { Definition } from "./definition.ts";
import { measuresOf } from "./figure.ts";
import { MEASURES } from "./measures.ts";

/** A definition as the centre keeps it. */
type Row = typeof kpiDefinitions.$inferSelect;

const insertRow = inserter("kpi_definition_insert", kpiDefinitions);

const newest = query("kpi_definitions_newest", (db) =>
  db.select().from(kpiDefinitions).orderBy(kpiDefinitions.kpi, kpiDefinitions.version),
);
const one = query("kpi_definition", (db) =>
  db
    .select()
    .from(kpiDefinitions)
    .where(
      and(
        eq(kpiDefinitions.kpi, sql.placeholder("kpi")),
        eq(kpiDefinitions.version, sql.placeholder("version")),
      ),
    )
    .orderBy(desc(kpiDefinitions.version)),
);

/** What is divided in the catalogue's private KPIs: it says too much about single people, whatever it is put together with. */
const PRIVATE = new Set(
  [...CATALOGUE.values()].flatMap(({ private: isPrivate, formula }) =>
    isPrivate === true && formula.kind === "ratio" ? Object.keys(formula.numerator) : [],
  ),
);

/** A centre's own KPI, with what the catalogue says of it where it changes one of the catalogue's. */
function asDefinition({ kpi, version, name, purpose, formula, unit, direction }: Row): Definition {
  const catalogued = CATALOGUE.get(kpi);
  const measures = measuresOf(formula);
  return {
    kpi,
    version,
    name,
    purpose,
    formula,
    unit,
    direction,
    pitfalls: catalogued?.pitfalls ?? [],
    sources: [...new Set(measures.map((measure) => MEASURES[measure].source))],
    ...(catalogued?.number === undefined ? {} : { number: catalogued.number }),
    // What the catalogue keeps private stays so, whatever it is worked out from here.
    ...(catalogued?.private === true || measures.some((measure) => PRIVATE.has(measure))
      ? { private: true }
      : {}),
  };
}

/** Every KPI as it is defined now: the catalogue's, and over them the centre's own. */
export async function allDefinitions(db: Read): Promise<ReadonlyMap<string, Definition>> {
  const rows = await db.run(newest);
  return new Map([...CATALOGUE, ...rows.map((row) => [row.kpi, asDefinition(row)] as const)]);
}

/** A KPI as it was defined when something was agreed about it; undefined where there is none such. */
export async function definitionAt(db: Read, kpi: string, version: number): Promise<Definition | undefined> {
  const [row] = await db.run(one, { kpi, version });
  if (row) return asDefinition(row);
  const catalogued = CATALOGUE.get(kpi);
  return catalogued?.version === version ? catalogued : undefined;
}

/** Keeps the next version of a KPI. */
export const insertDefinition = (db: Tx, row: Row): Promise<void> => insertRow(db, row);
