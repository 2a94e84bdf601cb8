/** How a team's detector behaves. All have defaults; none depends on what the team's customers say. */
export interface Settings {
  /** How close together comments must be to make a burst, ms. */
  readonly windowMs: number;
  /** How many of the latest comments are compared with, however old they are. */
  readonly recent: number;
  /** How many are compared with at the very most, should more than `recent` lie in one window. */
  readonly most: number;
  /** How surprising a burst must be to be alerted: a log-likelihood ratio; 12 is about 1 : 160,000. */
  readonly threshold: number;
  /** How many different customers a burst needs. */
  readonly customers: number;
  /** How many themes are kept at hand for later comments to join; those that people decided on come on top. */
  readonly themes: number;
  /** Comments heard before the detector trusts its idea of what is usual. */
  readonly learnComments: number;
  /** And how long it must have listened for, ms. */
  readonly learnMs: number;
}

const HOUR = 3_600_000;

/** What a team gets that sets nothing. */
export const DEFAULTS: Settings = {
  windowMs: 4 * HOUR,
  recent: 10_000,
  most: 60_000,
  threshold: 12,
  customers: 4,
  themes: 5_000,
  learnComments: 200,
  learnMs: 12 * HOUR,
};
