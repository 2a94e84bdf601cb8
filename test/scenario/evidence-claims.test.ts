import { afterAll, beforeAll, expect, it } from "vitest";
import { claims } from "../../db/schema/evidence.ts";
import { journal, payloads } from "../../db/schema/foundation.ts";
import { type EvidenceFloor, buttonsIn, openEvidenceFloor } from "../support/evidence-floor.ts";
import { FORMS, judges, sends } from "../support/evidence-stage.ts";
import { said } from "../support/floor.ts";

/** Wei has put two accounts forward for one criterion, one of them for another as well; all of it is judged. */
let here: EvidenceFloor;
beforeAll(async () => {
  here = await openEvidenceFloor();
  await here.join("wei");
  const { g_cc15_lo1: _, ...values } = FORMS["evidence.reflection"]?.values ?? {};
  for (const [n, refs] of ["CC15:1.3", "CC15:1.3\nCC15:1.4"].entries()) {
    await sends(here, "wei", "evidence.reflection", {}, { ...values, g_cc15_lo1: refs });
    await here.share("wei", `E00${n + 1}`);
  }
  await judges(here, "qa");
  await judges(here, "qa");
}, 60_000);
afterAll(() => here.close());

const EDITION = "NOS Contact Centre 15";

it("a learner takes one claim back, with a reason; the rest of the item stands", async () => {
  const before = await here.store.read.select().from(claims);
  const seen = await here.evidence("wei", "E002");
  const form = await here.press("wei", seen, "Strike one claim");
  const given = { claim: `CC15:1.3 ${EDITION}`, reason: "That was about reporting, not advising" };
  const card = said(await here.floor.submit("wei", form, given));
  expect(card).toContain("It is claimed for\n- CC15 1.4");
  expect(card).toMatch(
    /No longer claimed for\n- CC15 1\.3 [^\n]+ – struck through: That was about reporting, not advising/,
  );
  const after = await here.store.read.select().from(claims);
  expect(after.length, "nothing is deleted").toBe(before.length);
  expect(after.filter(({ struckAt }) => struckAt !== null).map(({ ref }) => ref)).toEqual(["1.3"]);
  // The same once more, as by a second click.
  const again = await here.press("wei", seen, "Strike one claim");
  const twice = await here.floor.submit("wei", again, given);
  expect(twice.kind).toBe("fieldErrors");
  expect(said(twice)).toContain("Choose");
});

it("is on record, with the digest of the reason", async () => {
  const [event] = (await here.store.read.select().from(journal)).filter(
    ({ kind }) => kind === "evidence.claim_struck",
  );
  const [reason] = (await here.store.read.select().from(payloads)).filter(
    ({ text }) => text === "That was about reporting, not advising",
  );
  expect(event).toMatchObject({ actor: "wei", role: "learner", payloadDigest: reason?.digest });
  expect(JSON.parse(event?.facts ?? "{}")).toEqual({
    ref: "E002",
    learner: "wei",
    criterion: "CC15:1.3",
    edition: EDITION,
  });
  expect(await here.faults()).toEqual([]);
});

it("what was judged on it comes back to be judged again, and nothing else does", async () => {
  const queue = said(await here.assess("qa"));
  expect(queue).toContain("1 to judge");
  expect(queue).toMatch(/CC15 1\.3 .+ by E001 \(what was judged has changed/);
  expect(said(await here.evidence("wei", "coverage CC15 LO1"))).toMatch(
    /1\.3 [^:]+: changed since it was judged; to be judged again/,
  );
  const [item] = (await here.itemsOf("wei")).filter(({ ref }) => ref === "E002");
  expect(said(await here.floor.button("qa", "assess.item", item?.id ?? ""))).toContain(
    "No longer claimed for",
  );
});

it("what was claimed only for that is still seen by whoever judged it", async () => {
  const [item] = (await here.itemsOf("wei")).filter(({ ref }) => ref === "E001");
  const form = await here.press("wei", await here.evidence("wei", "E001"), "Strike one claim");
  const card = await here.floor.submit("wei", form, { claim: `CC15:1.3 ${EDITION}`, reason: "Nor was this" });
  expect(buttonsIn(card).map(({ label }) => label)).not.toContain("Strike one claim");
  expect(said(await here.assess("qa"))).toContain("Nothing waits for your judgement");
  for (const who of ["qa", "helen"] as const)
    expect(said(await here.floor.button(who, "assess.item", item?.id ?? ""))).toContain("E001");
});

it("an assessor's record of what they saw keeps its claims", async () => {
  const observation = FORMS["assess.observation"]?.values ?? {};
  await sends(here, "qa", "assess.observation", { learner: "wei", unit: "CC15" }, observation);
  const card = await here.evidence("wei", "E003");
  expect(buttonsIn(card).map(({ label }) => label)).not.toContain("Strike one claim");
  const [item] = (await here.itemsOf("wei")).filter(({ ref }) => ref === "E003");
  const answer = await sends(
    here,
    "wei",
    "evidence.strike_claim",
    { item: item?.id ?? "" },
    { claim: `CC15:1.4 ${EDITION}`, reason: "I would rather not" },
  );
  expect(answer.kind).toBe("fieldErrors");
  expect(said(await here.evidence("wei", "E003"))).not.toContain("No longer claimed for");
});

it("what was shared since the form was drawn is not struck through by it", async () => {
  await sends(here, "wei", "evidence.reflection", {}, FORMS["evidence.reflection"]?.values ?? {});
  const form = await here.press("wei", await here.evidence("wei", "E004"), "Strike through");
  await here.share("wei", "E004");
  expect(said(await here.floor.submit("wei", form, { reason: "Nobody has seen it" }))).toBe(
    "E004 has changed since this was drawn, so nothing was done. Look at it again.",
  );
  expect(said(await here.evidence("wei", "E004"))).not.toContain("Struck through");
});

it("what a learner takes with them leaves no reason behind", async () => {
  const values = FORMS["evidence.reflection"]?.values ?? {};
  await sends(here, "wei", "evidence.reflection", {}, values);
  const form = await here.press("wei", await here.evidence("wei", "E005"), "Strike one claim");
  const reason = "A thought that is nobody's business";
  await here.floor.submit("wei", form, { claim: `CC15:1.4 ${EDITION}`, reason });
  await here.press("wei", await here.evidence("wei", "leave"), "Leave and erase");
  const texts = (await here.store.read.select().from(payloads)).map(({ text }) => text);
  expect(texts).not.toContain(reason);
});
