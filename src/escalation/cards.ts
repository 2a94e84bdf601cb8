import type { Block, Button, Inline, Message, Tone } from "../chat/message.ts";
import { customer, member, nameList, notify, payload, strong, text } from "../chat/message.ts";
import { type Told, isOver } from "./case.ts";
import { OUTCOME_LABELS, type Outcome, TOLD_LABELS } from "./case.ts";
import type { Reason } from "./routing.ts";
import type { Case } from "./store.ts";
import type { Situation } from "./who.ts";
import { STATE_WORDS, amountOf, caseTitle, reasonWords, waitingWords } from "./words.ts";

/** What a card is drawn from. */
export interface CardContext {
  readonly situation: Situation;
  /** Who is asked right now. */
  readonly asked: readonly string[];
  /** Ms since the epoch, and the zone to show times in. */
  readonly now: number;
  readonly timeZone: string;
}

/** A button's argument: the case and the generation that the button was drawn for. */
export const caseArg = (one: Case): string => `${one.id}:${one.generation}`;

const button = (one: Case, action: string, label: string, style?: Button["style"]): Button => ({
  action: `case.${action}`,
  arg: caseArg(one),
  label,
  describe: `${label} ${one.ref}`,
  ...(style ? { style } : {}),
});

const TONES: Readonly<Record<Case["state"], Tone>> = {
  raised: "waiting",
  acknowledged: "progress",
  decided: "progress",
  customer_informed: "progress",
  handed_back: "progress",
  closed: "done",
  withdrawn: "info",
};

/** Where the case stands, in one line. */
function statusLine({ situation, asked, now, timeZone }: CardContext): Inline[] {
  const { case: one } = situation;
  const line: Inline[] = [text(STATE_WORDS[one.state])];
  if (one.state === "raised" && asked.length > 0) line.push(text(" · asked "), ...nameList(asked));
  if (one.holderId !== null && !isOver(one.state)) line.push(text(" · with "), member(one.holderId));
  const waiting = waitingWords(one, now, timeZone);
  if (waiting !== undefined && !isOver(one.state) && one.informedAt === null)
    line.push(text(` · ${waiting}`));
  return line;
}

/** What was decided, once something was. */
function decisionFields(one: Case): { label: string; value: Inline[] }[] {
  if (one.outcome === null) return [];
  const amount = amountOf(one.decidedPence, one.currency);
  const decided: Inline[] = [
    strong(OUTCOME_LABELS[readOutcome(one.outcome)]),
    ...(amount ? [text(` ${amount}`)] : []),
  ];
  if (one.deciderId !== null) decided.push(text(" by "), member(one.deciderId));
  return [
    { label: "Decision", value: decided },
    ...(one.decidedPayload ? [{ label: "What was decided", value: [payload(one.decidedPayload)] }] : []),
    ...(one.told ? [{ label: "Customer", value: [text(TOLD_LABELS[one.told satisfies Told])] }] : []),
  ];
}

/** A stored outcome; one from a newer version reads as noted. */
const readOutcome = (outcome: string): Outcome => {
  const known = Object.keys(OUTCOME_LABELS).find((one): one is Outcome => one === outcome);
  return known ?? "noted";
};

/** Feedback is between the one who gave it and the raiser; never in a channel. */
function feedback(one: Case): Block[] {
  if (one.feedbackPayload === null) return [];
  return [{ b: "fields", fields: [{ label: "Feedback", value: [payload(one.feedbackPayload)] }] }];
}

/** Said on every card of a restricted case: whoever reads it must not pass it on where others read. */
function restriction({ audience, case: one }: Situation): Block[] {
  if (!audience) return [];
  const holders = [one.holderId, one.deciderId].filter((id) => id !== null);
  const known = nameList([
    ...new Set([one.raiserId, ...audience.people.map((person) => person.id), ...holders]),
  ]);
  return [
    {
      b: "prose",
      text: [
        strong("Restricted. "),
        text("Only these people know of it: "),
        ...known,
        text(". It stands in no channel."),
      ],
    },
  ];
}

function body(context: CardContext): Block[] {
  const { case: one } = context.situation;
  return [
    ...restriction(context.situation),
    { b: "prose", text: [payload(one.needPayload)] },
    {
      b: "fields",
      fields: [
        { label: "Raised by", value: [member(one.raiserId)] },
        { label: "Customer reference", value: [customer(one.customerId)] },
        ...decisionFields(one),
      ],
    },
  ];
}

const card = (context: CardContext, extra: readonly Block[], buttons: readonly Button[]): Message => ({
  title: caseTitle(context.situation),
  status: { tone: TONES[context.situation.case.state], text: statusLine(context) },
  body: [...body(context), ...extra],
  ...(buttons.length > 0 ? { buttons } : {}),
});

/** The card in the team's channel: everybody there sees it, whoever may take it can. */
export function teamCard(context: CardContext): Message {
  const { case: one } = context.situation;
  return card(context, [], one.state === "raised" ? [button(one, "take", "Take", "primary")] : []);
}

/** What the person who has the case can do with it. */
function holderButtons(one: Case): Button[] {
  if (one.state === "acknowledged")
    return [button(one, "decide", "Decide", "primary"), button(one, "release", "Release")];
  if (one.state === "decided" || one.state === "customer_informed")
    return [button(one, "hand_back", "Hand back", "primary")];
  return [];
}

/** For whoever is to tell the customer, and records it. */
export const informButton = (one: Case): Button => button(one, "inform", "Record: customer told", "primary");

/** For whoever decided, while they have not noted it. */
export const weighButton = (one: Case): Button => button(one, "weigh", "Note what you weighed");

/** What the decider noted to have weighed, for them alone. */
function weighed(payloadId: string | undefined): Block[] {
  return payloadId === undefined
    ? []
    : [
        { b: "prose", text: [strong("What you weighed")] },
        { b: "prose", text: [payload(payloadId)] },
      ];
}

/** What the raiser can do. */
function raiserButtons(one: Case): Button[] {
  const buttons: Button[] = [];
  if (one.told === "raiser_will" && one.informedAt === null) buttons.push(informButton(one));
  if (one.state === "raised" || one.state === "acknowledged")
    buttons.push(button(one, "withdraw", "Withdraw"));
  return buttons;
}

/** The card of somebody who was asked or has the case. `reason` says why, while they are still asked. */
export function personalCard(context: CardContext, memberId: string, reason: Reason | undefined): Message {
  const { situation } = context;
  const { case: one } = situation;
  if (one.holderId === memberId) return card(context, [], holderButtons(one));
  if (one.state !== "raised") return card(context, one.deciderId === memberId ? feedback(one) : [], []);
  const why: Block[] = reason
    ? [
        {
          b: "prose",
          text: [
            notify(memberId),
            text(`, you are asked because you ${reasonWords(reason, situation, one.currency)}.`),
          ],
        },
      ]
    : [];
  return card(context, why, [button(one, "take", "Take", "primary")]);
}

/** What is left of the card of somebody for whom a restricted case is no longer. */
export const goneCard = (one: Case): Message => ({
  title: [text(one.ref)],
  body: [{ b: "prose", text: [text("This is no longer for you. There is nothing that you need to do.")] }],
});

/** The raiser's own view. */
export const raiserCard = (context: CardContext): Message =>
  card(context, feedback(context.situation.case), raiserButtons(context.situation.case));

/** What `/case` shows: the card with everything that this person can do. */
export function fullCard(
  context: CardContext,
  viewer: { readonly id: string; readonly mayTake: boolean; readonly weighed?: string | undefined },
  more: readonly Button[] = [],
): Message {
  const { case: one } = context.situation;
  const buttons = [
    ...(one.state === "raised" && viewer.mayTake ? [button(one, "take", "Take", "primary")] : []),
    ...(one.holderId === viewer.id ? holderButtons(one) : []),
    ...(one.raiserId === viewer.id ? raiserButtons(one) : []),
    ...more,
  ];
  const own = viewer.id === one.raiserId || viewer.id === one.deciderId;
  return card(context, [...(own ? feedback(one) : []), ...weighed(viewer.weighed)], buttons);
}
