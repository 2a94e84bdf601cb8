import { asc, eq } from "drizzle-orm";
import { teamChannels, teams } from "../../db/schema/people.ts";
import type { Read } from "../../db/store.ts";
import { SEVERE_TOPICS, type SevereTopic, commentSettingsOf } from "../comments/settings.ts";
import type { ActivePlatforms } from "../outbox/index.ts";
import { type Settings, accountsOf, findMember } from "../people/index.ts";

/** One line of the doctor's: ids only. */
export interface Advice {
  readonly mark: "ok" | "note" | "wrong";
  readonly line: string;
}

/** Whether a severe comment about a topic would reach somebody whom the centre named. */
async function topicAdvice(
  db: Read,
  settings: Settings,
  topic: SevereTopic,
  active: ActivePlatforms,
): Promise<Advice> {
  const named = commentSettingsOf(settings).specialists[topic] ?? [];
  if (named.length === 0) {
    const line = `nobody is named for ${topic}: a severe comment goes to the highest level that serves the raiser's team`;
    return { mark: "note", line };
  }
  const unreached: string[] = [];
  for (const id of named) {
    const works = (await findMember(db, id))?.active === true;
    const accounts = (await accountsOf(db, id)).filter(({ platform }) => active.has(platform));
    if (!works || accounts.length === 0) unreached.push(id);
  }
  const who = `named for ${topic}: ${named.join(", ")}`;
  if (unreached.length === 0) return { mark: "ok", line: who };
  const line = `${who}; no account on a connected platform: ${unreached.join(", ")}`;
  // It goes to them and to no channel: where none can be written to, it reaches nobody.
  return { mark: unreached.length === named.length ? "wrong" : "note", line };
}

/** What an operator should know about comments: who hears of severe ones, and which teams have no alerts channel. */
export async function commentAdvice(
  db: Read,
  settings: Settings,
  active: ActivePlatforms,
): Promise<readonly Advice[]> {
  const advice: Advice[] = [];
  for (const topic of SEVERE_TOPICS) advice.push(await topicAdvice(db, settings, topic, active));
  const channels = await db.select().from(teamChannels).where(eq(teamChannels.purpose, "alerts"));
  const told = new Set(channels.filter(({ platform }) => active.has(platform)).map(({ teamId }) => teamId));
  const every = await db
    .select({ id: teams.id })
    .from(teams)
    .where(eq(teams.active, true))
    .orderBy(asc(teams.id));
  const without = every.filter(({ id }) => !told.has(id)).map(({ id }) => id);
  if (without.length > 0) {
    const line = `no alerts channel on a connected platform: ${without.join(", ")}; alerts go to the escalations channel`;
    advice.push({ mark: "note", line });
  }
  return advice;
}
