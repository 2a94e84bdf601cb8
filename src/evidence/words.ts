import type { Standing } from "./coverage/coverage.ts";
import type { ItemKind } from "./item.ts";
import type { Criterion, Unit } from "./units/shape.ts";

/** Kinds of evidence, as people read them. */
export const KIND_WORDS: Readonly<Record<ItemKind, string>> = {
  work_product: "Work product",
  observation: "Observation",
  professional_discussion: "Professional discussion",
  question_answer: "Questions and answers",
  reflective_account: "Reflective account",
};

/** The parts that an item can consist of, as people read them. */
const TEXT_WORDS: Readonly<Record<string, string>> = {
  my_part: "My part",
  handling_reason: "Why the situation was so",
  procedure: "Procedure",
  what: "What it is",
  happened: "What happened",
  reasons: "Why I did it so",
  outcome: "What came of it",
  learned: "What I learned",
  seen: "What was seen",
  feedback: "Feedback",
  place: "Where",
  agenda: "What it was to be about",
  summary: "What was said",
  recording: "Where the recording is",
  question: "Question",
  answer: "Answer",
  method: "How it was asked",
};

/** What stands before a part of an item. */
export const textWords = (label: string): string => TEXT_WORDS[label] ?? label;

/** Where a criterion stands, in words. */
export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  nothing: "nothing yet",
  private: "claimed, not shared",
  shared: "with the assessor",
  met: "met, says the assessor",
  not_yet: "not yet, says the assessor",
  more_needed: "more needed, says the assessor",
  judge_again: "changed since it was judged; to be judged again",
};

/** What stands beside something that happened before the learner was registered for the unit. */
export const BEFORE_WORDS = "from before the registration: whether it counts is for the assessor to say";

/** "CC15 1.2 Resolve what colleagues pass on". */
export const criterionWords = (
  unit: Pick<Unit, "unit">,
  { ref, title }: Pick<Criterion, "ref" | "title">,
): string => `${unit.unit} ${ref} ${title}`;

/** Every criterion of a unit, in order. */
export const criteriaOf = (unit: Unit): readonly Criterion[] =>
  unit.groups.flatMap(({ criteria }) => criteria);
