import type { Portfolio, PortfolioCriterion, PortfolioItem, PortfolioUnit } from "../model.ts";
import { dayText, ROLES, timeText } from "../words.ts";
import {
  type Block,
  facts,
  type Grid,
  heading,
  type Mark,
  note,
  say,
  type Section,
  type Signature,
} from "./book.ts";
import { unitName } from "./unit.ts";

/** Whoever signs a recording form, in the order of its lines. */
const SIGNERS = ["learner", "verifier", "assessor"] as const;

/** What may be claimed gets a column; requirements about the evidence as a whole are counted, not claimed in the grid. */
const columnsOf = (unit: PortfolioUnit): readonly (PortfolioCriterion & { readonly group: string })[] =>
  unit.groups.flatMap((group) =>
    group.criteria
      .filter(({ kind }) => kind !== "requirement")
      .map((criterion) => ({ ...criterion, group: group.id })),
  );

/** `PC12` is a 12 below "PC", `KUa` an a below "KU", and `1.1` itself below its group. */
function headOf(ref: string, group: string): readonly [span: string, label: string] {
  const [, letters = "", rest = ""] = /^([A-Z]*)(.*)$/.exec(ref) ?? [];
  return letters === "" || rest === "" ? [group, ref] : [letters, rest];
}

function spansOf(heads: readonly (readonly [string, string])[]): Grid["spans"] {
  const spans: { title: string; columns: number }[] = [];
  for (const [title] of heads) {
    const last = spans.at(-1);
    if (last?.title === title) last.columns += 1;
    else spans.push({ title, columns: 1 });
  }
  return spans;
}

function markOf(criterion: PortfolioCriterion, item: PortfolioItem): Mark {
  const claims = criterion.claims.filter((claim) => claim.item === item.ref);
  if (claims.length === 0) return "";
  return item.struck === null && claims.some(({ struck }) => !struck) ? "X" : "–";
}

/** Items that are, or were, claimed for anything of a unit: taken back, they keep their row and their number. */
const itemsOf = (portfolio: Portfolio, unit: PortfolioUnit): readonly PortfolioItem[] => {
  const claimed = new Set(
    unit.groups.flatMap(({ criteria }) => criteria.flatMap(({ claims }) => claims.map(({ item }) => item))),
  );
  return portfolio.items.filter(({ ref }) => claimed.has(ref));
};

function gridOf(portfolio: Portfolio, unit: PortfolioUnit): Grid {
  const columns = columnsOf(unit);
  const heads = columns.map(({ ref, group }) => headOf(ref, group));
  return {
    kind: "grid",
    caption: `Evidence for ${unit.unit}, and what each item is claimed for`,
    spans: spansOf(heads),
    columns: columns.map(({ ref, title }, n) => ({ ref, label: heads[n]?.[1] ?? ref, title })),
    rows: itemsOf(portfolio, unit).map((item) => ({
      ref: item.ref,
      description: item.title,
      marks: columns.map((criterion) => markOf(criterion, item)),
      struck: item.struck !== null,
    })),
  };
}

function signaturesOf(portfolio: Portfolio, unit: PortfolioUnit): readonly Signature[] {
  return SIGNERS.map((role) => {
    const signed = unit.competence.findLast((one) => one.role === role && one.current);
    return {
      label: `${ROLES[role]}'s signature`,
      name: signed?.name ?? null,
      date: signed === undefined ? null : timeText(signed.at, portfolio.centre.timezone),
    };
  });
}

/** What is signed where nobody has been shown the centre's words yet. */
const STATEMENT =
  "The evidence for the whole of this unit has been met, its knowledge and understanding included.";

/** The candidate's recording form of a unit (DOMAIN 5.3). */
export function formSection(portfolio: Portfolio, unit: PortfolioUnit): Section {
  const words = new Set(unit.competence.map(({ text }) => text));
  const blocks: readonly Block[] = [
    facts(
      ["Candidate's name", portfolio.learner.name],
      ["Assessor's name", unit.assessor],
      ["Unit title", `${unit.title} (${unitName(unit)})`],
      ["Standing of the unit", unit.standing],
    ),
    gridOf(portfolio, unit),
    say(
      "X: claimed. –: claimed and taken back. A row that is struck through counts for nothing and keeps its number.",
    ),
    heading(2, "Comments"),
    unit.comments.length > 0 ? { kind: "list", entries: unit.comments } : say("None."),
    heading(2, "Statement of competence"),
    ...(words.size === 0 ? [say(STATEMENT)] : Array.from(words, (text) => say(text))),
    ...(words.size > 1 ? [note("The signatures below were given to different words.")] : []),
    { kind: "signatures", signatures: signaturesOf(portfolio, unit) },
    ...(unit.competence.some(({ current }) => !current)
      ? [
          note(
            "It was signed before what was judged changed, or before a verifier asked for action. Signatures that do not hold are left out here.",
          ),
        ]
      : []),
    {
      kind: "signatures",
      signatures: [
        {
          label: "Date sampled (by IV)",
          date: unit.sampledOn === null ? null : dayText(unit.sampledOn),
        },
      ],
    },
    say("Internal verifiers sample. The date stays blank where this unit was in no sample."),
  ];
  return {
    id: `form-${unit.id}`,
    title: `Candidate recording form: ${unit.unit}`,
    unit: unitName(unit),
    wide: true,
    blocks,
  };
}
