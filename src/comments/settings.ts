/** What a centre sets about comments in its organisation file, as it is kept. */

/** Topics of which a single comment is enough: it goes to specialists at once (DOMAIN 4.4). */
export const SEVERE_TOPICS = ["safety", "discrimination", "law"] as const;
/** One of {@link SEVERE_TOPICS}. */
export type SevereTopic = (typeof SEVERE_TOPICS)[number];

/** As people read them, at the beginning of a sentence or a line. */
export const SEVERE_LABELS: Readonly<Record<SevereTopic, string>> = {
  safety: "Safety",
  discrimination: "Discrimination",
  law: "Law",
};

/** Ms in an hour: the file counts in hours, the program in ms. */
export const HOUR_MS = 3_600_000;

/** The settings. */
export interface CommentSettings {
  /** In how long several customers must have said the same, ms. */
  readonly windowMs: number;
  /** The fewest distinct customers for an alert. */
  readonly customers: number;
  /** How unlikely it must be that it is only what is usual: the detector's threshold. */
  readonly threshold: number;
  /** An alert also for so many customers of one theme in so many days, usual or not; null: no such rule. */
  readonly plain: { readonly customers: number; readonly days: number } | null;
  /** The lowest rank that may decide about alerts and themes. */
  readonly confirmRank: number;
  /** What comments can be about: products and processes, the centre's own list. */
  readonly about: readonly { readonly id: string; readonly label: string }[];
  /** Who is told of a severe comment, by topic: member ids. */
  readonly specialists: { readonly [topic in SevereTopic]?: readonly string[] };
  /** The centre's own words of severity, beside the built-in ones. */
  readonly severeWords: { readonly [topic in SevereTopic]?: readonly string[] };
}

/** What holds where the file says nothing. */
export const DEFAULT_COMMENT_SETTINGS: CommentSettings = {
  windowMs: 4 * HOUR_MS,
  customers: 4,
  threshold: 12,
  plain: null,
  confirmRank: 1,
  about: [],
  specialists: {},
  severeWords: {},
};

/**
 * The settings in force: what was applied, or what holds in a database from before there were
 * comments. Where a centre has one level only, that one decides.
 */
export const commentSettingsOf = (organisation: {
  readonly comments: CommentSettings | null;
  readonly levels: readonly string[];
}): CommentSettings =>
  organisation.comments ?? {
    ...DEFAULT_COMMENT_SETTINGS,
    confirmRank: Math.min(DEFAULT_COMMENT_SETTINGS.confirmRank, organisation.levels.length - 1),
  };
