import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPortfolio } from "../../src/evidence/index.ts";
import { findMember, readSettings } from "../../src/people/index.ts";
import { exportPortfolio, verifyPortfolio } from "../../src/portfolio/index.ts";
import { type EvidenceFloor, MY_PART, openEvidenceFloor } from "../support/evidence-floor.ts";
import { said } from "../support/floor.ts";

const NOW = Date.parse("2026-12-04T10:00:00Z");

let here: EvidenceFloor;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "portfolio-"));
  here = await openEvidenceFloor();
  await here.join("wei");
  await here.decided("tom", "wei");
  await here.decided("tom", "wei");
  await here.keep("wei", { my_part: `${MY_PART} I rang C-2001 at 020 7946 0958 with Tom Baker.` });
  await here.keep("wei", { my_part: "This stays mine alone, whatever I export." });
  if ((await here.itemsOf("wei")).length !== 2) throw new Error("not kept");
}, 60_000);
afterAll(async () => {
  await here.close();
  rmSync(folder, { recursive: true });
});

const build = async (id = "export-1") => {
  const { read } = here.store;
  const learner = await findMember(read, "wei");
  if (!learner) throw new Error("no learner");
  return buildPortfolio(read, { learner, settings: await readSettings(read), now: NOW, id });
};

describe("a portfolio", () => {
  it("has nothing in it that the learner has not shared", async () => {
    const { items, units } = await build();
    expect(items).toEqual([]);
    expect(
      units.flatMap(({ groups }) => groups.flatMap(({ criteria }) => criteria.flatMap((one) => one.claims))),
    ).toEqual([]);
  });

  it("holds what is shared, with customers by number, colleagues by role, and what was withheld", async () => {
    await here.fill("wei", await here.evidence("wei", "E001"), "Share and sign", {});
    await here.floor.submit("wei", await here.evidence("wei", "profile"), {
      role: "senior agent",
      work: "I help Tom Baker with parcels.",
    });
    const portfolio = await build();
    expect(portfolio.specimen).toBe(false);
    expect(portfolio.items.map(({ ref }) => ref)).toEqual(["E001"]);
    const [item] = portfolio.items;
    expect(item?.myPart).toContain(MY_PART);
    expect(item?.myPart).not.toMatch(/C-2001|7946|Tom Baker/);
    expect(item?.customer?.label).toMatch(/^Customer [12]$/);
    expect(item?.sources.map(({ what, role }) => [what, role])).toEqual([
      ["Decided ESC-0002 (approval, refund): approved", "resolver"],
    ]);
    expect(portfolio.learner.profile).toBe(
      "My role: senior agent\nWhat I do there: I help Agent 3 with parcels.",
    );
    expect(portfolio.scan.withheld.map(({ where }) => where)).toEqual([
      "E001, my part",
      "E001, my part",
      "E001, my part",
      "profile",
    ]);
    expect(portfolio.scan.withheld.map(({ kind }) => kind)).toEqual([
      "customer reference",
      "telephone number",
      "colleague's name",
      "colleague's name",
    ]);
    expect(item?.declarations[0]?.name).toBe("Wei Chen");
    expect(item?.declarations[0]?.contentHash).toBe(item?.contentHash);
    expect(JSON.stringify(portfolio)).not.toContain("This stays mine alone");
  });

  it("is made into a ZIP that can be checked, and that shows what was changed in it", async () => {
    const file = join(folder, "wei.zip");
    const stages: string[] = [];
    await exportPortfolio(await build(), file, { progress: (stage) => stages.push(stage) });
    expect(stages.length).toBeGreaterThan(3);
    const checked = await verifyPortfolio(file);
    expect(checked.faults).toEqual([]);
    expect(checked.head?.seq).toBeGreaterThan(0);
    const bytes = readFileSync(file);
    const middle = Math.floor(bytes.length / 2);
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
    const altered = join(folder, "altered.zip");
    writeFileSync(altered, bytes);
    const found = await verifyPortfolio(altered).then(
      ({ faults }) => faults.length,
      (error: unknown) => (error instanceof Error ? 1 : 0),
    );
    expect(found).toBeGreaterThan(0);
  });
});

describe("/portfolio", () => {
  it("says what it does, and makes one at a time", async () => {
    const ask = (line: string) => here.floor.command("wei", "portfolio", line);
    expect(said(await ask(""))).toContain("/portfolio export makes your portfolio.");
    expect(said(await ask("export"))).toContain(
      "Your portfolio is being made. It comes in a direct message.",
    );
    expect(said(await ask("export"))).toContain("It is being made already.");
    expect(said(await here.floor.command("tom", "portfolio", "export"))).toContain(
      "You are not registered for a unit.",
    );
  });

  it("has nothing to export for somebody who has shared nothing", async () => {
    await here.join("ana");
    expect(said(await here.floor.command("ana", "portfolio", "export"))).toContain(
      "You have not shared any evidence yet",
    );
  });
});
