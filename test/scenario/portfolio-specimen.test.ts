import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { extractText, getDocumentProxy } from "unpdf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { journal } from "../../db/schema/foundation.ts";
import { demoPortfolio } from "../../src/cli/demo-portfolio.ts";
import { packageRoot } from "../../src/package-root.ts";
import { portfolioShape } from "../../src/portfolio/model.ts";
import { onSlackHand } from "../support/hand.ts";
import { type Unpacked, exports, readable, verifies } from "../support/learner-story.ts";
import { type World, openWorld } from "../support/world.ts";

const STAMP = "SPECIMEN";

let world: World;
let zip: Unpacked;
let tookMs: number;
beforeAll(async () => {
  const example = await readFile(join(packageRoot(), "docs", "examples", "northgate.yaml"), "utf8");
  world = await openWorld({
    createAs: "sandbox",
    organisation: () => example.replace("T0NORTH", "T0FLOOR").replace("C0BILLESC", "C0BILL"),
  });
  const begun = performance.now();
  await demoPortfolio(world.store, world.clock.now());
  tookMs = performance.now() - begun;
  zip = await exports(world, onSlackHand(world, "ana"));
}, 120_000);
afterAll(() => world.stop());

describe("the demo's portfolio", () => {
  it("is made once, soon after the demo has started", async () => {
    const count = async () => (await world.store.read.select().from(journal)).length;
    const before = await count();
    await demoPortfolio(world.store, world.clock.now());
    expect(await count(), "another start adds nothing").toBe(before);
    console.info(`the demo's evidence is made in ${Math.round(tookMs)} ms`);
  });

  it("has something of every kind that a visitor should see", () => {
    const portfolio = portfolioShape.parse(JSON.parse(zip.text("portfolio.json")));
    expect(
      portfolio.items.map(({ ref, kind, customer }) => `${ref} ${kind} ${customer ? "of a customer" : "-"}`),
    ).toEqual([
      "E001 work_product of a customer",
      "E002 work_product of a customer",
      "E003 work_product of a customer",
      "E004 work_product -",
      "E005 reflective_account -",
    ]);
    expect(portfolio.items[0]?.sources.map(({ role }) => role)).toEqual(["recorder", "recorder"]);
    expect(portfolio.items[1]?.testimonies.map(({ witness }) => witness)).toEqual(["Priya Shah"]);
    const judged = portfolio.units[0]?.groups
      .flatMap(({ criteria }) => criteria)
      .flatMap(({ ref, judgements }) =>
        judgements.map(({ decision, current }) => `${ref} ${decision}${current ? "" : ", not current"}`),
      );
    expect(judged).toEqual(["2.2 more_needed", "2.5 met"]);
    expect(portfolio.items.every(({ declarations }) => declarations[0]?.name === "Ana Reyes")).toBe(true);
  });

  it("33: nothing in it is evidence: it says SPECIMEN in every format, and the check says so", async () => {
    expect(portfolioShape.parse(JSON.parse(zip.text("portfolio.json"))).specimen).toBe(true);
    const texts = await readable(zip);
    for (const name of ["README.txt", "portfolio.html", "forms.docx", "csv/evidence.csv", "xapi.json"])
      expect(texts.get(name), name).toContain(STAMP);
    expect(JSON.parse(zip.text("manifest.json"))).toMatchObject({ specimen: true });
    const checked = await verifies(zip);
    expect(checked.code).toBe(0);
    expect(checked.said).toContain(STAMP);
  });

  it("33: every page of the PDF says SPECIMEN", async () => {
    const document = await getDocumentProxy(
      Uint8Array.from(await readFile(join(zip.folder, "portfolio.pdf"))),
    );
    const { text: pages } = await extractText(document, { mergePages: false });
    expect(pages.length).toBeGreaterThan(8);
    expect(pages.flatMap((page, index) => (page.includes(STAMP) ? [] : [index + 1]))).toEqual([]);
  });
});
