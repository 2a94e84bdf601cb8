import type { Facts } from "../journal/index.ts";
import type { Read } from "../../db/store.ts";
import type { Inline } from "../chat/message.ts";
import type { Day } from "../local-days.ts";
import type { Member } from "../people/index.ts";
import type { Work } from "../work.ts";
import type { Decision } from "./action.ts";
import type { Verdict } from "./compare.ts";

/** What an action can be about, as far as actions need to know it. */
export interface SubjectSummary {
  readonly id: string;
  /** "TH-007"; shown to everybody who may see the action. */
  readonly ref: string;
  readonly teamId: string;
  /** What it is, in words; what somebody typed is a reference in it. Becomes the problem that the form proposes. */
  readonly title: readonly Inline[];
}

/** Something that is counted by the day. */
export interface Counted {
  /** What is counted, in plain words: "customers a day who say it". */
  readonly measure: string;
  /** One whole number for each of `days`, in order. The days follow one another. */
  readonly daily: (db: Read, id: string, days: readonly Day[]) => Promise<readonly number[]>;
}

/** Figures that say whether something changed. */
export interface SubjectFigures extends Counted {
  /**
   * Everything of which `daily` counts a part ("comments logged in all"): fewer may only mean
   * that less was logged.
   */
  readonly totals?: Counted;
  /** From when on there are figures, ms; days that began before it say nothing, rather than none. */
  readonly since?: (db: Read, id: string) => Promise<number>;
}

/** An action as its subject needs to know it. */
export interface ActionSummary {
  readonly id: string;
  readonly ref: string;
  readonly ownerId: string;
  /** Who did the step. */
  readonly actorId: string;
}

/** What actions can be about is plugged in by the features that know it: a theme, later a case or a KPI. */
export interface ActionSubject {
  /**
   * The subject that somebody named.
   * @throws AppError `not_found` for what does not exist and for what they may not know of, in the same words;
   *   `refused` or `conflict` where no action makes sense
   */
  readonly find: (db: Read, actor: Member, id: string) => Promise<SubjectSummary>;
  /** Absent: the person says what is measured, and types the figures. */
  readonly figures?: SubjectFigures;
  /** Who should hear what was done about it: whoever logged the comments. Member ids. */
  readonly audience?: (db: Read, id: string) => Promise<readonly string[]>;
  /** What shows the problem: ids, for the record. */
  readonly evidence?: (db: Read, id: string) => Promise<readonly string[]>;
  /** What else the record of an action about it is to say: codes and ids, for evidence. */
  readonly facts?: (db: Read, id: string) => Promise<Facts>;
  /** An action was planned about it. In the transaction that plans it. */
  readonly planned?: (work: Work, id: string, action: ActionSummary) => Promise<void>;
  /** An action about it was reviewed. In the transaction of the review. */
  readonly reviewed?: (
    work: Work,
    id: string,
    review: ActionSummary & { readonly decision: Decision; readonly verdict: Verdict },
  ) => Promise<void>;
  /** An action about it was dropped. In the transaction of that. */
  readonly dropped?: (work: Work, id: string, action: ActionSummary) => Promise<void>;
}

/** What actions can be about, by kind: `[a-z]{1,16}`. */
export type Subjects = ReadonlyMap<string, ActionSubject>;
