import type { AuthorityRow, Decision } from "../authority/index.ts";
import type { Read } from "../../db/store.ts";
import {
  type Member,
  type Settings,
  findMember,
  membersServing,
  readSettings,
  serves,
} from "../people/index.ts";
import { notFound } from "../errors.ts";
import { registerOf } from "./register.ts";
import { type Audience, audienceOf, mayKnow } from "./restricted.ts";
import {
  type Candidate,
  type Reason,
  type Routable,
  type Route,
  fitness,
  nextToAsk,
  restrictedRoute,
  route,
} from "./routing.ts";
import { type Case, asksOf, findCase, givenSince, openRestricted } from "./store.ts";

const DAY_MS = 24 * 3_600_000;

/** A case with the register under which it arose: what every question of who may do what needs. */
export interface Situation {
  readonly case: Case;
  readonly register: readonly AuthorityRow[];
  readonly decision: Decision | undefined;
  readonly routable: Routable;
  /** What counts against the same limit already, pence. */
  readonly givenPence: number;
  readonly highestRank: number;
  /** Of a restricted case: who beside its raiser may know of it; undefined: an ordinary one. */
  readonly audience: Audience | undefined;
}

/** What counts against a customer's limit for a decision at a time, pence. */
export async function givenFor(
  db: Read,
  decision: Decision | undefined,
  customer: string,
  now: number,
): Promise<number> {
  if (!decision?.currency || decision.perCustomerDays === null) return 0;
  return givenSince(db, customer, decision.id, now - decision.perCustomerDays * DAY_MS);
}

/** Puts together what is known about a case. */
export async function situationOf(db: Read, settings: Settings, one: Case, now: number): Promise<Situation> {
  const { rows: register, decisions } = await registerOf(db, one.authorityVersion);
  // A topic is no decision, also where the register has one of the same name.
  const decision = one.restricted === null ? decisions.find((row) => row.id === one.issue) : undefined;
  const raiser = await findMember(db, one.raiserId);
  const givenPence = await givenFor(db, decision, one.customerId, now);
  return {
    case: one,
    register,
    decision,
    givenPence,
    highestRank: settings.levels.length - 1,
    audience: await audienceOf(db, settings, one),
    routable: {
      kind: one.kind,
      issue: one.issue,
      team: one.teamId,
      owned: decision !== undefined && decision.ownerTeam !== null && raiser?.homeTeam !== decision.ownerTeam,
      raiserId: one.raiserId,
      raiserRank: raiser?.rank ?? 0,
      totalPence: one.amountPence === null ? null : one.amountPence + givenPence,
    },
  };
}

/** Who would get a case now. */
export async function routeOf(db: Read, situation: Situation): Promise<Route> {
  if (situation.audience) return restrictedRoute(situation.audience);
  const people = await membersServing(db, situation.case.teamId);
  return route(situation.routable, situation.register, people, situation.highestRank);
}

/** Who is asked next, leaving out `except`. */
export async function nextCandidate(
  db: Read,
  situation: Situation,
  except: ReadonlySet<string>,
): Promise<{
  readonly route: Route;
  readonly candidate: Candidate | undefined;
  readonly firstRound: boolean;
}> {
  const found = await routeOf(db, situation);
  const times = new Map<string, number>();
  for (const ask of await asksOf(db, situation.case.id))
    times.set(ask.memberId, (times.get(ask.memberId) ?? 0) + 1);
  const candidate = nextToAsk(
    found.candidates.filter((one) => !except.has(one.id)),
    times,
  );
  return {
    route: found,
    candidate,
    firstRound: candidate === undefined || (times.get(candidate.id) ?? 0) === 0,
  };
}

/** Whether a member may take a case, and why; the rule that routing uses, checked at the click. */
export async function mayTake(db: Read, situation: Situation, member: Member): Promise<Reason | undefined> {
  if (situation.audience)
    return restrictedRoute(situation.audience).candidates.find((one) => one.id === member.id)?.reason;
  if (!(await serves(db, member, situation.case.teamId))) return undefined;
  return fitness(situation.routable, situation.register, member, situation.highestRank);
}

/**
 * Whether a member may know of a case: who raised it, holds it, was asked, or serves its team.
 * Of a restricted one, only those for whom it is.
 */
async function maySee(db: Read, member: Member, one: Case): Promise<boolean> {
  if (one.restricted !== null) {
    const audience = await audienceOf(db, await readSettings(db), one);
    return audience !== undefined && mayKnow(one, audience, member.id);
  }
  if (one.raiserId === member.id || one.holderId === member.id || one.deciderId === member.id) return true;
  if (await serves(db, member, one.teamId)) return true;
  return (await asksOf(db, one.id)).some((ask) => ask.memberId === member.id);
}

/**
 * The case that a member named.
 * @throws AppError `not_found`, in the same words for a case that does not exist and one they may not know of
 */
export async function caseFor(db: Read, member: Member, one: Case | undefined): Promise<Case> {
  if (one && (await maySee(db, member, one))) return one;
  throw notFound("case", one ? "case not visible" : "no such case");
}

/** The case that a button or a form names by its internal id; see {@link caseFor}. */
export const caseById = async (db: Read, member: Member, id: string): Promise<Case> =>
  caseFor(db, member, await findCase(db, id));

/** Open restricted cases of which a member may know and that are not theirs already, longest waiting first. */
export async function restrictedFor(db: Read, settings: Settings, member: Member): Promise<Case[]> {
  const found: Case[] = [];
  for (const one of await openRestricted(db)) {
    if (one.raiserId === member.id || one.holderId === member.id) continue;
    const audience = await audienceOf(db, settings, one);
    if (audience && mayKnow(one, audience, member.id)) found.push(one);
  }
  return found;
}
