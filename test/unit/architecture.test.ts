import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");

/** Every source file below a folder, relative to the root. */
const filesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file));

/** What a file imports: bare names, and files relative to the root. */
function importsOf(file: string): string[] {
  const source = readFileSync(join(ROOT, file), "utf8");
  return [...source.matchAll(/(?:from|import\()\s*"([^"]+)"/g)].map(([, name = ""]) =>
    name.startsWith(".") ? relative(ROOT, resolve(ROOT, dirname(file), name)) : name,
  );
}

const core = filesIn("src");
const wiring = new Set(
  ["src/main.ts", "src/cli/manifest.ts", "src/cli/doctor.ts"].map((file) => file.split("/").join(sep)),
);
const features =
  "actions authority charts comments engine escalation evidence journal kpi metrics organisation outbox people portfolio".split(
    " ",
  );

/** Modules that others name themselves: settings and shapes without anything that acts, and what the command line begins with. */
const doors = new Set(
  [
    "src/charts/font.ts",
    "src/comments/comment.ts",
    "src/comments/settings.ts",
    "src/comments/theme-names.ts",
    "src/evidence/units/shipped.ts",
    "src/journal/chain.ts",
    "src/kpi/digest/section.ts",
    "src/kpi/queue.ts",
    "src/kpi/settings.ts",
    "src/organisation/apply.ts",
    "src/organisation/differences.ts",
    "src/organisation/file.ts",
    "src/organisation/lines.ts",
    "src/organisation/reference.ts",
    "src/organisation/report.ts",
  ].map((file) => file.split("/").join(sep)),
);

const breaches = (files: readonly string[], forbidden: (target: string, file: string) => boolean): string[] =>
  files.flatMap((file) =>
    importsOf(file)
      .filter((target) => forbidden(target, file))
      .map((target) => `${file} → ${target}`),
  );

describe("the arrows between the parts", () => {
  it("are looked at in every file there is", () => {
    expect(core.length).toBeGreaterThan(50);
    expect(importsOf(join("src", "main.ts")).length).toBeGreaterThan(10);
  });

  it("lead from nothing in src to an adapter, except where everything is put together", () => {
    expect(
      breaches(
        core.filter((file) => !wiring.has(file)),
        (target) => target.startsWith("adapters"),
      ),
    ).toEqual([]);
  });

  it("lead from the core to no platform's library, driver or HTTP server", () => {
    const outside = /^(@slack\/|discord\.js|better-sqlite3|pg$|hono(?!\/(?:jsx|html)$)|@hono\/)/;
    expect(breaches(core, (target) => outside.test(target))).toEqual([]);
  });

  it("lead from no adapter to the database", () => {
    expect(
      breaches(filesIn("adapters"), (target) => target.startsWith("db") || target.startsWith("drizzle-orm")),
    ).toEqual([]);
  });

  it("lead from one adapter to no other", () => {
    const own = (file: string): string => file.split(sep).slice(0, 2).join(sep);
    expect(
      breaches(
        filesIn("adapters"),
        (target, file) => target.startsWith("adapters") && own(target) !== own(file),
      ),
    ).toEqual([]);
  });

  it("enter a feature only through an index, or a door that is on the list", () => {
    const inside = (target: string, file: string): boolean => {
      const [, name = "", ...rest] = target.split(sep);
      return (
        target.startsWith(`src${sep}`) &&
        features.includes(name) &&
        rest.at(-1) !== "index.ts" &&
        !doors.has(target) &&
        !file.startsWith(join("src", name) + sep)
      );
    };
    expect(breaches(core, inside)).toEqual([]);
  });

  it("name SQL drivers only in db, and silence the compiler only in db/kit.ts", () => {
    const casts = [...core, ...filesIn("adapters"), ...filesIn("db")]
      .filter((file) => file !== join("db", "kit.ts"))
      .filter((file) =>
        /\bas (?!const\b)[A-Z{(]|\bas (unknown|any|never|string|number)\b|: any\b|@ts-/.test(
          withoutTexts(readFileSync(join(ROOT, file), "utf8")),
        ),
      );
    expect(casts).toEqual([]);
  });

  it("prepare each query under a name of its own, or PostgreSQL refuses the second one", () => {
    const names = [...core, ...filesIn("db")].flatMap((file) =>
      [
        ...withoutComments(readFileSync(join(ROOT, file), "utf8")).matchAll(
          /(?<!\.)\b(?:query|listQuery|inserter)(?:<[^(]*>)?\(\s*"([^"]+)"/g,
        ),
      ].map(([, name = ""]) => name),
    );
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it("read the clock and the environment in one place each", () => {
    const read = (pattern: RegExp, allowed: readonly string[]): string[] =>
      [...core, ...filesIn("adapters"), ...filesIn("db")].filter(
        (file) =>
          !allowed.includes(file) && pattern.test(withoutTexts(readFileSync(join(ROOT, file), "utf8"))),
      );
    expect(read(/\bDate\.now\(|new Date\(\)|performance\.now\(/, [join("src", "clock.ts")])).toEqual([]);
    expect(read(/process\.env\b/, [join("src", "config.ts"), join("src", "clock.ts")])).toEqual([]);
  });
});

const withoutComments = (source: string): string =>
  source.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/\/\/.*$/gm, "");

/** The source without comments, strings and import renames, in which words mean nothing. */
function withoutTexts(source: string): string {
  return withoutComments(source)
    .replaceAll(/"(?:[^"\\\n]|\\.)*"/g, '""')
    .replaceAll(/^(?:import|export) [^;]*? from "";/gm, "");
}
