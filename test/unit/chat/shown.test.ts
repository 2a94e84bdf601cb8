import { describe, expect, it } from "vitest";
import { CALL_TIMEOUT_MS as DISCORD_MS } from "../../../adapters/discord/rest.ts";
import { CALL_TIMEOUT_MS as SLACK_MS } from "../../../adapters/slack/web.ts";
import { image } from "../../../src/chat/message.ts";
import { getAll, PICTURES_WITHIN_MS, Waits } from "../../../src/chat/shown.ts";
import { CLAIM_MS } from "../../../src/outbox/claim.ts";

describe("a message that waits for its pictures", () => {
  it("does so three times, and again after it was sent", () => {
    const waits = new Waits();
    const over = (key: string): boolean => {
      waits.add(key);
      return waits.over(key);
    };
    expect([over("a"), over("a"), over("a")]).toEqual([false, false, true]);
    expect(waits.over("b")).toBe(false);
    waits.end("a");
    expect(waits.over("a")).toBe(false);
  });

  it("is not remembered for ever", () => {
    const waits = new Waits();
    for (const _ of [1, 2, 3]) waits.add("first");
    for (let n = 0; n < 999; n += 1) waits.add(`other ${n}`);
    expect(waits.over("first")).toBe(true);
    waits.add("one more");
    expect(waits.over("first")).toBe(false);
  });

  it("ends its attempt before the outbox takes it for lost", () => {
    expect(PICTURES_WITHIN_MS + Math.max(SLACK_MS, DISCORD_MS)).toBeLessThan(CLAIM_MS);
  });
});

describe("pictures that are got side by side", () => {
  const pictures = ["kpi:a", "kpi:b", "kpi:c"].map((id) => image(id, id));

  it("are those that are there in time", async () => {
    const all = await getAll<string>(
      pictures,
      ({ picture }) => {
        if (picture === "kpi:a") return Promise.resolve({ got: "it", it: "A" });
        return picture === "kpi:b" ? Promise.resolve({ got: "none" }) : new Promise(() => undefined);
      },
      20,
    );
    expect([...all.there]).toEqual([["kpi:a", "A"]]);
    expect(all.late).toEqual({ afterMs: undefined, wide: false });
  });

  it("wait as long as the longest of them has to", async () => {
    const waits = [{ afterMs: 2_000 }, { afterMs: 7_000 }, { wide: true }];
    const all = await getAll<string>(
      pictures,
      () => Promise.resolve({ got: "later", ...waits.shift() }),
      1_000,
    );
    expect(all.late).toEqual({ afterMs: 7_000, wide: true });
  });

  it("need no waiting where none is missing", async () => {
    const none = await getAll<string>(pictures, () => Promise.resolve({ got: "none" }), 1_000);
    expect(none.late).toBeUndefined();
  });
});
