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

/** Faults by name and count; counts how often each struck, so that a test can insist that it did. */
export class Faults {
  readonly #armed: { fault: Fault; left: number }[] = [];
  readonly #fired = new Map<FaultKind, number>();

  arm(fault: Fault): void {
    this.#armed.push({ fault, left: fault.times ?? 1 });
  }

  disarm(): void {
    this.#armed.length = 0;
  }

  fired(kind: FaultKind): number {
    return this.#fired.get(kind) ?? 0;
  }

  /** The fault that strikes this request, if any; counts it. */
  strike(route: string, channel: string | undefined): Fault | undefined {
    const hit = this.#armed.find(
      ({ fault, left }) =>
        left > 0 &&
        (fault.route === undefined || fault.route === route) &&
        (fault.channel === undefined || fault.channel === channel),
    );
    if (!hit) return undefined;
    hit.left -= 1;
    this.#fired.set(hit.fault.kind, this.fired(hit.fault.kind) + 1);
    return hit.fault;
  }
}
