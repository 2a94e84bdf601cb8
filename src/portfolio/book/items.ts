import type { Portfolio, PortfolioItem, PortfolioUnit } from "../model.ts";
import { customerText, dayText, KINDS, timeText } from "../words.ts";
import { type Block, facts, note, quote, quoteIfAny, type Row, row, say, type Section } from "./book.ts";
import { declarationBlocks, type Hashes, testimonyName } from "./declarations.ts";
import { criteriaOf } from "./unit.ts";

/** Which criteria each item is claimed for, now: "H12E:PC3". */
function claimsByItem(units: readonly PortfolioUnit[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const unit of units)
    for (const { ref, claims } of criteriaOf(unit))
      for (const claim of claims)
        if (!claim.struck) found.set(claim.item, [...(found.get(claim.item) ?? []), `${unit.unit}:${ref}`]);
  return found;
}

/** Whoever made it: the learner by name. */
export const maker = (item: PortfolioItem, portfolio: Portfolio): string =>
  item.madeBy === "learner" ? `${portfolio.learner.name} (candidate)` : item.madeBy;

/** Where the original is, in words. */
function locationText({ location, sources }: PortfolioItem, timezone: string): string {
  if (location.kind === "embedded")
    return sources.length === 0
      ? "All of it is here."
      : "In the centre's records: the events of the journal below say where. What the candidate says of it is here.";
  const where = `${location.system}, ${location.reference}.`;
  return location.viewedBy === null || location.viewedAt === null
    ? `${where} Nobody has signed yet that they looked at it there.`
    : `${where} Looked at there by ${location.viewedBy}, ${timeText(location.viewedAt, timezone)}.`;
}

/** A list of all items with where to find them. */
export function indexSection(portfolio: Portfolio): Section {
  const claims = claimsByItem(portfolio.units);
  return {
    id: "index",
    title: "Index of evidence",
    unit: null,
    wide: true,
    blocks: [
      {
        kind: "table",
        caption: "Every item of evidence, by its number. A number is never given twice.",
        columns: [
          { title: "Ref", share: 12 },
          { title: "Evidence", share: 60 },
          { title: "Kind", share: 30 },
          { title: "Made by", share: 34 },
          { title: "Happened on", share: 28 },
          { title: "Claimed for", share: 44 },
          { title: "Taken back", share: 34 },
        ],
        rows: portfolio.items.map((item): Row => ({
          cells: [
            { text: item.ref, to: item.ref },
            { text: item.title },
            { text: KINDS[item.kind] },
            { text: item.madeBy === "learner" ? "Candidate" : item.madeBy },
            { text: dayText(item.occurredOn) },
            { text: item.struck === null ? (claims.get(item.ref) ?? []).join(", ") : "" },
            { text: item.struck === null ? "" : timeText(item.struck.at, portfolio.centre.timezone) },
          ],
          struck: item.struck !== null,
        })),
      },
    ],
  };
}

function sourcesTable(item: PortfolioItem, timezone: string): readonly Block[] {
  if (item.sources.length === 0) return [say("It refers to no event of the journal.")];
  return [
    {
      kind: "table",
      caption: `Events of the journal that ${item.ref} comes from`,
      columns: [
        { title: "No.", share: 12 },
        { title: "What happened", share: 50 },
        { title: "Candidate's part", share: 28 },
        { title: "When", share: 32 },
        { title: "Hash", share: 44 },
      ],
      rows: item.sources.map(({ seq, what, role, at, hash }) =>
        row(String(seq), what, role, timeText(at, timezone), hash),
      ),
    },
  ];
}

function itemBlocks(
  item: PortfolioItem,
  portfolio: Portfolio,
  claims: readonly string[],
  hash: string,
): readonly Block[] {
  const { timezone } = portfolio.centre;
  const struck = item.struck !== null;
  return [
    { kind: "heading", level: 2, text: `${item.ref} ${item.title}`, id: item.ref, struck },
    ...(item.struck === null
      ? []
      : [
          note(
            `Struck through: taken back, ${timeText(item.struck.at, timezone)}. It counts for nothing. Reason: ${item.struck.reason}`,
          ),
        ]),
    facts(
      ["Kind", KINDS[item.kind]],
      ["Made by", maker(item, portfolio)],
      ["Happened on", dayText(item.occurredOn)],
      [
        "Recorded",
        `${timeText(item.recordedAt, timezone)}${item.retrospective ? ", more than 48 hours afterwards (retrospective)" : ""}`,
      ],
      ...(item.team === null ? [] : [["Team", item.team] as const]),
      ...(item.customer === null ? [] : [["Customer", customerText(item.customer)] as const]),
      ["Claimed for", claims.length === 0 ? "Nothing" : claims.join(", ")],
      ["Original", locationText(item, timezone)],
      ["Help received", item.assistance ?? "None"],
      ["Procedures referred to", item.procedures.length === 0 ? "None" : item.procedures.join("; ")],
      ["Content hash", item.contentHash],
    ),
    ...quoteIfAny("The candidate's part in it", item.myPart),
    ...item.content.map(({ label, text }) => quote(label, text)),
    ...sourcesTable(item, timezone),
    ...item.testimonies.map((testimony, n) =>
      say(
        `Witness testimony by ${testimony.witness}, ${timeText(testimony.at, timezone)}: see ${testimonyName(item, n)}.`,
      ),
    ),
    ...(item.declarations.length === 0
      ? [say("No declaration has been signed for this item.")]
      : item.declarations.flatMap((one) => declarationBlocks(one, hash, timezone))),
  ];
}

/** Every item in full. */
export function itemsSection(portfolio: Portfolio, hashes: Hashes): Section {
  const claims = claimsByItem(portfolio.units);
  const blocks = portfolio.items.flatMap((item) =>
    itemBlocks(
      item,
      portfolio,
      item.struck === null ? (claims.get(item.ref) ?? []) : [],
      hashes.get(item.ref) ?? "",
    ),
  );
  return {
    id: "evidence",
    title: "Evidence",
    unit: null,
    wide: false,
    blocks: blocks.length > 0 ? blocks : [say("There is no evidence yet.")],
  };
}
