import { afterEach, describe, expect, it } from "vitest";
import { cases } from "../../db/schema/escalation.ts";
import { type Asker, type Floor, openFloor, said } from "../support/floor.ts";
import { floorFile } from "../support/world.ts";

let floor: Floor | undefined;
afterEach(async () => {
  await floor?.close();
  floor = undefined;
});

/** The test centre with fifty more leaders, each with a Slack and a console account. */
async function crowd(): Promise<string> {
  const leaders = Array.from(
    { length: 50 },
    (_, n) => `  - { id: lead${n}, name: Lead ${n}, team: billing, level: team_leader, slack: U0LEAD${n} }`,
  );
  return (await floorFile()).replace("authority:", `${leaders.join("\n")}\nauthority:`);
}

describe("a hundred people who press Take at once, from two platforms", () => {
  it("have one winner; the others are told, kindly, who has it", async () => {
    floor = await openFloor(await crowd());
    const { button } = floor;
    const id = await floor.raise("ana");
    const arg = await floor.argOf(id);
    const askers: Asker[] = Array.from({ length: 50 }, (_, n) => [
      { platform: "slack" as const, workspace: "T0FLOOR", user: `U0LEAD${n}`, isBot: false },
      // The console's own workspace is checked by its adapter; here the core sees a vouched-for account.
      { platform: "console" as const, workspace: "T0FLOOR", user: `lead${(n + 25) % 50}`, isBot: false },
    ]).flat();
    const answers = (await Promise.all(askers.map((asker) => button(asker, "case.take", arg)))).map(said);

    const won = answers.filter((answer) => answer.startsWith("ESC-0001 is yours"));
    expect(won).toHaveLength(1);
    const [row] = await floor.store.read.select().from(cases);
    const holder = `Lead ${(row?.holderId ?? "").slice(4)}`;
    // The winner's own second press, from their other account, is told so; everybody else is told the name.
    expect(answers.filter((answer) => answer === "You already have ESC-0001.")).toHaveLength(1);
    expect(
      answers.filter(
        (answer) => answer === `${holder} already has ESC-0001. There is nothing that you need to do.`,
      ),
    ).toHaveLength(98);
    expect((await floor.record()).filter((event) => event.kind === "case.taken")).toHaveLength(1);
  });

  it("decide once: the same form, and two forms of the same card, have one effect", async () => {
    floor = await openFloor();
    const id = await floor.raise("ana");
    await floor.button("priya", "case.take", await floor.argOf(id));
    const first = await floor.button("priya", "case.decide", await floor.argOf(id));
    const second = await floor.button("priya", "case.decide", await floor.argOf(id));
    const values = { what: "Refund in full" };
    const { submit } = floor;
    const answers = (
      await Promise.all([first, first, second, first, second].map((form) => submit("priya", form, values)))
    ).map(said);
    expect(answers.filter((answer) => answer.startsWith("ESC-0001 is decided"))).toHaveLength(1);
    expect(answers.filter((answer) => /already sent|moved on/.test(answer))).toHaveLength(4);
    expect((await floor.record()).filter((event) => event.kind === "case.decided")).toHaveLength(1);
  });
});

describe("an old card", () => {
  it("changes nothing: superseded, closed, or thirty days old", async () => {
    floor = await openFloor();
    const id = await floor.raise("ana");
    const asRaised = await floor.argOf(id);
    await floor.button("priya", "case.take", asRaised);
    await floor.button("priya", "case.release", await floor.argOf(id));
    const before = await floor.state();
    expect(said(await floor.button("priya", "case.take", asRaised))).toContain(
      "ESC-0001 has moved on since this card was drawn",
    );
    expect(said(await floor.button("ana", "case.withdraw", asRaised))).toContain("has moved on");
    floor.clock.advance(30 * 24 * 3_600_000);
    expect(said(await floor.button("priya", "case.take", asRaised))).toContain("has moved on");
    expect(await floor.state()).toBe(before);

    await floor.button("ana", "case.withdraw", await floor.argOf(id));
    const over = await floor.state();
    for (const [who, action] of [
      ["priya", "case.take"],
      ["priya", "case.release"],
      ["priya", "case.decide"],
      ["ana", "case.withdraw"],
    ] as const) {
      expect(said(await floor.button(who, action, asRaised)), action).toMatch(
        /no longer|can no longer|already over|Nobody has|moved on/,
      );
    }
    expect(await floor.state()).toBe(over);
  });

  it("of an open form changes nothing either, and keeps what was typed in the form", async () => {
    floor = await openFloor();
    const id = await floor.raise("ana");
    await floor.button("priya", "case.take", await floor.argOf(id));
    const form = await floor.button("priya", "case.decide", await floor.argOf(id));
    await floor.button("priya", "case.release", await floor.argOf(id));
    const before = await floor.state();
    const answer = await floor.submit("priya", form, { what: "a long explanation" });
    expect(answer.kind).toBe("fieldErrors");
    expect(said(answer)).toContain("has moved on");
    expect(await floor.state()).toBe(before);
  });
});
