import { customerReferenceRegex } from "../organisation/reference.ts";
import type { Settings } from "../people/index.ts";

/** The pattern of the centre's customer references. */
export const referencePattern = (settings: Settings): RegExp =>
  customerReferenceRegex({ pattern: settings.customerPattern, example: settings.customerExample });
