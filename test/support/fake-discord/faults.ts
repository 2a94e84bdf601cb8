/** What can be made to go wrong with a request. "after": Discord has done the work by then. */
export type FaultKind =
  | "drop-before"
  | "drop-after"
  | "502-before"
  | "502-after"
  | "hang-before"
  | "hang-after"
  /** The answer begins, and never ends. */
  | "stall-after"
  | "garbage-after"
  | "rate-limit"
  | "error";

/** One armed fault. */
export interface Fault {
  readonly kind: FaultKind;
  /** Only for this route, e.g. `POST /channels/:channel/messages`; every one if absent. */
  readonly route?: string;
  /** Only for this channel; for an interaction, where it happened. */
  readonly channel?: string;
  /** How often it strikes; once if absent. */
  readonly times?: number;
  /** For `error`: the HTTP status and Discord's code. */
  readonly status?: number;
  readonly code?: number;
  /** For `rate-limit`: the header's value; `null` leaves it out. */
  readonly retryAfter?: string | null;
  /** For `rate-limit`: every call is held up, not only this route. */
  readonly global?: boolean;
}
