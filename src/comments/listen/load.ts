import { and, desc, eq, gt, gte, inArray, isNull } from "drizzle-orm";
import { alerts, comments, detectors, themes } from "../../../db/schema/comments.ts";
import { payloads } from "../../../db/schema/foundation.ts";
import type { Read } from "../../../db/store.ts";
import { DEFAULTS, Detector, type StoredComment } from "../detect/index.ts";
import type { CommentSettings } from "../settings.ts";

/** How a centre's settings reach the detector. */
export const detectorSettings = ({ windowMs, customers, threshold }: CommentSettings) => ({
  windowMs,
  customers,
  threshold,
});

/** The columns of a comment that the detector knows. */
const stored = {
  id: comments.id,
  text: payloads.text,
  customer: comments.customerId,
  at: comments.saidAt,
  arrival: comments.heard,
  theme: themes.key,
};

interface Row {
  readonly id: string;
  /** Null once erased: it is then like nothing. */
  readonly text: string | null;
  readonly customer: string | null;
  readonly at: number;
  readonly arrival: number | null;
  readonly theme: string | null;
}

function asStored({ id, text, customer, at, arrival, theme }: Row): StoredComment[] {
  if (arrival === null) return [];
  return [{ id, text: text ?? "", customer: customer ?? undefined, at, arrival, theme: theme ?? undefined }];
}

/**
 * A team's detector as it stood when it last heard something: nothing but what is stored is
 * needed, and of that only what it still compares with, however much was ever recorded.
 */
export async function loadDetector(db: Read, team: string, settings: CommentSettings): Promise<Detector> {
  const [known] = await db.select().from(detectors).where(eq(detectors.teamId, team));
  const wanted = and(eq(comments.teamId, team), gt(comments.heard, 0), isNull(comments.struckAt));
  const rows = (more: ReturnType<typeof gte> | undefined, most: number) =>
    db
      .select(stored)
      .from(comments)
      .innerJoin(payloads, eq(payloads.id, comments.textPayload))
      .leftJoin(themes, eq(themes.id, comments.themeId))
      .where(and(wanted, more))
      .orderBy(desc(comments.heard))
      .limit(most);
  const latest = known ? await rows(undefined, DEFAULTS.recent) : [];
  // Where more than those lie in one window, they count too.
  const inWindow =
    known && latest.length === DEFAULTS.recent
      ? await rows(gte(comments.saidAt, known.clock.now - settings.windowMs), DEFAULTS.most)
      : [];
  const heard = new Map([...latest, ...inWindow].flatMap(asStored).map((one) => [one.id, one]));
  const records = await db
    .select({ record: themes.record })
    .from(themes)
    .where(and(eq(themes.teamId, team), eq(themes.retired, false), isNull(themes.mergedInto)));
  const open = await db
    .select({ record: alerts.record })
    .from(alerts)
    .where(and(eq(alerts.teamId, team), eq(alerts.live, true)));
  return Detector.restore(detectorSettings(settings), {
    comments: heard.values(),
    themes: records.map(({ record }) => record),
    alerts: open.map(({ record }) => record),
    clock: known?.clock,
  });
}

/** The teams whose detectors have heard something. */
export const listeningTeams = async (db: Read): Promise<string[]> =>
  (await db.select({ teamId: detectors.teamId }).from(detectors)).map(({ teamId }) => teamId);

/** Comments by id as the detector heard them; those that it has not heard yet are absent. */
export async function storedComments(db: Read, ids: readonly string[]): Promise<readonly StoredComment[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select(stored)
    .from(comments)
    .innerJoin(payloads, eq(payloads.id, comments.textPayload))
    .leftJoin(themes, eq(themes.id, comments.themeId))
    .where(and(inArray(comments.id, [...ids]), gt(comments.heard, 0)));
  return rows.flatMap(asStored);
}
