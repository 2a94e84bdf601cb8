import { readFileSync } from "node:fs";
import { openStore } from "../../db/store.ts";
import { systemClock } from "../clock.ts";
import { processEnvironment, readConfig } from "../config.ts";
import { invalid } from "../errors.ts";
import { keepUnit, loadUnit } from "../evidence/index.ts";
import { randomIds } from "../ids.ts";
import { createJournal } from "../journal/index.ts";
import { isSandbox } from "../people/index.ts";

/** A unit is some hundred lines. */
const MOST_BYTES = 1_000_000;

/** `floorwalker unit FILE`: loads a unit of assessment: the awarding body's wording, another edition, another unit. */
export async function unit(file: string, options: { readonly dryRun?: boolean }): Promise<void> {
  const source = readFileSync(file);
  if (source.length > MOST_BYTES)
    throw invalid(`${file} is larger than a unit can be (1 MB). Nothing was changed.`, "unit file too large");
  const text = source.toString("utf8");
  const read = loadUnit(text);
  if (!read.ok)
    throw invalid(
      `${file} was not loaded:\n${read.problems.map((one) => `- ${one}`).join("\n")}`,
      "bad unit file",
    );
  const { unit: code, edition, title, groups } = read.unit;
  const criteria = groups.flatMap((group) => group.criteria);
  console.log(`${code} ${title}, ${edition}: ${criteria.length} criteria in ${groups.length} parts.`);
  if (options.dryRun === true) return;
  const now = systemClock.now();
  const store = await openStore(readConfig(processEnvironment()).database, { now, existingOnly: true });
  try {
    const journal = createJournal(randomIds, await isSandbox(store.read));
    const isNew = await store.tx((db) => keepUnit(db, journal, now, read.unit, text));
    console.log(
      isNew
        ? "Loaded. Whoever is registered for this edition goes by it from now on."
        : "It was loaded already; nothing was changed.",
    );
  } finally {
    await store.close();
  }
}
