import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exports } from "../../db/schema/evidence.ts";
import type { Delivery } from "../../src/chat/adapter.ts";
import { systemClock } from "../../src/clock.ts";
import { alwaysMine } from "../../src/engine/index.ts";
import { Exports } from "../../src/evidence/index.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal } from "../../src/journal/index.ts";
import { noLog } from "../../src/log.ts";
import { type EvidenceFloor, openEvidenceFloor } from "../support/evidence-floor.ts";
import { until } from "../support/until.ts";

let here: EvidenceFloor;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "handover-"));
  here = await openEvidenceFloor();
  await here.join("wei");
  await here.decided("tom", "wei");
  await here.keep("wei");
  await here.share("wei", "E001");
  await here.floor.command("wei", "portfolio", "export");
}, 60_000);
afterEach(async () => {
  await here.close();
  await rm(folder, { recursive: true, force: true });
});

/** Makes what was asked for, on a platform that answers so, one after the other; gives back what came of it. */
async function handedOver(...answers: readonly Delivery[]) {
  const names: string[] = [];
  const made = new Exports({
    store: here.store,
    clock: systemClock,
    log: noLog,
    ids: randomIds,
    turn: alwaysMine,
    journal: createJournal(randomIds, false),
    active: new Set(["slack"]),
    folder: join(folder, "work"),
    adapterOf: () => ({
      upload: ({ fileName }) => {
        const answer = answers[names.length];
        names.push(fileName);
        return answer ? Promise.resolve(answer) : Promise.reject(new Error("asked once too often"));
      },
    }),
  });
  await made.module().run();
  const [job] = await until(
    "it has come to an end",
    async () => {
      const rows = await here.store.read.select().from(exports);
      return rows.every(({ doneAt }) => doneAt !== null) && rows;
    },
    60_000,
  );
  const [last] = (await here.mailOf("wei")).slice(-1);
  await until("nothing is left of it", async () => (await readdir(join(folder, "work"))).length === 0);
  await made.end();
  return { tries: names.length, state: job?.state, told: last?.text ?? "" };
}

const SENT: Delivery = { outcome: "sent", ref: { channel: "D1", id: "F1" } };

describe("a portfolio that is handed over", () => {
  it("waits for a platform that asks for patience", async () => {
    const came = await handedOver({ outcome: "retry", afterMs: 1, reason: "ratelimited" }, SENT);
    expect(came).toMatchObject({ tries: 2, state: "sent" });
    expect(came.told).toContain("Here it is.");
    expect(came.told).not.toContain("It may be here twice");
  });

  it("is not sent again where it may have arrived, and says so", async () => {
    const came = await handedOver({ outcome: "unknown", reason: "timeout" });
    expect(came).toMatchObject({ tries: 1, state: "failed" });
    expect(came.told).toContain("nobody said that it arrived");
  });

  it("says where the platform does not take it", async () => {
    const came = await handedOver({ outcome: "failed", reason: "rejected" });
    expect(came).toMatchObject({ tries: 1, state: "failed" });
    expect(came.told).toContain("it may be too large for this chat");
  });
});
