import { afterAll, beforeAll, expect, it } from "vitest";
import { type EvidenceFloor, LEARNERS, openEvidenceFloor } from "../support/evidence-floor.ts";
import { FORMS, sends } from "../support/evidence-stage.ts";
import { said } from "../support/floor.ts";

/** Wei is registered from 2025 on; one account is of May 2024, the other of May 2025. */
let here: EvidenceFloor;
beforeAll(async () => {
  here = await openEvidenceFloor(undefined, LEARNERS.replace("from: 2020-01-01", "from: 2025-01-01"));
  await here.join("wei");
  const values = FORMS["evidence.reflection"]?.values ?? {};
  for (const [ref, day] of [
    ["E001", "2024-12-31"],
    ["E002", "2025-01-01"],
  ] as const) {
    await sends(here, "wei", "evidence.reflection", {}, { ...values, day });
    await here.share("wei", ref);
  }
}, 60_000);
afterAll(() => here.close());

const MARK = "(from before the registration: whether it counts is for the assessor to say)";

it("what a learner adds from before their registration is taken, and marked before them", async () => {
  expect(said(await here.evidence("wei", "E001"))).toContain(MARK);
  expect(said(await here.evidence("wei", "E002"))).not.toContain("before the registration");
});

it("is marked in the assessor's list and beside the claim", async () => {
  const queue = await here.assess("qa");
  expect(said(queue)).toContain("by E001 (from before the registration), E002 (new, since");
  const look = said(await here.press("qa", queue, "Look at 1"));
  expect(look.split("\n").filter((line) => line.includes(MARK)).length).toBe(1);
  expect(look).toMatch(/E001: [^\n]+ \(from before the registration/);
});

it("is not counted, and coverage says so", async () => {
  const lines = said(await here.evidence("wei", "coverage CC15 LO1")).split("\n");
  const line = lines.find((one) => one.includes("1.4")) ?? "";
  expect(line).toContain("1 of 3 separate occasions");
  expect(line).toContain("from before the registration: whether it counts is for the assessor to say: E001");
});

it("suggests for each unit only what happened since the registration for it", async () => {
  const inBoth = (from: string): string =>
    `${LEARNERS}  - { person: wei, unit: H12E, assessor: qa, verifier: helen, from: ${from} }\n`;
  for (const [from, others] of [
    ["2020-01-01", true],
    ["2099-01-01", false],
  ] as const) {
    const floor = await openEvidenceFloor(undefined, inBoth(from));
    await floor.decided("tom", "wei");
    await floor.join("wei");
    const shown = said(await floor.evidence("wei", "suggestions"));
    expect(shown, from).toContain("CC15 1.2");
    expect(/H12E (?:PC|KU)/.test(shown), from).toBe(others);
    await floor.close();
  }
});
