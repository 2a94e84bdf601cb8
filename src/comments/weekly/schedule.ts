import { and, eq, isNull, notExists, sql } from "drizzle-orm";
import { dueActions } from "../../../db/schema/foundation.ts";
import { teams } from "../../../db/schema/people.ts";
import type { Store } from "../../../db/store.ts";
import { Temporal } from "temporal-polyfill";
import type { Clock } from "../../clock.ts";
import { type DueHandler, type Module, arm } from "../../engine/index.ts";
import { SYSTEM } from "../../journal/index.ts";
import { addDays, localDate, nineOn } from "../../local-days.ts";
import { channelTargets, put, putDirect } from "../../outbox/index.ts";
import { findSettings, findTeam } from "../../people/index.ts";
import type { Parts } from "../../work.ts";
import { themeDeciders } from "../who.ts";
import { weeklySummary } from "./summary.ts";

/** The kind of timer. Its subject is a team, its generation the Monday (YYYY-MM-DD) for which it is. */
const KIND = "comments.weekly";

/** The first Monday whose nine o'clock (local) is still to come at `now`, ms. */
export function nextMonday(now: number, timeZone: string): string {
  const today = Temporal.PlainDate.from(localDate(now, timeZone));
  const monday = today.add({ days: (8 - today.dayOfWeek) % 7 });
  const at = nineOn(monday.toString(), timeZone);
  return at > now ? monday.toString() : monday.add({ days: 7 }).toString();
}

/**
 * The Monday whose summary comes after one's: the next, or where the program was down for longer
 * the last that has passed. Nobody reads of the weeks between.
 */
function mondayAfter(monday: string, now: number, timeZone: string): string {
  const next = addDays(monday, 7);
  const passed = addDays(nextMonday(now, timeZone), -7);
  return passed > next ? passed : next;
}

/** Sees to it that each team has its next summary ahead of it. */
export const weeklySchedule = (parts: Parts, store: Store, clock: Clock): Module => ({
  name: "weekly summaries",
  every: "minute",
  run: async () => {
    const settings = await findSettings(store.read);
    if (!settings) return;
    const without = await store.read
      .select({ id: teams.id })
      .from(teams)
      .where(
        and(
          eq(teams.active, true),
          notExists(
            store.read
              .select({ one: sql`1` })
              .from(dueActions)
              .where(
                and(eq(dueActions.subject, teams.id), eq(dueActions.kind, KIND), isNull(dueActions.doneAt)),
              ),
          ),
        ),
      );
    if (without.length === 0) return;
    const monday = nextMonday(clock.now(), settings.timezone);
    await store.tx(async (db) => {
      for (const { id } of without)
        await arm(db, parts.ids, {
          dueAt: nineOn(monday, settings.timezone),
          kind: KIND,
          subject: id,
          generation: monday,
        });
    });
  },
});

/** Posts a team's summary, once for its Monday, however late the program comes to it. */
export const weeklyTimers = (parts: Parts): ReadonlyMap<string, DueHandler> =>
  new Map([
    [
      KIND,
      async (db, { subject: team, generation: monday }, now) => {
        const settings = await findSettings(db);
        if (!settings || !(await findTeam(db, team))) return "stale";
        const { timezone } = settings;
        const next = mondayAfter(monday, now, timezone);
        await arm(db, parts.ids, {
          dueAt: nineOn(next, timezone),
          kind: KIND,
          subject: team,
          generation: next,
        });
        const message = await weeklySummary(db, team, monday, timezone);
        if (!message) return "acted";
        await parts.journal.record(db, now, {
          team,
          actor: SYSTEM,
          role: "summary",
          kind: "comments.summed_up",
          subject: team,
          facts: { monday },
        });
        const key = `comments/weekly/${team}/${monday}`;
        const targets = await channelTargets(db, parts.active, team, "alerts", "escalations");
        for (const target of targets)
          await put(db, now, { key: `${key}/${target.platform}`, target, message, urgency: "later" });
        if (targets.length === 0)
          for (const member of await themeDeciders(db, settings, team))
            await putDirect(db, now, parts.active, member, {
              key: `${key}/${member.id}`,
              message,
              urgency: "later",
            });
        return "acted";
      },
    ],
  ]);
