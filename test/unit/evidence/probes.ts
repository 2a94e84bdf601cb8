import type { EvidenceEvent } from "../../../src/evidence/suggest.ts";
import type { Facts } from "../../../src/journal/index.ts";

/** Who does it in the probes, unless it says otherwise. */
export const DOER = "m-doer";

/** An event of a live database, as the journal would have it. */
export const event = (
  kind: string,
  role: string,
  facts: Facts = {},
  more: Partial<EvidenceEvent> = {},
): EvidenceEvent => ({
  seq: 1,
  id: "e-1",
  at: 1_790_000_000_000,
  team: "billing",
  actor: DOER,
  role,
  kind,
  subject: "s-1",
  facts,
  simulated: false,
  ...more,
});

const aCase = (kind: string, more: Facts = {}): Facts => ({
  ref: "ESC-0042",
  kind,
  issue: "fee_waiver",
  trigger: "unknown",
  customer: "c-1",
  customer_relation: "unknown",
  customer_tenure: "unknown",
  customer_handling: "unknown",
  amount_pence: null,
  marks: [],
  options_complete: false,
  ...more,
});
const raised = (kind: string, more?: Facts) => event("case.raised", "raiser", aCase(kind, more));
const decided = (kind: string, outcome: string, more: Facts = {}) =>
  event(
    "case.decided",
    "resolver",
    aCase(kind, { outcome, told: "raiser_will", reply_recorded: false, ...more }),
  );
const weighed = (customer: boolean, benefit: boolean, risk: boolean, more: Facts = {}) =>
  event(
    "case.weighed",
    "resolver",
    aCase("takeover", {
      customer_view: customer,
      benefit,
      risk,
      options_complete: customer && benefit && risk,
      ...more,
    }),
  );
const comment = (verb: string, origin: string, replied: boolean, more: Facts = {}) =>
  event(`comment.${verb}`, "recorder", {
    customer: "c-1",
    about: "broadband",
    origin,
    feeling: "negative",
    replied,
    severe: null,
    source: "command",
    case: null,
    ...more,
  });
const alert = (verb: string, more: Facts = {}) =>
  event(`alert.${verb}`, "decider", { theme: "t-1", customers: 3, comments: ["a", "b", "c"], ...more });
const action = (verb: string, role: string, subject: string | null, owner: string, more: Facts = {}) =>
  event(`action.${verb}`, role, {
    ref: "ACT-012",
    subject_kind: subject,
    owner,
    measure: subject ?? "own_words",
    ...more,
  });
const bot = (kind: string, role: string, facts: Facts = {}) => event(kind, role, facts, { actor: "system" });

const HIGH = { marks: ["high_risk"] };
const IDENTITY = { marks: ["identification"] };
const SECRET = { restricted: "safeguarding" };
const analysed = { digest: "d-1", kpi: "sl", ruled_out: true, expected: false };

/**
 * Everything that is tried against every criterion, by name: each thing that people do, in each of
 * its kinds, and what the bot does by itself.
 */
export const PROBES: Readonly<Record<string, EvidenceEvent>> = {
  "raise advice": raised("advice"),
  "raise approval": raised("approval", { trigger: "authority_limit" }),
  "raise takeover": raised("takeover"),
  "raise refer": raised("refer"),
  "raise notify": raised("notify"),
  "raise approval, identification": raised("approval", IDENTITY),
  "raise takeover, identification": raised("takeover", IDENTITY),
  "raise refer, identification": raised("refer", IDENTITY),
  "raise notify, identification": raised("notify", IDENTITY),
  "raise takeover, high risk": raised("takeover", HIGH),
  "raise notify, restricted": raised("notify", SECRET),
  "raise approval, restricted": raised("approval", SECRET),
  "take takeover": event("case.taken", "resolver", aCase("takeover")),
  "release takeover": event("case.released", "resolver", aCase("takeover")),
  "withdraw takeover": event("case.withdrawn", "raiser", aCase("takeover")),

  advise: decided("advice", "advised"),
  "advise, identification": decided("advice", "advised", IDENTITY),
  "advise, high risk": decided("advice", "advised", HIGH),
  "pass advice on": decided("advice", "passed_on"),
  approve: decided("approval", "approved"),
  "approve in part": decided("approval", "approved_in_part"),
  refuse: decided("approval", "refused"),
  "pass approval on": decided("approval", "passed_on"),
  "approve, high risk": decided("approval", "approved", HIGH),
  "pass approval on, high risk": decided("approval", "passed_on", HIGH),
  "approve, identification": decided("approval", "approved", IDENTITY),
  "pass approval on, identification": decided("approval", "passed_on", IDENTITY),
  resolve: decided("takeover", "resolved"),
  "resolve in part": decided("takeover", "resolved_in_part"),
  "not resolve": decided("takeover", "not_resolved"),
  "pass takeover on": decided("takeover", "passed_on"),
  "resolve, high risk": decided("takeover", "resolved", HIGH),
  "resolve, identification": decided("takeover", "resolved", IDENTITY),
  "resolve, identification, within authority": decided("takeover", "resolved", {
    ...IDENTITY,
    within_authority: true,
  }),
  "resolve, identification, beyond authority": decided("takeover", "resolved", {
    ...IDENTITY,
    within_authority: false,
  }),
  "resolve, both marks": decided("takeover", "resolved", { marks: ["high_risk", "identification"] }),
  "resolve referral": decided("refer", "resolved"),
  "resolve referral, high risk": decided("refer", "resolved", HIGH),
  "act on notice": decided("notify", "acted"),
  "act on notice, high risk": decided("notify", "acted", HIGH),
  "note notice, high risk": decided("notify", "noted", HIGH),
  "pass notice on, high risk": decided("notify", "passed_on", HIGH),
  "act on notice, restricted": decided("notify", "acted", { ...HIGH, ...SECRET }),
  "resolve, restricted": decided("takeover", "resolved", SECRET),
  "hand back": event("case.handed_back", "resolver", aCase("takeover", { feedback: true })),
  "tell customer as raiser": event("case.customer_informed", "raiser", aCase("approval")),
  "tell customer as resolver": event("case.customer_informed", "resolver", aCase("takeover")),

  "weigh all three": weighed(true, true, true),
  "weigh the customer's view": weighed(true, false, false),
  "weigh the benefit": weighed(false, true, false),
  "weigh the risk": weighed(false, false, true),
  "weigh nothing": weighed(false, false, false),
  "weigh all three, restricted": weighed(true, true, true, SECRET),

  "record spontaneous comment": comment("recorded", "spontaneous", false),
  "record spontaneous comment, with reply": comment("recorded", "spontaneous", true),
  "record requested comment": comment("recorded", "requested", false),
  "record severe comment": comment("recorded", "spontaneous", true, { severe: "safeguarding" }),
  "answer comment": comment("answered", "spontaneous", true),
  "answer severe comment": comment("answered", "spontaneous", true, { severe: "safeguarding" }),
  "give details of comment": comment("detailed", "spontaneous", true),
  "strike comment": comment("struck", "spontaneous", true),

  "confirm alert and tell": alert("confirmed", { owner: "m-ana", told: ["team:billing"] }),
  "confirm alert and tell nobody": alert("confirmed", { owner: "m-ana", told: [] }),
  "say alert is known": alert("known"),
  "say alert is not one thing": alert("not_same"),
  "mute alert": alert("muted", { until: 1_790_000_000_000 }),
  "name theme": event("theme.named", "decider", { ref: "TH-007", owner: DOER }),
  "decline theme": event("theme.declined", "decider", { ref: "TH-007" }),
  "merge themes": event("theme.merged", "decider", { ref: "TH-007", into: "TH-008" }),
  "split theme": event("theme.split", "decider", { ref: "TH-007", into: "TH-008" }),

  "plan own action on theme": action("planned", "planner", "theme", DOER),
  "plan own action on unasked feedback": action("planned", "planner", "theme", DOER, {
    origins: ["spontaneous"],
  }),
  "plan own action on asked feedback": action("planned", "planner", "theme", DOER, {
    origins: ["requested"],
  }),
  "plan own action on both": action("planned", "planner", "theme", DOER, {
    origins: ["requested", "spontaneous"],
  }),
  "plan other's action on both": action("planned", "planner", "theme", "m-ana", {
    origins: ["requested", "spontaneous"],
  }),
  "plan other's action on theme": action("planned", "planner", "theme", "m-ana"),
  "plan own action on KPI": action("planned", "planner", "kpi", DOER),
  "plan own action on nothing": action("planned", "planner", null, DOER),
  "start own action on theme": action("started", "owner", "theme", DOER),
  "hand action over": action("handed_over", "owner", "theme", "m-ana"),
  "drop own action on theme": action("dropped", "owner", "theme", DOER),
  "tell of own action on theme": action("told", "owner", "theme", DOER),
  "review own action on theme": action("reviewed", "owner", "theme", DOER, { result: "daily" }),
  "review own action on theme, nothing measured": action("reviewed", "owner", "theme", DOER, {
    result: null,
  }),
  "review own action on KPI": action("reviewed", "owner", "kpi", DOER, { result: "daily" }),
  "review other's action as planner": action("reviewed", "planner", "theme", "m-ana", { result: "daily" }),
  "review other's action as colleague": action("reviewed", "colleague", "theme", "m-ana", {
    result: "daily",
  }),

  "define KPI": event("kpi.defined", "definer", { kpi: "own_calls", version: 1 }),
  "propose target": event("kpi.proposed", "proposer", { kpi: "sl", asked: ["m-ana"] }),
  "agree to target": event("kpi.agreed_to", "agreer", { kpi: "sl" }),
  "target agreed by all": event("kpi.agreed", "proposer", { kpi: "sl" }),
  "decline target": event("kpi.declined", "agreer", { kpi: "sl" }),
  "withdraw target": event("kpi.withdrawn", "proposer", { kpi: "sl" }),
  "end target": event("kpi.target_ended", "owner", { kpi: "sl" }),
  analyse: event("kpi.analysed", "analyst", { ...analysed, recommended: false }),
  "analyse and recommend": event("kpi.analysed", "analyst", { ...analysed, recommended: true }),
  "import figures": event("kpi.imported", "importer", { source: "intervals", rows: 96 }),
  "import survey": event("kpi.imported", "importer", { source: "survey", rows: 96 }),
  "freeze limits": event("kpi.limits_frozen", "analyst", { kpi: "sl" }),
  "set new baseline": event("kpi.rebased", "analyst", { kpi: "sl" }),
  "schedule digest": event("digest.scheduled", "scheduler"),

  "bot raises alert": bot("alert.raised", "detector", { theme: "t-1", customers: 3 }),
  "bot posts digest": bot("digest.posted", "digest"),
  "bot forms theme": bot("theme.formed", "detector"),
  "bot merges themes": bot("theme.merged", "detector", { ref: "TH-007", into: "TH-008" }),
  "bot asks the next one": bot("case.asked_again", "router", aCase("takeover")),
  "bot releases case": bot("case.released", "watchdog", aCase("takeover")),
  "bot starts action": bot("action.started", "timer", { subject_kind: "theme", owner: DOER }),
  "operator imports comments": bot("comments.imported", "operator", { comments: 400, spontaneous: 300 }),
};
