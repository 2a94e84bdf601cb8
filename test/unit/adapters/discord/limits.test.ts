import { RateLimitError } from "discord.js";
import { describe, expect, it } from "vitest";
import { undelivered } from "../../../../adapters/discord/errors.ts";

/** A refusal as the library throws it. Times in ms. */
const refusal = (over: { global: boolean; retryAfter: number; timeToReset: number }) =>
  new RateLimitError({
    method: "POST",
    url: "https://discord.test/api",
    route: "/channels/:id/messages",
    majorParameter: "1",
    hash: "h",
    limit: 5,
    sublimitTimeout: 0,
    scope: "user",
    ...over,
  });

describe("what a limit of Discord's holds back", () => {
  it.each<[string, Parameters<typeof refusal>[0], object]>([
    [
      "one place, where its limit is named",
      { global: false, retryAfter: 21_000, timeToReset: 60_000 },
      { outcome: "retry", afterMs: 21_000, reason: "ratelimited" },
    ],
    [
      "everything, where Discord says that it is",
      { global: true, retryAfter: 21_000, timeToReset: 21_040 },
      { outcome: "retry", afterMs: 21_000, reason: "ratelimited", wide: true },
    ],
    [
      "everything for a moment, where the library has counted too many in a second",
      { global: true, retryAfter: 620, timeToReset: 620 },
      { outcome: "retry", afterMs: 620, reason: "ratelimited", wide: true },
    ],
    [
      "one place only, where its limit comes while the library's second is used up",
      { global: true, retryAfter: 21_000, timeToReset: 620 },
      { outcome: "retry", afterMs: 21_000, reason: "ratelimited" },
    ],
  ])("%s", (_, over, expected) => {
    expect(undelivered(refusal(over))).toEqual(expected);
  });
});
