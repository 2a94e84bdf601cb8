import { z } from "zod";

/**
 * A portfolio as it leaves the centre: everything that its files show, and nothing else. Customers are
 * numbered anew in each portfolio ("Customer 3"), colleagues are labels of their role ("Team leader 2"),
 * and only witnesses, assessors and verifiers have names, because theirs must be real (DOMAIN 5.6, 7.2).
 * It is also the schema of `portfolio.json`; see {@link SCHEMA}.
 */

/** The version of this shape. One that could mislead a reader of the one before gets another number. */
export const SCHEMA = "floorwalker-portfolio/1";

/** Ms since the epoch, UTC. */
const at = z.int().min(0);
/** A local day in the centre's zone, `YYYY-MM-DD`. */
const day = z.iso.date();
/** SHA-256, hex. */
const digest = z.string().regex(/^[0-9a-f]{64}$/);
/** `E001`: never given twice in one portfolio, and kept by what was struck through. */
const itemRef = z.string().regex(/^E\d{3,}$/);

/** What somebody signed for: logged in as themselves, having been shown exactly this text about exactly this content. */
const declaration = z.strictObject({
  name: z.string(),
  role: z.enum(["learner", "witness", "assessor", "verifier"]),
  /** The words that they were shown. */
  text: z.string(),
  at,
  /** Of what was declared about; if the content is another by now, it has to be signed again. */
  contentHash: digest,
});

const customer = z.strictObject({
  /** "Customer 3": the same customer has the same number within this portfolio, and another in every other. */
  label: z.string(),
  relation: z.enum(["external", "internal", "unknown"]),
  tenure: z.enum(["new", "existing", "unknown"]),
  /** Of the situation, never of the person (DOMAIN 8.29). */
  handling: z.enum(["easy", "difficult", "unknown"]),
  /** Why the situation was difficult or easy, in the learner's words. */
  handlingReason: z.string().nullable(),
});

const source = z.strictObject({
  /** The number of the journal's event, and its hash: whoever has the journal can find it again. */
  seq: z.int().min(1),
  hash: digest,
  at,
  /** What happened, in words: "Decided ESC-0042 (approval)". */
  what: z.string(),
  /** The learner's part in it, as the journal has it. */
  role: z.string(),
});

const testimony = z.strictObject({
  witness: z.string(),
  /** Their role in the centre. */
  position: z.string(),
  relationship: z.string(),
  /** What makes them able to judge what they saw; empty where they said nothing of it. */
  competence: z.string(),
  /** In their own words. */
  words: z.string(),
  at,
  declaration,
});

const item = z.strictObject({
  ref: itemRef,
  kind: z.enum([
    "work_product",
    "observation",
    "witness_testimony",
    "professional_discussion",
    "question_answer",
    "reflective_account",
  ]),
  title: z.string(),
  /** Who made it: "learner", or the name of the witness or assessor. */
  madeBy: z.string(),
  occurredOn: day,
  recordedAt: at,
  /** Recorded more than 48 hours after it happened. */
  retrospective: z.boolean(),
  /** The learner's part in it, in their words; null where it was theirs alone. */
  myPart: z.string().nullable(),
  /** What it consists of, in order: "What I did", "Why", "Question", "Answer" … */
  content: z.strictObject({ label: z.string(), text: z.string() }).array(),
  customer: customer.nullable(),
  /** Team and channel in which it happened, where known. */
  team: z.string().nullable(),
  /** Help that the learner had, in their words; null: none. */
  assistance: z.string().nullable(),
  /** Procedures that it refers to: a reference on a claim, never evidence itself (DOMAIN 8.27). */
  procedures: z.string().array(),
  /** Where the original is. `embedded`: all of it is here. */
  location: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("embedded") }),
    z.strictObject({
      kind: z.literal("signposted"),
      system: z.string(),
      reference: z.string(),
      /** The assessor who looked at it where it is, and when. */
      viewedBy: z.string().nullable(),
      viewedAt: at.nullable(),
    }),
  ]),
  sources: source.array(),
  testimonies: testimony.array(),
  /** Who signed for it, in the order in which they did: a discussion is signed by both. */
  declarations: declaration.array(),
  /** Taken back: it counts for nothing and keeps its place. */
  struck: z.strictObject({ at, reason: z.string() }).nullable(),
  contentHash: digest,
});

const claim = z.strictObject({
  item: itemRef,
  /** The parts of the criterion that it is claimed for, by title. */
  parts: z.string().array(),
  /** Why it meets this, in the learner's words. */
  why: z.string(),
  at,
  struck: z.boolean(),
  /** Why this claim was taken back, in the learner's words; empty where it stands, or went with its item. */
  struckReason: z.string(),
});

const judgement = z.strictObject({
  decision: z.enum(["met", "not_yet", "more_needed"]),
  assessor: z.string(),
  reasons: z.string(),
  feedback: z.string(),
  at,
  /** What was judged. */
  items: itemRef.array(),
  /** Of what was judged; see {@link declaration}. */
  contentHash: digest,
  /** Whether what was judged is still what is there. If not, it has to be signed again. */
  current: z.boolean(),
  /** What the internal verifier said of it, if it was in a sample. */
  sampled: z
    .strictObject({
      verifier: z.string(),
      on: day,
      outcome: z.enum(["agreed", "action_required"]),
      note: z.string(),
    })
    .nullable(),
});

const criterion = z.strictObject({
  ref: z.string(),
  id: z.uuid(),
  title: z.string(),
  /** The awarding body's wording, where the centre loaded it. */
  wording: z.string().nullable(),
  kind: z.enum(["performance", "knowledge", "requirement"]),
  verb: z.enum(["do", "identify", "describe", "explain", "evaluate"]),
  claims: claim.array(),
  judgements: judgement.array(),
  /** What is missing, a sentence each. There is no green tick: an empty list says "ready for the assessor's review". */
  gaps: z.string().array(),
});

const unit = z.strictObject({
  unit: z.string(),
  edition: z.string(),
  id: z.uuid(),
  title: z.string(),
  awardingBody: z.string(),
  reference: z.string().nullable(),
  level: z.string().nullable(),
  /** What is known of the unit's standing: printed wherever the unit is. */
  standing: z.string(),
  assessor: z.string(),
  verifier: z.string(),
  from: day,
  groups: z.strictObject({ id: z.string(), title: z.string(), criteria: criterion.array() }).array(),
  /** The assessor's own numbers for what is sufficient, as sentences; empty where the planning aids of ours hold. */
  plan: z.string().array(),
  /** "All evidence for the entire unit has been met", by whoever has signed it so far. */
  competence: declaration
    .extend({
      /** Whether it was given for the judgements that stand now. If not, it has to be signed again. */
      current: z.boolean(),
    })
    .array(),
  /** When the internal verifier sampled it; null is legitimate, because verifiers sample (DOMAIN 5.3). */
  sampledOn: day.nullable(),
  comments: z.string().array(),
});

/** See the head of this file. */
export const portfolioShape = z.strictObject({
  schema: z.literal(SCHEMA),
  /** Of this export. */
  id: z.string(),
  /** Made of a sandbox: SPECIMEN stands on every page, and nothing in it is evidence. */
  specimen: z.boolean(),
  exportedAt: at,
  centre: z.strictObject({ name: z.string(), timezone: z.string() }),
  learner: z.strictObject({
    name: z.string(),
    /** What they do there: level and team. */
    position: z.string(),
    /** About themselves, in their own words. */
    profile: z.string(),
  }),
  units: unit.array(),
  items: item.array(),
  /** Colleagues by their label, so that a reader knows how many there were: "Team leader 2". Who they are stays at the centre. */
  colleagues: z.string().array(),
  /** The newest event of the journal when this was exported. */
  journal: z.strictObject({ events: z.int().min(0), seq: z.int().min(0), hash: z.string() }),
  /** What the scan for identifiers looked for, and what it made of it. */
  scan: z.strictObject({
    fields: z.int().min(0),
    withheld: z.strictObject({ where: z.string(), kind: z.string() }).array(),
  }),
});

/** A portfolio; see {@link portfolioShape}. */
export type Portfolio = z.output<typeof portfolioShape>;
/**
 * Whether an item happened before the learner was registered for a unit: it may be claimed for it all the same,
 * and whether it counts is for the assessor to say. Both days are in the portfolio, so it is not a fact of its own.
 */
export const isBeforeRegistration = (
  { from }: Pick<PortfolioUnit, "from">,
  item: Pick<PortfolioItem, "occurredOn"> | undefined,
): boolean => item !== undefined && item.occurredOn < from;

/** One item of evidence. */
export type PortfolioItem = Portfolio["items"][number];
/** One unit. */
export type PortfolioUnit = Portfolio["units"][number];
/** One criterion. */
export type PortfolioCriterion = PortfolioUnit["groups"][number]["criteria"][number];
