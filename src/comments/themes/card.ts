import { planButton } from "../../actions/index.ts";
import type { Read } from "../../../db/store.ts";
import {
  type Block,
  type Button,
  type Inline,
  type Message,
  type Tone,
  member,
  payload,
  strong,
  text,
  theme as themeName,
  userText,
} from "../../chat/message.ts";
import { addDays, daysFrom, localDate } from "../../local-days.ts";
import { shortTime } from "../../local-time.ts";
import type { Reading } from "../../chat/feature.ts";
import { alertsOf } from "../alerts/store.ts";
import { howMany, trendLine, usualWords } from "../alerts/words.ts";
import { listComments } from "../find.ts";
import { type Comment, type Theme, findTheme } from "../store.ts";
import { type Tally, saidOf, tallyOf } from "../tally.ts";
import { THEME_STATE_WORDS, type ThemeState } from "../theme.ts";
import { quoted } from "../messages.ts";
import { wordsOf } from "../theme-names.ts";
import { customersIn } from "../trend.ts";
import { mayDecideThemes } from "../who.ts";

/** Days that a theme's chart shows. */
const DAYS = 14;
/** Comments that a theme's card quotes. */
const QUOTED = 6;

const TONES: Readonly<Record<ThemeState, Tone>> = {
  heard: "waiting",
  open: "progress",
  known: "info",
  declined: "info",
  closed: "done",
};

/** A button's argument: the theme and the generation that the button was drawn for. */
export const themeArg = (theme: Theme): string => `${theme.id}:${theme.generation}`;

function buttons(theme: Theme): Button[] {
  const button = (action: string, label: string, style?: Button["style"]): Button => ({
    action: `theme.${action}`,
    arg: themeArg(theme),
    label,
    describe: `${label} ${theme.ref}`,
    ...(style ? { style } : {}),
  });
  return [
    { ...planButton("theme", theme.id, theme.ref), style: "primary" },
    button("edit", "Name and owner"),
    button("merge", "Merge"),
    button("split", "Split"),
    button("decline", "Decline"),
  ];
}

function status(theme: Theme, now: number, timeZone: string): Inline[] {
  const line: Inline[] = [text(THEME_STATE_WORDS[theme.state])];
  if (theme.ownerId !== null) line.push(text(" by "), member(theme.ownerId));
  if (theme.mutedUntil !== null && theme.mutedUntil > now)
    line.push(text(` · muted until ${shortTime(theme.mutedUntil, now, timeZone)}`));
  return line;
}

/** "23 comments by 19 customers: 20 spontaneous, 3 requested". */
export const tallyWords = ({ comments, customers, spontaneous }: Tally): string =>
  `${comments} ${comments === 1 ? "comment" : "comments"} by ${customers} ${customers === 1 ? "customer" : "customers"}: ${spontaneous} spontaneous, ${comments - spontaneous} requested`;

/** A theme in a list: its reference, its name, some words of ours, and where it stands. */
export async function themeItem(db: Read, themeId: string, words: string): Promise<Inline[][]> {
  const theme = await findTheme(db, themeId);
  if (!theme) return [];
  return [
    [
      strong(theme.ref),
      text(" "),
      themeName(theme.id),
      text(` · ${words} · ${THEME_STATE_WORDS[theme.state]}`),
    ],
  ];
}

/** A theme with everything that is known of it, and with what this person can do about it. */
export async function themeCard(asking: Reading, theme: Theme): Promise<Message> {
  const { db, now, settings } = asking;
  const days = daysFrom(addDays(localDate(now, settings.timezone), 1 - DAYS), DAYS, settings.timezone);
  const from = days[0]?.fromMs ?? now;
  const all = await tallyOf(db, theme.id, 0, now + 1);
  const recent = await listComments(db, { themeId: theme.id }, QUOTED);
  const counts = customersIn(await saidOf(db, theme.id, from, now + 1), days);
  const when = (at: number | null): string => (at === null ? "never" : shortTime(at, now, settings.timezone));
  return {
    title: [text(`${theme.ref}: `), themeName(theme.id)],
    status: { tone: TONES[theme.state], text: status(theme, now, settings.timezone) },
    body: [
      {
        b: "fields",
        fields: [
          {
            label: "Heard",
            value: [text(`${tallyWords(all)}. First ${when(all.firstAt)}, last ${when(all.lastAt)}`)],
          },
          { label: "Trend", value: trendLine(counts, "day") },
          { label: "Words it shares", value: [userText(wordsOf(theme.record))] },
          ...(theme.reasonPayload === null
            ? []
            : [
                {
                  label: theme.state === "declined" ? "Why not" : "Known from",
                  value: [payload(theme.reasonPayload)],
                },
              ]),
        ],
      },
      ...quotes(recent),
      ...(await alertLines(db, theme, now, settings.timezone)),
    ],
    ...(mayDecideThemes(settings, asking.actor) ? { buttons: buttons(theme) } : {}),
  };
}

/** Paraphrases, never names or references. */
function quotes(recent: readonly Comment[]): Block[] {
  if (recent.length === 0) return [{ b: "prose", text: [text("No comment belongs to it any more.")] }];
  return [
    { b: "prose", text: [strong("Last said")] },
    { b: "list", items: recent.map(quoted) },
  ];
}

async function alertLines(db: Read, theme: Theme, now: number, timeZone: string): Promise<Block[]> {
  const alerts = await alertsOf(db, theme.id, 5);
  if (alerts.length === 0) return [];
  return [
    { b: "prose", text: [strong("Alerts")] },
    {
      b: "list",
      items: alerts.map((alert) => [
        text(
          `${shortTime(alert.raisedAt, now, timeZone)}: ${howMany(alert.burst.customers, alert.burst.windowMs)}, ${usualWords(alert.burst.usual)}; ${alert.state.replace("_", " ")}`,
        ),
      ]),
    },
  ];
}
