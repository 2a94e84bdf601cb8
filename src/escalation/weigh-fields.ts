import { z } from "zod";
import { longText } from "../chat/fields.ts";
import type { Field } from "../chat/form.ts";
import { MOST_WEIGHED, WEIGHED } from "./weigh.ts";

/** What comes back of {@link weighFields}. */
export const weighValues = z.object({
  customer_view: z.string().optional(),
  benefit: z.string().optional(),
  risk: z.string().optional(),
  alternatives: z.string().optional(),
});

/**
 * The fields for what was weighed.
 * @param required whether the three viewpoints have to be filled in; what was turned down never has
 */
export const weighFields = (required: boolean): readonly Field[] =>
  (
    [
      ["customer_view", "What each way would have meant for them.", required],
      ["benefit", "By the way that you chose.", required],
      ["risk", "By the way that you chose, and what keeps it small.", required],
      ["alternatives", "", false],
    ] as const
  ).map(([id, hint, must]) => longText(id, WEIGHED[id], hint, { required: must, maxLength: MOST_WEIGHED }));
