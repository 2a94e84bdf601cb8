import { planButton } from "../../actions/index.ts";
import {
  type Block,
  type Button,
  type Inline,
  type Message,
  type Tone,
  member,
  text,
  theme,
  userText,
} from "../../chat/message.ts";
import type { Comment, Theme } from "../store.ts";
import type { AlertState } from "../alert.ts";
import type { Alert } from "./store.ts";
import { quoted } from "../messages.ts";
import { foundLine, paraphrases, trendLine } from "./words.ts";

/** What an alert's card is drawn from. */
export interface AlertContext {
  readonly theme: Theme;
  readonly alert: Alert;
  /** The comments in it, oldest first. */
  readonly comments: readonly Comment[];
  /** Distinct customers in each of the last hours. */
  readonly hours: readonly number[];
}

/** A button's argument: the alert and the generation that the button was drawn for. */
const arg = (alert: Alert): string => `${alert.id}:${alert.generation}`;

const button = (alert: Alert, action: string, label: string, style?: Button["style"]): Button => ({
  action: `alert.${action}`,
  arg: arg(alert),
  label,
  ...(style ? { style } : {}),
});

const TONES: Readonly<Record<AlertState, Tone>> = {
  proposed: "waiting",
  confirmed: "progress",
  not_same: "info",
  known: "info",
  muted: "info",
};

const STATUS: Readonly<Record<AlertState, string>> = {
  proposed: "Proposed by the detector; nobody has decided yet",
  confirmed: "Confirmed and told to others",
  not_same: "Not the same thing",
  known: "Already known",
  muted: "Muted",
};

function status({ alert, theme: about }: AlertContext): Inline[] {
  const line: Inline[] = [text(STATUS[alert.state])];
  if (alert.deciderId !== null) line.push(text(" by "), member(alert.deciderId));
  if (alert.state === "confirmed" && about.ownerId !== null)
    line.push(text(" · looked after by "), member(about.ownerId));
  return line;
}

function proof(context: AlertContext): Block[] {
  const { alert, comments } = context;
  const spontaneous = comments.filter(({ origin }) => origin === "spontaneous").length;
  return [
    { b: "prose", text: foundLine(alert) },
    paraphrases(alert, comments),
    {
      b: "fields",
      fields: [
        { label: "Trend", value: trendLine(context.hours, "hour") },
        {
          label: "Comments",
          value: [
            text(
              `${comments.length}: ${spontaneous} spontaneous, ${comments.length - spontaneous} requested`,
            ),
          ],
        },
        {
          label: "Theme",
          value: [text(`${context.theme.ref}; /theme ${context.theme.ref} shows all of it`)],
        },
      ],
    },
  ];
}

/** What those who may decide can do, and what everybody can look at. */
function buttons({ alert, theme: about }: AlertContext): Button[] {
  const why: Button = { action: "alert.why", arg: alert.id, label: "Show why" };
  if (alert.state === "proposed")
    return [
      button(alert, "confirm", "Confirm and tell others", "primary"),
      button(alert, "not_same", "Not the same thing"),
      button(alert, "known", "Already known"),
      button(alert, "mute", "Mute until"),
      why,
    ];
  if (alert.state === "confirmed")
    return [{ ...planButton("theme", about.id, about.ref), style: "primary" }, why];
  return [why];
}

/** The card in the team's channel. */
export const alertCard = (context: AlertContext): Message => ({
  title: [text("Several customers say the same: "), theme(context.theme.id)],
  status: { tone: TONES[context.alert.state], text: status(context) },
  body: proof(context),
  buttons: buttons(context),
});

/** Why the detector proposes it: how like the others each comment is, and what they share. */
export const alertReasons = ({ alert, theme: about, comments }: AlertContext): Message => {
  const scores = new Map(alert.burst.members.map(({ id, score }) => [id, score]));
  const inBurst = comments.filter(({ id }) => scores.has(id));
  const likeness = (id: string): string => `${Math.round((scores.get(id) ?? 0) * 100)} % like the others`;
  return {
    title: [text("Why: "), theme(about.id)],
    body: [
      { b: "prose", text: foundLine(alert) },
      {
        b: "fields",
        fields: [{ label: "Words they share", value: [userText(alert.burst.words.join(", "))] }],
      },
      {
        b: "list",
        items: inBurst.map((comment) => [...quoted(comment), text(` · ${likeness(comment.id)}`)]),
      },
      {
        b: "prose",
        text: [
          text(
            alert.burst.score > 0
              ? `Surprise ${alert.burst.score.toFixed(1)} (a log-likelihood ratio; the higher, the less likely by chance). Only words are compared, so some of it may be about something else.`
              : "The centre's own rule: so many customers in so many days, usual or not.",
          ),
        ],
      },
    ],
  };
};

/** What an agent sees whose comment is in it. */
export const agentNote = (context: AlertContext): Message => ({
  title: [text("You are not the only one who heard this: "), theme(context.theme.id)],
  status: { tone: TONES[context.alert.state], text: status(context) },
  body: [
    { b: "prose", text: foundLine(context.alert) },
    {
      b: "prose",
      text: [
        text(
          `A comment of yours is in it. Your team has been shown it as ${context.theme.ref}; go on logging what you hear.`,
        ),
      ],
    },
  ],
});
