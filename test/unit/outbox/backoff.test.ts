import { describe, expect, it } from "vitest";
import { backoffMs } from "../../../src/outbox/backoff.ts";

describe("the pause between attempts", () => {
  it("doubles from one second to a minute", () => {
    expect([1, 2, 3, 6, 7, 8, 50].map((attempt) => backoffMs(attempt, 0.5))).toEqual([
      1_000, 2_000, 4_000, 32_000, 60_000, 60_000, 60_000,
    ]);
  });
  it("is spread by a fifth either way, so that many do not come back together", () => {
    expect([backoffMs(1, 0), backoffMs(1, 0.999_99)]).toEqual([800, 1_200]);
  });
});
