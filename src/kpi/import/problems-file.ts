import type { Problem } from "./file/problem.ts";

/**
 * Signs at which a spreadsheet takes a cell for a formula, also the wide ones; tabs, line ends and NUL
 * before them are dropped by some programs, so they count as well (ASVS 1.2.10).
 */
const FORMULA = new Set([
  "=",
  "+",
  "-",
  "@",
  "\t",
  "\r",
  "\n",
  "\u0000",
  "\uff1d",
  "\uff0b",
  "\uff0d",
  "\uff20",
]);

/** A text as one cell: never a formula, whatever is in it (RFC 4180 with quotation marks where they are needed). */
export function csvCell(text: string | number): string {
  if (typeof text === "number") return String(text);
  const clean = text.replaceAll("\u0000", "\ufffd");
  const safe = FORMULA.has(text.charAt(0)) ? `'${clean}` : clean;
  return /[",\r\n\t]|^\s|\s$/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The head of a file of problems, with a mark so that a spreadsheet reads it as UTF-8. */
export const PROBLEMS_HEAD = "\ufeffline,problem\r\n";

/** A problem as a row of such a file. */
export const problemRow = ({ line, message }: Problem): string => `${csvCell(line)},${csvCell(message)}\r\n`;
