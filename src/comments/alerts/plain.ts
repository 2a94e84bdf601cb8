import { desc, eq } from "drizzle-orm";
import { alerts } from "../../../db/schema/comments.ts";
import type { Work } from "../../work.ts";
import type { Burst } from "../detect/index.ts";
import { commentSettingsOf } from "../settings.ts";
import { saidWithIds } from "../find.ts";
import { findTheme } from "../store.ts";
import { tallyOf } from "../tally.ts";
import { grow, raise } from "./raise.ts";
import type { Alert } from "./store.ts";

const DAY_MS = 86_400_000;
/** Keys of alerts by this rule: the detector knows nothing of them. */
const PREFIX = "plain-";

/**
 * The rule that a centre may set beside the detector: an alert as soon as so many customers have
 * said the same in so many days, usual or not (DOMAIN 4.4: a repeat needs a rule). Comes after
 * the detector, and stays quiet where the detector has raised an alert in that time.
 * @param saidAt when the comment just heard was said, ms
 */
export async function plainRule(
  work: Work,
  team: string,
  themeId: string,
  comment: { readonly id: string; readonly saidAt: number },
): Promise<void> {
  const { db, now, settings } = work;
  const { plain, windowMs } = commentSettingsOf(settings);
  // What was said long ago makes no alert when it is imported today.
  if (!plain || comment.saidAt < now - windowMs) return;
  const since = now - plain.days * DAY_MS;
  const { customers } = await tallyOf(db, themeId, since, now + 1);
  if (customers < plain.customers) return;
  const theme = await findTheme(db, themeId);
  const [last] = await db
    .select()
    .from(alerts)
    .where(eq(alerts.themeId, themeId))
    .orderBy(desc(alerts.raisedAt))
    .limit(1);
  if (!theme) return;
  const recent = last && last.raisedAt >= since ? last : undefined;
  if (recent && !recent.key.startsWith(PREFIX)) return;
  const before = await tallyOf(db, themeId, since - plain.days * DAY_MS, since);
  const members = await saidWithIds(db, themeId, since);
  const burst: Burst = {
    key: recent?.key ?? `${PREFIX}${comment.id}`,
    update: recent !== undefined,
    theme: theme.key,
    members: members.map((id) => ({ id, score: 1 })),
    customers,
    windowMs: plain.days * DAY_MS,
    usual: before.customers,
    score: 0,
    words: [],
  };
  const record: Alert["record"] = { key: burst.key, theme: theme.key, members, at: now };
  if (recent) await grow(work, theme, { ...recent, record }, burst, customers);
  else await raise(work, team, theme, burst, record, false, false);
}
