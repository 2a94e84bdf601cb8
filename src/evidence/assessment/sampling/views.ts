import type { ButtonAction, Reading } from "../../../chat/feature.ts";
import { privately } from "../../../chat/feature.ts";
import { type Message, member, payload, strong, text } from "../../../chat/message.ts";
import { criteriaOf, criterionWords } from "../../words.ts";
import { DECISION_WORDS } from "../judge.ts";
import { openOf, openOne } from "./open.ts";
import { judgedItems, verifying } from "./population.ts";

/** Judgements of a sample that one message shows: each brings three buttons. */
const MOST_SHOWN = 6;

/** What of somebody's samples is still to be looked at. */
export async function samplesView({ db, actor }: Reading): Promise<Message> {
  const registrations = await verifying(db, actor);
  const open = await openOf(db, actor.id);
  const shown = open.slice(0, MOST_SHOWN);
  return {
    title: [text(open.length === 0 ? "Nothing of your samples is open" : `${open.length} to look at`)],
    body: shown.map(({ judgement }, index) => {
      const unit = registrations.find((one) => one.unit.unit === judgement.unit)?.unit;
      const criterion = unit && criteriaOf(unit).find(({ ref }) => ref === judgement.ref);
      return {
        b: "prose" as const,
        text: [
          strong(`${index + 1}. `),
          member(judgement.learnerId),
          text(
            `, ${unit && criterion ? criterionWords(unit, criterion) : `${judgement.unit} ${judgement.ref}`}: ${DECISION_WORDS[judgement.decision].toLowerCase()}, says `,
          ),
          member(judgement.assessorId),
          text(": "),
          payload(judgement.reasonsPayload),
        ],
      };
    }),
    buttons: [
      ...shown.flatMap(({ sampleId, judgement }, index) => [
        {
          action: "assess.sampled",
          arg: `${sampleId}.${judgement.id}`,
          label: `Look at ${index + 1}`,
        },
        {
          action: "assess.agreed",
          arg: `${sampleId}.${judgement.id}`,
          label: `Agree with ${index + 1}`,
        },
        {
          action: "assess.action_required",
          arg: `${sampleId}.${judgement.id}`,
          label: `Action on ${index + 1}`,
        },
      ]),
      { action: "assess.sample", arg: "", label: "Draw a sample" },
    ],
  };
}

/** A judgement of a sample with what it was made on. */
async function sampledView({ db, actor }: Reading, sampleId: string, judgementId: string): Promise<Message> {
  const judgement = await openOne(db, actor, sampleId, judgementId);
  const judged = await judgedItems(db, judgement);
  return {
    title: [member(judgement.learnerId), text(`: ${judgement.unit} ${judgement.ref}`)],
    status: {
      tone: "info",
      text: [text(`${DECISION_WORDS[judgement.decision]}, says `), member(judgement.assessorId), text(".")],
    },
    body: [
      { b: "prose", text: [strong("Reasons: "), payload(judgement.reasonsPayload)] },
      ...(judgement.feedbackPayload === null
        ? []
        : [{ b: "prose" as const, text: [strong("Feedback: "), payload(judgement.feedbackPayload)] }]),
      { b: "prose", text: [text(`Judged on ${judged.map(({ ref }) => ref).join(", ")}.`)] },
    ],
    buttons: judged.map(({ id, ref }) => ({ action: "assess.item", arg: id, label: `Show ${ref}` })),
  };
}

/** Looking at what of one's samples is open, and at one of it. */
export const sampleViews: readonly ButtonAction[] = [
  {
    name: "assess.samples",
    who: "member",
    writes: false,
    run: async (asking) => privately(await samplesView(asking)),
  },
  {
    name: "assess.sampled",
    who: "member",
    writes: false,
    run: async (asking, arg) => {
      const [sample = "", judgement = ""] = arg.split(".");
      return privately(await sampledView(asking, sample, judgement));
    },
  },
];
