/** What a centre sets about KPIs and digests in its organisation file, as it is kept. */

/** When a team's digest is due. */
export interface DigestTimes {
  /** Local wall time, `HH:MM`. */
  readonly at: string;
  /** ISO weekdays: 1 is Monday, 7 Sunday. */
  readonly days: readonly number[];
  /** IANA zone. */
  readonly zone: string;
  /** ISO weekday of the weekly roll-up, posted at the same time; 0: none. */
  readonly weeklyOn: number;
}

/** The settings. */
export interface KpiSettings {
  /** The lowest rank that leads a team: it reads digests, agrees targets, records analyses. */
  readonly leadersRank: number;
  /** Within how long an answer counts as in time, ms, where a file does not say. */
  readonly inTimeMs: number;
  /** Up to when giving up counts as nobody's fault, ms, where a file does not say. */
  readonly shortMs: number;
  /** What holds for a team that has nothing of its own; null: no digest unless a team asks for it. */
  readonly digest: DigestTimes | null;
  /** By team id; null: this team has none. */
  readonly teams: Readonly<Record<string, DigestTimes | null>>;
}

/** What holds where the file says nothing: half past eight on working days, in the organisation's zone. */
export const DEFAULT_DIGEST: Omit<DigestTimes, "zone"> = { at: "08:30", days: [1, 2, 3, 4, 5], weeklyOn: 1 };

/** The settings in force: what was applied, or what holds in a database from before there were KPIs. */
export const kpiSettingsOf = (organisation: {
  readonly kpi: KpiSettings | null;
  readonly levels: readonly string[];
  readonly timezone: string;
}): KpiSettings =>
  organisation.kpi ?? {
    leadersRank: Math.min(2, organisation.levels.length - 1),
    inTimeMs: 20_000,
    shortMs: 5_000,
    digest: { ...DEFAULT_DIGEST, zone: organisation.timezone },
    teams: {},
  };
