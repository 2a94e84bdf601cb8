import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "../support/until.ts";
import { type World, as, openWorld, raises, sees } from "../support/world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.stop());

const page = async (path: string): Promise<{ readonly status: number; readonly text: string }> => {
  const answer = await fetch(new URL(path, world.running.consoleUrl));
  return { status: answer.status, text: await answer.text() };
};

/** The values of a scrape: "floorwalker_messages{state="pending"}" → 0. */
async function scrape(): Promise<ReadonlyMap<string, number>> {
  const { text } = await page("/metrics");
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const space = line.lastIndexOf(" ");
      return [line.slice(0, space), Number(line.slice(space + 1))];
    }),
  );
}

const value = async (name: string): Promise<number> => (await scrape()).get(name) ?? Number.NaN;

describe("what Prometheus is told", () => {
  it("is in its own format, each series with its help, its type and its unit", async () => {
    const answer = await fetch(new URL("/metrics", world.running.consoleUrl));
    expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    const text = await answer.text();
    const names = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => `${name} ${type}`);
    expect(names).toEqual(
      expect.arrayContaining([
        "floorwalker_loop_age_seconds gauge",
        "floorwalker_messages gauge",
        "floorwalker_message_oldest_waiting_seconds gauge",
        "floorwalker_timers_overdue gauge",
        "floorwalker_timer_oldest_overdue_seconds gauge",
        "floorwalker_conditions gauge",
        "floorwalker_platform_connected gauge",
        "floorwalker_journal_entries gauge",
        "floorwalker_imports_waiting gauge",
        "floorwalker_digest_age_seconds gauge",
        "floorwalker_commits_total counter",
        "floorwalker_events_total counter",
        "floorwalker_recorded_total counter",
        "floorwalker_clock_jumps_total counter",
        "floorwalker_process_resident_memory_bytes gauge",
        "floorwalker_nodejs_eventloop_lag_p99_seconds gauge",
      ]),
    );
    expect(names.filter((line) => !line.startsWith("floorwalker_"))).toEqual([]);
    for (const line of names) expect(text).toContain(`# HELP ${line.split(" ")[0]} `);
  });

  it("is how the bot itself is doing: its loop turns, its platform is connected, nothing waits", async () => {
    await until("nothing waits", async () => (await value('floorwalker_messages{state="pending"}')) === 0);
    const shown = await scrape();
    expect(shown.get("floorwalker_loop_age_seconds")).toBeLessThan(5);
    expect(shown.get('floorwalker_platform_connected{platform="slack"}')).toBe(1);
    expect(shown.get("floorwalker_message_oldest_waiting_seconds")).toBe(0);
    expect(shown.get("floorwalker_timers_overdue")).toBe(0);
    expect(shown.get("floorwalker_clock_jumps_total")).toBe(0);
  });

  it("counts what people do, what is put on record, and who is refused", async () => {
    const before = await scrape();
    const ref = await raises(world, "ana", "refund C-1042 wants 80 back");
    await as(world, "megan").command("/case", ref, { channel: "C0ORDERS" });
    await until(
      "the refusal is on record",
      async () => ((await scrape()).get('floorwalker_recorded_total{kind="access.refused"}') ?? 0) > 0,
    );
    const after = await scrape();
    const more = (name: string): number => (after.get(name) ?? 0) - (before.get(name) ?? 0);
    expect(more('floorwalker_events_total{kind="command",answer="form"}')).toBe(1);
    expect(more('floorwalker_recorded_total{kind="case.raised"}')).toBe(1);
    expect(more('floorwalker_recorded_total{kind="access.refused"}')).toBe(1);
    expect(more("floorwalker_journal_entries")).toBeGreaterThanOrEqual(2);
    expect(more("floorwalker_commits_total")).toBeGreaterThanOrEqual(2);
  });

  it("names nobody, no customer, no channel and no word that anybody typed", async () => {
    const ref = await raises(world, "ana", "refund C-1042 wants 80 back for the blue coat");
    await sees(world, "priya", "dm", ref).catch(() => sees(world, "wei", "dm", ref));
    const { text } = await page("/metrics");
    for (const secret of [
      "ana",
      "priya",
      "wei",
      "Reyes",
      "C-1042",
      "1042",
      "coat",
      ref,
      "C0BILL",
      "U0ANA",
      "Billing",
    ])
      expect(text, secret).not.toMatch(new RegExp(`\\b${secret}\\b`, "i"));
  });

  it("can be asked for by several at once", async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => page("/metrics")));
    for (const { status, text } of answers) {
      expect(status).toBe(200);
      expect(text.match(/^floorwalker_loop_age_seconds /gm)).toHaveLength(1);
    }
  });

  it("is for this machine alone, as the state of things is", async () => {
    const url = new URL("/metrics", world.running.consoleUrl);
    const { request } = await import("node:http");
    const status = await new Promise((resolve, reject) => {
      const asked = request(url, { headers: { host: "floorwalker.example" } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.on("error", reject);
      asked.end();
    });
    expect(status).toBe(403);
  });
});

describe("a machine's clock that is set back by two hours", () => {
  it("shows in the metrics, on the page about the state of things, and to whoever asks for it", async () => {
    expect((await page("/health")).status).toBe(200);
    world.clock.advance(-2 * 3_600_000);
    await until("it is noticed", async () => (await value("floorwalker_clock_jumps_total")) === 1);
    expect(await value('floorwalker_conditions{code="jumped_back"}')).toBe(1);
    const health = await page("/health");
    expect(health.status).toBe(503);
    expect(health.text).toContain("the machine's clock jumped back by 2 hours");
    expect((await page("/")).text).toContain("jumped back by 2 hours");
  });
});
