import { and, eq, inArray } from "drizzle-orm";
import { profiles } from "../../../db/schema/evidence.ts";
import { payloads } from "../../../db/schema/foundation.ts";
import type { Read, Tx } from "../../../db/store.ts";
import { keepText, readTexts } from "../../journal/index.ts";
import type { Member } from "../../people/index.ts";
import type { Work } from "../../work.ts";
import { PROFILE_FIELDS } from "../item.ts";

/** One thing that a learner says of themselves. */
type ProfileField = (typeof PROFILE_FIELDS)[number];

/** What is asked for, as people read it. */
export const PROFILE_LABELS: Readonly<Record<ProfileField, string>> = {
  role: "My role",
  workplace: "Where I work",
  since: "Since when",
  work: "What I do there",
};

const rowsOf = (db: Read, learnerId: string) =>
  db.select().from(profiles).where(eq(profiles.memberId, learnerId));

/** What a learner says of themselves, in their own words; what they left out is absent. */
export async function profileOf(db: Read, learnerId: string): Promise<ReadonlyMap<ProfileField, string>> {
  const rows = await rowsOf(db, learnerId);
  const texts = await readTexts(
    db,
    rows.map(({ payloadId }) => payloadId),
  );
  return new Map(rows.map(({ field, payloadId }) => [field, texts.get(payloadId) ?? ""]));
}

/** The same as lines to show and to print, "My role: Senior agent"; "" where they have said nothing. */
export async function profileText(db: Read, learnerId: string): Promise<string> {
  const said = await profileOf(db, learnerId);
  return PROFILE_FIELDS.flatMap((field) => {
    const words = said.get(field);
    return words === undefined ? [] : [`${PROFILE_LABELS[field]}: ${words}`];
  }).join("\n");
}

/** Takes fields away, with their texts: what is not said any more is nobody's business. */
async function forget(db: Tx, learnerId: string, fields: readonly ProfileField[]): Promise<void> {
  const gone = (await rowsOf(db, learnerId)).filter(({ field }) => fields.includes(field));
  if (gone.length === 0) return;
  await db
    .delete(profiles)
    .where(and(eq(profiles.memberId, learnerId), inArray(profiles.field, [...fields])));
  await db
    .update(payloads)
    .set({ text: null, salt: null })
    .where(
      inArray(
        payloads.id,
        gone.map(({ payloadId }) => payloadId),
      ),
    );
}

/**
 * Keeps what a learner says of themselves in place of what they said before.
 * @param said empty texts are left out
 * @returns whether anything is another than before
 */
export async function writeProfile(
  work: Work,
  learner: Member,
  said: ReadonlyMap<ProfileField, string>,
): Promise<boolean> {
  const { db, ids, now, journal } = work;
  const before = await profileOf(db, learner.id);
  const changed = PROFILE_FIELDS.filter((field) => (before.get(field) ?? "") !== (said.get(field) ?? ""));
  await forget(db, learner.id, changed);
  for (const field of changed) {
    const words = said.get(field) ?? "";
    const kept = words === "" ? undefined : await keepText(db, ids, now, words);
    if (kept) await db.insert(profiles).values({ memberId: learner.id, field, payloadId: kept.id, at: now });
    await journal.record(db, now, {
      team: learner.homeTeam,
      actor: learner.id,
      role: "learner",
      kind: kept ? "evidence.profile_written" : "evidence.profile_cleared",
      subject: learner.id,
      facts: { field },
      ...(kept ? { payloadDigest: kept.digest } : {}),
    });
  }
  return changed.length > 0;
}

/** Erases all that a learner has said of themselves. */
export const eraseProfile = ({ db }: Pick<Work, "db">, learnerId: string): Promise<void> =>
  forget(db, learnerId, PROFILE_FIELDS);
