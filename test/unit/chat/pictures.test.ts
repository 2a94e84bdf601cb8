import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Feature, PictureSource } from "../../../src/chat/feature.ts";
import { Pictures } from "../../../src/chat/pictures.ts";
import { createRouter } from "../../../src/chat/router.ts";
import { systemClock } from "../../../src/clock.ts";
import { randomIds } from "../../../src/ids.ts";
import { createJournal } from "../../../src/journal/index.ts";
import { noLog } from "../../../src/log.ts";
import { type TempStore, tempStore } from "../../support/temp-store.ts";

let temp: TempStore;
beforeAll(async () => {
  temp = await tempStore();
});
afterAll(() => temp.close());

let drawn: string[];
let logs: string[];
let gate: Promise<void>;
beforeEach(() => {
  drawn = [];
  logs = [];
  gate = Promise.resolve();
});

/** Pictures of 1,000 bytes each, of which so many are kept. */
function pictures(kept = 10): Pictures {
  const draw = (kind: string): PictureSource => ({
    kind,
    draw: async (_db, rest) => {
      drawn.push(`${kind} ${rest}`);
      await gate;
      if (rest === "fails") throw new Error(`no ${rest} for Mrs Smith`);
      return rest === "none" ? undefined : new Uint8Array(1_000).fill(drawn.length);
    },
  });
  const log = (level: string, message: string, ids?: object) =>
    void logs.push(`${level} ${message} ${JSON.stringify(ids ?? {})}`);
  return new Pictures({ store: temp.store, log }, [draw("kpi"), draw("digest")], kept * 1_000);
}

describe("a picture of the core", () => {
  it("is drawn by the kind that its id begins with, from the rest", async () => {
    const all = pictures();
    expect(await all.picture("kpi:team:1/sl")).toHaveLength(1_000);
    expect(await all.picture("digest:k3")).toHaveLength(1_000);
    expect(drawn).toEqual(["kpi team:1/sl", "digest k3"]);
  });

  it("is drawn once, however often it is asked for", async () => {
    const all = pictures();
    const first = await all.picture("kpi:a");
    expect(await all.picture("kpi:a")).toBe(first);
    expect(drawn).toEqual(["kpi a"]);
  });

  it("is drawn once, also where three places ask for it at the same time", async () => {
    let open = (): void => undefined;
    gate = new Promise((resolve) => (open = resolve));
    const all = pictures();
    const asked = [all.picture("kpi:a"), all.picture("kpi:a"), all.picture("kpi:a")];
    open();
    const got = await Promise.all(asked);
    expect(new Set(got).size).toBe(1);
    expect(drawn).toEqual(["kpi a"]);
  });

  it("is drawn again when others have taken its room, the longest unused first", async () => {
    const all = pictures(2);
    await all.picture("kpi:a");
    await all.picture("kpi:b");
    await all.picture("kpi:a");
    await all.picture("kpi:c");
    await all.picture("kpi:a");
    expect(drawn).toEqual(["kpi a", "kpi b", "kpi c"]);
    await all.picture("kpi:b");
    expect(drawn).toEqual(["kpi a", "kpi b", "kpi c", "kpi b"]);
  });

  it("is nothing where it cannot be drawn, and is tried again", async () => {
    const all = pictures();
    expect(await all.picture("kpi:fails")).toBeUndefined();
    expect(await all.picture("kpi:fails")).toBeUndefined();
    expect(await all.picture("kpi:none")).toBeUndefined();
    expect(drawn).toEqual(["kpi fails", "kpi fails", "kpi none"]);
    expect(logs).toHaveLength(2);
    expect(logs[0]).toContain("kpi:fails");
    expect(logs.join()).not.toContain("Smith");
  });

  it.each([
    "",
    "kpi",
    "kpi:",
    ":a",
    "KPI:a",
    "other:a",
    "constructor:a",
    "kpi:a b",
    "kpi:é",
    `kpi:${"a".repeat(80)}`,
    "../kpi:a",
    "kpi:\n",
  ])("is nothing for what is no id of one: %j", async (id) => {
    expect(await pictures().picture(id)).toBeUndefined();
    expect(drawn).toEqual([]);
  });
});

describe("the core", () => {
  it("draws with what its features bring along", async () => {
    const feature = (kind: string): Feature => ({
      commands: [],
      buttons: [],
      forms: [],
      pictures: [{ kind, draw: (_db, rest) => Promise.resolve(Buffer.from(`${kind} ${rest}`)) }],
    });
    const core = createRouter({
      store: temp.store,
      clock: systemClock,
      ids: randomIds,
      log: noLog,
      journal: createJournal(randomIds, false),
      features: [{ commands: [], buttons: [], forms: [] }, feature("kpi"), feature("digest")],
      workspaceOf: () => undefined,
    });
    expect(String(await core.picture("digest:a/b:c"))).toBe("digest a/b:c");
    expect(String(await core.picture("kpi:d"))).toBe("kpi d");
    expect(await core.picture("theme:d")).toBeUndefined();
  });
});
