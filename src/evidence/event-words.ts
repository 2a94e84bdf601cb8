import { longDate } from "../local-days.ts";
import type { FactValue, Facts } from "../journal/index.ts";

/** "fee_waiver" → "fee waiver". */
const plain = (code: FactValue | undefined): string =>
  (typeof code === "object" ? (code ?? []).join(", ") : String(code ?? "")).replaceAll(/[_-]+/g, " ");

/** What an event was, as something that somebody did. */
interface Told {
  /** By itself: "Decided ESC-0042 (approval, refund): approved". */
  readonly alone: (facts: Facts) => string;
  /** As the first of several, where that has to be another: what follows is joined by commas. */
  readonly first?: (facts: Facts) => string;
  /** As one that follows, when it is known what it was about: "handed it back". */
  readonly later: (facts: Facts) => string;
}

const told = (alone: (facts: Facts) => string, later: string): Told => ({ alone, later: () => later });

const caseOf = ({ ref, kind, issue }: Facts): string => `${String(ref)} (${plain(kind)}, ${plain(issue)})`;
const kpiOf = ({ kpi, version }: Facts): string => `the KPI ${plain(kpi)} (version ${String(version)})`;
const logged = ({ origin }: Facts): string => `Logged what a customer said (${plain(origin)})`;

/** " of 4 December 2026", or from a day to another. */
const periodOf = (from: FactValue | undefined, until: FactValue | undefined): string =>
  typeof from !== "string" || typeof until !== "string"
    ? ""
    : from === until
      ? ` of ${longDate(from)}`
      : ` from ${longDate(from)} to ${longDate(until)}`;

/** What each kind of event is. Codes and references only, nobody's free text. */
const WORDS: Readonly<Record<string, Told>> = {
  "case.raised": told((facts) => `Raised ${caseOf(facts)}`, "raised it"),
  "case.taken": told((facts) => `Took ${caseOf(facts)}`, "took it"),
  "case.decided": {
    alone: (facts) => `Decided ${caseOf(facts)}: ${plain(facts["outcome"])}`,
    first: (facts) => `Decided ${caseOf(facts).slice(0, -1)}; ${plain(facts["outcome"])})`,
    later: ({ outcome }) => `decided it (${plain(outcome)})`,
  },
  "case.weighed": told(
    (facts) => `Noted what was weighed in ${caseOf(facts)}`,
    "noted what was weighed in it",
  ),
  "case.handed_back": told((facts) => `Handed back ${caseOf(facts)}`, "handed it back"),
  "case.customer_informed": told(
    (facts) => `Told the customer of ${caseOf(facts)}`,
    "told the customer of it",
  ),
  "comment.recorded": {
    alone: (facts) => `${logged(facts)}${facts["replied"] === true ? ", with the reply" : ""}`,
    first: logged,
    later: () => "logged it",
  },
  "comment.answered": told(() => "Replied to what a customer said", "replied to it"),
  "comment.detailed": told(() => "Added to what a customer said", "added to it"),
  "alert.confirmed": told(
    ({ theme_ref: ref }) => `Confirmed ${String(ref)} as said by several customers and told others`,
    "confirmed it as said by several customers and told others",
  ),
  "alert.not_same": told(
    ({ theme_ref: ref }) => `Decided that what is in ${String(ref)} is not the same thing`,
    "decided that what is in it is not the same thing",
  ),
  "alert.known": told(
    ({ theme_ref: ref }) => `Decided that ${String(ref)} is known already`,
    "decided that it is known already",
  ),
  "alert.muted": told(
    ({ theme_ref: ref }) => `Decided that nobody needs to hear of ${String(ref)} for a while`,
    "decided that nobody needs to hear of it for a while",
  ),
  "theme.named": told(({ ref }) => `Named ${String(ref)}`, "named it"),
  "theme.declined": told(({ ref }) => `Decided not to act on ${String(ref)}`, "decided not to act on it"),
  "action.planned": told(({ ref }) => `Planned the action ${String(ref)}`, "planned it"),
  "action.started": told(({ ref }) => `Started the action ${String(ref)}`, "started it"),
  "action.reviewed": told(({ ref }) => `Reviewed the action ${String(ref)}`, "reviewed it"),
  "action.told": told(
    ({ ref }) => `Told people what came of the action ${String(ref)}`,
    "told people what came of it",
  ),
  "kpi.defined": told((facts) => `Defined ${kpiOf(facts)}`, "defined it"),
  "kpi.proposed": told((facts) => `Proposed a target for ${kpiOf(facts)}`, "proposed a target for it"),
  "kpi.agreed": told(
    (facts) => `Reached agreement on a target for ${kpiOf(facts)}`,
    "reached agreement on a target for it",
  ),
  "kpi.agreed_to": told((facts) => `Agreed to a target for ${kpiOf(facts)}`, "agreed to a target for it"),
  "kpi.imported": told(
    ({ source, rows }) => `Brought ${plain(rows)} rows of ${plain(source)} figures on record`,
    "brought figures on record",
  ),
  "kpi.analysed": told(
    ({ from, until }) => `Analysed the figures${periodOf(from, until)}`,
    "analysed the figures",
  ),
};

interface Done {
  readonly kind: string;
  readonly facts: Facts;
}

const kindWords = (kind: string): string => plain(kind.replace(".", " "));

/** What an event was, as something that somebody did: "Decided ESC-0042 (approval, refund): approved". */
export const whatWasDone = ({ kind, facts }: Done): string => WORDS[kind]?.alone(facts) ?? kindWords(kind);

const sentence = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** What somebody did about one thing, in the order in which it was, as one sentence without its full stop. */
export function allThatWasDone(events: readonly Done[]): string {
  const [first, ...rest] = events;
  if (first === undefined) return "";
  const alone = whatWasDone(first);
  // The same twice is said once: what matters is that it was done.
  const later = new Set(
    rest
      .filter((one) => whatWasDone(one) !== alone)
      .map(({ kind, facts }) => WORDS[kind]?.later(facts) ?? kindWords(kind)),
  );
  if (later.size === 0) return alone;
  return sentence.format([WORDS[first.kind]?.first?.(first.facts) ?? alone, ...later]);
}
