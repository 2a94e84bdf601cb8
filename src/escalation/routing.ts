import { type AuthorityRow, boundaryOf, mayDecide } from "../authority/index.ts";
import type { Kind } from "./case.ts";
import type { Audience } from "./restricted.ts";

/** A person who serves the case's team, as routing sees them. */
export interface Person {
  readonly id: string;
  readonly rank: number;
  readonly decides: boolean;
  readonly away: boolean;
  readonly homeTeam: string | null;
  /** Cases asked about and not yet answered. */
  readonly asked: number;
  readonly holding: number;
  /** Ms since the epoch; null: never yet. */
  readonly lastTakenAt: number | null;
}

/** What is to be routed. */
export interface Routable {
  readonly kind: Kind;
  /** A decision of the register, or something else. */
  readonly issue: string;
  readonly team: string;
  /** Whether another team than the raiser's owns it: then it goes to the right owner, not upwards. */
  readonly owned: boolean;
  readonly raiserId: string;
  readonly raiserRank: number;
  /** The amount with what counts against the same limit, pence; null: none. */
  readonly totalPence: number | null;
}

/** Why somebody can be asked: a value, put into words by `messages.ts`. */
export type Reason =
  /** Named for the topic of a restricted case, or, where nobody is, of the highest rank. */
  | { readonly why: "specialist" }
  | { readonly why: "highest" }
  | { readonly why: "authority"; readonly limitPence: number | null }
  | { readonly why: "level_above" }
  | { readonly why: "owner" };

/** Somebody who can be asked. */
export interface Candidate {
  readonly id: string;
  readonly rank: number;
  readonly reason: Reason;
}

/** Why nobody can be asked right now. */
export type Hole = "nobody_authorised" | "all_away";

/** Who can be asked, best first. */
export interface Route {
  readonly candidates: readonly Candidate[];
  /** Set where there is no candidate. */
  readonly hole?: Hole;
}

/**
 * Whether a case needs somebody's authority: an approval of a decision that the register
 * names, or any case about an amount. Advice and the like need experience instead.
 */
export const needsAuthority = (
  routable: Pick<Routable, "kind" | "issue" | "totalPence">,
  rows: readonly AuthorityRow[],
): boolean =>
  rows.some((row) => row.decision === routable.issue) &&
  (routable.kind === "approval" || routable.totalPence !== null);

/**
 * Why somebody is fit for a case, or undefined where they are not. The same rule picks who
 * is asked, is checked again at the click, and again at the decision.
 */
export function fitness(
  routable: Routable,
  rows: readonly AuthorityRow[],
  person: Person,
  highestRank: number,
): Reason | undefined {
  if (person.id === routable.raiserId) return undefined; // nobody approves or advises themselves
  if (needsAuthority(routable, rows)) {
    if (!mayDecide(rows, routable.issue, routable.totalPence ?? 0, person)) return undefined;
    const boundary = boundaryOf(rows, routable.issue, person.rank);
    return { why: "authority", limitPence: typeof boundary === "object" ? boundary.pence : null };
  }
  if (routable.owned) return { why: "owner" };
  const above =
    person.rank > routable.raiserRank || (routable.raiserRank >= highestRank && person.rank === highestRank);
  return above ? { why: "level_above" } : undefined;
}

/**
 * Who would get this now: the lowest authorised level first; the team's own people before
 * those who cover it; then the least loaded, then the longest idle (DESIGN 4).
 */
export function route(
  routable: Routable,
  rows: readonly AuthorityRow[],
  people: readonly Person[],
  highestRank: number,
): Route {
  const fit = people.flatMap((person) => {
    const reason = fitness(routable, rows, person, highestRank);
    return reason ? [{ person, reason }] : [];
  });
  if (fit.length === 0) return { candidates: [], hole: "nobody_authorised" };
  const present = fit.filter(({ person }) => !person.away);
  if (present.length === 0) return { candidates: [], hole: "all_away" };
  const order = present.toSorted(
    (a, b) =>
      a.person.rank - b.person.rank ||
      Number(b.person.homeTeam === routable.team) - Number(a.person.homeTeam === routable.team) ||
      a.person.asked + a.person.holding - (b.person.asked + b.person.holding) ||
      (a.person.lastTakenAt ?? 0) - (b.person.lastTakenAt ?? 0) ||
      (a.person.id < b.person.id ? -1 : 1),
  );
  return { candidates: order.map(({ person, reason }) => ({ id: person.id, rank: person.rank, reason })) };
}

/** Who would get a restricted case: its whole audience at once, whether here or away, and nobody else ever. */
export function restrictedRoute({ people, named }: Audience<{ id: string; rank: number }>): Route {
  if (people.length === 0) return { candidates: [], hole: "nobody_authorised" };
  const reason: Reason = { why: named ? "specialist" : "highest" };
  return { candidates: people.map(({ id, rank }) => ({ id, rank, reason })) };
}

/**
 * Who is asked next, given who was asked already: everybody once before anybody twice.
 * @param timesAsked how often each person was asked about this case
 */
export function nextToAsk(
  candidates: readonly Candidate[],
  timesAsked: ReadonlyMap<string, number>,
): Candidate | undefined {
  const fewest = Math.min(...candidates.map((candidate) => timesAsked.get(candidate.id) ?? 0));
  return candidates.find((candidate) => (timesAsked.get(candidate.id) ?? 0) === fewest);
}
