/** Something that a customer said, as an agent logged it. */
export interface Remark {
  /** Unique among the comments of this detector, for ever. */
  readonly id: string;
  readonly text: string;
  /** Who said it; undefined: not known. Such a comment joins themes but counts as nobody. */
  readonly customer: string | undefined;
  /** When it was said, ms since the epoch. Later than `now` is taken for `now`. */
  readonly at: number;
  /** Its embedding, where a provider is configured: same length for all, not all zeros. */
  readonly vector?: Float32Array;
}

/** Makes a text's embedding: a caller with such a service asks it before `Detector.add`. */
export interface Embeddings {
  of(text: string): Promise<Float32Array>;
}

/** A comment and how much it resembles, or how firmly it belongs: above 0, up to 1. */
export interface Scored {
  readonly id: string;
  readonly score: number;
}

/** A heard comment as it must be stored. */
export interface StoredComment extends Remark {
  /** Its place in the order in which comments were heard, from 1. Never given twice. */
  readonly arrival: number;
  /** The theme it belongs to, if any. */
  readonly theme: string | undefined;
}

/** A strong word of a theme: stem, in how many comments, people's form of it, by how much that form leads. */
export type ThemeWord = readonly [stem: string, count: number, form: string, lead: number];

/** A theme as it must be stored: plain JSON. */
export interface ThemeRecord {
  /** The id of the comment that founded it, or the key given to `Detector.split`. */
  readonly key: string;
  /** How many comments belong to it. */
  readonly size: number;
  /** Arrival of its latest comment. */
  readonly last: number;
  /** Its strongest words, strongest first. */
  readonly words: readonly ThemeWord[];
  /** Themes that a person split from it: never merged by the detector. */
  readonly apart: readonly string[];
  /** Whether a person decided on it (merged, split): then it is never retired. */
  readonly pinned: boolean;
  /** Too long unheard of: no comment joins it any more, and `Detector.restore` does not want it. */
  readonly retired: boolean;
}

/** An alert as it must be stored while it is inside the window: plain JSON. */
export interface AlertRecord {
  /** The id of the comment that set it off. */
  readonly key: string;
  readonly theme: string | undefined;
  /** Everything that was ever listed in it, in order of arrival. */
  readonly members: readonly string[];
  /** When it was raised or last updated, ms since the epoch. */
  readonly at: number;
}

/** The detector's sense of time: plain JSON, one per detector. */
export interface Clock {
  /** How many comments were ever heard. */
  readonly heard: number;
  /** The earliest time at which one was heard, ms since the epoch. */
  readonly since: number;
  /** The latest `now`, ms since the epoch. */
  readonly now: number;
}

/**
 * What a call changed, to be written in one transaction before the next call: first what
 * merged, then what was assigned; the rest in any order.
 */
export interface Changes {
  /** The comment that was heard: its arrival, and its time as the detector took it. */
  readonly heard: { readonly id: string; readonly arrival: number; readonly at: number } | undefined;
  /** Full new records of themes that are new or changed. */
  readonly themes: readonly ThemeRecord[];
  /** Comments that got a theme, or another one. */
  readonly assigned: readonly { readonly comment: string; readonly theme: string }[];
  /** Themes that are gone, in order: whatever pointed to `from` now points to `into`. */
  readonly merged: readonly { readonly from: string; readonly into: string }[];
  /** Full new records of alerts that are new or changed. */
  readonly alerts: readonly AlertRecord[];
  /** Alerts that left the window and can be dropped from what is restored. */
  readonly expired: readonly string[];
  readonly clock: Clock;
}

/** Several customers saying the same thing more than is usual. */
export interface Burst {
  /** Of the alert: a new one, or the one that this updates. */
  readonly key: string;
  readonly update: boolean;
  readonly theme: string | undefined;
  /** Comments in it, earliest first, with how well each fits. */
  readonly members: readonly Scored[];
  /** How many different customers they come from. */
  readonly customers: number;
  /** The time span in which they were most surprising, ms. */
  readonly windowMs: number;
  /** How many customers would usually say this in such a span. */
  readonly usual: number;
  /** How surprising it is; at least `Settings.threshold`. */
  readonly score: number;
  /** What the members share, in people's words, strongest first. */
  readonly words: readonly string[];
}

/** How far the detector is with learning what is usual: it wants so many comments, and so much time. */
export interface Learning {
  readonly heard: number;
  readonly needed: number;
  /** Ms since the epoch. */
  readonly until: number;
}

/** What became of a comment. */
export interface Finding {
  /** Undefined as long as it resembles nothing. */
  readonly theme: string | undefined;
  /** The comments most like it, best first. */
  readonly similar: readonly Scored[];
  readonly burst: Burst | undefined;
  /** Set while the detector still learns what is usual. Only bursts of nearly the same words show then. */
  readonly learning: Learning | undefined;
  readonly changes: Changes;
}

/** From what a detector is restored: exactly what `Changes` said, or any superset of it. */
export interface State {
  /** At least those that `Detector.active` would name; more are skipped. In any order. */
  readonly comments: Iterable<StoredComment>;
  /** All that are not retired. */
  readonly themes: Iterable<ThemeRecord>;
  /** All that did not expire. */
  readonly alerts: Iterable<AlertRecord>;
  /** Undefined: nothing was ever heard. */
  readonly clock: Clock | undefined;
}
