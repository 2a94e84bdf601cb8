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

const PIECE = 64 * 1024;
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

const nothingIsStored = async (): Promise<void> =>
  expect(await everything(floor.store)).toEqual({ imports: [], readings: [], days: [] });

describe("a file with more rows than may be", () => {
  const TOO_MANY =
    "Line 6: the file has more than 4 rows, and was not read any further. Split it, for example a month to a file; each part is imported by itself.";

  it("is refused with the line of the first row beyond, and nothing of it is imported", async () => {
    const { outcome, lines } = await floor.gives(HEAD + rows(5), { mostRows: 4 });
    expect({ outcome, lines }).toEqual({ outcome: "unusable", lines: [TOO_MANY, NOTHING] });
    await nothingIsStored();
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

describe("a file of figures, all of which is in memory at once", () => {
  const MOST = 300_000;
  const FIGURES = "date,team,measure,value\n2026-11-20,billing,contacts,5\n";
  // Rows that are counted, and left out without being looked at any closer.
  const blank = (count: number): string => ",,,\n".repeat(count);

  it("is refused beyond a limit of its own, which is lower", async () => {
    const { outcome, lines } = await floor.gives(FIGURES + blank(MOST), { kind: "figures" });
    expect(outcome).toBe("unusable");
    expect(lines).toEqual([
      "Line 300,002: the file has more than 300,000 rows, and was not read any further. Split it, for example a month to a file; each part is imported by itself.",
      NOTHING,
    ]);
    await nothingIsStored();
  });

  it("is taken at that limit, and a file of another kind beyond it", async () => {
    expect(await floor.gives(FIGURES + blank(MOST - 1), { kind: "figures" })).toMatchObject({
      outcome: "staged",
    });
    const intervals = HEAD + rows(2) + blank(MOST).replaceAll(",,,", ",,");
    expect(await floor.gives(intervals)).toMatchObject({ outcome: "staged" });
  });
});

describe("a row that does not end", () => {
  const TOO_LONG = /^Line 3: the row that begins here is longer than 1 MB: a quotation mark is not closed/;
  const START = HEAD + row(0);
  // The piece with the headings, one mebibyte, and two pieces to notice.
  const READ = 1 + 1024 / 64 + 2;

  it.each([
    ["one huge cell", (): string => "x".repeat(PIECE)],
    ["cells without anything in them", (): string => ",".repeat(PIECE)],
    [
      "a quotation mark that is never closed",
      (index: number): string => `${index === 1 ? '"' : " "}${"x\n".repeat(PIECE / 2)}`,
    ],
    ["empty cells between quoted line ends", (): string => `${",".repeat(PIECE - 4)}"\n",`],
  ])("because of %s is refused, and not read on", async (_, piece) => {
    const { lines, taken } = await gives(100, (index) => (index === 0 ? START : piece(index)));
    expect(lines[0]).toMatch(TOO_LONG);
    expect(lines).toHaveLength(2);
    expect(taken[2]).toBeLessThanOrEqual(READ);
    await nothingIsStored();
  });

  it("is the only one of a file of one line, which is not read on either", async () => {
    const { lines, taken } = await gives(100, () => "2026-01-01 00:00,billing,1,".repeat(2_500));
    expect(lines).toEqual([
      "Line 1: its first line does not end, so there are no rows. Export it again, a line for each row.",
      NOTHING,
    ]);
    expect(taken).toEqual([100, 3]);
  });

  it("is none where only the line ends are of the old kind", async () => {
    const { lines } = await floor.gives((HEAD + rows(6_000)).replaceAll("\n", "\r"));
    expect(lines[0]).toMatch(/^6,000 rows of 30 minutes each/);
  });

  it("is none where a megabyte of empty lines comes between", async () => {
    const { outcome } = await gives(40, (index) =>
      index === 0 ? START : index === 39 ? row(1) : "\n".repeat(PIECE),
    );
    expect(outcome).toBe("staged");
  });
});

describe("a cell with a hundred thousand spaces", () => {
  // A pattern that looks for the spaces from each of them on would go on for minutes.
  const wide = `1${" ".repeat(100_000)}2`;

  it.each([
    [
      "in a figure",
      "start,queue,offered",
      `2026-01-01 00:00,billing,${wide}`,
      /^Line 2: "offered" is .*not a number/,
    ],
    [
      "in a time of the day",
      "start,time,queue,offered",
      `2026-01-01,${wide},billing,5`,
      /^Line 2: .*no time of a day/,
    ],
  ])("%s is refused like any other", async (_, head, line, words) => {
    const { lines } = await floor.gives(`${head}\n${line}\n`, { vendor: "generic" });
    expect(lines[0]).toMatch(words);
  });
});

describe("a row with a huge cell", () => {
  const HEADS = {
    survey: "response_id,q_id,answered_at,verbatim,remark",
    quality: "eval_id,evaluator,form_version,item,weight,mark,date,sampling,remark",
  };
  const long = "x".repeat(1_001);

  it.each([
    ["survey", `${long},csat,2026-11-20 09:00,,`, '"response_id" has 1,001 characters, and 1,000 fit'],
    [
      "survey",
      `r1,words,2026-11-20 09:00,${"y".repeat(3_001)},`,
      '"verbatim" has 3,001 characters, and 3,000 fit',
    ],
    ["quality", `e1,qa,v1,${long},1,1,2026-11-20,random,`, '"item" has 1,001 characters, and 1,000 fit'],
  ] as const)("of a %s is refused", async (kind, line, words) => {
    const { lines } = await floor.gives(`${HEADS[kind]}\n${line}\n`, { kind, team: "billing" });
    expect(lines).toEqual([`Line 2: ${words}.`, NOTHING]);
  });

  it("may have one that is not read", async () => {
    const line = `r1,csat,2026-11-20 09:00,,${long}`;
    const answer = await floor.gives(
      `${HEADS.survey.replace(",verbatim", ",score")}\n${line.replace(",,", ",5,")}\n`,
      {
        kind: "survey",
        team: "billing",
      },
    );
    expect(answer.outcome).toBe("staged");
  });

  it("may come with long ids, which are still found when they come twice", async () => {
    const id = "r".repeat(900);
    const one = (score: number): string => `${id},csat,2026-11-20 09:00,${score}`;
    const { lines } = await floor.gives(
      `response_id,q_id,answered_at,score\n${one(1)}\n${id}${one(2)}\n${one(3)}\n`,
      {
        kind: "survey",
        team: "billing",
      },
    );
    expect(lines[0]).toMatch(/^Line 3: "response_id" has 1,800 characters/);
    expect(lines[1]).toMatch(/^Line 4: the answer of "r+…" to csat was on line 2 already\.$/);
  });
});
