import { z } from "zod";

/**
 * A unit of assessment as versioned data: what is to be evidenced, what of the work may show it,
 * and what an assessor will look for. The three that ship with the program are files of this shape,
 * and so is what a centre loads: its awarding body's wording, another edition, another unit.
 */

/** A sentence or a title. Printed in chat messages and files: nothing that moves the cursor or turns the text round. */
function line(most: number) {
  const error = `must be one line of 1 to ${most} characters`;
  return z
    .string({ error })
    .trim()
    .min(1, { error })
    .max(most, { error })
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u, { error });
}

const id = z.string().regex(/^[a-z][a-z0-9_]{0,31}$/, {
  error: "must start with a small letter and hold at most 32 small letters, figures and _",
});
/** `1.1`, `PC1`, `KUa`, `ER4a`: unique within the unit. */
const ref = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.]{0,11}$/, {
  error: "must hold 1 to 12 letters, figures and full stops, such as 1.1 or PC3",
});
const uuid = z.uuid({ error: "must be a UUID, made once for this entry and never changed" });

/** A whole number from 1. In a file every value is text, so that a reference such as 1.10 keeps its nought. */
function count(most: number) {
  const error = `must be a whole number from 1 to ${most}`;
  return z
    .union([z.string().regex(/^[0-9]{1,6}$/, { error }), z.number()], { error })
    .transform(Number)
    .refine((value) => Number.isInteger(value) && value >= 1 && value <= most, { error });
}

/** Facts by name, each with the values of which it must hold one; a number or a flag is compared as it is written. */
const facts = z.record(
  id,
  z.union([z.string(), z.number(), z.boolean()]).array().min(1, { error: "is empty" }),
);

/**
 * One thing that may suggest a criterion to whoever did it. The actor earns it, never the event:
 * `role` is the part that the actor had in it, and what the bot did by itself has no actor.
 */
const suggestion = z.strictObject({
  /** The kind of a journal event, such as `case.decided`. */
  event: z
    .string()
    .regex(/^[a-z]+\.[a-z_]+$/, { error: "must be the kind of an event, such as case.decided" }),
  /** The actor's part in it, as the journal has it. */
  role: id,
  /** Facts that the event must have: name → the values of which it must hold one. A list holds one if any of its entries is one. */
  when: facts.exactOptional(),
  /** Facts that it must not have: with any one of these values it suggests nothing. */
  unless: facts.exactOptional(),
  /** Facts that must hold something: neither absent, null nor an empty list. */
  has: id.array().min(1).exactOptional(),
  /** Facts that must name the actor: `owner`, where somebody's own action counts and another's does not. */
  actor_is: id.array().min(1).exactOptional(),
  /** `part`: shows some of the criterion. `support`: shows none of it by itself, but is something to talk or write about. */
  strength: z
    .enum(["whole", "part", "support"], { error: "must be whole, part or support" })
    .default("whole"),
  /** Which parts of the criterion it can show; all of them where absent. */
  parts: id.array().min(1).exactOptional(),
  /** Why it may count, in words for the learner, who is "you": one sentence. */
  reason: line(200),
});

/** What can be counted; the numbers are planning aids of ours until the assessor's plan sets others (no awarding body sets any). */
export const sufficiencyNumbers = z.strictObject({
  /** Separate occasions: items of evidence. */
  occasions: count(1000).exactOptional(),
  /** Different local dates. */
  dates: count(1000).exactOptional(),
  /** From the first occasion to the last, days. */
  span_days: count(3650).exactOptional(),
  /** The latest occasion at most so many days ago. */
  within_days: count(3650).exactOptional(),
  /** Different customers, where customers are involved. */
  customers: count(1000).exactOptional(),
  /** Items about which somebody other than the learner said what they saw, or that the assessor saw. */
  corroborated: count(1000).exactOptional(),
  /** Different kinds of evidence. */
  kinds: count(10).exactOptional(),
});

const criterion = z.strictObject({
  ref,
  id: uuid,
  /** Our own short title. */
  title: line(120),
  /** The awarding body's wording, where the centre may hold it. */
  wording: line(1000).exactOptional(),
  kind: z.enum(["performance", "knowledge", "requirement"], {
    error: "must be performance, knowledge or requirement",
  }),
  /** How deep it goes. Knowledge is answered at the depth of its verb. */
  verb: z.enum(["do", "identify", "describe", "explain", "evaluate"], {
    error: "must be do, identify, describe, explain or evaluate",
  }),
  /** What the wording asks for; each has to be shown. */
  parts: z
    .strictObject({ id, title: line(120) })
    .array()
    .min(1)
    .max(12),
  suggested_by: suggestion.array().max(30).default([]),
  /** Who can say that it was so. */
  corroborated_by: line(200),
  /** Replaces the unit's numbers for its kind, one by one. */
  numbers: sufficiencyNumbers.exactOptional(),
  /**
   * Counted in every item that is claimed for the unit, whatever else it is claimed for: all of them, or those with
   * a customer who was new or not, or in a situation that was easy or not. Absent: only what is claimed for it.
   */
  counts: z
    .strictObject({
      handling: z.enum(["easy", "difficult"]).exactOptional(),
      tenure: z.enum(["existing", "new"]).exactOptional(),
    })
    .exactOptional(),
  /** What an assessor will look for beyond numbers, a sentence each. */
  look_for: line(250).array().max(12).default([]),
  /** What makes an item invalid for it, a sentence each. */
  refuse: line(250).array().max(6).default([]),
  /** Situations in which it comes up at work, for a learner who has a gap: "When …". */
  situations: line(200).array().max(6).default([]),
  /** Where chat cannot evidence it, why, and what is honest instead. */
  beyond_chat: z.strictObject({ why: line(250), instead: line(250) }).exactOptional(),
  /** Questions for a professional discussion or an account; asked, never answered, by the bot. */
  questions: line(250).array().max(8).default([]),
});

/** A whole unit. */
export const unitShape = z.strictObject({
  unit: z.string().regex(/^[A-Z0-9]{2,12}$/, {
    error: "must hold 2 to 12 capital letters and figures, such as H12E",
  }),
  /** Which edition of the unit; together with the code it names it for good. */
  edition: line(40),
  id: uuid,
  title: line(160),
  awarding_body: line(80),
  /** What the awarding body calls it. */
  reference: line(60).exactOptional(),
  level: line(20).exactOptional(),
  credits: count(1000).exactOptional(),
  guided_hours: count(10_000).exactOptional(),
  /** What is known of the unit's standing, shown wherever it is exported. */
  standing: line(500),
  /** Rules about the evidence of the whole unit, a sentence each. */
  rules: line(300).array().max(20).default([]),
  /** What holds for a kind of criterion that says nothing else. */
  numbers: z.strictObject({
    performance: sufficiencyNumbers,
    knowledge: sufficiencyNumbers,
    requirement: sufficiencyNumbers,
    /** What holds for everything that is claimed for the unit taken together. */
    over_unit: sufficiencyNumbers.exactOptional(),
  }),
  groups: z
    .strictObject({
      id: z.string().regex(/^[A-Za-z0-9]{1,12}$/, {
        error: "must hold 1 to 12 letters and figures, such as LO1",
      }),
      title: line(120),
      criteria: criterion.array().min(1).max(60),
    })
    .array()
    .min(1)
    .max(20),
});

/** A unit as it is written in its file, with every default filled in. */
export type Unit = z.output<typeof unitShape>;
/** One criterion of it. */
export type Criterion = z.output<typeof criterion>;
/** What may suggest it. */
export type SuggestionRule = z.output<typeof suggestion>;
/** What can be counted. */
export type SufficiencyNumbers = z.output<typeof sufficiencyNumbers>;
