import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { randomIds } from "../../../../src/ids.ts";
import { createJournal } from "../../../../src/journal/index.ts";
import { importFile } from "../../../../src/kpi/import/index.ts";
import type { Source } from "../../../../src/kpi/import/file/source.ts";
import { type ImportFloor, NOW, everything, openImportFloor } from "../../../support/kpi-import.ts";

let floor: ImportFloor;
beforeEach(async () => {
  floor = await openImportFloor();
});
afterEach(() => floor.temp.close());

const row = (index: number, offered: number): string =>
  `${new Date(Date.UTC(2026, 0, 1) + index * 1_800_000).toISOString()},billing,${offered}\n`;
const fileOf = (rows: number, offered = 5): string =>
  `start,queue,offered\n${Array.from({ length: rows }, (_, index) => row(index, offered)).join("")}`;

const gives = (source: Source) =>
  importFile(
    { store: floor.store, journal: createJournal(randomIds, false), breathe: () => Promise.resolve() },
    { source, kind: "intervals", via: "cli", member: null, mostBytes: 10_000_000 },
    NOW,
  );

describe("what must not go wrong beside others", () => {
  it("a file that somebody writes to while it is read leaves nothing", async () => {
    let opened = 0;
    const source: Source = {
      name: "growing.csv",
      open: async function* () {
        opened += 1;
        // Looked at three times before its rows are stored: bytes, first rows, all rows.
        yield new TextEncoder().encode(fileOf(2_500, opened > 3 ? 6 : 5));
      },
    };
    await expect(gives(source)).rejects.toThrow("file changed while it was read");
    expect(await everything(floor.store)).toEqual({ imports: [], readings: [], days: [] });
  });

  it("the same file given twice at the same moment is stored once", async () => {
    const source = (): Source => ({
      name: "twice.csv",
      open: async function* () {
        yield new TextEncoder().encode(fileOf(2_500));
      },
    });
    const both = await Promise.allSettled([gives(source()), gives(source())]);
    const refusals = both.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : []));
    expect(refusals.filter((one) => !one.includes("import changed by another process"))).toEqual([]);
    const answer = await floor.gives(fileOf(2_500));
    await floor.confirms(answer.importId ?? "");
    const { imports, readings } = await everything(floor.store);
    expect(imports.map(({ rows }) => rows)).toEqual([2_500]);
    expect(readings).toHaveLength(2_500);
  });
});
