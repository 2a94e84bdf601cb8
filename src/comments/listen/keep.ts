import { eq, sql } from "drizzle-orm";
import { alerts, comments, detectors, themes } from "../../../db/schema/comments.ts";
import { type Tx, query } from "../../../db/store.ts";
import { SYSTEM } from "../../journal/index.ts";
import type { Work } from "../../work.ts";
import type { Changes, ThemeRecord } from "../detect/index.ts";
import { insertTheme } from "../store.ts";
import { handOver, repoint } from "../themes/hand-over.ts";

const themeIdByKey = query("theme_id_by_key", (db) =>
  db
    .select({ id: themes.id })
    .from(themes)
    .where(eq(themes.key, sql.placeholder("key"))),
);
const updateRecord = query<unknown>("theme_record", (db) =>
  db
    .update(themes)
    .set({
      record: sql`${sql.param(sql.placeholder("record"), themes.record)}`,
      retired: sql`${sql.param(sql.placeholder("retired"), themes.retired)}`,
      lastAt: sql`case when ${themes.lastAt} < ${sql.placeholder("at")} then ${sql.placeholder("at")} else ${themes.lastAt} end`,
    })
    .where(eq(themes.id, sql.placeholder("id"))),
);
const markHeard = query<unknown>("comment_heard", (db) =>
  db
    .update(comments)
    .set({ heard: sql`${sql.placeholder("heard")}`, themeId: sql`${sql.placeholder("theme")}` })
    .where(eq(comments.id, sql.placeholder("id"))),
);
const assignTheme = query<unknown>("comment_theme", (db) =>
  db
    .update(comments)
    .set({ themeId: sql`${sql.placeholder("theme")}` })
    .where(eq(comments.id, sql.placeholder("id"))),
);

/** The id of a theme by the detector's key; one that is not stored yet is undefined. */
export const themeIdOf = async (db: Tx, key: string): Promise<string | undefined> =>
  (await db.run(themeIdByKey, { key }))[0]?.id;

/**
 * Writes what the detector says has changed, so that a restart finds exactly what it knew.
 * @param at when what changed it was said, ms
 */
export async function keepChanges(work: Work, team: string, changes: Changes, at: number): Promise<void> {
  const { db } = work;
  for (const record of changes.themes) await keepTheme(work, team, record, at);
  for (const { from, into } of changes.merged) await keepMerge(work, team, from, into);
  const { heard } = changes;
  let heardIn: string | null = null;
  for (const { comment, theme } of changes.assigned) {
    const id = await themeIdOf(db, theme);
    if (id === undefined) throw new Error("the detector named a theme that it did not describe");
    if (comment === heard?.id) heardIn = id;
    else await db.run(assignTheme, { id: comment, theme: id });
  }
  if (heard) await db.run(markHeard, { id: heard.id, heard: heard.arrival, theme: heardIn });
  for (const record of changes.alerts)
    await db.update(alerts).set({ record, live: true }).where(eq(alerts.key, record.key));
  for (const key of changes.expired) await db.update(alerts).set({ live: false }).where(eq(alerts.key, key));
}

/** Writes a detector's sense of time, once after everything else that it heard together. */
export const keepClock = async (db: Tx, team: string, clock: Changes["clock"]): Promise<void> => {
  await db
    .insert(detectors)
    .values({ teamId: team, clock })
    .onConflictDoUpdate({ target: detectors.teamId, set: { clock } });
};

async function keepTheme(work: Work, team: string, record: ThemeRecord, at: number): Promise<void> {
  const { db, ids, now } = work;
  const known = await themeIdOf(db, record.key);
  if (known !== undefined) {
    await db.run(updateRecord, { id: known, record, retired: record.retired, at });
    return;
  }
  const { id, ref } = await insertTheme(db, now, { id: ids.next(), teamId: team, record, lastAt: at });
  await work.journal.record(db, now, {
    team,
    actor: SYSTEM,
    role: "detector",
    kind: "theme.formed",
    subject: id,
    facts: { ref },
  });
}

/** Two themes that the detector takes for one. */
async function keepMerge(work: Work, team: string, from: string, into: string): Promise<void> {
  const { db, now } = work;
  const [gone] = await db.select().from(themes).where(eq(themes.key, from));
  const [kept] = await db.select().from(themes).where(eq(themes.key, into));
  // A theme that began and was merged before anything was stored has nothing to leave behind.
  if (!gone || !kept) return;
  await repoint(db, gone, kept);
  // A person merged these two: the detector only obeys.
  if (gone.mergedInto === kept.id) return;
  if (!(await handOver(db, gone, kept))) throw new Error("a theme changed inside the detector's transaction");
  await work.journal.record(db, now, {
    team,
    actor: SYSTEM,
    role: "detector",
    kind: "theme.merged",
    subject: gone.id,
    facts: { ref: gone.ref, into: kept.ref },
  });
}
