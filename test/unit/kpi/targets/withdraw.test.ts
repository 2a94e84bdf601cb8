import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { eq } from "drizzle-orm";
import { outbox } from "../../../../db/schema/outbox.ts";
import type { Answer } from "../../../../src/chat/adapter.ts";
import { plainText } from "../../../../src/chat/message.ts";
import { resolve } from "../../../../src/outbox/index.ts";
import { said } from "../../../support/floor.ts";
import { type KpiFloor, openKpiFloor } from "../../../support/kpi-floor.ts";
import { withPeople } from "../../../support/organisation.ts";
import { type PersonId, applyText, floorFile } from "../../../support/world.ts";

let here: KpiFloor;
beforeEach(async () => {
  here = await openKpiFloor();
});
afterEach(() => here.close());

const BASIS = "What the customers of Acme are promised";

/** Priya asks Wei and Ana about a target. */
async function proposes(low = "80"): Promise<Answer> {
  here.floor.clock.advance(60_000);
  const form = await here.floor.command("priya", "kpi", "agree sl");
  return here.floor.submit("priya", form, { low, basis: BASIS, asked: "wei\nana", from: "2026-12-01" });
}
const newest = async (): Promise<string> => (await here.targetsOf("billing")).at(-1)?.id ?? "";
const presses = async (who: PersonId, action: string): Promise<string> =>
  said(await here.floor.button(who, action, await newest()));
const says = async (who: PersonId, reason: string): Promise<string> =>
  said(await here.floor.submit(who, await here.floor.button(who, "kpi.decline", await newest()), { reason }));

/** The direct message about the newest target that somebody sees now, in plain text. */
async function sees(who: PersonId): Promise<string> {
  const { read } = here.floor.store;
  const key = `kpi/target/${await newest()}/${who}`;
  const [row] = await read.select().from(outbox).where(eq(outbox.key, key));
  return row ? plainText(await resolve(read, row.message, "slack")) : "";
}
const buttonsOf = (answer: Answer): readonly string[] =>
  answer.kind === "private" ? (answer.message.buttons ?? []).map(({ label }) => label) : [];

describe("a proposal that is withdrawn", () => {
  it("is offered for that to whoever made it, and those who were asked see who withdrew it and that they need not answer", async () => {
    expect(buttonsOf(await proposes())).toEqual(["Withdraw"]);
    expect(await sees("wei")).toContain("Do you agree: Service level · Billing");

    expect(await presses("priya", "kpi.withdraw")).toContain("Withdrawn: Service level · Billing");

    for (const who of ["wei", "ana"] as const) {
      const seen = await sees(who);
      expect(seen).toContain("Withdrawn: Service level · Billing");
      expect(seen).toContain("Priya Shah withdrew this proposal. Nobody needs to answer it any more.");
      expect(seen).toContain("Had not answered: Ana Reyes and Wei Chen");
      expect(seen).not.toMatch(/I agree|I do not agree|Not answered yet/);
    }
    // Who did it has the answer to the press, and needs no message about it.
    expect(await sees("priya")).toBe("");
  });

  it("is in no list any more, and another can follow it", async () => {
    await proposes();
    await presses("priya", "kpi.withdraw");
    expect(said(await here.floor.command("priya", "kpi", "list"))).toContain("Waiting for answers\nNone.");
    expect(said(await here.floor.command("priya", "kpi", "show sl"))).toContain(
      "Nobody has agreed on it for this team.",
    );
    await proposes("85");
    expect(await presses("wei", "kpi.agree")).toContain("You agreed");
    expect(await presses("ana", "kpi.agree")).toContain("Agreed by everybody");
  });

  it("can be answered by nobody, who is told why in plain words", async () => {
    await proposes();
    await presses("wei", "kpi.agree");
    const form = await here.floor.button("ana", "kpi.decline", await newest());
    await presses("priya", "kpi.withdraw");
    const before = await here.state();

    const told = "This proposal was withdrawn: nobody needs to answer it any more.";
    expect(await presses("ana", "kpi.agree")).toContain(told);
    expect(await presses("ana", "kpi.decline")).toContain(told);
    // A form that was open already, and a button that was answered already.
    expect(said(await here.floor.submit("ana", form, { reason: "Too high" }))).toContain(told);
    expect(await presses("wei", "kpi.agree")).toContain(told);
    expect(await presses("priya", "kpi.withdraw")).toContain("This proposal was withdrawn already.");
    expect(await here.state()).toBe(before);
  });

  it("is on record with who did it and as what, and without what anybody wrote", async () => {
    await proposes();
    await presses("priya", "kpi.withdraw");
    await proposes("85");
    await presses("sam", "kpi.withdraw");
    const events = (await here.floor.record()).filter(({ kind }) => kind === "kpi.withdrawn");
    expect(events.map(({ actor, role, team, facts }) => ({ actor, role, team, facts }))).toEqual([
      { actor: "priya", role: "proposer", team: "billing", facts: '{"kpi":"sl","version":1}' },
      { actor: "sam", role: "leader", team: "billing", facts: '{"kpi":"sl","version":1}' },
    ]);
    expect(JSON.stringify(events)).not.toContain("Acme");
  });

  it("by another who leads the team, is told to whoever made it", async () => {
    await proposes();
    const card = await here.floor.command("sam", "kpi", "show sl");
    expect(buttonsOf(card)).toContain("Withdraw the proposal");
    await presses("sam", "kpi.withdraw");
    expect(await sees("priya")).toContain("Sam Whitfield withdrew this proposal.");
  });

  it("can be so by whoever made it who leads the team no more, and by nobody else who does not", async () => {
    await proposes();
    const source = await floorFile();
    await applyText(
      here.floor.store,
      withPeople(source, { priya: { level: "agent" } }),
      here.floor.clock.now(),
    );
    expect(buttonsOf(await here.floor.command("tom", "kpi", "show sl"))).toEqual([]);
    expect(await presses("tom", "kpi.withdraw")).toContain("is for those who lead this team");
    expect(buttonsOf(await here.floor.command("priya", "kpi", "show sl"))).toEqual(["Withdraw the proposal"]);
    expect(await presses("priya", "kpi.withdraw")).toContain("Withdrawn: Service level");
  });

  it("among several about one KPI is told from the others by its target", async () => {
    await proposes("80");
    await proposes("85");
    const labels = buttonsOf(await here.floor.command("priya", "kpi", "show sl"));
    expect(labels).toEqual(expect.arrayContaining(["Withdraw: at least 80.0%", "Withdraw: at least 85.0%"]));
  });
});

describe("a proposal that some have answered", () => {
  it("tells whoever made it how it stands, with the button to withdraw it", async () => {
    await proposes();
    await presses("wei", "kpi.agree");
    const seen = await sees("priya");
    expect(seen).toContain("Waiting for answers: Service level · Billing");
    expect(seen).toContain("Agreed: Wei Chen");
    expect(seen).toContain("Withdraw");
    expect(await sees("wei")).toContain("You agreed: Service level");
    await presses("priya", "kpi.withdraw");
    for (const who of ["priya", "wei", "ana"] as const)
      expect(await sees(who), who).toContain("Withdrawn: Service level · Billing");
    expect(await sees("priya")).not.toContain("Waiting for answers");
  });

  it("cannot be withdrawn once it is over, and says how it ended", async () => {
    await proposes();
    await says("ana", "Too high");
    expect(await presses("priya", "kpi.withdraw")).toContain(
      "This proposal is over already: somebody did not agree.",
    );
    await proposes("75");
    await presses("wei", "kpi.agree");
    await presses("ana", "kpi.agree");
    const before = await here.state();
    expect(await presses("priya", "kpi.withdraw")).toContain(
      "Everybody has agreed to this, so it cannot be withdrawn.",
    );
    expect(await here.state()).toBe(before);
    await presses("priya", "kpi.end_target");
    expect(await presses("priya", "kpi.withdraw")).toContain("There is nothing to withdraw.");
  });
});
