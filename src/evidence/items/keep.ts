import { claims, itemSources, itemTexts, items } from "../../../db/schema/evidence.ts";
import { eq } from "drizzle-orm";
import { nextNumber } from "../../counters.ts";
import { keepText } from "../../journal/index.ts";
import type { Member } from "../../people/index.ts";
import type { Work } from "../../work.ts";
import { contentHash } from "../content-hash.ts";
import type { ItemKind } from "../item.ts";
import { type Item, findItem } from "../store.ts";
import { contentOf } from "./content.ts";

/** A criterion that an item is put forward for. */
export interface NewClaim {
  readonly unit: string;
  readonly edition: string;
  readonly ref: string;
  readonly parts: readonly string[];
  /** Whether the bot had suggested it. */
  readonly suggested: boolean;
}

/** What is to be kept, checked. */
export interface NewItem {
  readonly learnerId: string;
  readonly kind: ItemKind;
  readonly title: string;
  /** A local day, `YYYY-MM-DD`. */
  readonly occurredOn: string;
  readonly teamId: string | null;
  readonly customer: Pick<Item, "customerId" | "relation" | "tenure" | "handling">;
  /** In order; empty ones are left out. */
  readonly texts: readonly { readonly label: string; readonly text: string }[];
  readonly location: { readonly system: string; readonly reference: string } | undefined;
  /** Numbers of events in the journal. */
  readonly sources: readonly number[];
  readonly claims: readonly NewClaim[];
  /** Why it meets them, in the claimant's words. */
  readonly why: string;
}

/** Nothing is known of any customer. */
export const NO_CUSTOMER: NewItem["customer"] = {
  customerId: null,
  relation: "unknown",
  tenure: "unknown",
  handling: "unknown",
};

/** "E001". */
const refOf = (n: number): string => `E${String(n).padStart(3, "0")}`;

/** Keeps a piece of evidence with its claims. It is the learner's alone until they share it. */
export async function keepItem(work: Work, by: Member, input: NewItem): Promise<Item> {
  const { db, ids, now, journal } = work;
  const id = ids.next();
  const title = await keepText(db, ids, now, input.title);
  const where = input.location && (await keepText(db, ids, now, input.location.reference));
  await db.insert(items).values({
    id,
    ref: refOf(await nextNumber(db, `evidence:${input.learnerId}`)),
    learnerId: input.learnerId,
    kind: input.kind,
    makerId: by.id,
    titlePayload: title.id,
    occurredOn: input.occurredOn,
    recordedAt: now,
    teamId: input.teamId,
    ...input.customer,
    whereSystem: input.location?.system ?? null,
    wherePayload: where?.id ?? null,
    viewedBy: null,
    viewedAt: null,
    assistancePayload: null,
    sharedAt: null,
    struckAt: null,
    struckPayload: null,
    contentHash: "",
    generation: 1,
  });
  for (const [n, { label, text }] of input.texts.filter((one) => one.text.trim() !== "").entries()) {
    const kept = await keepText(db, ids, now, text);
    await db.insert(itemTexts).values({ itemId: id, n: n + 1, label, payloadId: kept.id });
  }
  for (const seq of input.sources) await db.insert(itemSources).values({ itemId: id, seq });
  const kept = await rehash(work, id);
  await journal.record(db, now, {
    team: input.teamId ?? by.homeTeam,
    actor: by.id,
    role: by.id === input.learnerId ? "learner" : "assessor",
    kind: "evidence.kept",
    subject: id,
    facts: {
      ref: kept.ref,
      learner: input.learnerId,
      kind: kept.kind,
      sources: [...input.sources].map(String),
    },
    payloadDigest: title.digest,
  });
  await addClaims(work, by, kept, input.claims, input.why);
  return kept;
}

/** Puts an item forward for criteria; see {@link NewClaim}. */
export async function addClaims(
  work: Work,
  by: Member,
  item: Item,
  wanted: readonly NewClaim[],
  why: string,
): Promise<void> {
  if (wanted.length === 0) return;
  const { db, ids, now, journal } = work;
  const kept = await keepText(db, ids, now, why);
  for (const { unit, edition, ref, parts, suggested } of wanted) {
    await db.insert(claims).values({
      id: ids.next(),
      itemId: item.id,
      learnerId: item.learnerId,
      unit,
      edition,
      ref,
      parts,
      whyPayload: kept.id,
      claimedBy: by.id,
      suggested,
      at: now,
      struckAt: null,
      struckPayload: null,
    });
  }
  await journal.record(db, now, {
    team: item.teamId ?? by.homeTeam,
    actor: by.id,
    role: by.id === item.learnerId ? "learner" : "assessor",
    kind: "evidence.claimed",
    subject: item.id,
    facts: {
      ref: item.ref,
      learner: item.learnerId,
      criteria: wanted.map(({ unit, ref }) => `${unit}:${ref}`),
    },
    payloadDigest: kept.digest,
  });
}

/** Works out an item's content hash anew from what is stored. */
export async function rehash({ db }: Pick<Work, "db">, id: string): Promise<Item> {
  const item = await findItem(db, id);
  if (!item) throw new Error("an item that was just written is not there");
  const hash = contentHash(await contentOf(db, item));
  await db.update(items).set({ contentHash: hash }).where(eq(items.id, id));
  return { ...item, contentHash: hash };
}
