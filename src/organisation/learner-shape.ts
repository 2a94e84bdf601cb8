import { z } from "zod";
import { name } from "./shapes.ts";

/** As many characters as a unit's file has for it. */
const LONGEST_EDITION = 40;

/** More than anybody is assessed for at once. */
const MOST_UNITS = 10;

/** A unit's code. A centre may load units of its own, so any code will do. */
const unit = z.string().regex(/^[A-Z0-9]{2,12}$/, {
  error: "must be a unit's code of 2 to 12 capital letters and figures, such as CC15",
});

/** A local day. A year of another century is mistyped. */
const day = z.string().refine((text) => /^20\d{2}-/.test(text) && z.iso.date().safeParse(text).success, {
  error: "must be a date from 2000 to 2099, such as 2026-09-01",
});

/** One entry of `learners`; that it has either `unit` or `units` is a rule, so that it is told with the others. */
export const learnerShape = z.strictObject({
  person: z.string(),
  unit: unit.exactOptional(),
  units: z
    .array(unit)
    .min(1, { error: "names no unit" })
    .max(MOST_UNITS, { error: `must have at most ${MOST_UNITS} units` })
    .exactOptional(),
  edition: name
    .max(LONGEST_EDITION, { error: `must have at most ${LONGEST_EDITION} characters` })
    .exactOptional(),
  assessor: z.string(),
  verifier: z.string(),
  from: day,
});

export type LearnerInput = z.output<typeof learnerShape>;
