import type { Portfolio, PortfolioItem } from "../model.ts";
import { dayText, timeText } from "../words.ts";
import { type Block, facts, heading, quote, say, type Section } from "./book.ts";
import { changedSince, declarationBlocks, type Hashes, signatureOf, testimonyName } from "./declarations.ts";
import { maker } from "./items.ts";

type Testimony = PortfolioItem["testimonies"][number];

function testimonyBlocks(
  item: PortfolioItem,
  testimony: Testimony,
  n: number,
  { portfolio, hash }: { readonly portfolio: Portfolio; readonly hash: string },
): readonly Block[] {
  const { timezone } = portfolio.centre;
  return [
    heading(2, `Witness ${testimonyName(item, n)}`),
    facts(
      ["Candidate's name", portfolio.learner.name],
      ["Evidence", `${item.ref} ${item.title}`],
      ["Witness", testimony.witness],
      ["Position", testimony.position],
      ["Relationship to the candidate", testimony.relationship],
      [
        "Able to judge it because",
        testimony.competence.trim() === "" ? "The witness said nothing of it." : testimony.competence,
      ],
      ["Given", timeText(testimony.at, timezone)],
    ),
    quote("In the witness's own words", testimony.words),
    ...declarationBlocks(testimony.declaration, hash, timezone),
    {
      kind: "signatures",
      signatures: [signatureOf("Witness's signature", testimony.declaration, timezone)],
    },
  ];
}

/** What witnesses said, each on a form of its own. */
export function testimonySection(portfolio: Portfolio, hashes: Hashes): Section {
  const blocks = portfolio.items.flatMap((item) =>
    item.testimonies.flatMap((testimony, n) =>
      testimonyBlocks(item, testimony, n, { portfolio, hash: hashes.get(item.ref) ?? "" }),
    ),
  );
  return {
    id: "testimony",
    title: "Witness testimony",
    unit: null,
    wide: false,
    blocks: blocks.length > 0 ? blocks : [say("No witness has given testimony yet.")],
  };
}

function observationBlocks(item: PortfolioItem, portfolio: Portfolio, hash: string): readonly Block[] {
  const { timezone } = portfolio.centre;
  const observer = item.declarations.find(({ role }) => role === "assessor");
  return [
    { kind: "heading", level: 2, text: `Observation ${item.ref}`, struck: item.struck !== null },
    facts(
      ["Candidate's name", portfolio.learner.name],
      ["Evidence", `${item.ref} ${item.title}`],
      ["Observed by", maker(item, portfolio)],
      ["Observed on", dayText(item.occurredOn)],
      ["Place or channel", item.team ?? "Not recorded"],
      ...(item.struck === null ? [] : [["Taken back", item.struck.reason] as const]),
    ),
    ...item.content.map(({ label, text }) => quote(label, text)),
    {
      kind: "signatures",
      signatures: [
        observer === undefined
          ? { label: "Observer's signature", name: null, date: null }
          : signatureOf("Observer's signature", observer, timezone),
      ],
    },
    ...(observer === undefined ? [] : changedSince(observer, hash)),
  ];
}

/** What the assessor saw, each on a form of its own: the items that are observations. */
export function observationSection(portfolio: Portfolio, hashes: Hashes): Section {
  const blocks = portfolio.items
    .filter(({ kind }) => kind === "observation")
    .flatMap((item) => observationBlocks(item, portfolio, hashes.get(item.ref) ?? ""));
  return {
    id: "observations",
    title: "Observation records",
    unit: null,
    wide: false,
    blocks: blocks.length > 0 ? blocks : [say("No observation has been recorded yet.")],
  };
}
