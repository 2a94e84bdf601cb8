import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../../src/chat/adapter.ts";
import {
  type About,
  ARGS,
  type EvidenceStage,
  FORMS,
  MISSING,
  openEvidenceStage,
  presses,
  sends,
} from "../support/evidence-stage.ts";
import { type Asker, said } from "../support/floor.ts";
import { withPeople } from "../support/organisation.ts";
import { OUTSIDERS } from "../support/outsiders.ts";
import { isToldToStrangers } from "../support/roles.ts";
import { LEARNERS } from "../support/evidence-floor.ts";
import { applyText, floorFile } from "../support/world.ts";

/**
 * People of the test centre, in the order of the table's cells: the learner, another learner, one who is
 * registered and has not joined, the witness, a colleague of another team; the learner's assessor, another
 * learner's, the learner's verifier, another learner's.
 */
const MEMBERS = ["wei", "ana", "priya", "tom", "megan", "qa", "sam", "helen", "aoife"] as const;

/** `hidden`: as what does not exist. `other`: refused for what they are, whatever it is about. `seen`: they may look, and not do it. */
type Cell = "yes" | "hidden" | "other" | "seen";
const row = (...cells: readonly Cell[]): readonly Cell[] => cells;

const anyLearner = row("yes", "yes", "other", "other", "other", "other", "other", "other", "other");
const suggested = row("yes", "hidden", "other", "other", "other", "other", "other", "other", "other");
const owner = row("yes", "hidden", "hidden", "hidden", "hidden", "hidden", "hidden", "hidden", "hidden");
const ownerLearner = row("yes", "hidden", "other", "other", "other", "other", "other", "other", "other");
const witness = row("hidden", "hidden", "hidden", "yes", "hidden", "hidden", "hidden", "hidden", "hidden");
const assessor = row("hidden", "hidden", "hidden", "hidden", "hidden", "yes", "hidden", "hidden", "hidden");
const judges = row("hidden", "hidden", "hidden", "hidden", "hidden", "yes", "hidden", "yes", "hidden");
const verifier = row("hidden", "hidden", "hidden", "hidden", "hidden", "hidden", "hidden", "yes", "hidden");
const anyVerifier = row("other", "other", "other", "other", "other", "other", "other", "yes", "yes");

/** Who may do what with Wei's evidence, by hand. */
const TABLE: Readonly<Record<string, readonly Cell[]>> = {
  "button evidence.suggestions": anyLearner,
  "button evidence.coverage": suggested,
  "button evidence.join": row("yes", "yes", "yes", "other", "other", "other", "other", "other", "other"),
  "button evidence.leave": anyLearner,
  "button evidence.keep": suggested,
  "button evidence.dismiss": suggested,
  "button evidence.product_add": anyLearner,
  "button evidence.reflection_add": anyLearner,
  "button evidence.show": owner,
  "button evidence.share": owner,
  "button evidence.claim": owner,
  "button evidence.strike": owner,
  "button evidence.strike_claim": owner,
  "button evidence.ask": owner,
  "button evidence.ask_one": owner,
  "button evidence.agree": owner,
  "button testimony.write": witness,
  "button testimony.decline": witness,
  "button assess.look": assessor,
  "button assess.judge": assessor,
  "button assess.learner": assessor,
  "button assess.item": judges,
  "button assess.viewed": row(
    "hidden",
    "hidden",
    "hidden",
    "hidden",
    "hidden",
    "yes",
    "hidden",
    "seen",
    "hidden",
  ),
  "button assess.observation": assessor,
  "button assess.discussion": assessor,
  "button assess.question": assessor,
  "button assess.plan": assessor,
  "button assess.sign_unit": row(
    "yes",
    "hidden",
    "hidden",
    "hidden",
    "hidden",
    "yes",
    "hidden",
    "yes",
    "hidden",
  ),
  "button assess.sample": anyVerifier,
  "button assess.samples": anyVerifier,
  "button assess.sampled": verifier,
  "button assess.agreed": verifier,
  "button assess.action_required": verifier,
  "form evidence.accept": suggested,
  "form evidence.product": anyLearner,
  "form evidence.reflection": anyLearner,
  "form evidence.profile": anyLearner,
  "form evidence.claim": ownerLearner,
  "form evidence.ask": owner,
  // Whoever is a learner has a form of their own; what they can choose in it is below.
  "form evidence.share": anyLearner,
  "form evidence.strike": owner,
  "form evidence.strike_claim": owner,
  "form testimony.write": witness,
  "form assess.judge": assessor,
  "form assess.observation": assessor,
  "form assess.discussion": assessor,
  "form assess.question": assessor,
  "form assess.plan": assessor,
  "form assess.sample": anyVerifier,
  "form assess.outcome": verifier,
};

const WORDS: Readonly<Record<Exclude<Cell, "yes">, RegExp>> = {
  hidden:
    /^There is no (piece of evidence|learner|request|judgement in a sample of yours) that you can see|^This is not suggested to you|^You are registered for 58A\.$/,
  other:
    /^You are not registered for a unit\. Whoever|^You have not joined yet|^You are no learner's assessor or verifier\. Whoever|^You verify nobody's unit\. Whoever/,
  seen: /^Only the learner's assessor notes/,
};

let here: EvidenceStage;
beforeAll(async () => {
  here = await openEvidenceStage();
}, 60_000);
afterAll(() => here.close());

const attempt = (entry: string, asker: Asker, about: About): Promise<Answer> => {
  const [kind, name = ""] = entry.split(" ");
  if (kind === "button") return presses(here, asker, name, about);
  const form = FORMS[name];
  if (!form) throw new Error(`no form ${name}`);
  return sends(here, asker, name, form.context(about), form.values);
};

describe("who may do what with evidence", () => {
  it("has a row for every button and every form that there is", () => {
    const { buttons, forms, commands, shortcuts } = here.feature;
    const entries = [
      ...buttons.map(({ name }) => `button ${name}`),
      ...forms.map(({ name }) => `form ${name}`),
    ];
    expect(Object.keys(TABLE).toSorted()).toEqual(entries.toSorted());
    expect(Object.keys(ARGS).toSorted()).toEqual(buttons.map(({ name }) => name).toSorted());
    expect(Object.keys(FORMS).toSorted()).toEqual(forms.map(({ name }) => name).toSorted());
    // What may be said after these is in the tests below.
    expect([commands.map(({ name }) => name), shortcuts ?? []]).toEqual([
      ["evidence", "assess", "portfolio"],
      [],
    ]);
  });

  const refusals = Object.entries(TABLE).flatMap(([entry, cells]) =>
    MEMBERS.flatMap((who, index) => {
      const cell = cells[index];
      if (!cell) throw new Error(`no cell for ${entry}, ${who}`);
      return cell === "yes" ? [] : [{ entry, who, cell }];
    }),
  );

  it.each(refusals)("$entry by $who: $cell", async ({ entry, who, cell }) => {
    const before = await here.state();
    const answer = await attempt(entry, who, here.about);
    expect(said(answer)).toMatch(WORDS[cell]);
    const missing = await attempt(entry, who, MISSING);
    const isTheSame = said(missing) === said(answer);
    expect(isTheSame, `of what does not exist: ${said(missing)}`).toBe(cell !== "seen");
    expect(await here.state(), "a refusal changes nothing").toBe(before);
  });

  const outsiders = Object.entries(OUTSIDERS).flatMap(([who, asker]) =>
    Object.keys(TABLE).map((entry) => ({ entry, who, asker })),
  );

  it.each(outsiders)("$entry by $who: nothing", async ({ entry, asker }) => {
    const before = await here.state();
    const answer = await attempt(entry, asker, here.about);
    expect(isToldToStrangers(said(answer)), said(answer)).toBe(true);
    expect(await here.state()).toBe(before);
  });

  it.each([
    ["evidence", "tom"],
    ["evidence", "qa"],
    ["evidence", "helen"],
    ["assess", "tom"],
    ["assess", "wei"],
    ["assess", "ana"],
  ] as const)("/%s by %s: refused, and told who can change it", async (command, who) => {
    const before = await here.state();
    for (const line of ["", "E001", "list", "coverage CC15", "queue", "sample", "samples"]) {
      const answer = await here.floor.command(who, command, line);
      expect(said(answer), line).toMatch(/Whoever keeps the organisation file/);
    }
    expect(await here.state()).toBe(before);
  });

  it("a number is of one's own evidence, and of nobody else's", async () => {
    expect(said(await here.evidence("wei", "E002"))).toContain("Something that was written for this test");
    expect(said(await here.evidence("ana", "E002"))).toBe(said(await here.evidence("ana", "E999")));
    expect(said(await here.evidence("ana", "list"))).not.toContain("E002");
  });

  it("one who typed a word is offered nobody else's numbers", async () => {
    const offered = async (who: "wei" | "ana" | "tom") =>
      (await here.floor.suggest(who, "evidence", "what", "E0")).map(({ value }) => value);
    expect([await offered("wei"), await offered("ana"), await offered("tom")]).toEqual([
      ["E003", "E002", "E001"],
      ["E001"],
      [],
    ]);
  });

  it("what somebody keeps alone is not there for their assessor and verifier either", async () => {
    for (const who of ["qa", "helen"] as const) {
      const own = await here.floor.button(who, "assess.item", here.about.own);
      expect(said(own)).toBe(said(await here.floor.button(who, "assess.item", MISSING.own)));
      for (const line of ["", "queue", "samples"])
        expect(said(await here.assess(who, line).catch(() => here.assess(who)))).not.toContain("E002");
    }
  });

  it("nobody shares somebody else's evidence from a form of their own", async () => {
    const before = await here.state();
    const answer = await sends(
      here,
      "ana",
      "evidence.share",
      { item: here.about.own },
      { items: here.about.own, help: "" },
    );
    expect(answer.kind).toBe("fieldErrors");
    expect(await here.state()).toBe(before);
  });

  it("nobody has somebody else's case, or an event of it, among their suggestions", async () => {
    for (const who of ["ana", "wei"] as const) {
      const shown = said(await here.evidence(who, "suggestions"));
      expect(shown.includes("Decided"), who).toBe(who === "wei");
    }
  });
});

describe("what was forged", () => {
  const texts = [
    "",
    ".",
    "..",
    "...",
    "x",
    "__proto__",
    "constructor.prototype.x",
    "' OR 1=1 --",
    "z".repeat(5_000),
  ];

  it.each(Object.keys(ARGS).filter((name) => ARGS[name]?.(MISSING) !== ""))(
    "%s with arguments that nobody made: refused in words, and nothing changed",
    async (name) => {
      const before = await here.state();
      for (const asker of ["wei", "qa", "helen", "tom"] as const)
        for (const text of texts) {
          const answer = await here.floor.button(asker, name, text);
          // A unit that is left out is the learner's first.
          if (name === "evidence.coverage" && asker === "wei") continue;
          expect(said(answer), `${asker} ${text}`).not.toContain("Something went wrong");
          expect(answer.kind, `${asker} ${text}`).toBe("private");
        }
      expect(await here.state()).toBe(before);
    },
  );

  const named = Object.entries(FORMS).filter(([, { context }]) => Object.keys(context(MISSING)).length > 0);

  it.each(named)("form %s with a context that nobody made: refused in words", async (name, { values }) => {
    const before = await here.state();
    for (const asker of ["wei", "qa", "helen", "tom"] as const)
      for (const text of texts) {
        const context = Object.fromEntries(
          Object.keys(FORMS[name]?.context(MISSING) ?? {}).map((key) => [key, text]),
        );
        for (const forged of [context, {}]) {
          // This one needs no context: it is about what the learner chooses in it.
          if (name === "evidence.share" && asker === "wei") continue;
          const answer = await sends(here, asker, name, forged, values);
          expect(said(answer), `${asker} ${text}`).not.toContain("Something went wrong");
          expect(answer.kind).toBe("fieldErrors");
        }
      }
    expect(await here.state()).toBe(before);
  });

  it("a judgement of something else than was on the screen", async () => {
    const before = await here.state();
    const { about } = here;
    for (const hash of ["", "0", "000000000000", "0".repeat(64)]) {
      const context = { learner: about.learner, unit: about.unit, ref: "1.2", decision: "met", hash };
      const answer = await sends(here, "qa", "assess.judge", context, { reasons: "Because" });
      expect(said(answer)).toContain("The evidence has changed since you opened it");
    }
    expect(await here.state()).toBe(before);
  });

  it("criteria of a unit that the learner is not registered for", async () => {
    const before = await here.state();
    const { values } = FORMS["evidence.reflection"] ?? { values: {} };
    for (const forged of [
      { part: "g_58a_lo1", g_58a_lo1: "58A:1.1" },
      { part: "g_cc15_lo1", g_cc15_lo1: "58A:1.1" },
      { part: "g_cc15_lo1", g_cc15_lo1: "CC15:9.9" },
      { part: "why", g_cc15_lo1: "CC15:1.2" },
    ]) {
      const answer = await sends(here, "wei", "evidence.reflection", {}, { ...values, ...forged });
      expect(answer.kind, JSON.stringify(forged)).toBe("fieldErrors");
    }
    expect(await here.state()).toBe(before);
  });

  it("an agreement with something that is no record of a talk", async () => {
    const before = await here.state();
    for (const item of [here.about.own, here.about.shared])
      expect(said(await here.floor.button("wei", "evidence.agree", item))).not.toContain(
        "signed. The record",
      );
    expect(await here.state()).toBe(before);
  });

  it("a witness who judges, the learner, or nobody", async () => {
    const before = await here.state();
    for (const witness of ["qa", "helen", "wei", "gone", "nobody"]) {
      const answer = await here.floor.button("wei", "evidence.ask_one", `${here.about.own}.${witness}`);
      expect(said(answer), witness).not.toContain("is asked");
    }
    expect(await here.state()).toBe(before);
  });
});

describe("who is who in evidence", () => {
  it("takes effect on the next click when somebody is named or left out in the organisation file", async () => {
    const source = `${await floorFile()}${LEARNERS}`;
    const put = (text: string) => applyText(here.store, text, here.floor.clock.now());
    const look = async (who: "qa" | "sam") =>
      said(await presses(here, who, "assess.learner", here.about)).startsWith("Wei Chen");
    expect([await look("qa"), await look("sam")]).toEqual([true, false]);
    await put(source.replace("unit: CC15, assessor: qa", "unit: CC15, assessor: sam"));
    expect([await look("qa"), await look("sam")]).toEqual([false, true]);
    // Whoever verifies no more has no say in a sample that they drew when they did.
    await put(source.replace("assessor: qa, verifier: helen", "assessor: qa, verifier: aoife"));
    const told = said(await presses(here, "helen", "assess.agreed", here.about));
    expect(told).toMatch(WORDS.hidden);
    expect(said(await here.assess("helen", "samples"))).toContain("Nothing of your samples is open");
    await put(source.replace(/\n.*person: wei, unit: CC15.*/, ""));
    expect(said(await here.evidence("wei"))).toMatch(WORDS.other);
    await put(withPeople(source, { qa: { disabled: true } }).replace("assessor: qa", "assessor: sam")).catch(
      () => undefined,
    );
    await put(source);
    expect([await look("qa"), await look("sam")]).toEqual([true, false]);
  });

  it("does what it says for those who may, so that a refusal is one of something", async () => {
    for (const [entry, cells] of Object.entries(TABLE)) {
      // Each of these ends what the others need.
      if (/leave|decline|dismiss|strike|share|accept|testimony.write|outcome/.test(entry)) continue;
      const who = MEMBERS[cells.indexOf("yes")];
      if (!who) throw new Error(`nobody may ${entry}`);
      const answer = await attempt(entry, who, here.about);
      expect(said(answer), entry).not.toMatch(
        new RegExp(
          Object.values(WORDS)
            .map(({ source }) => source)
            .join("|"),
        ),
      );
    }
    for (const [who, entry, shown] of [
      ["tom", "form testimony.write", "It is signed in your name"],
      ["wei", "form evidence.accept", "E00"],
      ["wei", "form evidence.strike", "E002 is struck through."],
      ["helen", "form assess.outcome", "Recorded."],
      ["wei", "button evidence.leave", "You have left."],
    ] as const)
      expect(said(await attempt(entry, who, here.about)), entry).toContain(shown);
    expect(await here.faults()).toEqual([]);
  });
});
