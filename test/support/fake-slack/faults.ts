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
  /** For `rate-limit`: the header's value; `null` leaves it out. */
  readonly retryAfter?: string | null;
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

  /** The fault that strikes this call, if any; counts it. */
  strike(method: string, channel: string | undefined): Fault | undefined {
    const hit = this.#armed.find(
      ({ fault, left }) =>
        left > 0 &&
        (fault.method === undefined || fault.method === method) &&
        (fault.channel === undefined || fault.channel === channel),
    );
    if (!hit) return undefined;
    hit.left -= 1;
    this.#fired.set(hit.fault.kind, this.fired(hit.fault.kind) + 1);
    return hit.fault;
  }
}
