import { z } from "zod";
import type { Choice, Field, RawValues } from "../../chat/form.ts";
import { invalid } from "../../errors.ts";
import { addDays } from "../../local-days.ts";
import type { Definition } from "../definition.ts";
import { unitWords } from "../words.ts";
import type { Proposal } from "./propose.ts";
import { MOST_TEXT } from "./rules.ts";

/** Nothing is agreed further ahead, days. */
const MOST_AHEAD_DAYS = 366;

const bound = (id: "low" | "high", label: string, unit: string, usual: number | undefined): Field => ({
  id,
  type: "text",
  label: `${label} (${unit})`,
  required: false,
  maxLength: 12,
  ...(usual === undefined ? {} : { hint: `Usual in the field: ${usual}. That is a habit, not a target.` }),
});

/** The ends of a target that make sense for a KPI. */
function bounds({ direction, unit, usual }: Definition): Field[] {
  const words = unitWords[unit];
  return [
    ...(direction === "up" || direction === "band" ? [bound("low", "At least", words, usual?.low)] : []),
    ...(direction === "down" || direction === "band" ? [bound("high", "At most", words, usual?.high)] : []),
  ];
}

interface Person {
  readonly id: string;
  readonly name: string;
}

const choices = (people: readonly Person[]): Choice[] =>
  people.map(({ id, name }) => ({ value: id, label: name }));

/** Who can be named in a proposal, and what stands in it at first. */
interface Beginning {
  readonly colleagues: readonly Person[];
  readonly leaders: readonly Person[];
  /** The member id of whoever proposes. */
  readonly by: string;
  /** Local day, `YYYY-MM-DD`. */
  readonly today: string;
}

/** What is filled in to propose a target of a KPI. */
export const proposalFields = (
  definition: Definition,
  { colleagues, leaders, by, today }: Beginning,
): readonly Field[] => [
  ...bounds(definition),
  {
    id: "basis",
    type: "longText",
    label: "Why this target",
    hint: "A contract, a rule, or what the team itself usually does.",
    required: true,
    maxLength: MOST_TEXT,
  },
  {
    id: "asked",
    type: "multiChoice",
    label: "Who has to agree",
    required: true,
    choices: choices(colleagues).slice(0, 100),
  },
  {
    id: "owner",
    type: "member",
    label: "Who looks after it",
    required: true,
    initial: by,
    choices: choices(leaders),
  },
  { id: "from", type: "date", label: "From", required: true, initial: today },
];

const filledIn = z.object({
  low: z.string().optional(),
  high: z.string().optional(),
  basis: z.string(),
  asked: z.string(),
  owner: z.string(),
  from: z.string(),
});

/**
 * What was filled in, read.
 * @param today local day, `YYYY-MM-DD`
 * @throws AppError `invalid`, pointing at the field
 */
export function readProposal(raw: RawValues, today: string): Omit<Proposal, "team"> {
  const values = filledIn.parse(raw);
  const [low, high] = [readNumber("low", values.low), readNumber("high", values.high)];
  if (low !== null && high !== null && low > high) {
    const problem = "This is below what the target is at least.";
    throw invalid(problem, "target upside down", { high: problem });
  }
  if (values.from > addDays(today, MOST_AHEAD_DAYS)) {
    const problem = "This is more than a year ahead. Choose an earlier day.";
    throw invalid(problem, "target too far ahead", { from: problem });
  }
  return {
    low,
    high,
    from: values.from,
    basis: values.basis,
    ownerId: values.owner,
    asked: [...new Set(values.asked.split("\n"))],
  };
}

/** A number as people type it: "80", "80%", "4.5", "4,5". */
function readNumber(field: string, typed: string | undefined): number | null {
  if (typed === undefined || typed === "") return null;
  const [, digits] = /^([-+]?\d{1,7}(?:[.,]\d{1,3})?)\s*(?:%|[a-z£]{0,8})$/i.exec(typed) ?? [];
  if (digits === undefined) {
    const problem = "Give a number, for example 80 or 4.5.";
    throw invalid(problem, "target is no number", { [field]: problem });
  }
  return Number(digits.replace(",", "."));
}
