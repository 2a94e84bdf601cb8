import { type Inline, text, nameList } from "../chat/message.ts";
import type { Facts } from "../journal/index.ts";
import { changeLoad } from "../people/index.ts";
import type { Candidate } from "./routing.ts";
import { type Case, endAsks, insertAsk } from "./store.ts";
import type { Situation } from "./who.ts";
import type { Work } from "./work.ts";

/** Whom a case was put to. */
export interface Asked {
  readonly situation: Situation;
  /** One, or the whole audience of a restricted case; none where nobody can be asked right now. */
  readonly candidates: readonly Candidate[];
  /** False once everybody was asked and it starts again. */
  readonly firstRound: boolean;
  /** Where there are none: why, in words. */
  readonly hole: string | undefined;
}

/** Who is asked now, in words; or why nobody is. */
export const askedWords = ({ candidates, hole }: Asked): readonly Inline[] =>
  candidates.length === 0
    ? [text(hole ?? "")]
    : [text("Now asked: "), ...nameList(candidates.map((one) => one.id)), text(".")];

/** Who is asked now, for the record. */
export const askedFacts = ({ situation, candidates }: Asked): Facts =>
  situation.audience
    ? { asked: null, asked_all: candidates.map((one) => one.id) }
    : { asked: candidates[0]?.id ?? null };

/** Puts a case to people: an ask and a load each. Resolves to the case with its count of asks. */
export async function putTo(work: Work, asked: Case, candidates: readonly Candidate[]): Promise<Case> {
  let one = asked;
  for (const { id } of candidates) {
    one = await insertAsk(work.db, one, id, work.now);
    await changeLoad(work.db, id, { asked: 1 });
  }
  return one;
}

/** Ends the open asks and gives those people their load back. */
export async function closeAsks(work: Work, caseId: string): Promise<string[]> {
  const ended = await endAsks(work.db, caseId, work.now);
  for (const id of ended) await changeLoad(work.db, id, { asked: -1 });
  return ended;
}
