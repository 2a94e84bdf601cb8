import type { Block, Button, Inline, Message, Tone } from "../chat/message.ts";
import { member, payload, strong, text } from "../chat/message.ts";
import { localDate, dayWords } from "../local-days.ts";
import { DECISION_LABELS, type State, STATE_WORDS, isOver } from "./action.ts";
import { figuresOf } from "./measure.ts";
import type { Action } from "./store.ts";
import type { Subjects } from "./subject.ts";
import type { Deed } from "./who.ts";
import { VERDICT_WORDS, caveats, figureWords, usualWords, verdictSentence } from "./words.ts";

/** What a card is drawn with, besides the action. */
export interface Drawn {
  readonly subjects: Subjects;
  readonly timeZone: string;
}

/** A button's argument: the action and the generation that the button was drawn for. */
export const actionArg = (one: Action): string => `${one.id}:${one.generation}`;

const LABELS: Readonly<Record<Deed, string>> = {
  start: "Start now",
  review: "Review",
  tell: "You said, we did",
  hand_over: "Hand over",
  drop: "Drop",
};

/** A button of an action. */
export const deedButton = (one: Action, deed: Deed): Button => ({
  action: `action.${deed}`,
  arg: actionArg(one),
  label: LABELS[deed],
  describe: `${LABELS[deed]}: ${one.ref}`,
  ...(deed === "review" || deed === "start" ? { style: "primary" } : {}),
});

const TONES: Readonly<Record<State, Tone>> = {
  planned: "waiting",
  running: "progress",
  reviewed: "done",
  dropped: "info",
};

/** Where an action stands, in one line. */
export function statusLine(one: Action): Inline[] {
  const state = text(STATE_WORDS[one.state]);
  if (one.state === "dropped") return [state];
  if (one.state === "reviewed") {
    const verdict = one.reviewResult ? ` · ${VERDICT_WORDS[one.reviewResult.verdict]}` : "";
    const decision = one.reviewDecision ? ` · ${DECISION_LABELS[one.reviewDecision]}` : "";
    return [state, text(`${verdict}${decision}`)];
  }
  const when =
    one.state === "planned"
      ? ` · starts ${dayWords(one.startOn)}`
      : ` · review due ${dayWords(one.reviewOn)}`;
  return [state, text(" · with "), member(one.ownerId), text(when)];
}

interface Field {
  readonly label: string;
  readonly value: readonly Inline[];
}

const kept = (label: string, id: string | null): Field[] =>
  id === null ? [] : [{ label, value: [payload(id)] }];
const said = (label: string, words: string | null | undefined): Field[] =>
  words === null || words === undefined ? [] : [{ label, value: [text(words)] }];

/** What was planned. */
const planFields = (one: Action): Field[] => [
  ...said("About", one.subjectRef),
  ...kept("Problem", one.problemPayload),
  ...kept("Cause", one.causePayload),
  ...kept("Change", one.changePayload),
  ...kept("Expected", one.expectedPayload),
  { label: "Owner", value: [member(one.ownerId)] },
];

/** What is measured, what was before, and since when. */
function figureFields(one: Action, { subjects }: Drawn): Field[] {
  const { baseline, reviewResult } = one;
  const usual = baseline ? usualWords(baseline) : undefined;
  return [
    ...kept("Measure", one.measurePayload),
    ...said("Measure", figuresOf(subjects, one)?.measure),
    ...said("Start", dayWords(one.startOn)),
    ...(baseline
      ? said(
          "Before the start",
          `${figureWords(baseline)}${usual === undefined ? "" : `; usual is ${usual}`}`,
        )
      : one.state === "planned" && figuresOf(subjects, one)
        ? said("Before the start", "is counted when it starts, and then kept as it was")
        : []),
    ...(isOver(one.state) ? [] : said("Review due", dayWords(one.reviewOn))),
    ...(reviewResult ? said("Since the start", figureWords(reviewResult)) : []),
  ];
}

/** What came of it. */
function outcomeFields(one: Action, { timeZone }: Drawn): Field[] {
  return [
    ...kept("What came of it", one.outcomePayload),
    ...kept("Side effects", one.sideEffectsPayload),
    ...(one.reviewDecision && one.reviewerId
      ? [
          {
            label: "Decision",
            value: [strong(DECISION_LABELS[one.reviewDecision]), text(" by "), member(one.reviewerId)],
          },
        ]
      : []),
    ...kept("Why it was dropped", one.dropReasonPayload),
    ...(one.toldAt === null ? [] : said("Told", dayWords(localDate(one.toldAt, timeZone)))),
  ];
}

/** The verdict of a reviewed action, with what has to be known to believe it. */
function verdictBlocks(one: Action, { subjects }: Drawn): Block[] {
  if (!one.reviewResult || !one.baseline) return [];
  const notes = caveats(one.baseline, one.reviewResult, figuresOf(subjects, one)?.totals?.measure);
  return [
    { b: "prose", text: [strong("Result: "), text(verdictSentence(one.reviewResult))] },
    { b: "list", items: notes.map((note) => [text(note)]) },
  ];
}

/** An action as it stands, with the buttons that its reader may use. */
export function actionCard(one: Action, drawn: Drawn, deeds: readonly Deed[] = []): Message {
  const outcome = outcomeFields(one, drawn);
  return {
    title: [text(`${one.ref} · Improvement action`)],
    status: { tone: TONES[one.state], text: statusLine(one) },
    body: [
      { b: "fields", fields: planFields(one) },
      { b: "fields", fields: figureFields(one, drawn) },
      ...verdictBlocks(one, drawn),
      ...(outcome.length > 0 ? [{ b: "fields" as const, fields: outcome }] : []),
    ],
    ...(deeds.length > 0 ? { buttons: deeds.map((deed) => deedButton(one, deed)) } : {}),
  };
}
