import { z } from "zod";
import { digestShape, endOfDay, timeOfDay, weekdays } from "./kpi-times.ts";
import { id, name, whole } from "./shapes.ts";

/** More than a telephone system of one centre has; few enough to check at once. */
const MOST_QUEUES = 2000;
/** One for each system that counts the queue, and some from before. */
const MOST_ALIASES = 20;

const queue = z.strictObject({
  id,
  name,
  team: z.string(),
  media: id.exactOptional(),
  also_called: z
    .array(name)
    .max(MOST_ALIASES, { error: `must have at most ${MOST_ALIASES} names` })
    .exactOptional(),
  open: z.strictObject({ days: weekdays, from: timeOfDay, to: endOfDay }).exactOptional(),
});

/** The section `kpi`. */
export const kpiShape = z.strictObject({
  leaders_from: z.string().exactOptional(),
  service_level: z
    .strictObject({
      within_seconds: whole(1, 3600, "seconds").exactOptional(),
      short_seconds: whole(0, 600, "seconds").exactOptional(),
    })
    .exactOptional(),
  digest: digestShape.exactOptional(),
  queues: z
    .array(queue)
    .max(MOST_QUEUES, { error: `must have at most ${MOST_QUEUES} queues` })
    .exactOptional(),
});

export type KpiInput = z.output<typeof kpiShape>;
