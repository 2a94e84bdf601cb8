import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { portfolioSchema } from "../../../src/portfolio/schema.ts";
import { sample } from "./sample.ts";

const file = new URL("../../../docs/schema/portfolio.schema.json", import.meta.url);
const committed: object = JSON.parse(readFileSync(file, "utf8"));

describe("the schema of portfolio.json", () => {
  it("is in the documentation as it is now", () => {
    expect(committed).toEqual(JSON.parse(JSON.stringify(portfolioSchema())));
  });

  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const accepts = ajv.compile(committed);

  it("accepts the sample", () => {
    expect(accepts(sample(true)), JSON.stringify(accepts.errors)).toBe(true);
  });

  it("refuses what is missing, and what nobody knows", () => {
    const { learner: _, ...without } = sample(true);
    expect(accepts(without)).toBe(false);
    expect(accepts({ ...sample(true), more: 1 })).toBe(false);
  });
});
