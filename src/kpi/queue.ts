/** When a queue takes contacts, local wall time of the organisation. */
export interface OpeningHours {
  /** ISO weekdays: 1 is Monday, 7 Sunday. */
  readonly days: readonly number[];
  /** `HH:MM`; "24:00" is the end of the day. */
  readonly from: string;
  readonly to: string;
}

/** What a name of a queue is compared by: capitals, blanks and the width of letters make no difference. */
export const queueKey = (name: string): string =>
  name.normalize("NFKC").trim().toLowerCase().replaceAll(/\s+/g, " ");
