import { afterAll, beforeAll, expect, it } from "vitest";
import type { Answer } from "../../src/chat/adapter.ts";
import { buildPortfolio } from "../../src/evidence/index.ts";
import { findMember, readSettings } from "../../src/people/index.ts";
import { type EvidenceFloor, openEvidenceFloor } from "../support/evidence-floor.ts";
import { FORMS, judges, sends } from "../support/evidence-stage.ts";
import { said } from "../support/floor.ts";
import type { PersonId } from "../support/world.ts";

let here: EvidenceFloor;
beforeAll(async () => {
  here = await openEvidenceFloor();
  await here.join("wei");
}, 60_000);
afterAll(() => here.close());

const signs = (who: PersonId): Promise<Answer> => here.floor.button(who, "assess.sign_unit", "wei.CC15");

/** An account for every criterion of one part of the unit, shared. */
async function accountFor(part: string, refs: readonly string[]): Promise<void> {
  const chosen = { part, [part]: refs.map((ref) => `CC15:${ref}`).join("\n") };
  const { g_cc15_lo1: _, ...values } = FORMS["evidence.reflection"]?.values ?? {};
  const kept = await sends(here, "wei", "evidence.reflection", {}, { ...values, ...chosen });
  const ref = /^E\d+/.exec(said(kept))?.[0] ?? said(kept);
  await here.share("wei", ref);
}

async function judgeAll(decision = "Met"): Promise<number> {
  for (let count = 0; ; count += 1) {
    const queue = said(await here.assess("qa"));
    if (queue.startsWith("Nothing waits")) return count;
    await judges(here, "qa", decision);
  }
}

/** Who signed the unit, as a portfolio of this moment says, and whether that holds for what is judged now. */
async function competence() {
  const { read } = here.store;
  const learner = await findMember(read, "wei");
  if (!learner) throw new Error("no learner");
  const now = here.floor.clock.now();
  const portfolio = await buildPortfolio(read, {
    learner,
    settings: await readSettings(read),
    now,
    id: "e1",
  });
  return portfolio.units[0]?.competence.map(({ name, role, current }) => [name, role, current]);
}

it("a unit is signed by three, the assessor first, and only while every criterion is met", async () => {
  await accountFor("g_cc15_lo1", ["1.1", "1.2", "1.3", "1.4"]);
  await accountFor("g_cc15_lo2", ["2.1", "2.2", "2.3", "2.4", "2.5"]);
  expect(await judgeAll()).toBe(9);
  expect(said(await signs("qa"))).toContain(
    "CC15 cannot be signed yet: the assessor has not said of 3.1, 3.2, 3.3, 3.4, 3.5 that they are met",
  );
  await accountFor("g_cc15_lo3", ["3.1", "3.2", "3.3", "3.4", "3.5"]);
  expect(await judgeAll()).toBe(5);

  expect(said(await signs("wei"))).toContain("The assessor signs first, and has not signed yet.");
  expect(said(await signs("helen"))).toContain("The assessor signs first, and has not signed yet.");
  expect(said(await signs("qa"))).toBe(
    "CC15: signed. “All evidence for the whole of this unit, with its knowledge and understanding, has been met.”",
  );
  expect(said(await signs("qa"))).toContain("You have signed this already.");
  for (const who of ["wei", "helen"] as const) {
    const asked = (await here.mailOf(who)).at(-1);
    expect(asked?.text).toContain("Quinn Adler has signed CC15 of Wei Chen");
    expect(asked?.text).toContain("A verifier need not: verifiers sample.");
    const [button] = asked?.buttons ?? [];
    expect(said(await here.floor.button(who, button?.action ?? "", button?.arg ?? ""))).toContain("signed.");
  }

  const everybody = (...holds: readonly boolean[]) =>
    holds.flatMap((one) => [
      ["Quinn Adler", "assessor", one],
      ["Wei Chen", "learner", one],
      ["Helen Achebe", "verifier", one],
    ]);
  expect(await competence()).toEqual(everybody(true));

  // What a verifier finds wanting is put right first: nobody signs meanwhile, and it waits for the assessor.
  await sends(here, "helen", "assess.sample", {}, { unit: "CC15", percent: "1", seed: "spring" });
  const open = await here.assess("helen", "samples");
  const criterion = /1\. Wei Chen, CC15 (\d\.\d)/.exec(said(open))?.[1] ?? "none";
  await here.fill("helen", open, "Action on 1", { note: "Say which call you listened to" });
  for (const who of ["qa", "wei", "helen"] as const)
    expect(said(await signs(who))).toBe(
      `CC15 cannot be signed yet: Helen Achebe asked for action on ${criterion}. Quinn Adler settles it by judging again; /assess shows them what waits.`,
    );
  expect(await competence()).toEqual(everybody(false));
  const queue = await here.assess("qa");
  expect(said(queue)).toContain("1 to judge");
  expect(said(queue)).toContain("(the verifier asks for action, since");
  expect(said(await here.press("qa", queue, "Look at 1"))).toContain(
    "Helen Achebe asks for action, which is settled once you judge again: Say which call you listened to",
  );
  expect(await judgeAll()).toBe(1);
  // What they had signed was the judgement before it.
  expect(await competence()).toEqual(everybody(false));
  expect(said(await signs("wei"))).toContain("The assessor signs first, and has not signed yet.");
  for (const who of ["qa", "wei", "helen"] as const) expect(said(await signs(who))).toContain("signed.");
  expect(await competence()).toEqual(everybody(false, true));

  // A signature is bound to what was judged: with one piece gone, nobody signs any more.
  await here.fill("wei", await here.evidence("wei", "E003"), "Strike through", { reason: "Too old" });
  expect(said(await signs("qa"))).toContain("3.1, 3.2, 3.3, 3.4, 3.5");
  expect(await competence()).toEqual(everybody(false, false));
  expect(await here.faults()).toEqual([]);
});
