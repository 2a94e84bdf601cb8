import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { inserter } from "../../db/insert.ts";
import { asks, cases } from "../../db/schema/escalation.ts";
import { dueActions, journal } from "../../db/schema/foundation.ts";
import { type Read, type Tx, query } from "../../db/store.ts";
import { nextNumber } from "../counters.ts";
import { caseRef } from "./case.ts";

/** A case as it is stored. */
export type Case = typeof cases.$inferSelect;
/** Somebody who was asked to take a case. */
export type Ask = typeof asks.$inferSelect;

const insertCaseRow = inserter("case_insert", cases);
const insertAskRow = inserter("ask_insert", asks);

/** The next case reference. */
export const nextCaseRef = async (db: Tx): Promise<string> => caseRef(await nextNumber(db, "case"));

/** Stores a new case. */
export const insertCase = (db: Tx, row: Case): Promise<void> => insertCaseRow(db, row);

const caseById = query("case_by_id", (db) =>
  db
    .select()
    .from(cases)
    .where(eq(cases.id, sql.placeholder("id"))),
);
const caseByRef = query("case_by_ref", (db) =>
  db
    .select()
    .from(cases)
    .where(eq(cases.ref, sql.placeholder("ref"))),
);

/** A case by its internal id. */
export const findCase = async (db: Read, id: string): Promise<Case | undefined> =>
  (await db.run(caseById, { id }))[0];
/** A case by "ESC-0042". */
export const findCaseByRef = async (db: Read, ref: string): Promise<Case | undefined> =>
  (await db.run(caseByRef, { ref }))[0];

/**
 * Changes a case if it still is what the caller saw. One of two who act at the same time wins.
 * @returns the case as it is now, or undefined if somebody was faster
 */
export async function changeCase(db: Tx, seen: Case, change: Partial<Case>): Promise<Case | undefined> {
  const [changed] = await db
    .update(cases)
    .set({ ...change, generation: seen.generation + 1 })
    .where(and(eq(cases.id, seen.id), eq(cases.generation, seen.generation)))
    .returning();
  return changed;
}

const countAsks = query<unknown>("case_count_asks", (db) =>
  db
    .update(cases)
    .set({ asks: sql`${sql.placeholder("n")}` })
    .where(eq(cases.id, sql.placeholder("id"))),
);

/** Puts on record that somebody is asked; resolves to the case with its count of asks. */
export async function insertAsk(db: Tx, asked: Case, memberId: string, now: number): Promise<Case> {
  const n = asked.asks + 1;
  await insertAskRow(db, { caseId: asked.id, n, memberId, at: now, endedAt: null });
  await db.run(countAsks, { id: asked.id, n });
  return { ...asked, asks: n };
}

const asksQuery = query("asks_of_case", (db) =>
  db
    .select()
    .from(asks)
    .where(eq(asks.caseId, sql.placeholder("id")))
    .orderBy(asc(asks.n)),
);

/** Everybody who was asked, in order. */
export const asksOf = (db: Read, caseId: string): Promise<Ask[]> => db.run(asksQuery, { id: caseId });

const endOpenAsks = query("asks_end", (db) =>
  db
    .update(asks)
    .set({ endedAt: sql`${sql.placeholder("now")}` })
    .where(and(eq(asks.caseId, sql.placeholder("id")), isNull(asks.endedAt)))
    .returning({ memberId: asks.memberId }),
);

/** Ends the asks that are open. Resolves to whom they were put to. */
export async function endAsks(db: Tx, caseId: string, now: number): Promise<string[]> {
  const ended = await db.run(endOpenAsks, { id: caseId, now });
  return ended.map((row) => row.memberId);
}

const givenQuery = query("given_to_customer", (db) =>
  db
    .select({ pence: sql`coalesce(sum(${cases.decidedPence}), 0)`.mapWith(Number) })
    .from(cases)
    .where(
      and(
        eq(cases.customerId, sql.placeholder("customer")),
        eq(cases.issue, sql.placeholder("issue")),
        gte(cases.decidedAt, sql.placeholder("since")),
      ),
    ),
);

/** What a customer was given for an issue since a time, pence: limits are cumulative (DOMAIN 2.2). */
export async function givenSince(db: Read, customer: string, issue: string, since: number): Promise<number> {
  const [row] = await db.run(givenQuery, { customer, issue, since });
  return row?.pence ?? 0;
}

/** The event with which a decider noted what they weighed in a case. */
export const weighedQuery = query("case_weighed", (db) =>
  db
    .select({ facts: journal.facts })
    .from(journal)
    .where(and(eq(journal.subject, sql.placeholder("id")), eq(journal.kind, sql.placeholder("kind"))))
    .limit(sql.placeholder("one")),
);
const weighedFacts = z.object({ weighed_payload: z.string() });

/** The payload of what its decider noted to have weighed in a case; undefined: nothing yet. The journal alone knows. */
export async function weighedIn(db: Read, caseId: string): Promise<string | undefined> {
  const [row] = await db.run(weighedQuery, { id: caseId, kind: "case.weighed", one: 1 });
  return row && weighedFacts.parse(JSON.parse(row.facts)).weighed_payload;
}

/** The most cases a list shows; the rest is counted. */
export const LIST_MOST = 15;

/** Open cases that a member raised or holds, newest first. */
export const myOpenCases = (db: Read, memberId: string): Promise<Case[]> =>
  Promise.all(
    [cases.raiserId, cases.holderId].map((column) =>
      db
        .select()
        .from(cases)
        .where(and(eq(column, memberId), isNull(cases.endedAt)))
        .orderBy(desc(cases.raisedAt))
        .limit(LIST_MOST + 1),
    ),
  ).then((lists) =>
    [...new Map(lists.flat().map((one) => [one.id, one])).values()].toSorted(
      (a, b) => b.raisedAt - a.raisedAt,
    ),
  );

/** Open cases of some teams ("all": of every team), longest waiting first; none that is restricted. */
export const openCases = (db: Read, teams: ReadonlySet<string> | "all"): Promise<Case[]> =>
  Promise.resolve(
    db
      .select()
      .from(cases)
      .where(
        and(
          isNull(cases.endedAt),
          isNull(cases.restricted),
          teams === "all" ? undefined : inArray(cases.teamId, [...teams]),
        ),
      )
      .orderBy(asc(cases.raisedAt))
      .limit(LIST_MOST + 1),
  );

const openRestrictedQuery = query("open_restricted_cases", (db) =>
  db
    .select()
    .from(cases)
    .where(and(isNull(cases.endedAt), isNotNull(cases.restricted)))
    .orderBy(asc(cases.raisedAt))
    .limit(sql.placeholder("most")),
);

/** Open restricted cases, longest waiting first: for picking those of which somebody may know. */
export const openRestricted = (db: Read): Promise<Case[]> => db.run(openRestrictedQuery, { most: 1_000 });

/** Open cases without a timer that is still to come: each would be forgotten. */
export const openWithoutTimer = (db: Read): Promise<Case[]> =>
  Promise.resolve(
    db
      .select()
      .from(cases)
      .where(
        and(
          isNull(cases.endedAt),
          sql`not exists (select 1 from ${dueActions} where ${dueActions.subject} = ${cases.id} and ${dueActions.doneAt} is null)`,
        ),
      )
      .limit(100),
  );

/** Raised cases of some teams that are put to nobody right now; none that is restricted. */
export const unaskedCases = (db: Read, teams: ReadonlySet<string> | "all"): Promise<Case[]> =>
  Promise.resolve(
    db
      .select()
      .from(cases)
      .where(
        and(
          isNull(cases.endedAt),
          isNull(cases.restricted),
          eq(cases.state, "raised"),
          teams === "all" ? undefined : inArray(cases.teamId, [...teams]),
          sql`not exists (select 1 from ${asks} where ${asks.caseId} = ${cases.id} and ${asks.endedAt} is null)`,
        ),
      )
      .limit(100),
  );
