import type { Mapping } from "../mapping.ts";
import { amazon } from "./amazon.ts";
import { five9 } from "./five9.ts";
import { generic } from "./generic.ts";
import { genesys } from "./genesys.ts";
import { nice } from "./nice.ts";

/** Systems whose interval files are known. */
export const MAPPINGS: readonly Mapping[] = [genesys, amazon, nice, five9, generic];
