import type { Definition } from "../definition.ts";
import { CUSTOMERS } from "./customers.ts";
import { DEMAND } from "./demand.ts";
import { HANDLING } from "./handling.ts";
import { RESOLUTION } from "./resolution.ts";
import { SPEED } from "./speed.ts";

/**
 * The KPIs of the field (DOMAIN 3): 54, of which some are told by two figures. They are data:
 * what is usual is a convention and no target before people have agreed to one.
 */
export const CATALOGUE: ReadonlyMap<string, Definition> = new Map(
  [...DEMAND, ...SPEED, ...HANDLING, ...RESOLUTION, ...CUSTOMERS]
    .toSorted((a, b) => (a.number ?? 0) - (b.number ?? 0))
    .map((one) => [one.kpi, one]),
);
