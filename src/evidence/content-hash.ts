import { createHash } from "node:crypto";
import { canonicalJson } from "../journal/index.ts";
import type { ItemKind } from "./item.ts";

/** What somebody signs for when they sign for an item: everything that it says, and what it rests on. */
export interface ItemContent {
  readonly ref: string;
  readonly kind: ItemKind;
  readonly title: string;
  /** A local day, `YYYY-MM-DD`. */
  readonly occurredOn: string;
  /** Ms since the epoch. */
  readonly recordedAt: number;
  readonly myPart: string | null;
  readonly content: readonly { readonly label: string; readonly text: string }[];
  readonly customer: {
    readonly relation: string;
    readonly tenure: string;
    readonly handling: string;
    readonly handlingReason: string | null;
  } | null;
  readonly assistance: string | null;
  readonly procedures: readonly string[];
  readonly location: { readonly system: string; readonly reference: string } | null;
  readonly sources: readonly { readonly seq: number; readonly hash: string }[];
}

const sha256 = (value: unknown): string =>
  createHash("sha256").update(canonicalJson(value), "utf8").digest("hex");

/**
 * What a declaration about an item is bound to: SHA-256, hex, over the canonical JSON (RFC 8785) of
 * {@link ItemContent}. Who the customer is has no part in it, because every portfolio numbers them anew; nor
 * have names, which change, testimonies, which come later, and who looked at the original.
 */
export function contentHash(item: ItemContent): string {
  const { ref, kind, title, occurredOn, recordedAt, myPart, assistance } = item;
  const { customer, location } = item;
  return sha256({
    ref,
    kind,
    title,
    occurredOn,
    recordedAt,
    myPart,
    assistance,
    content: item.content.map(({ label, text }) => ({ label, text })),
    customer: customer && {
      relation: customer.relation,
      tenure: customer.tenure,
      handling: customer.handling,
      handlingReason: customer.handlingReason,
    },
    procedures: [...item.procedures],
    location: location && { system: location.system, reference: location.reference },
    sources: item.sources.map(({ seq, hash }) => ({ seq, hash })).toSorted((a, b) => a.seq - b.seq),
  });
}

/** An item as it was put forward for one criterion. */
export interface JudgedClaim {
  readonly item: string;
  readonly contentHash: string;
  readonly why: string;
}

/** What a judgement is bound to: SHA-256, hex, over the canonical JSON of `[item, content hash, why]` of every claim, by item. */
export const judgedHash = (claims: readonly JudgedClaim[]): string =>
  sha256(
    claims
      .map((claim) => [claim.item, claim.contentHash, claim.why])
      .toSorted(([a = ""], [b = ""]) => (a < b ? -1 : a > b ? 1 : 0)),
  );

/** What a witness signed for: SHA-256, hex, over the canonical JSON of what they said, about which item, as whom. */
export const testimonyHash = (testimony: {
  readonly item: string;
  readonly words: string;
  readonly relationship: string;
  readonly competence: string;
}): string => sha256([testimony.item, testimony.words, testimony.relationship, testimony.competence]);
