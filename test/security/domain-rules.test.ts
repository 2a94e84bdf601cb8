import { asc } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { itemTexts, itemSources } from "../../db/schema/evidence.ts";
import { journal } from "../../db/schema/foundation.ts";
import { coverageOf } from "../../src/evidence/coverage/coverage.ts";
import { builtInCrosswalk, successorOf } from "../../src/evidence/crosswalk/crosswalk.ts";
import { suggestionsOf } from "../../src/evidence/suggest.ts";
import { builtInUnits } from "../../src/evidence/units/built-in.ts";
import { BY_THE_BOT } from "../../src/evidence/units/events.ts";
import { criteriaOf } from "../../src/evidence/words.ts";
import { eventOf } from "../../src/evidence/happened.ts";
import { LEARNERS, MY_PART, SEEN, WHY, openEvidenceFloor } from "../support/evidence-floor.ts";
import { type EvidenceStage, FORMS, judges, openEvidenceStage, sends } from "../support/evidence-stage.ts";
import { said } from "../support/floor.ts";
import { applyText, floorFile } from "../support/world.ts";

/** The rules of DOMAIN 8 that are about evidence, by number. Those about clocks and KPIs are with these. */
let here: EvidenceStage;
beforeAll(async () => {
  here = await openEvidenceStage();
}, 60_000);
afterAll(() => here.close());

const units = builtInUnits();
const unitOf = (code: string) => {
  const unit = units.find((one) => one.unit === code);
  if (!unit) throw new Error(`no ${code}`);
  return unit;
};
const initials = async (who: "wei" | "tom", button: string, arg = "") => {
  const form = await here.floor.button(who, button, arg);
  if (form.kind !== "form") throw new Error(said(form));
  return form.form.fields
    .filter(({ type }) => type === "longText" || type === "text")
    .flatMap(({ initial }) => initial ?? []);
};

describe("rules that a naive build gets wrong", () => {
  it("1: what the resolver did is suggested to the resolver, what the raiser did to the raiser, and nothing to the rest", async () => {
    const events = (await here.store.read.select().from(journal).orderBy(asc(journal.seq))).map(eventOf);
    const all = suggestionsOf(events, units, false);
    expect(all.length).toBeGreaterThan(0);
    const by = (member: string) => [
      ...new Set(all.filter((one) => one.member === member).map(({ unit, ref }) => `${unit}:${ref}`)),
    ];
    expect(by("wei")).toContain("CC15:1.2");
    expect(by("wei")).not.toContain("58A:3.4");
    expect(by("ana")).toContain("58A:3.4");
    expect(by("ana")).not.toContain("CC15:1.2");
    expect([...new Set(all.map(({ member }) => member))].toSorted()).toEqual(["ana", "tom", "wei"]);
  });

  it("2: nothing that the bot did by itself suggests anything, to anybody", () => {
    expect(BY_THE_BOT.size).toBeGreaterThan(5);
    const rules = units.flatMap((unit) =>
      criteriaOf(unit).flatMap(({ suggested_by: some }) => some.map(({ event }) => event)),
    );
    expect(rules.filter((event) => BY_THE_BOT.has(event))).toEqual([]);
  });

  it("3: there is no button that confirms what a learner wrote; a witness begins with an empty page", async () => {
    const mail = (await here.mailOf("tom")).at(-1);
    expect(mail?.buttons.map(({ action }) => action)).toEqual(["testimony.write", "testimony.decline"]);
    for (const words of [MY_PART, WHY]) expect(mail?.text).not.toContain(words);
    expect(await initials("tom", "testimony.write", here.about.request)).toEqual([]);
    for (const words of [MY_PART, WHY]) {
      const copied = await sends(
        here,
        "tom",
        "testimony.write",
        { request: here.about.request },
        { words, relationship: "helped", competence: "Six years" },
      );
      expect(copied.kind).toBe("fieldErrors");
    }
  });

  it("4: numbers are planning aids, said to be ours, and no count says that something is met", async () => {
    const shown = said(await here.evidence("wei", "coverage CC15"));
    expect(shown).toContain(
      "The numbers are planning aids, not the awarding body's: only the assessor says what is sufficient.",
    );
    for (const unit of units) {
      expect(unit.rules.some((rule) => rule.includes("planning aids of ours"))).toBe(true);
      const cells = coverageOf({ unit, plan: undefined, puts: [], judged: [], today: "2026-11-22" });
      expect(cells.every(({ standing }) => standing === "nothing")).toBe(true);
    }
  });

  it("24: what is restricted is suggested to nobody", async () => {
    const events = (await here.store.read.select().from(journal)).map(eventOf);
    expect(suggestionsOf(events, units, false).length).toBeGreaterThan(0);
    for (const name of ["restricted", "severe"]) {
      const marked = events.map((event) => ({ ...event, facts: { ...event.facts, [name]: "safeguarding" } }));
      expect(suggestionsOf(marked, units, false), name).toEqual([]);
    }
  });

  it("25: a card number is refused at the door, wherever evidence is written, and is stored nowhere", async () => {
    const before = await here.state();
    const words = "I noted the card 4111 1111 1111 1111 while the customer was on the line with me.";
    for (const [who, form, context, values] of [
      ["wei", "evidence.reflection", {}, { happened: words }],
      ["wei", "evidence.product", {}, { what: words }],
      ["wei", "evidence.claim", { item: here.about.own }, { why: words }],
      ["wei", "evidence.accept", { subject: here.about.subject }, { my_part: words }],
      ["tom", "testimony.write", { request: here.about.request }, { words }],
      ["qa", "assess.observation", { learner: "wei", unit: "CC15" }, { seen: words }],
    ] as const) {
      const answer = await sends(here, who, form, context, { ...FORMS[form]?.values, ...values });
      expect(answer.kind, form).toBe("fieldErrors");
    }
    expect(await here.state()).toBe(before);
  });

  it("26: evidence names no customer: what is signed has no reference and no id of theirs in it", async () => {
    const [item] = await here.itemsOf("wei");
    expect(item?.customerId).not.toBeNull();
    const card = said(await here.floor.button("qa", "assess.item", here.about.shared));
    expect(card).not.toContain(String(item?.customerId));
    expect(card).not.toMatch(/\bC-\d{4}/);
  });

  it("27: a procedure is a reference beside an account, and no piece of evidence by itself", async () => {
    const only = await sends(
      here,
      "wei",
      "evidence.reflection",
      {},
      {
        ...FORMS["evidence.reflection"]?.values,
        happened: "",
        reasons: "",
        outcome: "",
        learned: "",
        procedure: "Refunds, version 3.1",
      },
    );
    expect(only.kind).toBe("fieldErrors");
    const labels = (await here.store.read.select().from(itemTexts)).map(({ label }) => label);
    expect(labels).not.toContain("procedure");
  });

  it("28: nothing is written for anybody: no field for words is ever filled in", async () => {
    for (const button of ["evidence.reflection_add", "evidence.product_add"])
      expect(await initials("wei", button)).toEqual([]);
    expect(await initials("wei", "evidence.keep", here.about.subject)).toEqual([]);
    expect(await initials("wei", "evidence.claim", here.about.own)).toEqual([]);
  });

  it("29: difficult is a situation, with a reason; easy ones and colleagues as customers are offered too", async () => {
    const form = await here.floor.button("wei", "evidence.keep", here.about.subject);
    if (form.kind !== "form") throw new Error(said(form));
    const field = (id: string) => form.form.fields.find((one) => one.id === id);
    const [tenure, handling, reason] = ["tenure", "handling", "handling_reason"].map(field);
    expect(tenure?.type === "choice" ? tenure.choices.map(({ value }) => value) : []).toContain("internal");
    expect(handling?.type === "choice" ? handling.choices.map(({ value }) => value) : []).toEqual([
      "easy",
      "difficult",
    ]);
    expect([handling?.label, handling?.hint]).toEqual([
      "The situation",
      "Of the situation, never of the person. Easy ones are needed too.",
    ]);
    expect(reason?.required).toBe(true);
    const without = await here.floor.submit("wei", form, {
      my_part: MY_PART,
      why: WHY,
      handling: "difficult",
    });
    expect(without.kind).toBe("fieldErrors");
  });

  it("30: nobody samples what they judged themselves or are a witness to, and no sample is needed", async () => {
    const own = await openEvidenceFloor();
    await own.join("wei");
    await own.decided("tom", "wei");
    await own.keep("wei");
    await own.share("wei", "E001");
    await judges(own, "qa");
    // Quinn judged it, and verifies Wei from now on.
    const source = `${await floorFile()}${LEARNERS.replace("assessor: qa, verifier: helen", "assessor: sam, verifier: qa")}`;
    await applyText(own.store, source, own.floor.clock.now());
    const drawn = await sends(own, "qa", "assess.sample", {}, { unit: "CC15", percent: "100" });
    expect(said(drawn)).toContain(
      "There is no judgement of CC15 to draw from but 1 in which you had a part yourself.",
    );
    // A witness who verifies from now on is in the same place.
    await applyText(own.store, `${await floorFile()}${LEARNERS}`, own.floor.clock.now());
    await own.press("wei", await own.evidence("wei", "E001"), "Ask Tom Baker");
    await sends(
      own,
      "tom",
      "testimony.write",
      { request: await own.request("tom") },
      { words: SEEN, relationship: "helped", competence: "Six years" },
    );
    await applyText(own.store, source.replace("verifier: qa", "verifier: tom"), own.floor.clock.now());
    expect(said(await sends(own, "tom", "assess.sample", {}, { unit: "CC15", percent: "100" }))).toContain(
      "in which you had a part yourself",
    );
    // Nor does a witness who assesses from now on judge what they said something about.
    await applyText(
      own.store,
      source.replace("assessor: sam, verifier: qa", "assessor: tom, verifier: helen"),
      own.floor.clock.now(),
    );
    const more = { part: "g_cc15_lo1", g_cc15_lo1: "CC15:1.3", why: WHY };
    await own.fill("wei", await own.evidence("wei", "E001"), "Claim more", more);
    const before = await own.state();
    expect(said(await judges(own, "tom"))).toBe(
      "You are a witness to E001, so you cannot judge it. Another assessor can; Helen Achebe or whoever keeps the organisation file can name one.",
    );
    expect(await own.state()).toBe(before);
    await own.close();
  });

  it("32: H12E is not INSCC004: the same number there is something else, and it has no unit of its own here", () => {
    expect(successorOf(builtInCrosswalk(), "PC7")).not.toMatchObject({ ref: "PC7" });
    expect(units.map(({ unit }) => unit).toSorted()).toEqual(["58A", "CC15", "H12E"]);
  });

  it("33: nothing simulated is suggested in a live centre, and nothing live in a sandbox", async () => {
    const events = (await here.store.read.select().from(journal)).map(eventOf);
    const simulated = events.map((event) => ({ ...event, simulated: true }));
    expect(suggestionsOf(simulated, units, false)).toEqual([]);
    expect(suggestionsOf(events, units, true)).toEqual([]);
    expect(suggestionsOf(simulated, units, true).length).toBeGreaterThan(0);
    const rests = new Set((await here.store.read.select().from(itemSources)).map(({ seq }) => seq));
    expect(events.filter(({ seq, simulated: is }) => rests.has(seq) && is)).toEqual([]);
  });

  it("34: no health, and no name of who was absent, is asked for by a unit that asks about absence", () => {
    const absence = criteriaOf(unitOf("58A")).find(({ ref }) => ref === "4.2");
    expect(absence?.refuse.join(" ")).toMatch(/name|absen|ill|health/i);
  });

  it("35: the law on data is today's: an answer of 1998 is a gap, and is said to be one", () => {
    const law = criteriaOf(unitOf("58A")).find(({ ref }) => ref === "4.8");
    expect([...(law?.look_for ?? []), ...(law?.refuse ?? [])].join(" ")).toMatch(/1998/);
  });
});

describe("rules that are tested elsewhere", () => {
  it("says where", () => {
    console.info(
      [
        "26, another number in every export; 30, the form's column; 33, a live export: test/security/domain-rules-export.test.ts.",
        "33, a specimen in every format and on every page: test/scenario/portfolio-specimen.test.ts.",
        "24, channels, digests and search: test/security/restricted.test.ts, test/scenario/restricted.test.ts.",
        "31, arithmetic of staffing: test/unit/kpi/golden.test.ts. 34, digests: test/unit/kpi/digest/forbidden.test.ts.",
      ].join("\n"),
    );
    expect(here.about.shared).not.toBe("");
  });
});
