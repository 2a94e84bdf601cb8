import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createConsoleAdapter, type ConsoleAdapter } from "../../adapters/console/index.ts";
import { kpiImports } from "../../db/schema/kpi-imports.ts";
import { readConfig } from "../../src/config.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal } from "../../src/journal/index.ts";
import { type HttpImports, createHttpImports } from "../../src/kpi/import/index.ts";
import { noLog } from "../../src/log.ts";
import { run } from "../../src/main.ts";
import { handClock, wire } from "../support/console/harness.ts";
import { createStubCore, directory } from "../support/console/stub.ts";
import { type ImportFloor, NOW, everything, openImportFloor } from "../support/kpi-import.ts";
import { until } from "../support/until.ts";

const TOKEN = "0123456789abcdef0123456789abcdef";
const MOST = 200_000;
const FILE = "start,queue,offered,answered\n2026-11-20 09:00,billing,10,9\n2026-11-20 09:30,billing,12,11\n";
const AUTHORISED = { authorization: `Bearer ${TOKEN}` };

let floor: ImportFloor;
let imports: HttpImports;
let consoles: ConsoleAdapter[];
beforeEach(async () => {
  floor = await openImportFloor();
  const { store } = floor;
  imports = createHttpImports(
    { store, ids: randomIds, journal: createJournal(randomIds, false), clock: handClock(NOW), log: noLog },
    TOKEN,
    MOST,
  );
  consoles = [];
});
afterEach(async () => {
  for (const one of consoles) await one.stop();
  await floor.temp.close();
});

/** A console on a live database; resolves to its address. */
async function serve(isThere = true): Promise<string> {
  const adapter = createConsoleAdapter({
    port: 0,
    sandbox: false,
    clock: handClock(NOW),
    log: noLog,
    organisation: "Northwind",
    directory: async () => directory,
    health: async () => ({ ok: true, lines: [] }),
    ...(isThere && { takeImport: (request) => imports.handle(request) }),
  });
  consoles.push(adapter);
  await adapter.start({ core: createStubCore(), report: () => {}, history: async () => [] });
  return adapter.url();
}

const post = async (
  url: string,
  query: string,
  body: string,
  headers: Record<string, string> = AUTHORISED,
) => {
  const host = new URL(url).host;
  const reply = await wire(`${url}/kpi/import${query}`, {
    method: "POST",
    headers: { host, ...headers },
    body,
  });
  const type = String(reply.headers["content-type"]);
  return {
    status: reply.status,
    said: type.includes("json") ? (JSON.parse(reply.body) as unknown) : reply.body,
  };
};

describe("figures over HTTP", () => {
  it("are reported first, and count after a second call", async () => {
    const url = await serve();
    const first = await post(url, "?name=monday.csv", FILE);
    expect(first).toMatchObject({
      status: 200,
      said: { outcome: "staged", report: { rows: 2, minutes: 30 } },
    });
    expect(first.said).toHaveProperty("lines.0", "2 rows of 30 minutes each, Fri 20 Nov 2026.");
    const [row] = await floor.store.read.select().from(kpiImports);
    expect(row).toMatchObject({ place: null, via: "http", fileName: "monday.csv", memberId: null });
    expect(await post(url, `?import=${row?.id}`, "")).toEqual({
      status: 200,
      said: { outcome: "counted", import: row?.id },
    });
    expect((await floor.days()).get("billing 2026-11-20")?.sums.offered).toBe(22);
    expect(await post(url, "", FILE)).toMatchObject({ status: 200, said: { outcome: "already" } });
    expect(await post(url, `?import=${row?.id}`, "")).toMatchObject({ said: { outcome: "already" } });
  });

  it("count at once where that is asked for, or are discarded", async () => {
    const url = await serve();
    expect(await post(url, "?count=yes", FILE)).toMatchObject({
      status: 200,
      said: { outcome: "counted", report: { rows: 2 } },
    });
    const other = FILE.replaceAll("2026-11-20", "2026-11-19");
    await post(url, "", other);
    const waiting = (await floor.store.read.select().from(kpiImports)).find(({ place }) => place === null);
    expect(await post(url, `?import=${waiting?.id}&discard=yes`, "")).toMatchObject({
      said: { outcome: "discarded" },
    });
    expect(await floor.store.read.select().from(kpiImports)).toHaveLength(1);
  });

  it("are refused with their lines, and nothing is left of them", async () => {
    const url = await serve();
    const before = await readdir(tmpdir());
    expect(await post(url, "?count=yes", FILE.replace(",12,", ",-12,"))).toEqual({
      status: 422,
      said: {
        outcome: "unusable",
        count: 1,
        problems: [{ line: 3, message: '"offered" is "-12": a count cannot be negative' }],
        lines: [
          'Line 3: "offered" is "-12": a count cannot be negative.',
          "This has to be put right first: nothing was imported.",
        ],
      },
    });
    expect(await everything(floor.store)).toEqual({ imports: [], readings: [], days: [] });
    const ours = (names: readonly string[]): string[] =>
      names.filter((name) => name.startsWith("floorwalker-import-"));
    expect(ours(await readdir(tmpdir()))).toEqual(ours(before));
  });

  it("that are too large are not taken, whatever their header says", async () => {
    const url = await serve();
    const body = FILE + "2026-11-20 10:00,billing,10,9\n".repeat(10_000);
    expect((await post(url, "", body)).status).toBe(413);
    expect(await everything(floor.store)).toEqual({ imports: [], readings: [], days: [] });
  });

  it("take no word that nobody knows", async () => {
    const url = await serve();
    expect(await post(url, "?kind=salaries", FILE)).toEqual({
      status: 400,
      said: { error: "These cannot be used: kind." },
    });
    expect((await post(url, "?zone=Moon", FILE)).status).toBe(422);
    expect((await post(url, "?import=0123456789abcdef0123", "")).status).toBe(404);
  });

  it.each([
    ["no token", {}],
    ["another token", { authorization: `Bearer ${TOKEN.replace("0", "1")}` }],
    ["half a token", { authorization: `Bearer ${TOKEN.slice(0, 16)}` }],
    ["the token without its word", { authorization: TOKEN }],
  ])("are refused with %s", async (_, headers: Record<string, string>) => {
    const url = await serve();
    expect(await post(url, "?count=yes", FILE, headers)).toEqual({
      status: 401,
      said: { error: "The token is wrong or missing." },
    });
    expect(await everything(floor.store)).toEqual({ imports: [], readings: [], days: [] });
  });

  it("are refused from a browser and under a foreign name, even with the token", async () => {
    const url = await serve();
    for (const headers of [
      { origin: "http://evil.test" },
      { origin: url },
      { origin: "null" },
      { host: "evil.test" },
    ])
      expect(await post(url, "?count=yes", FILE, { ...AUTHORISED, ...headers })).toEqual({
        status: 403,
        said: "Refused.",
      });
    expect(await everything(floor.store)).toEqual({ imports: [], readings: [], days: [] });
  });

  it("have no address where no token is set", async () => {
    const url = await serve(false);
    expect(await post(url, "", FILE)).toEqual({ status: 403, said: "Refused." });
    expect((await post(url, "", FILE, { ...AUTHORISED, origin: url })).status).toBe(404);
  });

  it("go into the program as it runs, and one that is under way does not hold up its end", async () => {
    await floor.store.close();
    const config = readConfig({
      DATABASE_URL: `file:${floor.temp.file}`,
      CONSOLE_PORT: "0",
      KPI_IMPORT_TOKEN: TOKEN,
    });
    const running = await run({ config, log: noLog });
    try {
      const body = FILE.replaceAll("2026-11-20", "2026-11-19");
      expect(await post(running.consoleUrl, "?count=yes", body)).toMatchObject({
        status: 200,
        said: { outcome: "counted" },
      });
      const rows = Array.from({ length: 20_000 }, (_, n) =>
        new Date(Date.UTC(2025, 0, 1) + n * 1_800_000).toISOString(),
      );
      const large = `start,queue,offered\n${rows.map((start) => `${start},billing,3\n`).join("")}`;
      const going = post(running.consoleUrl, "?count=yes", large).catch(() => undefined);
      await until("it is being stored", async () =>
        (await running.store.read.select().from(kpiImports)).some(
          ({ rows: stored, place }) => place === null && stored > 0,
        ),
      );
      await running.stop();
      await going;
    } finally {
      await floor.temp.reopen();
    }
    const [counting, cut] = (await floor.temp.store.read.select().from(kpiImports)).toSorted(
      (a, b) => (b.place ?? 0) - (a.place ?? 0),
    );
    expect(counting).toMatchObject({ rows: 2, place: 1 });
    expect(cut).toMatchObject({ place: null, stagedAt: null });
    expect(cut?.rows).toBeLessThan(20_000);
  });
});
