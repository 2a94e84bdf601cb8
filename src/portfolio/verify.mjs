// Checks the portfolio in this folder: run it with "node verify.mjs". It reads the files beside it, and
// nothing else; it loads no package, opens no connection and changes nothing. Exit code 1: something is wrong.

import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const MANIFEST = "manifest.json";
const SUMS = "SHA256SUMS";
const folder = dirname(fileURLToPath(import.meta.url));

const sha256 = (data) => createHash("sha256").update(data).digest("hex");

const byCode = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** JSON with sorted keys and no gaps (RFC 8785, for the values that a portfolio can hold). */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const fields = Object.keys(value).toSorted(byCode);
  return `{${fields.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

/** What a declaration about an item is bound to. */
function contentHash(item) {
  const { ref, kind, title, madeBy, occurredOn, recordedAt, retrospective, myPart, content } = item;
  const { customer, team, assistance, procedures, sources, location: at } = item;
  const location =
    at.kind === "embedded"
      ? { kind: at.kind }
      : { kind: at.kind, system: at.system, reference: at.reference };
  const covered = { ref, kind, title, madeBy, occurredOn, recordedAt, retrospective, myPart, content };
  return sha256(canonical({ ...covered, customer, team, assistance, procedures, location, sources }));
}

/** What a judgement is bound to. */
const judgedHash = (items) =>
  sha256(canonical(items.map((item) => [item.ref, contentHash(item)]).toSorted(([a], [b]) => byCode(a, b))));

/** Names of all files below the folder. What is neither file nor folder is listed too: it is none of ours. */
function namesIn(place, prefix = "") {
  return readdirSync(place)
    .toSorted(byCode)
    .flatMap((name) =>
      lstatSync(join(place, name)).isDirectory()
        ? namesIn(join(place, name), `${prefix}${name}/`)
        : [`${prefix}${name}`],
    );
}

const faults = [];
const notes = [];

/** A file's bytes; null where there is no such plain file. */
function read(name) {
  try {
    return lstatSync(join(folder, name)).isFile() ? readFileSync(join(folder, name)) : null;
  } catch {
    return null;
  }
}

function parse(name) {
  const bytes = read(name);
  if (bytes === null) return null;
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    faults.push(`damaged: ${name}`);
    return null;
  }
}

/** What SHA256SUMS says of each file. */
function sumsOf(text) {
  const sums = new Map();
  for (const line of text.split("\n").filter((part) => part !== "")) {
    const [, sum, name] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (sum === undefined || sums.has(name)) faults.push(`damaged: ${SUMS}`);
    else sums.set(name, sum);
  }
  return sums;
}

/** Names are compared with those that are there; no file is opened because a list names it. */
function checkFiles(manifest) {
  const listed = new Map(manifest.files.map((file) => [file.name, file]));
  const sums = sumsOf(read(SUMS)?.toString("utf8") ?? "");
  const present = namesIn(folder);
  for (const name of present) {
    if (name === SUMS) continue;
    const bytes = read(name);
    const file = listed.get(name);
    if (bytes === null || (file === undefined && name !== MANIFEST)) {
      faults.push(`added: ${name}`);
      continue;
    }
    const sum = sha256(bytes);
    const isListed = file === undefined || (file.sha256 === sum && file.size === bytes.length);
    if (!isListed || sums.get(name) !== sum) faults.push(`changed: ${name}`);
  }
  for (const name of new Set([...listed.keys(), ...sums.keys(), SUMS]))
    if (!present.includes(name)) faults.push(`missing: ${name}`);
  const lines = [...manifest.files, { name: MANIFEST, sha256: sha256(read(MANIFEST)) }];
  const expected = lines.map((file) => `${file.sha256}  ${file.name}\n`).join("");
  if (faults.length === 0 && read(SUMS).toString("utf8") !== expected) faults.push(`changed: ${SUMS}`);
}

function checkItems(portfolio) {
  for (const item of portfolio.items) {
    const hash = contentHash(item);
    if (item.contentHash !== hash) faults.push(`content hash: ${item.ref} is not what its hash says`);
    const declarations = [...item.declarations, ...item.testimonies.map((one) => one.declaration)];
    for (const one of declarations)
      if (one.contentHash !== hash)
        notes.push(`${item.ref}: ${one.name} (${one.role}) signed other content; it has to be signed again`);
  }
}

function checkJudgements(portfolio) {
  const items = new Map(portfolio.items.map((item) => [item.ref, item]));
  for (const unit of portfolio.units)
    for (const { ref, judgements } of unit.groups.flatMap((group) => group.criteria))
      for (const [n, one] of judgements.entries()) {
        const name = `judgement ${n + 1} of ${unit.unit}:${ref}`;
        const judged = one.items.map((item) => items.get(item));
        if (judged.includes(undefined)) faults.push(`${name} is about evidence that is not here`);
        else if (one.current !== (judgedHash(judged) === one.contentHash))
          faults.push(`${name} does not say truly whether its evidence has changed`);
        else if (!one.current)
          notes.push(`${name}: the evidence has changed since; it has to be signed again`);
      }
}

function checkUnits(portfolio) {
  for (const { unit, competence } of portfolio.units)
    for (const one of competence)
      if (!one.current)
        notes.push(
          `${unit}: ${one.name} (${one.role}) signed for other judgements; it has to be signed again`,
        );
}

function check() {
  const manifest = parse(MANIFEST);
  const portfolio = parse("portfolio.json");
  if (manifest === null) return void faults.push(`missing: ${MANIFEST}`);
  checkFiles(manifest);
  if (portfolio === null) return;
  checkItems(portfolio);
  checkJudgements(portfolio);
  checkUnits(portfolio);
  const same =
    canonical(manifest.journal) === canonical(portfolio.journal) &&
    manifest.specimen === portfolio.specimen &&
    manifest.export === portfolio.id;
  if (!same) faults.push(`${MANIFEST} and portfolio.json do not say the same of this export`);
  console.log(`Portfolio of ${shown(portfolio.learner.name)}, ${portfolio.items.length} items of evidence.`);
  if (portfolio.specimen) console.log("SPECIMEN: made of practice data. Nothing in it is evidence.");
  console.log("Compare this head of the journal with what the centre published:");
  console.log(`  event ${portfolio.journal.seq}\n  hash  ${shown(portfolio.journal.hash)}`);
  console.log("and this with the centre's own record of the export:");
  console.log(`  manifest ${sha256(read(MANIFEST))}`);
}

/** Without signs that would act on a terminal. */
const shown = (text) => String(text).replaceAll(/[\p{Cc}\p{Cf}]/gu, "\ufffd");

try {
  check();
} catch {
  faults.push("damaged: manifest.json or portfolio.json does not have the form that it should have");
}
for (const note of notes) console.log(`Note: ${shown(note)}`);
for (const fault of faults) console.log(`WRONG: ${shown(fault)}`);
console.log(
  faults.length === 0
    ? "Every file is as it was exported. Who signed the whole unit's statement for what cannot be worked out from here."
    : `${faults.length} ${faults.length === 1 ? "thing is" : "things are"} wrong: this is not what was exported.`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
