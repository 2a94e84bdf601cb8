/** What can be made to go wrong with a Web API call. "after": Slack has done the work by then. */
export type FaultKind =
  | "drop-before"
  | "drop-after"
  | "502-before"
  | "502-after"
  | "hang-before"
  | "hang-after"
  | "garbage-after"
  | "rate-limit"
  | "error";

/** One armed fault. */
export interface Fault {
  readonly kind: FaultKind;
  /** Only for this method; every one if absent. */
  readonly method?: string;
  /** Only for this channel. */
  readonly channel?: string;
  /** How often it strikes; once if absent. */
  readonly times?: number;
  /** For `error`: the code to answer. */
  readonly error?: string;
  /** For `error`: what Slack says beside the code. */
  readonly details?: readonly string[];
  /** For `rate-limit`: the header's value; `null` leaves it out. */
  readonly retryAfter?: string | null;
}
