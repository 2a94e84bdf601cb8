import { contentHash } from "../hash.ts";
import type { Portfolio } from "../model.ts";
import { printableOf } from "../text.ts";
import { dayText, SPECIMEN, timeText, titleOf } from "../words.ts";
import { type Book, facts, heading, type Section, quoteIfAny, row, say } from "./book.ts";
import { formSection } from "./form.ts";
import { declarationSection, type Hashes } from "./declarations.ts";
import { indexSection, itemsSection } from "./items.ts";
import { gapsSection, judgementSection, progressSection } from "./progress.ts";
import { unitName } from "./unit.ts";
import { observationSection, testimonySection } from "./witnessed.ts";

export type { Block, Book, Cell, Grid, Section } from "./book.ts";

function profileSection(portfolio: Portfolio): Section {
  const { learner, centre, units } = portfolio;
  return {
    id: "profile",
    title: "Learner profile",
    unit: null,
    wide: false,
    blocks: [
      facts(
        ["Name", learner.name],
        ["Position", learner.position],
        ["Centre", centre.name],
        ["Registered for", units.map(unitName).join("; ")],
      ),
      ...quoteIfAny("About me, in the candidate's own words", learner.profile),
    ],
  };
}

/** Where the portfolio comes from, and how to find out whether it was changed. */
function originSection(portfolio: Portfolio): Section {
  const { journal, scan, colleagues, centre } = portfolio;
  return {
    id: "origin",
    title: "Where this comes from, and how to verify it",
    unit: null,
    wide: false,
    blocks: [
      heading(2, "The journal"),
      say(
        "What the items refer to was recorded as it happened, in a journal in which every event carries the hash of the one before. Ask the centre what head it published: it must have had this hash at this number.",
      ),
      facts(
        ["Number of the newest event", String(journal.seq)],
        ["Its hash", journal.hash],
        ["Events in the journal", String(journal.events)],
        ["Exported", timeText(portfolio.exportedAt, centre.timezone)],
        ["Number of this export", portfolio.id],
        ["Times are those of", centre.timezone],
      ),
      heading(2, "How to verify it"),
      {
        kind: "list",
        entries: [
          "Unpack the ZIP file that this came in, and open a terminal in its folder.",
          "With Node.js: node verify.mjs. It checks every file, names what was changed, added or missing, works out the content hashes again and says which declarations no longer hold.",
          "Without: sha256sum -c SHA256SUMS. It checks every file.",
          "Compare the hash above with what the centre published, in its daily digests for instance. Without that, somebody could have made all files anew.",
        ],
      },
      heading(2, "Customers and colleagues"),
      say(
        "Customers are numbered anew in each export. Colleagues are labels of their role; the centre knows who they are. Witnesses, assessors and verifiers stand here with their names.",
      ),
      colleagues.length === 0 ? say("No colleagues are mentioned.") : { kind: "list", entries: colleagues },
      heading(2, "What was withheld"),
      say(`${scan.fields} fields were searched for identifiers before the export.`),
      scan.withheld.length === 0
        ? say("Nothing was withheld.")
        : {
            kind: "table",
            caption: "What was withheld, and why",
            columns: [
              { title: "Where", share: 50 },
              { title: "What it looked like", share: 50 },
            ],
            rows: scan.withheld.map(({ where, kind }) => row(where, kind)),
          },
    ],
  };
}

const hashesOf = (portfolio: Portfolio): Hashes =>
  new Map(portfolio.items.map((item) => [item.ref, contentHash(item)]));

/** A whole portfolio as a book, in the order in which assessors look for things (DOMAIN 5.3). */
export function bookOf(given: Portfolio): Book {
  const portfolio = printableOf(given);
  const hashes = hashesOf(given);
  const { learner, centre, units } = portfolio;
  return {
    title: titleOf(portfolio),
    specimen: portfolio.specimen ? SPECIMEN : null,
    cover: {
      learner: learner.name,
      position: learner.position,
      centre: centre.name,
      units: units.map((unit) => ({
        title: `${unit.unit}: ${unit.title} (${unit.awardingBody}, edition ${unit.edition})`,
        people: `Assessor: ${unit.assessor}. Internal verifier: ${unit.verifier}. Registered from ${dayText(unit.from)}.`,
        standing: unit.standing,
      })),
      head: `Head of the journal: event ${portfolio.journal.seq}, ${portfolio.journal.hash}`,
      made: `Exported ${timeText(portfolio.exportedAt, centre.timezone)} (${centre.timezone})`,
    },
    sections: [
      profileSection(portfolio),
      ...units.flatMap((unit) => [formSection(portfolio, unit), progressSection(unit)]),
      indexSection(portfolio),
      itemsSection(portfolio, hashes),
      testimonySection(portfolio, hashes),
      observationSection(portfolio, hashes),
      ...units.map((unit) => judgementSection(portfolio, unit)),
      declarationSection(portfolio, hashes),
      gapsSection(portfolio),
      originSection(portfolio),
    ],
  };
}

/** The forms that a centre may want to fill in further or to print: recording forms, testimony, observations. */
export function formsOf(given: Portfolio): readonly Section[] {
  const portfolio = printableOf(given);
  const hashes = hashesOf(given);
  return [
    ...portfolio.units.map((unit) => formSection(portfolio, unit)),
    testimonySection(portfolio, hashes),
    observationSection(portfolio, hashes),
  ];
}
