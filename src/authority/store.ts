import { eq, sql } from "drizzle-orm";
import { authority } from "../../db/schema/people.ts";
import { type Read, query } from "../../db/store.ts";
import type { AuthorityRow } from "./register.ts";

const rowsQuery = query("authority_rows", (db) =>
  db
    .select({
      decision: authority.decision,
      level: authority.level,
      rank: authority.rank,
      label: authority.label,
      limitPence: authority.limitPence,
      currency: authority.currency,
      ownerTeam: authority.ownerTeam,
      perCustomerDays: authority.perCustomerDays,
      marks: authority.marks,
    })
    .from(authority)
    .where(eq(authority.version, sql.placeholder("version"))),
);

/** The register as it stood at a version. One from before there were marks has none. */
export const registerAt = async (db: Read, version: number): Promise<AuthorityRow[]> =>
  (await db.run(rowsQuery, { version })).map((row) => ({ ...row, marks: row.marks ?? [] }));
