import {
  AlignmentType,
  Document,
  Footer,
  Header,
  HeadingLevel,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from "docx";
import type { Block, Grid, Section } from "../book/index.ts";
import { settled } from "./settled.ts";

/** Sizes in twentieths of a point, as the format has them. A4 with margins. */
const SHORT = 11_906;
const LONG = 16_838;
const MARGIN = 794;
const REF_WIDTH = 720;
const MARK_WIDTH = 375;

const HEADINGS = { 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3 } as const;

/** How a run of text looks; sizes in half points. */
interface Look {
  readonly bold?: boolean;
  readonly strike?: boolean;
  readonly size?: number;
  readonly color?: string;
}

const run = (text: string, look: Look = {}): TextRun => new TextRun({ text, ...look });

const paragraph = (text: string, look: Look = {}): Paragraph =>
  new Paragraph({ children: [run(text, look)], spacing: { after: 120 } });

const headingOf = (level: 1 | 2 | 3, text: string, struck = false): Paragraph =>
  new Paragraph({ heading: HEADINGS[level], keepNext: true, children: [run(text, { strike: struck })] });

function cell(text: string, width: number, look: Look = {}, centred = false): TableCell {
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlign.CENTER,
    margins: { left: 40, right: 40, top: 30, bottom: 30 },
    children: [
      new Paragraph({
        children: [run(text, look)],
        ...(centred && { alignment: AlignmentType.CENTER }),
      }),
    ],
  });
}

const table = (widths: readonly number[], rows: readonly TableRow[]): Table =>
  new Table({
    rows: [...rows],
    columnWidths: [...widths],
    layout: TableLayoutType.FIXED,
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
  });

/** The grid of a recording form; its heads are repeated on every page. */
function gridTable(grid: Grid, room: number): Table {
  const small = { size: 15 };
  const head = { ...small, bold: true };
  const description = room - REF_WIDTH - MARK_WIDTH * grid.columns.length;
  const widths = [REF_WIDTH, description, ...grid.columns.map(() => MARK_WIDTH)];
  const spans = new TableRow({
    tableHeader: true,
    children: [
      new TableCell({
        rowSpan: 2,
        verticalAlign: VerticalAlign.CENTER,
        children: [new Paragraph({ children: [run("Ref", head)] })],
      }),
      new TableCell({
        rowSpan: 2,
        verticalAlign: VerticalAlign.CENTER,
        children: [new Paragraph({ children: [run("Description of Evidence", head)] })],
      }),
      ...grid.spans.map(
        ({ title, columns }) =>
          new TableCell({
            columnSpan: columns,
            children: [new Paragraph({ alignment: AlignmentType.CENTER, children: [run(title, head)] })],
          }),
      ),
    ],
  });
  const labels = new TableRow({
    tableHeader: true,
    children: grid.columns.map(({ label }) => cell(label, MARK_WIDTH, head, true)),
  });
  const rows = grid.rows.map(
    ({ ref, description: words, marks, struck }) =>
      new TableRow({
        cantSplit: true,
        children: [
          cell(ref, REF_WIDTH, { ...small, strike: struck }),
          cell(words, description, { ...small, strike: struck }),
          ...marks.map((mark) => cell(mark, MARK_WIDTH, head, true)),
        ],
      }),
  );
  return table(widths, [spans, labels, ...rows]);
}

function listTable(block: Extract<Block, { kind: "table" }>, room: number): Table {
  const whole = block.columns.reduce((sum, { share }) => sum + share, 0);
  const widths = block.columns.map(({ share }) => Math.floor((room * share) / whole));
  const rowOf = (texts: readonly string[], look: Look, tableHeader = false): TableRow =>
    new TableRow({
      tableHeader,
      cantSplit: true,
      children: texts.map((text, n) => cell(text, widths[n] ?? 0, { size: 17, ...look })),
    });
  return table(widths, [
    rowOf(
      block.columns.map(({ title }) => title),
      { bold: true },
      true,
    ),
    ...block.rows.map(({ cells, struck }) =>
      rowOf(
        cells.map(({ text }) => text),
        { strike: struck },
      ),
    ),
  ]);
}

const SIGN_WIDTHS = [3_200, 3_600, 900, 2_600] as const;

function blockOf(block: Block, room: number): readonly (Paragraph | Table)[] {
  switch (block.kind) {
    case "heading":
      return [headingOf(block.level, block.text, block.struck)];
    case "say":
      return [paragraph(block.text)];
    case "note":
      return [paragraph(block.text, { bold: true, color: "8A1C1C" })];
    case "quote":
      return [paragraph(block.label, { bold: true }), ...block.paragraphs.map((text) => paragraph(text))];
    case "list":
      return block.entries.map(
        (text) => new Paragraph({ children: [run(`• ${text}`)], indent: { left: 360, hanging: 200 } }),
      );
    case "facts":
      return [
        table(
          [3_200, room - 3_200],
          block.facts.map(
            ({ label, text }) =>
              new TableRow({ children: [cell(label, 3_200, { bold: true }), cell(text, room - 3_200)] }),
          ),
        ),
        paragraph(""),
      ];
    case "table":
      return [paragraph(block.caption), listTable(block, room), paragraph("")];
    case "grid":
      return [paragraph(block.caption), gridTable(block, room), paragraph("")];
    case "signatures":
      return [
        table(
          SIGN_WIDTHS,
          block.signatures.map(
            ({ label, name, date }) =>
              new TableRow({
                height: { value: 560, rule: "atLeast" },
                cantSplit: true,
                children: [
                  cell(label, SIGN_WIDTHS[0], { bold: true }),
                  cell(name ?? "", SIGN_WIDTHS[1]),
                  cell("Date", SIGN_WIDTHS[2]),
                  cell(date ?? "", SIGN_WIDTHS[3]),
                ],
              }),
          ),
        ),
        paragraph(""),
      ];
  }
}

/** What stands at the foot of a page. */
const SMALL = { id: "Small", name: "Small", basedOn: "Normal", run: { size: 16 } };

/** What stands at the head and the foot of every page of a form. */
export interface Frame {
  readonly learner: string;
  /** What stands on every page of a specimen; null where it is none. */
  readonly specimen: string | null;
}

const pageOf = (section: Section) => {
  const room = (section.wide ? LONG : SHORT) - 2 * MARGIN;
  return {
    room,
    page: {
      size: {
        width: SHORT,
        height: LONG,
        orientation: section.wide ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
      },
      margin: { top: 1_000, bottom: 900, left: MARGIN, right: MARGIN },
    },
  };
};

/**
 * The forms as a document for a word processor, to be filled in further or printed and signed by hand.
 * @param at what the file says of when it was made, ms since the epoch; the same forms and time give the same bytes
 */
export async function formsDocx(sections: readonly Section[], frame: Frame, at: number): Promise<Uint8Array> {
  const made = new Document({
    title: `Forms: ${frame.learner}`,
    creator: "Floorwalker",
    lastModifiedBy: "Floorwalker",
    revision: 1,
    styles: {
      default: { document: { run: { font: "Arial", size: 20, language: { value: "en-GB" } } } },
      paragraphStyles: [SMALL],
    },
    sections: sections.map((section) => {
      const { room, page } = pageOf(section);
      const head = [
        ...(frame.specimen === null ? [] : [paragraph(frame.specimen, { bold: true, color: "8A1C1C" })]),
        paragraph([frame.learner, section.unit].filter((part) => part !== null).join(", "), { size: 16 }),
      ];
      return {
        properties: { page },
        headers: { default: new Header({ children: head }) },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                alignment: AlignmentType.RIGHT,
                // By a style: LibreOffice gives what a field says no size of its run's.
                style: SMALL.id,
                children: [
                  new TextRun({ children: ["Page ", PageNumber.CURRENT, " of ", PageNumber.TOTAL_PAGES] }),
                ],
              }),
            ],
          }),
        },
        children: [
          headingOf(1, section.title),
          ...section.blocks.flatMap((block) => [...blockOf(block, room)]),
        ],
      };
    }),
  });
  return settled(await Packer.toBuffer(made), at);
}
