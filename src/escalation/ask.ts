import { strong, text, nameList } from "../chat/message.ts";
import { SYSTEM } from "../journal/index.ts";
import { duration } from "../local-time.ts";
import { showCase, tell, tellTeam } from "./publish.ts";
import { askAll, remindAll } from "./ask-restricted.ts";
import { type Asked, askedFacts, askedWords, closeAsks, putTo } from "./asks.ts";
import { asksOf } from "./store.ts";
import { type Situation, nextCandidate } from "./who.ts";
import { holeWords } from "./words.ts";
import { type Work, armTimer, publishing, recordStep, takeWithinMs } from "./work.ts";

/**
 * Puts a case to the next candidate: their ask, their load, and the timer that asks the one
 * after them. Where nobody can be asked the timer is armed all the same, so that it is tried again.
 */
export async function askNext(
  work: Work,
  situation: Situation,
  except: ReadonlySet<string> = new Set(),
): Promise<Asked> {
  if (situation.audience) return askAll(work, situation, situation.audience, except);
  const { route, candidate, firstRound } = await nextCandidate(work.db, situation, except);
  const candidates = candidate ? [candidate] : [];
  const one = await putTo(work, situation.case, candidates);
  await armTimer(work, one, "case.ask_again", work.now + takeWithinMs(work.settings, one));
  return {
    situation: { ...situation, case: one },
    candidates,
    firstRound,
    hole: candidate ? undefined : holeWords(route.hole, situation),
  };
}

/** Nobody took it in time: the next candidate, then up a level, then the whole channel; the raiser is told each time. */
export async function askAgain(work: Work, situation: Situation): Promise<void> {
  if (situation.audience) return remindAll(work, situation, situation.audience);
  const silent = await closeAsks(work, situation.case.id);
  const asked = await askNext(work, situation);
  const waited = duration(takeWithinMs(work.settings, situation.case));
  const { case: one } = asked.situation;
  const step = `ask${one.asks}-${work.now}`;
  await recordStep(work, asked.situation, { actor: SYSTEM, role: "router" }, "asked_again", {
    silent,
    ...askedFacts(asked),
    first_round: asked.firstRound,
  });
  await showCase(publishing(work), asked.situation);
  const nobody =
    silent.length > 0
      ? [...nameList(silent), text(` did not take ${one.ref} within ${waited}. `)]
      : [text(`Nobody has taken ${one.ref} yet. `)];
  await tell(publishing(work), asked.situation, one.raiserId, step, [...nobody, ...askedWords(asked)]);
  if (!asked.firstRound || asked.candidates.length === 0) await callTheFloor(work, asked.situation, step);
}

/** Everybody was asked once, or nobody can be: the whole channel hears of it. Silence is the worst failure. */
async function callTheFloor(work: Work, situation: Situation, step: string): Promise<void> {
  const names = [...new Set((await asksOf(work.db, situation.case.id)).map((ask) => ask.memberId))];
  await tellTeam(publishing(work), situation, `floor-${step}`, [
    strong(`${situation.case.ref} still waits. `),
    ...(names.length > 0 ? [text("Asked so far: "), ...nameList(names), text(". ")] : []),
    text("Whoever may decide it can take it from the card above."),
  ]);
}
