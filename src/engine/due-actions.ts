import { and, asc, eq, isNull, lte, sql } from "drizzle-orm";
import { inserter } from "../../db/insert.ts";
import { dueActions } from "../../db/schema/foundation.ts";
import { type Store, type Tx, query } from "../../db/store.ts";
import type { Clock } from "../clock.ts";
import { describeFailure } from "../errors.ts";
import { failpoint } from "../failpoint.ts";
import type { Ids } from "../ids.ts";
import type { Log } from "../log.ts";
import { raiseCondition } from "./conditions.ts";

/** A timer: at `dueAt`, do `kind` to `subject`, if `generation` is still the subject's. */
export interface DueAction {
  /** Ms since the epoch; never early, late only by downtime. */
  readonly dueAt: number;
  readonly kind: string;
  readonly subject: string;
  readonly generation: string;
}

/** What a handler did: acted, or found that the subject has moved on. */
export type DueOutcome = "acted" | "stale";

/** Does the work of a kind, in the transaction that also marks the timer as done. */
export type DueHandler = (db: Tx, action: DueAction, now: number) => Promise<DueOutcome>;

/** Timers taken at a time. */
const BATCH = 100;
/** After so many failures a timer is given up and shown to the operator. */
const MOST_ATTEMPTS = 10;

const insertAction = inserter("due_insert", dueActions);

/** Arms a timer, as part of the caller's transaction. */
export async function arm(db: Tx, ids: Ids, action: DueAction): Promise<void> {
  await insertAction(db, { id: ids.next(), ...action, doneAt: null, outcome: null, attempts: 0 });
}

const dueQuery = query("due_now", (db) =>
  db
    .select()
    .from(dueActions)
    .where(and(isNull(dueActions.doneAt), lte(dueActions.dueAt, sql.placeholder("now"))))
    .orderBy(asc(dueActions.dueAt))
    .limit(sql.placeholder("most")),
);

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly handlers: ReadonlyMap<string, DueHandler>;
}

/** Runs every timer that is due, in due order, each in a transaction of its own. */
export async function runDueActions({ store, clock, log, handlers }: Parts): Promise<void> {
  for (;;) {
    const rows = await store.read.run(dueQuery, { now: clock.now(), most: BATCH });
    for (const row of rows) {
      try {
        await store.tx((db) => runOne(db, row.id, clock.now(), handlers), "background");
      } catch (error) {
        log("error", `due action failed: ${describeFailure(error)}`, {
          kind: row.kind,
          subject: row.subject,
        });
        await store.tx((db) => postpone(db, row.id, clock.now(), log));
      }
    }
    if (rows.length < BATCH) return;
  }
}

async function runOne(
  db: Tx,
  id: string,
  now: number,
  handlers: ReadonlyMap<string, DueHandler>,
): Promise<void> {
  const [row] = await db
    .select()
    .from(dueActions)
    .where(and(eq(dueActions.id, id), isNull(dueActions.doneAt)));
  if (!row) return; // another instance was faster
  const handler = handlers.get(row.kind);
  if (!handler) throw new Error(`no handler for due action ${row.kind}`);
  const outcome = await handler(db, row, now);
  failpoint("timers.after-act");
  await db.update(dueActions).set({ doneAt: now, outcome }).where(eq(dueActions.id, id));
}

async function postpone(db: Tx, id: string, now: number, log: Log): Promise<void> {
  const [row] = await db.select().from(dueActions).where(eq(dueActions.id, id));
  if (!row || row.doneAt !== null) return;
  const attempts = row.attempts + 1;
  if (attempts < MOST_ATTEMPTS) {
    await db
      .update(dueActions)
      .set({ attempts, dueAt: now + 1_000 * 2 ** attempts })
      .where(eq(dueActions.id, id));
    return;
  }
  await db.update(dueActions).set({ attempts, doneAt: now, outcome: "failed" }).where(eq(dueActions.id, id));
  await raiseCondition(
    db,
    now,
    {
      subject: `due:${row.kind}`,
      code: "due_action_failed",
      detail: `A timer (${row.kind}) failed ${attempts} times; see the log.`,
    },
    log,
  );
}
