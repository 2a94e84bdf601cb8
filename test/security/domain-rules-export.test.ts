import { asc, inArray } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampled } from "../../db/schema/assessment.ts";
import { customers, journal } from "../../db/schema/foundation.ts";
import { buildPortfolio } from "../../src/evidence/index.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal } from "../../src/journal/index.ts";
import { findMember, readSettings } from "../../src/people/index.ts";
import { bookOf } from "../../src/portfolio/book/index.ts";
import type { Portfolio } from "../../src/portfolio/model.ts";
import { type EvidenceFloor, openEvidenceFloor } from "../support/evidence-floor.ts";
import { judges, sends } from "../support/evidence-stage.ts";

/** The rules of DOMAIN 8 at what leaves the centre, by number. */
let here: EvidenceFloor;
beforeAll(async () => {
  here = await openEvidenceFloor();
  await here.join("wei", "ana");
  // Two customers, whom both learners have to do with: Ana raises, Wei decides.
  await here.decided("ana", "wei");
  await here.decided("ana", "wei");
  // Ana keeps the older one first, Wei the newer one.
  const words = {
    my_part: "I said what was needed, and no more than that.",
    why: "It could be decided at once.",
  };
  const keep = async (who: "ana" | "wei", label: string) =>
    here.fill(who, await here.evidence(who, "suggestions"), label, words);
  await keep("ana", "Keep 2");
  await keep("ana", "Keep 1");
  await keep("wei", "Keep 1");
  await keep("wei", "Keep 1");
  for (const learner of ["ana", "wei"] as const)
    for (const ref of ["E001", "E002"]) await here.share(learner, ref);
  await judges(here, "qa");
}, 60_000);
afterAll(() => here.close());

async function built(who: "ana" | "wei", id = `export of ${who}`): Promise<Portfolio> {
  const { read } = here.store;
  const learner = await findMember(read, who);
  if (!learner) throw new Error(`no ${who}`);
  return buildPortfolio(read, {
    learner,
    settings: await readSettings(read),
    now: here.floor.clock.now(),
    id,
  });
}

/** The last line of the recording form, as it is printed: label and date. */
const dateSampled = (portfolio: Portfolio) => {
  const form = bookOf(portfolio).sections.find(({ title }) => title.startsWith("Candidate recording form"));
  return form?.blocks
    .flatMap((block) => (block.kind === "signatures" ? block.signatures : []))
    .find(({ label }) => label === "Date sampled (by IV)");
};

describe("rules that a naive build gets wrong, at an export", () => {
  it("26: a customer has another number in another portfolio, also in another of the same learner, and no reference in any", async () => {
    const numbers = async (who: "ana" | "wei", of: Portfolio) =>
      Object.fromEntries(
        (await here.itemsOf(who)).map(({ ref, customerId }) => [
          String(customerId),
          of.items.find((item) => item.ref === ref)?.customer?.label,
        ]),
      );
    const ids = Object.keys(await numbers("ana", await built("ana")));
    for (const who of ["ana", "wei"] as const) {
      const orders = new Set<string>();
      for (let n = 1; n <= 20; n += 1) {
        const of = await numbers(who, await built(who, `export ${n}`));
        expect(Object.keys(of).toSorted()).toEqual(ids.toSorted());
        expect(new Set(Object.values(of))).toEqual(new Set(["Customer 1", "Customer 2"]));
        orders.add(String(of[ids[0] ?? ""]));
      }
      // That all twenty are alike happens by chance once in half a million.
      expect(orders.size).toBe(2);
    }
    const known = await here.store.read.select().from(customers).where(inArray(customers.id, ids));
    for (const portfolio of [await built("ana"), await built("wei")]) {
      const all = JSON.stringify(portfolio);
      for (const { id, ref } of known) {
        expect(all).not.toContain(id);
        expect(all).not.toContain(String(ref));
      }
    }
  });

  it("30: without a sample the form's date stays blank, and nothing asks for it; with one it is the day", async () => {
    const before = await built("wei");
    expect(dateSampled(before)).toEqual({ label: "Date sampled (by IV)", date: null });
    const gaps = before.units.flatMap(({ groups }) =>
      groups.flatMap(({ criteria }) => criteria.flatMap((one) => one.gaps)),
    );
    expect(gaps.filter((gap) => /sampl|verif/i.test(gap))).toEqual([]);
    await sends(here, "helen", "assess.sample", {}, { unit: "CC15", percent: "100", seed: "autumn" });
    const [drawn] = await here.store.read.select().from(sampled);
    await sends(
      here,
      "helen",
      "assess.outcome",
      { sample: drawn?.sampleId ?? "", judgement: drawn?.judgementId ?? "", outcome: "agreed" },
      {},
    );
    const after = dateSampled(await built("wei"));
    expect(after?.date).toMatch(/^\d{1,2} [A-Z][a-z]+ \d{4}$/);
  });

  it("33: a live centre's export is no specimen, and rests on nothing simulated; nothing simulated gets in", async () => {
    const portfolio = await built("wei");
    expect(portfolio.specimen).toBe(false);
    expect(JSON.stringify(bookOf(portfolio))).not.toContain("SPECIMEN");
    const seqs = portfolio.items.flatMap(({ sources }) => sources.map(({ seq }) => seq));
    expect(seqs.length).toBeGreaterThan(0);
    const rows = await here.store.read
      .select({ seq: journal.seq, simulated: journal.simulated })
      .from(journal)
      .where(inArray(journal.seq, seqs))
      .orderBy(asc(journal.seq));
    expect(rows.filter(({ simulated }) => simulated)).toEqual([]);
    const simulating = createJournal(randomIds, true);
    await expect(
      here.store.tx((db) =>
        simulating.record(db, here.floor.clock.now(), {
          team: "billing",
          actor: "wei",
          role: "resolver",
          kind: "case.decided",
          subject: "made-up",
          facts: { kind: "takeover", outcome: "resolved" },
        }),
      ),
    ).rejects.toThrow("a live journal holds nothing simulated");
  });
});
