import { eq, sql } from "drizzle-orm";
import { inserter } from "../db/insert.ts";
import { customers } from "../db/schema/foundation.ts";
import { type Read, type Tx, query } from "../db/store.ts";
import type { Ids } from "./ids.ts";

const insertCustomer = inserter("customer_insert", customers, { ignore: true });
const byRef = query("customer_by_ref", (db) =>
  db
    .select({ id: customers.id })
    .from(customers)
    .where(eq(customers.ref, sql.placeholder("ref"))),
);

/**
 * The internal id of a customer, made now if they were never heard of: everything else names
 * the id, so that the reference can be erased (DESIGN 3).
 */
export async function customerId(db: Tx, ids: Ids, ref: string, now: number): Promise<string> {
  const [known] = await db.run(byRef, { ref });
  if (known) return known.id;
  const id = ids.next();
  await insertCustomer(db, { id, ref, createdAt: now });
  return id;
}

const byId = query("customer_by_id", (db) =>
  db
    .select({ ref: customers.ref })
    .from(customers)
    .where(eq(customers.id, sql.placeholder("id"))),
);

/** The centre's own reference of a customer; undefined once it is erased. */
export const referenceOf = async (db: Read, id: string): Promise<string | undefined> =>
  (await db.run(byId, { id }))[0]?.ref ?? undefined;
