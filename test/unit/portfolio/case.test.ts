import { describe, expect, it } from "vitest";
import { z } from "zod";
import { frameworksOf } from "../../../src/portfolio/case-framework.ts";
import { sample, sampleOfThree } from "./sample.ts";

/** What CASE 1.1 requires of a package, as far as ours uses it. */
const link = z.strictObject({
  title: z.string(),
  identifier: z.uuid(),
  uri: z.string().startsWith("urn:uuid:"),
});
const common = { identifier: z.uuid(), uri: z.string(), lastChangeDateTime: z.iso.datetime() };
const packageShape = z.strictObject({
  CFDocument: z.strictObject({
    ...common,
    creator: z.string(),
    title: z.string(),
    version: z.string(),
    language: z.string(),
    adoptionStatus: z.enum(["Draft", "Adopted", "Deprecated", "Implemented"]),
    caseVersion: z.literal("1.1"),
    description: z.string(),
    notes: z.string(),
  }),
  CFItems: z
    .strictObject({
      ...common,
      fullStatement: z.string(),
      humanCodingScheme: z.string(),
      CFItemType: z.string(),
      language: z.string(),
      CFDocumentURI: link,
    })
    .array(),
  CFAssociations: z
    .strictObject({
      ...common,
      associationType: z.literal("isChildOf"),
      originNodeURI: link,
      destinationNodeURI: link,
      sequenceNumber: z.int(),
      CFDocumentURI: link,
    })
    .array(),
});

const files = frameworksOf(sampleOfThree());
const [h12e] = Array.from(files.values(), (text) => packageShape.parse(JSON.parse(text)));

describe("a unit as a CASE package", () => {
  it("is a file for each unit", () => {
    expect([...files.keys()]).toEqual(["h12e-2012.json", "cc15-2012.json", "58a-2012.json"]);
  });

  it("has its three groups and 28 criteria, each below what it belongs to", () => {
    expect(h12e?.CFItems).toHaveLength(31);
    const parents = new Map(
      h12e?.CFAssociations.map((one) => [one.originNodeURI.identifier, one.destinationNodeURI.title]),
    );
    expect(parents.size).toBe(31);
    const [group, first] = h12e?.CFItems ?? [];
    expect(parents.get(group?.identifier ?? "")).toBe("Manage how a contact centre serves customers");
    expect(parents.get(first?.identifier ?? "")).toBe("What is done");
    expect(first?.identifier).toBe("00000000-0000-4000-8000-000000000100");
  });

  it("has the same identifiers in every export", () => {
    const identifiers = (text: string | undefined): string[] => text?.match(/"identifier": "[^"]+"/g) ?? [];
    const later = frameworksOf({ ...sample(true), id: "other", exportedAt: 1 });
    expect(identifiers(later.get("h12e-2012.json"))).toEqual(identifiers(files.get("h12e-2012.json")));
  });

  it("has our titles and not the awarding body's wording", () => {
    const portfolio = sample(false);
    const [unit] = portfolio.units;
    if (unit === undefined) throw new Error("the sample is empty");
    const worded = unit.groups.map((group) => ({
      ...group,
      criteria: group.criteria.map((one) => ({ ...one, wording: "Words of the awarding body" })),
    }));
    const [text] = frameworksOf({ ...portfolio, units: [{ ...unit, groups: worded }] }).values();
    expect(text).not.toContain("Words of the awarding body");
  });

  it("has a name that leads nowhere else, whatever the unit's edition is called", () => {
    const portfolio = sample(false);
    const named = (edition: string): string[] => [
      ...frameworksOf({ ...portfolio, units: portfolio.units.map((unit) => ({ ...unit, edition })) }).keys(),
    ];
    expect(named("../../etc/passwd")).toEqual(["h12e-etc-passwd.json"]);
    expect(named("C:\\x\u0000/..")).toEqual(["h12e-c-x.json"]);
  });
});
