import type { Reading } from "../chat/feature.ts";
import { type Block, type Button, type Inline, type Message, member, strong, text } from "../chat/message.ts";
import { notFound } from "../errors.ts";
import { addDays, dayWords, localDate } from "../local-days.ts";
import { teamName } from "../people/index.ts";
import type { Definition } from "./definition.ts";
import { allDefinitions } from "./definitions.ts";
import { LOOK_BACK, kpiLines } from "./digest/lines.ts";
import { kpiLine, kpiTable } from "./digest/message.ts";
import { measuresOf } from "./figure.ts";
import { formulaText } from "./formula-text.ts";
import { MEASURES } from "./measures.ts";
import { nearest } from "../suggest.ts";
import { teamDays } from "./series.ts";
import { targetLine, withdrawButton } from "./targets/messages.ts";
import { agreementsOf, inUnit, openTargets, targetsOn } from "./targets/store.ts";
import { leads } from "./who.ts";
import { directionWords, targetWords, unitWords } from "./words.ts";

/**
 * A KPI by its short name or its name, whichever somebody types.
 * @throws AppError `not_found`, with what they may have meant
 */
export async function kpiNamed({ db }: Pick<Reading, "db">, typed: string): Promise<Definition> {
  const all = await allDefinitions(db);
  const wanted = typed.trim().toLowerCase();
  const found = all.get(wanted) ?? [...all.values()].find(({ name }) => name.toLowerCase() === wanted);
  if (found) return found;
  const close = nearest(wanted, [...all.keys(), ...[...all.values()].map(({ name }) => name)]);
  throw notFound(close === undefined ? "KPI" : `KPI (did you mean ${close}?)`, "no such KPI");
}

/** What a KPI is: purpose, formula, unit, what is usual, and what misleads about it (`H12E:PC7`). */
function definitionBlocks(one: Definition): Block[] {
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
