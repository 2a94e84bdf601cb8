import { createHash } from "node:crypto";
import { canonicalJson } from "../journal/chain.ts";
import type { PortfolioItem } from "./model.ts";

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

/**
 * What a declaration about an item is bound to: SHA-256, hex, over the canonical JSON (RFC 8785) of the
 * item as it is printed, without what may rightly change after somebody signed. It covers `ref`, `kind`,
 * `title`, `madeBy`, `occurredOn`, `recordedAt`, `retrospective`, `myPart`, `content`, `customer`, `team`,
 * `assistance`, `procedures`, of `location` its kind, system and reference, and `sources`. It does not
 * cover `contentHash` itself, `testimonies` and `declarations` (which are bound to it), `struck` (taking
 * back changes nothing of what was written), or who looked at the original and when (an assessor looks
 * after the learner has signed).
 */
export function contentHash(item: Omit<PortfolioItem, "contentHash">): string {
  const { ref, kind, title, madeBy, occurredOn, recordedAt, retrospective, myPart, content } = item;
  const { customer, team, assistance, procedures, sources } = item;
  const location =
    item.location.kind === "embedded"
      ? { kind: item.location.kind }
      : { kind: item.location.kind, system: item.location.system, reference: item.location.reference };
  const covered = { ref, kind, title, madeBy, occurredOn, recordedAt, retrospective, myPart, content };
  return sha256(canonicalJson({ ...covered, customer, team, assistance, procedures, location, sources }));
}

/** What a judgement is bound to: SHA-256, hex, over the canonical JSON of `[ref, contentHash]` of every item judged, by ref. */
export function judgedHash(items: readonly Pick<PortfolioItem, "ref" | "contentHash">[]): string {
  const pairs = items.map(({ ref, contentHash }) => [ref, contentHash]);
  return sha256(canonicalJson(pairs.toSorted(([a = ""], [b = ""]) => (a < b ? -1 : a > b ? 1 : 0))));
}
