import { readFile, stat } from "node:fs/promises";
import { invalid } from "../errors.ts";
import { canonicalJson } from "../journal/chain.ts";
import { contentHash, judgedHash } from "./hash.ts";
import { type Portfolio, portfolioShape } from "./model.ts";
import { MANIFEST, type Manifest, manifestShape, sha256, SUMS, sumsText } from "./manifest.ts";
import { readZip } from "./zip/read.ts";

/** What came of checking a package. */
export interface Checked {
  /** What is wrong, a line each: `changed: portfolio.pdf`. Empty: every file is as it was exported. */
  readonly faults: readonly string[];
  /** What is in order by itself and yet to be known: declarations that no longer hold. */
  readonly notes: readonly string[];
  readonly specimen: boolean;
  /** What the centre must have published, and the hash that it recorded of the export; null where the package cannot be read. */
  readonly head: Portfolio["journal"] | null;
  readonly manifestHash: string | null;
}

type Files = ReadonlyMap<string, Uint8Array>;

const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString("utf8");

function parsed(files: Files, name: string): unknown {
  try {
    const value: unknown = JSON.parse(text(files.get(name)));
    return value;
  } catch {
    return undefined;
  }
}

function sumsOf(files: Files): { readonly sums: ReadonlyMap<string, string>; readonly faults: string[] } {
  const sums = new Map<string, string>();
  const faults: string[] = [];
  for (const line of text(files.get(SUMS)).split("\n")) {
    const [, sum, name] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (sum !== undefined && name !== undefined && !sums.has(name)) sums.set(name, sum);
    else if (line !== "") faults.push(`damaged: ${SUMS}`);
  }
  return { sums, faults };
}

/** Every file against both lists of files, and both lists against what is there. */
function filesChecked(files: Files, manifest: Manifest): readonly string[] {
  const { sums, faults } = sumsOf(files);
  const listed = new Map(manifest.files.map((file) => [file.name, file]));
  for (const [name, bytes] of files) {
    if (name === SUMS) continue;
    const file = listed.get(name);
    const sum = sha256(bytes);
    if (file === undefined && name !== MANIFEST) faults.push(`added: ${name}`);
    else if (file !== undefined && (file.sha256 !== sum || file.size !== bytes.length))
      faults.push(`changed: ${name}`);
    else if (sums.get(name) !== sum) faults.push(`changed: ${name}`);
  }
  for (const name of new Set([...listed.keys(), ...sums.keys(), SUMS]))
    if (!files.has(name)) faults.push(`missing: ${name}`);
  const itself = { name: MANIFEST, sha256: sha256(files.get(MANIFEST) ?? new Uint8Array()) };
  const expected = sumsText([...manifest.files, itself]);
  if (faults.length === 0 && text(files.get(SUMS)) !== expected) faults.push(`changed: ${SUMS}`);
  return faults;
}

interface Lines {
  readonly faults: string[];
  readonly notes: string[];
}

function itemsChecked(portfolio: Portfolio, { faults, notes }: Lines): void {
  for (const item of portfolio.items) {
    const hash = contentHash(item);
    if (item.contentHash !== hash) faults.push(`content hash: ${item.ref} is not what its hash says`);
    for (const one of [...item.declarations, ...item.testimonies.map(({ declaration }) => declaration)])
      if (one.contentHash !== hash)
        notes.push(`${item.ref}: ${one.name} (${one.role}) signed other content; it has to be signed again`);
  }
}

function judgementsChecked(portfolio: Portfolio, { faults, notes }: Lines): void {
  const items = new Map(
    portfolio.items.map((item) => [item.ref, { ref: item.ref, contentHash: contentHash(item) }]),
  );
  for (const unit of portfolio.units)
    for (const { ref, judgements } of unit.groups.flatMap(({ criteria }) => criteria))
      for (const [n, one] of judgements.entries()) {
        const name = `judgement ${n + 1} of ${unit.unit}:${ref}`;
        const judged = one.items.flatMap((item) => items.get(item) ?? []);
        if (judged.length < one.items.length) faults.push(`${name} is about evidence that is not here`);
        else if (one.current !== (judgedHash(judged) === one.contentHash))
          faults.push(`${name} does not say truly whether its evidence has changed`);
        else if (!one.current)
          notes.push(`${name}: the evidence has changed since; it has to be signed again`);
      }
}

function unitsChecked(portfolio: Portfolio, { notes }: Lines): void {
  for (const { unit, competence } of portfolio.units)
    for (const one of competence)
      if (!one.current)
        notes.push(
          `${unit}: ${one.name} (${one.role}) signed for other judgements; it has to be signed again`,
        );
}

/** Checks the files of a package by their names, as `verify.mjs` inside it does. */
function checkFiles(files: Files): Checked {
  const manifest = manifestShape.safeParse(parsed(files, MANIFEST));
  const portfolio = portfolioShape.safeParse(parsed(files, "portfolio.json"));
  const lines: Lines = { faults: [], notes: [] };
  if (manifest.success) lines.faults.push(...filesChecked(files, manifest.data));
  else lines.faults.push(files.has(MANIFEST) ? `damaged: ${MANIFEST}` : `missing: ${MANIFEST}`);
  if (portfolio.success) {
    itemsChecked(portfolio.data, lines);
    judgementsChecked(portfolio.data, lines);
    unitsChecked(portfolio.data, lines);
  } else if (files.has("portfolio.json")) lines.faults.push("damaged: portfolio.json");
  if (manifest.success && portfolio.success) {
    const { journal, specimen, id } = portfolio.data;
    const same =
      canonicalJson(manifest.data.journal) === canonicalJson(journal) &&
      manifest.data.specimen === specimen &&
      manifest.data.export === id;
    if (!same) lines.faults.push(`${MANIFEST} and portfolio.json do not say the same of this export`);
  }
  const bytes = files.get(MANIFEST);
  return {
    ...lines,
    specimen: portfolio.success && portfolio.data.specimen,
    head: portfolio.success ? portfolio.data.journal : null,
    manifestHash: bytes === undefined ? null : sha256(bytes),
  };
}

/** A ZIP larger than this is none of ours, bytes. */
const MOST_BYTES = 512 * 1024 * 1024;

/**
 * Checks a portfolio as it was exported, without unpacking it to the disk. Throws `invalid` where it is no
 * such ZIP: names that lead out of the folder, names that come twice, files that are too large.
 */
export async function verifyPortfolio(path: string): Promise<Checked> {
  const { size } = await stat(path);
  if (size > MOST_BYTES) throw invalid("This file is too large to be a portfolio.", "zip refused: too large");
  return checkFiles(await readZip(await readFile(path)));
}
