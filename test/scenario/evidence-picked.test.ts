import { afterAll, beforeAll, expect, it } from "vitest";
import { payloads } from "../../db/schema/foundation.ts";
import { type EvidenceFloor, openEvidenceFloor } from "../support/evidence-floor.ts";
import { FORMS } from "../support/evidence-stage.ts";
import { said } from "../support/floor.ts";

/** Four criteria of one outcome, whose numbers side by side would be a card's. */
const SIDE_BY_SIDE = "58A:4.2\n58A:4.3\n58A:4.4\n58A:4.5";
const CARD = "4111 1111 1111 1111";

let here: EvidenceFloor;
beforeAll(async () => {
  here = await openEvidenceFloor();
  await here.join("ana");
}, 60_000);
afterAll(() => here.close());

async function writes(values: Readonly<Record<string, string>>) {
  const form = await here.press("ana", await here.evidence("ana", ""), "Write an account");
  const { part: _, g_cc15_lo1: __, ...words } = FORMS["evidence.reflection"]?.values ?? {};
  return here.floor.submit("ana", form, { ...words, part: "g_58a_lo4", g_58a_lo4: SIDE_BY_SIDE, ...values });
}

it("criteria that are picked together are not taken for a card's number", async () => {
  expect(said(await writes({}))).toContain("E001");
});

it("a card's number is refused where something should be picked, and beside what was picked", async () => {
  for (const values of [
    { g_58a_lo4: CARD },
    { part: CARD },
    { learned: `They paid with ${CARD}.` },
    { outcome: "They paid with 4111 1111", learned: "1111 1111, they said." },
  ]) {
    expect(said(await writes(values)), JSON.stringify(values)).toContain("payment card number");
  }
  const kept = await here.store.read.select().from(payloads);
  expect(kept.filter(({ text }) => text?.includes("1111"))).toEqual([]);
});
