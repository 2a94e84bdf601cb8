import { and, eq, gte, lt } from "drizzle-orm";
import { comments, themes } from "../../../db/schema/comments.ts";
import type { Read } from "../../../db/store.ts";
import {
  type Block,
  type Inline,
  type Message,
  payload,
  strong,
  text,
  theme as themeName,
} from "../../chat/message.ts";
import { addDays, dayWords, startOf } from "../../local-days.ts";
import { type Tally, saidByTheme, saidInAll, isThere } from "../tally.ts";
import { themeItem } from "../themes/card.ts";

/** Themes that a summary names; the rest is counted. */
const MOST_THEMES = 8;

/** "up from 3", "down from 9", "as the week before", "new". */
export function against(now: number, before: number): string {
  if (before === 0) return now === 0 ? "none the week before either" : "none the week before";
  if (now === before) return "as many as the week before";
  return `${now > before ? "up" : "down"} from ${before}`;
}

const plural = (n: number, one: string): string => `${n} ${n === 1 ? one : `${one}s`}`;

/** "9 spontaneous, 3 requested". */
export const split = (week: Pick<Tally, "comments" | "spontaneous">): string =>
  `${week.spontaneous} spontaneous, ${week.comments - week.spontaneous} requested`;

/**
 * What customers told a team in the week before a Monday: counts, distinct customers, the
 * trend against the week before, and what was declined and why. Undefined for a team that has
 * never logged anything: it is told nothing about nothing.
 * @param monday the local day after the week's last
 */
export async function weeklySummary(
  db: Read,
  team: string,
  monday: string,
  timeZone: string,
): Promise<Message | undefined> {
  const [first] = await db
    .select({ id: comments.id })
    .from(comments)
    .where(and(eq(comments.teamId, team), isThere))
    .limit(1);
  if (!first) return undefined;
  const to = startOf(monday, timeZone);
  const from = startOf(addDays(monday, -7), timeZone);
  const earlier = startOf(addDays(monday, -14), timeZone);
  const teams = new Set([team]);
  const [week, before] = [await saidInAll(db, teams, from, to), await saidInAll(db, teams, earlier, from)];
  return {
    title: [text(`What customers told us: the week to ${dayWords(addDays(monday, -1))}`)],
    body: [
      {
        b: "prose",
        text: [
          strong(plural(week.comments, "comment")),
          text(
            ` by ${plural(week.customers, "customer")} (${against(week.customers, before.customers)}): ${split(week)}.`,
          ),
        ],
      },
      ...(await themeLines(db, team, { earlier, from, to })),
      ...(await declinedLines(db, team, from, to)),
    ],
  };
}

async function themeLines(
  db: Read,
  team: string,
  { earlier, from, to }: { readonly earlier: number; readonly from: number; readonly to: number },
): Promise<Block[]> {
  const teams = new Set([team]);
  const now = await saidByTheme(db, teams, from, to);
  const before = new Map(
    (await saidByTheme(db, teams, earlier, from)).map((row) => [row.themeId, row.customers]),
  );
  if (now.length === 0) return [{ b: "prose", text: [text("No two of them said the same.")] }];
  const items: Inline[][] = [];
  for (const row of now.slice(0, MOST_THEMES)) {
    const words = `${plural(row.customers, "customer")} (${against(row.customers, before.get(row.themeId) ?? 0)}) · ${plural(row.comments, "comment")}: ${split(row)}`;
    items.push(...(await themeItem(db, row.themeId, words)));
  }
  const more = now.length - items.length;
  return [
    { b: "prose", text: [strong("What several said")] },
    { b: "list", items },
    ...(more > 0
      ? [
          {
            b: "prose" as const,
            text: [text(`And ${plural(more, "smaller theme")}; /comments themes lists them.`)],
          },
        ]
      : []),
  ];
}

/** What was declined in the week, with the reason. */
async function declinedLines(db: Read, team: string, from: number, to: number): Promise<Block[]> {
  const declined = await db
    .select()
    .from(themes)
    .where(
      and(
        eq(themes.teamId, team),
        eq(themes.state, "declined"),
        gte(themes.decidedAt, from),
        lt(themes.decidedAt, to),
      ),
    );
  if (declined.length === 0) return [];
  return [
    { b: "prose", text: [strong("Declined, and why")] },
    {
      b: "list",
      items: declined.map((theme) => [
        strong(theme.ref),
        text(" "),
        themeName(theme.id),
        ...(theme.reasonPayload === null ? [] : [text(": "), payload(theme.reasonPayload)]),
      ]),
    },
  ];
}
