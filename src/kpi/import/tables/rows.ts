import { type AnyColumn, type SQL, and, eq, gt, inArray, isNotNull, or, sql } from "drizzle-orm";
import { kpiImports } from "../../../../db/schema/kpi-imports.ts";
import type { Orm, Prepared } from "../../../../db/kit.ts";
import { type Query, type Read, listQuery, listed, query } from "../../../../db/store.ts";

/** What all rows of a table of single things have that files brought. */
export interface StoredRow {
  readonly seq: number;
  readonly importId: string;
  readonly teamId: string;
}

/** A row with its import's place; null: the import in question, which does not count yet. */
export type Placed<T> = T & { readonly place: number | null };

/** Rows in one page, and keys in one look: the bot answers people between two. */
const PAGE = 2_000;
const KEYS = 500;

/** The rows of such a table. */
export interface Rows<T> {
  /** Those that count and those of the import in question, some at a time. */
  all(db: Read, importId: string): AsyncIterable<readonly Placed<T>[]>;
  /** Those of the import in question alone. */
  own(db: Read, importId: string): AsyncIterable<readonly Placed<T>[]>;
  /** Those that count and have one of these keys. */
  counting(db: Read, keys: ReadonlySet<string>): Promise<readonly Placed<T>[]>;
}

/** A query of such a table, as drizzle builds it. */
interface Selecting<T> {
  prepare(): Prepared<T[]>;
  limit(most: number): { prepare(): Prepared<T[]> };
}

/**
 * Reads such a table.
 * @param name of its queries
 * @param columns its running number, and what a row is part of
 * @param select its rows by a condition, in the order of their numbers, each with the place of its import
 */
export function rowsOf<T extends StoredRow>(
  name: string,
  columns: { readonly seq: AnyColumn; readonly key: AnyColumn },
  select: (db: Orm, where: SQL | undefined) => Selecting<Placed<T>>,
): Rows<T> {
  const isOwn = eq(kpiImports.id, sql.placeholder("import"));
  const page = (where: SQL | undefined) => (db: Orm) =>
    select(db, and(gt(columns.seq, sql.placeholder("after")), where)).limit(PAGE);
  const counts = isNotNull(kpiImports.place);
  const allQuery = query(`${name}_page`, page(or(counts, isOwn)));
  const ownQuery = query(`${name}_own`, page(isOwn));
  const countingQuery = listQuery(`${name}_counting`, (db, items) =>
    select(db, and(counts, inArray(columns.key, [...items]))),
  );
  return {
    all: (db, importId) => pages(db, allQuery, importId),
    own: (db, importId) => pages(db, ownQuery, importId),
    counting: async (db, keys) => {
      const found: Placed<T>[] = [];
      const wanted = [...keys];
      for (let from = 0; from < wanted.length; from += KEYS) {
        const some = wanted.slice(from, from + KEYS);
        // Always as many, so that it is prepared once; what is asked for twice is found once.
        const items = [...some, ...Array<string>(KEYS - some.length).fill(some[0] ?? "")];
        found.push(...(await db.run(countingQuery(KEYS), listed(items))));
      }
      return found;
    },
  };
}

async function* pages<T extends Placed<StoredRow>>(
  db: Read,
  wanted: Query<T[]>,
  importId: string,
): AsyncGenerator<readonly T[]> {
  for (let after = 0; ;) {
    const rows = await db.run(wanted, { import: importId, after });
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.seq;
  }
}

/** Which rows are of the newest import that has their key, once the import in question counts. */
export class Newest<T extends StoredRow> {
  readonly #rows: Rows<T>;
  readonly #keyOf: (row: T) => string;
  readonly #own: ReadonlySet<string>;
  /** The highest place by key, of those that were looked at. */
  readonly #places = new Map<string, number>();

  /** @param own keys of the import in question, which is newer than all */
  constructor(rows: Rows<T>, keyOf: (row: T) => string, own: ReadonlySet<string>) {
    this.#rows = rows;
    this.#keyOf = keyOf;
    this.#own = own;
  }

  /** Those of these rows that count. */
  async of(db: Read, rows: readonly Placed<T>[]): Promise<readonly T[]> {
    const keys = rows.flatMap((row) => (row.place === null ? [] : [this.#keyOf(row)]));
    const unknown = new Set(keys.filter((key) => !this.#own.has(key) && !this.#places.has(key)));
    for (const row of await this.#rows.counting(db, unknown)) {
      const key = this.#keyOf(row);
      this.#places.set(key, Math.max(this.#places.get(key) ?? 0, row.place ?? 0));
    }
    return rows.filter((row) => row.place === null || this.#places.get(this.#keyOf(row)) === row.place);
  }
}
