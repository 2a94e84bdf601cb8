import { z } from "zod";
import { portfolioShape, SCHEMA } from "./model.ts";

/** The shape of `portfolio.json` as JSON Schema (draft 2020-12), for whoever reads it with a program of their own. */
export const portfolioSchema = (): object => ({
  $id: `urn:${SCHEMA.replace("/", ":")}`,
  title: "A portfolio of evidence, as Floorwalker exports it",
  ...z.toJSONSchema(portfolioShape),
});
