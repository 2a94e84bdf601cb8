import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { randomIds } from "../../../../src/ids.ts";
import { createJournal } from "../../../../src/journal/index.ts";
import type { Source } from "../../../../src/kpi/import/file/source.ts";
import { importFile, problemLines } from "../../../../src/kpi/import/index.ts";
import { type ImportFloor, NOW, everything, openImportFloor } from "../../../support/kpi-import.ts";

let floor: ImportFloor;
beforeEach(async () => {
  floor = await openImportFloor();
});
afterEach(() => floor.temp.close());

const HEAD = "start,queue,offered\n";
const row = (index: number): string =>
  `${new Date(Date.UTC(2026, 0, 1) + index * 1_800_000).toISOString()},billing,5\n`;
const rows = (count: number): string => Array.from({ length: count }, (_, index) => row(index)).join("");

const NOTHING = "This has to be put right first: nothing was imported.";

/** Gives a file that is made while it is read, and tells how many pieces of it were taken each time it was opened. */
async function gives(pieces: number, piece: (index: number) => string, mostRows?: number) {
  const taken: number[] = [];
  const source: Source = {
    name: "endless.csv",
    open: async function* () {
      const opening = taken.push(0) - 1;
      for (let index = 0; index < pieces; index += 1) {
        taken[opening] = index + 1;
        yield new TextEncoder().encode(piece(index));
      }
    },
  };
  const staged = await importFile(
    { store: floor.store, journal: createJournal(randomIds, false), breathe: () => Promise.resolve() },
    { source, kind: "intervals", via: "cli", member: null, mostBytes: 2 ** 31, mostRows },
    NOW,
  );
  const lines = staged.outcome === "unusable" ? problemLines(staged.problems, staged.count) : [];
  return { outcome: staged.outcome, lines, taken };
}

describe("a file with more rows than may be", () => {
  const TOO_MANY =
    "Line 6: the file has more than 4 rows, and was not read any further. Split it, for example a month to a file; each part is imported by itself.";

  it("is refused with the line of the first row beyond, and nothing of it is imported", async () => {
    const { outcome, lines } = await floor.gives(HEAD + rows(5), { mostRows: 4 });
    expect({ outcome, lines }).toEqual({ outcome: "unusable", lines: [TOO_MANY, NOTHING] });
    expect(await everything(floor.store)).toEqual({ imports: [], readings: [], days: [] });
  });

  it("is one beyond the limit, not one at it", async () => {
    expect(await floor.gives(HEAD + rows(4), { mostRows: 4 })).toMatchObject({ outcome: "staged" });
  });

  it("is not read to its end", async () => {
    const { lines, taken } = await gives(40, (index) => (index === 0 ? HEAD : row(index)), 4);
    expect(lines).toEqual([TOO_MANY, NOTHING]);
    // Its bytes are looked at, then its beginning, then its rows, here a piece each: the fifth ends once the next begins.
    expect(taken).toEqual([40, 40, 7]);
  });

  it("may be a survey as well", async () => {
    const answers = ["r1", "r2", "r3"].map((id) => `${id},2026-11-20 09:00,csat,5,billing\n`).join("");
    const { lines } = await floor.gives(`response_id,answered_at,q_id,score,queue\n${answers}`, {
      kind: "survey",
      mostRows: 2,
    });
    expect(lines[0]).toMatch(/^Line 4: the file has more than 2 rows/);
  });

  it("is told of what was wrong before, and not of what only the whole of it tells", async () => {
    const onceOfTwice = "2026-10-25 01:30,billing,1\n";
    const { lines } = await floor.gives(`${HEAD}2026-11-20 09:00,biling,1\n${onceOfTwice}${rows(2)}`, {
      mostRows: 3,
    });
    expect(lines.map((line) => line.slice(0, 7))).toEqual(["Line 2:", "Line 5:", "These h"]);
  });
});
