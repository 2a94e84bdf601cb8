import { hash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { inArray } from "drizzle-orm";
import { customers } from "../../../db/schema/foundation.ts";
import type { Read } from "../../../db/store.ts";
import { readInChunks } from "../../chunks.ts";
import { readTexts } from "../../journal/index.ts";
import { type Member, everybody } from "../../people/index.ts";
import { type ItemContent, contentHash, testimonyHash } from "../content-hash.ts";
import { contentsOf } from "../items/content.ts";
import {
  type Claim,
  type Declaration,
  type Item,
  type Source,
  type Testimony,
  claimsOf,
  declarationsOf,
  itemsOf,
  sourcesOf,
  testimoniesOf,
} from "../store.ts";

/** Everything of a learner that is read before any of it is released. */
export interface Stored {
  readonly items: readonly Item[];
  readonly byId: ReadonlyMap<string, Item>;
  readonly contents: ReadonlyMap<string, ItemContent>;
  /** What each item's content comes to now, by reference; what is stored of it is not taken at its word. */
  readonly hashes: ReadonlyMap<string, string>;
  readonly claims: readonly Claim[];
  readonly testimonies: readonly Testimony[];
  readonly sources: ReadonlyMap<string, readonly Source[]>;
  readonly signed: ReadonlyMap<string, readonly Declaration[]>;
  readonly texts: ReadonlyMap<string, string>;
  readonly people: ReadonlyMap<string, Member>;
}

const bySubject = (rows: readonly Declaration[]): ReadonlyMap<string, readonly Declaration[]> => {
  const found = new Map<string, Declaration[]>();
  for (const row of rows) found.set(row.subjectId, [...(found.get(row.subjectId) ?? []), row]);
  return found;
};

/** Texts by the ids of their payloads; of what was not written, none. */
export const textsIn = (db: Read, ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> =>
  readTexts(
    db,
    ids.flatMap((id) => id ?? []),
  );

/** Hashes worked out at a time; others have their turn in between. */
const CHUNK = 50;

/** What each item comes to, by its reference. */
async function hashesOf(contents: Iterable<ItemContent>): Promise<Stored["hashes"]> {
  const hashes = new Map<string, string>();
  for (const content of contents) {
    if (hashes.size % CHUNK === 0) await setImmediate();
    hashes.set(content.ref, contentHash(content));
  }
  return hashes;
}

/** What is shared, or was before it was struck through: what is the learner's alone stays so. */
export async function storedOf(db: Read, learnerId: string): Promise<Stored> {
  const items = (await itemsOf(db, learnerId)).filter(({ sharedAt }) => sharedAt !== null);
  const byId = new Map(items.map((item) => [item.id, item]));
  const ids = [...byId.keys()];
  const contents = await contentsOf(db, items);
  const claims = (await claimsOf(db, learnerId)).filter(({ itemId }) => byId.has(itemId));
  const testimonies = (await testimoniesOf(db, learnerId)).filter(
    ({ itemId, state }) => byId.has(itemId) && state === "given",
  );
  const signed = [
    ...(await declarationsOf(db, "item", ids)),
    ...(await declarationsOf(
      db,
      "testimony",
      testimonies.map(({ id }) => id),
    )),
  ];
  return {
    items,
    byId,
    contents,
    hashes: await hashesOf(contents.values()),
    claims,
    testimonies,
    sources: await sourcesOf(db, ids),
    signed: bySubject(signed),
    texts: await textsIn(db, [
      ...claims.flatMap(({ whyPayload, struckPayload }) => [whyPayload, struckPayload]),
      ...testimonies.flatMap((one) => [one.wordsPayload, one.competencePayload]),
      ...items.map(({ struckPayload }) => struckPayload),
    ]),
    people: new Map((await everybody(db)).map((one) => [one.id, one])),
  };
}

/** Whether a witness signed for the words that are kept as theirs. */
export const testimonyHolds = ({ texts }: Stored, ref: string, one: Testimony, by: Declaration): boolean =>
  by.contentHash ===
  testimonyHash({
    item: ref,
    words: texts.get(one.wordsPayload ?? "") ?? "",
    relationship: one.relationship ?? "",
    competence: texts.get(one.competencePayload ?? "") ?? "",
  });

/**
 * Customers by their number in this portfolio. Their order hangs on the export, so that nobody is the same number in
 * every one of them, and two portfolios cannot be laid side by side by it (DOMAIN 8.26).
 */
export async function customerNumbers(
  db: Read,
  items: readonly Item[],
  exportId: string,
): Promise<{ readonly byId: ReadonlyMap<string, string>; readonly byRef: ReadonlyMap<string, string> }> {
  const place = (id: string): string => hash("sha256", JSON.stringify([exportId, id]));
  const ids = [...new Set(items.flatMap(({ customerId }) => customerId ?? []))]
    .map((id) => [place(id), id] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, id]) => id);
  const byId = new Map(ids.map((id, index) => [id, `Customer ${index + 1}`]));
  const byRef = new Map<string, string>();
  const rows = await readInChunks(ids, (some) =>
    db
      .select({ id: customers.id, ref: customers.ref })
      .from(customers)
      .where(inArray(customers.id, [...some])),
  );
  for (const { id, ref } of rows) if (ref !== null) byRef.set(ref, byId.get(id) ?? "");
  return { byId, byRef };
}
