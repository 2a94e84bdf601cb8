/**
 * The organisation as its file describes it: checked, fully defaulted, and free of
 * references that lead nowhere. Values only; nothing here reads a file or a database.
 */

import type { DecisionMark } from "../authority/index.ts";
import type { Platform } from "../chat/event.ts";
import type { SevereTopic } from "../comments/settings.ts";
import type { OpeningHours } from "../kpi/queue.ts";
import type { DigestTimes } from "../kpi/settings.ts";

/** A channel per platform: Slack channel id, Discord channel id, console channel name. None may be set. */
export type ChannelIds = { readonly [platform in Platform]?: string };

/** What a team's channels are for: raised cases, alerts about repeated comments, the daily digest. */
export type ChannelPurpose = "escalations" | "alerts" | "digest";

/** A team that owns contacts, cases and channels. */
export interface Team {
  /** `[a-z][a-z0-9_-]{0,31}`, unique among teams; never changes, the name may. */
  readonly id: string;
  readonly name: string;
  /** Every purpose is present; an unused one has no channel ids. */
  readonly channels: { readonly [purpose in ChannelPurpose]: ChannelIds };
  /** When its digest comes, complete; null: it gets none. Absent: what holds for every team. */
  readonly digest?: DigestTimes | null;
}

/** Somebody who works here. Their console account is their id. */
export interface Person {
  /** `[a-z][a-z0-9_-]{0,31}`, unique among people; never changes, the name may. */
  readonly id: string;
  readonly name: string;
  /** The team they belong to. Without one they serve the whole centre. */
  readonly team?: string;
  /** Further teams they serve, never their own; in the order of the file, without repeats. */
  readonly covers: readonly string[];
  /** One of {@link Organisation.levels}. */
  readonly level: string;
  /** What else they do ("qa_analyst"), as ids; in the order of the file, without repeats. */
  readonly roles: readonly string[];
  /** Slack user id in the organisation's workspace. */
  readonly slack?: string;
  /** Discord user id (a number of up to 20 digits, kept as text). */
  readonly discord?: string;
  /** May not use the bot any more; what they did stays on record under their name. */
  readonly disabled: boolean;
  /** `false`: never decides anything, whatever the level. Seniority is not authority. */
  readonly decides: boolean;
}

/** How much a level may give. */
export interface Limit {
  /** Whole hundredths of the currency, 1 or more; an award of exactly this is still allowed. */
  readonly pence: number;
  /** ISO 4217, three capital letters; the same in every row of a decision, else rows cannot be compared. */
  readonly currency: string;
}

/**
 * One row of the authority matrix: people of this level may take this decision, and so may every
 * level above it, up to the limit of the nearest row at or below theirs.
 */
export interface AuthorityRow {
  /** The kind of decision: `[a-z][a-z0-9_-]{0,31}`. One row per decision and level. */
  readonly decision: string;
  /** The decision in people's words, the same in every row of the decision. */
  readonly label: string;
  /** One of {@link Organisation.levels}. */
  readonly level: string;
  /** Absent in every row of a yes/no decision, present in every row of any other. */
  readonly limit?: Limit;
  /** The team that owns the decision: cases go there, whoever raised them. */
  readonly team?: string;
  /**
   * Days, 1 or more: what one customer was given within so many days counts against the
   * limit together, so that splitting an award does not get round it. Absent: each award alone.
   */
  readonly perCustomerDays?: number;
  /** What its cases are, for evidence; sorted, without repeats, the same in every row of the decision. */
  readonly marks: readonly DecisionMark[];
}

/** Two waiting times, in minutes: with the customer on the line, and without. */
export interface Minutes {
  readonly customerWaiting: number;
  readonly otherwise: number;
}

/** What customers' comments lead to: when people are told, who they are, and what it can be about. */
export interface CommentRules {
  /** Hours in which several customers must have said the same. */
  readonly windowHours: number;
  /** The fewest distinct customers for an alert. */
  readonly customers: number;
  /** How unlikely it must be that it is only what is usual; a higher one means fewer alerts. */
  readonly threshold: number;
  /** An alert also for so many customers of one theme in so many days. Absent: no such rule. */
  readonly alsoAfter?: { readonly customers: number; readonly days: number };
  /** One of {@link Organisation.levels}: it and those above decide about alerts and themes. */
  readonly confirmFrom: string;
  /** The centre's own list of products and processes; ids and labels are unique. */
  readonly about: readonly { readonly id: string; readonly label: string }[];
  /** Ids of active people, without repeats; empty: nobody is named for the topic. */
  readonly specialists: { readonly [topic in SevereTopic]: readonly string[] };
  /** Plain words and phrases beside the built-in ones, without repeats. */
  readonly severeWords: { readonly [topic in SevereTopic]: readonly string[] };
}

/** Where contacts wait, as a telephone system or a chat platform counts them. */
export interface Queue {
  /** `[a-z][a-z0-9_-]{0,31}`, unique among queues; never changes, the name may. */
  readonly id: string;
  readonly name: string;
  readonly team: string;
  /** What comes through it, in the centre's own word: an id such as "voice". */
  readonly media: string;
  /**
   * What else other systems call it, without repeats. No two queues share an id, a name or one of
   * these, whatever the capitals.
   */
  readonly alsoCalled: readonly string[];
  /** When it takes contacts, in the organisation's zone. Absent: not known. */
  readonly open?: OpeningHours;
}

/** What is counted of queues, and when teams are told. */
export interface KpiRules {
  /** One of {@link Organisation.levels}: it and those above lead a team. */
  readonly leadersFrom: string;
  /** Within how many seconds an answer counts as in time, and up to how many giving up counts as nobody's fault. */
  readonly withinSeconds: number;
  readonly shortSeconds: number;
  /** When every team's digest comes that has no time of its own; null: it gets none. */
  readonly digest: DigestTimes | null;
  /** In the order of the file. */
  readonly queues: readonly Queue[];
}

/** That somebody is registered for a unit. The learner, who judges and who checks are three people (DOMAIN 1.2). */
export interface Registration {
  /** Ids of people; the assessor and the verifier are active. */
  readonly person: string;
  readonly assessor: string;
  readonly verifier: string;
  /** The unit's code, `[A-Z0-9]{2,12}`. One registration for each person and unit. */
  readonly unit: string;
  /** Absent: the edition that ships with the program. */
  readonly edition?: string;
  /** The first local day that counts, `YYYY-MM-DD`. */
  readonly from: string;
}

/** The whole file. */
export interface Organisation {
  readonly name: string;
  /** IANA zone ("Europe/London"): times are stored in UTC and shown in this zone. */
  readonly timezone: string;
  /** What the organisation's customer references look like. */
  readonly customerReference: {
    /** A regular expression without anchors; compile it with `customerReferenceRegex`. */
    readonly pattern: string;
    /** A reference that matches, shown as a hint. */
    readonly example: string;
  };
  /** Where set, only events of this Slack workspace (or Discord server) are accepted. */
  readonly workspaces: { readonly slack?: string; readonly discord?: string };
  /** Lowest first, at least one, no repeats. */
  readonly levels: readonly string[];
  readonly escalation: {
    /** A case not taken in this time goes to the next candidate. */
    readonly takeWithinMinutes: Minutes;
    /** A holder silent for this time is reminded; after as long again the case is released. */
    readonly quietAfterMinutes: Minutes;
  };
  readonly teams: readonly Team[];
  readonly people: readonly Person[];
  /** The authority matrix, in the order of the file. */
  readonly authority: readonly AuthorityRow[];
  readonly comments: CommentRules;
  readonly kpi: KpiRules;
  /** Who is registered for what, in the order of the file; one entry for each unit. */
  readonly learners: readonly Registration[];
}

/** One thing to put right (or to think about) in the file. */
export interface Problem {
  /** Line in the file, from 1. */
  readonly line: number;
  /** Column in the line, from 1. */
  readonly column?: number;
  /** What is wrong and what to do about it, for an operator. */
  readonly message: string;
}

/** What reading the file came to. Warnings do not stop anything; problems do. */
export type ParsedOrganisation =
  | { readonly ok: true; readonly organisation: Organisation; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };
