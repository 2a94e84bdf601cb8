import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PAGER } from "../../adapters/discord/pager.ts";
import type { RawValues } from "../../src/chat/form.ts";
import { type Crowd, type Name, USERS, openCrowd } from "../support/discord-crowd.ts";
import { BILLING_D, modalOn, seesOnDiscord } from "../support/discord-floor.ts";
import { EVERYBODY, type Trying } from "../support/discord-trying.ts";
import type { Delivery, Seen } from "../support/fake-discord/index.ts";
import { ROLE_TABLE, isToldToStrangers } from "../support/roles.ts";
import { until } from "../support/until.ts";

const NOT_KNOWN = /^Floorwalker does not know this account, or it was disabled\./;
const CLOSED = "This form was already sent, or nothing was entered in it for 15 minutes.";

/** The forms, whose they are, and what could be sent in them. */
const FORMS: Readonly<Record<string, { readonly owner: Name; readonly values: RawValues }>> = {
  "case.raise": { owner: "ana", values: { need: "something else", customer: "C-6666" } },
  "case.decide": { owner: "priya", values: { what: "Nothing at all", outcome: "refused" } },
  "case.inform": { owner: "ana", values: { told: "accepted" } },
  "case.hand_back": { owner: "priya", values: { feedback: "never ask again" } },
  "case.weigh": { owner: "priya", values: { risk: "none whatever" } },
};

let crowd: Crowd;
/** Form → id of one that its owner has open. */
const open = new Map<string, string>();
beforeAll(async () => {
  crowd = await openCrowd();
});
afterAll(() => crowd.world.stop());

/** Opens a form for its owner over the wire, as far as its first page, and gives back its id. */
async function opens(form: string): Promise<string> {
  const owner = FORMS[form]?.owner ?? "ana";
  const person = crowd.person(owner);
  const where = { channel: BILLING_D };
  if (form === "case.raise") await person.command("escalate", { what: "refund C-1042 wants 80 back" }, where);
  else {
    const id = await crowd.raise("ana", `refund C-${2_000 + open.size} wants 80 back`);
    await crowd.byCore.button("priya", "case.take", await crowd.argOf(id));
    if (form !== "case.decide") {
      const decide = await crowd.byCore.button("priya", "case.decide", await crowd.argOf(id));
      await crowd.byCore.submit("priya", decide, { what: "yes" });
    }
    const from = await crowd.plainMessage(owner, where);
    await person.forgesPress(from, `b0|${form}|${await crowd.argOf(id)}`);
  }
  const id = /^m\|f\|(.+)$/.exec(person.modal?.id ?? "")?.[1];
  if (id === undefined) throw new Error(`${form} did not open`);
  person.closeModal();
  return id;
}

/** Everything that can be sent for a half-filled form: a page of it, from anywhere, and the buttons of its message. */
const WAYS: Readonly<
  Record<string, (trying: Trying, from: Seen, id: string, values: RawValues) => Promise<Delivery>>
> = {
  "a page": ({ as, where }, _, id, values) => crowd.person(as).forgesSubmit(`m|f|${id}`, values, where),
  "a page opened from a message": ({ as, where }, from, id, values) =>
    crowd.person(as).forgesSubmit(`m|p|${id}`, values, where, from),
  ...Object.fromEntries(
    Object.values(PAGER).map((action) => [
      `the button ${action}`,
      ({ as }: Trying, from: Seen, id: string) => crowd.person(as).forgesPress(from, `b0|${action}|${id}`),
    ]),
  ),
};

/** What somebody is told in each way of sending, as they read it; what they typed is given back to them. */
async function attempts(
  trying: Trying,
  from: Seen,
  id: string,
  values: RawValues,
): Promise<readonly string[]> {
  const told: string[] = [];
  for (const send of Object.values(WAYS)) {
    const got = await crowd.got(trying.as, await send(trying, from, id, values));
    told.push("form" in got ? `form: ${got.form}` : got.words);
  }
  return told;
}

describe("a half-filled form that belongs to somebody else", () => {
  it("is tried for every form that there is, with every button of its message", async () => {
    const forms = Object.keys(ROLE_TABLE).filter((entry) => entry.startsWith("form "));
    expect(Object.keys(FORMS).map((form) => `form ${form}`)).toEqual(forms);
    expect(Object.keys(WAYS)).toHaveLength(5);
    for (const form of Object.keys(FORMS)) open.set(form, await opens(form));
    await crowd.settled();
  });

  const cells = Object.keys(FORMS).flatMap((form) =>
    EVERYBODY.filter(({ as, like }) => as !== FORMS[form]?.owner || like === "stranger").map((trying) => ({
      form,
      trying,
      who: trying.who,
    })),
  );

  const closes = async ({ form, trying }: { form: string; trying: Trying }) => {
    const { values = {} } = FORMS[form] ?? {};
    if (trying.after) await crowd.become(trying.after);
    const before = await crowd.standing();
    const seq = (await crowd.record()).length;
    const from = await crowd.plainMessage(trying.as, trying.where);
    const others = crowd.others(trying.as);
    const existing = await attempts(trying, from, open.get(form) ?? "", values);
    const missing = await attempts(trying, from, crypto.randomUUID(), values);
    const after = await crowd.standing();
    const seen = crowd.others(trying.as);
    const recorded = await crowd.record(seq);
    if (trying.after) await crowd.become({});
    return {
      told: existing.map((words) =>
        isToldToStrangers(words) ? "stranger" : words.startsWith(CLOSED) ? "closed" : words,
      ),
      inTheSameBytes: JSON.stringify(existing) === JSON.stringify(missing),
      unchanged: JSON.stringify(after) === JSON.stringify(before),
      unseen: JSON.stringify(seen) === JSON.stringify(others),
      recorded: recorded.map(({ kind, subject }) => `${kind} ${subject}`),
    };
  };
  /** A refusal is on record, and says not which form it was; a form that is closed is no refusal. */
  const closed = ({ like }: Trying) => {
    const cell = like === "stranger" ? "stranger" : "closed";
    const ways = Object.keys(WAYS);
    return {
      told: ways.map(() => cell),
      inTheSameBytes: true,
      unchanged: true,
      unseen: true,
      recorded: cell === "closed" ? [] : [...ways, ...ways].map(() => "access.refused form:unknown"),
    };
  };

  it.each(cells)("$form is closed to $who", async (cell) => {
    expect(await closes(cell)).toEqual(closed(cell.trying));
  });

  it("is closed after a restart as before it", async () => {
    await crowd.restart();
    for (const cell of cells.filter(({ form }) => form === "case.decide"))
      expect(await closes(cell), cell.who).toEqual(closed(cell.trying));
  });

  it("goes on for its owner all the same", async () => {
    const priya = crowd.person("priya");
    const from = await crowd.plainMessage("priya", "dm");
    await priya.forgesPress(from, `b0|${PAGER.page}|${open.get("case.decide") ?? ""}`);
    priya.fillIn({ "What was decided": "Refund in full" });
    await priya.submit();
    const told = await seesOnDiscord(crowd.world, "ana", "dm", "Refund in full");
    expect(told.text).toContain("Approved £80.00 by Priya Shah");
    await crowd.settled();
  });
});

describe("the buttons of a half-filled form's message", () => {
  it("take no card's place, when they are forged from a card that everybody reads", async () => {
    await crowd.raise("ana", "refund C-4711 wants 80 back");
    await crowd.settled();
    const card = await seesOnDiscord(crowd.world, "tom", BILLING_D, "C-4711", "Waiting for somebody");
    const tom = crowd.person("tom");
    await tom.command("escalate", { what: "refund C-4712 wants 90 back" }, { channel: BILLING_D });
    const id = (await modalOn(crowd.world, "tom", "Escalate")).id.replace("m|f|", "");
    const others = crowd.others("tom");
    const far = { channel: BILLING_D };
    const sent = [
      await tom.forgesPress(card, `b0|${PAGER.send}|${crypto.randomUUID()}`),
      await tom.forgesSubmit(`m|p|${crypto.randomUUID()}`, { need: "read this, everybody" }, far, card),
      await tom.forgesSubmit(`m|p|${id}`, { waiting: "promised", need: "read this, everybody" }, far, card),
    ];
    for (const delivery of sent) await crowd.got("tom", delivery);
    expect(crowd.others("tom")).toEqual(others);
  });
});

describe("what was one's own a second ago", () => {
  /** Priya has a decision half-filled, and is told in her own message how it goes on. */
  async function halfDecided(customer: string): Promise<{ readonly id: string; readonly form: string }> {
    const id = await crowd.raise("ana", `refund ${customer} wants 80 back`);
    await crowd.byCore.button("priya", "case.take", await crowd.argOf(id));
    const priya = crowd.person("priya");
    const from = await crowd.plainMessage("priya", "dm");
    await priya.forgesPress(from, `b0|case.decide|${await crowd.argOf(id)}`);
    priya.fillIn({ "What was decided": `Refund to ${customer}` });
    await crowd.settled();
    return { id, form: (priya.modal?.id ?? "").replace("m|f|", "") };
  }

  it("is refused to whoever was disabled with a form open, and the attempt is on record", async () => {
    const { id } = await halfDecided("C-5001");
    await crowd.become({ priya: { disabled: true } });
    const before = await crowd.standing();
    const seq = (await crowd.record()).length;
    const sent = await crowd.person("priya").submit();
    if (!sent) throw new Error("not sent");
    expect(await crowd.got("priya", sent)).toEqual({ words: expect.stringMatching(NOT_KNOWN) });
    expect(await crowd.standing()).toEqual(before);
    expect((await crowd.record(seq)).map(({ kind }) => kind)).toEqual(["access.refused"]);
    expect((await crowd.caseOf(id)).state).toBe("acknowledged");
    await crowd.become({});
  });

  it("is refused above the limit of whoever lost their level with a form open", async () => {
    const { id } = await halfDecided("C-5002");
    await crowd.become({ priya: { level: "agent" } });
    const seq = (await crowd.record()).length;
    const sent = await crowd.person("priya").submit();
    if (!sent) throw new Error("not sent");
    const got = await crowd.got("priya", sent);
    expect(got).toEqual({ words: expect.stringContaining("above what you may decide for Refund (nothing)") });
    expect((await crowd.record(seq)).map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
      "access.refused form:case.decide",
    ]);
    expect((await crowd.caseOf(id)).state).toBe("acknowledged");
    await crowd.become({});
  });

  it("is stale where the case moved on with a form open, and what was typed is kept", async () => {
    const { id } = await halfDecided("C-5003");
    await crowd.byCore.button("priya", "case.release", await crowd.argOf(id));
    await crowd.settled();
    const sent = await crowd.person("priya").submit();
    if (!sent) throw new Error("not sent");
    expect(await crowd.got("priya", sent)).toEqual({ words: expect.stringContaining("has moved on") });
    expect((await crowd.caseOf(id)).state).toBe("raised");
    await until("it is kept", async () => (await crowd.halfFilled()).includes("Refund to C-5003"));
  });
});

describe("a custom id that somebody made up", () => {
  it.each([
    "",
    "b",
    "b0||",
    "b0|case.take|",
    "b0|case.take|:",
    "b0|case.take|x:1",
    "b0|case.take|' OR 1=1 --:1",
    "b0|case.take|__proto__:1",
    "b0|__proto__|x",
    "b0|constructor|x:1",
    "b0|case.nothing|x:1",
    "b0|@page|",
    "b0|@nothing|x",
    "b0|@send|__proto__",
    "b999|case.take|x",
    "m|f|x",
    "c0|case.take|x:1",
    `b0|case.take|${"z".repeat(5_000)}:1`,
    "b0|case.take|\u202E\u0000:1",
  ])("does nothing: %j", async (customId) => {
    const before = await crowd.standing();
    for (const [as, person] of [
      ["priya", crowd.person("priya")],
      ["nobody", crowd.person("nobody")],
    ] as const) {
      const from = await crowd.plainMessage(as, { channel: BILLING_D });
      const others = crowd.others(as);
      for (const delivery of [
        await person.forgesPress(from, customId),
        await person.forgesSubmit(customId, { need: "x", __proto__: "y" }, { channel: BILLING_D }, from),
      ])
        expect(await crowd.got(as, delivery)).toHaveProperty("words");
      expect(crowd.others(as)).toEqual(others);
    }
    expect(await crowd.standing()).toEqual(before);
  });

  it("with another generation does nothing either", async () => {
    const id = await crowd.raise("ana", "refund C-5100 wants 80 back");
    await crowd.settled();
    const before = await crowd.standing();
    const from = await crowd.plainMessage("priya", "dm");
    for (const generation of ["0", "2", "-1", "1e0", "", "999999999999"]) {
      const sent = await crowd.person("priya").forgesPress(from, `b0|case.take|${id}:${generation}`);
      expect(await crowd.got("priya", sent)).toEqual({ words: expect.stringContaining("has moved on") });
    }
    expect(await crowd.standing()).toEqual(before);
  });
});

describe("a name", () => {
  it("is nobody's key: whoever takes the leader's is told what a stranger is told", async () => {
    const { book } = crowd.world.discord;
    const id = await crowd.raise("ana", "refund C-5200 wants 80 back");
    await crowd.settled();
    for (const name of ["Priya Shah", "priya", `<@${USERS.priya}>`, USERS.priya]) {
      book.account(USERS.nobody).name = name;
      const from = await crowd.plainMessage("nobody", { channel: BILLING_D });
      const sent = await crowd.person("nobody").forgesPress(from, `b0|case.take|${await crowd.argOf(id)}`);
      expect(await crowd.got("nobody", sent)).toEqual({ words: expect.stringMatching(NOT_KNOWN) });
    }
    book.account(USERS.nobody).name = "nobody";
    // And a leader who changes theirs stays who they are.
    book.account(USERS.priya).name = "nobody at all";
    const from = await crowd.plainMessage("priya", { channel: BILLING_D });
    const sent = await crowd.person("priya").forgesPress(from, `b0|case.take|${await crowd.argOf(id)}`);
    expect(await crowd.got("priya", sent)).toEqual({ words: expect.stringContaining("is yours") });
  });
});
