import { and, eq, gte, inArray, isNull, lt, min, sql } from "drizzle-orm";
import { cases } from "../../../db/schema/escalation.ts";
import { journal } from "../../../db/schema/foundation.ts";
import { type Read, listQuery, listed, query } from "../../../db/store.ts";

/** What is counted of a case. */
export type OwnCase = Pick<
  typeof cases.$inferSelect,
  | "id"
  | "kind"
  | "state"
  | "generation"
  | "waiting"
  | "promisedAt"
  | "raisedAt"
  | "takenAt"
  | "decidedAt"
  | "informedAt"
  | "handedBackAt"
  | "feedbackPayload"
  | "endedAt"
>;

const columns = {
  id: cases.id,
  kind: cases.kind,
  state: cases.state,
  generation: cases.generation,
  waiting: cases.waiting,
  promisedAt: cases.promisedAt,
  raisedAt: cases.raisedAt,
  takenAt: cases.takenAt,
  decidedAt: cases.decidedAt,
  informedAt: cases.informedAt,
  handedBackAt: cases.handedBackAt,
  feedbackPayload: cases.feedbackPayload,
  endedAt: cases.endedAt,
};

/**
 * A case counts for the team that owns it; one that the register gives to another team than the
 * raiser's is that team's from the beginning. Restricted ones are in no count (DOMAIN 3.5): they
 * are left out here, in the queries, so that no total can tell of them.
 */
const ofTeam = and(eq(cases.teamId, sql.placeholder("team")), isNull(cases.restricted));

const raisedBefore = lt(cases.raisedAt, sql.placeholder("to"));

/** Of a team, what is open now and was raised before `to`. */
export const openCases = query("own_cases_open", (db) =>
  db
    .select(columns)
    .from(cases)
    .where(and(ofTeam, isNull(cases.endedAt), raisedBefore)),
);

/** Of a team, what ended from `since` to before `until` and was raised before `to`. */
export const endedCases = query("own_cases_ended", (db) =>
  db
    .select(columns)
    .from(cases)
    .where(
      and(
        ofTeam,
        gte(cases.endedAt, sql.placeholder("since")),
        lt(cases.endedAt, sql.placeholder("until")),
        raisedBefore,
      ),
    ),
);

/** Of a team, what ended so and whose promised call was due from `from` to before `to`. */
export const endedWithPromise = query("own_cases_promised", (db) =>
  db
    .select(columns)
    .from(cases)
    .where(
      and(
        ofTeam,
        gte(cases.endedAt, sql.placeholder("since")),
        lt(cases.endedAt, sql.placeholder("until")),
        gte(cases.promisedAt, sql.placeholder("from")),
        lt(cases.promisedAt, sql.placeholder("to")),
      ),
    ),
);

/** Cases asked for at a time. */
const ASKED_FOR = 50;

const firstTakings = listQuery("own_cases_first_taken", (db, ids) =>
  db
    .select({ id: journal.subject, at: min(journal.at) })
    .from(journal)
    .where(and(inArray(journal.subject, [...ids]), eq(journal.kind, "case.taken")))
    .groupBy(journal.subject),
);

/** The generation that a case has at most in each state, if nobody ever gave it back (src/escalation/case.ts). */
const NEVER_GIVEN_BACK: Readonly<Record<OwnCase["state"], number>> = {
  raised: 1,
  acknowledged: 2,
  decided: 3,
  customer_informed: 4,
  handed_back: 4,
  closed: 5,
  withdrawn: 3,
};

/** A case with when somebody first took it, ms; null: nobody has. */
export interface TakenCase extends OwnCase {
  readonly firstTakenAt: number | null;
}

/**
 * Adds when somebody first took each case. One that was given back has forgotten it, so the record is
 * asked: that nobody holds it now does not undo that somebody had seen to it.
 */
export async function withFirstTaking(db: Read, cases: readonly OwnCase[]): Promise<TakenCase[]> {
  const givenBack = cases.filter((one) => one.generation > NEVER_GIVEN_BACK[one.state]);
  const taken = new Map<string, number>();
  for (let begin = 0; begin < givenBack.length; begin += ASKED_FOR) {
    const some = givenBack.slice(begin, begin + ASKED_FOR).map(({ id }) => id);
    // One length of list is one statement; no case has an empty id.
    const ids = [...some, ...Array.from({ length: ASKED_FOR - some.length }, () => "")];
    for (const { id, at } of await db.run(firstTakings(ASKED_FOR), listed(ids)))
      if (at !== null) taken.set(id, at);
  }
  return cases.map((one) => ({ ...one, firstTakenAt: taken.get(one.id) ?? one.takenAt }));
}
