import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder with our package.json: the code runs from the sources in tests and from dist/ otherwise. */
export function packageRoot(from: string = import.meta.dirname): string {
  if (existsSync(join(from, "package.json"))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error("package.json not found above the program");
  return packageRoot(parent);
}
