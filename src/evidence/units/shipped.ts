/**
 * The units that ship with the program, by their codes, and the files that hold them. It is by itself, so that
 * whoever only asks whether there is a file need not read any.
 */
export const SHIPPED_UNITS: ReadonlyMap<string, string> = new Map([
  ["CC15", "cc15.yaml"],
  ["H12E", "h12e.yaml"],
  ["58A", "58a.yaml"],
]);
