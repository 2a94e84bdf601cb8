import { describe, expect, it } from "vitest";
import { type Block, bookOf, type Grid, type Section } from "../../../src/portfolio/book/index.ts";
import { customerText } from "../../../src/portfolio/words.ts";
import { sample, sampleOfThree } from "./sample.ts";

const sections = (kind: string, from = sampleOfThree()): readonly Section[] =>
  bookOf(from).sections.filter(({ id }) => id.startsWith(kind));
const isGrid = (block: Block): block is Grid => block.kind === "grid";
const grids = sections("form").flatMap(({ blocks }) => blocks.filter(isGrid));

/** A row of a form as a line: its ref, and what it is marked for. */
const marked = (grid: Grid | undefined): string[] =>
  (grid?.rows ?? []).map(
    ({ ref, marks, struck }) =>
      `${struck ? "struck " : ""}${ref}: ${marks.flatMap((mark, n) => (mark === "" ? [] : [`${grid?.columns[n]?.ref} ${mark}`])).join(", ")}`,
  );

describe("a customer in one line", () => {
  const one = { label: "Customer 3", handlingReason: null } as const;
  it.each([
    [
      { relation: "external", tenure: "new", handling: "easy" } as const,
      "Customer 3: external, new; the situation was easy",
    ],
    [
      { relation: "unknown", tenure: "unknown", handling: "unknown" } as const,
      "Customer 3: new or existing not said; the situation was not rated",
    ],
  ])("says what is known: %j", (known, line) => {
    expect(customerText({ ...one, ...known })).toBe(line);
  });
});

describe("what is missing", () => {
  it("is told in sentences, however each was written", () => {
    const portfolio = sample(false);
    const [first] = portfolio.units;
    const [group] = first?.groups ?? [];
    const [criterion] = group?.criteria ?? [];
    if (!first || !group || !criterion) throw new Error("no criterion in the sample");
    const gaps = [
      "1 of 3 separate occasions",
      "nobody but the learner has said yet what they saw",
      "Ask them.",
    ];
    const changed = {
      ...portfolio,
      units: [{ ...first, groups: [{ ...group, criteria: [{ ...criterion, gaps }] }] }],
    };
    const words = "1 of 3 separate occasions. Nobody but the learner has said yet what they saw. Ask them.";
    for (const kind of ["progress", "gaps"]) expect(JSON.stringify(sections(kind, changed))).toContain(words);
  });
});

describe("the candidate recording form", () => {
  it("has 29 columns for H12E: ref, description, PC 1 to 16, KU a to k", () => {
    const [form] = grids;
    expect(2 + (form?.columns.length ?? 0)).toBe(29);
    expect(form?.spans).toEqual([
      { title: "PC", columns: 16 },
      { title: "KU", columns: 11 },
    ]);
    expect(form?.columns.map(({ label }) => label).join(" ")).toBe(
      "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 a b c d e f g h i j k",
    );
  });

  it("has the 14 criteria of CC15 and the 23 of 58A below their outcomes", () => {
    expect(grids.map(({ columns }) => columns.length)).toEqual([27, 14, 23]);
    expect(grids[1]?.spans.map(({ title, columns }) => `${title} ${columns}`)).toEqual([
      "LO1 4",
      "LO2 5",
      "LO3 5",
    ]);
    expect(grids[1]?.columns.map(({ label }) => label).slice(0, 5)).toEqual([
      "1.1",
      "1.2",
      "1.3",
      "1.4",
      "2.1",
    ]);
    expect(grids[2]?.spans.map(({ columns }) => columns)).toEqual([3, 8, 4, 8]);
  });

  it("marks each claim, and keeps the row and the number of what was taken back", () => {
    expect(marked(grids[0])).toEqual([
      "E001: PC3 X",
      "struck E002: PC6 –",
      "E003: PC16 X",
      "E004: PC16 X",
      "E005: PC3 X",
      "E006: KUe X",
    ]);
  });

  it("shows who has signed, and leaves free lines for those who have not", () => {
    const [form] = sections("form");
    expect(form?.blocks.filter(({ kind }) => kind === "signatures")).toEqual([
      {
        kind: "signatures",
        signatures: [
          { label: "Candidate's signature", name: "Priya Shah", date: "2 November 2026 at 08:00" },
          { label: "Internal verifier's signature", name: null, date: null },
          { label: "Assessor's signature", name: null, date: null },
        ],
      },
      { kind: "signatures", signatures: [{ label: "Date sampled (by IV)", date: "5 November 2026" }] },
    ]);
    const blank = sections("form")[1]?.blocks.findLast(({ kind }) => kind === "signatures");
    expect(blank).toEqual({
      kind: "signatures",
      signatures: [{ label: "Date sampled (by IV)", date: null }],
    });
  });
});

describe("a statement that was signed before what was judged changed", () => {
  it("is on no line of the form, and the form says why", () => {
    const given = sample(true);
    const units = given.units.map((unit) => ({
      ...unit,
      competence: unit.competence.map((one) => ({ ...one, current: false })),
    }));
    const [form] = sections("form", { ...given, units });
    const lines = form?.blocks.find(({ kind }) => kind === "signatures");
    expect(JSON.stringify(lines)).not.toContain("Priya Shah");
    expect(wordsOf(form)).toContain(
      "It was signed before what was judged changed, or before a verifier asked for action.",
    );
    const declared = sections("declarations", { ...given, units });
    expect(wordsOf(declared)).toContain('"Unit H12E"');
    expect(wordsOf(declared).split("No: to be signed again").length).toBe(
      wordsOf(sections("declarations", given)).split("No: to be signed again").length + 1,
    );
  });
});

/** All words of a book, and nothing else. */
const wordsOf = (value: unknown): string =>
  JSON.stringify(value, (key, inner: unknown) => (key === "kind" || key === "id" ? undefined : inner));

describe("the rest of the book", () => {
  const book = bookOf(sample(true));
  const section = (id: string): string => wordsOf(book.sections.filter((one) => one.id.startsWith(id)));

  it("has every part that assessors look for, in their order", () => {
    expect(book.sections.map(({ title }) => title)).toEqual([
      "Learner profile",
      "Candidate recording form: H12E",
      "Unit progress record: H12E",
      "Index of evidence",
      "Evidence",
      "Witness testimony",
      "Observation records",
      "Claims and judgements: H12E",
      "Declarations",
      "Gaps",
      "Where this comes from, and how to verify it",
    ]);
  });

  it("says of each criterion what is claimed, judged and missing, and never more than ready for review", () => {
    const progress = section("progress");
    expect(progress).toContain("Met (Asha Okafor)");
    expect(progress).toContain("Nothing is claimed for PC1 yet.");
    expect(progress).toContain("E002 (taken back)");
    expect(progress).toContain("Ready for the assessor's review.");
    expect(progress).not.toMatch(/sufficient|complete|✓|✔|green/i);
  });

  it("says what no longer holds", () => {
    expect(section("judgements")).toContain("What was judged has changed since.");
    expect(section("judgements")).toContain("(taken back: It was no coaching.)");
    expect(section("evidence")).toContain("This was signed for other content than is printed here.");
    expect(section("declarations")).toContain("No: to be signed again");
  });

  it("shows what was taken back with its reason, and what was recorded late", () => {
    expect(section("evidence")).toContain(
      "It counts for nothing. Reason: It was about another colleague's work.",
    );
    expect(section("evidence")).toContain("more than 48 hours afterwards (retrospective)");
  });

  it("prints the standing with each unit and promises no award", () => {
    const everything = wordsOf(bookOf(sampleOfThree()));
    expect(everything.split("was replaced in 2021").length - 1).toBeGreaterThanOrEqual(6);
    expect(everything).not.toMatch(/certificat|qualif(y|ies|ied)|leads to/i);
  });

  it("keeps declarations that were given to what was typed, though a sign of it cannot be printed", () => {
    // E004 holds directions that the printed files leave out; it was signed as it was typed.
    const evidence = bookOf(sample(false)).sections.find(({ id }) => id === "evidence");
    const stale = evidence?.blocks.filter(({ kind }) => kind === "note");
    expect(stale).toHaveLength(2); // E002 is struck, E005 was signed for other content.
  });
});
