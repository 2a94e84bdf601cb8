import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isOwnSample, ownSample, ownSamples } from "../../../../src/kpi/own/index.ts";
import { calendar } from "../../../../src/kpi/own/calendar.ts";
import type { Sample } from "../../../../src/kpi/measures.ts";
import { type TempStore, tempStore } from "../../../support/temp-store.ts";
import { ELSEWHERE, STORIES } from "./stories.ts";
import { at, prepare, store, storeTheme } from "./support.ts";

let temp: TempStore;
beforeEach(async () => {
  temp = await tempStore();
  await prepare(temp.store);
});
afterEach(() => temp.close());

/** Friday to Monday, with the 25 hours of Sunday. */
const FROM = at("2026-10-23T00:00+01:00");
const TO = at("2026-10-27T00:00+00:00");

/** Durations in minutes, shortest first; those that are open say so. */
async function minutes(sample: Sample, from = FROM, to = TO, now = to): Promise<string[]> {
  const found = await ownSample(temp.store.read, "billing", sample, from, to, now);
  return found
    .toSorted((a, b) => a.ms - b.ms)
    .map(({ ms, open }) => `${ms / 60_000}${open ? " and open" : ""}`);
}

describe("how long single things took", () => {
  // By hand, from DOMAIN 3, rows 27, 28, 44 and 45. What is restricted or another team's is there, and in none.
  it.each<[Sample, string[]]>([
    // 23:50 on Friday in summer time to midnight on Monday: 73 hours and ten minutes.
    ["take_wait_ms", ["1", "3", "5", "5", "10", "10", "20", "4390 and open"]],
    ["case_resolution_ms", ["20", "30", "121", "570", "1040"]],
    ["first_reply_ms", ["20", "30", "30", "60", "570"]],
    ["case_open_to_end_ms", ["60", "121", "570", "1040", "4320"]],
  ])("%s", async (sample, expected) => {
    await store(temp.store, { ...STORIES, ...ELSEWHERE });
    expect(await minutes(sample)).toEqual(expected);
  });

  it("are of each day at once what they are of it alone", async () => {
    await store(temp.store, { ...STORIES, ...ELSEWHERE });
    const spans = calendar("2026-10-22", "2026-10-27", "Europe/London");
    for (const sample of [
      "take_wait_ms",
      "case_resolution_ms",
      "first_reply_ms",
      "case_open_to_end_ms",
    ] as const) {
      const together = await ownSamples(temp.store.read, "billing", sample, spans);
      const alone = await Promise.all(
        spans.map(({ fromMs, toMs }) => ownSample(temp.store.read, "billing", sample, fromMs, toMs)),
      );
      expect(together, sample).toEqual(alone);
    }
  });

  it("counts a wait by how things stood at a time: what was taken later was open then", async () => {
    await store(temp.store, { one: { raised: "2026-10-23T10:00+01:00", taken: "2026-10-23T11:00+01:00" } });
    const then = at("2026-10-23T10:40+01:00");
    expect(await minutes("take_wait_ms", FROM, TO, then)).toEqual(["40 and open"]);
    expect(await minutes("take_wait_ms", FROM, TO, TO)).toEqual(["60"]);
  });

  it("leaves out who gave up waiting, but not before they did", async () => {
    await store(temp.store, {
      one: { raised: "2026-10-23T10:00+01:00", withdrawn: "2026-10-23T11:00+01:00" },
    });
    expect(await minutes("take_wait_ms")).toEqual([]);
    expect(await minutes("take_wait_ms", FROM, TO, at("2026-10-23T10:59+01:00"))).toEqual(["59 and open"]);
  });

  it("counts the end of a span with the next one", async () => {
    await store(temp.store, {
      one: {
        raised: "2026-10-23T10:00+01:00",
        taken: "2026-10-23T10:01+01:00",
        decided: "2026-10-27T00:00+00:00",
      },
    });
    expect(await minutes("first_reply_ms")).toEqual([]);
    expect(await minutes("first_reply_ms", TO, TO + 1)).toHaveLength(1);
  });

  // DOMAIN 3, row 51.
  it("is, of a theme, from its first comment to the first time that a person confirmed an alert", async () => {
    const { store: db } = temp;
    await storeTheme(
      db,
      "a",
      ["2026-10-22T12:00+01:00", "2026-10-23T09:00+01:00"],
      ["2026-10-24T12:00+01:00", "2026-10-25T12:00+00:00"],
    );
    await storeTheme(
      db,
      "confirmedBefore",
      ["2026-10-01T12:00+01:00"],
      ["2026-10-02T12:00+01:00", "2026-10-24T12:00+01:00"],
    );
    await storeTheme(db, "notConfirmed", ["2026-10-23T12:00+01:00"], []);
    await storeTheme(db, "into", ["2026-10-24T10:00+01:00"], []);
    await storeTheme(db, "merged", [], ["2026-10-24T11:00+01:00"], "into");
    expect(await minutes("theme_lead_ms")).toEqual(["60", "2880"]);
  });

  it("knows its samples by name, and no other word", () => {
    expect(isOwnSample("take_wait_ms")).toBe(true);
    expect(isOwnSample("constructor")).toBe(false);
  });
});
