import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { itemTexts, items, testimonies } from "../../db/schema/evidence.ts";
import { payloads } from "../../db/schema/foundation.ts";
import { buildPortfolio } from "../../src/evidence/index.ts";
import { findMember, readSettings } from "../../src/people/index.ts";
import { exportPortfolio, verifyPortfolio } from "../../src/portfolio/index.ts";
import { SEEN } from "../support/evidence-floor.ts";
import { type EvidenceStage, openEvidenceStage, sends } from "../support/evidence-stage.ts";

/** What somebody signed for is altered in the file behind the program's back; then a portfolio is made. */
let here: EvidenceStage;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "portfolio-"));
  here = await openEvidenceStage();
  const answer = { words: SEEN, relationship: "colleague", competence: "Six years of it" };
  await sends(here, "tom", "testimony.write", { request: here.about.request }, answer);
});
afterEach(async () => {
  await here.close();
  rmSync(folder, { recursive: true });
});

/** What a portfolio of this moment says of the first item, and what whoever checks it is told. */
async function exported() {
  const { read } = here.store;
  const learner = await findMember(read, "wei");
  if (!learner) throw new Error("no learner");
  const settings = await readSettings(read);
  const portfolio = await buildPortfolio(read, { learner, settings, now: Date.UTC(2030, 0, 20), id: "e1" });
  const file = join(folder, "wei.zip");
  await exportPortfolio(portfolio, file, {});
  const { faults, notes } = await verifyPortfolio(file);
  const [item] = portfolio.items;
  const judgements = portfolio.units.flatMap(({ groups }) =>
    groups.flatMap(({ criteria }) => criteria.flatMap((one) => one.judgements)),
  );
  return {
    learnerHolds: item?.declarations[0]?.contentHash === item?.contentHash,
    witnessHolds: item?.testimonies.map(({ declaration }) => declaration.contentHash === item.contentHash),
    judged: judgements.map(({ current }) => current),
    faults,
    notes,
  };
}

const writes = (id: string, text: string) =>
  here.store.tx((db) => db.update(payloads).set({ text }).where(eq(payloads.id, id)));

describe("a portfolio", () => {
  it("has signatures that hold where nothing was altered", async () => {
    expect(await exported()).toEqual({
      learnerHolds: true,
      witnessHolds: [true],
      judged: [true],
      faults: [],
      notes: [],
    });
  });

  it("does not print a learner's signature as one for words that they did not sign", async () => {
    const [part] = (await here.store.read.select().from(itemTexts)).filter(
      ({ itemId, label }) => itemId === here.about.shared && label === "my_part",
    );
    await writes(part?.payloadId ?? "", "I did all of it alone, and very well indeed.");
    expect(await exported()).toEqual({
      learnerHolds: false,
      witnessHolds: [true],
      judged: [false],
      faults: [],
      notes: [
        "E001: Wei Chen (learner) signed other content; it has to be signed again",
        "judgement 1 of CC15:1.2: the evidence has changed since; it has to be signed again",
      ],
    });
  });

  it("takes the stored hash of an item at nobody's word", async () => {
    const contentHash = "0".repeat(64);
    await here.store.tx((db) => db.update(items).set({ contentHash }).where(eq(items.id, here.about.shared)));
    const { learnerHolds, judged, faults } = await exported();
    // What was signed is what is still there: only the note of it was altered.
    expect([learnerHolds, judged, faults]).toEqual([true, [true], []]);
  });

  it("does not print a witness's signature as one for words that they did not sign", async () => {
    const [said] = (await here.store.read.select().from(testimonies)).filter(
      ({ state }) => state === "given",
    );
    await writes(said?.wordsPayload ?? "", "Wei was simply the best that I ever saw at this.");
    expect(await exported()).toEqual({
      learnerHolds: true,
      witnessHolds: [false],
      judged: [true],
      faults: [],
      notes: ["E001: Tom Baker (witness) signed other content; it has to be signed again"],
    });
  });
});
