import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { openStore } from "../../db/store.ts";
import { systemClock } from "../clock.ts";
import { processEnvironment, readConfig } from "../config.ts";
import { invalid } from "../errors.ts";
import { randomIds } from "../ids.ts";
import { createJournal } from "../journal/index.ts";
import { applyOrganisation, organisationIn } from "../organisation/apply.ts";
import { differences } from "../organisation/differences.ts";
import { parseOrganisation } from "../organisation/file.ts";
import { isSandbox } from "../people/index.ts";

/** `floorwalker apply FILE`: works beside a running bot, which notices at once. */
export async function apply(file: string, options: { readonly dryRun?: true }): Promise<void> {
  const source = await readSource(file);
  const parsed = parseOrganisation(source);
  if (!parsed.ok) {
    for (const problem of parsed.problems)
      console.error(
        `${file}:${problem.line}${problem.column ? `:${problem.column}` : ""}  ${problem.message}`,
      );
    throw invalid(
      `${parsed.problems.length === 1 ? "One problem" : `${parsed.problems.length} problems`}; nothing was changed.`,
      "organisation file invalid",
    );
  }
  for (const warning of parsed.warnings) console.error(`${file}:${warning.line}  Note: ${warning.message}`);
  const { database } = readConfig(processEnvironment());
  if (options.dryRun && database.dialect === "sqlite" && !existsSync(database.file)) {
    const changes = differences(undefined, parsed.organisation);
    for (const change of changes) console.log(`  ${change}`);
    console.log(`${changes.length} change(s); nothing was done (dry run), and there is no database yet.`);
    return;
  }
  const store = await openStore(database, { now: systemClock.now() });
  try {
    const changes = differences(await organisationIn(store.read), parsed.organisation);
    for (const change of changes) console.log(`  ${change}`);
    if (changes.length === 0) console.log("Nothing changes.");
    else if (options.dryRun) console.log(`${changes.length} change(s); nothing was done (dry run).`);
    else {
      const journal = createJournal(randomIds, await isSandbox(store.read));
      await applyOrganisation(store, journal, parsed.organisation, source, systemClock.now());
      console.log(`Applied: ${changes.length} change(s).`);
    }
  } finally {
    await store.close();
  }
}

async function readSource(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    throw invalid(
      `${file} cannot be read (${code === "ENOENT" ? "there is no such file" : code}).`,
      `organisation file unreadable: ${code}`,
    );
  }
}
