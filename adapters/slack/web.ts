import type { Logger, LogLevel } from "@slack/bolt";
import { WebClient, type WebClientOptions } from "@slack/web-api";
import type { Undelivered } from "../../src/chat/adapter.ts";
import { RateLimited, slackCode, undelivered } from "./errors.ts";

/** No call waits longer for Slack, ms. */
export const CALL_TIMEOUT_MS = 10_000;

const nothing = () => undefined;

/**
 * The SDK's own log lines quote payloads and error pages, which hold people's words;
 * what matters is logged by us at the place where it happens.
 */
export function silentLogger(quietest: LogLevel): Logger {
  return {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: nothing,
    setLevel: nothing,
    getLevel: () => quietest,
    setName: nothing,
  };
}

/** How to reach Slack. */
export interface Reach {
  readonly apiUrl?: string | undefined;
  readonly logger: Logger;
  /** Cuts every call short when the adapter stops. */
  readonly signal: AbortSignal;
}

/**
 * Options for one SDK client. Always a new object: SDK clients write their
 * `Authorization` header and their retry policy into the object they are given, and
 * the next client would use them.
 */
export function clientOptions(reach: Reach): WebClientOptions {
  return {
    ...(reach.apiUrl !== undefined && { slackApiUrl: reach.apiUrl }),
    logger: reach.logger,
    // The outbox owns retries: one call is one request, whatever comes back.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: CALL_TIMEOUT_MS,
    fetch: async (url, init) => {
      const { signal, ...rest } = init ?? {};
      const response = await fetch(url, {
        ...rest,
        signal: signal ? AbortSignal.any([signal, reach.signal]) : reach.signal,
      });
      if (response.status === 429) throw new RateLimited(response.headers.get("retry-after"));
      return response;
    },
  };
}

/** What came of one Web API call. */
type Result =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly code: string | undefined; readonly problem: Undelivered };

/** Slack's Web API, one request a call; never rejects. */
export interface Web {
  call(method: string, args: Record<string, unknown>): Promise<Result>;
  /** The same for a helper of the SDK that makes several requests. */
  attempt(work: (client: WebClient) => Promise<unknown>): Promise<Result>;
}

/** @param onTokenRefused told whenever an answer says that our token is not good (any more) */
export function createWeb(token: string, reach: Reach, onTokenRefused: () => void): Web {
  const client = new WebClient(token, clientOptions(reach));
  async function attempt(work: (slack: WebClient) => Promise<unknown>): Promise<Result> {
    if (reach.signal.aborted)
      return {
        ok: false,
        code: undefined,
        problem: { outcome: "retry", afterMs: undefined, reason: "stopped" },
      };
    try {
      return { ok: true, answer: await work(client) };
    } catch (error) {
      const problem = undelivered(error);
      if (problem.outcome === "failed" && problem.reason === "token_revoked") onTokenRefused();
      return { ok: false, code: slackCode(error), problem };
    }
  }
  return { attempt, call: (method, args) => attempt((slack) => slack.apiCall(method, args)) };
}
