import type { Inline } from "../../chat/message.ts";
import type { Definition } from "../definition.ts";
import type { Figure } from "../figure.ts";
import type { Limits } from "../signals/limits.ts";
import type { Signal } from "../signals/rules.ts";

/** One day of a KPI. */
export interface DayFigure {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly figure: Figure;
}

/** A target in the KPI's unit; both null: measured without one. */
export interface Target {
  readonly low: number | null;
  readonly high: number | null;
}

/** How a KPI stands against its target. */
export type Standing = "met" | "short" | "no_target" | "unknown";

/** A KPI as a digest shows it: everything that its line, its chart and its table are drawn from. */
export interface KpiLine {
  readonly definition: Definition;
  /** Of the day that the digest is about, or of the week. */
  readonly figure: Figure;
  /** The trailing days, earliest first, the digest's own last. */
  readonly days: readonly DayFigure[];
  readonly target: Target | null;
  readonly standing: Standing;
  /** Null: too few days to say what is usual. */
  readonly limits: Limits | null;
  /** They rest on too few days to be relied on (DOMAIN 3.4). */
  readonly provisional: boolean;
  /** They no longer move with each day; what has settled is frozen when it is first posted. */
  readonly frozen: boolean;
  /** Changes among the trailing days. */
  readonly signals: readonly Signal[];
}

/** What another feature says in a digest: its title and its lines, of references and words of ours. */
export interface SectionFigures {
  readonly title: string;
  readonly lines: readonly (readonly Inline[])[];
}

/** What a digest says, as plain data: kept as it was posted, and drawn again from it at any time. */
export interface DigestFigures {
  readonly kind: "daily" | "weekly";
  readonly team: string;
  readonly teamName: string;
  readonly timeZone: string;
  /** The local day on which it was due. */
  readonly date: string;
  /** First and last local day that its figures are of; the same in a daily one. */
  readonly from: string;
  readonly until: string;
  /** That it comes late, or after others that never came; "": neither. */
  readonly note: string;
  /** Whether people have agreed on these KPIs; else they are the usual ones, without targets. */
  readonly agreed: boolean;
  readonly kpis: readonly KpiLine[];
  readonly sections: readonly SectionFigures[];
  /** What is wrong with the data themselves. */
  readonly health: readonly string[];
}
