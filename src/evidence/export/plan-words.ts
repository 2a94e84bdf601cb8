import type { Plan } from "../coverage/coverage.ts";
import type { SufficiencyNumbers } from "../units/shape.ts";

const many = (n: number, one: string): string => `${n} ${n === 1 ? one : `${one}s`}`;

function* sentences(what: string, numbers: SufficiencyNumbers): Generator<string> {
  const { occasions, dates, span_days: span, within_days: within, customers, corroborated, kinds } = numbers;
  if (occasions !== undefined) yield `${what}: at least ${many(occasions, "separate occasion")}.`;
  if (dates !== undefined) yield `${what}: on at least ${many(dates, "different day")}.`;
  if (span !== undefined) yield `${what}: at least ${many(span, "day")} from the first occasion to the last.`;
  if (within !== undefined) yield `${what}: the latest at most ${many(within, "day")} ago.`;
  if (customers !== undefined) yield `${what}: at least ${many(customers, "different customer")}.`;
  if (corroborated !== undefined)
    yield `${what}: at least ${corroborated} with an account of somebody other than the learner.`;
  if (kinds !== undefined) yield `${what}: at least ${many(kinds, "kind")} of evidence.`;
}

/** An assessor's plan as sentences; empty where they set none. */
export const planSentences = (plan: Plan | undefined): string[] =>
  plan === undefined
    ? []
    : [...sentences("Performance", plan.performance), ...sentences("Knowledge", plan.knowledge)];
