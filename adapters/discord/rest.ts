import { type RawFile, REST, type RequestData, type RouteLike } from "discord.js";
import type { Undelivered } from "../../src/chat/adapter.ts";
import { discordCode, undelivered } from "./errors.ts";

/** No call waits longer for Discord, ms. */
export const CALL_TIMEOUT_MS = 10_000;

/** How to reach Discord. */
export interface Reach {
  readonly apiUrl?: string | undefined;
  /** Cuts every call short when the adapter stops. */
  readonly signal: AbortSignal;
}

/** What came of one call. */
export type Result =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly code: number | undefined; readonly problem: Undelivered };

/** What a call may carry. */
export interface CallOptions {
  readonly body?: unknown;
  readonly files?: readonly RawFile[];
  readonly query?: URLSearchParams;
  /** False for routes that carry an interaction's token: they need no other, and must not cost us ours. */
  readonly auth?: boolean;
  /** Gives up earlier than {@link CALL_TIMEOUT_MS}, ms. */
  readonly withinMs?: number;
}

type Method = "get" | "post" | "put" | "patch" | "delete";

/** Discord's HTTP API, one request a call; never rejects. */
export interface Rest {
  call(method: Method, route: RouteLike, options?: CallOptions): Promise<Result>;
  /** Ends its timers. */
  close(): void;
}

/** Options that leave retrying and waiting to the outbox: one call is one request, whatever comes back. */
export const restOptions = (apiUrl: string | undefined) => ({
  ...(apiUrl !== undefined && { api: apiUrl.replace(/\/+$/, "") }),
  retries: 0,
  timeout: CALL_TIMEOUT_MS,
  rejectOnRateLimit: () => true,
});

/** Discord answers with JSON or with nothing; anything else was made up by something between us. */
const isReadable = (answer: unknown): boolean => !(answer instanceof ArrayBuffer) || answer.byteLength === 0;
const UNREADABLE: Result = {
  ok: false,
  code: undefined,
  problem: { outcome: "unknown", reason: "unreadable_answer" },
};

/** @param onTokenRefused told whenever an answer says that our token is not good (any more) */
export function createRest(token: string, reach: Reach, onTokenRefused: () => void): Rest {
  const rest = new REST(restOptions(reach.apiUrl)).setToken(token);
  // Discord's limit over all calls does not hold for answers to people: a backlog must not use up their share.
  const answering = new REST({
    ...restOptions(reach.apiUrl),
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
  });
  // The library never stops listening on a call's signal. Each call has one that nothing else knows,
  // so that both can go: joined to a signal that lives on, they would stay for good.
  const underWay = new Set<AbortController>();
  reach.signal.addEventListener("abort", () => {
    for (const each of underWay) each.abort();
  });
  return {
    async call(method, route, options = {}) {
      if (reach.signal.aborted)
        return {
          ok: false,
          code: undefined,
          problem: { outcome: "retry", afterMs: undefined, reason: "stopped" },
        };
      const { withinMs = CALL_TIMEOUT_MS, files, ...carried } = options;
      const ending = new AbortController();
      underWay.add(ending);
      // The library's own time-out ends when an answer begins, and would wait for the rest of it without end.
      const timeout = setTimeout(() => ending.abort(), withinMs);
      const request: RequestData = {
        ...carried,
        ...(files && { files: [...files] }),
        signal: ending.signal,
      };
      try {
        const via = options.auth === false ? answering : rest;
        const answer = await via[method](route, request);
        return isReadable(answer) ? { ok: true, answer } : UNREADABLE;
      } catch (error) {
        const problem = undelivered(error);
        if (problem.outcome === "failed" && problem.reason === "token_revoked") {
          // An interaction's own token has run out: that says nothing about ours.
          if (options.auth === false)
            return {
              ok: false,
              code: discordCode(error),
              problem: { outcome: "failed", reason: "rejected" },
            };
          // At a 401 the library forgets the token, and would refuse every later call without asking.
          rest.setToken(token);
          onTokenRefused();
        }
        return { ok: false, code: discordCode(error), problem };
      } finally {
        clearTimeout(timeout);
        underWay.delete(ending);
      }
    },
    close() {
      for (const each of [rest, answering]) {
        each.clearHashSweeper();
        each.clearHandlerSweeper();
      }
    },
  };
}
