import { setImmediate } from "node:timers/promises";
import { and, asc, eq, gt, sql } from "drizzle-orm";
import { journal } from "../../db/schema/foundation.ts";
import { type Read, query } from "../../db/store.ts";
import type { FactValue } from "../journal/index.ts";
import type { EvidenceEvent } from "./suggest.ts";

/**
 * Rows read at a time. A busy colleague's years neither fill the memory nor stop the event loop: between two
 * such pieces everybody else has their turn.
 */
const CHUNK = 500;

const isFact = (value: unknown): value is FactValue =>
  value === null ||
  ["string", "number", "boolean"].includes(typeof value) ||
  (Array.isArray(value) && value.every((one) => typeof one === "string"));

const isFacts = (value: unknown): value is EvidenceEvent["facts"] =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every(isFact);

/**
 * The facts of an event, read from their canonical JSON. Checked by hand: a schema took longer than all the rest.
 * @throws if they are none
 */
export function eventFacts(json: string): EvidenceEvent["facts"] {
  const read: unknown = JSON.parse(json);
  if (!isFacts(read)) throw new Error("an event of the journal has facts of a kind that there is not");
  return read;
}

type Row = Pick<
  typeof journal.$inferSelect,
  "seq" | "id" | "at" | "team" | "actor" | "role" | "kind" | "subject" | "facts" | "simulated"
>;

/** An event as it may suggest something, read from the journal's row. */
export const eventOf = (row: Row): EvidenceEvent => ({
  seq: row.seq,
  id: row.id,
  at: row.at,
  team: row.team,
  actor: row.actor,
  role: row.role,
  kind: row.kind,
  subject: row.subject,
  facts: eventFacts(row.facts),
  simulated: row.simulated,
});

const columns = {
  seq: journal.seq,
  id: journal.id,
  at: journal.at,
  team: journal.team,
  actor: journal.actor,
  role: journal.role,
  kind: journal.kind,
  subject: journal.subject,
  facts: journal.facts,
  simulated: journal.simulated,
};

/** What somebody did, from one number of the journal on; exported for its query plan. */
export const ownEventsQuery = query("evidence_own_events", (db) =>
  db
    .select(columns)
    .from(journal)
    .where(and(eq(journal.actor, sql.placeholder("actor")), gt(journal.seq, sql.placeholder("after"))))
    .orderBy(asc(journal.seq))
    .limit(sql.placeholder("most")),
);

/**
 * What everybody did about one thing; exported for its query plan. The actor is not asked for here: SQLite would go
 * through all that they ever did.
 */
export const eventsAboutQuery = query("evidence_events_about", (db) =>
  db
    .select(columns)
    .from(journal)
    .where(and(eq(journal.subject, sql.placeholder("subject")), gt(journal.seq, sql.placeholder("after"))))
    .orderBy(asc(journal.seq))
    .limit(sql.placeholder("most")),
);

/** Which events are read; see {@link eventsOf}. */
export interface Wanted {
  readonly memberId: string;
  /** Ms since the epoch: what happened before does not count. */
  readonly from: number;
  /** Only about this thing; everything otherwise. */
  readonly subject?: string | undefined;
  /** Whether an event of this kind, by somebody in this role, matters at all: of others the facts are not even read. */
  readonly matters: (kind: string, role: string) => boolean;
}

/**
 * What somebody did, in the order of the journal, some hundred events at a time; each pause lets others have
 * their turn. Where somebody's transaction waits for it, a subject keeps it short.
 */
export async function* eventsOf(
  db: Read,
  { memberId, from, subject, matters }: Wanted,
): AsyncGenerator<EvidenceEvent[]> {
  let after = 0;
  for (;;) {
    const rows =
      subject === undefined
        ? await db.run(ownEventsQuery, { actor: memberId, after, most: CHUNK })
        : await db.run(eventsAboutQuery, { subject, after, most: CHUNK });
    // What is too old is left out here, not in the query: one that had to look for the first that counts could take long.
    yield rows
      .filter(({ at, actor, kind, role }) => actor === memberId && at >= from && matters(kind, role))
      .map(eventOf);
    if (rows.length < CHUNK) return;
    after = rows.at(-1)?.seq ?? after;
    await setImmediate();
  }
}
