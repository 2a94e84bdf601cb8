import { type Block, text } from "../../chat/message.ts";
import type { Definition } from "../definition.ts";
import { measuresOf } from "../figure.ts";
import { formulaText } from "../formula-text.ts";
import { MEASURES } from "../measures.ts";
import { directionWords, targetWords, unitWords } from "../words.ts";

/** What a KPI is: purpose, formula, unit, what is usual, and what misleads about it (`H12E:PC7`). */
export function definitionBlocks(one: Definition): Block[] {
  const usual = one.usual
    ? targetWords({ low: one.usual.low ?? null, high: one.usual.high ?? null }, one.unit)
    : undefined;
  const counted = measuresOf(one.formula).map((measure) => `${measure}: ${MEASURES[measure].label}`);
  return [
    { b: "prose", text: [text(one.purpose)] },
    {
      b: "fields",
      fields: [
        { label: "Worked out as", value: [text(formulaText(one.formula))] },
        { label: "Shown in", value: [text(`${unitWords[one.unit]}; ${directionWords[one.direction]}`)] },
        ...(usual === undefined
          ? []
          : [
              {
                label: "Usual in the field",
                value: [text(`${usual} (${one.usual?.basis ?? ""}); not a target`)],
              },
            ]),
        { label: "From", value: [text(one.sources.join(", "))] },
        {
          label: "Version",
          value: [
            text(
              `${one.version}${one.number === undefined ? ", your centre's own" : `, number ${one.number} of the catalogue`}`,
            ),
          ],
        },
      ],
    },
    ...(counted.length === 0 ? [] : [{ b: "list" as const, items: counted.map((line) => [text(line)]) }]),
    ...one.pitfalls.map((sentence): Block => ({ b: "prose", text: [text(`Mind: ${sentence}`)] })),
  ];
}
