import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../package-root.ts";
import { loadUnit } from "./load.ts";
import { SHIPPED_UNITS } from "./shipped.ts";
import type { Unit } from "./shape.ts";

let loaded: readonly Unit[] | undefined;

/**
 * The units that ship with the program, read when they are first asked for and then kept.
 * @throws Error where a file is missing or wrong: the program is damaged, and nothing can be said about evidence
 */
export function builtInUnits(): readonly Unit[] {
  loaded ??= [...SHIPPED_UNITS].map(([code, name]) => {
    const read = loadUnit(readFileSync(join(packageRoot(), "src", "evidence", "units", name), "utf8"));
    if (!read.ok) throw new Error(`${name} is not a unit's file: ${read.problems.join(" ")}`);
    if (read.unit.unit !== code) throw new Error(`${name} is the file of ${read.unit.unit}, not of ${code}`);
    return read.unit;
  });
  return loaded;
}
