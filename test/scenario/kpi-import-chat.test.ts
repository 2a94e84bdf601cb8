import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { journal } from "../../db/schema/foundation.ts";
import { kpiImportJobs, kpiImports } from "../../db/schema/kpi-imports.ts";
import { outbox } from "../../db/schema/outbox.ts";
import type { Feature } from "../../src/chat/feature.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal } from "../../src/journal/index.ts";
import { ChatImports, kpiImportButtons, kpiImportForms } from "../../src/kpi/import/index.ts";
import { noLog } from "../../src/log.ts";
import { type Floor, openFloor, said } from "../support/floor.ts";
import { insertQueues } from "../support/kpi-import.ts";
import { until } from "../support/until.ts";
import { floorFile } from "../support/world.ts";

const FILE = "start,queue,offered,answered\n2026-11-20 09:00,billing,10,9\n2026-11-20 09:30,billing,12,11\n";

/** The feature without the rest of the KPIs: its command only opens the form. */
const feature: Feature = {
  commands: [
    {
      name: "kpi",
      description: "figures",
      usage: "import",
      who: "member",
      writes: false,
      run: () => Promise.resolve({ kind: "form", form: "kpi.import", context: {} }),
    },
  ],
  buttons: kpiImportButtons,
  forms: kpiImportForms({ ids: randomIds }),
};

let floor: Floor;
let files: Map<string, string>;
let worker: ChatImports;

type Download = ConstructorParameters<typeof ChatImports>[0]["download"];

const fetched: Download = (platform, file) => {
  const text = files.get(`${platform} ${file}`);
  return text === undefined ? Promise.reject(new Error("no such file")) : Promise.resolve(Buffer.from(text));
};

const newWorker = (download = fetched): ChatImports =>
  new ChatImports({
    store: floor.store,
    ids: randomIds,
    journal: createJournal(randomIds, false),
    active: new Set(["slack" as const]),
    clock: floor.clock,
    log: noLog,
    download,
  });

beforeEach(async () => {
  floor = await openFloor(await floorFile(), undefined, randomIds, [feature]);
  await insertQueues(floor.store);
  files = new Map([["slack F1", FILE]]);
  worker = newWorker();
});
afterEach(() => floor.close());

/** The direct messages that there are, as rows of the outbox. */
const messages = async () =>
  (await floor.store.read.select().from(outbox)).map(({ key, target, message }) => ({
    key,
    to: target.kind === "dm" ? target.user : "",
    text: JSON.stringify(message),
    buttons: message.buttons ?? [],
  }));

/** Lets what was asked for be done. */
const works = (): Promise<true> =>
  until("nothing waits", async () => {
    await worker.module().run();
    return (await floor.store.read.$count(kpiImportJobs)) === 0;
  });

/** Asks for something, and gives back the job that it comes to. */
async function askedBy(ask: () => Promise<unknown>): Promise<typeof kpiImportJobs.$inferInsert> {
  await ask();
  const [job] = await floor.store.read.select().from(kpiImportJobs);
  if (!job) throw new Error("nothing was asked for");
  return job;
}

const gives = async (who: Parameters<Floor["command"]>[0], values = {}): Promise<string> =>
  said(await floor.submit(who, await floor.command(who, "kpi", "import"), { file: "F1", ...values }));

describe("a file given in a chat", () => {
  it("is reported to whoever gave it, alone, and counts when they say so", async () => {
    expect(await gives("priya")).toContain("The file is being read.");
    await works();
    const [report, ...others] = await messages();
    expect(others).toEqual([]);
    expect(report?.to).toBe("U0PRIYA");
    expect(report?.text).toContain("2 rows of 30 minutes each, Fri 20 Nov 2026.");
    expect(report?.buttons.map(({ label }) => label)).toEqual(["Count it", "Discard"]);
    const [count] = report?.buttons ?? [];
    expect((await floor.store.read.select().from(kpiImports))[0]).toMatchObject({
      place: null,
      via: "chat",
      memberId: "priya",
    });

    await floor.button("priya", count?.action ?? "", count?.arg ?? "");
    await floor.button("priya", count?.action ?? "", count?.arg ?? "");
    await works();
    const after = await messages();
    expect(after).toHaveLength(1);
    expect(after[0]?.text).toContain("Done: all of the file counts now.");
    expect(after[0]?.buttons).toEqual([]);
    const events = (await floor.store.read.select().from(journal)).filter(
      ({ kind }) => kind === "kpi.imported",
    );
    expect(events.map(({ actor, team, role }) => ({ actor, team, role }))).toEqual([
      { actor: "priya", team: "billing", role: "importer" },
    ]);
  });

  it("is discarded when they say that", async () => {
    await gives("priya");
    await works();
    const drop = (await messages())[0]?.buttons[1];
    await floor.button("priya", drop?.action ?? "", drop?.arg ?? "");
    await works();
    expect((await messages())[0]?.text).toContain("Discarded: nothing of the file counts.");
    expect(await floor.store.read.select().from(kpiImports)).toEqual([]);
  });

  it.each([
    ["counts", [0, 1], "It counts already, so it was not discarded."],
    ["counts", [0, 0], "Done: all of the file counts now."],
    ["is discarded", [1, 1], "Discarded: nothing of the file counts."],
  ] as const)("of which it %s says so, whatever is pressed after it (%j)", async (what, presses, words) => {
    await gives("priya");
    await works();
    const buttons = (await messages())[0]?.buttons ?? [];
    const press = async (nth: number): Promise<unknown> =>
      floor.button("priya", buttons[nth]?.action ?? "", buttons[nth]?.arg ?? "");
    const [first, second] = presses;
    if (first === second) {
      // Done, and dead before it was told: the next start does it again.
      const job = await askedBy(() => press(first));
      await works();
      await floor.store.tx((db) => db.insert(kpiImportJobs).values(job));
    } else for (const nth of presses) await press(nth);
    await works();
    const after = await messages();
    expect(after).toHaveLength(1);
    expect(after[0]?.text).toContain(words);
    const left = await floor.store.read.select().from(kpiImports);
    expect(left.map(({ place }) => place !== null)).toEqual(what === "counts" ? [true] : []);
  });

  it("that cannot be used is told with its lines", async () => {
    files.set("slack F1", FILE.replace(",12,", ",-12,"));
    await gives("priya");
    await works();
    const [told] = await messages();
    expect(told?.text).toContain('Line 3: \\"offered\\" is \\"-12\\": a count cannot be negative.');
    expect(told?.buttons).toEqual([]);
    expect(await floor.store.read.select().from(kpiImports)).toEqual([]);
  });

  it.each([
    ["priya", "biling", true],
    ["priya", "ordrs", false],
    ["aoife", "ordrs", true],
    ["aoife", "biling", false],
    ["helen", "ordrs", true],
    ["helen", "biling", true],
  ] as const)(
    "that %s gives with the queue %s names the right one only to who may import for it: %s",
    async (who, slip, isNamed) => {
      files.set("slack F1", FILE.replace(",billing,", `,${slip},`));
      await gives(who);
      await works();
      const told = (await messages())[0]?.text ?? "";
      expect(told).toContain(`Line 2: there is no queue \\"${slip}\\".`);
      expect(told.includes("Did you mean")).toBe(isNamed);
      expect(told.includes("Did you mean 'billing'?") || told.includes("Did you mean 'orders'?")).toBe(
        isNamed,
      );
    },
  );

  it("that cannot be fetched is told, and is not tried for ever", async () => {
    files.clear();
    await gives("priya");
    await works();
    expect((await messages())[0]?.text).toContain("The file could not be fetched or read.");
  });

  it("is refused to who leads no team, and to who leads another, with who can", async () => {
    expect(said(await floor.command("ana", "kpi", "import"))).toContain(
      "Figures are imported by people of level team_leader or above, or by a planner (role wfm_planner).",
    );
    await gives("aoife");
    await works();
    expect((await messages())[0]?.text).toContain(
      'Figures of the team \\"billing\\" are imported by its people of level team_leader or above, or by a planner',
    );
    expect(await floor.store.read.select().from(kpiImports)).toEqual([]);
  });

  it("cannot be counted by another team's leader who learnt its id", async () => {
    await gives("priya");
    await works();
    const [count] = (await messages())[0]?.buttons ?? [];
    await floor.button("aoife", count?.action ?? "", count?.arg ?? "");
    await works();
    expect((await floor.store.read.select().from(kpiImports))[0]?.place).toBeNull();
  });

  it("goes on after a restart, and a worker that ends leaves it for the next one", async () => {
    await gives("priya");
    await worker.module().run();
    await worker.end();
    await floor.restart();
    worker = newWorker();
    await works();
    expect(await messages()).toHaveLength(1);
    expect((await messages())[0]?.text).toContain("2 rows of 30 minutes each");
  });

  it("is given up when the program died over it three times, and whoever gave it is told", async () => {
    await gives("priya");
    for (let death = 1; death <= 3; death += 1) {
      // It never comes back from fetching the file, as if the process had gone.
      await new Promise<void>((isAsked) => {
        const dying = newWorker(() => {
          isAsked();
          return new Promise(() => {});
        });
        void dying.module().run();
      });
      await floor.restart();
    }
    worker = newWorker();
    await works();
    expect((await messages()).map(({ text }) => text)).toEqual([
      expect.stringContaining("Floorwalker had to start anew several times while it worked on this file"),
    ]);
    expect(await floor.store.read.select().from(kpiImports)).toEqual([]);
  });

  it("is read after any number of ends in order", async () => {
    await gives("priya");
    for (let end = 1; end <= 5; end += 1) {
      await worker.module().run();
      await worker.end();
      worker = newWorker();
    }
    await works();
    expect((await messages())[0]?.text).toContain("2 rows of 30 minutes each");
  });
});
