import { createHmac, timingSafeEqual } from "node:crypto";

/** A request may be this old, or this far in the future, s. Bolt itself looks at the past only. */
const MAX_AGE_S = 300;

/** What a signed request claims. */
export interface Signed {
  /** `x-slack-request-timestamp`, s since the epoch, as received. */
  readonly timestamp: string | undefined;
  /** `x-slack-signature`, as received. */
  readonly signature: string | undefined;
  /** The body's very bytes. */
  readonly body: Uint8Array;
}

/** Slack's signature for a body (scheme `v0`). */
export const sign = (secret: string, timestamp: string, body: Uint8Array): string =>
  `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:`).update(body).digest("hex")}`;

/**
 * Whether Slack sent this, and sent it just now. Two-sided in time, and compared
 * without telling by its duration how much of a guess was right.
 * @param now ms since the epoch
 */
export function isSigned(request: Signed, secret: string, now: number): boolean {
  const { timestamp, signature } = request;
  if (timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
  if (signature === undefined || !/^v0=[0-9a-f]{64}$/.test(signature)) return false;
  if (Math.abs(Math.floor(now / 1000) - Number(timestamp)) > MAX_AGE_S) return false;
  const expected = Buffer.from(sign(secret, timestamp, request.body));
  return timingSafeEqual(expected, Buffer.from(signature));
}
