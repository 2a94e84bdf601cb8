import { contentHash, judgedHash, type Portfolio } from "../../../src/portfolio/index.ts";

type Item = Portfolio["items"][number];
type Unit = Portfolio["units"][number];
type Criterion = Unit["groups"][number]["criteria"][number];
type Declaration = Item["declarations"][number];

/** 12 October 2026, 09:00 in London. */
const START = Date.UTC(2026, 9, 12, 8, 0);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Texts that want to be something else than text. */
export const HOSTILE = {
  typst: '#panic("out") #import "x.typ" $x^2$ *bold* <label> @ref // gone',
  html: "<script>alert(1)</script> <img src=x onerror=alert(1)> &amp; \"quoted\" 'single'",
  formula: '=cmd|"/c calc"!A1',
  wide: "＝1+1",
  right: "safe \u202egnirts\u202c and \u2066isolated\u2069",
  emoji: "Happy 😀👩‍👩‍👧 customer",
  cjk: "客户很满意",
  arabic: "شكرا جزيلا",
  long: `Donau${"dampfschifffahrt".repeat(12)}`,
  address: `https://intranet.example/${"a1b2c3d4".repeat(16)}?q=1`,
  controls: "bell\u0007 nul\u0000 escape\u001b[31m lone\ud83d end",
} as const;

const LEARNER_WORDS =
  "This is my own work. Help that I had, software and AI included, is listed with each item.";
const WITNESS_WORDS = "I saw this myself, and these are my own words.";

const sign = (
  role: Declaration["role"],
  name: string,
  text: string,
  at: number,
  hash: string,
): Declaration => ({
  name,
  role,
  text,
  at,
  contentHash: hash,
});

/** What an item may leave out here. */
type Draft = Pick<Item, "ref" | "kind" | "title" | "content"> & Partial<Item>;

/** An item with its hash, signed by the learner for what it holds. */
function item(given: Draft): Item {
  const draft = {
    madeBy: "learner",
    occurredOn: "2026-10-12",
    recordedAt: START + 2 * HOUR,
    retrospective: false,
    myPart: null,
    customer: null,
    team: "Support",
    assistance: null,
    procedures: [],
    location: { kind: "embedded" as const },
    sources: [],
    testimonies: [],
    declarations: [],
    struck: null,
    ...given,
  };
  const hash = contentHash(draft);
  return {
    ...draft,
    declarations: given.declarations ?? [
      sign("learner", "Priya Shah", LEARNER_WORDS, START + 3 * HOUR, hash),
    ],
    contentHash: hash,
  };
}

/** The same with a witness who signed for it, as it is. */
const witnessed = (one: Item, words: string): Item => ({
  ...one,
  testimonies: [
    {
      witness: "Tom Hale",
      position: "Agent, Support",
      relationship: "Colleague who raised the case",
      competence: "",
      words,
      at: START + DAY,
      declaration: sign("witness", "Tom Hale", WITNESS_WORDS, START + DAY, one.contentHash),
    },
  ],
});

const OLD_HASH = "0".repeat(63) + "1";

const items: readonly Item[] = [
  witnessed(
    item({
      ref: "E001",
      kind: "work_product",
      title: "Refund above an agent's limit decided",
      myPart: "I took the case and decided it alone.",
      content: [
        {
          label: "What I did",
          text: "I agreed a refund of £80 after reading the account.\nI told the customer myself.",
        },
        { label: "Options from the customer's view", text: "A repair, a refund, or a credit." },
        { label: "Benefit", text: "The customer stays with us." },
        { label: "Risk", text: "Others may expect the same." },
      ],
      customer: {
        label: "Customer 1",
        relation: "external",
        tenure: "existing",
        handling: "difficult",
        handlingReason: "Third call about the same fault.",
      },
      procedures: ["Refunds, version 4, clause 2.1"],
      sources: [
        {
          seq: 412,
          hash: "a".repeat(64),
          at: START,
          what: "Decided ESC-0042 (approval)",
          role: "resolver",
        },
      ],
    }),
    "She asked what the customer wanted before she looked at the rules.",
  ),
  item({
    ref: "E002",
    kind: "work_product",
    title: "Coaching note for a new agent",
    content: [{ label: "What I did", text: "I sat beside the agent for an hour." }],
    struck: { at: START + 5 * DAY, reason: "It was about another colleague's work." },
  }),
  item({
    ref: "E003",
    kind: "work_product",
    title: "Change to the call-back procedure",
    occurredOn: "2026-10-01",
    retrospective: true,
    content: [{ label: "What I did", text: "I proposed the change and led the briefing." }],
    assistance: "The template for procedure changes.",
    location: {
      kind: "signposted",
      system: "Policy library",
      reference: "CB-7, version 3",
      viewedBy: "Asha Okafor",
      viewedAt: START + 8 * DAY,
    },
  }),
  item({
    ref: "E004",
    kind: "reflective_account",
    title: HOSTILE.typst,
    myPart: HOSTILE.right,
    content: [
      { label: HOSTILE.html, text: HOSTILE.formula },
      { label: "Emoji", text: HOSTILE.emoji },
      { label: "Chinese and Arabic", text: `${HOSTILE.cjk}\n${HOSTILE.arabic}` },
      { label: HOSTILE.wide, text: HOSTILE.html },
      { label: "Long", text: `${HOSTILE.long}\n${HOSTILE.address}` },
      { label: "Controls", text: HOSTILE.controls },
    ],
    assistance: HOSTILE.formula,
    procedures: [HOSTILE.wide, HOSTILE.typst],
  }),
  item({
    ref: "E005",
    kind: "observation",
    title: "Observed while taking an escalated call",
    madeBy: "Asha Okafor",
    content: [
      {
        label: "What was seen",
        text: "The candidate let the caller finish, summed up, and offered two ways on.",
      },
      { label: "Feedback", text: "Say who will call back, and when." },
    ],
    declarations: [sign("assessor", "Asha Okafor", "I observed this.", START + 4 * DAY, OLD_HASH)],
  }),
  item({
    ref: "E006",
    kind: "question_answer",
    title: "Questions about authority boundaries",
    madeBy: "Asha Okafor",
    content: [
      { label: "Question", text: "When does a limit not help?" },
      { label: "Answer", text: "When the risk is not in the amount." },
    ],
    location: {
      kind: "signposted",
      system: "Recording of the discussion",
      reference: "D-12",
      viewedBy: null,
      viewedAt: null,
    },
    declarations: [],
  }),
];

const PERFORMANCE = [
  "Agree who may decide what",
  "Make limits known at every level",
  "Resolve what others may not decide",
  "Deal with high risk and high profile",
  "Find ways to stop it happening again",
  "Back leaders who uphold procedures",
  "Devise and agree measures",
  "Coordinate the monitoring",
  "Bring results together and analyse them",
  "Check results against rules",
  "Improve the monitoring with others",
  "Know which requirements hold",
  "Review own strategy and policy",
  "Review regulation from outside",
  "Consult leaders and front line",
  "Agree and bring in changes",
];
const KNOWLEDGE = [
  "Services and products",
  "Requirements in detail",
  "Aims and service offer",
  "Procedures for contacts",
  "Ways to set limits",
  "Handling what is complex",
  "What becomes high risk",
  "Ways to devise measures",
  "Ways to analyse results",
  "Sources on regulation",
  "Sources on strategy",
];

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

const bare = (ref: string, n: number, title: string, kind: Criterion["kind"]): Criterion => ({
  ref,
  id: uuid(n),
  title,
  wording: null,
  kind,
  verb: kind === "knowledge" ? "explain" : "do",
  claims: [],
  judgements: [],
  gaps: [`Nothing is claimed for ${ref} yet.`],
});

const claim = (of: string, why: string, struckReason = ""): Criterion["claims"][number] => ({
  item: of,
  parts: ["Deal with it"],
  why,
  at: START + 4 * HOUR,
  struck: struckReason !== "",
  struckReason,
});

const byRef = (ref: string): Item => {
  const found = items.find((one) => one.ref === ref);
  if (found === undefined) throw new Error(ref);
  return found;
};

/** What has been claimed and judged so far. */
const DONE: Readonly<Record<string, Partial<Criterion>>> = {
  PC3: {
    claims: [claim("E001", "The agent's limit was too low."), claim("E005", "I was watched doing it.")],
    judgements: [
      {
        decision: "more_needed",
        assessor: "Asha Okafor",
        reasons: "One case is not yet a period of time.",
        feedback: "Bring two more, from other weeks.",
        at: START + 6 * DAY,
        items: ["E001"],
        contentHash: OLD_HASH,
        current: false,
        sampled: null,
      },
      {
        decision: "met",
        assessor: "Asha Okafor",
        reasons: HOSTILE.html,
        feedback: "Well argued.",
        at: START + 20 * DAY,
        items: ["E001", "E005"],
        contentHash: judgedHash([byRef("E001"), byRef("E005")]),
        current: true,
        sampled: {
          verifier: "Ian Vale",
          on: "2026-11-05",
          outcome: "agreed",
          note: "Reasons are specific.",
        },
      },
    ],
    gaps: [],
  },
  PC6: { claims: [claim("E002", "I coached.", "It was no coaching.")] },
  PC16: { claims: [claim("E003", "The procedure changed."), claim("E004", HOSTILE.typst)] },
  KUe: { claims: [claim("E006", "I answered it.")], gaps: ["Tie it to a real event."] },
};

const criterion = (ref: string, n: number, title: string, kind: Criterion["kind"]): Criterion => ({
  ...bare(ref, n, title, kind),
  ...DONE[ref],
});

const unit: Unit = {
  unit: "H12E",
  edition: "2012",
  id: uuid(1),
  title: "Manage how a contact centre serves customers",
  awardingBody: "An awarding body",
  reference: "H12E 04",
  level: "8",
  standing: "The standard behind this unit was replaced in 2021. Ask the centre what it registers for today.",
  assessor: "Asha Okafor",
  verifier: "Ian Vale",
  from: "2026-09-01",
  groups: [
    {
      id: "PC",
      title: "What is done",
      criteria: PERFORMANCE.map((title, n) => criterion(`PC${n + 1}`, 100 + n, title, "performance")),
    },
    {
      id: "KU",
      title: "What is known",
      criteria: KNOWLEDGE.map((title, n) => criterion(`KU${"abcdefghijk"[n]}`, 200 + n, title, "knowledge")),
    },
    {
      id: "ER",
      title: "The evidence as a whole",
      criteria: [criterion("ER3", 300, "Over time, with different customers", "requirement")],
    },
  ],
  plan: ["At least five cases for PC3."],
  competence: [
    {
      ...sign(
        "learner",
        "Priya Shah",
        "All of it is there, what I know included.",
        START + 21 * DAY,
        OLD_HASH,
      ),
      current: true,
    },
  ],
  sampledOn: "2026-11-05",
  comments: ["Interim sampling is planned for December."],
};

/** A portfolio with an item in every state there is, at a centre that does not exist. */
export const sample = (specimen: boolean): Portfolio => ({
  schema: "floorwalker-portfolio/1",
  id: "export0001",
  specimen,
  exportedAt: Date.UTC(2026, 10, 20, 16, 30),
  centre: { name: "Northgate", timezone: "Europe/London" },
  learner: {
    name: "Priya Shah",
    position: "Team leader, Support",
    profile: "I have led the Support team since 2024.\nBefore that I took calls for six years.",
  },
  units: [unit],
  items: [...items],
  colleagues: ["Agent 1", "Team leader 2"],
  journal: { events: 900, seq: 900, hash: "b".repeat(64) },
  scan: { fields: 57, withheld: [{ where: "E001, What I did", kind: "telephone number" }] },
});

/** The same with `CC15` and `58A` beside it: fourteen and twenty-three criteria, numbered below their groups. */
export function sampleOfThree(): Portfolio {
  const portfolio = sample(true);
  const other = (code: string, n: number, sizes: readonly number[]): Unit => ({
    ...unit,
    unit: code,
    id: uuid(n),
    title: `A unit with ${sizes.length} outcomes`,
    groups: sizes.map((size, group) => ({
      id: `LO${group + 1}`,
      title: `Outcome ${group + 1}`,
      criteria: Array.from({ length: size }, (_, m) =>
        bare(`${group + 1}.${m + 1}`, n * 1000 + group * 100 + m, `Criterion ${m + 1}`, "performance"),
      ),
    })),
    competence: [],
    sampledOn: null,
    comments: [],
    plan: [],
  });
  return { ...portfolio, units: [unit, other("CC15", 2, [4, 5, 5]), other("58A", 3, [3, 8, 4, 8])] };
}
