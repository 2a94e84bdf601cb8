import { and, desc, eq, gte, isNull, lt, min } from "drizzle-orm";
import { comments, themes } from "../../db/schema/comments.ts";
import type { Read } from "../../db/store.ts";
import type { ActionSubject } from "../actions/index.ts";
import { theme as themeName } from "../chat/message.ts";
import type { Day } from "../local-days.ts";
import type { Work } from "../work.ts";
import { agentsOf } from "./find.ts";
import { type Theme, themeNow } from "./store.ts";
import { isThere, saidOf } from "./tally.ts";
import { customersIn } from "./trend.ts";
import { themeById } from "./who.ts";

/** How many of a theme's comments are kept as what shows the problem. */
const MOST_EVIDENCE = 50;

const currentId = async (db: Read, id: string): Promise<string> => (await themeNow(db, id))?.id ?? id;

/** Themes as what improvement actions are about. */
export const themeSubject: ActionSubject = {
  find: async (db, actor, id) => {
    const theme = await themeById(db, actor, await currentId(db, id));
    return { id: theme.id, ref: theme.ref, teamId: theme.teamId, title: [themeName(theme.id)] };
  },
  figures: {
    measure: "customers a day who say it",
    daily: async (db, id, days) => {
      const said = await saidOf(db, await currentId(db, id), startOf(days), endOf(days));
      return customersIn(said, days);
    },
    totals: {
      measure: "comments a day that the team logs in all",
      daily: async (db, id, days) => {
        const theme = await themeNow(db, id);
        if (!theme) return days.map(() => 0);
        const logged = await db
          .select({ saidAt: comments.saidAt })
          .from(comments)
          .where(
            and(
              eq(comments.teamId, theme.teamId),
              gte(comments.saidAt, startOf(days)),
              lt(comments.saidAt, endOf(days)),
              isNull(comments.struckAt),
              isThere,
            ),
          );
        return days.map(
          ({ fromMs, toMs }) => logged.filter(({ saidAt }) => saidAt >= fromMs && saidAt < toMs).length,
        );
      },
    },
    // Before the team logged anything, that nobody said it shows nothing.
    since: async (db, id) => {
      const theme = await themeNow(db, id);
      const [first] = await db
        .select({ at: min(comments.saidAt) })
        .from(comments)
        .where(and(eq(comments.teamId, theme?.teamId ?? ""), isThere));
      return first?.at ?? 0;
    },
  },
  audience: async (db, id) => agentsOf(db, await currentId(db, id)),
  evidence: async (db, id) => {
    const rows = await db
      .select({ id: comments.id })
      .from(comments)
      .where(eq(comments.themeId, await currentId(db, id)))
      .orderBy(desc(comments.saidAt))
      .limit(MOST_EVIDENCE);
    return rows.map((row) => row.id);
  },
  // Feedback that was asked for and feedback that was not are told apart (`58A:ER5b`, `58A:ER5c`).
  facts: async (db, id) => {
    const rows = await db
      .selectDistinct({ origin: comments.origin })
      .from(comments)
      .where(and(eq(comments.themeId, await currentId(db, id)), isNull(comments.struckAt), isThere));
    return { origins: rows.map(({ origin }) => origin).toSorted((a, b) => (a < b ? -1 : 1)) };
  },
  planned: async (work, id, action) => {
    const theme = await themeNow(work.db, id);
    if (!theme || theme.state === "open") return;
    await settle(work, theme, action.actorId, "opened", {
      state: "open",
      ownerId: theme.ownerId ?? action.ownerId,
    });
  },
  reviewed: async (work, id, review) => {
    const theme = await themeNow(work.db, id);
    if (!theme || review.decision !== "keep" || review.verdict !== "fewer") return;
    await settle(work, theme, review.actorId, "closed", { state: "closed" });
  },
};

const startOf = (days: readonly Day[]): number => days[0]?.fromMs ?? 0;
const endOf = (days: readonly Day[]): number => days.at(-1)?.toMs ?? 0;

/** What an action does to its theme, in the transaction of the action's own step. */
async function settle(
  { db, now, journal }: Work,
  theme: Theme,
  actor: string,
  verb: string,
  change: Partial<Theme>,
): Promise<void> {
  await db
    .update(themes)
    .set({ ...change, generation: theme.generation + 1 })
    .where(eq(themes.id, theme.id));
  await journal.record(db, now, {
    team: theme.teamId,
    actor,
    role: "decider",
    kind: `theme.${verb}`,
    subject: theme.id,
    facts: { ref: theme.ref },
  });
}
