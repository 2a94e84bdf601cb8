import { and, asc, eq, inArray, isNotNull, isNull } from "drizzle-orm";
import {
  claims,
  declarations,
  dismissals,
  itemSources,
  itemTexts,
  items,
  testimonies,
} from "../../db/schema/evidence.ts";
import { journal } from "../../db/schema/foundation.ts";
import type { Read, Tx } from "../../db/store.ts";
import { readInChunks } from "../chunks.ts";

/** A piece of evidence, as it is stored. */
export type Item = typeof items.$inferSelect;
/** That it is put forward for a criterion. */
export type Claim = typeof claims.$inferSelect;
/** What a witness was asked. */
export type Testimony = typeof testimonies.$inferSelect;
/** What somebody signed. */
export type Declaration = typeof declarations.$inferSelect;

/** An item by its internal id. */
export async function findItem(db: Read, id: string): Promise<Item | undefined> {
  const [row] = await db.select().from(items).where(eq(items.id, id));
  return row;
}

/** A learner's item by its reference. */
export async function findItemByRef(db: Read, learnerId: string, ref: string): Promise<Item | undefined> {
  const [row] = await db
    .select()
    .from(items)
    .where(and(eq(items.learnerId, learnerId), eq(items.ref, ref)));
  return row;
}

/** All that somebody has, struck through or not, in the order of their references. */
export const itemsOf = (db: Read, learnerId: string): Promise<Item[]> =>
  db
    .select()
    .from(items)
    .where(eq(items.learnerId, learnerId))
    .orderBy(asc(items.recordedAt), asc(items.ref));

/** What items say, in order: by item. */
export async function textsOf(
  db: Read,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly { readonly label: string; readonly payloadId: string }[]>> {
  const found = new Map<string, { label: string; payloadId: string }[]>();
  const rows = await readInChunks(ids, (some) =>
    db
      .select()
      .from(itemTexts)
      .where(inArray(itemTexts.itemId, [...some]))
      .orderBy(asc(itemTexts.itemId), asc(itemTexts.n)),
  );
  for (const { itemId, label, payloadId } of rows)
    found.set(itemId, [...(found.get(itemId) ?? []), { label, payloadId }]);
  return found;
}

/** An event that an item rests on. */
export type Source = Pick<
  typeof journal.$inferSelect,
  "seq" | "hash" | "at" | "kind" | "role" | "subject" | "facts"
>;

/** What items rest on, in the order of the journal: by item. */
export async function sourcesOf(
  db: Read,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly Source[]>> {
  const found = new Map<string, Source[]>();
  const rows = await readInChunks(ids, (some) =>
    db
      .select({
        itemId: itemSources.itemId,
        seq: journal.seq,
        hash: journal.hash,
        at: journal.at,
        kind: journal.kind,
        role: journal.role,
        subject: journal.subject,
        facts: journal.facts,
      })
      .from(itemSources)
      .innerJoin(journal, eq(journal.seq, itemSources.seq))
      .where(inArray(itemSources.itemId, [...some]))
      .orderBy(asc(journal.seq)),
  );
  for (const { itemId, ...source } of rows) found.set(itemId, [...(found.get(itemId) ?? []), source]);
  return found;
}

/** All claims of a learner, struck through or not, the oldest first. */
export const claimsOf = (db: Read, learnerId: string): Promise<Claim[]> =>
  db.select().from(claims).where(eq(claims.learnerId, learnerId)).orderBy(asc(claims.at), asc(claims.id));

/** The claims of an item that stand. */
export const claimsOfItem = (db: Read, itemId: string): Promise<Claim[]> =>
  db
    .select()
    .from(claims)
    .where(and(eq(claims.itemId, itemId), isNull(claims.struckAt)))
    .orderBy(asc(claims.at), asc(claims.id));

/** Whether a claim is the learner's own; an assessor's goes with what they recorded. */
export const isLearners = ({ claimedBy, learnerId }: Claim): boolean => claimedBy === learnerId;

/** The claims of an item that were struck through. */
export const struckClaimsOf = (db: Read, itemId: string): Promise<Claim[]> =>
  db
    .select()
    .from(claims)
    .where(and(eq(claims.itemId, itemId), isNotNull(claims.struckAt)))
    .orderBy(asc(claims.at), asc(claims.id));

/** All that witnesses were asked about a learner. */
export const testimoniesOf = (db: Read, learnerId: string): Promise<Testimony[]> =>
  db
    .select()
    .from(testimonies)
    .where(eq(testimonies.learnerId, learnerId))
    .orderBy(asc(testimonies.askedAt), asc(testimonies.id));

/** What was signed about some things of a kind. */
export const declarationsOf = (
  db: Read,
  kind: "item" | "testimony" | "judgement" | "unit",
  ids: readonly string[],
): Promise<Declaration[]> =>
  readInChunks(ids, (some) =>
    db
      .select()
      .from(declarations)
      .where(and(eq(declarations.subjectKind, kind), inArray(declarations.subjectId, [...some])))
      .orderBy(asc(declarations.at), asc(declarations.id)),
  );

/** The events that a learner does not want to have suggested. */
export async function dismissedBy(db: Read, learnerId: string): Promise<ReadonlySet<number>> {
  const rows = await db
    .select({ seq: dismissals.seq })
    .from(dismissals)
    .where(eq(dismissals.learnerId, learnerId));
  return new Set(rows.map(({ seq }) => seq));
}

/** Notes that a learner does not want these suggested. */
export async function dismiss(db: Tx, learnerId: string, seqs: readonly number[], at: number): Promise<void> {
  if (seqs.length === 0) return;
  await db
    .insert(dismissals)
    .values(seqs.map((seq) => ({ learnerId, seq, at })))
    .onConflictDoNothing();
}
