import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Floor, openFloor } from "../../support/floor.ts";
import { raisesRestricted } from "../../support/restricted.ts";
import { applyText, floorFile } from "../../support/world.ts";

const PLAIN = "  - { decision: payment_arrangement, level: team_leader }";
const MARKED = PLAIN.replace(" }", ", marks: [identification, high_risk] }");

let floor: Floor;
beforeEach(async () => {
  floor = await openFloor((await floorFile()).replace(PLAIN, MARKED));
});
afterEach(() => floor.close());

const applies = async (change: (source: string) => string) =>
  applyText(floor.store, change(await floorFile()), floor.clock.now());

/** What the record says of the marks of a case, event by event; "none" where an event has no such fact. */
const marksOf = async (id: string): Promise<readonly unknown[]> =>
  (await floor.record())
    .filter(({ subject, kind }) => subject === id && kind.startsWith("case."))
    .map(({ facts }) => {
      const read: unknown = JSON.parse(facts);
      return typeof read === "object" && read !== null && "marks" in read ? read.marks : "none";
    });

describe("the marks of a decision in the record of its cases", () => {
  it("are in every step of a case, in one order", async () => {
    const id = await floor.raise("ana", "payment arrangement C-1042 wants ninety days");
    await floor.button("priya", "case.take", await floor.argOf(id));
    const marks = ["high_risk", "identification"];
    expect(await marksOf(id)).toEqual([marks, marks]);
  });

  it("are no fact at all where the decision has none, or there is no decision", async () => {
    const refund = await floor.raise("ana", "refund C-1042 wants 80 back");
    expect(await marksOf(refund)).toEqual(["none"]);
    const other = await floor.raise("ana", "how do I do this for C-1043", {
      kind: "advice",
      issue: "something_else",
    });
    expect(await marksOf(other)).toEqual(["none"]);
  });

  it("are those of the version under which the case arose, whatever the file says now", async () => {
    const before = await floor.raise("ana", "payment arrangement C-1042 wants ninety days");
    await applies((source) => source);
    const after = await floor.raise("ana", "payment arrangement C-1043 wants ninety days");
    for (const id of [before, after]) await floor.button("priya", "case.take", await floor.argOf(id));
    const marks = ["high_risk", "identification"];
    expect(await marksOf(before)).toEqual([marks, marks]);
    expect(await marksOf(after)).toEqual(["none", "none"]);
  });

  it("are never a restricted case's, also where the register has a decision of its topic's name", async () => {
    const severe = MARKED.replace("payment_arrangement", "severe_safety");
    await applies((source) => source.replace(PLAIN, severe));
    const { caseId } = await raisesRestricted(floor.store, floor.clock.now(), "ana", "safety");
    await floor.button("wei", "case.take", await floor.argOf(caseId));
    expect(await marksOf(caseId)).toEqual(["none", "none"]);
  });
});

describe("whether a decision was within authority, in the record", () => {
  /** Ana raises, somebody takes and decides; what the record says of their authority, "none" where it has no such fact. */
  const recorded = async (line: string, by: "wei" | "priya", values: Readonly<Record<string, string>>) => {
    const id = await floor.raise("ana", line, values);
    await floor.button(by, "case.take", await floor.argOf(id));
    const form = await floor.button(by, "case.decide", await floor.argOf(id));
    // A payment arrangement is marked high risk, so what was weighed goes with it.
    const weighed = { customer_view: "It ends the worry", benefit: "Paid in the end", risk: "Paid late" };
    await floor.submit(by, form, { what: "Done as the procedure says", ...weighed });
    const [event] = (await floor.record()).filter(
      ({ subject, kind }) => subject === id && kind === "case.decided",
    );
    const read: unknown = JSON.parse(event?.facts ?? "null");
    if (typeof read !== "object" || read === null) throw new Error("not decided");
    return "within_authority" in read ? read.within_authority : "none";
  };

  // A payment arrangement is a team leader's: Priya is one, Wei is a senior.
  it("is told where the register can tell, also where no amount was asked for", async () => {
    const takeover = { kind: "takeover", issue: "payment_arrangement" };
    expect(await recorded("payment arrangement C-1042 cannot pay", "priya", takeover)).toBe(true);
    expect(await recorded("payment arrangement C-1043 cannot pay", "wei", takeover)).toBe(false);
    expect(await recorded("refund C-1044 wants 20 back", "wei", {})).toBe(true);
  });

  it("is left out where it cannot, and where nothing was decided", async () => {
    expect(await recorded("C-1045 is angry", "wei", { kind: "takeover", issue: "something_else" })).toBe(
      "none",
    );
    expect(
      await recorded("payment arrangement C-1046 asks how", "wei", {
        kind: "advice",
        issue: "payment_arrangement",
      }),
    ).toBe("none");
  });
});
