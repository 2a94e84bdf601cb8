import type { Button, Inline, Message } from "../../chat/message.ts";
import { member, nameList, payload, strong, text } from "../../chat/message.ts";
import { dayWords } from "../../local-days.ts";
import type { Definition } from "../definition.ts";
import { formulaText } from "../formula-text.ts";
import { directionWords, targetWords } from "../words.ts";
import { type Agreement, type TargetRow, inUnit } from "./store.ts";

/** A target with what is needed to show it. */
export interface TargetShown {
  readonly target: TargetRow;
  readonly definition: Definition;
  readonly teamName: string;
  readonly agreements: readonly Agreement[];
  /** The member id of whoever has just withdrawn it. */
  readonly withdrawnBy?: string;
}

/** "at least 80.0%", or that there is none. */
export const targetLine = (target: TargetRow, { unit }: Pick<Definition, "unit">): string =>
  targetWords(inUnit(target), unit) ?? "measured without a target";

const ids = (agreements: readonly Agreement[], answer: Agreement["answer"]): string[] =>
  agreements.flatMap((one) => (one.answer === answer ? [one.memberId] : []));

const people = (label: string, of: readonly string[]): { label: string; value: Inline[] }[] =>
  of.length === 0 ? [] : [{ label, value: nameList(of) }];

/** A target with who proposed it, why, and who has said what. */
export function targetMessage(shown: TargetShown, title: string, buttons: readonly Button[]): Message {
  const { target, definition, teamName, agreements, withdrawnBy } = shown;
  return {
    title: [text(`${title}: ${definition.name} · ${teamName}`)],
    body: [
      ...(withdrawnBy === undefined
        ? []
        : [
            {
              b: "prose" as const,
              text: [
                member(withdrawnBy),
                text(" withdrew this proposal. Nobody needs to answer it any more."),
              ],
            },
          ]),
      {
        b: "fields",
        fields: [
          {
            label: "Target",
            value: [text(`${targetLine(target, definition)}, ${directionWords[definition.direction]}`)],
          },
          { label: "From", value: [text(dayWords(target.fromDate))] },
          { label: "Why this one", value: [payload(target.basisPayload)] },
          {
            label: "Worked out as",
            value: [text(`${formulaText(definition.formula)} (version ${definition.version})`)],
          },
          { label: "Looked after by", value: [member(target.ownerId)] },
          { label: "Proposed by", value: [member(target.proposedBy)] },
          ...people("Agreed", ids(agreements, "agreed")),
          ...people("Not agreed", ids(agreements, "declined")),
          ...people(
            target.state === "proposed" ? "Not answered yet" : "Had not answered",
            ids(agreements, null),
          ),
        ],
      },
      ...agreements.flatMap(({ memberId, reasonPayload }) =>
        reasonPayload === null
          ? []
          : [
              {
                b: "prose" as const,
                text: [strong("Because: "), payload(reasonPayload), text(" ("), member(memberId), text(")")],
              },
            ],
      ),
    ],
    ...(buttons.length > 0 ? { buttons } : {}),
  };
}

const answerButtons = ({ id }: TargetRow): readonly Button[] => [
  { action: "kpi.agree", arg: id, label: "I agree", style: "primary" },
  { action: "kpi.decline", arg: id, label: "I do not agree" },
];

/** Takes a proposal back; for whoever made it, and for those who lead the team. */
export const withdrawButton = ({ id }: Pick<TargetRow, "id">, label = "Withdraw"): Button => ({
  action: "kpi.withdraw",
  arg: id,
  label,
  describe: "Withdraw the proposal: nobody needs to answer it any more",
});

const OVER: Readonly<Record<Exclude<TargetRow["state"], "proposed">, string>> = {
  agreed: "Agreed by everybody",
  declined: "Not agreed",
  withdrawn: "Withdrawn",
  ended: "No longer measured by",
};

/** How a proposal stands, for one of those who were asked or for whoever made it, with what they can do about it. */
export function proposalMessage(shown: TargetShown, memberId: string): Message {
  const { target, agreements } = shown;
  if (target.state !== "proposed") return targetMessage(shown, OVER[target.state], []);
  const own = agreements.find((one) => one.memberId === memberId);
  const isAsked = own?.answer === null;
  return targetMessage(
    shown,
    isAsked ? "Do you agree" : own?.answer === "agreed" ? "You agreed" : "Waiting for answers",
    [
      ...(isAsked ? answerButtons(target) : []),
      ...(target.proposedBy === memberId ? [withdrawButton(target)] : []),
    ],
  );
}
