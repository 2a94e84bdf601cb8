import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { exports } from "../../db/schema/evidence.ts";
import { leasedTurn } from "../../src/engine/index.ts";
import { systemClock } from "../../src/clock.ts";
import { Exports } from "../../src/evidence/index.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal } from "../../src/journal/index.ts";
import { noLog } from "../../src/log.ts";
import { openEvidenceFloor } from "../support/evidence-floor.ts";
import { tempDatabase } from "../support/temp-database.ts";
import { until } from "../support/until.ts";

const missing = inject("noPostgres");

describe.skipIf(missing !== "")("a portfolio on PostgreSQL", () => {
  it("is made by one of several processes, once", async () => {
    const here = await openEvidenceFloor(await tempDatabase());
    await here.join("wei");
    await here.decided("tom", "wei");
    await here.keep("wei");
    await here.share("wei", "E001");
    await here.floor.command("wei", "portfolio", "export");

    const folder = await mkdtemp(join(tmpdir(), "portfolio-"));
    const names: string[] = [];
    const process = (n: number) => {
      const parts = { store: here.store, clock: systemClock, log: noLog, ids: randomIds };
      const turn = leasedTurn({ ...parts, name: "portfolios" });
      const made = new Exports({
        ...parts,
        turn,
        journal: createJournal(randomIds, false),
        active: new Set(["slack"]),
        folder: join(folder, String(n)),
        adapterOf: () => ({
          upload: (file) => {
            names.push(file.fileName);
            return Promise.resolve({ outcome: "sent", ref: { channel: "D1", id: "F1" } });
          },
        }),
      });
      return { turn, made };
    };
    const processes = [process(1), process(2)];
    await until("one of them may", () => processes.some(({ turn }) => turn.mine()));
    for (const { made } of processes) await made.module().run();
    const stateOf = async () => (await here.store.read.select().from(exports)).map(({ state }) => state);
    await until("it is made", async () => (await stateOf()).includes("sent"), 60_000);
    for (const { made } of processes) await made.module().run();
    // Only one of them has so much as begun.
    expect(await readdir(folder)).toHaveLength(1);
    for (const { made, turn } of processes) {
      await made.end();
      await turn.end();
    }
    expect(names).toEqual([expect.stringMatching(/^portfolio-wei-[\d-]+\.zip$/)]);
    expect(await here.faults()).toEqual([]);
    await here.close();
    await rm(folder, { recursive: true, force: true });
  });
});
