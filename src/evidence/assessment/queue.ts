import type { Read } from "../../../db/store.ts";
import { holdingsOf } from "../coverage/read.ts";
import { type Registration, isOf } from "../registered.ts";
import type { Item } from "../store.ts";
import type { Criterion } from "../units/shape.ts";
import { criteriaOf } from "../words.ts";
import {
  type Judgement,
  type OpenAction,
  type StandingClaim,
  isCurrent,
  judgementsOf,
  openActions,
} from "./judged.ts";

/** A criterion with all that stands for it, as its assessor has it before them. */
export interface Judgeable {
  readonly registration: Registration;
  readonly criterion: Criterion;
  readonly claims: readonly StandingClaim[];
  readonly items: readonly Item[];
  /** The newest, if there was any. */
  readonly judgement: Judgement | undefined;
  /** What a verifier asks to be done about the newest; undefined: nothing. */
  readonly action: OpenAction | undefined;
  /** Whether it waits for the assessor: something is new since, what was judged has changed, or action is asked for. */
  readonly waits: boolean;
  /** Why it waits, in words. */
  readonly because: string;
  /** When what waits was shared first, ms since the epoch. */
  readonly since: number;
}

/** Every criterion of a learner's unit for which something shared stands or that was judged before. */
export async function judgeable(
  db: Read,
  registration: Registration,
  timeZone: string,
): Promise<Judgeable[]> {
  const { learnerId, unit } = registration;
  const holdings = await holdingsOf(db, learnerId, timeZone, "others");
  const items = new Map(holdings.items.map((item) => [item.ref, item]));
  const newest = new Map((await judgementsOf(db, learnerId, unit)).map((one) => [one.ref, one]));
  const actions = await openActions(db, [...newest.values()]);
  return criteriaOf(unit).flatMap((criterion): Judgeable[] => {
    const claims = holdings.standing.filter((one) => isOf(unit, one) && one.ref === criterion.ref);
    const judgement = newest.get(criterion.ref);
    if (claims.length === 0 && !judgement) return [];
    const own = claims.flatMap(({ item }) => items.get(item) ?? []);
    const fresh = claims.filter(({ id }) => judgement?.claims.includes(id) !== true);
    const action = judgement && actions.get(judgement.id);
    const isStale = judgement !== undefined && !isCurrent(judgement, holdings.standing);
    return [
      {
        registration,
        criterion,
        claims,
        items: [...new Set(own)],
        judgement,
        action,
        waits: claims.length > 0 && (fresh.length > 0 || isStale || action !== undefined),
        because: action
          ? "the verifier asks for action"
          : isStale
            ? "what was judged has changed"
            : judgement
              ? "there is more since"
              : "new",
        since: Math.min(
          ...(fresh.length > 0 ? fresh : claims).flatMap(({ item }) => items.get(item)?.sharedAt ?? []),
        ),
      },
    ];
  });
}

/** What waits for an assessor, the longest waiting first. */
export async function queueOf(
  db: Read,
  registrations: readonly Registration[],
  timeZone: string,
): Promise<Judgeable[]> {
  const all: Judgeable[] = [];
  for (const registration of registrations) all.push(...(await judgeable(db, registration, timeZone)));
  return all.filter(({ waits }) => waits).toSorted((a, b) => a.since - b.since);
}
