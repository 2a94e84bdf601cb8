import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { members } from "../../../db/schema/people.ts";
import type { Answer } from "../../../src/chat/adapter.ts";
import { actionsFeature } from "../../../src/actions/index.ts";
import { randomIds } from "../../../src/ids.ts";
import { createJournal } from "../../../src/journal/index.ts";
import { type Asker, WORKSPACE } from "../../support/floor.ts";
import { type PersonEntry, withPeople } from "../../support/organisation.ts";
import { type ActionsFloor, REVIEWED, does, openActionsFloor, plans, said } from "./support.ts";

/** `yes`: it happens or its form opens. `no`: refused, with who can. `hidden`: as if it did not exist. */
type Cell = "yes" | "no" | "hidden" | "stranger";

/** By hand: Wei Chen owns the action and Priya Shah planned it, for billing; seniors and above may act. */
const PEOPLE = ["ana", "wei", "priya", "sam", "qa", "helen", "megan", "aoife", "gone", "nobody"] as const;
const row = (...cells: readonly Cell[]): Readonly<Record<(typeof PEOPLE)[number], Cell>> => {
  const [ana, wei, priya, sam, qa, helen, megan, aoife] = cells;
  const of = (cell: Cell | undefined): Cell => cell ?? "stranger";
  return {
    ana: of(ana),
    wei: of(wei),
    priya: of(priya),
    sam: of(sam),
    qa: of(qa),
    helen: of(helen),
    megan: of(megan),
    aoife: of(aoife),
    gone: "stranger",
    nobody: "stranger",
  };
};
const acts = row("no", "yes", "yes", "yes", "yes", "yes", "hidden", "hidden");
const TABLE: Readonly<Record<string, ReturnType<typeof row>>> = {
  // Planning for one's own team needs the level alone.
  "command action plan": row("no", "yes", "yes", "yes", "yes", "yes", "no", "yes"),
  "command action REF": row("yes", "yes", "yes", "yes", "yes", "yes", "hidden", "hidden"),
  "command actions": row("yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes"),
  "button action.plan": acts,
  "button action.start": acts,
  "button action.review": acts,
  "button action.tell": acts,
  "button action.hand_over": acts,
  "button action.drop": acts,
  "form action.plan": acts,
  "form action.review": acts,
  "form action.tell": acts,
  "form action.hand_over": acts,
  "form action.drop": acts,
};

const askerOf = (person: (typeof PEOPLE)[number]): Asker =>
  person === "nobody" ? { platform: "slack", workspace: WORKSPACE, user: "U0NOBODY", isBot: false } : person;

function cellOf(answer: Answer): Cell {
  if (answer.kind === "form" || answer.kind === "done") return "yes";
  const words = said(answer);
  if (words.startsWith("Floorwalker does not know this account")) return "stranger";
  if (/^There is no (action|theme) that you can see under that name\. Check it and try again\.$/.test(words))
    return "hidden";
  return /(may not do that|may not plan)[^.]*\. .* can\.$/.test(words) ? "no" : "yes";
}

let floor: ActionsFloor;
const VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "action.plan": {
    problem: "x",
    change: "x",
    owner: "wei",
    start: "2026-03-16",
    review: "2026-04-13",
  },
  "action.review": REVIEWED,
  "action.tell": { wording: "x", to: "channel" },
  "action.hand_over": { owner: "sam" },
  "action.drop": { reason: "x" },
};

/** Does what an entry of the table names with an action, as somebody. */
async function attempt(entry: string, ref: string, asker: Asker): Promise<Answer> {
  const [kind, name = "", text = ""] = entry.split(" ");
  if (kind === "command") return floor.command(asker, name, text === "REF" ? ref : text);
  const arg = name === "action.plan" ? "theme:t1" : await floor.argOf(ref);
  if (kind === "button") return floor.button(asker, name, arg);
  const [id = "", generation = ""] = arg.split(":");
  const context = name === "action.plan" ? { kind: id, subject: generation } : { action: id, generation };
  return floor.forges(asker, name, context, VALUES[name] ?? {});
}

/** A fresh action of Wei Chen's that Priya Shah planned, in the state that an entry needs. */
async function freshFor(entry: string): Promise<string> {
  const start = entry.endsWith("action.start") ? { start: "2026-03-20", review: "2026-04-20" } : {};
  await plans(floor, "priya", { owner: "wei", ...start });
  return (await floor.rows()).at(-1)?.ref ?? "";
}

/** Everything that a refusal must leave alone. */
const stateNow = async (): Promise<string> =>
  JSON.stringify([await floor.rows(), [...(await floor.sent())], await floor.timers()]);

describe("who may do what with an action", () => {
  it("has a row for every command, button and form that there is", () => {
    const parts = { ids: randomIds, journal: createJournal(randomIds, false), active: new Set<never>() };
    const feature = actionsFeature(parts, new Map());
    const there = [
      ...feature.commands.map((one) => `command ${one.name}`),
      ...feature.buttons.map((one) => `button ${one.name}`),
      ...feature.forms.map((one) => `form ${one.name}`),
    ];
    const listed = Object.keys(TABLE).map((entry) => entry.split(" ").slice(0, 2).join(" "));
    expect([...new Set(listed)].toSorted()).toEqual(there.toSorted());
  });

  beforeEach(async () => {
    floor = await openActionsFloor();
  });
  afterEach(() => floor.close());

  it.each(Object.entries(TABLE))("%s", async (entry, cells) => {
    const wrong: string[] = [];
    for (const person of PEOPLE) {
      const ref = await freshFor(entry);
      const before = await stateNow();
      const answer = await attempt(entry, ref, askerOf(person));
      const moved = (await stateNow()) !== before;
      const writes = entry.startsWith("form") || entry === "button action.start";
      if (cellOf(answer) !== cells[person] || moved !== (writes && cells[person] === "yes"))
        wrong.push(`${person}: ${said(answer)}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe("what is not yours", () => {
  beforeAll(async () => {
    floor = await openActionsFloor();
    await plans(floor, "priya", { owner: "wei" });
    const form = await floor.command("aoife", "action", "plan");
    await floor.submit("aoife", form, { problem: "x", change: "x", measure: "x", figure: "1 of 2" });
  });
  afterAll(() => floor.close());

  it("is answered byte for byte like what does not exist", async () => {
    const real = await floor.row("ACT-001");
    const answers = await Promise.all([
      floor.command("megan", "action", "ACT-001"),
      floor.command("megan", "action", "ACT-999"),
      floor.command("megan", "action", "what is this"),
      floor.button("megan", "action.review", `${real.id}:1`),
      floor.button("megan", "action.review", "none:1"),
      floor.button("aoife", "action.drop", `${real.id}:${real.generation}`),
      floor.button("aoife", "action.drop", ""),
      floor.button("aoife", "action.start", real.id),
      floor.button("aoife", "action.start", "::"),
    ]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it("is in nobody else's lists or suggestions", async () => {
    for (const which of ["", "mine", "team", "due"]) {
      expect(said(await floor.command("megan", "actions", which))).not.toContain("ACT-001");
      expect(said(await floor.command("priya", "actions", which))).not.toContain("ACT-002");
    }
    expect(said(await floor.command("helen", "actions", "team"))).toMatch(/ACT-001[^]*ACT-002/);
    expect(said(await floor.command("priya", "actions", "all"))).toBe(
      "Say /actions, /actions mine, /actions team or /actions due.",
    );
    const offered = async (asker: "megan" | "priya") =>
      (await floor.suggest(asker, "action", "action", "")).map((choice) => choice.value);
    expect(await offered("priya")).toEqual(["ACT-001", "plan"]);
    expect(await offered("megan")).toEqual(["ACT-002", "plan"]);
  });

  it("cannot be acted on by the names of things: prototypes, numbers, other teams' owners", async () => {
    const arg = await floor.argOf("ACT-001");
    const [id = ""] = arg.split(":");
    const before = await floor.rows();
    for (const forged of [
      `${id}:-1`,
      `${id}:1e9`,
      `${id}:999999999`,
      `${id}:`,
      "__proto__:1",
      "constructor:1",
    ])
      expect(said(await floor.button("wei", "action.start", forged))).toMatch(
        /has started already|There is no action/,
      );
    const owner = await does(floor, "wei", "hand_over", "ACT-001", { owner: "aoife" });
    expect(said(owner)).toContain("Choose one of the people shown.");
    const gone = await does(floor, "wei", "hand_over", "ACT-001", { owner: "gone" });
    expect(said(gone)).toContain("Choose one of the people shown.");
    expect(await floor.rows()).toEqual(before);
  });
});

describe("when people change", () => {
  const changed = async (changes: Readonly<Record<string, PersonEntry>>): Promise<void> => {
    await floor.apply(withPeople(floor.source, changes));
  };
  beforeEach(async () => {
    floor = await openActionsFloor();
    await plans(floor, "priya", { owner: "wei" });
  });
  afterEach(() => floor.close());

  it("an owner who is an agent now still reviews their own, and plans nothing new", async () => {
    await changed({ wei: { level: "agent" } });
    const form = await floor.button("wei", "action.review", await floor.argOf("ACT-001"));
    if (form.kind !== "form") throw new Error(said(form));
    const decision = form.form.fields.find((field) => field.id === "decision");
    expect(decision?.type === "choice" ? decision.choices.map((choice) => choice.value) : []).toEqual([
      "keep",
      "stop",
    ]);
    expect(said(await floor.submit("wei", form, REVIEWED))).toContain("Reviewed ·");
    expect(said(await plans(floor, "priya", { owner: "wei" }))).toContain("Choose one of the people shown.");
    expect(said(await floor.button("wei", "action.plan", "theme:t1"))).toBe(
      "You may not plan actions for this team. Priya Shah, Quinn Adler or Sam Whitfield can.",
    );
  });

  it("an owner in another team keeps what is theirs", async () => {
    await changed({ wei: { team: "orders" } });
    expect(said(await floor.command("wei", "action", "ACT-001"))).toContain("You can: Review");
    expect(said(await floor.command("wei", "actions", ""))).toContain("ACT-001");
    expect(said(await floor.button("wei", "action.plan", "theme:t1"))).toContain("There is no theme");
  });

  it("an owner who is disabled can do nothing, and anybody who may can hand it over", async () => {
    await does(floor, "wei", "hand_over", "ACT-001", { owner: "sam" });
    await changed({ sam: { disabled: true } });
    expect(said(await floor.button("sam", "action.review", await floor.argOf("ACT-001")))).toMatch(
      /^Floorwalker does not know this account/,
    );
    await does(floor, "qa", "hand_over", "ACT-001", { owner: "priya" });
    expect(await floor.row("ACT-001")).toMatchObject({ ownerId: "priya" });
  });

  it("what follows the review of somebody else's action goes to them, if the owner has left", async () => {
    await floor.store.tx(async (db) => {
      await db.update(members).set({ active: false }).where(eq(members.id, "wei"));
    });
    await does(floor, "sam", "review", "ACT-001", { ...REVIEWED, decision: "adapt", next_change: "y" });
    expect(await floor.row("ACT-002")).toMatchObject({ ownerId: "sam" });
  });
});
