import { desc, sql } from "drizzle-orm";
import { inserter } from "../../db/insert.ts";
import { journal } from "../../db/schema/foundation.ts";
import { type Read, type Tx, query } from "../../db/store.ts";
import type { Ids } from "../ids.ts";
import { type Facts, GENESIS, canonicalJson, eventHash } from "./chain.ts";

/** Something that happened, to be put on record in the transaction that makes it so. */
export interface JournalEvent {
  readonly team: string | null;
  /** Member id, or {@link SYSTEM}. The actor earns what the event is evidence of (DOMAIN 0.4). */
  readonly actor: string;
  /** The actor's part in it. */
  readonly role: string;
  /** `noun.verb`, e.g. `case.raised`. */
  readonly kind: string;
  readonly subject: string;
  readonly facts: Facts;
  /** Digest of the payload that the event commits to, if any. */
  readonly payloadDigest?: string;
}

/** The bot itself: what it does by itself is nobody's evidence. */
export const SYSTEM = "system";

/** Puts events on record. */
export interface Journal {
  record(db: Tx, at: number, event: JournalEvent): Promise<void>;
}

/** The newest row: its number and hash. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

const headQuery = query("journal_head", (db) =>
  db
    .select({ seq: journal.seq, hash: journal.hash })
    .from(journal)
    .orderBy(desc(journal.seq))
    .limit(sql.placeholder("one")),
);
const insertEvent = inserter("journal_insert", journal);

/** The chain's head, read where it is needed and never kept: another process may write too. */
export async function journalHead(db: Read): Promise<Head> {
  const [head] = await db.run(headQuery, { one: 1 });
  return head ?? { seq: 0, hash: GENESIS };
}

/**
 * The journal of one database.
 * @param simulated whether the database is a sandbox: marked on every event, because nothing simulated may count
 */
export function createJournal(ids: Ids, simulated: boolean): Journal {
  return {
    record: async (db, at, event) => {
      const head = await journalHead(db);
      const row = {
        seq: head.seq + 1,
        id: ids.next(),
        at,
        team: event.team,
        actor: event.actor,
        role: event.role,
        kind: event.kind,
        subject: event.subject,
        facts: canonicalJson(event.facts),
        simulated,
        payloadDigest: event.payloadDigest ?? null,
        prev: head.hash,
      };
      await insertEvent(db, { ...row, hash: eventHash(row) });
    },
  };
}
