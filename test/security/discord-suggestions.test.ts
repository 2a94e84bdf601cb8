import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Crowd, openCrowd } from "../support/discord-crowd.ts";
import { EVERYBODY, type Trying } from "../support/discord-trying.ts";
import { ordinaryWeeks } from "../support/comments.ts";
import type { Role } from "../support/roles.ts";

/** What is offered while somebody types: `all` to every member, `theirs` only where they may see the case. */
const OFFERED: Readonly<Record<string, { readonly to: "all" | "theirs"; readonly offer: RegExp }>> = {
  "escalate kind": { to: "all", offer: /^Approval$/ },
  "escalate issue": { to: "all", offer: /^Refund$/ },
  "escalate waiting": { to: "all", offer: /^Yes, on the line now$/ },
  // The times of today that are still to come are fewer in the evening; those of tomorrow are always there.
  "escalate promised": { to: "all", offer: /^Tomorrow, / },
  "case case": { to: "theirs", offer: /^ESC-0001 · Waiting/ },
  "cases which": { to: "all", offer: /^mine: / },
  "action action": { to: "theirs", offer: /^ACT-001 · Running/ },
  "actions which": { to: "all", offer: /^mine: / },
  "theme theme": { to: "theirs", offer: /^TH-001 · / },
  "comment about": { to: "all", offer: /^Mobile app$/ },
  "comment origin": { to: "all", offer: /^Spontaneous/ },
  "comment feeling": { to: "all", offer: /^Delighted$/ },
  "comments which": { to: "all", offer: /^mine: / },
  "kpi what": { to: "all", offer: /^list: / },
  "digest what": { to: "all", offer: /^preview: / },
  // What follows these is the same for everybody; whose a piece of evidence is, is in evidence-roles.test.ts.
  "evidence what": { to: "all", offer: /^suggestions$/ },
  "assess what": { to: "all", offer: /^queue$/ },
  "portfolio what": { to: "all", offer: /^export$/ },
};
const otherTeam: ReadonlySet<Role | "stranger"> = new Set([
  "agent of another team",
  "leader of another team",
]);

let crowd: Crowd;
beforeAll(async () => {
  crowd = await openCrowd();
  await crowd.raise("ana", "refund C-1042 wants 80 back");
  await crowd.plan("priya");
  await ordinaryWeeks(crowd.world);
  await crowd.settled();
});
afterAll(() => crowd.world.stop());

/** What is offered to somebody for an option, in words. */
async function offered({ as, where }: Trying, option: string, value = ""): Promise<readonly string[]> {
  const [command = "", name = ""] = option.split(" ");
  const choices = await crowd.person(as).suggestions(command, {}, { name, value }, where);
  return choices.map((choice) => choice.name);
}

describe("what is offered while somebody types on Discord", () => {
  it("has a row for every option that Discord asks us about", () => {
    const asked = crowd.world.discord.commands
      .of(undefined)
      .flatMap(({ source }) =>
        (source.options ?? [])
          .filter((option) => option.autocomplete === true)
          .map((option) => `${source.name} ${option.name}`),
      );
    expect(asked.toSorted()).toEqual(Object.keys(OFFERED).toSorted());
  });

  const cells = Object.entries(OFFERED).flatMap(([option, { to, offer }]) =>
    EVERYBODY.map((trying) => {
      const gets = trying.like !== "stranger" && (to === "all" || !otherTeam.has(trying.like));
      return { option, offer, trying, who: trying.who, gets: gets ? "is offered" : "is not offered" };
    }),
  );

  it.each(cells)("$who $gets $option", async ({ option, offer, trying, gets }) => {
    if (trying.after) await crowd.become(trying.after);
    const before = await crowd.standing();
    const seq = (await crowd.record()).length;
    const choices = await offered(trying, option);
    const after = await crowd.standing();
    // Typing is no act: nothing is done, and nothing goes on record.
    const recorded = await crowd.record(seq);
    if (trying.after) await crowd.become({});
    const shown =
      trying.like === "stranger" ? choices.length > 0 : choices.some((choice) => offer.test(choice));
    expect(shown, choices.join(", ")).toBe(gets === "is offered");
    expect([after, recorded]).toEqual([before, []]);
  });

  it("is the same empty list for a foreign case, a missing one and nonsense", async () => {
    const aoife = EVERYBODY.find(({ as }) => as === "aoife");
    if (!aoife) throw new Error("nobody");
    const typed = ["ESC-0001", "ESC-9999", "1", "%", "_", "' OR 1=1 --", "x".repeat(6_000), "\u202E"];
    const lists = await Promise.all(typed.map((value) => offered(aoife, "case case", value)));
    expect(lists).toEqual(typed.map(() => []));
  });
});
