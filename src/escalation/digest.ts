import { type SQL, and, asc, count, eq, isNull, lt, min } from "drizzle-orm";
import { cases } from "../../db/schema/escalation.ts";
import type { Read } from "../../db/store.ts";
import { type Inline, strong, text } from "../chat/message.ts";
import type { DigestSection } from "../kpi/digest/section.ts";
import { addDays, dayWords, startOf, weekdayOf } from "../local-days.ts";
import { duration, shortTime } from "../local-time.ts";
import type { Case } from "./store.ts";

/** Working days within which what falls due is named (DOMAIN 3.5 (3)). */
const WITHIN_WORKING_DAYS = 2;
/** Cases named one by one; more are counted. */
const MOST_NAMED = 3;

/** The end of the second working day from a day on, that day included if it is one. Public holidays are not known here. */
function soonUntil(date: string): string {
  let day = date;
  for (let left = WITHIN_WORKING_DAYS; ; day = addDays(day, 1)) {
    if (weekdayOf(day) <= 5) left -= 1;
    if (left === 0) return day;
  }
}

/** Some open cases of a team: how many, since when, and the first of them. None that is restricted, not even in a count. */
async function openOf(
  db: Read,
  team: string,
  order: typeof cases.raisedAt | typeof cases.promisedAt,
  which?: SQL,
): Promise<{ readonly count: number; readonly since: number | null; readonly first: readonly Case[] }> {
  const where = and(isNull(cases.endedAt), isNull(cases.restricted), eq(cases.teamId, team), which);
  const [all] = await db
    .select({ count: count(), since: min(order) })
    .from(cases)
    .where(where);
  const first = await db
    .select()
    .from(cases)
    .where(where)
    .orderBy(asc(order), asc(cases.ref))
    .limit(MOST_NAMED);
  return { count: all?.count ?? 0, since: all?.since ?? null, first };
}

const named = (
  { count: all, first }: Awaited<ReturnType<typeof openOf>>,
  words: (one: Case) => string,
): Inline[][] => [
  ...first.map((one): Inline[] => [strong(one.ref), text(` ${words(one)}`)]),
  ...(all > first.length ? [[text(`and ${all - first.length} more; /cases lists them`)]] : []),
];

/** Customers waiting (DOMAIN 3.5 (3)): what is open, what nobody has, and promises that fall due soon. */
export const casesSection: DigestSection = async (db, { team, settings, date, now }) => {
  const title = "Customers waiting";
  const open = await openOf(db, team, cases.raisedAt);
  if (open.count === 0) return { title, lines: [[text("No case is open.")]] };
  const { timezone } = settings;
  const until = soonUntil(date);
  const nobodys = await openOf(db, team, cases.raisedAt, eq(cases.state, "raised"));
  const end = startOf(addDays(until, 1), timezone);
  const promised = await openOf(db, team, cases.promisedAt, lt(cases.promisedAt, end));
  const held =
    nobodys.count === 0 ? "each in somebody's hands" : `${nobodys.count} of them in nobody's hands`;
  const oldest = duration(now - (open.since ?? now));
  return {
    title,
    lines: [
      [
        text(
          `${open.count} ${open.count === 1 ? "case" : "cases"} open, ${held}; the oldest waits for ${oldest}`,
        ),
      ],
      ...named(nobodys, ({ raisedAt }) => `has been in nobody's hands for ${duration(now - raisedAt)}`),
      ...(promised.count === 0
        ? [[text(`No call is promised until ${dayWords(until)}.`)]]
        : named(promised, ({ promisedAt }) => {
            const at = promisedAt ?? now;
            const when = shortTime(at, now, timezone);
            return at < now
              ? `call was promised for ${when}, ${duration(now - at)} ago`
              : `call promised for ${when}`;
          })),
    ],
  };
};
