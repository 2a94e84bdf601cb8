import { z } from "zod";

/** What the process that makes a portfolio says of it. */
export const saidShape = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("stage"), step: z.int(), of: z.int(), what: z.string() }),
  z.object({
    kind: z.literal("done"),
    bytes: z.int(),
    manifestHash: z.string(),
    /** The most memory that it had, bytes. */
    memory: z.number(),
  }),
  /** Without anybody's words: for the log. */
  z.object({ kind: z.literal("failed"), why: z.string() }),
]);

/** See {@link saidShape}. */
export type Said = z.output<typeof saidShape>;
