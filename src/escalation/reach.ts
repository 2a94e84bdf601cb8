import { inArray } from "drizzle-orm";
import { outbox } from "../../db/schema/outbox.ts";
import type { Read, Store, Tx } from "../../db/store.ts";
import type { Clock } from "../clock.ts";
import { strong, text, nameList } from "../chat/message.ts";
import { allConditions, clearCondition, raiseCondition } from "../engine/index.ts";
import type { Log } from "../log.ts";
import { findSettings } from "../people/index.ts";
import { personalKeys, tell } from "./publish.ts";
import { type Case, asksOf, openRestricted } from "./store.ts";
import { situationOf } from "./who.ts";
import { type Parts, type Work, armTimer, publishing } from "./work.ts";

/**
 * A restricted case has direct messages and nothing else. Where all of those fail there is no
 * channel to fall back on: the operator is told, with ids only, and so is the raiser.
 */

const CODE = "nobody_reached";
const subjectOf = (one: Case): string => `case:${one.id}`;

const askedNow = async (db: Read, one: Case): Promise<string[]> =>
  (await asksOf(db, one.id)).filter((ask) => ask.endedAt === null).map((ask) => ask.memberId);

/** Whether a case that waits has reached one of those who are asked; unknown while messages are on their way. */
async function reach(db: Read, one: Case): Promise<"reached" | "nobody" | "unknown"> {
  const keys = (await askedNow(db, one)).flatMap((id) => personalKeys(one.id, id));
  if (keys.length === 0) return "nobody";
  const rows = await db.select({ state: outbox.state }).from(outbox).where(inArray(outbox.key, keys));
  if (rows.some((row) => row.state === "sent")) return "reached";
  return rows.every((row) => row.state === "failed") ? "nobody" : "unknown";
}

const waitingIn = async (db: Read): Promise<Case[]> =>
  (await openRestricted(db)).filter((one) => one.state === "raised");

/** Looks after the restricted cases that wait: raises and clears what the operator is told of them. */
export async function watchReach(parts: Parts, store: Store, clock: Clock, log: Log): Promise<void> {
  const told = (await allConditions(store.read)).filter((condition) => condition.code === CODE);
  if (told.length === 0 && (await waitingIn(store.read)).length === 0) return;
  await store.tx(async (db) => {
    const settings = await findSettings(db);
    if (!settings) return;
    const work = { ...parts, db, now: clock.now(), settings };
    const open = new Set<string>();
    for (const one of await waitingIn(db)) {
      const state = await reach(db, one);
      if (state !== "reached") open.add(subjectOf(one));
      if (state === "nobody" && !told.some((condition) => condition.subject === subjectOf(one)))
        await nobodyReached(work, one, log);
    }
    for (const { subject } of told) if (!open.has(subject)) await clearCondition(db, subject, log);
  });
}

async function nobodyReached(work: Work & { readonly db: Tx }, one: Case, log: Log): Promise<void> {
  const situation = await situationOf(work.db, work.settings, one, work.now);
  const asked = await askedNow(work.db, one);
  const audience = (situation.audience?.people ?? []).map((person) => person.id);
  // Those who were left out because they are away come next, without waiting for the timer.
  if (audience.some((id) => !asked.includes(id))) await armTimer(work, one, "case.ask_again", work.now);
  const detail = `Case ${one.id}: direct messages reach none of the people for whom it is (${audience.join(", ")}). They have to allow direct messages from the bot.`;
  await raiseCondition(work.db, work.now, { subject: subjectOf(one), code: CODE, detail }, log);
  await tell(publishing(work), situation, one.raiserId, "unreached", [
    strong(`${one.ref} has reached nobody: `),
    ...nameList(audience),
    text(
      audience.length === 1
        ? " takes no direct messages from the bot. Please tell them in another way."
        : " take no direct messages from the bot. Please tell one of them in another way.",
    ),
  ]);
}
