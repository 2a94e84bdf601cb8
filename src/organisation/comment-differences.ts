import { SEVERE_LABELS, SEVERE_TOPICS } from "../comments/settings.ts";
import type { CommentRules } from "./model.ts";

const words = (id: string): string => id.replaceAll(/[_-]+/g, " ");
const change = (what: string, old: string | number, now: string | number): string[] =>
  old === now ? [] : [`Change ${what} from ${old} to ${now}`];

const inAnyCase = ({ alsoAfter }: CommentRules): string =>
  alsoAfter === undefined ? "never" : `${alsoAfter.customers} customers in ${alsoAfter.days} days`;

function* aboutChanges(before: CommentRules["about"], after: CommentRules["about"]): Generator<string> {
  const old = new Map(before.map(({ id, label }) => [id, label]));
  for (const { id, label } of after) {
    const was = old.get(id);
    if (was === undefined) yield `Comments can now be about: ${label} (${id})`;
    else if (was !== label) yield `Rename what comments can be about from ${was} to ${label}`;
  }
  const kept = new Set(after.map(({ id }) => id));
  for (const { id, label } of before) {
    if (!kept.has(id)) yield `Comments can no longer be about: ${label} (${id})`;
  }
  const inOrder = before.filter(({ id }) => kept.has(id)).map(({ id }) => id);
  const now = after.filter(({ id }) => old.has(id)).map(({ id }) => id);
  if (inOrder.join(" ") !== now.join(" ")) yield "Change the order of what comments can be about";
}

/** What stands in one of two lists only; their order says nothing. */
function* listChanges(
  before: readonly string[],
  after: readonly string[],
  sentence: (one: string, added: boolean) => string,
): Generator<string> {
  for (const one of after) if (!before.includes(one)) yield sentence(one, true);
  for (const one of before) if (!after.includes(one)) yield sentence(one, false);
}

/** What applying a file would change about comments, a sentence each, in the order of the section. */
export function* commentChanges(
  before: CommentRules,
  after: CommentRules,
  person: (id: string) => string,
): Generator<string> {
  yield* change("the hours in which comments count together", before.windowHours, after.windowHours);
  yield* change("the fewest customers for an alert", before.customers, after.customers);
  yield* change("the threshold for alerts", before.threshold, after.threshold);
  yield* change("when there is an alert in any case", inAnyCase(before), inAnyCase(after));
  yield* change("who may decide about alerts", words(before.confirmFrom), words(after.confirmFrom));
  yield* aboutChanges(before.about, after.about);
  for (const topic of SEVERE_TOPICS) {
    const label = SEVERE_LABELS[topic];
    yield* listChanges(
      before.specialists[topic],
      after.specialists[topic],
      (id, added) => `${label}: ${person(id)} is ${added ? "now" : "no longer"} told of severe comments`,
    );
    yield* listChanges(
      before.severeWords[topic],
      after.severeWords[topic],
      (phrase, added) => `${label}: “${phrase}” is ${added ? "now" : "no longer"} a severe word`,
    );
  }
}
