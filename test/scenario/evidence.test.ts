import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eq } from "drizzle-orm";
import { judgements, sampled } from "../../db/schema/assessment.ts";
import { declarations, items } from "../../db/schema/evidence.ts";
import { payloads } from "../../db/schema/foundation.ts";
import {
  type EvidenceFloor,
  MY_PART,
  SEEN,
  WHY,
  buttonsIn,
  openEvidenceFloor,
} from "../support/evidence-floor.ts";
import { FORMS, judges, sends } from "../support/evidence-stage.ts";
import { said } from "../support/floor.ts";

/** One learner's way from the first case to the signature, as everybody in it sees it. Each step needs the one before. */
let here: EvidenceFloor;
beforeAll(async () => {
  here = await openEvidenceFloor();
}, 60_000);
afterAll(() => here.close());

const labels = (answer: Parameters<typeof buttonsIn>[0]) => buttonsIn(answer).map(({ label }) => label);
const lastMail = async (who: Parameters<EvidenceFloor["mailOf"]>[0]) => {
  const mail = (await here.mailOf(who)).at(-1);
  if (!mail) throw new Error(`nothing was written to ${who}`);
  return mail;
};

describe("a learner", () => {
  it("sees nothing before they join, and is told by whom what they share is seen", async () => {
    await here.decided("tom", "wei");
    for (const line of ["", "suggestions", "list", "coverage", "E001"]) {
      const answer = await here.evidence("wei", line);
      expect(said(answer)).toContain("What you share is seen by Quinn Adler and Helen Achebe");
      expect(said(answer)).not.toContain("ESC-0001");
      expect(labels(answer)).toEqual(["Join"]);
    }
  });

  it("is shown what they did before they joined, with the reason for each criterion", async () => {
    await here.join("wei");
    expect(said(await here.evidence("wei"))).toContain("1 thing that you did may count and wait for you.");
    const shown = await here.evidence("wei", "suggestions");
    expect(said(shown)).toContain("1. Decided ESC-0001 (approval, refund): approved");
    expect(said(shown)).toContain(
      "CC15 1.2 Concerns that colleagues hand to you: You decided for a colleague; whether that settled the concern is for the assessor to say.",
    );
    expect(said(shown)).toContain("It shows nothing by itself, but is something to write or talk about.");
    expect(labels(shown)).toEqual(["Keep 1", "Dismiss 1"]);
    expect(said(await here.evidence("wei", "join"))).toContain("You have joined already.");
  });

  it("keeps it with their own part and their reasons, and it is theirs alone", async () => {
    const card = said(
      await here.keep("wei", {
        tenure: "existing",
        handling: "difficult",
        handling_reason: "The parcel was a present",
      }),
    );
    for (const part of [
      MY_PART,
      WHY,
      "E001: Decided ESC-0001",
      "Private: nobody but you sees it.",
      "Why the situation was so: The parcel was a present",
    ])
      expect(card).toContain(part);
    expect(said(await here.assess("qa"))).toContain("Nothing waits for your judgement");
    // Nor is it offered again for what it only supports (CC15 3.4).
    expect(said(await here.evidence("wei", "suggestions"))).not.toContain("ESC-0001");
  });

  it("is not asked to keep what is not theirs to claim", async () => {
    await here.decided("ana", "wei");
    const form = await here.press("wei", await here.evidence("wei", "suggestions"), "Keep 1");
    const answer = await here.floor.submit("wei", form, { criteria: "CC15:2.2", my_part: MY_PART, why: WHY });
    expect(answer.kind).toBe("fieldErrors");
    expect((await here.itemsOf("wei")).map(({ ref }) => ref)).toEqual(["E001"]);
  });

  it("dismisses what they do not want, and is not asked again", async () => {
    const answer = await here.press("wei", await here.evidence("wei", "suggestions"), "Dismiss 1");
    expect(said(answer)).toContain(
      "Dismissed: Decided ESC-0002 (approval, refund): approved. It is not suggested again.",
    );
    expect(said(await here.evidence("wei", "suggestions"))).not.toContain("ESC-0002");
  });

  it("adds a product of their own and an account, of the past and not of the future", async () => {
    const add = await here.evidence("wei", "add");
    const product = FORMS["evidence.product"]?.values ?? {};
    const tomorrow = await here.fill("wei", add, "Add a work product", { ...product, day: "2099-01-01" });
    expect(said(tomorrow)).toContain("That day has not come yet.");
    const card = await here.fill("wei", add, "Add a work product", { ...product, title: "Guide to refunds" });
    expect(said(card)).toContain("E002: Guide to refunds");
    expect(said(card)).toContain("The original is in: The knowledge base: KB 12");
    const account = FORMS["evidence.reflection"]?.values ?? {};
    const written = await here.fill("wei", add, "Write an account", { ...account, title: "A lost parcel" });
    expect(said(written)).toContain("Kind: Reflective account");
  });

  it("finds nothing filled in where an account is written (rule 28)", async () => {
    const form = await here.press("wei", await here.evidence("wei", "add"), "Write an account");
    const filled =
      form.kind === "form"
        ? form.form.fields.filter(({ type, initial }) => type === "longText" && initial !== undefined)
        : ["no form"];
    expect(filled).toEqual([]);
  });

  it("claims more with it, and not the same twice", async () => {
    const more = { part: "g_cc15_lo1", g_cc15_lo1: "CC15:1.3", why: WHY };
    const card = await here.fill("wei", await here.evidence("wei", "E001"), "Claim more", more);
    expect(said(card)).toContain("CC15 1.3");
    const again = await here.fill("wei", await here.evidence("wei", "E001"), "Claim more", more);
    expect(said(again)).toContain("E001 is claimed for that already.");
  });

  it("strikes through what they do not want to stand; it keeps its number and is never deleted", async () => {
    const before = await here.store.read.$count(items);
    const struck = await here.fill("wei", await here.evidence("wei", "E003"), "Strike through", {
      reason: "Another shows it better",
    });
    expect(said(struck)).toBe("E003 is struck through.");
    expect(said(await here.evidence("wei", "list"))).toContain(
      "E003 A lost parcel (reflective account, struck through)",
    );
    const card = await here.evidence("wei", "E003");
    expect([
      said(card).includes("Struck through; it counts for nothing. Another shows it better"),
      labels(card),
    ]).toEqual([true, []]);
    expect(await here.store.read.$count(items)).toBe(before);
    await here.fill(
      "wei",
      await here.evidence("wei", "add"),
      "Write an account",
      FORMS["evidence.reflection"]?.values ?? {},
    );
    expect((await here.itemsOf("wei")).map(({ ref }) => ref)).toEqual(["E001", "E002", "E003", "E004"]);
  });

  it("shares and signs, with the help that they had", async () => {
    expect(said(await here.share("wei", "E001", "A template of the team"))).toBe(
      "E001: shared and signed. Quinn Adler and Helen Achebe can see it now.",
    );
    expect(said(await here.evidence("wei", "E001"))).toContain("Help that was had: A template of the team");
    expect((await lastMail("qa")).text).toContain(
      "Wei Chen has shared E001 for CC15. /assess shows what waits for you.",
    );
    const [signed] = await here.store.read.select().from(declarations);
    const [item] = await here.itemsOf("wei");
    expect(signed).toMatchObject({ memberId: "wei", role: "learner", contentHash: item?.contentHash });
    expect(signed?.text).toContain("This is my own work.");
  });
});

describe("a witness", () => {
  it("who took part is asked in one click, and is shown nothing that the learner wrote", async () => {
    const card = await here.evidence("wei", "E001");
    expect(labels(card)).toContain("Ask Tom Baker");
    expect(said(await here.press("wei", card, "Ask Tom Baker"))).toBe("Tom Baker is asked about E001.");
    const { text, buttons } = await lastMail("tom");
    expect(text).toContain("Wei Chen asks you to say what you saw");
    expect(text).not.toContain(MY_PART.slice(0, 20));
    expect(text).not.toContain(WHY.slice(0, 20));
    expect(buttons.map(({ label }) => label)).toEqual(["Say what I saw", "Decline"]);
    expect(
      said(
        await here.floor.button("wei", "evidence.ask_one", `${(await here.itemsOf("wei"))[0]?.id ?? ""}.tom`),
      ),
    ).toContain("Tom Baker was asked about E001 already.");
  });

  it("finds nothing filled in, signs no copied words, no praise, and is no relative (rule 3)", async () => {
    const write = async (values: Record<string, string>) =>
      said(
        await here.floor.submit(
          "tom",
          await here.floor.button("tom", "testimony.write", await here.request("tom")),
          {
            words: SEEN,
            relationship: "colleague",
            competence: "I have done this work for six years",
            ...values,
          },
        ),
      );
    const form = await here.floor.button("tom", "testimony.write", await here.request("tom"));
    expect(
      form.kind === "form" ? form.form.fields.flatMap(({ initial }) => initial ?? []) : ["no form"],
    ).toEqual([]);
    expect(await write({ words: MY_PART })).toContain("largely the learner's own words");
    expect(await write({ words: `${WHY.toUpperCase().replaceAll(" ", "  ")}!` })).toContain(
      "largely the learner's own words",
    );
    expect(await write({ words: "Really excellent work" })).toContain(
      "A word of praise shows an assessor nothing.",
    );
    expect(await write({ relationship: "related" })).toContain(
      "Somebody related or close cannot be a witness.",
    );
    expect(await write({})).toContain("It is signed in your name");
    expect(said(await here.evidence("wei", "E001"))).toContain(`Tom Baker: ${SEEN}`);
    expect((await lastMail("wei")).text).toContain("Tom Baker has said what they saw about E001.");
    expect(said(await here.floor.button("tom", "testimony.write", await here.request("tom")))).toContain(
      "You have answered this already",
    );
  });

  it("declines in one click, and nobody asks why", async () => {
    await here.fill("wei", await here.evidence("wei", "E002"), "Ask a witness", { witness: "megan" });
    const decline = (await lastMail("megan")).buttons.find(({ label }) => label === "Decline");
    expect(said(await here.floor.button("megan", decline?.action ?? "", decline?.arg ?? ""))).toBe(
      "Declined. Nobody asks why.",
    );
    expect(said(await here.evidence("wei", "E002"))).toContain("Megan Ross declined");
  });

  it("is neither the learner, the assessor nor the verifier", async () => {
    const form = await here.press("wei", await here.evidence("wei", "E002"), "Ask a witness");
    const field = form.kind === "form" ? form.form.fields[0] : undefined;
    const offered = field?.type === "member" ? (field.choices ?? []).map(({ value }) => value) : [];
    expect(offered).toContain("tom");
    expect(offered.filter((one) => ["wei", "qa", "helen", "gone"].includes(one))).toEqual([]);
  });

  it("who has not answered yet is not waited for once it is struck through", async () => {
    await here.fill("wei", await here.evidence("wei", "E004"), "Ask a witness", { witness: "ana" });
    await here.fill("wei", await here.evidence("wei", "E004"), "Strike through", { reason: "Not now" });
    expect(said(await here.floor.button("ana", "testimony.write", await here.request("ana")))).toContain(
      "The learner has taken this back, so nothing is needed any more.",
    );
  });
});

describe("an assessor", () => {
  it("sees what waits, what was asked for and what is missing by counting", async () => {
    const queue = await here.assess("qa");
    expect(said(queue)).toContain("2 to judge");
    const look = said(await here.press("qa", queue, "Look at 1"));
    for (const part of [
      "Asked for: A concern that a colleague passed on is resolved; By the centre's procedure.",
      WHY,
      "1 of 3 separate occasions",
      "1 of 2 different customers",
    ])
      expect(look).toContain(part);
    // Somebody has said what they saw.
    expect(look).not.toContain("nobody but the learner has said yet");
  });

  it("gives reasons, or nothing is signed", async () => {
    expect((await judges(here, "qa", "Met", { reasons: " " })).kind).toBe("fieldErrors");
    expect(await here.store.read.$count(judgements)).toBe(0);
  });

  it("signs nothing where the evidence has changed since it was opened", async () => {
    const look = await here.press("qa", await here.assess("qa"), "Look at 1");
    const form = await here.press("qa", look, "Met");
    const more = {
      part: "g_cc15_lo1",
      g_cc15_lo1: "CC15:1.2",
      why: "The guide says how such refunds are decided.",
    };
    await here.fill("wei", await here.evidence("wei", "E002"), "Claim more", more);
    await here.share("wei", "E002");
    expect(said(await here.floor.submit("qa", form, { reasons: "Fine" }))).toContain(
      "The evidence has changed since you opened it",
    );
    expect(said(await here.press("qa", look, "Met"))).toContain(
      "The evidence has changed since you opened it",
    );
    expect(await here.store.read.$count(judgements)).toBe(0);
  });

  it("judges with reasons, and the learner reads them", async () => {
    const done = await judges(here, "qa", "Met", {
      reasons: "Both pieces show it.",
      feedback: "Go on with LO2.",
    });
    expect(said(done)).toContain("CC15 1.2 Concerns that colleagues hand to you: met. Signed in your name");
    const mail = (await lastMail("wei")).text;
    for (const part of [
      "Quinn Adler has judged E001, E002: Both pieces show it.",
      "Feedback: Go on with LO2.",
    ])
      expect(mail).toContain(part);
    expect(said(await here.evidence("wei", "coverage CC15"))).toMatch(
      /1\.2 [^:]+: met, says the assessor \(E001, E002\)\./,
    );
  });

  it("judges again what has changed since, and the first judgement stands on record", async () => {
    await here.fill("wei", await here.evidence("wei", "E002"), "Strike through", {
      reason: "The guide is old",
    });
    expect(said(await here.evidence("wei", "coverage CC15"))).toMatch(
      /1\.2 [^:]+: changed since it was judged; to be judged again/,
    );
    const queue = await here.assess("qa");
    const line =
      said(queue)
        .split("\n")
        .find((one) => one.includes("CC15 1.2")) ?? "";
    expect(line).toContain("what was judged has changed");
    const n = /(\d)\. /.exec(line)?.[1] ?? "";
    const look = await here.press("qa", queue, `Look at ${n}`);
    expect(said(look)).toContain("Before: met. Both pieces show it.");
    await here.fill("qa", look, "More needed", { reasons: "One occasion is too little." });
    expect(
      (await here.store.read.select().from(judgements)).map(({ decision }) => decision).toSorted(),
    ).toEqual(["met", "more_needed"]);
  });

  it("sees an original where it is, once, and it is noted", async () => {
    const product = FORMS["evidence.product"]?.values ?? {};
    await here.fill("wei", await here.evidence("wei", "add"), "Add a work product", product);
    await here.share("wei", "E005");
    const id = (await here.itemsOf("wei")).find(({ ref }) => ref === "E005")?.id ?? "";
    const card = await here.floor.button("qa", "assess.item", id);
    expect(said(await here.press("qa", card, "I saw the original there"))).toContain(
      "you looked at the original of E005",
    );
    expect(labels(await here.floor.button("qa", "assess.item", id))).toEqual([]);
    expect(labels(await here.floor.button("helen", "assess.item", id))).toEqual([]);
  });

  it("adds what they saw, discussed and asked; the learner agrees with what was discussed", async () => {
    const person = await here.press("qa", await here.assess("qa"), "Wei Chen, CC15");
    for (const [label, form] of [
      ["I observed", "assess.observation"],
      ["We discussed", "assess.discussion"],
      ["I asked", "assess.question"],
    ] as const)
      expect(said(await here.fill("qa", person, label, FORMS[form]?.values ?? {}))).toMatch(
        /^E00[678] is recorded and signed\./,
      );
    const talk = (await here.mailOf("wei")).find(({ text }) => text.includes("professional discussion"));
    const agree = talk?.buttons.find(({ label }) => label === "Sign: it is right");
    expect(said(await here.floor.button("wei", agree?.action ?? "", agree?.arg ?? ""))).toBe(
      "E007: signed. The record is right, you say.",
    );
    expect(said(await here.floor.button("wei", agree?.action ?? "", agree?.arg ?? ""))).toContain(
      "You have signed this already.",
    );
    const signed = await here.store.read
      .select()
      .from(declarations)
      .where(eq(declarations.subjectId, agree?.arg ?? ""));
    expect(signed.map(({ memberId, role }) => `${memberId} ${role}`).toSorted()).toEqual([
      "qa assessor",
      "wei learner",
    ]);
  });

  it("sets numbers of their own, and what is missing is counted by them; an empty one is not counted", async () => {
    const missing = async () => said(await here.evidence("wei", "coverage CC15"));
    expect(await missing()).toMatch(
      /1\.2 .*1 of 3 separate occasions; on 1 of 3 different days; 0 days from the first to the last; 28 are looked for/,
    );
    const person = await here.press("qa", await here.assess("qa"), "Wei Chen, CC15");
    const none = {
      performance_span_days: "",
      performance_within_days: "",
      performance_customers: "",
      performance_corroborated: "",
    };
    expect(
      said(await here.fill("qa", person, "Assessment plan", { ...none, performance_occasions: "2" })),
    ).toContain("Set.");
    expect(await missing()).toMatch(/1\.2 [^\n]*\(E001\)\. Missing: 1 of 2 separate occasions\.\n/);
    await here.fill("qa", person, "Assessment plan", { ...none, performance_occasions: "" });
    expect(await missing()).toMatch(/1\.2 [^\n]*\(E001\)\. Ready for the assessor to look at\.\n/);
  });
});

describe("a verifier", () => {
  const draw = async (seed: string) => {
    const answer = await here.floor.submit("helen", await here.floor.command("helen", "assess", "sample"), {
      unit: "CC15",
      percent: "50",
      seed,
    });
    const rows = await here.store.read.select().from(sampled);
    const newest = rows.at(-1)?.sampleId;
    return {
      answer,
      drawn: rows
        .filter(({ sampleId }) => sampleId === newest)
        .map(({ judgementId }) => judgementId)
        .toSorted(),
    };
  };

  it("draws a sample that can be drawn again", async () => {
    const first = await draw("autumn");
    expect(said(first.answer)).toContain("Seed: autumn");
    const rows = await here.store.read.select().from(sampled);
    await draw("autumn");
    const all = await here.store.read.select().from(sampled);
    expect(all.length).toBe(rows.length * 2);
    expect(new Set(all.map(({ judgementId }) => judgementId)).size).toBe(rows.length);
  });

  it("agrees, or asks for action, which goes to the assessor; the judgement stays as it is", async () => {
    const before = await here.store.read.select().from(judgements);
    const shown = await here.assess("helen", "samples");
    expect(said(shown)).toContain("2 to look at");
    expect(said(shown)).toContain("more needed, says Quinn Adler: One occasion is too little.");
    expect((await here.fill("helen", shown, "Action on 1", { note: "" })).kind).toBe("fieldErrors");
    expect(
      said(await here.fill("helen", shown, "Action on 1", { note: "Say which part is missing." })),
    ).toContain("Recorded.");
    expect((await lastMail("qa")).text).toContain("asks for action: Say which part is missing.");
    await here.fill("helen", await here.assess("helen", "samples"), "Agree with 1", {});
    expect(said(await here.assess("helen", "samples"))).toContain("Nothing of your samples is open");
    expect(await here.store.read.select().from(judgements)).toEqual(before);
  });
});

describe("leaving", () => {
  it("erases what was the learner's alone; what was shared stays, and the record still verifies", async () => {
    const only = "Nobody but me was ever to read this sentence about a parcel.";
    await sends(
      here,
      "wei",
      "evidence.reflection",
      {},
      { ...FORMS["evidence.reflection"]?.values, happened: only, why: only, title: only },
    );
    const has = async () =>
      (await here.store.read.select().from(payloads)).filter(({ text }) => text === only).length;
    expect(await has()).toBe(3);
    const alone = async () => (await here.itemsOf("wei")).findLast(({ sharedAt }) => sharedAt === null);
    const hash = (await alone())?.contentHash;
    const left = await here.press("wei", await here.evidence("wei", "leave"), "Leave and erase");
    expect(said(left)).toContain("You have left.");
    expect(await has()).toBe(0);
    expect(await here.faults()).toEqual([]);
    expect(labels(await here.evidence("wei"))).toEqual(["Join"]);
    const [shared] = await here.itemsOf("wei");
    expect(said(await here.floor.button("qa", "assess.item", shared?.id ?? ""))).toContain(MY_PART);
    // The hash has no salt, so it does not stay as it was: it would tell whether a guess is right.
    expect((await alone())?.struckAt).not.toBeNull();
    expect((await alone())?.contentHash).not.toBe(hash);
  });
});
