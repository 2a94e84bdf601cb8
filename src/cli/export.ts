import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { openStore } from "../../db/store.ts";
import { systemClock } from "../clock.ts";
import { processEnvironment, readConfig } from "../config.ts";
import { invalid, notFound } from "../errors.ts";
import { buildPortfolio, registrationsOf, zipName } from "../evidence/index.ts";
import { randomIds } from "../ids.ts";
import { SYSTEM, createJournal } from "../journal/index.ts";
import { localDate } from "../local-days.ts";
import { findMember, isSandbox, readSettings } from "../people/index.ts";
import { exportPortfolio } from "../portfolio/index.ts";

/**
 * `floorwalker export ID`: a learner's portfolio as a ZIP, also beside a running bot.
 * @throws AppError `not_found` for somebody who is no learner, `invalid` where the file is there already
 */
export async function exportLearner(learnerId: string, options: { readonly out?: string }): Promise<void> {
  const now = systemClock.now();
  const store = await openStore(readConfig(processEnvironment()).database, { now, existingOnly: true });
  try {
    const settings = await readSettings(store.read);
    const learner = await findMember(store.read, learnerId);
    if (!learner || (await registrationsOf(store.read, learnerId)).length === 0)
      throw notFound("learner", "no learner of that id");
    const file = resolve(options.out ?? zipName(learnerId, localDate(now, settings.timezone)));
    if (existsSync(file))
      throw invalid(
        `${file} is there already. Give another name with --out, or move it away.`,
        "file exists",
      );
    const id = randomIds.next();
    const portfolio = await store.snapshot((db) => buildPortfolio(db, { learner, settings, now, id }));
    const made = await exportPortfolio(portfolio, file, {
      progress: (stage) => {
        if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${stage}`);
      },
    });
    if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
    const journal = createJournal(randomIds, await isSandbox(store.read));
    await store.tx((db) =>
      journal.record(db, systemClock.now(), {
        team: learner.homeTeam,
        actor: SYSTEM,
        role: "operator",
        kind: "portfolio.exported",
        subject: id,
        facts: {
          learner: learnerId,
          items: portfolio.items.length,
          units: portfolio.units.map(({ unit, edition }) => `${unit} ${edition}`),
          head: portfolio.journal.hash,
          manifest: made.manifestHash,
          withheld: portfolio.scan.withheld.length,
        },
      }),
    );
    if (portfolio.specimen)
      console.log("A SPECIMEN: this database is a sandbox, and nothing in it is evidence.");
    console.log(
      `${portfolio.items.length} pieces of evidence, ${made.bytes.toLocaleString("en-GB")} bytes: ${file}`,
    );
    for (const { where, kind } of portfolio.scan.withheld)
      console.log(`Withheld or renamed: ${kind} in ${where}`);
    console.log(`Manifest ${made.manifestHash}`);
    console.log(`Journal head ${portfolio.journal.seq}:${portfolio.journal.hash}`);
  } finally {
    await store.close();
  }
}
