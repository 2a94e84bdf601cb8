import { z } from "zod";

/** What came of one measurement. */
export const measuredSchema = z.object({
  /** How long until a case was confirmed; ms, sorted. */
  latencies: z.array(z.number()),
  /** How long until its form opened, where a form is opened for each; ms, sorted. */
  opened: z.array(z.number()),
  /** Answers that said that it is still being saved: the result follows outside the request. */
  late: z.number(),
  /** Answers that were not as expected. */
  wrong: z.number(),
  seconds: z.number(),
  /** Of what asks for a case. */
  bodyBytes: z.number(),
});
/** See {@link measuredSchema}. */
export type Measured = z.infer<typeof measuredSchema>;
