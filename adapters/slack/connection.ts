import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { ConnectionState } from "../../src/chat/adapter.ts";
import type { Undelivered } from "./errors.ts";
import type { Web } from "./web.ts";

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

/** What a failed attempt to connect means for the operator. */
export function brokenBy(problem: Undelivered, what: string): ConnectionState {
  return problem.outcome === "failed"
    ? { state: "broken", reason: problem.reason, detail: `Slack refuses the ${what}.` }
    : { state: "broken", reason: "unreachable", detail: `Slack cannot be reached (${problem.reason}).` };
}

/** Joins the two things that must both be right (token, connection) and reports changes only. */
export class StateReporter {
  readonly #report: (state: ConnectionState) => void;
  #token: ConnectionState = { state: "connecting", detail: "Checking the bot token." };
  #link: ConnectionState = { state: "connecting", detail: "Connecting to Slack." };
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

const identitySchema = z.object({ team_id: z.string(), user_id: z.string() });
/** Who we are, as `auth.test` says. */
export interface Identity {
  readonly team: string;
  readonly user: string;
}

/**
 * Checks the bot token until it is good, and again whenever an answer says that it is
 * not. Bolt would check it once, in its constructor, with a rejection that nobody can catch.
 */
export class TokenWatch {
  readonly #signal: AbortSignal;
  readonly #patience: Patience;
  readonly #tell: (state: ConnectionState) => void;
  #identity: Identity | undefined;
  #checking: Promise<void> | undefined;

  constructor(signal: AbortSignal, patience: Patience, tell: (state: ConnectionState) => void) {
    this.#signal = signal;
    this.#patience = patience;
    this.#tell = tell;
  }

  get identity(): Identity | undefined {
    return this.#identity;
  }

  /** Checks once, and goes on in the background if need be. Resolves after the first check. */
  async check(web: Web): Promise<void> {
    const good = await this.#once(web);
    if (good === true) return;
    this.#checking ??= this.#again(web, good);
  }

  /** An answer said that our token is refused. */
  refused(web: Web): void {
    if (this.#checking || this.#signal.aborted || this.#identity === undefined) return;
    const problem: Undelivered = { outcome: "failed", reason: "token_revoked" };
    this.#tell(brokenBy(problem, "bot token"));
    this.#checking = this.#again(web, problem);
  }

  /** Resolves when no check is under way any more. */
  async ended(): Promise<void> {
    await this.#checking;
  }

  async #again(web: Web, first: Undelivered): Promise<void> {
    let last = first;
    for (let failures = 1; !this.#signal.aborted; failures += 1) {
      const wait = last.outcome === "failed" ? this.#patience.tokenMs : backoff(failures, this.#patience);
      await pause(wait, this.#signal);
      if (this.#signal.aborted) return;
      const good = await this.#once(web);
      if (good === true) break;
      last = good;
    }
    this.#checking = undefined;
  }

  async #once(web: Web): Promise<true | Undelivered> {
    const result = await web.call("auth.test", {});
    if (this.#signal.aborted) return true;
    const who = result.ok ? identitySchema.safeParse(result.answer).data : undefined;
    if (who) {
      this.#identity = { team: who.team_id, user: who.user_id };
      this.#tell({ state: "connected" });
      return true;
    }
    const problem: Undelivered = result.ok
      ? { outcome: "unknown", reason: "unreadable_answer" }
      : result.problem;
    this.#tell(brokenBy(problem, "bot token"));
    return problem;
  }
}
