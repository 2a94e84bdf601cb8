import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { payloads } from "../../db/schema/foundation.ts";
import type { Answer } from "../../src/chat/adapter.ts";
import { weighedQuery } from "../../src/escalation/store.ts";
import { payloadDigest } from "../../src/journal/index.ts";
import {
  BILLING_D,
  modalOn,
  onDiscord,
  pressesOnDiscord,
  raisesOnDiscord,
  seesOnDiscord,
} from "../support/discord-floor.ts";
import { type Floor, openFloor, said } from "../support/floor.ts";
import { planOf } from "../support/query-plan.ts";
import { until } from "../support/until.ts";
import {
  BILLING,
  type PersonId,
  type World,
  as,
  floorFile,
  openWorld,
  presses,
  raises,
  sees,
} from "../support/world.ts";

const ALL = {
  customer_view: "A refund now ends it; a voucher would not.",
  benefit: "We keep the customer.",
  risk: "Others may ask for the same.",
  alternatives: "A voucher, which they refused.",
} as const;

const actions = (answer: Answer): string[] =>
  answer.kind === "private" ? (answer.message.buttons ?? []).map(({ action }) => action) : [];

describe("what was weighed in a decision", () => {
  let floor: Floor;
  beforeEach(async () => {
    floor = await openFloor();
  });
  afterEach(() => floor.close());

  /** A case that Ana raised and somebody has taken. */
  async function taken(
    values: Readonly<Record<string, string>> = {},
    by: PersonId = "priya",
  ): Promise<string> {
    const id = await floor.raise("ana", "refund C-1042 wants 80 back", values);
    await floor.button(by, "case.take", await floor.argOf(id));
    return id;
  }
  const decides = async (id: string, by: PersonId = "priya"): Promise<Answer> =>
    floor.submit(by, await floor.button(by, "case.decide", await floor.argOf(id)), {
      what: "Refund in full",
    });
  const opens = async (id: string, by: PersonId = "priya"): Promise<Answer> =>
    floor.button(by, "case.weigh", await floor.argOf(id));
  const weighed = async () => (await floor.record()).filter(({ kind }) => kind === "case.weighed");

  it("is asked for after deciding, in four short fields none of which has to be filled in", async () => {
    const id = await taken();
    const answer = await decides(id);
    expect(actions(answer)).toEqual(["case.weigh"]);
    const opened = await opens(id);
    if (opened.kind !== "form") throw new Error(said(opened));
    expect(opened.form.title).toBe("Weighed in ESC-0001");
    expect(
      opened.form.fields.map(({ id: field, label, type, required }) => [field, label, type, required]),
    ).toEqual([
      ["customer_view", "From the customer's point of view", "longText", false],
      ["benefit", "What the organisation gains", "longText", false],
      ["risk", "What the organisation risks", "longText", false],
      ["alternatives", "Options you turned down, and why", "longText", false],
    ]);
  });

  it("is on record once, without its words, which the event commits to", async () => {
    const id = await taken();
    await decides(id);
    const [decided] = (await floor.record()).filter(({ kind }) => kind === "case.decided");
    expect(said(await floor.submit("priya", await opens(id), ALL))).toContain(
      "what you weighed is on record",
    );

    const [event, ...more] = await weighed();
    expect(more).toEqual([]);
    expect(event).toMatchObject({ actor: "priya", role: "resolver", subject: id, team: "billing" });
    const text = [
      "From the customer's point of view: A refund now ends it; a voucher would not.",
      "What the organisation gains: We keep the customer.",
      "What the organisation risks: Others may ask for the same.",
      "Options you turned down, and why: A voucher, which they refused.",
    ].join("\n");
    const [kept] = await floor.store.read
      .select()
      .from(payloads)
      .where(eq(payloads.digest, event?.payloadDigest ?? ""));
    expect(kept?.text).toBe(text);
    expect(payloadDigest(kept?.salt ?? "", text)).toBe(event?.payloadDigest);
    expect(JSON.parse(event?.facts ?? "")).toMatchObject({
      ref: "ESC-0001",
      kind: "approval",
      issue: "refund",
      customer_view: true,
      benefit: true,
      risk: true,
      alternatives: true,
      options_complete: true,
      weighed_payload: kept?.id,
    });
    expect(event?.facts).not.toContain("voucher");
    expect(JSON.parse(decided?.facts ?? ""), "the decision itself says nothing of it").toMatchObject({
      options_complete: false,
    });

    const again = [await opens(id), await floor.submit("priya", formOf(id), ALL)];
    for (const answer of again)
      expect(said(answer)).toContain("What you weighed in ESC-0001 is already on record.");
    expect(await weighed()).toHaveLength(1);
  });

  const formOf = (id: string): Answer => ({
    kind: "form",
    form: {
      name: "case.weigh",
      id: crypto.randomUUID(),
      title: "",
      submitLabel: "",
      fields: [],
      context: { case: id, generation: "1" },
    },
  });

  it.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, boolean>>]>([
    [
      "one viewpoint",
      { benefit: ALL.benefit },
      { customer_view: false, benefit: true, risk: false, alternatives: false, options_complete: false },
    ],
    [
      "only what was turned down",
      { alternatives: ALL.alternatives },
      { customer_view: false, benefit: false, risk: false, alternatives: true, options_complete: false },
    ],
    [
      "the three viewpoints",
      { customer_view: ALL.customer_view, benefit: ALL.benefit, risk: ALL.risk },
      { customer_view: true, benefit: true, risk: true, alternatives: false, options_complete: true },
    ],
    [
      "two, and a third of spaces",
      { customer_view: ALL.customer_view, benefit: "  \n ", risk: ALL.risk },
      { customer_view: true, benefit: false, risk: true, alternatives: false, options_complete: false },
    ],
  ])("counts as complete with all three viewpoints only: %s", async (_name, values, facts) => {
    const id = await taken();
    await decides(id);
    await floor.submit("priya", await opens(id), values);
    const [event] = await weighed();
    expect(JSON.parse(event?.facts ?? "")).toMatchObject(facts);
  });

  it("needs one of them at least, and leaves out what may not be kept", async () => {
    const id = await taken();
    await decides(id);
    const nothing = await floor.submit("priya", await opens(id), { risk: "  " });
    expect(nothing).toMatchObject({
      kind: "fieldErrors",
      errors: { customer_view: "Fill in at least one of these." },
    });
    const card = await floor.submit("priya", await opens(id), {
      benefit: "kept on card 4111 1111 1111 1111",
    });
    expect(card).toMatchObject({ kind: "fieldErrors", errors: { benefit: expect.any(String) } });
    const long = await floor.submit("priya", await opens(id), { risk: "x".repeat(501) });
    expect(said(long)).toContain("501 characters, where 500 fit");
    expect(await weighed()).toEqual([]);
    expect(JSON.stringify(await floor.store.read.select().from(payloads))).not.toContain("4111");
  });

  it("is offered later under /case too, however the case went on, and shown there once it is noted", async () => {
    const id = await taken();
    await decides(id);
    await floor.submit("priya", await floor.button("priya", "case.hand_back", await floor.argOf(id)), {});
    await floor.submit("ana", await floor.button("ana", "case.inform", await floor.argOf(id)), {
      told: "accepted",
    });
    floor.clock.advance(40 * 86_400_000);
    const offered = await floor.command("priya", "case", "1");
    expect(said(offered)).toContain("Closed");
    expect(actions(offered)).toEqual(["case.weigh"]);
    for (const other of ["ana", "wei", "sam"] as const)
      expect(actions(await floor.command(other, "case", "1")), other).not.toContain("case.weigh");

    const before = await floor.state();
    await floor.submit("priya", await opens(id), ALL);
    expect(await floor.state(), "neither the case nor anything shown to others changes").toBe(before);
    const shown = await floor.command("priya", "case", "1");
    expect(said(shown)).toContain("What the organisation gains: We keep the customer.");
    expect(actions(shown)).toEqual([]);
    for (const other of ["ana", "wei", "sam"] as const)
      expect(said(await floor.command(other, "case", "1")), other).not.toContain("We keep the customer.");
  });

  it("is looked for by an index, however long the record is", async () => {
    const plan = await planOf(floor.file, weighedQuery);
    expect(plan).toEqual([expect.stringContaining("SEARCH journal USING INDEX journal_subject (subject=?)")]);
  });

  it("is nothing before the decision, and somebody else's after it", async () => {
    const id = await taken();
    expect(actions(await floor.command("priya", "case", "1"))).toEqual(["case.decide", "case.release"]);
    expect(said(await opens(id))).toBe("ESC-0001 is not decided yet. Decide it first.");
    await decides(id);
    for (const other of ["ana", "sam"] as const)
      expect(said(await opens(id, other))).toBe(
        "Priya Shah decided ESC-0001, so only Priya Shah can note what was weighed.",
      );
  });

  it.each(["advice", "notify"])("is not asked for in a case of the kind %s", async (kind) => {
    const id = await taken({ kind, issue: "something_else" }, "wei");
    expect(actions(await decides(id, "wei"))).toEqual([]);
    expect(actions(await floor.command("wei", "case", "1"))).toEqual(["case.hand_back"]);
    expect(said(await opens(id, "wei"))).toBe("Nothing is noted of what was weighed in ESC-0001.");
  });

  it.each(["takeover", "refer"])("is asked for in a case of the kind %s", async (kind) => {
    const id = await taken({ kind, issue: "something_else" }, "wei");
    expect(actions(await decides(id, "wei"))).toEqual(["case.weigh"]);
    expect((await opens(id, "wei")).kind).toBe("form");
  });
});

describe("a decision that is marked high risk", () => {
  const PLAIN = "  - { decision: payment_arrangement, level: team_leader }";
  let floor: Floor;
  beforeEach(async () => {
    floor = await openFloor(
      (await floorFile()).replace(PLAIN, PLAIN.replace(" }", ", marks: [high_risk] }")),
    );
  });
  afterEach(() => floor.close());

  const decideFormOf = async (kind: string, issue = "payment_arrangement") => {
    const id = await floor.raise("ana", `${issue.replace("_", " ")} C-1042 asks for 20`, { kind, issue });
    await floor.button("priya", "case.take", await floor.argOf(id));
    return floor.button("priya", "case.decide", await floor.argOf(id));
  };
  const kinds = async () => (await floor.record()).map(({ kind }) => kind);
  const THREE = { customer_view: ALL.customer_view, benefit: ALL.benefit, risk: ALL.risk };

  it.each(["approval", "takeover"])(
    "is not taken without all three sides, in a case of the kind %s",
    async (kind) => {
      const form = await decideFormOf(kind);
      for (const missing of ["customer_view", "benefit", "risk"] as const) {
        const answer = await floor.submit("priya", form, { what: "Ninety days", ...THREE, [missing]: " " });
        expect(answer, missing).toMatchObject({
          kind: "fieldErrors",
          errors: { [missing]: expect.any(String) },
        });
      }
      expect(await kinds()).not.toContain("case.decided");
    },
  );

  it("is on record together with what was weighed, which is not asked for again", async () => {
    const form = await decideFormOf("takeover");
    const answer = await floor.submit("priya", form, { what: "Ninety days", ...THREE });
    expect(actions(answer)).toEqual([]);
    const [event] = (await floor.record()).filter(({ kind }) => kind === "case.weighed");
    expect(JSON.parse(event?.facts ?? "")).toMatchObject({ options_complete: true, marks: ["high_risk"] });
    expect((await kinds()).filter((kind) => kind === "case.decided" || kind === "case.weighed")).toEqual([
      "case.decided",
      "case.weighed",
    ]);
  });

  it("is not asked for by a form that was made up either", async () => {
    const form = await decideFormOf("takeover");
    if (form.kind !== "form") throw new Error(said(form));
    const bare = form.form.fields.filter(({ id }) => !(id in THREE));
    const forged = { ...form, form: { ...form.form, fields: bare } };
    const answer = await floor.submit("priya", forged, { what: "Ninety days" });
    expect(answer.kind).toBe("fieldErrors");
    expect(await kinds()).not.toContain("case.decided");
  });

  it("asks nothing of who passes it on, nor where the decision has no mark", async () => {
    const passed = await floor.submit("priya", await decideFormOf("refer"), {
      outcome: "passed_on",
      what: "To the specialists",
    });
    expect(said(passed)).toContain("is decided");
    const plain = await decideFormOf("approval", "refund");
    const ids = plain.kind === "form" ? plain.form.fields.map(({ id }) => id) : [];
    expect(ids).toEqual(["outcome", "what", "amount", "told"]);
  });
});

describe("noting it", () => {
  let world: World | undefined;
  afterEach(async () => {
    await world?.stop();
    world = undefined;
  });

  it("on Slack begins at the answer to the decision", async () => {
    world = await openWorld();
    const priya = as(world, "priya");
    const ref = await raises(world, "ana", "refund C-1042 wants 80 back");
    await presses(world, "priya", "dm", "Take");
    await presses(world, "priya", "dm", "Decide");
    await until("the decision form", () => priya.view?.title === `Decide ${ref}`);
    await priya.fillIn({ "What was decided": "Refund in full" });
    await priya.submit();
    await until("the answer", () => priya.view?.text.includes("is decided") === true);
    await priya.pressInView("Note what you weighed");
    await until("the form", () => priya.view?.title === `Weighed in ${ref}`);
    await priya.fillIn({ "What the organisation risks": "Others may ask for the same." });
    await priya.submit();
    await until("it is noted", () => priya.view?.text.includes("what you weighed is on record") === true);
    priya.closeView();
    await priya.command("/case", ref, { channel: BILLING });
    await sees(world, "priya", BILLING, ref, "What the organisation risks: Others may ask for the same.");
    for (const person of ["ana", "tom", "sam"] as const)
      expect(
        JSON.stringify([as(world, person).sees(BILLING), as(world, person).dms()]),
        person,
      ).not.toContain("Others may ask");
    expect(priya.trouble).toEqual([]);
  });

  it("on Discord begins at /case", async () => {
    world = await openWorld({ platforms: ["discord"] });
    const priya = onDiscord(world, "priya");
    const ref = await raisesOnDiscord(world, "ana", {
      customer: "C-1042",
      need: "late order",
      amount: "80",
    });
    await pressesOnDiscord(world, "priya", "dm", "Take");
    await pressesOnDiscord(world, "priya", "dm", "Decide");
    await modalOn(world, "priya", `Decide ${ref}`);
    priya.fillIn({ "What was decided": "Refund in full" });
    await priya.submit();
    await seesOnDiscord(world, "ana", "dm", "Refund in full");
    await priya.command("case", { case: ref }, { channel: BILLING_D });
    await pressesOnDiscord(world, "priya", BILLING_D, "Note what you weighed");
    const form = await modalOn(world, "priya", `Weighed in ${ref}`);
    expect(form.fields.map(({ label }) => label)).toHaveLength(4);
    priya.fillIn({ "From the customer's point of view": "A refund now ends it." });
    await priya.submit();
    await seesOnDiscord(world, "priya", BILLING_D, `${ref}: what you weighed is on record.`);
  });
});
