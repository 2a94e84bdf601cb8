import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");

/** Everything that a file loads when it is loaded itself: packages, and files of ours. */
function loadedBy(file: string, seen: Set<string> = new Set()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const source = readFileSync(file, "utf8");
  for (const [, name = ""] of source.matchAll(/^(?:import|export) (?!type\b)[^;]*?from "([^"]+)";/gm))
    if (name.startsWith(".")) loadedBy(join(dirname(file), name), seen);
    else seen.add(name);
  return seen;
}

const heavy = ["@myriaddreamin/typst-ts-node-compiler", "docx", "csv-stringify/sync", "hono/html"];

describe("the libraries that make a portfolio", () => {
  it("are loaded by the process that makes it, and not by the program", () => {
    const ours = loadedBy(join(ROOT, "src", "portfolio", "index.ts"));
    expect(heavy.filter((name) => ours.has(name))).toEqual([]);
    const child = loadedBy(join(ROOT, "src", "portfolio", "child.ts"));
    expect(heavy.filter((name) => child.has(name))).toEqual(heavy);
  });
});
