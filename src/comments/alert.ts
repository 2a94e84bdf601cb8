/** An alert as values: its states, and when people are told again. */

/**
 * Where an alert stands. It is a proposal until a person decides: `confirmed` and told to
 * others, `not_same` (what is in it does not belong together), `known` already, or `muted`.
 */
export const ALERT_STATES = ["proposed", "confirmed", "not_same", "known", "muted"] as const;
/** One of {@link ALERT_STATES}. */
export type AlertState = (typeof ALERT_STATES)[number];

/**
 * Whether an alert has grown enough to tell people again: by half of what they were last told,
 * and by two customers at least. Each comment alone would be noise.
 * @param said customers when people were last told
 * @param now customers now
 */
export const isStep = (said: number, now: number): boolean =>
  now >= Math.max(said + 2, Math.ceil(said * 1.5));
