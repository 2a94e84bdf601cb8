import { eq, inArray } from "drizzle-orm";
import { themes } from "../../db/schema/comments.ts";
import { payloads } from "../../db/schema/foundation.ts";
import { type Read, listQuery, listed } from "../../db/store.ts";
import type { ThemeRecord } from "./detect/index.ts";

/** By how many of its words a theme is called at most, and at least. */
const MOST_WORDS = 4;
const LEAST_WORDS = 2;

/**
 * What a theme is called while nobody has named it: its strongest words, as people write them.
 * A word that only few of its comments have says nothing about it.
 */
export function wordsOf({ words, size }: ThemeRecord): string {
  const telling = words.filter(([, count]) => count >= 2 && count * 3 >= size);
  const chosen = telling.length >= LEAST_WORDS ? telling.slice(0, MOST_WORDS) : words.slice(0, LEAST_WORDS);
  return chosen.length === 0 ? "no words in common" : chosen.map(([, , form]) => form).join(", ");
}

const namesQuery = listQuery("theme_names", (db, ids) =>
  db
    .select({ id: themes.id, record: themes.record, name: payloads.text })
    .from(themes)
    .leftJoin(payloads, eq(payloads.id, themes.namePayload))
    .where(inArray(themes.id, [...ids])),
);

/** Names of themes by id, as they are called now. */
export async function namesOfThemes(db: Read, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.run(namesQuery(ids.length), listed(ids));
  return new Map(rows.map(({ id, name, record }) => [id, name ?? wordsOf(record)]));
}
