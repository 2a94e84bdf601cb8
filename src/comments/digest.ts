import type { DigestSection } from "../kpi/digest/section.ts";
import { addDays, startOf } from "../local-days.ts";
import { saidByTheme } from "./tally.ts";
import { themeItem } from "./themes/card.ts";
import { against, split } from "./weekly/summary.ts";

/** Themes in a digest (DOMAIN 3.5 (4)). */
const MOST = 3;

const customers = (n: number): string => `${n} ${n === 1 ? "customer" : "customers"}`;

/** What most customers said in the seven days up to the digest's last, with its trend. Nothing where nothing was said twice. */
export const themesSection: DigestSection = async (db, { team, settings, until }) => {
  const { timezone } = settings;
  const to = startOf(addDays(until, 1), timezone);
  const from = startOf(addDays(until, -6), timezone);
  const teams = new Set([team]);
  const now = (await saidByTheme(db, teams, from, to)).slice(0, MOST);
  if (now.length === 0) return undefined;
  const before = new Map(
    (await saidByTheme(db, teams, startOf(addDays(until, -13), timezone), from)).map(
      (row) => [row.themeId, row.customers] as const,
    ),
  );
  const lines = [];
  for (const row of now) {
    const words = `${customers(row.customers)} in 7 days (${against(row.customers, before.get(row.themeId) ?? 0)}): ${split(row)}`;
    lines.push(...(await themeItem(db, row.themeId, words)));
  }
  return { title: "What customers keep saying", lines };
};
