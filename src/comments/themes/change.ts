import { and, eq, inArray } from "drizzle-orm";
import { comments, detectorOrders } from "../../../db/schema/comments.ts";
import { conflict, invalid } from "../../errors.ts";
import { type Facts, keepText } from "../../journal/index.ts";
import type { Member } from "../../people/index.ts";
import type { Work } from "../../work.ts";
import { type Theme, changeTheme, insertTheme } from "../store.ts";
import type { DetectorOrder } from "../theme.ts";
import { handOver, repoint } from "./hand-over.ts";

/** What somebody is told whose card or form is older than the theme. */
export const staleTheme = (ref: string): Error =>
  conflict(
    `${ref} was changed since this card was drawn, so nothing was done. /theme ${ref} shows how it is now.`,
    "stale theme",
  );

const recordStep = (
  work: Work,
  by: Member,
  theme: Theme,
  verb: string,
  facts: Facts = {},
  payloadDigest?: string,
): Promise<void> =>
  work.journal.record(work.db, work.now, {
    team: theme.teamId,
    actor: by.id,
    role: "decider",
    kind: `theme.${verb}`,
    subject: theme.id,
    facts: { ref: theme.ref, ...facts },
    ...(payloadDigest === undefined ? {} : { payloadDigest }),
  });

/** The detector learns of a person's decision after this transaction, in the order of such decisions. */
const order = async (work: Work, teamId: string, what: DetectorOrder): Promise<void> => {
  await work.db.insert(detectorOrders).values({ teamId, what, doneAt: null });
};

async function changed(work: Work, seen: Theme, change: Partial<Theme>): Promise<Theme> {
  const theme = await changeTheme(work.db, seen, change);
  if (!theme) throw staleTheme(seen.ref);
  return theme;
}

/** Gives a theme a name and an owner: from now on somebody looks after it. */
export async function nameAndOwn(
  work: Work,
  by: Member,
  seen: Theme,
  { name, ownerId }: { readonly name: string; readonly ownerId: string },
): Promise<Theme> {
  const kept = await keepText(work.db, work.ids, work.now, name);
  const theme = await changed(work, seen, {
    namePayload: kept.id,
    ownerId,
    decidedAt: work.now,
    state: seen.state === "heard" ? "open" : seen.state,
  });
  await recordStep(work, by, theme, "named", { owner: ownerId }, kept.digest);
  return theme;
}

/** Nothing will be done about it, and why: whoever asked for it may know (DOMAIN 4.4). */
export async function decline(work: Work, by: Member, seen: Theme, reason: string): Promise<Theme> {
  const kept = await keepText(work.db, work.ids, work.now, reason);
  const theme = await changed(work, seen, { state: "declined", reasonPayload: kept.id, decidedAt: work.now });
  await recordStep(work, by, theme, "declined", {}, kept.digest);
  return theme;
}

/**
 * Makes one theme of two: everything that belonged to `from` belongs to `into`.
 * @throws AppError `invalid` for a theme with itself, or with one of another team
 */
export async function merge(work: Work, by: Member, from: Theme, into: Theme): Promise<Theme> {
  const problem =
    from.id === into.id
      ? "A theme cannot be merged with itself. Choose another one."
      : from.teamId !== into.teamId
        ? "These themes are of different teams, and each team looks after its own."
        : undefined;
  if (problem !== undefined) throw invalid(problem, "merge makes no sense", { into: problem });
  if (into.mergedInto !== null) throw staleTheme(into.ref);
  const theme = await handOver(work.db, from, into);
  if (!theme) throw staleTheme(from.ref);
  await repoint(work.db, from, into);
  await order(work, from.teamId, { do: "merge", from: from.key, into: into.key });
  await recordStep(work, by, from, "merged", { into: into.ref });
  return theme;
}

/**
 * Takes comments out of a theme into one of their own; the detector never puts the two together again.
 * @throws AppError `invalid` where nothing, or nothing of this theme, is to be taken out, or nothing would stay
 */
export async function split(
  work: Work,
  by: Member,
  seen: Theme,
  commentIds: readonly string[],
): Promise<Theme> {
  const { db, ids, now } = work;
  const taken = await db
    .select({ id: comments.id, saidAt: comments.saidAt })
    .from(comments)
    .where(and(eq(comments.themeId, seen.id), inArray(comments.id, [...commentIds])));
  const all = await db.$count(comments, eq(comments.themeId, seen.id));
  const problem =
    taken.length === 0
      ? "Choose the comments that are about something else."
      : taken.length >= all
        ? "Leave at least one comment: taking all of them out would change nothing."
        : undefined;
  if (problem !== undefined) throw invalid(problem, "split makes no sense", { comments: problem });
  await changed(work, seen, {});
  const id = ids.next();
  const key = `split-${id}`;
  const fresh = await insertTheme(db, now, {
    id,
    teamId: seen.teamId,
    // Until the detector has obeyed, it knows nothing of it.
    record: { key, size: 0, last: 0, words: seen.record.words, apart: [], pinned: true, retired: true },
    lastAt: Math.max(...taken.map(({ saidAt }) => saidAt)),
  });
  const moved = taken.map((one) => one.id);
  await db.update(comments).set({ themeId: id }).where(inArray(comments.id, moved));
  await order(work, seen.teamId, { do: "split", from: seen.key, comments: moved, key });
  await recordStep(work, by, seen, "split", { into: fresh.ref, comments: moved });
  return fresh;
}
