import { inserter } from "../../../../db/insert.ts";
import { qualityMarks } from "../../../../db/schema/kpi-imports.ts";
import { findForbiddenIn } from "../../../privacy/guard.ts";
import { readNumber, readShare } from "../cells.ts";
import { shown } from "../quote.ts";
import { type Cells, type TableKind, type TableRow, readYes } from "../tables/file.ts";

const insertMark = inserter("kpi_mark_insert", qualityMarks, { omit: ["seq"] });

const CRITICAL = ["customer", "business", "compliance"] as const;
const SAMPLING = ["random", "targeted"] as const;

/** Marks of evaluations: a row for each item (DOMAIN 3.3). Recordings are never imported. */
export const qualityKind: TableKind = {
  source: "quality",
  version: 1,
  shape: {
    label: "Quality marks",
    columns: {
      eval_id: ["eval id", "evaluation id", "evaluation"],
      contact_ref: ["contact ref", "contact", "contact id", "interaction id"],
      evaluator: ["evaluator", "assessor"],
      form_version: ["form version", "form"],
      item: ["item", "question"],
      weight: ["weight"],
      mark: ["mark", "score"],
      na: ["na", "not applicable", "n a"],
      critical: ["critical"],
      calibrated: ["calibrated", "calibration"],
      date: ["date", "evaluated at", "at"],
      team: ["team", "team id"],
      sampling: ["sampling", "sample", "selection"],
    },
    required: ["eval_id", "evaluator", "form_version", "item", "weight", "mark", "date", "sampling"],
  },
  dateColumn: "date",
  warnings: [
    "Targeted samples and calibrations are kept and are in no rate: they were not chosen by chance, or score one contact several times.",
  ],
  read: readMark,
};

function numberOf(cells: Cells, name: string): number {
  const cell = cells.need(name);
  if (cell === "") return 0;
  const read = readNumber(cell, cells.decimal);
  if ("value" in read && read.value >= 0) return Math.round(read.value * 1_000);
  cells.wrong(`"${name}" ${"wrong" in read ? read.wrong : `is ${shown(cell)}: it cannot be negative`}`);
  return 0;
}

function markOf(cells: Cells): number | null {
  const na = cells.get("na");
  const isNa = na === undefined ? false : readYes(na);
  if (isNa === undefined) cells.wrong(`"na" is ${shown(na ?? "")}; it is yes or no`);
  const cell = cells.get("mark");
  if (isNa === true) {
    if (cell !== undefined) cells.wrong("it has a mark, and says that the item does not apply");
    return null;
  }
  if (cell === undefined) {
    cells.wrong(
      'it has no mark. Where an item does not apply, write "yes" under "na": it leaves the denominator then',
    );
    return null;
  }
  // A full mark is 1, unless it has a percent sign.
  const read = readShare(cell, 1, cells.decimal);
  if ("value" in read) return Math.round(read.value * 1_000);
  cells.wrong(`"mark" ${read.wrong}; a mark is from 0 to 1, or from 0 % to 100 %`);
  return null;
}

function flag(cells: Cells, name: string): boolean {
  const cell = cells.get(name);
  const read = cell === undefined ? false : readYes(cell);
  if (read === undefined) cells.wrong(`"${name}" is ${shown(cell ?? "")}; it is yes or no`);
  return read === true;
}

function readMark(cells: Cells): TableRow {
  const evaluationId = cells.need("eval_id");
  const item = cells.need("item");
  const evaluator = cells.need("evaluator");
  const formVersion = cells.need("form_version");
  const at = cells.time("date");
  if (at === undefined && cells.get("date") === undefined) cells.wrong('"date" is empty');
  const named = cells.get("critical")?.toLowerCase();
  const critical = CRITICAL.find((one) => one === named) ?? null;
  if (named !== undefined && critical === null && readYes(named) !== false)
    cells.wrong(`"critical" is ${shown(named)}; say for whom: ${CRITICAL.join(", ")}, or nothing`);
  const chosen = cells.need("sampling").toLowerCase();
  const sampling = SAMPLING.find((one) => one === chosen);
  if (sampling === undefined) cells.wrong(`"sampling" is ${shown(chosen)}; it is ${SAMPLING.join(" or ")}`);
  const contactRef = cells.get("contact_ref") ?? null;
  const forbidden = findForbiddenIn({
    item,
    evaluator,
    ...(contactRef !== null && { contact_ref: contactRef }),
  });
  if (forbidden) cells.wrong(`"${forbidden.field}": ${forbidden.finding.advice}`);
  const { teamId } = cells.team();
  const row = {
    evaluationId,
    teamId,
    contactRef,
    evaluator,
    formVersion,
    item,
    at: at ?? 0,
    weight: numberOf(cells, "weight"),
    mark: markOf(cells),
    critical,
    calibrated: flag(cells, "calibrated"),
    sampling: sampling ?? "targeted",
  };
  return {
    teamId,
    queueId: null,
    key: JSON.stringify([evaluationId, item, evaluator]),
    keyWords: () => `the mark of ${shown(evaluationId)} for ${shown(item)}`,
    insert: (db, importId) => insertMark(db, { importId, ...row }),
  };
}
