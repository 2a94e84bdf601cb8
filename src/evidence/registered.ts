import { and, asc, desc, eq } from "drizzle-orm";
import { learners, units } from "../../db/schema/evidence.ts";
import type { Read } from "../../db/store.ts";
import { builtInUnits } from "./units/built-in.ts";
import { loadUnit } from "./units/load.ts";
import type { Unit } from "./units/shape.ts";

/** Somebody's registration for a unit, from the organisation file. */
export interface Registration {
  readonly learnerId: string;
  readonly unit: Unit;
  readonly assessorId: string;
  readonly verifierId: string;
  /** The first local day that counts, `YYYY-MM-DD`. */
  readonly fromOn: string;
}

/** Unit files that were read, by their text: a centre loads a few, and everybody asks for them. */
const read = new Map<string, Unit | undefined>();

function unitIn(source: string): Unit | undefined {
  if (!read.has(source)) {
    const loaded = loadUnit(source);
    read.set(source, loaded.ok ? loaded.unit : undefined);
  }
  return read.get(source);
}

/**
 * A unit: of the edition that is named, else of the one that ships with the program, else the newest that the
 * centre loaded; a file of the centre's for the same edition goes before ours. Loading another edition so changes
 * nothing for whoever was registered without naming it. Undefined where there is no file for it.
 */
async function unitNamed(db: Read, code: string, edition: string | null): Promise<Unit | undefined> {
  const shipped = builtInUnits().find((one) => one.unit === code);
  const wanted = edition ?? shipped?.edition;
  const rows = await db.select().from(units).where(eq(units.unit, code)).orderBy(desc(units.loadedAt));
  const loaded = rows.find((row) => wanted === undefined || row.edition === wanted);
  if (loaded) return unitIn(loaded.source);
  return shipped?.edition === wanted ? shipped : undefined;
}

/** Whether something was put forward, or judged, for this very edition: another edition is another unit. */
export const isOf = (
  { unit, edition }: Pick<Unit, "unit" | "edition">,
  one: { readonly unit: string; readonly edition: string },
): boolean => one.unit === unit && one.edition === edition;

/**
 * Whether something happened before somebody was registered for a unit. It may still show what they can do, and
 * whether it is current is for the assessor to say (DOMAIN 5.1): it is marked, and not counted.
 */
export const isBefore = (
  { fromOn }: Pick<Registration, "fromOn">,
  { occurredOn }: { readonly occurredOn: string },
): boolean => occurredOn < fromOn;

type Row = typeof learners.$inferSelect;

async function registrations(db: Read, rows: readonly Row[]): Promise<Registration[]> {
  const found: Registration[] = [];
  for (const { memberId, unit: code, edition, assessorId, verifierId, fromOn } of rows) {
    const unit = await unitNamed(db, code, edition);
    if (unit) found.push({ learnerId: memberId, unit, assessorId, verifierId, fromOn });
  }
  return found;
}

/** What somebody is registered for, by unit; a unit without a file is left out. */
export const registrationsOf = async (db: Read, learnerId: string): Promise<Registration[]> =>
  registrations(
    db,
    await db
      .select()
      .from(learners)
      .where(and(eq(learners.memberId, learnerId), eq(learners.active, true)))
      .orderBy(asc(learners.unit)),
  );

/** The registrations in which somebody assesses, or verifies. */
export const registrationsUnder = async (
  db: Read,
  part: "assessor" | "verifier",
  memberId: string,
): Promise<Registration[]> =>
  registrations(
    db,
    await db
      .select()
      .from(learners)
      .where(
        and(
          eq(part === "assessor" ? learners.assessorId : learners.verifierId, memberId),
          eq(learners.active, true),
        ),
      )
      .orderBy(asc(learners.memberId), asc(learners.unit)),
  );
