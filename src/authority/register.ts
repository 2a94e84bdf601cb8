/**
 * The register of who may decide what (DOMAIN 2.2), as values. A level has what its own
 * row grants, or the nearest lower row; nothing flows downwards.
 */

/**
 * What cases of a decision are, beyond what is decided, as the centre's own file says: `identification`
 * is about who the customer is (`CC15:1.1`), `high_risk` about what may do great harm or make the news (`H12E:PC4`).
 */
export const DECISION_MARKS = ["identification", "high_risk"] as const;
/** One of {@link DECISION_MARKS}. */
export type DecisionMark = (typeof DECISION_MARKS)[number];

/** One row: people of this level may take this decision. */
export interface AuthorityRow {
  readonly decision: string;
  readonly level: string;
  /** Place of the level in the ladder, 0 = lowest. */
  readonly rank: number;
  readonly label: string;
  /** Integer pence; null: the decision has no amount. */
  readonly limitPence: number | null;
  readonly currency: string | null;
  readonly ownerTeam: string | null;
  /** Limits are cumulative per customer over so many days; null: per case. */
  readonly perCustomerDays: number | null;
  /** The same in every row of a decision; sorted, none twice. */
  readonly marks: readonly DecisionMark[];
}

/** What all rows of one decision have in common. */
export interface Decision {
  readonly id: string;
  readonly label: string;
  /** Null: a yes/no decision. */
  readonly currency: string | null;
  readonly ownerTeam: string | null;
  readonly perCustomerDays: number | null;
  /** What its cases are for evidence; sorted, none twice. */
  readonly marks: readonly DecisionMark[];
}

/** The decisions of a register, in label order. */
export function decisionsOf(rows: readonly AuthorityRow[]): Decision[] {
  const byId = new Map<string, Decision>();
  for (const row of rows) {
    byId.set(row.decision, {
      id: row.decision,
      label: row.label,
      currency: row.currency,
      ownerTeam: row.ownerTeam,
      perCustomerDays: row.perCustomerDays,
      marks: row.marks,
    });
  }
  return [...byId.values()].toSorted((a, b) => a.label.localeCompare(b.label, "en"));
}

/** What a rank may decide: nothing, anything (a yes/no decision), or up to a limit in pence. */
export type Boundary = "none" | "any" | { readonly pence: number };

/** The boundary of a rank for one decision. `rows` may hold other decisions too. */
export function boundaryOf(rows: readonly AuthorityRow[], decision: string, rank: number): Boundary {
  let best: AuthorityRow | undefined;
  for (const row of rows) {
    if (row.decision === decision && row.rank <= rank && (best === undefined || row.rank > best.rank))
      best = row;
  }
  if (!best) return "none";
  return best.limitPence === null ? "any" : { pence: best.limitPence };
}

/** Somebody who might decide. */
export interface Decider {
  readonly rank: number;
  /** False: never, whatever the rank (seniority is not authority). */
  readonly decides: boolean;
}

/**
 * Whether somebody may decide this.
 * @param totalPence the amount, together with what counts against the same limit
 */
export function mayDecide(
  rows: readonly AuthorityRow[],
  decision: string,
  totalPence: number,
  decider: Decider,
): boolean {
  if (!decider.decides) return false;
  const boundary = boundaryOf(rows, decision, decider.rank);
  return boundary === "any" || (boundary !== "none" && totalPence <= boundary.pence);
}
