import type { Read } from "../../db/store.ts";
import { type SevereTopic, commentSettingsOf } from "../comments/settings.ts";
import { type Member, type Settings, findMember, membersServing, teamFor } from "../people/index.ts";
import type { Case } from "./store.ts";

/**
 * Restricted cases: those of which only their raiser and a few others may know (DOMAIN 2.3).
 * Who those are is decided here alone; showing, finding, asking and acting all go by it.
 */

/** Who may know of a restricted case beside its raiser, and may take it. */
export interface Audience<P = Member> {
  /** Lowest rank first. Never the raiser. */
  readonly people: readonly P[];
  /** Whether the centre named them for the topic; otherwise they are the highest of those who serve the team. */
  readonly named: boolean;
}

/**
 * Picks the audience: the active people who are named for the topic; where there are none but
 * the raiser, those of the highest rank who serve the raiser's team. Somebody who is away is
 * in it too: what is severe does not wait for them alone.
 * @param named active people whom the centre named for the topic
 * @param serving active people who serve the raiser's team
 */
export function audienceAmong<P extends { readonly id: string; readonly rank: number }>(
  named: readonly P[],
  serving: readonly P[],
  raiserId: string,
): Audience<P> {
  const others = named.filter((person) => person.id !== raiserId);
  if (others.length > 0) return { people: inOrder(others), named: true };
  const rest = serving.filter((person) => person.id !== raiserId);
  const highest = Math.max(...rest.map((person) => person.rank));
  return { people: inOrder(rest.filter((person) => person.rank === highest)), named: false };
}

const inOrder = <P extends { readonly id: string; readonly rank: number }>(people: readonly P[]): P[] =>
  people.toSorted((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1));

async function audience(
  db: Read,
  settings: Settings,
  topic: SevereTopic,
  team: string,
  raiserId: string,
): Promise<Audience> {
  const named: Member[] = [];
  for (const id of commentSettingsOf(settings).specialists[topic] ?? []) {
    const person = await findMember(db, id);
    if (person?.active === true) named.push(person);
  }
  return audienceAmong(named, await membersServing(db, team), raiserId);
}

/**
 * Who would get a restricted case about a topic from this raiser, for the words of an offer.
 * Nobody only where nobody else serves the raiser's team.
 */
export const specialistsFor = async (
  db: Read,
  settings: Settings,
  topic: SevereTopic,
  raiser: Member,
): Promise<Audience> => audience(db, settings, topic, await teamFor(db, raiser), raiser.id);

/** The audience of a case as the centre's file has it now; undefined: the case is an ordinary one. */
export async function audienceOf(db: Read, settings: Settings, one: Case): Promise<Audience | undefined> {
  if (one.restricted === null) return undefined;
  return audience(db, settings, one.restricted, one.teamId, one.raiserId);
}

/**
 * Whether somebody may know of a restricted case: who raised it, has it or decided it, and its
 * audience. To have been asked once is not enough: who is named may change.
 */
export const mayKnow = (
  one: Pick<Case, "raiserId" | "holderId" | "deciderId">,
  { people }: Audience<{ readonly id: string }>,
  memberId: string,
): boolean =>
  one.raiserId === memberId ||
  one.holderId === memberId ||
  one.deciderId === memberId ||
  people.some((person) => person.id === memberId);
