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
  const { target, definition, teamName, agreements } = shown;
  return {
    title: [text(`${title}: ${definition.name} · ${teamName}`)],
    body: [
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
          ...people("Not answered yet", ids(agreements, null)),
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

/** What somebody can do who is asked to agree. */
export const answerButtons = (target: Pick<TargetRow, "id">): readonly Button[] => [
  { action: "kpi.agree", arg: target.id, label: "I agree", style: "primary" },
  { action: "kpi.decline", arg: target.id, label: "I do not agree" },
];
