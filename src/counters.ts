import { sql } from "drizzle-orm";
import { counters } from "../db/schema/foundation.ts";
import { type Tx, query } from "../db/store.ts";

const next = query("counter_next", (db) =>
  db
    .insert(counters)
    .values({ name: sql`${sql.placeholder("name")}`, value: 1 })
    .onConflictDoUpdate({ target: counters.name, set: { value: sql`${counters.value} + 1` } })
    .returning({ value: counters.value }),
);

/** The next running number of a kind ("case", "theme"), from 1: no number is given twice. */
export async function nextNumber(db: Tx, name: string): Promise<number> {
  const [row] = await db.run(next, { name });
  if (!row) throw new Error("the counter gave nothing back");
  return row.value;
}
