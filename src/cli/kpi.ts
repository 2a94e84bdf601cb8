import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { openStore } from "../../db/store.ts";
import { systemClock } from "../clock.ts";
import { processEnvironment, readConfig } from "../config.ts";
import { invalid } from "../errors.ts";
import { randomIds } from "../ids.ts";
import { createJournal } from "../journal/index.ts";
import {
  type ImportKind,
  type ImportParts,
  type Problem,
  OPERATOR,
  PROBLEMS_HEAD,
  allQueues,
  confirmImport,
  dropImport,
  fileSource,
  importFile,
  problemLines,
  problemRow,
  reportLines,
} from "../kpi/import/index.ts";
import { dayWords, localDate } from "../local-days.ts";
import { isSandbox, readSettings } from "../people/index.ts";

/** The largest file that is read, bytes: it is never in memory as a whole. */
const MOST_BYTES = 2 * 1024 * 1024 * 1024;
/** Between two transactions, ms: a running bot writes to the same file. */
const BREATH_MS = 5;

/** Options of `kpi import`, as commander gives them. */
export interface ImportOptions {
  readonly kind: ImportKind;
  readonly vendor?: string;
  readonly zone?: string;
  readonly dates?: "dmy" | "mdy";
  readonly team?: string;
  readonly minutes?: "15" | "30" | "60";
  readonly yes?: true;
  readonly dryRun?: true;
  readonly problems?: string;
}

/** `floorwalker kpi import FILE`: figures of a day or of years. Works beside a running bot. */
export async function importKpis(file: string, options: ImportOptions): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw invalid(`There is no file ${file}.`, "no such file");
  const store = await openStore(readConfig(processEnvironment()).database, {
    now: systemClock.now(),
    existingOnly: true,
  });
  try {
    const journal = createJournal(randomIds, await isSandbox(store.read));
    const parts: ImportParts = { store, ids: randomIds, journal, breathe: () => sleep(BREATH_MS) };
    await importInto(parts, file, found.size, options);
  } finally {
    await store.close();
  }
}

async function importInto(
  parts: ImportParts,
  file: string,
  bytes: number,
  options: ImportOptions,
): Promise<void> {
  if (bytes > MOST_BYTES)
    throw invalid(
      `${file} is larger than ${MOST_BYTES / 1024 ** 3} GB, and was not read. Split it, for example by month; each part is imported by itself.`,
      "file too large",
    );
  const { read } = parts.store;
  const list = problemList(options.problems);
  const progress = progressLine();
  const staged = await importFile(
    parts,
    {
      source: fileSource(file),
      kind: options.kind,
      via: "cli",
      member: null,
      mostBytes: MOST_BYTES,
      vendor: options.vendor,
      timeZone: options.zone,
      dates: options.dates,
      team: options.team,
      minutes: options.minutes === undefined ? undefined : Number(options.minutes),
      problem: list.add,
      progress: progress.show,
    },
    systemClock.now(),
  ).finally(() => progress.end());
  await list.end();
  if (staged.outcome === "unusable") {
    for (const line of problemLines(staged.problems, staged.count)) console.error(line);
    throw invalid(
      options.problems === undefined
        ? "With --problems FILE all of them are written to a file."
        : `All of them are in ${options.problems}.`,
      "file not usable",
    );
  }
  if (staged.outcome === "already") {
    const { timezone } = await readSettings(read);
    console.log(
      `This very file was imported on ${dayWords(localDate(staged.at, timezone))} already and counts. Nothing was changed.`,
    );
    return;
  }
  const names = new Map((await allQueues(read)).map(({ id, name }) => [id, name]));
  for (const line of reportLines(staged.report, (id) => names.get(id) ?? id)) console.log(line);
  const { importId } = staged;
  if (options.dryRun) {
    await dropImport(parts, importId, systemClock.now());
    console.log("Nothing was changed (dry run).");
    return;
  }
  const answer = options.yes ? "yes" : await ask();
  if (answer === "no") {
    await dropImport(parts, importId, systemClock.now());
    console.log("Nothing was changed.");
    return;
  }
  if (answer === "nobody")
    throw invalid(
      "Nothing counts yet, because nobody is here to say yes. Look at the report, then give the same file again with --yes; unconfirmed it is discarded after 24 hours.",
      "no terminal to confirm at",
    );
  const { outcome } = await confirmImport(parts, importId, null, OPERATOR, systemClock.now());
  console.log(
    outcome === "already" ? "It counts already; nothing was changed." : "Done: all of it counts now.",
  );
}

/** Asks at a terminal; there may be none. */
async function ask(): Promise<"yes" | "no" | "nobody"> {
  if (!process.stdin.isTTY) return "nobody";
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question("Shall this count? [y/N] ");
    return /^y(?:es)?$/i.test(answer.trim()) ? "yes" : "no";
  } finally {
    terminal.close();
  }
}

/** Writes all problems to a file, where one was named. */
function problemList(file: string | undefined) {
  if (file === undefined) return { add: () => {}, end: () => Promise.resolve() };
  const stream = createWriteStream(file);
  stream.write(PROBLEMS_HEAD);
  return {
    add: (one: Problem): void => void stream.write(problemRow(one)),
    end: () =>
      new Promise<void>((resolve, reject) => {
        stream.once("error", () =>
          reject(invalid(`${file} cannot be written.`, "problems file not writable")),
        );
        stream.end(resolve);
      }),
  };
}

/** How far it is, where somebody looks on. */
function progressLine() {
  let isShown = false;
  return {
    show: (what: "read" | "stored", rows: number): void => {
      if (!process.stderr.isTTY) return;
      isShown = true;
      process.stderr.write(
        `\r${rows.toLocaleString("en-GB")} rows ${what === "read" ? "looked at" : "stored"}  `,
      );
    },
    end: (): void => {
      if (isShown) process.stderr.write("\n");
    },
  };
}
