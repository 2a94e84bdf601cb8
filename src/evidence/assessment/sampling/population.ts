import { and, asc, eq, inArray } from "drizzle-orm";
import { claims, items, testimonies } from "../../../../db/schema/evidence.ts";
import type { Read } from "../../../../db/store.ts";
import { refused } from "../../../errors.ts";
import type { Member } from "../../../people/index.ts";
import { holdingsOf } from "../../coverage/read.ts";
import type { Registration } from "../../registered.ts";
import type { Item } from "../../store.ts";
import { type Judgement, isCurrent, judgementsOf } from "../judged.ts";
import { judging } from "../who.ts";
import type { Drawable } from "./sample.ts";

/**
 * The registrations that somebody verifies.
 * @throws AppError `refused` where somebody verifies nobody
 */
export async function verifying(db: Read, actor: Member): Promise<readonly Registration[]> {
  const { verifier } = await judging(db, actor);
  if (verifier.length > 0) return verifier;
  throw refused(
    "You verify nobody's unit. Whoever keeps the organisation file names verifiers, under learners.",
    "not a verifier",
  );
}

/** What can be drawn from for a unit, and how many judgements were left out because the verifier had a part in them. */
interface Population {
  readonly registrations: readonly Registration[];
  readonly drawable: readonly Drawable[];
  readonly own: number;
}

/**
 * The judgements of a unit that are in force, of the learners whom somebody verifies. What they judged
 * themselves, or are a witness to, is left out: nobody samples their own (DOMAIN 8.30).
 */
export async function populationOf(
  db: Read,
  actor: Member,
  unit: string,
  timeZone: string,
): Promise<Population> {
  const registrations = (await judging(db, actor)).verifier.filter((one) => one.unit.unit === unit);
  const drawable: Drawable[] = [];
  let own = 0;
  for (const registration of registrations) {
    const { learnerId } = registration;
    const holdings = await holdingsOf(db, learnerId, timeZone, "others");
    const newest = new Map(
      (await judgementsOf(db, learnerId, registration.unit)).map((one) => [one.ref, one]),
    );
    for (const one of newest.values()) {
      if (!isCurrent(one, holdings.standing)) continue;
      if (await hasPartIn(db, actor, one)) own += 1;
      else
        drawable.push({
          id: one.id,
          learner: learnerId,
          assessor: one.assessorId,
          decision: one.decision,
          group: groupOf(registration, one.ref),
        });
    }
  }
  return { registrations, drawable, own };
}

const groupOf = ({ unit }: Registration, ref: string): string =>
  unit.groups.find(({ criteria }) => criteria.some((one) => one.ref === ref))?.id ?? ref;

/** What a judgement was made on. */
export const judgedItems = async (db: Read, one: Judgement): Promise<Item[]> => {
  const rows =
    one.claims.length === 0
      ? []
      : await db
          .select({ item: items })
          .from(claims)
          .innerJoin(items, eq(items.id, claims.itemId))
          .where(inArray(claims.id, [...one.claims]))
          .orderBy(asc(items.ref));
  return [...new Map(rows.map(({ item }) => [item.id, item])).values()];
};

/** Whether somebody made a judgement, recorded what it was made on, or is a witness for the learner whom it is about. */
export async function hasPartIn(db: Read, actor: Member, one: Judgement): Promise<boolean> {
  if (one.assessorId === actor.id) return true;
  if ((await judgedItems(db, one)).some(({ makerId }) => makerId === actor.id)) return true;
  const witnessed = await db
    .select({ id: testimonies.id })
    .from(testimonies)
    .where(
      and(
        eq(testimonies.witnessId, actor.id),
        eq(testimonies.learnerId, one.learnerId),
        eq(testimonies.state, "given"),
      ),
    )
    .limit(1);
  return witnessed.length > 0;
}
