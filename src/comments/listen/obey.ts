import { eq } from "drizzle-orm";
import { comments, detectorOrders } from "../../../db/schema/comments.ts";
import type { Work } from "../../work.ts";
import type { Changes, Detector } from "../detect/index.ts";
import { publishAlert } from "../alerts/publish.ts";
import { alertsOf, findAlert } from "../alerts/store.ts";
import { findComment, findTheme } from "../store.ts";
import { keepChanges, keepClock, themeIdOf } from "./keep.ts";
import { storedComments } from "./load.ts";
import type { Order } from "./queue.ts";

/** The newest alerts of a theme whose cards forget what is taken back. */
const MOST_ALERTS = 20;

/**
 * Lets a detector do what a person decided, and marks it as done. What makes no sense any more
 * (a theme that has gone into another meanwhile) leaves the detector as it is: the person's
 * decision stands in the themes themselves.
 */
export async function obey(work: Work, detector: Detector, order: Order): Promise<void> {
  const shown = order.what.do === "forget" ? await alertsWith(work, order.what.comment) : [];
  const changes = await changesOf(work, detector, order);
  if (changes) {
    await keepChanges(work, order.teamId, changes, 0);
    await keepClock(work.db, order.teamId, changes.clock);
  }
  await work.db.update(detectorOrders).set({ doneAt: work.now }).where(eq(detectorOrders.seq, order.seq));
  for (const { theme, id } of shown) {
    const alert = await findAlert(work.db, id);
    if (alert) await publishAlert(work, theme, alert);
  }
}

/** The alerts whose cards people have before them that may quote a comment. */
async function alertsWith({ db }: Work, commentId: string) {
  const comment = await findComment(db, commentId);
  const theme = comment && comment.themeId !== null ? await findTheme(db, comment.themeId) : undefined;
  if (!theme) return [];
  return (
    (await alertsOf(db, theme.id, MOST_ALERTS))
      .filter((alert) => alert.record.members.includes(commentId))
      // What was raised while its theme was muted was shown to nobody.
      .filter((alert) => alert.state !== "muted" || alert.deciderId !== null)
      .map(({ id }) => ({ id, theme }))
  );
}

async function changesOf(work: Work, detector: Detector, { what }: Order): Promise<Changes | undefined> {
  const { db } = work;
  try {
    if (what.do === "merge") return detector.merge(what.from, what.into);
    if (what.do === "split")
      return detector.split(what.from, await storedComments(db, what.comments), what.key);
    const [comment] = await storedComments(db, [what.comment]);
    if (!comment) return undefined;
    const id = comment.theme === undefined ? undefined : await themeIdOf(db, comment.theme);
    const theme = id === undefined ? undefined : await findTheme(db, id);
    const changes = detector.forget(comment, theme?.record);
    await db.update(comments).set({ themeId: null }).where(eq(comments.id, comment.id));
    return changes;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
