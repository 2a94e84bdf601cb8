import type { Facts } from "../../src/journal/index.ts";
import { SYSTEM } from "../../src/journal/index.ts";

/** An event of a made-up centre, but for what the journal itself adds. */
export interface MadeUpEvent {
  /** Ms since the epoch. */
  readonly at: number;
  readonly team: string | null;
  readonly actor: string;
  readonly role: string;
  readonly kind: string;
  readonly subject: string;
  readonly facts: Facts;
  /** Whether it commits to a text, as it does in the program. */
  readonly says: boolean;
}

/** People of the example centre who do the work: agents, those who decide, and team leaders. */
const AGENTS = ["ana", "tom", "precious", "callum", "megan", "yusuf", "kasia", "dev", "ellie", "kwame"];
const DECIDERS = ["wei", "jordan", "hannah", "nadia", "owen", "leon", "priya", "aoife", "gareth", "shanice"];
const LEADERS = ["priya", "aoife", "gareth", "shanice"];
const TEAMS = ["billing", "orders", "technical", "complaints"];
const CUSTOMERS = 20_000;
const MINUTE_MS = 60_000;

/** What happened around one customer or one matter: several events that follow one another. Stories of a kind are numbered from 0. */
type Story = (n: number, at: number) => MadeUpEvent[];

const pick = <T>(from: readonly T[], n: number): T => {
  const one = from[n % from.length];
  if (one === undefined) throw new Error("nothing to choose from");
  return one;
};
const numbered = (what: string, n: number): string => `${what}${String(n).padStart(20 - what.length, "0")}`;
const customer = (n: number): string => numbered("customer", (n * 7) % CUSTOMERS);

/** Every third case is a take-over; one in eight is of high risk. */
const escalated: Story = (n, at) => {
  const raiser = pick(AGENTS, n);
  const resolver = pick(DECIDERS, n * 3);
  const kind = pick(["approval", "takeover", "advice"], n);
  const facts = {
    ref: `ESC-${n}`,
    kind,
    issue: pick(["refund", "goodwill", "delivery", "other"], n),
    trigger: kind === "approval" ? "authority_limit" : "unknown",
    customer: customer(n),
    customer_relation: "unknown",
    customer_tenure: pick(["existing", "new", "unknown"], n),
    customer_handling: "unknown",
    amount_pence: kind === "approval" ? 1_000 + ((n * 37) % 9_000) : null,
    currency: "GBP",
    waiting: pick(["no", "on_the_line"], n),
    authority_version: 1 + Math.floor(n / 50_000),
    ...(n % 8 === 0 ? { marks: ["high_risk"] } : {}),
    options_complete: n % 4 === 0,
  };
  const of = { team: pick(TEAMS, n), subject: numbered("case", n) };
  const step = (
    minutes: number,
    actor: string,
    role: string,
    verb: string,
    more: Facts,
    says = false,
  ): MadeUpEvent => ({
    ...of,
    at: at + minutes * MINUTE_MS,
    actor,
    role,
    kind: `case.${verb}`,
    facts: { ...facts, ...more },
    says,
  });
  return [
    step(0, raiser, "raiser", "raised", { asked: resolver, why_asked: "lowest_level" }, true),
    ...(n % 5 === 0
      ? [step(1, SYSTEM, "router", "asked_again", { asked: resolver, first_round: true })]
      : []),
    step(2, resolver, "resolver", "taken", { was_asked: true, level: "senior" }),
    step(
      4,
      resolver,
      "resolver",
      "decided",
      {
        outcome: kind === "advice" ? "advised" : kind === "takeover" ? "resolved" : "approved",
        decided_pence: facts.amount_pence,
        told: "accepted",
        reply_recorded: kind === "takeover",
        level: "senior",
      },
      true,
    ),
    ...(n % 4 === 0
      ? [
          step(
            5,
            resolver,
            "resolver",
            "weighed",
            { customer_view: true, benefit: true, risk: n % 8 === 0, alternatives: true },
            true,
          ),
        ]
      : []),
    step(6, resolver, "resolver", "handed_back", { feedback: n % 2 === 0 }, n % 2 === 0),
    ...(kind === "takeover"
      ? []
      : [step(7, raiser, "raiser", "customer_informed", { told: "accepted", reply_recorded: true }, true)]),
  ];
};

/** One comment in twenty is corrected later, one in fifty taken back. */
const commented: Story = (n, at) => {
  const facts = {
    customer: customer(n * 3),
    about: pick(["app", "website", "bills", "delivery", null], n),
    origin: pick(["spontaneous", "spontaneous", "requested"], n),
    feeling: pick(["negative", "neutral", "positive", null], n),
    replied: n % 2 === 0,
    severe: null,
    source: "command",
    case: null,
  };
  const one = { team: pick(TEAMS, n), actor: pick(AGENTS, n * 3), role: "recorder", facts };
  const step = (minutes: number, verb: string, says = false): MadeUpEvent => ({
    ...one,
    at: at + minutes * MINUTE_MS,
    kind: `comment.${verb}`,
    subject: numbered("comment", n),
    says,
  });
  return [
    step(0, "recorded", true),
    ...(n % 2 === 0 ? [step(0, "answered", true)] : []),
    ...(n % 20 === 0 ? [step(3, "detailed")] : []),
    ...(n % 50 === 0 ? [step(4, "struck")] : []),
  ];
};

/** A theme that the bot found, somebody's decision about it, and the action that came of it. */
const improved: Story = (n, at) => {
  const team = pick(TEAMS, n);
  const theme = numbered("theme", n);
  const leader = pick(LEADERS, n);
  const owner = pick([...AGENTS, ...LEADERS], n);
  const members = [1, 2, 3, 4, 5, 6].map((k) => numbered("comment", n * 6 + k));
  const alert = { theme, theme_ref: `TH-${n}`, customers: 6, comments: members };
  const action = {
    ref: `ACT-${n}`,
    subject_kind: "theme",
    subject: theme,
    subject_ref: `TH-${n}`,
    follows: null,
    owner,
    measure: "theme",
    start_on: "2025-03-01",
    review_on: "2025-04-01",
    origins: ["requested", "spontaneous"],
  };
  const about = (subject: string, role: string) => ({ team, role, subject, says: false });
  const hour = 60 * MINUTE_MS;
  return [
    { ...about(theme, "detector"), at, actor: SYSTEM, kind: "theme.formed", facts: { ref: `TH-${n}` } },
    {
      ...about(numbered("alert", n), "detector"),
      at,
      actor: SYSTEM,
      kind: "alert.raised",
      facts: { ...alert, state: "open" },
    },
    {
      ...about(numbered("alert", n), "decider"),
      at: at + hour,
      actor: leader,
      kind: pick(["alert.confirmed", "alert.known", "alert.not_same", "alert.muted"], n),
      facts: { ...alert, told: [leader] },
    },
    {
      ...about(numbered("action", n), "planner"),
      at: at + 2 * hour,
      actor: owner,
      kind: "action.planned",
      facts: action,
      says: true,
    },
    {
      ...about(numbered("action", n), "owner"),
      at: at + 30 * hour,
      actor: owner,
      kind: "action.reviewed",
      facts: { ...action, result: "better", before: 12, after: 3 },
      says: true,
    },
  ];
};

/** A digest that the bot posted, and what a leader made of it. */
const looked: Story = (n, at) => {
  const team = pick(TEAMS, n);
  const digest = numbered("digest", n);
  return [
    {
      team,
      at,
      actor: SYSTEM,
      role: "digest",
      kind: "digest.posted",
      subject: digest,
      facts: { kind: "daily", date: "2025-03-03", late_ms: 0, missed: 0, head: n },
      says: false,
    },
    {
      team,
      at: at + 90 * MINUTE_MS,
      actor: pick(LEADERS, n),
      role: "analyst",
      kind: "kpi.analysed",
      subject: numbered("analysis", n),
      facts: {
        digest,
        kpi: "service_level",
        from: "2025-03-01",
        until: "2025-03-02",
        ruled_out: n % 2 === 0,
        recommended: n % 3 === 0,
        expected: n % 3 === 0,
        owner: n % 3 === 0 ? pick(LEADERS, n + 1) : null,
      },
      says: true,
    },
  ];
};

/** How a busy centre's days are made up: half of what is written is about cases, a third about comments. */
const MIX: readonly Story[] = [
  escalated,
  commented,
  commented,
  escalated,
  commented,
  commented,
  commented,
  escalated,
  commented,
  looked,
  commented,
  escalated,
  commented,
  commented,
  improved,
  commented,
];

/**
 * So many events of a centre that works day and night, in the order in which they are written; the same each time.
 * @param until ms since the epoch: when the last story begins
 */
export function* madeUpEvents(count: number, until: number): Generator<MadeUpEvent> {
  // About one event in forty seconds; a story begins every two minutes.
  const first = until - count * 40_000;
  const told = new Map<Story, number>();
  let made = 0;
  for (let n = 0; ; n += 1) {
    const story = pick(MIX, n);
    const before = told.get(story) ?? 0;
    told.set(story, before + 1);
    for (const event of story(before, first + n * 2 * MINUTE_MS)) {
      if (made === count) return;
      made += 1;
      yield event;
    }
  }
}
