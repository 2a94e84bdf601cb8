import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cases } from "../../db/schema/escalation.ts";
import { outbox } from "../../db/schema/outbox.ts";
import type { Answer } from "../../src/chat/adapter.ts";
import { endAsks } from "../../src/escalation/store.ts";
import { type Asker, type Floor, WORKSPACE, openFloor, said } from "../support/floor.ts";
import { type RestrictedCase, SECRET, raisesRestricted } from "../support/restricted.ts";
import { type Cell, cellOfWords } from "../support/roles.ts";
import { type PersonId, applyText, floorFile } from "../support/world.ts";

/** People of the test centre by what they are to a restricted case about safety that Ana raised. */
const PEOPLE = {
  raiser: "ana",
  specialist: "wei",
  "specialist of another team": "aoife",
  "other agent of the team": "tom",
  "leader of the team": "priya",
  "manager of the team": "sam",
  "specialist of another topic": "qa",
  "director of the whole centre": "helen",
  "agent of another team": "megan",
} as const satisfies Record<string, PersonId>;
type Part = keyof typeof PEOPLE;

const STRANGERS = {
  "disabled leader": "gone",
  "nobody we know": { platform: "slack", workspace: WORKSPACE, user: "U0NOBODY", isBot: false },
  "a specialist's id in another workspace": {
    platform: "slack",
    workspace: "T0OTHER",
    user: "U0WEI",
    isBot: false,
  },
} as const satisfies Record<string, Asker>;

/** In the order of {@link PEOPLE}; whoever is no part of it sees nothing, whatever they try. */
const row = (raiser: Cell, specialist: Cell, other: Cell): Readonly<Record<Part, Cell>> => ({
  raiser,
  specialist,
  "specialist of another team": other,
  "other agent of the team": "hidden",
  "leader of the team": "hidden",
  "manager of the team": "hidden",
  "specialist of another topic": "hidden",
  "director of the whole centre": "hidden",
  "agent of another team": "hidden",
});

/** Written by hand. Where somebody has to hold the case it is Wei, the first of the specialists. */
const TABLE: Readonly<Record<string, Readonly<Record<Part, Cell>>>> = {
  "command case": row("yes", "yes", "yes"),
  "button case.take": row("no", "yes", "yes"),
  "button case.release": row("no", "yes", "no"),
  "button case.withdraw": row("yes", "no", "no"),
  "button case.decide": row("no", "yes", "no"),
  "button case.hand_back": row("no", "yes", "no"),
  "button case.inform": row("yes", "yes", "no"),
  "form case.decide": row("no", "yes", "no"),
  "form case.hand_back": row("no", "yes", "no"),
  "form case.inform": row("yes", "yes", "no"),
};

/** What stands for a case that does not exist. */
const MISSING = { caseId: "0".repeat(20), ref: "ESC-ZZZZZZ" };

let floor: Floor;
beforeEach(async () => {
  floor = await openFloor();
});
afterEach(() => floor.close());

const raise = (topic: "safety" | "discrimination" | "law" = "safety"): Promise<RestrictedCase> =>
  raisesRestricted(floor.store, floor.clock.now(), "ana", topic);

/** Does what an entry of the table says, with the case as somebody would forge it who was told of it. */
async function attempt(
  entry: string,
  one: Pick<RestrictedCase, "caseId" | "ref">,
  asker: Asker,
): Promise<Answer> {
  const [kind, name = ""] = entry.split(" ");
  if (kind === "command") return floor.command(asker, name, one.ref);
  const arg = await floor.argOf(one.caseId);
  if (kind === "button") return floor.button(asker, name, arg);
  const [, generation = ""] = arg.split(":");
  return floor.forges(
    asker,
    name,
    { case: one.caseId, generation },
    {
      outcome: "acted",
      what: "looked into it",
      told: name === "case.decide" ? "raiser_will" : "accepted",
      feedback: "thank you",
    },
  );
}

/** Puts a fresh case where the entry needs it. */
async function caseFor(entry: string): Promise<RestrictedCase> {
  const one = await raise();
  if (/release|decide|hand_back|inform/.test(entry))
    await floor.button("wei", "case.take", await floor.argOf(one.caseId));
  if (/hand_back|inform/.test(entry)) await attempt("form case.decide", one, "wei");
  return one;
}

const cellOf = (answer: Answer): Cell =>
  answer.kind === "form" || answer.kind === "done" ? "yes" : cellOfWords(said(answer));

/** Whether an entry of the table is hidden from somebody. */
const isHidden = (entry: string, who: string): boolean =>
  Object.entries(TABLE[entry] ?? {}).some(([part, cell]) => part === who && cell === "hidden");

describe("who may do what with a restricted case", () => {
  const cells = Object.entries(TABLE).flatMap(([entry, parts]) => [
    ...Object.entries(PEOPLE).map(([who, asker]) => ({
      entry,
      who,
      asker,
      cell: Object.entries(parts).find(([part]) => part === who)?.[1],
    })),
    ...Object.entries(STRANGERS).map(([who, asker]) => ({ entry, who, asker, cell: "stranger" as const })),
  ]);

  it.each(cells)("$entry by $who: $cell", async ({ entry, asker, cell }) => {
    const one = await caseFor(entry);
    const before = await floor.state();
    const answer = await attempt(entry, one, asker);
    expect(cellOf(answer), said(answer)).toBe(cell);
    const unchanged = (await floor.state()) === before;
    const acts = cell === "yes" && !/command|button case\.(decide|hand_back|inform)/.test(entry);
    expect(unchanged, "only what may be done changes anything").toBe(!acts);
  });

  it("is answered to everybody else in the bytes of what does not exist", async () => {
    for (const entry of Object.keys(TABLE)) {
      const one = await caseFor(entry);
      for (const [who, asker] of Object.entries(PEOPLE)) {
        if (!isHidden(entry, who)) continue;
        const [real, missing] = [
          await attempt(entry, one, asker),
          await attempt(entry, { ...MISSING }, asker),
        ];
        expect(JSON.stringify(real), `${entry} by ${who}`).toBe(JSON.stringify(missing));
      }
    }
  });

  it("is found under its reference however it is typed, by those for whom it is, and by nobody else", async () => {
    const { ref } = await raise();
    const bare = ref.slice(4);
    for (const typed of [ref, ref.toLowerCase(), bare, `esc ${bare}`, ` ${ref} `]) {
      expect(said(await floor.command("wei", "case", typed)), typed).toContain(ref);
      expect(said(await floor.command("priya", "case", typed)), typed).not.toContain(ref);
    }
  });
});

describe("a refusal", () => {
  it("tells the raiser who can take it: the specialists and nobody else", async () => {
    const one = await raise();
    expect(said(await attempt("button case.take", one, "ana"))).toBe(
      `You raised ${one.ref} yourself, so somebody else has to take it. Wei Chen or Aoife Byrne can.`,
    );
  });
});

describe("lists and suggestions", () => {
  /** Where somebody finds a case. */
  const places = async (asker: Asker, one: RestrictedCase): Promise<readonly string[]> => {
    const found: string[] = [];
    for (const which of ["", "mine", "open"])
      if (said(await floor.command(asker, "cases", which)).includes(one.ref)) found.push(`list ${which}`);
    for (const typed of ["", "ESC", one.ref, "Waiting"]) {
      const offered = await floor.suggest(asker, "case", "case", typed);
      if (JSON.stringify(offered).includes(one.ref)) found.push(`typing ${typed}`);
    }
    return found.map((place) => place.replace(one.ref, "it").trim());
  };
  const whileTyping = ["typing", "typing ESC", "typing it", "typing Waiting"];

  it.each<[Part, readonly string[]]>([
    ["raiser", ["list", "list mine", ...whileTyping]],
    ["specialist", ["list", "list open", ...whileTyping]],
    ["specialist of another team", ["list", "list open", ...whileTyping]],
    ["other agent of the team", []],
    ["leader of the team", []],
    ["manager of the team", []],
    ["specialist of another topic", []],
    ["director of the whole centre", []],
    ["agent of another team", []],
  ])("of the %s", async (part, expected) => {
    const one = await raise();
    expect(await places(PEOPLE[part], one)).toEqual(expected);
  });

  it("say the same to everybody else as if it did not exist, to the last byte", async () => {
    await floor.raise("ana");
    const look = async (): Promise<string> => {
      const seen: unknown[] = [];
      for (const asker of ["tom", "priya", "sam", "qa", "helen", "megan"] as const) {
        for (const which of ["", "mine", "open"]) seen.push(await floor.command(asker, "cases", which));
        for (const typed of ["", "E", "Waiting"])
          seen.push(await floor.suggest(asker, "case", "case", typed));
        seen.push(await floor.command(asker, "away"), await floor.command(asker, "back"));
      }
      return JSON.stringify(seen);
    };
    const before = await look();
    await raise();
    const held = await raise();
    await floor.button("wei", "case.take", await floor.argOf(held.caseId));
    expect(await look()).toBe(before);
  });

  it("show it to its holder as theirs, and to the raiser for as long as it is open", async () => {
    const one = await caseFor("button case.release");
    expect(said(await floor.command("wei", "cases", "mine"))).toContain(one.ref);
    expect(said(await floor.command("wei", "cases", "open"))).not.toContain(one.ref);
    await floor.button("ana", "case.withdraw", await floor.argOf(one.caseId));
    for (const asker of ["ana", "wei", "aoife"] as const)
      expect(said(await floor.command(asker, "cases")), asker).not.toContain(one.ref);
  });
});

describe("forged arguments", () => {
  it.each(["tom", "priya", "helen"] as const)("of any generation tell %s nothing", async (asker) => {
    const { caseId } = await caseFor("button case.decide");
    const before = await floor.state();
    for (const name of ["take", "release", "withdraw", "decide", "hand_back", "inform", "weigh"])
      for (const generation of ["0", "1", "2", "3", "-1", "x", ""])
        expect(cellOf(await floor.button(asker, `case.${name}`, `${caseId}:${generation}`)), name).toBe(
          "hidden",
        );
    for (const name of ["decide", "hand_back", "inform", "weigh"])
      for (const generation of ["0", "1", "2", "3"])
        expect(
          cellOf(
            await floor.forges(
              asker,
              `case.${name}`,
              { case: caseId, generation },
              {
                outcome: "acted",
                what: "x",
                told: "accepted",
                risk: "x",
              },
            ),
          ),
          name,
        ).toBe("hidden");
    expect(await floor.state()).toBe(before);
  });

  it("of the form for ordinary cases make no restricted one", async () => {
    const form = await floor.command("tom", "escalate", "notify");
    const answer = await floor.submit("tom", form, {
      kind: "notify",
      issue: "severe_safety",
      customer: "C-1042",
      need: "x",
      waiting: "no",
      restricted: "safety",
    });
    expect(answer.kind).toBe("fieldErrors");
    expect(await floor.store.read.select().from(cases)).toEqual([]);
  });

  it("of a register that has a decision of the topic's name open no way in", async () => {
    const source = (await floorFile()).replace(
      "authority:",
      "authority:\n  - { decision: severe_safety, level: team_leader, limit: 9.00, currency: GBP }",
    );
    await applyText(floor.store, source, floor.clock.now());
    const one = await raise();
    for (const asker of ["priya", "sam", "helen"] as const)
      expect(cellOf(await attempt("button case.take", one, asker)), asker).toBe("hidden");
    expect(cellOf(await attempt("button case.take", one, "wei"))).toBe("yes");
    const form = await attempt("button case.decide", one, "wei");
    const fields = form.kind === "form" ? form.form.fields.map(({ id }) => id) : [];
    expect(fields, "nothing of the register's decision is in it").toEqual(["outcome", "what", "told"]);
  });
});

describe("what was weighed in it", () => {
  // Restricted cases are notices, of which nothing is noted anyway; one of another kind would be no different.
  it.each(["notify", "takeover"] as const)("cannot be noted by anybody, were it a %s", async (kind) => {
    const one = await caseFor("button case.hand_back");
    await floor.store.tx((db) => db.update(cases).set({ kind }).where(eq(cases.id, one.caseId)));
    const shown = await floor.command("wei", "case", one.ref);
    const buttons = shown.kind === "private" ? (shown.message.buttons ?? []) : [];
    expect(buttons.map(({ action }) => action)).toEqual(["case.hand_back"]);
    const before = await floor.state();
    const seq = (await floor.record()).length;
    const context = { case: one.caseId, generation: "1" };
    for (const asker of ["ana", "wei", "aoife"] as const) {
      const pressed = await floor.button(asker, "case.weigh", await floor.argOf(one.caseId));
      const sent = await floor.forges(asker, "case.weigh", context, { risk: "somebody may be hurt" });
      for (const answer of [pressed, sent])
        expect(said(answer)).toContain(`Nothing is noted of what was weighed in ${one.ref}.`);
    }
    expect(await floor.state()).toBe(before);
    expect((await floor.record(seq)).filter(({ kind }) => kind === "case.weighed")).toEqual([]);
  });
});

describe("the audience", () => {
  it("is the highest level where nobody is named, and then nobody below it", async () => {
    const one = await raise("law");
    for (const asker of ["tom", "wei", "priya", "sam", "qa", "aoife", "megan"] as const)
      expect(cellOf(await attempt("button case.take", one, asker)), asker).toBe("hidden");
    expect(cellOf(await attempt("button case.take", one, "helen"))).toBe("yes");
  });

  it("may be somebody who never decides: to be told needs no authority", async () => {
    const one = await raise("discrimination");
    expect(cellOf(await attempt("button case.take", one, "qa"))).toBe("yes");
    expect(cellOf(await attempt("form case.decide", one, "qa"))).toBe("yes");
  });

  it("is checked where somebody acts: whoever is named no longer may neither see nor take it", async () => {
    const one = await raise();
    const arg = await floor.argOf(one.caseId);
    const source = (await floorFile()).replace("safety: [wei, aoife]", "safety: [priya]");
    await applyText(floor.store, source, floor.clock.now());
    for (const asker of ["wei", "aoife"] as const) {
      expect(cellOf(await floor.button(asker, "case.take", arg)), asker).toBe("hidden");
      expect(cellOf(await floor.command(asker, "case", one.ref)), asker).toBe("hidden");
      expect(said(await floor.command(asker, "cases")), asker).not.toContain(one.ref);
    }
    expect(cellOf(await floor.button("priya", "case.take", arg))).toBe("yes");
  });

  it("is not looked for among whoever comes back to the team", async () => {
    const one = await raise();
    await floor.store.tx((db) => endAsks(db, one.caseId, floor.clock.now()));
    await floor.command("priya", "away");
    const before = await floor.state();
    await floor.command("priya", "back");
    await floor.command("priya", "away");
    expect(await floor.state()).toBe(before);
  });

  it("loses nothing that it holds: whoever took it can end it, and is then out", async () => {
    const one = await caseFor("button case.decide");
    const source = (await floorFile()).replace("safety: [wei, aoife]", "safety: [priya]");
    await applyText(floor.store, source, floor.clock.now());
    expect(cellOf(await attempt("form case.decide", one, "wei"))).toBe("yes");
    expect(cellOf(await attempt("form case.hand_back", one, "wei"))).toBe("yes");
    expect(cellOf(await floor.command("aoife", "case", one.ref))).toBe("hidden");
  });
});

describe("the outbox", () => {
  it("has nothing of it for a channel, nor a way round into one, whatever happens to it", async () => {
    const one = await raise();
    for (const step of ["take", "release", "again", "take", "decide", "hand_back", "inform"]) {
      const arg = await floor.argOf(one.caseId);
      if (step === "again") {
        floor.clock.advance(24 * 3_600_000);
        await floor.runTimers();
      } else if (step === "decide" || step === "hand_back") await attempt(`form case.${step}`, one, "wei");
      else if (step === "inform") await attempt("form case.inform", one, "ana");
      else await floor.button("wei", `case.${step}`, arg);
      const rows = (await floor.store.read.select().from(outbox)).filter(({ key }) =>
        key.includes(one.caseId),
      );
      expect(rows.length, step).toBeGreaterThan(0);
      const ways = rows.flatMap(({ target, fallback }) => [target, ...fallback]);
      expect(
        ways.filter(({ kind }) => kind !== "dm"),
        step,
      ).toEqual([]);
      const people = new Set(ways.map((way) => (way.kind === "dm" ? way.memberId : way.channel)));
      expect([...people].toSorted(), step).toEqual(["ana", "aoife", "wei"]);
    }
    const [row] = await floor.store.read.select().from(cases).where(eq(cases.id, one.caseId));
    expect(row?.state).toBe("closed");
    expect(JSON.stringify(await floor.record())).not.toContain(SECRET);
  });
});
