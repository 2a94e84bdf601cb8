import type { Read } from "../../../db/store.ts";
import { startOf } from "../../local-days.ts";
import {
  type StandingClaim,
  isCurrent,
  judgementsOf,
  planFor,
  standingClaims,
} from "../assessment/judged.ts";
import { type Registration, isBefore, isOf } from "../registered.ts";
import { type Claim, type Item, claimsOf, itemsOf, sourcesOf, testimoniesOf } from "../store.ts";
import { type Cell, type Held, type Judged, type Put, coverageOf } from "./coverage.ts";

/** Later than this after it happened, a record is retrospective, ms (DOMAIN 6.1). */
export const PROMPT_MS = 48 * 3_600_000;

/** What a learner has, put together once for all of their units. */
export interface Holdings {
  readonly items: readonly Item[];
  /** Those that stand: of items and by themselves. */
  readonly claims: readonly Claim[];
  readonly held: ReadonlyMap<string, Held>;
  /** For the hashes that judgements are bound to. */
  readonly standing: readonly StandingClaim[];
}

/**
 * Reads what a learner has; what is struck through is left out.
 * @param seenBy the learner sees everything, others only what is shared
 */
export async function holdingsOf(
  db: Read,
  learnerId: string,
  timeZone: string,
  seenBy: "learner" | "others",
): Promise<Holdings> {
  const items = (await itemsOf(db, learnerId)).filter(
    ({ struckAt, sharedAt }) => struckAt === null && (seenBy === "learner" || sharedAt !== null),
  );
  const byId = new Map(items.map((item) => [item.id, item]));
  const claims = (await claimsOf(db, learnerId)).filter(
    ({ itemId, struckAt }) => struckAt === null && byId.has(itemId),
  );
  const sources = await sourcesOf(db, [...byId.keys()]);
  const witnessed = new Set(
    (await testimoniesOf(db, learnerId)).filter(({ state }) => state === "given").map(({ itemId }) => itemId),
  );
  const held = new Map(
    items.map((item): readonly [string, Held] => [
      item.id,
      {
        ref: item.ref,
        kind: item.kind,
        day: item.occurredOn,
        occasion: sources.get(item.id)?.[0]?.subject ?? item.id,
        customerId: item.customerId,
        tenure: item.tenure,
        handling: item.handling,
        corroborated: witnessed.has(item.id) || item.makerId !== item.learnerId,
        retrospective: isRetrospective(item, timeZone),
        shared: item.sharedAt !== null,
      },
    ]),
  );
  return { items, claims, held, standing: await standingClaims(db, claims, byId) };
}

/** Whether an item was recorded more than 48 hours after the day on which it happened had begun to end. */
export const isRetrospective = (item: Pick<Item, "occurredOn" | "recordedAt">, timeZone: string): boolean =>
  item.recordedAt - startOf(item.occurredOn, timeZone) > PROMPT_MS + 24 * 3_600_000;

/** What is put forward for a unit. */
export const putsFor = (registration: Registration, { claims, held }: Holdings): Put[] =>
  claims.flatMap((claim): Put[] => {
    const item = held.get(claim.itemId);
    if (!item || !isOf(registration.unit, claim)) return [];
    const before = isBefore(registration, { occurredOn: item.day });
    return [{ ref: claim.ref, parts: claim.parts, item, before }];
  });

/** Every criterion of one of a learner's units, with what there is for it; see {@link coverageOf}. */
export async function coverageFor(
  db: Read,
  registration: Registration,
  holdings: Holdings,
  today: string,
): Promise<Cell[]> {
  const { learnerId, unit } = registration;
  const judged = new Map<string, Judged>();
  for (const judgement of await judgementsOf(db, learnerId, unit)) {
    const { ref, decision } = judgement;
    judged.set(ref, { ref, decision, current: isCurrent(judgement, holdings.standing) });
  }
  return coverageOf({
    unit,
    plan: await planFor(db, learnerId, unit.unit),
    puts: putsFor(registration, holdings),
    judged: [...judged.values()],
    today,
  });
}
