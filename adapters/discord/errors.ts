import { DiscordAPIError, HTTPError, RateLimitError } from "discord.js";
import type { FailureReason, Undelivered } from "../../src/chat/adapter.ts";
import { neverReached } from "../../src/chat/unreached.ts";

/** Discord's JSON error codes, by what they mean for a message. Those that are not known are permanent, too. */
const REASON: Readonly<Record<number, FailureReason>> = {
  10003: "channel_not_found",
  10004: "channel_not_found",
  10008: "message_gone",
  10013: "user_not_found",
  50001: "missing_permission",
  // Somebody else's message under our ref: the app's account was changed, so ours is not there any more.
  50005: "message_gone",
  50007: "dm_closed",
  50013: "missing_permission",
  50033: "user_not_found",
  50083: "channel_archived",
  // No guild in common: no direct messages either.
  50278: "dm_closed",
  160002: "missing_permission",
};

/** Discord asks to come back later: slow mode, write limits, too many edits of an old message, overload. */
const LATER: ReadonlySet<number> = new Set([20016, 20028, 20029, 30046, 40004, 40062, 130_000]);

/** Discord's codes that decide what is done next, by name. */
export const CODE = {
  unknownChannel: 10_003,
  unknownMessage: 10_008,
  unknownInteraction: 10_062,
  alreadyAcknowledged: 40_060,
  missingAccess: 50_001,
  missingPermissions: 50_013,
  threadArchived: 50_083,
  threadExists: 160_004,
  threadLocked: 160_005,
} as const;

/** Discord's JSON error code, where Discord gave one. */
export const discordCode = (error: unknown): number | undefined =>
  error instanceof DiscordAPIError && typeof error.code === "number" ? error.code : undefined;

/** The library adds so much to every wait, also where Discord named none, ms. */
const HEADROOM_MS = 50;
/** A longer wait is a mistake of something between us and Discord, ms. */
const LONGEST_WAIT_MS = 24 * 3_600_000;

/** A wait that somebody really asked for. Without one the outbox has pauses of its own. */
const waited = (ms: number): number | undefined =>
  ms > HEADROOM_MS && ms <= LONGEST_WAIT_MS ? ms : undefined;

/** The library counts its requests by the second, so a limit that is only of its own making ends within so long, ms. */
const OWN_LIMIT_MS = 1_000;

function rateLimited(error: RateLimitError): Undelivered {
  const { global, retryAfter, sublimitTimeout, timeToReset } = error;
  // One place's limit is called global, too, while the library's own count of the second is used up: then
  // everything is free again long before that place is.
  const wide = global && timeToReset >= retryAfter - OWN_LIMIT_MS;
  const afterMs =
    waited(Math.max(waited(retryAfter) ?? 0, waited(sublimitTimeout) ?? 0)) ?? waited(timeToReset);
  return { outcome: "retry", afterMs, reason: "ratelimited", ...(wide && { wide }) };
}

function refusedBy(error: DiscordAPIError): Undelivered {
  if (error.status === 401) return { outcome: "failed", reason: "token_revoked" };
  const code = discordCode(error);
  if (code !== undefined && LATER.has(code))
    return { outcome: "retry", afterMs: undefined, reason: `discord_${code}` };
  // An error page that something between us and Discord made up has no code of Discord's.
  if (code === undefined) return { outcome: "unknown", reason: `http_${error.status}` };
  return {
    outcome: "failed",
    reason: (Object.hasOwn(REASON, code) ? REASON[code] : undefined) ?? "rejected",
  };
}

/** What a thrown error says about whether Discord took the call. In doubt: `unknown`. */
export function undelivered(error: unknown): Undelivered {
  if (error instanceof RateLimitError) return rateLimited(error);
  if (error instanceof DiscordAPIError) return refusedBy(error);
  if (error instanceof HTTPError) return { outcome: "unknown", reason: `http_${error.status}` };
  const system = neverReached(error);
  if (system !== undefined) return { outcome: "retry", afterMs: undefined, reason: system, wide: true };
  return { outcome: "unknown", reason: "no_answer" };
}
