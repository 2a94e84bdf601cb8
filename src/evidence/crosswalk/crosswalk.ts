import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { isPlainMap, readLines } from "../../organisation/lines.ts";
import { Report, shown } from "../../organisation/report.ts";
import { packageRoot } from "../../package-root.ts";

/**
 * How the criteria of a unit go over into what replaced it, as far as anybody has compared them. Apart from
 * the units and less certain than they are: a number that both have need not mean the same (DOMAIN 0.1).
 */

const ref = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.]{0,11}$/, { error: "must be a reference such as PC3" });
const note = z.string().trim().min(1, { error: "is empty" }).max(400, { error: "is too long" });

const crosswalkShape = z.strictObject({
  from: z.strictObject({ unit: z.string(), edition: z.string() }),
  /** What replaced it; `since` is the local day from which on. */
  to: z.strictObject({ reference: z.string(), since: z.iso.date({ error: "must be a day: 2021-02-05" }) }),
  /** How sure the whole of it is, shown wherever it is used. */
  confidence: z.enum(["low", "medium"], { error: "must be low or medium" }),
  /** What has to be said beside it. */
  says: note,
  links: z
    .strictObject({
      from: ref,
      to: ref,
      /** `moved`: the same under another number. `widened`: it asks for more, or for other cases too. */
      relation: z.enum(["moved", "widened"], { error: "must be moved or widened" }),
      note,
    })
    .array(),
  /** What the newer one has and the older one has not. */
  added: z.strictObject({ to: ref, note }).array(),
  /** What nobody has compared: it leads nowhere, and says so. */
  not_known: z.strictObject({ refs: ref.array().min(1, { error: "is empty" }), why: note }).array(),
});

/** A crosswalk as its file has it. */
export type Crosswalk = z.output<typeof crosswalkShape>;

/** A crosswalk's file, read: the crosswalk, or everything that is wrong with it, each with its line. */
export type LoadedCrosswalk =
  | { readonly ok: true; readonly crosswalk: Crosswalk }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads a crosswalk's file. Pure: no file is opened. */
export function loadCrosswalk(text: string): LoadedCrosswalk {
  const lines = readLines(text);
  const report = new Report(lines);
  const top = lines.value;
  if (!isPlainMap(top)) {
    if (!report.failed) report.add([], "The file must start with keys such as 'from:' and 'links:'.");
  } else {
    const crosswalk = report.check(crosswalkShape, top, []);
    if (crosswalk) checkOnce(crosswalk, report);
    if (crosswalk && !report.failed) return { ok: true, crosswalk };
  }
  return { ok: false, problems: report.list().map(({ line, message }) => `line ${line}: ${message}`) };
}

/** A criterion goes over in one way, or it is not known in which. */
function checkOnce(crosswalk: Crosswalk, report: Report): void {
  const seen = new Set<string>();
  const once = (value: string, path: readonly (string | number)[]): void => {
    if (seen.has(value)) report.add(path, `${shown(value)} stands here twice. Remove one.`, []);
    seen.add(value);
  };
  for (const [at, link] of crosswalk.links.entries()) once(link.from, ["links", at, "from"]);
  for (const [at, { refs }] of crosswalk.not_known.entries())
    for (const [index, one] of refs.entries()) once(one, ["not_known", at, "refs", index]);
}

/** What became of a criterion. */
export type Successor =
  | {
      readonly known: true;
      readonly ref: string;
      readonly relation: "moved" | "widened";
      readonly note: string;
    }
  | { readonly known: false; readonly why: string };

/** What became of a criterion of the older unit: never guessed from its number. */
export function successorOf(crosswalk: Crosswalk, ref: string): Successor {
  const link = crosswalk.links.find(({ from }) => from === ref);
  if (link) return { known: true, ref: link.to, relation: link.relation, note: link.note };
  const open = crosswalk.not_known.find(({ refs }) => refs.includes(ref));
  return { known: false, why: open?.why ?? "Nothing is known of it." };
}

let loaded: Crosswalk | undefined;

/**
 * The crosswalk that ships with the program, from H12E 04 to INSCC004; read when it is first asked for.
 * @throws Error where its file is missing or wrong: the program is damaged
 */
export function builtInCrosswalk(): Crosswalk {
  if (loaded) return loaded;
  const name = "h12e-inscc004.yaml";
  const read = loadCrosswalk(readFileSync(join(packageRoot(), "src", "evidence", "crosswalk", name), "utf8"));
  if (!read.ok) throw new Error(`${name} is not a crosswalk: ${read.problems.join(" ")}`);
  loaded = read.crosswalk;
  return loaded;
}
