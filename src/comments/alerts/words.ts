import { type Block, type Inline, payload, strong, text } from "../../chat/message.ts";
import { duration } from "../../local-time.ts";
import type { Comment } from "../store.ts";
import { bars, direction } from "../trend.ts";
import type { Alert } from "./store.ts";

/** "9 customers in 2 hours". */
export const howMany = (customers: number, windowMs: number): string =>
  `${customers} customers in ${duration(windowMs)}`;

/** "where 0.6 are usual", from an expected number. */
export function usualWords(usual: number): string {
  if (usual < 0.05) return "where hardly ever one does";
  return `where ${usual < 10 ? usual.toFixed(1) : String(Math.round(usual))} are usual`;
}

/** What the detector found, in a line. */
export function foundLine(alert: Alert): Inline[] {
  const { burst } = alert;
  const caution = alert.learning
    ? " The detector is still learning what is usual here, so only very similar wordings are shown, and the usual figure is rough."
    : "";
  const all =
    alert.customers > burst.customers ? ` ${alert.customers} customers in all since this began.` : "";
  return [
    strong(howMany(burst.customers, burst.windowMs)),
    text(` say this, ${usualWords(burst.usual)}.${all}${caution}`),
  ];
}

/** How many paraphrases are shown: enough to judge whether it is one thing. */
const SHOWN = 4;

/** A few paraphrases, each of another customer, the most typical first. Never names or references, and nothing severe. */
export function paraphrases(alert: Alert, all: readonly Comment[]): Block {
  const score = new Map(alert.burst.members.map((one) => [one.id, one.score]));
  const best = all.toSorted((a, b) => (score.get(b.id) ?? 0) - (score.get(a.id) ?? 0) || a.seq - b.seq);
  const shown: Comment[] = [];
  const customers = new Set<string>();
  for (const comment of best) {
    if (shown.length === SHOWN) break;
    if (comment.severe !== null) continue;
    if (comment.customerId === null || customers.has(comment.customerId)) continue;
    customers.add(comment.customerId);
    shown.push(comment);
  }
  return { b: "list", items: shown.map((comment) => [payload(comment.textPayload)]) };
}

/** How it has gone, in words, as figures and as a small chart. */
export function trendLine(counts: readonly number[], unit: "hour" | "day"): Inline[] {
  const last = counts.length;
  return [
    text(
      `${direction(counts)}; customers in each of the last ${last} ${unit}s: ${counts.join(", ")} ${bars(counts)}`,
    ),
  ];
}
