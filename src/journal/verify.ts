import { setImmediate } from "node:timers/promises";
import { asc, gt, sql } from "drizzle-orm";
import { journal, payloads } from "../../db/schema/foundation.ts";
import { type Read, query } from "../../db/store.ts";
import { GENESIS, eventHash, isCanonical } from "./chain.ts";
import type { Head } from "./journal.ts";
import { payloadDigest } from "./payloads.ts";

/** Something that is not as it was written. */
export interface Fault {
  /** The row where it shows; 0 where no row can be named. */
  readonly seq: number;
  readonly what: string;
}

/** What checking the journal came to. */
export interface Verification {
  readonly events: number;
  readonly head: Head;
  /** Payloads whose text was erased, which is no fault. */
  readonly erased: number;
  readonly faults: readonly Fault[];
}

/** Rows read at a time, so that a long journal neither fills the memory nor stops the event loop. */
const CHUNK = 2_000;
/** After so many faults the rest would be noise. */
const MOST_FAULTS = 50;

const eventsQuery = query("journal_verify_events", (db) =>
  db
    .select()
    .from(journal)
    .where(gt(journal.seq, sql.placeholder("after")))
    .orderBy(asc(journal.seq))
    .limit(sql.placeholder("most")),
);
const payloadsQuery = query("journal_verify_payloads", (db) =>
  db
    .select()
    .from(payloads)
    .where(gt(payloads.id, sql.placeholder("after")))
    .orderBy(asc(payloads.id))
    .limit(sql.placeholder("most")),
);

/** What is wrong with an event, given the head before it; empty where nothing is. */
export function checkEvent(row: typeof journal.$inferSelect, head: Head): string[] {
  const wrong: string[] = [];
  if (row.seq !== head.seq + 1) wrong.push(`${row.seq - head.seq - 1} event(s) before this one are missing`);
  if (row.prev !== head.hash) wrong.push("it does not follow the event before it");
  if (row.hash !== eventHash(row)) wrong.push("its content was changed");
  if (!isCanonical(row.facts)) wrong.push("its facts are not in canonical form");
  return wrong;
}

/**
 * Recomputes the whole chain and every payload's digest.
 * @param anchors heads published earlier (in a digest, an export, a log): a cut tail, a restored older file or a
 *   chain rewritten from the start is consistent in itself and shows only against one of these
 * @param progress called after each chunk with how many were checked: first of the events, then of the texts
 */
export async function verifyJournal(
  db: Read,
  anchors: readonly Head[] = [],
  progress: (checked: number, what: "events" | "texts") => void = () => {},
): Promise<Verification> {
  const faults: Fault[] = [];
  const fault = (seq: number, what: string): void => {
    if (faults.length < MOST_FAULTS) faults.push({ seq, what });
  };
  // Which event first commits to which text. The events are read before the texts: beside a
  // running bot a text may come after its event was read, but never the other way round.
  const committed = new Map<string, number>();
  const wanted = new Map(anchors.map((anchor) => [anchor.seq, anchor.hash]));
  let head: Head = { seq: 0, hash: GENESIS };
  let events = 0;
  for (;;) {
    const rows = await db.run(eventsQuery, { after: head.seq, most: CHUNK });
    if (rows.length === 0) break;
    for (const row of rows) {
      for (const what of checkEvent(row, head)) fault(row.seq, what);
      if (row.payloadDigest !== null) committed.set(row.payloadDigest, row.seq);
      const anchor = wanted.get(row.seq);
      if (anchor !== undefined) {
        if (anchor !== row.hash) fault(row.seq, "it differs from the anchor that was published");
        wanted.delete(row.seq);
      }
      head = { seq: row.seq, hash: row.hash };
      events += 1;
    }
    progress(events, "events");
    await setImmediate();
  }
  for (const seq of wanted.keys()) {
    fault(
      seq,
      seq === 0
        ? "an anchor needs a number from 1"
        : `the journal ends at ${head.seq}, before the anchor that was published: its end was cut off`,
    );
  }
  const erased = await verifyPayloads(db, committed, fault, (checked) => progress(checked, "texts"));
  for (const seq of committed.values()) fault(seq, "the text that it commits to is gone or was changed");
  return { events, head, erased, faults: faults.toSorted((a, b) => a.seq - b.seq) };
}

/** Checks every text, and takes those that are there from `committed`. Resolves to how many are erased. */
async function verifyPayloads(
  db: Read,
  committed: Map<string, number>,
  fault: (seq: number, what: string) => void,
  progress: (checked: number) => void,
): Promise<number> {
  let erased = 0;
  let checked = 0;
  let last = "";
  for (;;) {
    const rows = await db.run(payloadsQuery, { after: last, most: CHUNK });
    if (rows.length === 0) return erased;
    for (const row of rows) {
      committed.delete(row.digest);
      if (row.text === null || row.salt === null) erased += 1;
      else if (payloadDigest(row.salt, row.text) !== row.digest) fault(0, `the text ${row.id} was changed`);
      last = row.id;
    }
    checked += rows.length;
    progress(checked);
    await setImmediate();
  }
}
