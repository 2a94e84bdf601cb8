import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join as joinPath } from "node:path";
import { z } from "zod";
import { loadDriver } from "../../db/driver.ts";
import { openStore } from "../../db/store.ts";
import { recordConsent } from "../../src/evidence/consent.ts";
import { randomIds } from "../../src/ids.ts";
import { eventHash } from "../../src/journal/chain.ts";
import { canonicalJson, createJournal, payloadDigest } from "../../src/journal/index.ts";
import { findMember, readSettings } from "../../src/people/index.ts";
import { CENTRE_FILE } from "./centre.ts";
import { figure } from "./figures.ts";
import { type MadeUpEvent, madeUpEvents } from "./journal-events.ts";
import { applyCentre, removeDatabase } from "./processes.ts";

/** Events written in one transaction. */
const CHUNK = 20_000;

/** A learner of each unit, all of them from the first event on. */
export const LEARNERS = [
  { person: "wei", unit: "CC15" },
  { person: "ana", unit: "58A" },
  { person: "priya", unit: "H12E" },
] as const;

const TEXT =
  "The customer had waited for six days, the parcel was lost at the depot, and the refund was within the limit.";

const headSchema = z.object({ seq: z.int(), hash: z.string() });

/** Writes the centre of the example, with {@link LEARNERS} in place of its own learners. Returns the file. */
export function centreWithLearners(folder: string): string {
  const file = joinPath(folder, "learners.yaml");
  const learners = LEARNERS.map(
    ({ person, unit }) =>
      `  - { person: ${person}, unit: ${unit}, assessor: martin, verifier: ruth, from: 2000-01-01 }`,
  );
  const [before = ""] = readFileSync(CENTRE_FILE, "utf8").split(/^learners:$/m);
  writeFileSync(file, [before, "learners:", ...learners, ""].join("\n"));
  return file;
}

/**
 * A database whose journal has so many events, in a chain that verifies, with a text for each that commits to one; the
 * learners have joined. One that an earlier run left in the folder is taken again.
 * @returns its file
 */
export async function journalDatabase(folder: string, count: number, now: number): Promise<string> {
  const file = joinPath(folder, `journal-${count}.db`);
  if (existsSync(file)) return file;
  const unfinished = `${file}.unfinished`;
  removeDatabase(unfinished);
  const started = performance.now();
  await applyCentre(unfinished, centreWithLearners(folder));
  await fill(unfinished, count, now);
  await join(unfinished, now);
  renameSync(unfinished, file);
  const seconds = figure((performance.now() - started) / 1000);
  console.log(`\nA journal of ${figure(count)} events was written in ${seconds} s.`);
  return file;
}

/**
 * Writes the events as the journal does, but past the store: nobody else is at it, and what is lost with the
 * power is written again.
 */
async function fill(file: string, count: number, now: number): Promise<void> {
  const Database = await loadDriver();
  const connection = new Database(file);
  connection.pragma("synchronous = OFF");
  // Ids are random, so every page of their index is needed again and again.
  connection.pragma("cache_size = -500000");
  const insertEvent = connection.prepare(`INSERT INTO journal VALUES (${"?, ".repeat(12)}?)`);
  const insertText = connection.prepare(
    "INSERT INTO payloads (id, salt, text, digest, at) VALUES (?, ?, ?, ?, ?)",
  );
  /** Keeps a text of usual length; gives back what the event commits to. */
  const keep = (at: number): string => {
    const salt = randomBytes(16).toString("hex");
    const digest = payloadDigest(salt, TEXT);
    insertText.run(randomIds.next(), salt, TEXT, digest, at);
    return digest;
  };
  const store = (seq: number, prev: string, { says, ...event }: MadeUpEvent): string => {
    const row = {
      ...event,
      seq,
      id: randomIds.next(),
      facts: canonicalJson(event.facts),
      simulated: false,
      payloadDigest: says ? keep(event.at) : null,
      prev,
    };
    const hash = eventHash(row);
    const { id, at, team, actor, role, kind, subject, facts, payloadDigest: digest } = row;
    insertEvent.run(seq, id, at, team, actor, role, kind, subject, facts, 0, digest, prev, hash);
    return hash;
  };
  const { seq: last, hash } = headSchema.parse(
    connection.prepare("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").get(),
  );
  let head = hash;
  let seq = last;
  connection.exec("BEGIN");
  for (const event of madeUpEvents(count, now)) {
    seq += 1;
    head = store(seq, head, event);
    if (seq % CHUNK === 0) connection.exec("COMMIT; BEGIN");
  }
  connection.exec("COMMIT");
  connection.close();
}

/** The learners take part. */
async function join(file: string, now: number): Promise<void> {
  const store = await openStore({ dialect: "sqlite", file }, { existingOnly: true, now });
  const journal = createJournal(randomIds, false);
  await store.tx(async (db) => {
    const settings = await readSettings(db);
    const work = { db, now, ids: randomIds, journal, active: new Set<never>(), settings };
    for (const { person, unit } of LEARNERS) {
      const member = await findMember(db, person);
      if (!member) throw new Error(`${person} is not in the example`);
      await recordConsent(work, member, [unit]);
    }
  });
  await store.close();
}
