import type { Reading } from "../../chat/feature.ts";
import {
  type Block,
  type Button,
  type Inline,
  type Message,
  member,
  strong,
  text,
} from "../../chat/message.ts";
import { addDays, dayWords, localDate } from "../../local-days.ts";
import { teamName } from "../../people/index.ts";
import type { Definition } from "../definition.ts";
import { LOOK_BACK, kpiLines } from "../digest/lines.ts";
import { kpiTable } from "../digest/kpi-message.ts";
import { kpiLine } from "../digest/kpi-words.ts";
import { teamDays } from "../series.ts";
import { targetLine, withdrawButton } from "../targets/messages.ts";
import { agreementsOf, inUnit, openTargets, targetsOn } from "../targets/store.ts";
import { leads } from "../who.ts";
import { definitionBlocks } from "./explained.ts";

/** Who agreed to what about it in this team. */
async function targetBlocks({ db }: Reading, team: string, one: Definition): Promise<Block[]> {
  const items: Inline[][] = [];
  for (const target of (await openTargets(db, team)).filter(({ kpi }) => kpi === one.kpi)) {
    const agreements = await agreementsOf(db, target.id);
    const agreed = agreements.filter(({ answer }) => answer === "agreed").map(({ memberId }) => memberId);
    items.push([
      strong(target.state === "agreed" ? "Agreed: " : "Proposed: "),
      text(
        `${targetLine(target, one)} from ${dayWords(target.fromDate)}, version ${target.version}, looked after by `,
      ),
      member(target.ownerId),
      text(`; ${agreed.length} of ${agreements.length} who were asked have agreed`),
    ]);
  }
  return items.length === 0
    ? [{ b: "prose", text: [text("Nobody has agreed on it for this team.")] }]
    : [{ b: "list", items }];
}

/** The last days of it in this team; nothing where it would say too much about single people. */
async function figureBlocks(asking: Reading, team: string, one: Definition): Promise<Block[]> {
  if (one.private === true)
    return [
      {
        b: "prose",
        text: [
          text(
            "Its figures are not shown in chat: they say too much about single people. They are for 1-2-1s.",
          ),
        ],
      },
    ];
  const { db, settings, now } = asking;
  const until = addDays(localDate(now, settings.timezone), -1);
  const days = await teamDays(db, settings, team, addDays(until, 1 - LOOK_BACK), until);
  const target = (await targetsOn(db, team, until)).find(({ kpi }) => kpi === one.kpi);
  const [line] = await kpiLines(db, [{ definition: one, target: target ? inUnit(target) : null }], days, {
    from: until,
    until,
  });
  if (!line) return [];
  return [
    { b: "prose", text: [strong(`${dayWords(until)} · `), ...kpiLine(line, until)] },
    ...kpiTable(line),
  ];
}

/** `/kpi show`: everything about a KPI, and its last days in a team. */
export async function kpiCard(asking: Reading, team: string, one: Definition): Promise<Message> {
  const { db, settings, actor } = asking;
  const mayAgree = await leads(db, settings, actor, team);
  const targets = (await openTargets(db, team)).filter(({ kpi }) => kpi === one.kpi);
  const agreed = targets.find(({ state }) => state === "agreed");
  const proposed = targets.filter(
    ({ state, proposedBy }) => state === "proposed" && (mayAgree || proposedBy === actor.id),
  );
  const leading: Button[] = mayAgree
    ? [
        {
          action: "kpi.propose",
          arg: `${team}/${one.kpi}`,
          label: agreed ? "Propose another target" : "Propose for this team",
          style: "primary",
        },
        ...(agreed ? [{ action: "kpi.end_target", arg: agreed.id, label: "No longer measure by it" }] : []),
      ]
    : [];
  const buttons = [
    ...leading,
    ...proposed.map((target) =>
      withdrawButton(
        target,
        proposed.length === 1 ? "Withdraw the proposal" : `Withdraw: ${targetLine(target, one)}`,
      ),
    ),
  ];
  return {
    title: [text(`${one.name} (${one.kpi}) · ${await teamName(db, team)}`)],
    body: [
      ...definitionBlocks(one),
      ...(await targetBlocks(asking, team, one)),
      ...(await figureBlocks(asking, team, one)),
    ],
    ...(buttons.length > 0 ? { buttons } : {}),
  };
}
