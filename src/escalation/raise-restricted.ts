import type { SevereTopic } from "../comments/settings.ts";
import { type Message, strong, text, nameList } from "../chat/message.ts";
import { customerId } from "../customers.ts";
import { refused } from "../errors.ts";
import type { Ids } from "../ids.ts";
import { keepText } from "../journal/index.ts";
import type { Read } from "../../db/store.ts";
import type { Member } from "../people/index.ts";
import { teamFor } from "../people/index.ts";
import { askNext } from "./ask.ts";
import { restrictedRef } from "./case.ts";
import { begin, showRaised } from "./raise.ts";
import { specialistsFor } from "./restricted.ts";
import { findCaseByRef } from "./store.ts";
import { situationOf } from "./who.ts";
import type { Work } from "./work.ts";

/** What is passed on, checked. */
export interface RestrictedInput {
  readonly topic: SevereTopic;
  /** By internal id where the comment names the customer; else by the reference that the form asked for. */
  readonly customer: { readonly id: string } | { readonly ref: string };
  /** What the specialists are to know: has passed the guard, at most `MOST_TEXT` characters. */
  readonly need: string;
  /** The comment out of which it is raised; stands on record only. */
  readonly commentId: string;
}

/** What came of it. */
export interface RestrictedRaised {
  readonly caseId: string;
  /** For the raiser alone. */
  readonly message: Message;
}

/** The issue under which restricted cases of a topic stand. */
const issueOf = (topic: SevereTopic): string => `severe_${topic}`;

/** More draws than ever are needed: one in a billion references is taken, one in 1,900 is a number. */
const MOST_DRAWS = 100;

async function freshRef(db: Read, ids: Ids): Promise<string> {
  for (let draw = 0; draw < MOST_DRAWS; draw += 1) {
    const ref = restrictedRef(ids.next());
    if (ref !== undefined && (await findCaseByRef(db, ref)) === undefined) return ref;
  }
  throw new Error("no random reference is free");
}

/**
 * Raises a restricted case: a notice that goes, by direct message, to the people named for its
 * topic and to nobody else ({@link specialistsFor} says who that is). Part of the caller's transaction.
 * @throws AppError `refused` where there is nobody whom it could go to
 */
export async function raiseRestricted(
  work: Work,
  raiser: Member,
  input: RestrictedInput,
): Promise<RestrictedRaised> {
  const { db, ids, now, settings } = work;
  const audience = await specialistsFor(db, settings, input.topic, raiser);
  if (audience.people.length === 0) {
    throw refused(
      "There is nobody whom Floorwalker could tell of this. Tell somebody in charge yourself; whoever keeps the organisation file can name people for it.",
      "nobody for a restricted case",
    );
  }
  const need = await keepText(db, ids, now, input.need);
  const one = await begin(work, {
    ref: await freshRef(db, ids),
    kind: "notify",
    restricted: input.topic,
    issue: issueOf(input.topic),
    teamId: await teamFor(db, raiser),
    raiserId: raiser.id,
    customerId:
      "id" in input.customer ? input.customer.id : await customerId(db, ids, input.customer.ref, now),
    needPayload: need.id,
    amountPence: null,
    currency: null,
    waiting: "no",
    promisedAt: null,
  });
  const asked = await askNext(work, await situationOf(db, settings, one, now));
  await showRaised(work, raiser, asked, need.digest, { comment: input.commentId });
  const names = nameList(asked.candidates.map((candidate) => candidate.id));
  const why = audience.named
    ? []
    : [text(" Nobody is named for this, so it goes to the highest level that serves your team.")];
  return {
    caseId: one.id,
    message: {
      body: [
        {
          b: "prose",
          text: [
            strong(one.ref),
            text(" is with "),
            ...names,
            text(", by direct message only: nobody else sees it, in no channel and no list."),
            ...why,
          ],
        },
      ],
    },
  };
}
