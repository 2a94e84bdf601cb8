import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from "@slack/web-api";
import { z } from "zod";
import type { FailureReason, Undelivered } from "../../src/chat/adapter.ts";
import { neverReached } from "../../src/chat/unreached.ts";

/** Slack answered 429. Thrown by our own `fetch`, because the SDK loses a header that it cannot read. */
export class RateLimited extends Error {
  override readonly name = "RateLimited";
  /** As Slack asked, ms; `undefined` if the header was missing or no whole number of seconds. */
  readonly afterMs: number | undefined;

  constructor(retryAfter: string | null) {
    super("rate limited");
    const seconds = /^\d{1,5}$/.test(retryAfter?.trim() ?? "") ? Number(retryAfter) : undefined;
    this.afterMs = seconds === undefined ? undefined : seconds * 1000;
  }
}

const REASON: Readonly<Record<string, FailureReason>> = {
  invalid_auth: "token_revoked",
  not_authed: "token_revoked",
  account_inactive: "token_revoked",
  token_revoked: "token_revoked",
  token_expired: "token_revoked",
  app_uninstalled: "token_revoked",
  channel_not_found: "channel_not_found",
  is_archived: "channel_archived",
  channel_is_archived: "channel_archived",
  not_in_channel: "not_in_channel",
  user_not_found: "user_not_found",
  users_not_found: "user_not_found",
  user_disabled: "user_not_found",
  cannot_dm_bot: "dm_closed",
  messages_tab_disabled: "dm_closed",
  user_not_visible: "dm_closed",
  missing_scope: "missing_permission",
  no_permission: "missing_permission",
  access_denied: "missing_permission",
  ekm_access_denied: "missing_permission",
  not_allowed_token_type: "missing_permission",
  team_access_not_granted: "missing_permission",
  restricted_action: "missing_permission",
  restricted_action_read_only_channel: "missing_permission",
  restricted_action_thread_only_channel: "missing_permission",
  restricted_action_non_threadable_channel: "missing_permission",
  message_not_found: "message_gone",
  thread_not_found: "message_gone",
  cannot_reply_to_message: "message_gone",
  file_not_found: "message_gone",
  file_deleted: "message_gone",
};

/** What to do about a Slack error code; codes that are not known are permanent, too. */
const reasonFor = (code: string): FailureReason =>
  Object.hasOwn(REASON, code) ? (REASON[code] ?? "rejected") : "rejected";

/** Slack's documentation says of these that part of the work may have been done. */
const MAYBE_DONE: ReadonlySet<string> = new Set([
  "internal_error",
  "fatal_error",
  "service_unavailable",
  "request_timeout",
]);
const LATER: ReadonlySet<string> = new Set(["ratelimited", "rate_limited", "team_added_to_org"]);
const metadataSchema = z.object({ response_metadata: z.object({ retryAfter: z.number() }) });

/** What a refused `slack_file` is called in an {@link Undelivered}. */
export const FILE_REFUSED = "slack_file";
const complaintsSchema = z.object({
  errors: z.array(z.string()).default([]),
  response_metadata: z.object({ messages: z.array(z.string()).default([]) }).optional(),
});

/**
 * Whether blocks were refused for a picture in them: Slack goes on working on a file after it has
 * accepted it, and until then says that it is no file.
 */
function refusesFile(answer: unknown): boolean {
  const said = complaintsSchema.safeParse(answer).data;
  const all = [...(said?.errors ?? []), ...(said?.response_metadata?.messages ?? [])];
  return all.some((each) => /slack[_ ]file/.test(each));
}

function fromCode(code: string, answer: unknown): Undelivered {
  if (LATER.has(code)) {
    const asked = metadataSchema.safeParse(answer).data?.response_metadata.retryAfter;
    return { outcome: "retry", afterMs: asked === undefined ? undefined : asked * 1000, reason: code };
  }
  // A code is one word. Anything else is a page that something between us and Slack made up.
  if (!/^[a-z0-9_]{1,80}$/.test(code)) return { outcome: "unknown", reason: "unreadable_answer" };
  if (code === "invalid_blocks" && refusesFile(answer))
    return { outcome: "retry", afterMs: undefined, reason: FILE_REFUSED };
  if (MAYBE_DONE.has(code)) return { outcome: "unknown", reason: code };
  return { outcome: "failed", reason: reasonFor(code) };
}

/** Slack's error code, where Slack gave one. */
export const slackCode = (error: unknown): string | undefined =>
  error instanceof WebAPIPlatformError ? error.data.error : undefined;

/** What a thrown error says about whether Slack took the call. In doubt: `unknown`. */
export function undelivered(error: unknown): Undelivered {
  const code = slackCode(error);
  if (code !== undefined && error instanceof WebAPIPlatformError) return fromCode(code, error.data);
  if (error instanceof WebAPIRateLimitedError)
    return { outcome: "retry", afterMs: error.retryAfter * 1000, reason: "ratelimited" };
  if (error instanceof WebAPIHTTPError) return { outcome: "unknown", reason: `http_${error.statusCode}` };
  const original = error instanceof WebAPIRequestError ? error.original : error;
  if (original instanceof RateLimited)
    return { outcome: "retry", afterMs: original.afterMs, reason: "ratelimited" };
  const system = neverReached(original);
  if (system !== undefined) return { outcome: "retry", afterMs: undefined, reason: system, wide: true };
  return { outcome: "unknown", reason: "no_answer" };
}
