import type { Portfolio, PortfolioItem } from "../model.ts";
import { ROLES, timeText } from "../words.ts";
import { type Block, facts, note, quote, type Row, row, say, type Section, type Signature } from "./book.ts";

/** What somebody signed. */
export type Declaration = PortfolioItem["declarations"][number];

/** The content hash of each item as it was typed, by ref: what is printed may lack a sign, and declarations are bound to what was typed. */
export type Hashes = ReadonlyMap<string, string>;

/** How a testimony is referred to. */
export const testimonyName = (item: PortfolioItem, n: number): string => `testimony ${n + 1} of ${item.ref}`;

/** Says so where something was signed for other content than is printed. */
export const changedSince = (declaration: Declaration, hash: string): readonly Block[] =>
  declaration.contentHash === hash
    ? []
    : [note("This was signed for other content than is printed here. It has to be signed again.")];

/** A declaration with whether it still holds for what is printed. */
export function declarationBlocks(
  declaration: Declaration,
  hash: string,
  timezone: string,
): readonly Block[] {
  return [
    quote(`Declaration of the ${ROLES[declaration.role].toLowerCase()}`, declaration.text),
    facts([
      "Signed by",
      `${declaration.name}, logged in as themselves, ${timeText(declaration.at, timezone)}`,
    ]),
    ...changedSince(declaration, hash),
  ];
}

/** The line on a form on which somebody signed. */
export const signatureOf = (label: string, declaration: Declaration, timezone: string): Signature => ({
  label,
  name: declaration.name,
  date: timeText(declaration.at, timezone),
});

const holdsText = (holds: boolean): string => (holds ? "Yes" : "No: to be signed again");

/** Every declaration, so that a verifier sees at a glance who signed for what. */
export function declarationSection(portfolio: Portfolio, hashes: Hashes): Section {
  const { timezone } = portfolio.centre;
  const rowOf = (about: string, declaration: Declaration, holds: string): Row =>
    row(
      about,
      `${declaration.name} (${ROLES[declaration.role].toLowerCase()})`,
      declaration.text,
      timeText(declaration.at, timezone),
      holds,
    );
  const rows = [
    ...portfolio.items.flatMap((item) => {
      const hash = hashes.get(item.ref);
      const holds = ({ contentHash: signed }: Declaration): string => holdsText(signed === hash);
      return [
        ...item.declarations.map((one) => rowOf(item.ref, one, holds(one))),
        ...item.testimonies.map(({ declaration }, n) =>
          rowOf(testimonyName(item, n), declaration, holds(declaration)),
        ),
      ];
    }),
    ...portfolio.units.flatMap(({ unit, competence }) =>
      competence.map((declaration) => rowOf(`Unit ${unit}`, declaration, holdsText(declaration.current))),
    ),
  ];
  return {
    id: "declarations",
    title: "Declarations",
    unit: null,
    wide: true,
    blocks:
      rows.length === 0
        ? [say("Nothing has been signed yet.")]
        : [
            {
              kind: "table",
              caption: "Who signed for what, and whether it is still what they signed for",
              columns: [
                { title: "About", share: 24 },
                { title: "Signed by", share: 34 },
                { title: "Words that they were shown", share: 84 },
                { title: "When", share: 32 },
                { title: "Unchanged", share: 24 },
              ],
              rows,
            },
          ],
  };
}
