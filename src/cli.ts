#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError, Option } from "commander";
import { z } from "zod";
import { useUtc } from "./clock.ts";
import { ConfigError } from "./config.ts";
import { ORIGINS } from "./comments/comment.ts";
import { AppError, describeFailure } from "./errors.ts";
import { IMPORT_KINDS, MAPPINGS } from "./kpi/import/index.ts";
import { packageRoot } from "./package-root.ts";

/** 0: done. 1: it could not be done, or something is wrong. 2: the call's words are off. */
const EXIT = { problem: 1, usage: 2 } as const;

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")));

/** A command whose code is loaded when it is called: an import need not wait for the chat platforms' libraries. */
const loaded =
  <Given extends unknown[]>(load: () => Promise<(...given: Given) => Promise<void> | void>) =>
  async (...given: Given): Promise<void> =>
    (await load())(...given);

const program = new Command("floorwalker")
  .description(
    "A chat-ops bot for contact-centre teams: escalations to colleagues who may decide, with every step on record.",
  )
  .version(version)
  .showSuggestionAfterError()
  .exitOverride();

program
  .command("start")
  .description("run the bot; settings come from the environment (see .env.example)")
  .action(loaded(async () => (await import("./cli/start.ts")).start));
program
  .command("demo")
  .description("try it in the browser with an example centre and no account: a sandbox of its own")
  .option("--port <port>", "port of the console; any free one if it is taken", "3000")
  .option("--fresh", "forget what was done in earlier demos")
  .option("--no-open", "do not open a browser")
  .action(loaded(async () => (await import("./cli/demo.ts")).demo));
program
  .command("apply")
  .description(
    "make the database say what the organisation file says; shows what changes, changes nothing on any error",
  )
  .argument("<file>", "the organisation file (YAML)")
  .option("--dry-run", "show what would change, and stop")
  .action(loaded(async () => (await import("./cli/apply.ts")).apply));
program
  .command("comments")
  .description("what customers said")
  .command("import")
  .description(
    "store a batch, such as a survey's answers: CSV with the headings said, date, customer, about, origin, feeling",
  )
  .argument("<file>", "the CSV file, in UTF-8")
  .requiredOption("--team <id>", "the team whose customers they are")
  .addOption(
    new Option("--origin <origin>", "where the file does not say").choices([...ORIGINS]).default("requested"),
  )
  .option("--dry-run", "check the file, and stop")
  .action(loaded(async () => (await import("./cli/comments.ts")).importComments));
program
  .command("kpi")
  .description("figures of the telephone system, surveys and other sources")
  .command("import")
  .description("take in a CSV file: shows what it holds and what would change; nothing counts before a yes")
  .argument("<file>", "the CSV file, as the system exported it")
  .addOption(
    new Option("--kind <kind>", "what the file holds").choices([...IMPORT_KINDS]).default("intervals"),
  )
  .addOption(
    new Option("--vendor <name>", "the system it comes from, where its headings do not tell").choices(
      MAPPINGS.map(({ name }) => name),
    ),
  )
  .option("--team <id>", "whose figures they are, where a file of another kind than intervals does not say")
  .option("--zone <zone>", "the time zone of its local times; the organisation's without it")
  .addOption(
    new Option("--dates <order>", "what 05/10/2026 means: day or month first").choices(["dmy", "mdy"]),
  )
  .addOption(
    new Option("--minutes <minutes>", "how long an interval is, where the file cannot tell").choices([
      "15",
      "30",
      "60",
    ]),
  )
  .option("--yes", "let it count without being asked")
  .option("--dry-run", "show the report, and stop")
  .option("--problems <file>", "write all problems to this file, as CSV")
  .action(loaded(async () => (await import("./cli/kpi.ts")).importKpis));
program
  .command("unit")
  .description("load a unit of assessment: the awarding body's wording, another edition, another unit (YAML)")
  .argument("<file>", "the unit's file; docs/units.md says how it looks")
  .option("--dry-run", "check the file, and stop")
  .action(loaded(async () => (await import("./cli/unit.ts")).unit));
program
  .command("export")
  .description("a learner's portfolio as a ZIP that anybody can check; of a sandbox, a SPECIMEN")
  .argument("<learner>", "the learner's id in the organisation file")
  .option("--out <file>", "where to; portfolio-ID-DAY.zip if it is not said")
  .action(loaded(async () => (await import("./cli/export.ts")).exportLearner));
program
  .command("verify")
  .description("recompute the journal's chain of hashes, and every text it commits to")
  .option("--anchor <seq:hash...>", "heads published earlier: they show a cut tail or a rewritten journal")
  .option("--portfolio <zip>", "check an exported portfolio instead; needs no database")
  .action(loaded(async () => (await import("./cli/verify.ts")).verify));
program
  .command("doctor")
  .description("check settings, database, connections and channels; says what to do")
  .action(loaded(async () => (await import("./cli/doctor.ts")).doctor));
program
  .command("manifest")
  .description("print what to paste into a platform's app settings")
  .argument("<platform>", "slack or discord")
  .option("--app <id>", "Discord: the app's id, for the invite link")
  .option(
    "--http <url>",
    "Slack: public address of the HTTP mode, e.g. https://bot.example.org/slack/events; Socket Mode without it",
  )
  .action(loaded(async () => (await import("./cli/manifest.ts")).manifest));

useUtc();
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** One clear text for the person at the terminal; never a stack for what was to be expected. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.usage;
  if (error instanceof ConfigError) console.error(error.message);
  else if (error instanceof AppError) console.error(error.userMessage);
  else console.error(`Something went wrong: ${describeFailure(error)}`, error);
  return EXIT.problem;
}
