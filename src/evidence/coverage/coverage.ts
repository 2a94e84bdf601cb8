import { daysBetween } from "../../local-days.ts";
import type { DECISIONS, ItemKind } from "../item.ts";
import { BEFORE_WORDS } from "../words.ts";
import type { Criterion, SufficiencyNumbers, Unit } from "../units/shape.ts";

/** A piece of evidence as far as coverage is concerned. */
export interface Held {
  /** "E001". */
  readonly ref: string;
  readonly kind: ItemKind;
  /** The local day on which it happened, `YYYY-MM-DD`. */
  readonly day: string;
  /** What it was about: two items about the same case are one occasion. */
  readonly occasion: string;
  readonly customerId: string | null;
  readonly tenure: "new" | "existing" | "unknown";
  readonly handling: "easy" | "difficult" | "unknown";
  /** Whether somebody other than the learner said what they saw, or made it. */
  readonly corroborated: boolean;
  /** Recorded more than 48 hours after it happened. */
  readonly retrospective: boolean;
  readonly shared: boolean;
}

/** An item put forward for a criterion. */
export interface Put {
  readonly ref: string;
  readonly parts: readonly string[];
  readonly item: Held;
  /** It happened before the registration for the unit: it is there, and nothing is counted by it. */
  readonly before: boolean;
}

/** The newest judgement of a criterion. */
export interface Judged {
  readonly ref: string;
  readonly decision: (typeof DECISIONS)[number];
  /** Whether what was judged is still what is there. */
  readonly current: boolean;
}

/** An assessor's own numbers; they replace ours. */
export interface Plan {
  readonly performance: SufficiencyNumbers;
  readonly knowledge: SufficiencyNumbers;
}

/** Where a criterion stands. Only an assessor says "met"; nothing that is counted does (DOMAIN 0.4). */
export type Standing = "nothing" | "private" | "shared" | "met" | "not_yet" | "more_needed" | "judge_again";

/** Something that is missing, or worth knowing. */
export interface Gap {
  readonly severity: "gap" | "advise";
  /** A sentence without its full stop. */
  readonly text: string;
}

/** One criterion with what there is for it. */
export interface Cell {
  readonly criterion: Criterion;
  readonly standing: Standing;
  /** "E001", in order. */
  readonly items: readonly string[];
  readonly gaps: readonly Gap[];
}

/** What a unit's coverage is worked out from. */
export interface Covered {
  readonly unit: Unit;
  readonly plan: Plan | undefined;
  readonly puts: readonly Put[];
  readonly judged: readonly Judged[];
  /** The local day, `YYYY-MM-DD`. */
  readonly today: string;
}

const gap = (text: string): Gap => ({ severity: "gap", text });
const advice = (text: string): Gap => ({ severity: "advise", text });
const many = (n: number, one: string): string => `${n} ${n === 1 ? one : `${one}s`}`;

/**
 * The numbers that hold for a criterion: the assessor's plan alone where there is one, because what it leaves
 * out is not counted; else the criterion's before the unit's.
 */
export function numbersFor(unit: Unit, criterion: Criterion, plan: Plan | undefined): SufficiencyNumbers {
  const planned = criterion.kind === "requirement" ? undefined : plan?.[criterion.kind];
  return planned ?? { ...unit.numbers[criterion.kind], ...criterion.numbers };
}

/** What counting finds to be missing. */
function* counted(
  items: readonly Held[],
  numbers: SufficiencyNumbers,
  criterion: Criterion,
  today: string,
): Generator<Gap> {
  const days = [...new Set(items.map(({ day }) => day))].toSorted();
  const [first = today] = days;
  const last = days.at(-1) ?? today;
  const occasions = new Set(items.map(({ occasion }) => occasion)).size;
  if (numbers.occasions !== undefined && occasions < numbers.occasions)
    yield gap(`${occasions} of ${many(numbers.occasions, "separate occasion")}`);
  if (numbers.dates !== undefined && days.length < numbers.dates)
    yield gap(`on ${days.length} of ${many(numbers.dates, "different day")}`);
  const span = daysBetween(first, last);
  if (numbers.span_days !== undefined && span < numbers.span_days)
    yield gap(`${many(span, "day")} from the first to the last; ${numbers.span_days} are looked for`);
  const age = daysBetween(last, today);
  if (numbers.within_days !== undefined && age > numbers.within_days)
    yield gap(`the latest is ${age} days old; at most ${numbers.within_days} are looked for`);
  const customers = new Set(items.flatMap(({ customerId }) => customerId ?? [])).size;
  // Where no customer is involved, none can be counted; unless the criterion itself is about customers.
  const areInvolved = customers > 0 || criterion.numbers?.customers !== undefined;
  if (areInvolved && numbers.customers !== undefined && customers < numbers.customers)
    yield gap(`${customers} of ${many(numbers.customers, "different customer")}`);
  const corroborated = items.filter((one) => one.corroborated).length;
  if (numbers.corroborated !== undefined && corroborated < numbers.corroborated) {
    yield gap(
      corroborated === 0
        ? "nobody but the learner has said yet what they saw"
        : `${corroborated} of ${numbers.corroborated} with somebody else's account`,
    );
  }
}

/** Kinds in which somebody else saw or asked: where chat cannot show a criterion, one of these can. */
const SEEN_BY_OTHERS: readonly ItemKind[] = ["observation", "professional_discussion", "question_answer"];

function gapsOf({ unit, plan, today }: Covered, criterion: Criterion, puts: readonly Put[]): Gap[] {
  if (puts.length === 0)
    return [
      gap(criterion.counts ? "nothing of the unit counts for it yet" : "nothing is claimed for it yet"),
    ];
  const items = puts.flatMap(({ item, before }) => (before ? [] : [item]));
  const early = puts.filter(({ before }) => before).map(({ item }) => item.ref);
  const shown = new Set(puts.flatMap(({ parts }) => parts));
  const missing = criterion.parts.filter(({ id }) => !shown.has(id));
  const late = items.filter(({ retrospective }) => retrospective).map(({ ref }) => ref);
  const seen = items.some(({ kind, corroborated }) => SEEN_BY_OTHERS.includes(kind) || corroborated);
  return [
    ...missing.map(({ title }) => gap(`not shown yet: ${title}`)),
    ...counted(items, numbersFor(unit, criterion, plan), criterion, today),
    ...(criterion.beyond_chat && !seen ? [gap(criterion.beyond_chat.instead)] : []),
    ...(early.length > 0 ? [advice(`${BEFORE_WORDS}: ${early.join(", ")}`)] : []),
    ...(late.length > 0 ? [advice(`recorded more than 48 hours later: ${late.join(", ")}`)] : []),
  ];
}

function standingOf(puts: readonly Put[], judged: Judged | undefined): Standing {
  // What was judged and is all struck through waits for nobody: there is nothing to judge again.
  if (puts.length === 0) return "nothing";
  if (judged) return judged.current ? judged.decision : "judge_again";
  return puts.some(({ item }) => item.shared) ? "shared" : "private";
}

/** What there is for a criterion: what is claimed for it and, where it counts, whatever of the unit fits. */
function putsFor({ puts }: Covered, { ref, parts, counts }: Criterion): Put[] {
  const claimed = puts.filter((put) => put.ref === ref);
  if (!counts) return claimed;
  const { handling, tenure } = counts;
  const known = new Set(claimed.map(({ item }) => item.ref));
  const others = new Map(
    puts.flatMap((put) => (known.has(put.item.ref) ? [] : [[put.item.ref, put] as const])),
  );
  const fitting = [...others.values()].filter(
    ({ item }) =>
      (handling === undefined || (item.handling === handling && item.customerId !== null)) &&
      (tenure === undefined || (item.tenure === tenure && item.customerId !== null)),
  );
  return [...claimed, ...fitting.map((put) => ({ ...put, ref, parts: parts.map(({ id }) => id) }))];
}

/** What is missing over the unit as a whole: kinds of evidence, of which a witness's account is one (DOMAIN 6.1). */
export function overUnit({ unit, puts }: Pick<Covered, "unit" | "puts">): Gap[] {
  const wanted = unit.numbers.over_unit?.kinds;
  if (wanted === undefined || puts.length === 0) return [];
  const kinds = new Set<string>(puts.map(({ item }) => item.kind));
  if (puts.some(({ item }) => item.corroborated && !SEEN_BY_OTHERS.includes(item.kind)))
    kinds.add("testimony");
  return kinds.size < wanted ? [gap(`${kinds.size} of ${many(wanted, "kind")} of evidence`)] : [];
}

/**
 * Every criterion of a unit with what there is for it and what is missing. Pure. An empty list of gaps says
 * that it is ready for the assessor to look at, and nothing more (DOMAIN 0.4).
 */
export function coverageOf(covered: Covered): Cell[] {
  return covered.unit.groups
    .flatMap(({ criteria }) => criteria)
    .map((criterion) => {
      const puts = putsFor(covered, criterion);
      return {
        criterion,
        standing: standingOf(
          puts,
          covered.judged.find(({ ref }) => ref === criterion.ref),
        ),
        items: [...new Set(puts.map(({ item }) => item.ref))].toSorted((a, b) => (a < b ? -1 : 1)),
        gaps: gapsOf(covered, criterion, puts),
      };
    });
}
