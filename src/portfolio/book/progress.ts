import {
  type Portfolio,
  type PortfolioCriterion,
  type PortfolioUnit,
  isBeforeRegistration,
} from "../model.ts";
import { BEFORE_REGISTRATION, DECISIONS, OUTCOMES, dayText, timeText } from "../words.ts";
import {
  type Block,
  type Cell,
  facts,
  heading,
  note,
  quote,
  quoteIfAny,
  type Row,
  say,
  type Section,
} from "./book.ts";
import { criteriaOf, unitName } from "./unit.ts";

/** What an empty list of gaps says. Nothing in a portfolio says more than that (DOMAIN 0.4, principle 8). */
const READY = "Ready for the assessor's review.";

const standing = (claims: PortfolioCriterion["claims"]): string =>
  claims.length === 0
    ? "None"
    : claims.map(({ item, struck }) => (struck ? `${item} (taken back)` : item)).join(", ");

function judged(criterion: PortfolioCriterion): string {
  const last = criterion.judgements.at(-1);
  if (last === undefined) return "Not judged yet";
  return last.current
    ? `${DECISIONS[last.decision]} (${last.assessor})`
    : `${DECISIONS[last.decision]} (${last.assessor}), of content that has changed since: to be signed again`;
}

/** What is missing, a sentence each: however it was written, it begins with a capital and ends with a stop. */
const sentences = (gaps: readonly string[]): string =>
  gaps
    .map((gap) => `${gap.charAt(0).toUpperCase()}${gap.slice(1)}${/[.!?]$/.test(gap) ? "" : "."}`)
    .join(" ");

function progressRow(criterion: PortfolioCriterion): Row {
  const gaps = criterion.gaps.length === 0 ? READY : sentences(criterion.gaps);
  const cells: readonly Cell[] = [
    { text: criterion.ref },
    { text: criterion.title },
    { text: standing(criterion.claims) },
    { text: judged(criterion) },
    { text: gaps },
  ];
  return { cells, struck: false };
}

/** How far a unit is: each criterion with its claims, its judgement and its gaps, in words. */
export function progressSection(unit: PortfolioUnit): Section {
  const blocks = unit.groups.flatMap((group): readonly Block[] => [
    heading(2, group.title),
    {
      kind: "table",
      caption: `Progress in ${unit.unit}: ${group.title}`,
      columns: [
        { title: "Ref", share: 10 },
        { title: "Criterion", share: 30 },
        { title: "Claims", share: 22 },
        { title: "Judgement", share: 28 },
        { title: "Gaps", share: 45 },
      ],
      rows: group.criteria.map(progressRow),
    },
  ]);
  return {
    id: `progress-${unit.id}`,
    title: `Unit progress record: ${unit.unit}`,
    unit: unitName(unit),
    wide: true,
    blocks: [
      facts(
        ["Unit", `${unit.title} (${unitName(unit)})`],
        ["Awarding body", unit.awardingBody],
        ...(unit.reference === null ? [] : [["Reference", unit.reference] as const]),
        ...(unit.level === null ? [] : [["Level", unit.level] as const]),
        ["Standing of the unit", unit.standing],
        ["Registered from", dayText(unit.from)],
        ["Assessor", unit.assessor],
        ["Internal verifier", unit.verifier],
      ),
      ...(unit.plan.length === 0
        ? [say("Numbers in the gaps are planning aids of this program. No awarding body sets any.")]
        : [say("The assessor's plan for this unit:"), { kind: "list", entries: unit.plan } as const]),
      ...blocks,
    ],
  };
}

function judgementBlocks(
  judgement: PortfolioCriterion["judgements"][number],
  timezone: string,
): readonly Block[] {
  const { sampled } = judgement;
  return [
    facts(
      ["Decision", DECISIONS[judgement.decision]],
      ["Assessor", judgement.assessor],
      ["Signed", timeText(judgement.at, timezone)],
      ["Evidence judged", judgement.items.join(", ")],
      [
        "Internal verifier",
        sampled === null
          ? "Not in a sample"
          : `${sampled.verifier}, ${dayText(sampled.on)}: ${OUTCOMES[sampled.outcome]}`,
      ],
    ),
    ...(judgement.current
      ? []
      : [note("What was judged has changed since. It has to be judged and signed again.")]),
    quote("Reasons", judgement.reasons),
    quote("Feedback to the candidate", judgement.feedback),
    ...quoteIfAny("The internal verifier's note", sampled?.note ?? null),
  ];
}

const takenBack = ({ struck, struckReason }: PortfolioCriterion["claims"][number]): string =>
  struck ? ` (taken back${struckReason === "" ? "" : `: ${struckReason}`})` : "";

/** The claims for each criterion and what was judged of it, in full. */
export function judgementSection(portfolio: Portfolio, unit: PortfolioUnit): Section {
  const { timezone } = portfolio.centre;
  const early = new Set(
    portfolio.items.filter((item) => isBeforeRegistration(unit, item)).map(({ ref }) => ref),
  );
  const blocks = criteriaOf(unit)
    .filter(({ claims, judgements }) => claims.length + judgements.length > 0)
    .flatMap((criterion): readonly Block[] => [
      heading(2, `${criterion.ref} ${criterion.title}`),
      ...quoteIfAny("Wording", criterion.wording),
      {
        kind: "table",
        caption: `Claims for ${criterion.ref}`,
        columns: [
          { title: "Evidence", share: 14 },
          { title: "Parts", share: 30 },
          { title: "Why it meets this, in the candidate's words", share: 66 },
          { title: "Claimed", share: 30 },
        ],
        rows: criterion.claims.map((claim) => ({
          cells: [
            { text: claim.item, to: claim.item },
            { text: claim.parts.join("; ") },
            { text: claim.why },
            {
              text: `${timeText(claim.at, timezone)}${takenBack(claim)}${early.has(claim.item) ? `, ${BEFORE_REGISTRATION}` : ""}`,
            },
          ],
          struck: claim.struck,
        })),
      },
      ...criterion.judgements.flatMap((judgement, n) => [
        heading(3, `Judgement ${n + 1} of ${criterion.ref}`),
        ...judgementBlocks(judgement, timezone),
      ]),
    ]);
  return {
    id: `judgements-${unit.id}`,
    title: `Claims and judgements: ${unit.unit}`,
    unit: unitName(unit),
    wide: false,
    blocks: blocks.length > 0 ? blocks : [say("Nothing has been claimed or judged yet.")],
  };
}

/** What is missing, unit by unit. */
export const gapsSection = (portfolio: Portfolio): Section => ({
  id: "gaps",
  title: "Gaps",
  unit: null,
  wide: false,
  blocks: portfolio.units.flatMap((unit): readonly Block[] => {
    const open = criteriaOf(unit).filter(({ gaps }) => gaps.length > 0);
    return [
      heading(2, unitName(unit)),
      open.length === 0
        ? say(READY)
        : {
            kind: "table",
            caption: `Gaps in ${unit.unit}`,
            columns: [
              { title: "Ref", share: 12 },
              { title: "Criterion", share: 40 },
              { title: "What is missing", share: 90 },
            ],
            rows: open.map(({ ref, title, gaps }) => ({
              cells: [{ text: ref }, { text: title }, { text: sentences(gaps) }],
              struck: false,
            })),
          },
    ];
  }),
});
