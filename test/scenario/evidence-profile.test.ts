import { afterAll, beforeAll, expect, it } from "vitest";
import { profiles } from "../../db/schema/evidence.ts";
import { journal, payloads } from "../../db/schema/foundation.ts";
import type { RawValues } from "../../src/chat/form.ts";
import { profileText } from "../../src/evidence/profile/profile.ts";
import { type EvidenceFloor, openEvidenceFloor } from "../support/evidence-floor.ts";
import { said } from "../support/floor.ts";

/** What Wei says of themselves. Each step needs the one before. */
let here: EvidenceFloor;
beforeAll(async () => {
  here = await openEvidenceFloor();
  await here.join("wei", "ana");
}, 60_000);
afterAll(() => here.close());

const writes = async (values: RawValues) =>
  here.floor.submit("wei", await here.evidence("wei", "profile"), values);
const initials = async () => {
  const form = await here.evidence("wei", "profile");
  return form.kind === "form" ? form.form.fields.map(({ id, initial }) => [id, initial]) : said(form);
};
const storedTexts = async () => (await here.store.read.select().from(payloads)).map(({ text }) => text);
const recorded = async () =>
  (await here.store.read.select().from(journal))
    .filter(({ kind }) => kind.startsWith("evidence.profile"))
    .map(({ kind, actor, facts, payloadDigest }) => [kind, actor, JSON.parse(facts), payloadDigest !== null]);

it("is asked for in a few fields, none of which holds anything yet, and says who reads it", async () => {
  expect(said(await here.evidence("wei"))).toContain("/evidence profile fills it");
  const form = await here.evidence("wei", "profile");
  expect(form.kind === "form" ? form.form.intro : "").toContain(
    "Quinn Adler and Helen Achebe can read it as soon as it is saved.",
  );
  expect(await initials()).toEqual([
    ["role", undefined],
    ["workplace", undefined],
    ["since", undefined],
    ["work", undefined],
  ]);
  expect(await profileText(here.store.read, "wei")).toBe("");
});

it("is kept, printed in one order, and read by the assessor and by nobody else", async () => {
  expect(
    said(await writes({ work: "I take the calls\nthat others pass on", role: "Senior agent" })),
  ).toContain("Saved.");
  expect(await profileText(here.store.read, "wei")).toBe(
    "My role: Senior agent\nWhat I do there: I take the calls\nthat others pass on",
  );
  expect(await profileText(here.store.read, "ana")).toBe("");
  const shown = said(await here.floor.button("qa", "assess.learner", "wei.CC15"));
  expect(shown).toContain("My role: Senior agent");
  expect(shown).toContain("that others pass on");
  expect(said(await here.floor.button("sam", "assess.learner", "wei.CC15"))).toContain("There is no learner");
  expect(said(await here.evidence("wei"))).not.toContain("/evidence profile fills it");
});

it("is looked at by the guard at the door", async () => {
  const answer = await writes({ role: "Keeper of 4111 1111 1111 1111" });
  expect(answer).toMatchObject({ kind: "fieldErrors", errors: { role: expect.any(String) } });
  expect(JSON.stringify(await storedTexts())).not.toContain("4111");
});

it("is changed, and what it said before is erased", async () => {
  await writes({ work: "I take the calls\nthat others pass on", role: "Team leader" });
  expect(await initials()).toEqual([
    ["role", "Team leader"],
    ["workplace", undefined],
    ["since", undefined],
    ["work", "I take the calls\nthat others pass on"],
  ]);
  expect(await storedTexts()).not.toContain("Senior agent");
  expect(
    said(await writes({ work: "I take the calls\nthat others pass on", role: "Team leader" })),
  ).toContain("nothing was changed");
});

it("is emptied field by field, and every change is on record without its words", async () => {
  await writes({ work: "I take the calls\nthat others pass on", role: "" });
  expect(await profileText(here.store.read, "wei")).toBe(
    "What I do there: I take the calls\nthat others pass on",
  );
  expect(await recorded()).toEqual([
    ["evidence.profile_written", "wei", { field: "role" }, true],
    ["evidence.profile_written", "wei", { field: "work" }, true],
    ["evidence.profile_written", "wei", { field: "role" }, true],
    ["evidence.profile_cleared", "wei", { field: "role" }, false],
  ]);
  expect(await here.faults()).toEqual([]);
});

it("goes with the learner who leaves", async () => {
  await here.press("wei", await here.evidence("wei", "leave"), "Leave and erase");
  expect(await here.store.read.select().from(profiles)).toEqual([]);
  expect(JSON.stringify(await storedTexts())).not.toContain("that others pass on");
  expect(await profileText(here.store.read, "wei")).toBe("");
  expect(await here.faults()).toEqual([]);
});
