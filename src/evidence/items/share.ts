import { and, eq, isNull } from "drizzle-orm";
import { claims, declarations, items, testimonies } from "../../../db/schema/evidence.ts";
import { conflict } from "../../errors.ts";
import { keepText } from "../../journal/index.ts";
import type { Member } from "../../people/index.ts";
import type { Work } from "../../work.ts";
import { type Claim, type Item, claimsOfItem } from "../store.ts";
import { rehash } from "./keep.ts";

/** What a learner signs when they share evidence (DOMAIN 5.4). */
export const LEARNER_DECLARATION =
  "This is my own work. I really did it, as it stands here. All help that I had with it, also from software or AI, is listed.";

/** @throws AppError `conflict` where an item is not what it was when the form was opened */
export function assertStands(item: Item, generation = item.generation): void {
  if (item.struckAt !== null)
    throw conflict(`${item.ref} was struck through, so nothing can be done with it any more.`, "item struck");
  if (item.generation !== generation)
    throw conflict(
      `${item.ref} has changed since this was drawn, so nothing was done. Look at it again.`,
      "stale item",
    );
}

/**
 * A learner signs for items and opens them to the assessor.
 * @param assistance the help that they had, in their words; "" for none
 */
export async function shareItems(
  work: Work,
  learner: Member,
  shared: readonly Item[],
  assistance: string,
): Promise<void> {
  const { db, ids, now, journal } = work;
  const help = assistance.trim() === "" ? undefined : await keepText(db, ids, now, assistance.trim());
  for (const item of shared) {
    assertStands(item);
    if (item.sharedAt !== null) throw conflict(`${item.ref} is shared already.`, "item shared already");
    await db
      .update(items)
      .set({ sharedAt: now, assistancePayload: help?.id ?? null, generation: item.generation + 1 })
      .where(and(eq(items.id, item.id), isNull(items.sharedAt)));
    const { contentHash } = await rehash(work, item.id);
    await db.insert(declarations).values({
      id: ids.next(),
      subjectKind: "item",
      subjectId: item.id,
      memberId: learner.id,
      role: "learner",
      text: LEARNER_DECLARATION,
      contentHash,
      at: now,
    });
    await journal.record(db, now, {
      team: item.teamId ?? learner.homeTeam,
      actor: learner.id,
      role: "learner",
      kind: "evidence.shared",
      subject: item.id,
      facts: { ref: item.ref, helped: help !== undefined },
      ...(help ? { payloadDigest: help.digest } : {}),
    });
  }
}

/** Takes a piece of evidence back. It keeps its place and its reference, and counts for nothing (DOMAIN 5.3). */
export async function strikeItem(work: Work, by: Member, item: Item, reason: string): Promise<void> {
  const { db, ids, now, journal } = work;
  assertStands(item);
  const kept = await keepText(db, ids, now, reason);
  await db
    .update(items)
    .set({ struckAt: now, struckPayload: kept.id, generation: item.generation + 1 })
    .where(eq(items.id, item.id));
  await db
    .update(testimonies)
    .set({ state: "gone" })
    .where(and(eq(testimonies.itemId, item.id), eq(testimonies.state, "asked")));
  await journal.record(db, now, {
    team: item.teamId ?? by.homeTeam,
    actor: by.id,
    role: by.id === item.learnerId ? "learner" : "assessor",
    kind: "evidence.struck",
    subject: item.id,
    facts: {
      ref: item.ref,
      learner: item.learnerId,
      criteria: (await claimsOfItem(db, item.id)).map(({ unit, ref }) => `${unit}:${ref}`),
    },
    payloadDigest: kept.digest,
  });
}

/**
 * Takes one claim of an item back: it is no longer put forward for that criterion. The rest stands, and what was
 * judged on it has changed, so that it is judged again.
 * @throws AppError `conflict` where it was taken back meanwhile
 */
export async function strikeClaim(
  work: Work,
  by: Member,
  item: Item,
  claim: Claim,
  reason: string,
): Promise<void> {
  const { db, ids, now, journal } = work;
  assertStands(item);
  const kept = await keepText(db, ids, now, reason);
  const [struck] = await db
    .update(claims)
    .set({ struckAt: now, struckPayload: kept.id })
    .where(and(eq(claims.id, claim.id), isNull(claims.struckAt)))
    .returning({ id: claims.id });
  if (!struck) throw conflict("This was struck through already.", "claim struck already");
  await journal.record(db, now, {
    team: item.teamId ?? by.homeTeam,
    actor: by.id,
    role: "learner",
    kind: "evidence.claim_struck",
    subject: item.id,
    facts: {
      ref: item.ref,
      learner: item.learnerId,
      criterion: `${claim.unit}:${claim.ref}`,
      edition: claim.edition,
    },
    payloadDigest: kept.digest,
  });
}
