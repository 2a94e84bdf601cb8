import { stringify } from "csv-stringify/sync";
import { type Portfolio, isBeforeRegistration } from "./model.ts";
import { customerText, DECISIONS, KINDS, OUTCOMES, SPECIMEN } from "./words.ts";
import { criteriaOf } from "./book/unit.ts";

/** One cell: figures stay figures, everything else is text. */
type Value = string | number | boolean;

/**
 * Signs at which a spreadsheet takes a cell for a formula, also the wide ones; tabs, line ends and NUL
 * before them are dropped by some programs, so they count as well (ASVS 1.2.10).
 */
const FORMULA = new Set("=+-@\t\r\n\u0000\uff1d\uff0b\uff0d\uff20");
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/**
 * A text that no spreadsheet takes for a formula: an apostrophe goes before it. The library's own escaping
 * is not used, because it makes texts of negative numbers and lets NUL and line ends pass.
 */
const inert = (text: string): string => {
  const clean = text.replaceAll("\u0000", "\ufffd");
  return FORMULA.has(text.charAt(0)) && !NUMBER.test(text) ? `'${clean}` : clean;
};

/** A table as CSV: UTF-8 with a mark that spreadsheets look for, every text in quotes (RFC 4180). */
export function csvOf(head: readonly string[], rows: readonly (readonly Value[])[]): string {
  return stringify([[...head], ...rows.map((row) => [...row])], {
    bom: true,
    record_delimiter: "\r\n",
    quoted_string: true,
    cast: { string: inert, boolean: (value) => (value ? "yes" : "no") },
  });
}

const utc = (ms: number): string => new Date(ms).toISOString();

const EVIDENCE = [
  "ref",
  "title",
  "kind",
  "made_by",
  "occurred_on",
  "recorded_at_utc",
  "retrospective",
  "customer",
  "team",
  "my_part",
  "content",
  "assistance",
  "procedures",
  "original",
  "original_reference",
  "viewed_by",
  "viewed_at_utc",
  "journal_events",
  "testimonies",
  "signed_by",
  "signed_at_utc",
  "struck",
  "struck_reason",
  "content_hash",
] as const;

function evidenceRows({ items }: Portfolio): readonly (readonly Value[])[] {
  return items.map((item) => {
    const { location } = item;
    const where =
      location.kind === "embedded"
        ? ["here", "", "", ""]
        : [
            location.system,
            location.reference,
            location.viewedBy ?? "",
            location.viewedAt === null ? "" : utc(location.viewedAt),
          ];
    return [
      item.ref,
      item.title,
      KINDS[item.kind],
      item.madeBy,
      item.occurredOn,
      utc(item.recordedAt),
      item.retrospective,
      item.customer === null ? "" : customerText(item.customer),
      item.team ?? "",
      item.myPart ?? "",
      item.content.map(({ label, text }) => `${label}: ${text}`).join("\n"),
      item.assistance ?? "",
      item.procedures.join("; "),
      ...where,
      item.sources.map(({ seq }) => seq).join(" "),
      item.testimonies.length,
      item.declarations.map(({ name }) => name).join("; "),
      item.declarations.map(({ at }) => utc(at)).join("; "),
      item.struck !== null,
      item.struck?.reason ?? "",
      item.contentHash,
    ];
  });
}

const CLAIMS = [
  "unit",
  "edition",
  "criterion",
  "title",
  "item",
  "parts",
  "why",
  "claimed_at_utc",
  "struck",
  "struck_reason",
  "before_registration",
];

function claimRows({ units, items }: Portfolio): readonly (readonly Value[])[] {
  const byRef = new Map(items.map((item) => [item.ref, item]));
  return units.flatMap((unit) =>
    criteriaOf(unit).flatMap(({ ref, title, claims }) =>
      claims.map((claim) => [
        unit.unit,
        unit.edition,
        ref,
        title,
        claim.item,
        claim.parts.join("; "),
        claim.why,
        utc(claim.at),
        claim.struck,
        claim.struckReason,
        isBeforeRegistration(unit, byRef.get(claim.item)),
      ]),
    ),
  );
}

const JUDGEMENTS = [
  "unit",
  "edition",
  "criterion",
  "title",
  "decision",
  "assessor",
  "judged_at_utc",
  "items",
  "reasons",
  "feedback",
  "content_unchanged",
  "sampled_by",
  "sampled_on",
  "sampling_outcome",
  "sampling_note",
];

const judgementRows = ({ units }: Portfolio): readonly (readonly Value[])[] =>
  units.flatMap((unit) =>
    criteriaOf(unit).flatMap(({ ref, title, judgements }) =>
      judgements.map((judgement) => [
        unit.unit,
        unit.edition,
        ref,
        title,
        DECISIONS[judgement.decision],
        judgement.assessor,
        utc(judgement.at),
        judgement.items.join(" "),
        judgement.reasons,
        judgement.feedback,
        judgement.current,
        judgement.sampled?.verifier ?? "",
        judgement.sampled?.on ?? "",
        judgement.sampled === null ? "" : OUTCOMES[judgement.sampled.outcome],
        judgement.sampled?.note ?? "",
      ]),
    ),
  );

/**
 * The tables of a portfolio, by file name. Times are UTC. A table is read without the file beside it that says
 * what it is, so each row of a specimen says so itself (DOMAIN 8.33).
 */
export function tablesOf(portfolio: Portfolio): ReadonlyMap<string, string> {
  const table = (head: readonly string[], rows: readonly (readonly Value[])[]): string =>
    portfolio.specimen
      ? csvOf(
          ["SPECIMEN", ...head],
          rows.map((row) => [SPECIMEN, ...row]),
        )
      : csvOf(head, rows);
  return new Map([
    ["evidence.csv", table(EVIDENCE, evidenceRows(portfolio))],
    ["claims.csv", table(CLAIMS, claimRows(portfolio))],
    ["judgements.csv", table(JUDGEMENTS, judgementRows(portfolio))],
  ]);
}
