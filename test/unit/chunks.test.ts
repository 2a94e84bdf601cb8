import { describe, expect, it } from "vitest";
import { chunks, readInChunks } from "../../src/chunks.ts";

describe("a list in pieces", () => {
  it.each([
    [[], 2, []],
    [["a"], 2, [["a"]]],
    [["a", "b"], 2, [["a", "b"]]],
    [["a", "b", "c"], 2, [["a", "b"], ["c"]]],
  ])("%j by %s", (list, size, pieces) => {
    expect([...chunks(list, size)]).toEqual(pieces);
  });

  it("is read at most five hundred at a time, and comes back in order", async () => {
    const ids = Array.from({ length: 1_001 }, (_, n) => String(n));
    const asked: number[] = [];
    const rows = await readInChunks(ids, async (some) => {
      asked.push(some.length);
      return some.map(Number);
    });
    expect(asked).toEqual([500, 500, 1]);
    expect(rows).toEqual(ids.map(Number));
  });

  it("asks nothing for nothing", async () => {
    expect(await readInChunks([], () => Promise.reject(new Error("asked")))).toEqual([]);
  });
});
