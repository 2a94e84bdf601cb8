import type { Reading } from "../../chat/feature.ts";
import { type Block, type Inline, type Message, strong, text } from "../../chat/message.ts";
import { dayWords } from "../../local-days.ts";
import { teamName } from "../../people/index.ts";
import { allDefinitions } from "../definitions.ts";
import { MEASURES } from "../measures.ts";
import { targetLine } from "../targets/messages.ts";
import { openTargets } from "../targets/store.ts";

const section = (title: string, items: Inline[][], none: string): Block[] => [
  { b: "prose", text: [strong(title)] },
  items.length === 0 ? { b: "prose", text: [text(none)] } : { b: "list", items },
];

/** `/kpi list`: what the team agreed on, what waits for answers, and everything that there is. */
export async function kpiList({ db }: Reading, team: string): Promise<Message> {
  const all = await allDefinitions(db);
  const targets = await openTargets(db, team);
  const inState = (state: "agreed" | "proposed"): Inline[][] =>
    targets
      .filter((target) => target.state === state)
      .flatMap((target): Inline[][] => {
        const one = all.get(target.kpi);
        return one
          ? [
              [
                strong(one.name),
                text(` (${one.kpi}): ${targetLine(target, one)} from ${dayWords(target.fromDate)}`),
              ],
            ]
          : [];
      });
  const listed = (own: boolean): string =>
    [...all.values()]
      .filter(({ number }) => (number === undefined) === own)
      .map(({ kpi, name }) => `${name} (${kpi})`)
      .join(" · ");
  const own = listed(true);
  return {
    title: [text(`KPIs of ${await teamName(db, team)}`)],
    body: [
      ...section(
        "Agreed",
        inState("agreed"),
        "None yet: /kpi agree and a short name asks people to agree on one.",
      ),
      ...section("Waiting for answers", inState("proposed"), "None."),
      ...(own === "" ? [] : section("Your centre's own", [[text(own)]], "")),
      { b: "prose", text: [strong("Catalogue")] },
      { b: "prose", text: [text(listed(false))] },
      { b: "prose", text: [text("/kpi show sl tells everything about one of them.")] },
    ],
  };
}

/** `/kpi measures`: what formulas can be made of. */
export const measureList = (): Message => ({
  title: [text("What can be counted")],
  body: [
    {
      b: "prose",
      text: [
        text(
          Object.entries(MEASURES)
            .map(([name, { label }]) => `${name}: ${label}`)
            .join(" · "),
        ),
      ],
    },
  ],
});
