import { readFile, stat } from "node:fs/promises";
import { openStore } from "../../db/store.ts";
import { systemClock } from "../clock.ts";
import { type Origin, readBatch, storeBatch } from "../comments/batch/index.ts";
import { commentSettingsOf } from "../comments/settings.ts";
import { processEnvironment, readConfig } from "../config.ts";
import { invalid } from "../errors.ts";
import { randomIds } from "../ids.ts";
import { createJournal } from "../journal/index.ts";
import { customerReferenceRegex } from "../organisation/reference.ts";
import { findTeam, isSandbox, readSettings } from "../people/index.ts";

/** The largest file that is read: a batch of the most rows is far below it. */
const MOST_BYTES = 50 * 1024 * 1024;
/** Problems shown at the terminal; the rest is counted. */
const MOST_SHOWN = 20;

interface Options {
  readonly team: string;
  readonly origin: Origin;
  readonly dryRun?: true;
}

/** `floorwalker comments import FILE`: what customers wrote in a survey, as comments. Works beside a running bot. */
export async function importComments(file: string, options: Options): Promise<void> {
  const source = await readSource(file);
  const store = await openStore(readConfig(processEnvironment()).database, {
    now: systemClock.now(),
    existingOnly: true,
  });
  try {
    const settings = await readSettings(store.read);
    const team = await findTeam(store.read, options.team);
    if (!team) throw invalid(`There is no team "${options.team}" in the organisation file.`, "unknown team");
    const now = systemClock.now();
    const pattern = { pattern: settings.customerPattern, example: settings.customerExample };
    const batch = readBatch(source, {
      settings: commentSettingsOf(settings),
      reference: customerReferenceRegex(pattern),
      example: settings.customerExample,
      timeZone: settings.timezone,
      now,
      origin: options.origin,
    });
    if (!batch.ok) {
      for (const { line, message } of batch.problems.slice(0, MOST_SHOWN))
        console.error(`${file}:${line}  ${message}`);
      const more = batch.problems.length - MOST_SHOWN;
      if (more > 0) console.error(`… and ${more} more`);
      throw invalid(
        `${batch.problems.length === 1 ? "One line" : `${batch.problems.length} lines`} cannot be used, so nothing was stored. Put it right and give the file again.`,
        "batch not usable",
      );
    }
    const { rows, leftOut } = batch;
    if (leftOut.length > 0)
      console.log(
        `${leftOut.length === 1 ? "One line says" : `${leftOut.length} lines say`} nothing that could be compared, left out: ${leftOut.slice(0, MOST_SHOWN).join(", ")}${leftOut.length > MOST_SHOWN ? " …" : ""}`,
      );
    if (options.dryRun) {
      console.log(`${rows.length} comments could be stored for ${team.name}; nothing was done (dry run).`);
      return;
    }
    const progress = (stored: number): void => {
      if (process.stderr.isTTY) process.stderr.write(`\r${stored} of ${rows.length} comments stored`);
    };
    const journal = createJournal(randomIds, await isSandbox(store.read));
    const fresh = await storeBatch({ store, ids: randomIds, journal, now, progress }, team.id, source, rows);
    if (process.stderr.isTTY) process.stderr.write("\n");
    console.log(
      fresh
        ? `${rows.length} comments stored for ${team.name}. A running bot hears them now.`
        : `${team.name} has had this file already; nothing was done.`,
    );
  } finally {
    await store.close();
  }
}

async function readSource(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw invalid(`There is no file ${file}.`, "no such file");
  if (found.size > MOST_BYTES)
    throw invalid(`${file} is larger than ${MOST_BYTES / 1024 / 1024} MB. Split it.`, "file too large");
  const bytes = await readFile(file);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw invalid(`${file} is not a UTF-8 text. Save it as "CSV UTF-8" and give it again.`, "file not UTF-8");
  }
}
