/** As many ids as one statement takes. */
const MOST_AT_ONCE = 500;

/** A list, so many at a time; empty for an empty one. */
export function* chunks<T>(list: readonly T[], size = MOST_AT_ONCE): Generator<T[]> {
  for (let from = 0; from < list.length; from += size) yield list.slice(from, from + size);
}

/** All rows of a query by ids, however many these are: a statement takes only so many of them. */
export async function readInChunks<Row>(
  ids: readonly string[],
  read: (some: readonly string[]) => PromiseLike<readonly Row[]>,
): Promise<Row[]> {
  const found: Row[] = [];
  for (const some of chunks(ids)) found.push(...(await read(some)));
  return found;
}
