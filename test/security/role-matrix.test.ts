import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../../src/chat/adapter.ts";
import { type Asker, type Floor, openFloor, said } from "../support/floor.ts";
import { type PersonEntry, withPeople } from "../support/organisation.ts";
import { OUTSIDERS } from "../support/outsiders.ts";
import { type Cell, MEMBERS, ROLE_TABLE, cellOfWords } from "../support/roles.ts";
import { applyText, floorFile } from "../support/world.ts";

let floor: Floor;
let customers = 0;
beforeAll(async () => {
  floor = await openFloor();
});
afterAll(() => floor.close());

/** Puts a fresh case where the entry needs it. */
async function caseFor(entry: string): Promise<string> {
  // A customer of its own: what is given to one customer counts against the limit together.
  customers += 1;
  const id = await floor.raise("ana", `refund C-${10_000 + customers} wants 80 back`);
  const held = /release|decide|hand_back|inform|weigh/.test(entry);
  if (held) await floor.button("priya", "case.take", await floor.argOf(id));
  if (/hand_back|inform|weigh/.test(entry))
    await floor.submit("priya", await floor.button("priya", "case.decide", await floor.argOf(id)), {
      what: "yes",
    });
  return id;
}

async function attempt(entry: string, id: string, asker: Asker, arg?: string): Promise<Answer> {
  const [kind, name = ""] = entry.split(" ");
  const argument = arg ?? (await floor.argOf(id));
  if (kind === "command") return floor.command(asker, name, name === "case" ? await refOf(id) : "");
  if (kind === "button") return floor.button(asker, name, argument);
  const [caseId = "", generation = ""] = argument.split(":");
  const values = {
    "case.raise": {
      kind: "approval",
      issue: "refund",
      customer: "C-7777",
      need: "80 back",
      amount: "80",
      waiting: "no",
    },
    "case.decide": { outcome: "approved", what: "yes", amount: "80", told: "raiser_will" },
    "case.inform": { told: "accepted" },
    "case.hand_back": { feedback: "thank you" },
    "case.weigh": { risk: "others may ask for the same" },
  }[name];
  if (!values) throw new Error(`no values for ${name}`);
  // A form that was never opened for this person: only what it names and who sends it count.
  const form = {
    name,
    id: crypto.randomUUID(),
    title: "",
    submitLabel: "",
    fields: [],
    context: name === "case.raise" ? {} : { case: caseId, generation },
  };
  return floor.submit(asker, { kind: "form", form }, values);
}

const refOf = async (id: string): Promise<string> => {
  const { store } = floor;
  const { cases } = await import("../../db/schema/escalation.ts");
  return (await store.read.select().from(cases)).find((row) => row.id === id)?.ref ?? "";
};

const cellOf = (answer: Answer): Cell =>
  answer.kind === "form" || answer.kind === "done" ? "yes" : cellOfWords(said(answer));

describe("who may do what", () => {
  it("has a row for every command, button and form that there is", async () => {
    const { escalationFeature } = await import("../../src/escalation/index.ts");
    const { createJournal } = await import("../../src/journal/index.ts");
    const { randomIds } = await import("../../src/ids.ts");
    const feature = escalationFeature({
      ids: randomIds,
      journal: createJournal(randomIds, false),
      active: new Set(),
    });
    const entries = [
      ...feature.commands.map((one) => `command ${one.name}`),
      ...feature.buttons.map((one) => `button ${one.name}`),
      ...feature.forms.map((one) => `form ${one.name}`),
    ];
    expect(Object.keys(ROLE_TABLE).toSorted()).toEqual(entries.toSorted());
  });

  const cells = Object.entries(ROLE_TABLE).flatMap(([entry, row]) => [
    ...Object.entries(MEMBERS).map(([who, asker]) => {
      const cell = Object.entries(row).find(([role]) => role === who)?.[1];
      if (!cell) throw new Error(`no cell for ${entry}, ${who}`);
      return { entry, who, asker, cell };
    }),
    ...Object.entries(OUTSIDERS).map(([who, asker]) => ({ entry, who, asker, cell: "stranger" as const })),
  ]);

  it.each(cells)("$entry by $who: $cell", async ({ entry, asker, cell }) => {
    const id = await caseFor(entry);
    const before = await floor.state();
    const seq = (await floor.record()).length;
    const answer = await attempt(entry, id, asker);
    expect(cellOf(answer), said(answer)).toBe(cell);
    if (cell === "yes") {
      await floor.command(asker, "back");
      return;
    }
    expect(await floor.state(), "a refusal changes nothing").toBe(before);
    const recorded = await floor.record(seq);
    expect(recorded.map((row) => row.kind)).toEqual(["access.refused"]);
    expect(recorded[0]?.subject).toBe(entry.replace(" ", ":"));
  });

  it("gives no case away: a foreign one and one that does not exist are answered in the same bytes", async () => {
    const id = await caseFor("button case.take");
    for (const entry of [
      "button case.take",
      "button case.decide",
      "form case.decide",
      "form case.inform",
      "form case.weigh",
    ]) {
      const foreign = said(await attempt(entry, id, "aoife"));
      const missing = said(await attempt(entry, id, "aoife", "0".repeat(20) + ":1"));
      expect(foreign, entry).toBe(missing);
    }
    expect(said(await floor.command("aoife", "case", await refOf(id)))).toBe(
      said(await floor.command("aoife", "case", "ESC-9999")),
    );
    expect(said(await floor.command("aoife", "cases", ""))).not.toContain(await refOf(id));
  });

  it.each(["", ":", "x", "x:1", "../../etc:1", "' OR 1=1 --:1", "__proto__:1", `${"z".repeat(5_000)}:1`])(
    "an edited button (%j) changes nothing, for those who may as for those who may not",
    async (arg) => {
      const id = await caseFor("button case.take");
      const before = await floor.state();
      for (const asker of ["priya", "tom"] as const) {
        expect(cellOf(await floor.button(asker, "case.take", arg))).toBe("hidden");
        expect(cellOf(await floor.button(asker, "case.decide", arg))).toBe("hidden");
      }
      expect(await floor.state()).toBe(before);
      expect(cellOf(await attempt("button case.take", id, "priya"))).toBe("yes");
    },
  );

  it("nobody decides their own case, whatever they may decide for others", async () => {
    customers += 1;
    const id = await floor.raise("priya", `refund C-${10_000 + customers} wants 80 back`);
    const before = await floor.state();
    expect(said(await attempt("button case.take", id, "priya"))).toContain(
      "yourself, so somebody else has to take it",
    );
    expect(await floor.state()).toBe(before);
    expect(cellOf(await attempt("button case.take", id, "sam"))).toBe("yes");
  });

  it("an edited generation changes nothing either", async () => {
    const id = await caseFor("button case.take");
    const before = await floor.state();
    for (const generation of ["0", "2", "-1", "1e0", "999999999999"]) {
      expect(said(await floor.button("priya", "case.take", `${id}:${generation}`))).toContain("has moved on");
    }
    expect(await floor.state()).toBe(before);
  });

  it("takes effect on the next click when somebody is disabled or loses their level", async () => {
    const id = await caseFor("button case.take");
    const arg = await floor.argOf(id);
    const source = await floorFile();
    const become = (change: PersonEntry) =>
      applyText(floor.store, withPeople(source, { priya: change }), floor.clock.now());
    await become({ disabled: true });
    expect(cellOf(await floor.button("priya", "case.take", arg))).toBe("stranger");
    await become({ level: "agent" });
    expect(cellOf(await floor.button("priya", "case.take", arg))).toBe("no");
    await applyText(floor.store, source, floor.clock.now());
    expect(cellOf(await floor.button("priya", "case.take", arg))).toBe("yes");
  });
});
