import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { type Store, openStore } from "../../db/store.ts";
import { buildPortfolio } from "../../src/evidence/index.ts";
import { keepItem, NO_CUSTOMER } from "../../src/evidence/items/keep.ts";
import { shareItems } from "../../src/evidence/items/share.ts";
import { registrationsOf } from "../../src/evidence/registered.ts";
import { criteriaOf } from "../../src/evidence/words.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal } from "../../src/journal/index.ts";
import { findMember, readSettings } from "../../src/people/index.ts";
import { beside } from "./beside.ts";
import { figure, median, printTable } from "./figures.ts";
import { centreWithLearners } from "./journal-database.ts";
import { applyCentre, removeDatabase } from "./processes.ts";

const LEARNER = "ana";
const ROUNDS = 5;
/** Kept in one transaction. */
const CHUNK = 20;

/** A database in which a learner has shared so many pieces of evidence; one that is there already is taken again. */
async function itemsDatabase(
  folder: string,
  count: number,
  now: number,
  passage: (seed: number, words: number) => string,
): Promise<string> {
  const file = join(folder, `items-${count}.db`);
  if (existsSync(file)) return file;
  const unfinished = `${file}.unfinished`;
  removeDatabase(unfinished);
  await applyCentre(unfinished, centreWithLearners(folder));
  const store = await openStore({ dialect: "sqlite", file: unfinished }, { existingOnly: true, now });
  const journal = createJournal(randomIds, false);
  const [registration] = await registrationsOf(store.read, LEARNER);
  if (!registration) throw new Error("the learner is not registered");
  const { unit } = registration;
  const criteria = criteriaOf(unit);
  for (let first = 0; first < count; first += CHUNK)
    await store.tx(async (db) => {
      const settings = await readSettings(db);
      const work = { db, now, ids: randomIds, journal, active: new Set<never>(), settings };
      const learner = await findMember(db, LEARNER);
      if (!learner) throw new Error("the learner is not in the example");
      for (let n = first; n < Math.min(first + CHUNK, count); n += 1) {
        const item = await keepItem(work, learner, {
          learnerId: LEARNER,
          kind: "work_product",
          title: passage(n, 8),
          occurredOn: "2026-03-02",
          teamId: "billing",
          customer: NO_CUSTOMER,
          texts: ["my_part", "what"].map((label, part) => ({ label, text: passage(n + part, 60) })),
          location: undefined,
          sources: [],
          claims: [0, 5, 10].map((step) => {
            const criterion = criteria[(n + step) % criteria.length];
            if (!criterion) throw new Error("the unit has no criteria");
            const parts = criterion.parts.map(({ id }) => id);
            return { unit: unit.unit, edition: unit.edition, ref: criterion.ref, parts, suggested: false };
          }),
          why: passage(n, 15),
        });
        await shareItems(work, learner, [item], "");
      }
    });
  await store.close();
  renameSync(unfinished, file);
  return file;
}

/** One way of reading it: the whole of it, while others save. */
async function read(store: Store, now: number, how: "snapshot" | "transaction") {
  const settings = await readSettings(store.read);
  const learner = await findMember(store.read, LEARNER);
  if (!learner) throw new Error("the learner is not in the example");
  const asked = { learner, settings, now, id: "bench" };
  return beside(store, () =>
    how === "snapshot"
      ? store.snapshot((db) => buildPortfolio(db, asked))
      : store.tx((db) => buildPortfolio(db, asked), "background"),
  );
}

/** How long it takes to read and release a portfolio of so many items, and what others notice of it. */
export async function measurePortfolioRead(
  folder: string,
  count: number,
  passage: (seed: number, words: number) => string,
): Promise<void> {
  const now = Date.now();
  const file = await itemsDatabase(folder, count, now, passage);
  // One that an older version left in the folder is brought up to date first.
  const store = await openStore({ dialect: "sqlite", file }, { now });
  const rows: string[][] = [["", "ms", "loop held ms", "slowest save ms"]];
  try {
    for (const how of ["snapshot", "transaction"] as const) {
      const all: Awaited<ReturnType<typeof read>>[] = [];
      for (let round = 0; round < ROUNDS; round += 1) all.push(await read(store, now, how));
      rows.push([
        how === "snapshot" ? "as the program does, in a snapshot" : "in a transaction that writes",
        figure(median(all.map(({ ms }) => ms))),
        figure(Math.max(...all.map(({ held }) => held))),
        figure(Math.max(...all.map(({ slowest }) => slowest))),
      ]);
    }
  } finally {
    await store.close();
  }
  printTable(`Reading ${figure(count)} items out of the database and releasing them`, rows);
}
