import { setTimeout as sleep } from "node:timers/promises";
import type { ConnectionState, Undelivered } from "./adapter.ts";

/** How long to wait before trying again, ms. */
export interface Patience {
  readonly firstMs: number;
  /** Waits double up to this. */
  readonly longestMs: number;
  /** For a token that was refused: nothing changes until somebody acts. */
  readonly tokenMs: number;
}

/** See {@link Patience}. */
export const PATIENCE: Patience = { firstMs: 1000, longestMs: 30_000, tokenMs: 60_000 };

/** The wait after so many failures in a row (1 = the first). */
export const backoff = (failures: number, patience: Patience): number =>
  Math.min(patience.longestMs, patience.firstMs * 2 ** Math.min(failures - 1, 20));

/** Sleeps; returns early, without throwing, when the signal comes. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

/** Waits for something to end, however it ends, but no longer than `ms`. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const waited = new AbortController();
  await Promise.race([work.catch(() => undefined), pause(ms, waited.signal)]);
  waited.abort();
}

/**
 * What a failed attempt to connect means for the operator.
 * @param platform its name, e.g. "Slack"
 * @param what what it may have refused, e.g. "app token"
 */
export function brokenBy(problem: Undelivered, platform: string, what: string): ConnectionState {
  return problem.outcome === "failed"
    ? { state: "broken", reason: problem.reason, detail: `${platform} refuses the ${what}.` }
    : {
        state: "broken",
        reason: "unreachable",
        detail: `${platform} cannot be reached (${problem.reason}).`,
      };
}

/** Joins the two things that must both be right (token, connection) and reports changes only. */
export class StateReporter {
  readonly #report: (state: ConnectionState) => void;
  #token: ConnectionState = { state: "connecting", detail: "Checking the bot token." };
  #link: ConnectionState = { state: "connecting", detail: "Connecting." };
  #last = "";

  constructor(report: (state: ConnectionState) => void) {
    this.#report = report;
  }

  token(state: ConnectionState): void {
    this.#token = state;
    this.#tell();
  }

  link(state: ConnectionState): void {
    this.#link = state;
    this.#tell();
  }

  #tell(): void {
    const both = [this.#token, this.#link];
    const worst =
      both.find((each) => each.state === "broken") ??
      both.find((each) => each.state === "connecting") ??
      this.#link;
    const now = JSON.stringify(worst);
    if (now === this.#last) return;
    this.#last = now;
    this.#report(worst);
  }
}

/** What one look at a token found: who we are, or why that is not known. */
export type TokenCheck<I> =
  { readonly ok: true; readonly identity: I } | { readonly ok: false; readonly problem: Undelivered };

interface TokenWatchParts<I> {
  /** The platform's name, e.g. "Slack". */
  readonly platform: string;
  readonly signal: AbortSignal;
  readonly patience: Patience;
  readonly tell: (state: ConnectionState) => void;
  /** Asks the platform whose token it is. */
  readonly ask: () => Promise<TokenCheck<I>>;
}

/**
 * Checks the bot token until it is good, and again whenever an answer says that it is not.
 * SDKs check it once, at the start, or give up for good at the first refusal.
 */
export class TokenWatch<I> {
  readonly #parts: TokenWatchParts<I>;
  #identity: I | undefined;
  #checking: Promise<void> | undefined;

  constructor(parts: TokenWatchParts<I>) {
    this.#parts = parts;
  }

  /** Who we are, once the platform has said it. */
  get identity(): I | undefined {
    return this.#identity;
  }

  /** Checks once, and goes on in the background if need be. Resolves after the first check. */
  async check(): Promise<void> {
    const good = await this.#once();
    if (good === true) return;
    this.#checking ??= this.#again(good);
  }

  /** An answer said that our token is refused. */
  refused(): void {
    const { signal, tell, platform } = this.#parts;
    if (this.#checking || signal.aborted || this.#identity === undefined) return;
    const problem: Undelivered = { outcome: "failed", reason: "token_revoked" };
    tell(brokenBy(problem, platform, "bot token"));
    this.#checking = this.#again(problem);
  }

  /** Resolves when no check is under way any more. */
  async ended(): Promise<void> {
    await this.#checking;
  }

  async #again(first: Undelivered): Promise<void> {
    const { signal, patience } = this.#parts;
    let last = first;
    for (let failures = 1; !signal.aborted; failures += 1) {
      await pause(last.outcome === "failed" ? patience.tokenMs : backoff(failures, patience), signal);
      if (signal.aborted) return;
      const good = await this.#once();
      if (good === true) break;
      last = good;
    }
    this.#checking = undefined;
  }

  async #once(): Promise<true | Undelivered> {
    const { signal, tell, platform, ask } = this.#parts;
    const found = await ask();
    if (signal.aborted) return true;
    if (found.ok) {
      this.#identity = found.identity;
      tell({ state: "connected" });
      return true;
    }
    tell(brokenBy(found.problem, platform, "bot token"));
    return found.problem;
  }
}
