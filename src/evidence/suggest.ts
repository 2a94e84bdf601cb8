import { type ChainedEvent, type Facts, SYSTEM } from "../journal/index.ts";
import type { SuggestionRule, Unit } from "./units/shape.ts";

/** An event of the journal, as far as it matters for evidence. */
export interface EvidenceEvent extends Pick<
  ChainedEvent,
  "seq" | "id" | "at" | "team" | "actor" | "role" | "kind" | "subject" | "simulated"
> {
  /** Read from their canonical JSON. */
  readonly facts: Facts;
}

/** That what somebody did may show a criterion. Only they can claim it, and only an assessor says what it shows. */
export interface Suggestion {
  readonly seq: number;
  /** The event's id. */
  readonly event: string;
  /** Whose it is: always the actor's. */
  readonly member: string;
  readonly unit: string;
  readonly edition: string;
  readonly ref: string;
  readonly strength: SuggestionRule["strength"];
  /** The parts of the criterion that it can show, by id; never none. */
  readonly parts: readonly string[];
  /** Why it may count, for the learner. */
  readonly reason: string;
}

/** A rule with the criterion that it is about. */
interface Compiled {
  readonly unit: string;
  readonly edition: string;
  readonly ref: string;
  readonly parts: readonly string[];
  readonly strength: SuggestionRule["strength"];
  readonly reason: string;
  readonly when: readonly (readonly [string, ReadonlySet<string>])[];
  readonly unless: readonly (readonly [string, ReadonlySet<string>])[];
  readonly has: readonly string[];
  readonly actorIs: readonly string[];
}

/** Units made ready: the rules by the kind of the event and the actor's part in it. Opaque; see {@link compileUnits}. */
export type CompiledUnits = ReadonlyMap<string, readonly Compiled[]>;

const keyOf = (kind: string, role: string): string => `${kind} ${role}`;

const conditions = (facts: SuggestionRule["when"]): Compiled["when"] =>
  Object.entries(facts ?? {}).map(([name, values]) => [name, new Set(values.map(String))] as const);

/** Makes units ready for {@link suggest}: once for a set of units, so that an event costs one look-up where it suggests nothing. */
export function compileUnits(units: readonly Unit[]): CompiledUnits {
  const compiled = new Map<string, Compiled[]>();
  for (const { unit, edition, groups } of units) {
    for (const { ref, parts, suggested_by } of groups.flatMap(({ criteria }) => criteria)) {
      for (const rule of suggested_by) {
        const key = keyOf(rule.event, rule.role);
        const others = compiled.get(key) ?? [];
        compiled.set(key, others);
        others.push({
          unit,
          edition,
          ref,
          parts: rule.parts ?? parts.map(({ id }) => id),
          strength: rule.strength,
          reason: rule.reason,
          when: conditions(rule.when),
          unless: conditions(rule.unless),
          has: rule.has ?? [],
          actorIs: rule.actor_is ?? [],
        });
      }
    }
  }
  return compiled;
}

const holds = (facts: Facts, [name, values]: Compiled["when"][number]): boolean => {
  const fact = facts[name];
  if (typeof fact === "object" && fact !== null) return fact.some((one) => values.has(one));
  return fact !== undefined && fact !== null && values.has(String(fact));
};

const isThere = (facts: Facts, name: string): boolean => {
  const fact = facts[name];
  return fact !== undefined && fact !== null && !(typeof fact === "object" && fact.length === 0);
};

/** Restricted topics appear in no portfolio, and a severe comment is of such a topic whether or not it became a case (DOMAIN 2.3). */
const CONFIDENTIAL = ["restricted", "severe"];

/**
 * What an event suggests to its actor, and to nobody else; empty where it suggests nothing.
 * @param simulated whether the database is a sandbox: what is marked otherwise does not belong in it
 */
export function suggest(units: CompiledUnits, event: EvidenceEvent, simulated: boolean): Suggestion[] {
  const rules = units.get(keyOf(event.kind, event.role));
  if (rules === undefined) return [];
  const { facts, actor } = event;
  if (actor === SYSTEM || actor === "" || event.simulated !== simulated) return [];
  if (CONFIDENTIAL.some((name) => isThere(facts, name))) return [];
  return rules
    .filter(
      ({ when, unless, has, actorIs }) =>
        when.every((condition) => holds(facts, condition)) &&
        !unless.some((condition) => holds(facts, condition)) &&
        has.every((name) => isThere(facts, name)) &&
        actorIs.every((name) => facts[name] === actor),
    )
    .map(({ unit, edition, ref, strength, parts, reason }) => ({
      seq: event.seq,
      event: event.id,
      member: actor,
      unit,
      edition,
      ref,
      strength,
      parts,
      reason,
    }));
}

/** Suggestions of a journal that is read piece by piece. */
export interface Gathering {
  /** Adds events, in any order; one that was added before changes nothing. */
  add(events: Iterable<EvidenceEvent>): void;
  /** Whether events of this kind, by somebody in this role, can change anything; others need not be added. */
  matters(kind: string, role: string): boolean;
  /** What each event suggests, in the order of the journal; where it is nothing, an empty list. Without what was taken back. */
  each(): Generator<Suggestion[]>;
  /** Everything that was added suggests, in the order of the journal, without what was taken back. */
  list(): Suggestion[];
}

/** What is said of a comment besides its words, and may be corrected by whoever logged it. */
const CORRECTED = ["about", "feeling", "origin"];

/** An event with what was corrected later: a comment that was asked for was never a spontaneous one. */
function corrected(event: EvidenceEvent, by: EvidenceEvent | undefined): EvidenceEvent {
  if (by === undefined || by.seq < event.seq) return event;
  const facts = CORRECTED.flatMap((name) => {
    const fact = by.facts[name];
    return fact === undefined ? [] : [[name, fact] as const];
  });
  return { ...event, facts: { ...event.facts, ...Object.fromEntries(facts) } };
}

/** Begins to gather; see {@link suggest} for `simulated`. Keeps in memory only what could suggest something, and what changes that. */
export function gather(units: CompiledUnits, simulated: boolean): Gathering {
  const found = new Map<number, EvidenceEvent>();
  const struck = new Set<string>();
  const corrections = new Map<string, EvidenceEvent>();
  function* each(): Generator<Suggestion[]> {
    for (const event of [...found.values()].toSorted((a, b) => a.seq - b.seq))
      if (!struck.has(event.subject))
        yield suggest(units, corrected(event, corrections.get(event.subject)), simulated);
  }
  return {
    each,
    matters: (kind, role) =>
      kind === "comment.struck" || kind === "comment.detailed" || units.has(keyOf(kind, role)),
    add: (events) => {
      for (const event of events) {
        const { seq, kind, role, subject } = event;
        // Whoever takes a comment back takes back what it would have shown, whichever is read first.
        if (kind === "comment.struck") struck.add(subject);
        if (kind === "comment.detailed" && seq >= (corrections.get(subject)?.seq ?? 0))
          corrections.set(subject, event);
        if (units.has(keyOf(kind, role))) found.set(seq, event);
      }
    },
    list: () => [...each()].flat(),
  };
}

/** What these events suggest, each to its actor; for a journal that is too long for one list, see {@link gather}. */
export function suggestionsOf(
  events: Iterable<EvidenceEvent>,
  units: readonly Unit[],
  simulated: boolean,
): Suggestion[] {
  const gathering = gather(compileUnits(units), simulated);
  gathering.add(events);
  return gathering.list();
}
