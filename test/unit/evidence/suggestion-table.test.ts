import { describe, expect, it } from "vitest";
import { type EvidenceEvent, compileUnits, suggest, suggestionsOf } from "../../../src/evidence/suggest.ts";
import { builtInUnits } from "../../../src/evidence/units/built-in.ts";
import { EVENTS } from "../../../src/evidence/units/events.ts";
import { PROBES, event } from "./probes.ts";

/**
 * What each criterion is suggested by, written by hand from the field's own table (DOMAIN 6.2 to 6.7):
 * a probe and how much of the criterion it shows. Any other probe must not suggest it.
 */
const BY_CRITERION: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "CC15:1.1": {
    "approve, identification": "part",
    "resolve, identification": "part",
    "resolve, identification, within authority": "part",
    "resolve, both marks": "part",
  },
  "CC15:1.2": {
    approve: "part",
    "approve in part": "part",
    refuse: "part",
    "approve, high risk": "part",
    "approve, identification": "part",
    resolve: "whole",
    "resolve in part": "whole",
    "not resolve": "part",
    "resolve, high risk": "whole",
    "resolve, identification": "whole",
    "resolve, identification, within authority": "whole",
    "resolve, identification, beyond authority": "whole",
    "resolve, both marks": "whole",
  },
  "CC15:1.3": { advise: "whole", "advise, identification": "whole", "advise, high risk": "whole" },
  "CC15:1.4": { "raise notify": "part" },
  "CC15:2.1": { "confirm alert and tell": "whole", "confirm alert and tell nobody": "whole" },
  "CC15:2.2": { analyse: "part", "analyse and recommend": "part" },
  "CC15:2.4": { "analyse and recommend": "whole" },
  "CC15:3.4": {
    approve: "support",
    "approve in part": "support",
    refuse: "support",
    "approve, high risk": "support",
    "approve, identification": "support",
    resolve: "support",
    "resolve in part": "support",
    "not resolve": "support",
    "resolve, high risk": "support",
    "resolve, identification": "support",
    "resolve, identification, within authority": "support",
    "resolve, identification, beyond authority": "support",
    "resolve, both marks": "support",
  },
  "CC15:3.5": { "define KPI": "support" },

  "H12E:PC3": {
    approve: "part",
    "approve in part": "part",
    refuse: "part",
    "approve, high risk": "part",
    "approve, identification": "part",
    resolve: "whole",
    "resolve in part": "whole",
    "not resolve": "whole",
    "resolve, high risk": "whole",
    "resolve, identification": "whole",
    "resolve, identification, within authority": "whole",
    "resolve, identification, beyond authority": "whole",
    "resolve, both marks": "whole",
  },
  "H12E:PC4": {
    "approve, high risk": "whole",
    "resolve, high risk": "whole",
    "resolve, both marks": "whole",
    "act on notice, high risk": "part",
    "note notice, high risk": "part",
  },
  "H12E:PC5": {
    "plan own action on theme": "whole",
    "plan own action on unasked feedback": "whole",
    "plan own action on asked feedback": "whole",
    "plan own action on both": "whole",
    "plan other's action on theme": "whole",
    "plan other's action on both": "whole",
    "plan own action on KPI": "whole",
    "plan own action on nothing": "whole",
  },
  "H12E:PC7": { "define KPI": "part", "propose target": "part", "target agreed by all": "part" },
  "H12E:PC9": { analyse: "part", "analyse and recommend": "part" },
  "H12E:KUf": {
    approve: "support",
    "approve in part": "support",
    refuse: "support",
    "approve, high risk": "support",
    "approve, identification": "support",
    resolve: "support",
    "resolve in part": "support",
    "not resolve": "support",
    "resolve, high risk": "support",
    "resolve, identification": "support",
    "resolve, identification, within authority": "support",
    "resolve, identification, beyond authority": "support",
    "resolve, both marks": "support",
  },
  "H12E:KUh": { "define KPI": "support" },
  "H12E:KUi": { analyse: "support", "analyse and recommend": "support" },
  "H12E:ER4a": { "weigh all three": "part", "weigh the customer's view": "part" },
  "H12E:ER4b": { "weigh all three": "part", "weigh the benefit": "part" },
  "H12E:ER4c": { "weigh all three": "part", "weigh the risk": "part" },
  "H12E:ER5b1": {
    "record spontaneous comment": "whole",
    "record spontaneous comment, with reply": "whole",
  },
  "H12E:ER5b2": { "import survey": "part" },

  "58A:2.5": { "answer comment": "whole" },
  "58A:2.6": { "confirm alert and tell": "whole" },
  "58A:2.7": {
    "plan own action on theme": "part",
    "plan own action on unasked feedback": "part",
    "plan own action on asked feedback": "part",
    "plan own action on both": "part",
  },
  "58A:2.8": { "review own action on theme": "whole" },
  "58A:3.4": {
    "raise approval": "part",
    "raise takeover": "part",
    "raise takeover, high risk": "part",
    "raise refer": "part",
  },
  "58A:4.5": {
    "say alert is known": "support",
    "say alert is not one thing": "support",
    "mute alert": "support",
    "decline theme": "support",
  },
  "58A:4.6": { "confirm alert and tell": "support" },
  "58A:ER5b": {
    "record spontaneous comment": "part",
    "record spontaneous comment, with reply": "part",
    "plan own action on unasked feedback": "part",
    "plan own action on both": "part",
  },
  "58A:ER5c": {
    "record requested comment": "part",
    "plan own action on asked feedback": "part",
    "plan own action on both": "part",
  },
};

/** Criteria whose workflow the program does not have yet, by the name of the workflow. */
const LATER: Readonly<Record<string, string>> = {
  "CC15:2.3": "validate",
  "CC15:2.5": "brief",
  "H12E:PC1": "matrix: propose and agree",
  "H12E:PC2": "matrix: confirm",
  "H12E:PC6": "support of a team leader",
  "H12E:PC8": "monitor plan",
  "H12E:PC10": "monitor compliance",
  "H12E:PC11": "change: propose",
  "H12E:PC12": "register of requirements",
  "H12E:PC13": "register: review of policies",
  "H12E:PC14": "register: review of regulation",
  "H12E:PC15": "consult",
  "H12E:PC16": "change: agree",
  "H12E:ER5a": "audit",
  "H12E:ER6a": "rules named in decisions",
  "H12E:ER6b": "procedures named in decisions",
  "58A:1.1": "plan",
  "58A:1.2": "promise",
  "58A:1.3": "surge",
  "58A:2.1": "surge and quiet",
  "58A:2.2": "outage",
  "58A:2.3": "promise",
  "58A:3.1": "record check",
  "58A:3.2": "lookup",
  "58A:3.3": "lookup",
};

/** Criteria that nothing in chat can suggest: an assessor asks or observes, or the whole portfolio is looked at. */
const NEVER: Readonly<Record<string, string>> = {
  "CC15:3.1": "questions",
  "CC15:3.2": "questions",
  "CC15:3.3": "questions",
  "CC15:ER1": "computed",
  "CC15:ER2": "profile",
  "CC15:ER3": "computed",
  "CC15:ER4": "computed",
  "H12E:KUa": "questions",
  "H12E:KUb": "questions",
  "H12E:KUc": "questions",
  "H12E:KUd": "questions",
  "H12E:KUe": "questions",
  "H12E:KUg": "questions",
  "H12E:KUj": "questions",
  "H12E:KUk": "questions",
  "H12E:ER0": "computed",
  "H12E:ER1": "declared",
  "H12E:ER2": "profile",
  "H12E:ER3": "computed",
  "58A:2.4": "observation",
  "58A:4.1": "questions",
  "58A:4.2": "questions",
  "58A:4.3": "questions",
  "58A:4.4": "questions",
  "58A:4.7": "questions",
  "58A:4.8": "questions",
  "58A:ER1": "declared",
  "58A:ER2": "profile",
  "58A:ER3": "computed",
  "58A:ER4a": "said in the claim",
  "58A:ER4b": "said in the claim",
  "58A:ER4c": "said in the claim",
  "58A:ER4d": "said in the claim",
  "58A:ER5a": "account",
  "58A:ER6": "profile",
};

const inOrder = (texts: readonly string[]): string[] =>
  texts.toSorted((a, b) => (a < b ? -1 : Number(a > b)));

const criteria = builtInUnits().flatMap(({ unit, groups }) =>
  groups.flatMap((group) =>
    group.criteria.map((criterion) => ({ name: `${unit}:${criterion.ref}`, criterion })),
  ),
);
const compiled = compileUnits(builtInUnits());
const namesOf = (one: EvidenceEvent, simulated = false): string[] =>
  suggest(compiled, one, simulated).map(({ unit, ref }) => `${unit}:${ref}`);

describe("what suggests a criterion", () => {
  it.each(criteria)("is what the table says: $name", ({ name }) => {
    const found = Object.entries(PROBES).flatMap(([probe, one]) =>
      suggest(compiled, one, false)
        .filter(({ unit, ref }) => `${unit}:${ref}` === name)
        .map(({ strength }) => `${probe}: ${strength}`),
    );
    // As a list, so that a second rule for the same thing would show.
    const listed = Object.entries(BY_CRITERION[name] ?? {});
    expect(inOrder(found)).toEqual(inOrder(listed.map(([probe, strength]) => `${probe}: ${strength}`)));
  });

  it("names each criterion once: suggested by something, waiting for its workflow, or never suggested", () => {
    const listed = [BY_CRITERION, LATER, NEVER].flatMap(Object.keys);
    expect(inOrder(listed)).toEqual(inOrder(criteria.map(({ name }) => name)));
  });

  it.each(criteria)("has rules exactly where its workflow is there: $name", ({ name, criterion }) => {
    expect(criterion.suggested_by.length > 0).toBe(name in BY_CRITERION);
  });

  it("only names probes that there are", () => {
    const named = Object.values(BY_CRITERION).flatMap(Object.keys);
    expect(named.filter((probe) => !(probe in PROBES))).toEqual([]);
  });

  it("is tried with every event that people do", () => {
    const tried = new Set(Object.values(PROBES).map(({ kind }) => kind));
    const rest = [...EVENTS.keys()].filter((kind) => !tried.has(kind));
    expect(inOrder(rest)).toEqual(["digest.muted", "digest.unmuted", "theme.closed", "theme.opened"]);
  });

  it("is for each probe what can be claimed, and each suggestion is the actor's", () => {
    for (const one of Object.values(PROBES)) {
      for (const { member, parts, unit, ref, reason } of suggest(compiled, one, false)) {
        const known = criteria.find(({ name }) => name === `${unit}:${ref}`);
        expect(member).toBe(one.actor);
        expect(known?.criterion.parts.map(({ id }) => id)).toEqual(expect.arrayContaining([...parts]));
        expect(parts.length).toBeGreaterThan(0);
        expect(reason).toMatch(/^You /);
      }
    }
  });
});

describe("CC15 1.1", () => {
  // By hand: the register says of the second that it was within the resolver's authority, of the third that it was not.
  it.each([
    ["resolve, identification", ["identification", "validation", "procedure"]],
    ["resolve, identification, within authority", ["identification", "validation", "authority", "procedure"]],
    ["resolve, identification, beyond authority", []],
  ] as const)("shows of its parts, by %s", (probe, parts) => {
    const one = PROBES[probe];
    const shown = one ? suggest(compiled, one, false) : [];
    expect(
      shown.filter(({ unit, ref }) => unit === "CC15" && ref === "1.1").flatMap((each) => each.parts),
    ).toEqual(parts);
  });
});

describe("nothing is suggested", () => {
  const telling = Object.entries(PROBES).filter(([, one]) => namesOf(one).length > 0);

  it("is a claim about something: many probes do suggest", () => {
    expect(telling.length).toBeGreaterThan(30);
  });

  it.each(telling)("to the bot, nobody, or of the other kind of database: %s", (_, one) => {
    expect(namesOf({ ...one, actor: "system" })).toEqual([]);
    expect(namesOf({ ...one, actor: "" })).toEqual([]);
    expect(namesOf({ ...one, simulated: true })).toEqual([]);
    expect(namesOf(one, true)).toEqual([]);
    expect(namesOf({ ...one, simulated: true }, true)).toEqual(namesOf(one));
  });

  it.each(telling)("for another part in it: %s", (_, one) => {
    for (const role of ["bystander", "recipient", "asked", "adviser", "operator", "watchdog"])
      expect(namesOf({ ...one, role })).toEqual([]);
  });

  it.each(telling)("of restricted cases and of severe comments: %s", (_, one) => {
    const { facts } = one;
    expect(namesOf({ ...one, facts: { ...facts, restricted: "suspicion" } })).toEqual([]);
    expect(namesOf({ ...one, facts: { ...facts, severe: "risk_to_life" } })).toEqual([]);
    expect(namesOf({ ...one, facts: { ...facts, severe: null } })).toEqual(namesOf(one));
  });
});

/** A row of DOMAIN 6.2 as it happens: who does what, and what each of them then has. */
interface Story {
  readonly row: string;
  readonly events: readonly EvidenceEvent[];
  readonly gets: Readonly<Record<string, readonly string[]>>;
}

const by = (actor: string, probe: string, more: Partial<EvidenceEvent> = {}): EvidenceEvent => {
  const one = PROBES[probe];
  if (!one) throw new Error(`there is no probe ${probe}`);
  return { ...one, actor, ...more };
};

const STORIES: readonly Story[] = [
  {
    row: "escalate advice: the adviser and not the agent",
    events: [
      by("agent", "raise advice"),
      by("adviser", "take takeover"),
      by("adviser", "advise"),
      by("adviser", "hand back"),
      by("agent", "tell customer as raiser"),
    ],
    gets: { adviser: ["CC15:1.3"] },
  },
  {
    row: "escalate approval: the agent supplied, the approver decided",
    events: [
      by("agent", "raise approval"),
      by("approver", "approve"),
      by("agent", "tell customer as raiser"),
      by("approver", "hand back"),
    ],
    gets: { agent: ["58A:3.4"], approver: ["CC15:1.2", "CC15:3.4", "H12E:KUf", "H12E:PC3"] },
  },
  {
    row: "escalate takeover: nobody gets what the other did",
    events: [
      by("agent", "raise takeover"),
      by("system", "bot asks the next one"),
      by("resolver", "take takeover"),
      by("resolver", "weigh all three"),
      by("resolver", "resolve"),
      by("resolver", "tell customer as resolver"),
      by("resolver", "hand back"),
    ],
    gets: {
      agent: ["58A:3.4"],
      resolver: ["CC15:1.2", "CC15:3.4", "H12E:ER4a", "H12E:ER4b", "H12E:ER4c", "H12E:KUf", "H12E:PC3"],
    },
  },
  {
    row: "escalate takeover of high risk, without weighing anything",
    events: [by("agent", "raise takeover, high risk"), by("resolver", "resolve, high risk")],
    gets: {
      agent: ["58A:3.4"],
      resolver: ["CC15:1.2", "CC15:3.4", "H12E:KUf", "H12E:PC3", "H12E:PC4"],
    },
  },
  {
    row: "identification: nothing for raising it",
    events: [by("agent", "raise approval, identification"), by("resolver", "approve, identification")],
    gets: { resolver: ["CC15:1.1", "CC15:1.2", "CC15:3.4", "H12E:KUf", "H12E:PC3"] },
  },
  {
    row: "feedback logged, with a reply",
    events: [by("agent", "record spontaneous comment, with reply"), by("agent", "answer comment")],
    gets: { agent: ["58A:2.5", "58A:ER5b", "H12E:ER5b1"] },
  },
  {
    row: "feedback asked for, without a reply",
    events: [by("agent", "record requested comment")],
    gets: { agent: ["58A:ER5c"] },
  },
  {
    row: "alert confirmed and sent: whoever confirmed, and neither loggers nor recipients",
    events: [
      by("system", "bot raises alert"),
      by("decider", "confirm alert and tell", {
        facts: { theme: "t-1", told: ["agents", "leaders"], owner: "owner" },
      }),
    ],
    gets: { decider: ["58A:2.6", "58A:4.6", "CC15:2.1"] },
  },
  {
    row: "alert posted by the bot: none for anyone",
    events: [by("system", "bot raises alert"), by("system", "bot forms theme")],
    gets: {},
  },
  { row: "digest delivered: none", events: [by("system", "bot posts digest")], gets: {} },
  {
    row: "digest analysed",
    events: [by("system", "bot posts digest"), by("analyst", "analyse and recommend")],
    gets: { analyst: ["CC15:2.2", "CC15:2.4", "H12E:KUi", "H12E:PC9"] },
  },
  {
    row: "action opened and measured by its owner",
    events: [
      by("agent", "plan own action on theme", { facts: { subject_kind: "theme", owner: "agent" } }),
      by("agent", "review own action on theme"),
    ],
    gets: { agent: ["58A:2.7", "58A:2.8", "H12E:PC5"] },
  },
  {
    row: "action opened by a leader and owned by an agent",
    events: [
      by("leader", "plan other's action on theme", { facts: { subject_kind: "theme", owner: "agent" } }),
      by("leader", "review other's action as planner"),
    ],
    gets: { leader: ["H12E:PC5"] },
  },
  {
    row: "KPI defined, proposed and agreed: those who agree devise nothing",
    events: [
      by("manager", "define KPI"),
      by("manager", "propose target"),
      by("leader", "agree to target"),
      by("manager", "target agreed by all"),
    ],
    gets: { manager: ["CC15:3.5", "H12E:KUh", "H12E:PC7"] },
  },
  {
    row: "restricted notice: nobody has anything",
    events: [by("agent", "raise notify, restricted"), by("specialist", "act on notice, restricted")],
    gets: {},
  },
];

describe("who gets what, row by row", () => {
  it.each(STORIES)("$row", ({ events, gets }) => {
    const numbered = events.map((one, index) => ({ ...one, seq: index + 1, id: `e-${index + 1}` }));
    const found: Record<string, string[]> = {};
    for (const { member, unit, ref } of suggestionsOf(numbered, builtInUnits(), false)) {
      const names = (found[member] ??= []);
      if (!names.includes(`${unit}:${ref}`)) names.push(`${unit}:${ref}`);
    }
    const sorted = Object.fromEntries(
      Object.entries(found).map(([member, names]) => [member, inOrder(names)]),
    );
    expect(sorted).toEqual(gets);
  });

  /** Rows that have nothing to happen in yet, with the noun that their events will have. */
  it.each([
    ["issue report", "issue"],
    ["matrix agree", "matrix"],
  ])("waits for its workflow: %s", (_, noun) => {
    const rules = criteria.flatMap(({ criterion }) => criterion.suggested_by);
    expect(rules.filter((rule) => rule.event.startsWith(`${noun}.`))).toEqual([]);
    expect([...EVENTS.keys()].filter((kind) => kind.startsWith(`${noun}.`))).toEqual([]);
  });

  it("shows which parts: a definition devises, and only the agreement agrees", () => {
    const partsOf = (kind: string, role: string): readonly (readonly string[])[] =>
      suggest(compiled, event(kind, role), false)
        .filter(({ ref }) => ref === "PC7")
        .map(({ parts }) => parts);
    expect(partsOf("kpi.defined", "definer")).toEqual([["devise"]]);
    expect(partsOf("kpi.proposed", "proposer")).toEqual([["devise"]]);
    expect(partsOf("kpi.agreed", "proposer")).toEqual([["agree"]]);
  });
});
