import { type AuthorityRow, type Decision, decisionsOf, registerAt } from "../authority/index.ts";
import type { Read } from "../../db/store.ts";

/** The register at a version, with the decisions in it. */
export interface Register {
  readonly rows: readonly AuthorityRow[];
  readonly decisions: readonly Decision[];
}

const read = new WeakMap<Read, Map<number, Register>>();

/**
 * The register at a version. Drawing a form, checking it and acting on it all ask for it, so
 * it is read once per transaction; the rows of a version in force never change.
 */
export async function registerOf(db: Read, version: number): Promise<Register> {
  const versions = read.get(db) ?? new Map<number, Register>();
  read.set(db, versions);
  const known = versions.get(version);
  if (known) return known;
  const rows = await registerAt(db, version);
  const fresh = { rows, decisions: decisionsOf(rows) };
  versions.set(version, fresh);
  return fresh;
}
