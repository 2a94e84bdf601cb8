/** What every fault of a fake platform can say of itself. */
interface AnyFault {
  readonly kind: string;
  /** Only for this channel. */
  readonly channel?: string;
  /** How often it strikes; once if absent. */
  readonly times?: number;
}

/** Faults by name and count; counts how often each struck, so that a test can insist that it did. */
export class Faults<F extends AnyFault> {
  readonly #armed: { fault: F; left: number }[] = [];
  readonly #fired = new Map<F["kind"], number>();
  readonly #callOf: (fault: F) => string | undefined;

  /** @param callOf the one kind of call that a fault is for, if it is for one */
  constructor(callOf: (fault: F) => string | undefined) {
    this.#callOf = callOf;
  }

  arm(fault: F): void {
    this.#armed.push({ fault, left: fault.times ?? 1 });
  }

  disarm(): void {
    this.#armed.length = 0;
  }

  fired(kind: F["kind"]): number {
    return this.#fired.get(kind) ?? 0;
  }

  /** The fault that strikes this call, if any; counts it. */
  strike(call: string, channel: string | undefined): F | undefined {
    const hit = this.#armed.find(
      ({ fault, left }) =>
        left > 0 &&
        (this.#callOf(fault) ?? call) === call &&
        (fault.channel === undefined || fault.channel === channel),
    );
    if (!hit) return undefined;
    hit.left -= 1;
    this.#fired.set(hit.fault.kind, this.fired(hit.fault.kind) + 1);
    return hit.fault;
  }
}
