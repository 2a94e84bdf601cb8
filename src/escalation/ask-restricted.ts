import { strong, text, nameList } from "../chat/message.ts";
import { SYSTEM } from "../journal/index.ts";
import { duration } from "../local-time.ts";
import { type Asked, askedFacts, askedWords, closeAsks, putTo } from "./asks.ts";
import { showCase, tell } from "./publish.ts";
import type { Audience } from "./restricted.ts";
import { restrictedRoute } from "./routing.ts";
import { asksOf } from "./store.ts";
import type { Situation } from "./who.ts";
import { holeWords } from "./words.ts";
import { type Work, armTimer, publishing, recordStep, takeWithinMs } from "./work.ts";

const DAY_MS = 24 * 3_600_000;

/** The first of some lists in which there is anybody. */
const firstOf = <T>(...lists: readonly (readonly T[])[]): readonly T[] =>
  lists.find((list) => list.length > 0) ?? [];

/**
 * Puts a restricted case to its audience, all at once: those who are here; where everybody is
 * away, to them; and to the one whom `except` leaves out where there is nobody else.
 */
export async function askAll(
  work: Work,
  situation: Situation,
  audience: Audience,
  except: ReadonlySet<string> = new Set(),
): Promise<Asked> {
  const others = audience.people.filter((person) => !except.has(person.id));
  const here = others.filter((person) => !person.away);
  const chosen = new Set(firstOf(here, others, audience.people).map((person) => person.id));
  const route = restrictedRoute(audience);
  const candidates = route.candidates.filter((candidate) => chosen.has(candidate.id));
  const one = await putTo(work, situation.case, candidates);
  const rounds = await roundsOf(work, one.id);
  await armTimer(work, one, "case.ask_again", work.now + pauseMs(work, situation, rounds));
  return {
    situation: { ...situation, case: one },
    candidates,
    firstRound: rounds <= 1,
    hole: candidates.length > 0 ? undefined : holeWords(route.hole, situation),
  };
}

/** How often the one who was asked most often was asked. */
async function roundsOf(work: Work, caseId: string): Promise<number> {
  const times = new Map<string, number>();
  for (const { memberId } of await asksOf(work.db, caseId))
    times.set(memberId, (times.get(memberId) ?? 0) + 1);
  return Math.max(0, ...times.values());
}

/** Each pause is twice the one before, at most a day: there is nobody further to turn to. */
const pauseMs = (work: Work, { case: one }: Situation, rounds: number): number =>
  Math.min(DAY_MS, takeWithinMs(work.settings, one) * 2 ** Math.min(20, Math.max(0, rounds - 1)));

/**
 * Nobody took it in time: the whole audience is asked again, those who are away too, and the
 * raiser is told. It goes to nobody else and into no channel, however long it waits.
 */
export async function remindAll(work: Work, situation: Situation, audience: Audience): Promise<void> {
  const waited = duration(pauseMs(work, situation, await roundsOf(work, situation.case.id)));
  const silent = await closeAsks(work, situation.case.id);
  // Who is away was spared the first time only.
  const everybody = audience.people.map((person) => ({ ...person, away: false }));
  const asked = await askAll(work, situation, { ...audience, people: everybody });
  const { case: one } = asked.situation;
  await recordStep(work, asked.situation, { actor: SYSTEM, role: "router" }, "asked_again", {
    silent,
    ...askedFacts(asked),
    first_round: false,
  });
  await showCase(publishing(work), asked.situation);
  const step = `ask${one.asks}`;
  for (const { id } of asked.candidates) {
    await tell(publishing(work), asked.situation, id, step, [
      strong(`${one.ref} still waits. `),
      text(`One of you has to take it: /case ${one.ref} shows it to you alone.`),
    ]);
  }
  const nobody =
    silent.length > 0
      ? [...nameList(silent), text(` did not take ${one.ref} within ${waited}. `)]
      : [text(`Nobody has taken ${one.ref} yet. `)];
  await tell(publishing(work), asked.situation, one.raiserId, step, [...nobody, ...askedWords(asked)]);
}
