import { describe, expect, it } from "vitest";
import { z } from "zod";
import { statementsOf } from "../../../src/portfolio/xapi.ts";
import { HOSTILE, sample } from "./sample.ts";

/*
 * What the specification of xAPI 1.0.3 asks of a statement (Part Two: 2.2 to 2.4), as far as these use it. Strict:
 * an LRS must refuse a statement with a property that the specification does not know.
 */
const iri = z.string().regex(/^(?:https?:\/\/|urn:uuid:)\S+$/);
const words = z.record(z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/), z.string());
const agent = z.strictObject({
  objectType: z.literal("Agent"),
  // Exactly one inverse functional identifier; ours is never an address.
  account: z.strictObject({ homePage: iri, name: z.string().regex(/^[0-9a-f]{32}$/) }),
});
const activity = z.strictObject({
  objectType: z.literal("Activity"),
  id: iri,
  definition: z.strictObject({ name: words, type: iri }),
});
const context = z.strictObject({
  contextActivities: z
    .strictObject({ grouping: activity.array().min(1), category: activity.array().min(1) })
    .exactOptional(),
  language: z.literal("en-GB"),
  platform: z.string(),
});
const base = { id: z.uuid(), timestamp: z.iso.datetime(), version: z.literal("1.0.3"), actor: agent };
const verb = (id: string) => z.strictObject({ id: z.literal(id), display: words });
const statement = z.union([
  z.strictObject({ ...base, verb: verb("http://adlnet.gov/expapi/verbs/shared"), object: activity, context }),
  z.strictObject({
    ...base,
    verb: verb("http://adlnet.gov/expapi/verbs/commented"),
    object: activity,
    context,
  }),
  z.strictObject({
    ...base,
    verb: verb("http://www.tincanapi.co.uk/verbs/evaluated"),
    object: activity,
    result: z.strictObject({ success: z.boolean(), response: z.string() }),
    context,
  }),
  // A voiding statement has a statement for its object, and no platform (2.3.2, 2.4.6).
  z.strictObject({
    ...base,
    verb: verb("http://adlnet.gov/expapi/verbs/voided"),
    object: z.strictObject({ objectType: z.literal("StatementRef"), id: z.uuid() }),
  }),
]);

const made = statementsOf(sample(false));
const statements = statement.array().parse(JSON.parse(JSON.stringify(made)));
const verbOf = (one: (typeof statements)[number]): string => one.verb.id.split("/").at(-1) ?? "";

describe("a portfolio as xAPI statements", () => {
  it("has a statement for each item, testimony, judgement and thing taken back", () => {
    expect(statements.map(verbOf)).toEqual([
      "shared",
      "commented",
      "shared",
      "voided",
      "shared",
      "shared",
      "shared",
      "shared",
      "evaluated",
      "evaluated",
    ]);
  });

  it("gives each an identifier of its own, the same in each export of the same portfolio", () => {
    expect(new Set(statements.map(({ id }) => id)).size).toBe(statements.length);
    expect(statementsOf(sample(false))).toEqual(made);
    const other = new Set(statementsOf({ ...sample(false), id: "export0002" }).map(({ id }) => id));
    expect(statements.filter(({ id }) => other.has(id))).toEqual([]);
  });

  it("voids the statement about what was taken back", () => {
    const voiding = statements.find((one) => verbOf(one) === "voided");
    const struck = statements.find(
      (one) => "definition" in one.object && one.object.definition.name["en-GB"]?.startsWith("E002"),
    );
    expect(voiding?.object.id).toBe(struck?.id);
  });

  it("has a result where an assessor judged, and nowhere else", () => {
    const results = statements.flatMap((one) => ("result" in one ? [one.result] : []));
    expect(results).toEqual([
      { success: false, response: "More evidence needed" },
      { success: true, response: "Met" },
    ]);
  });

  it("groups by unit and puts each criterion in the category", () => {
    const [first] = statements;
    const activities =
      first !== undefined && "context" in first ? first.context.contextActivities : undefined;
    expect(activities?.grouping.map(({ id }) => id)).toEqual([
      "urn:uuid:00000000-0000-4000-8000-000000000001",
    ]);
    expect(activities?.category.map(({ definition }) => definition.name["en-GB"])).toEqual([
      "H12E:PC3 Resolve what others may not decide",
    ]);
  });

  it("names no person and no customer, and quotes nobody", () => {
    const text = JSON.stringify(made);
    for (const word of [
      "Priya",
      "Shah",
      "Asha",
      "Okafor",
      "Hale",
      "Customer",
      "@",
      HOSTILE.formula,
      "refund",
    ])
      expect(text).not.toContain(word);
  });

  it("say that they are a specimen's, if and only if they are (rule 33)", () => {
    const said = (of: boolean) =>
      statement
        .array()
        .parse(JSON.parse(JSON.stringify(statementsOf(sample(of)))))
        .flatMap((one) => ("context" in one ? [one.context.platform] : []));
    expect(said(false).every((platform) => platform === "Floorwalker")).toBe(true);
    expect(said(true).every((platform) => platform.includes("SPECIMEN"))).toBe(true);
    expect(said(true)).toHaveLength(said(false).length);
  });
});
