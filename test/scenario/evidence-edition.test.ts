import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { keepUnit, loadUnit } from "../../src/evidence/index.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal } from "../../src/journal/index.ts";
import { type EvidenceFloor, LEARNERS, openEvidenceFloor } from "../support/evidence-floor.ts";
import { judges } from "../support/evidence-stage.ts";
import { said } from "../support/floor.ts";
import { applyText, floorFile } from "../support/world.ts";

/** Another edition is another unit, even where a number stands in both (DOMAIN 8, rule 32). */
let here: EvidenceFloor;
beforeAll(async () => {
  here = await openEvidenceFloor();
  await here.join("wei");
  await here.decided("tom", "wei");
  await here.keep("wei");
  await here.share("wei", "E001");
  await judges(here, "qa");
}, 60_000);
afterAll(() => here.close());

/** The shipped unit under another edition, with other words for what counts here. */
async function loads(edition: string, title: string): Promise<void> {
  const shipped = await readFile("src/evidence/units/cc15.yaml", "utf8");
  const source = shipped
    .replace("edition: NOS Contact Centre 15", `edition: ${edition}`)
    .replace("title: Concerns that colleagues hand to you", `title: ${title}`);
  const read = loadUnit(source);
  if (!read.ok) throw new Error(read.problems.join(" "));
  const journal = createJournal(randomIds, false);
  await here.store.tx((db) => keepUnit(db, journal, here.floor.clock.now(), read.unit, source));
}

const registered = async (edition: string): Promise<void> => {
  const learners = LEARNERS.replace("unit: CC15,", `unit: CC15, edition: ${edition},`);
  await applyText(here.store, `${await floorFile()}${learners}`, here.floor.clock.now());
};
const coverage = async () => said(await here.evidence("wei", "coverage"));
const card = async () => said(await here.evidence("wei", "E001"));

it("changes nothing for who is registered without one when it is loaded", async () => {
  const [before, shown] = [await coverage(), await card()];
  expect(shown).toContain("CC15 1.2 Concerns that colleagues hand to you");
  await loads("2031", "Another thing under the old number");
  expect(await coverage()).toBe(before);
  expect(await card()).toBe(shown);
});

it("counts nothing that was claimed or judged for the one before", async () => {
  const before = await coverage();
  await registered("2031");
  const after = await coverage();
  expect(before).toContain("1 is met, says the assessor.");
  expect(after).toContain("0 of 18 have evidence; 0 are met, says the assessor.");
  expect(await card()).toContain("CC15 1.2, edition NOS Contact Centre 15");
  expect(said(await here.assess("qa"))).toContain("Nothing waits");
  expect(said(await here.evidence("wei", "suggestions"))).toContain("Another thing under the old number");
});

it("is its own file where the centre loads the edition that ships", async () => {
  await applyText(here.store, `${await floorFile()}${LEARNERS}`, here.floor.clock.now());
  await loads("NOS Contact Centre 15", "In the awarding body's own words");
  expect(await card()).toContain("CC15 1.2 In the awarding body's own words");
});
