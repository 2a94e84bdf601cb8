/** Posts to one channel: at most so many in each span of time. */
export interface PostLimit {
  readonly burst: number;
  readonly everyMs: number;
  /** Without the headers that tell beforehand: then only the refusal says how long to wait. */
  readonly unannounced?: boolean;
}

/** How a request stands with the limit. */
export interface Standing {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  readonly resetMs: number;
}

/** Counts posts by channel, in spans that begin with the first post. */
export class PostRate {
  readonly #spans = new Map<string, { since: number; used: number }>();
  readonly #now: () => number;
  limit: PostLimit | undefined;

  /** @param now ms of the test's clock */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Takes one post from a channel's allowance; `undefined` without a limit. */
  take(channel: string): Standing | undefined {
    if (!this.limit) return undefined;
    const { burst, everyMs } = this.limit;
    const now = this.#now();
    const before = this.#spans.get(channel);
    const span = before && now - before.since < everyMs ? before : { since: now, used: 0 };
    const allowed = span.used < burst;
    if (allowed) span.used += 1;
    this.#spans.set(channel, span);
    return { allowed, limit: burst, remaining: burst - span.used, resetMs: span.since + everyMs - now };
  }
}
