import { eq } from "drizzle-orm";
import { alerts, comments } from "../../../db/schema/comments.ts";
import type { Tx } from "../../../db/store.ts";
import { type Theme, changeTheme } from "../store.ts";

/** Whatever belonged to one theme belongs to the other from now on. */
export async function repoint(db: Tx, gone: Theme, kept: Theme): Promise<void> {
  await db.update(comments).set({ themeId: kept.id }).where(eq(comments.themeId, gone.id));
  await db.update(alerts).set({ themeId: kept.id }).where(eq(alerts.themeId, gone.id));
}

/**
 * One theme goes into another. What people decided about the one that is gone is not lost with
 * it: its name, owner and reason stay where the other has none.
 * @returns the theme that is kept, or undefined if either is no longer as the caller saw it
 */
export async function handOver(db: Tx, gone: Theme, kept: Theme): Promise<Theme | undefined> {
  if (!(await changeTheme(db, gone, { mergedInto: kept.id }))) return undefined;
  const undecided = kept.state === "heard" && gone.state !== "heard";
  return changeTheme(db, kept, {
    ...(undecided
      ? {
          state: gone.state,
          ownerId: gone.ownerId,
          reasonPayload: gone.reasonPayload,
          mutedUntil: gone.mutedUntil,
        }
      : {}),
    ...(kept.namePayload === null ? { namePayload: gone.namePayload } : {}),
    lastAt: Math.max(kept.lastAt, gone.lastAt),
  });
}
