import { eq, inArray } from "drizzle-orm";
import { themes } from "../../db/schema/comments.ts";
import { payloads } from "../../db/schema/foundation.ts";
import { type Read, listQuery, listed } from "../../db/store.ts";
import type { ThemeRecord } from "./detect/index.ts";

/** How many of its words a theme is called by. */
const NAME_WORDS = 4;

/** What a theme is called while nobody has named it: its strongest words, as people write them. */
export const wordsOf = (record: ThemeRecord): string =>
  record.words
    .slice(0, NAME_WORDS)
    .map(([, , form]) => form)
    .join(", ");

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
