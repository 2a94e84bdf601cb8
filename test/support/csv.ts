import { parse } from "csv-parse/sync";

/** Signs at which a spreadsheet takes a cell for a formula (RELIABILITY 26). */
export const DANGEROUS = ["=", "+", "-", "@", "\t", "\r", "\n", "\u0000", "＝", "＋", "－", "＠"];

/** What hostile cells are put together from. */
export const PIECES: readonly string[] = [
  ...DANGEROUS,
  '"',
  ",",
  ";",
  "'",
  " ",
  "a",
  "1",
  ".",
  "é",
  "cmd|' /C calc'!A0",
  "HYPERLINK(",
  "\r\n",
  "\ufeff",
];

/** What a spreadsheet makes of a file: rows of texts. */
export const opened = (file: string): string[][] => parse(file, { bom: true, relax_column_count: false });
