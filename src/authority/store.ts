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
    })
    .from(authority)
    .where(eq(authority.version, sql.placeholder("version"))),
);

/** The register as it stood at a version. */
export const registerAt = (db: Read, version: number): Promise<AuthorityRow[]> =>
  db.run(rowsQuery, { version });
