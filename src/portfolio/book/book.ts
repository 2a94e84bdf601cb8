/**
 * A portfolio as pages: what is said, in which order, in which words. The PDF, the HTML and the forms for
 * a word processor are drawn from it, so that they cannot say different things.
 */

/** One cell of a table. */
export interface Cell {
  readonly text: string;
  /** The id of a heading elsewhere in the book. */
  readonly to?: string;
}

/** One row of a table; what was taken back is struck through. */
export interface Row {
  readonly cells: readonly Cell[];
  readonly struck: boolean;
}

/** Of a column: what stands above it, and how wide it is beside the others. */
export interface Column {
  readonly title: string;
  readonly share: number;
}

/** What a cell of a recording form says: claimed, claimed and taken back, or nothing. */
export type Mark = "X" | "–" | "";

/** One row of a recording form: an item of evidence. */
export interface GridRow {
  readonly ref: string;
  readonly description: string;
  readonly marks: readonly Mark[];
  readonly struck: boolean;
}

/** The grid of a recording form: `Ref | Description of Evidence`, and a narrow column for each criterion. */
export interface Grid {
  readonly kind: "grid";
  readonly caption: string;
  /** Heads that stand over several columns, in order. */
  readonly spans: readonly { readonly title: string; readonly columns: number }[];
  readonly columns: readonly { readonly ref: string; readonly label: string; readonly title: string }[];
  readonly rows: readonly GridRow[];
}

/** Lines to sign on. Null: nobody has signed yet, and the line stays free. Without `name` there is only a date. */
export interface Signature {
  readonly label: string;
  readonly name?: string | null;
  readonly date: string | null;
}

/** One part of a section. */
export type Block =
  | {
      readonly kind: "heading";
      readonly level: 2 | 3;
      readonly text: string;
      readonly id?: string;
      readonly struck?: boolean;
    }
  /** What the program says. */
  | { readonly kind: "say"; readonly text: string }
  /** What must not be overlooked. */
  | { readonly kind: "note"; readonly text: string }
  /** What a person wrote, under a label: a paragraph for each line. */
  | { readonly kind: "quote"; readonly label: string; readonly paragraphs: readonly string[] }
  | { readonly kind: "facts"; readonly facts: readonly { readonly label: string; readonly text: string }[] }
  | { readonly kind: "list"; readonly entries: readonly string[] }
  | {
      readonly kind: "table";
      readonly caption: string;
      readonly columns: readonly Column[];
      readonly rows: readonly Row[];
    }
  | Grid
  | { readonly kind: "signatures"; readonly signatures: readonly Signature[] };

/** A chapter: it begins on a new page. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** The unit that it is about, for the head of its pages. */
  readonly unit: string | null;
  /** Drawn on pages turned on their side. */
  readonly wide: boolean;
  readonly blocks: readonly Block[];
}

/** The first page. */
export interface Cover {
  readonly learner: string;
  readonly position: string;
  readonly centre: string;
  readonly units: readonly {
    readonly title: string;
    /** Who assesses and who verifies it, and since when the learner is registered. */
    readonly people: string;
    readonly standing: string;
  }[];
  readonly made: string;
  /** The head of the journal, to be compared with what the centre published. */
  readonly head: string;
}

/** The whole. */
export interface Book {
  readonly title: string;
  /** What stands on every page of a specimen; null where it is none. */
  readonly specimen: string | null;
  readonly cover: Cover;
  readonly sections: readonly Section[];
}

const filled = (text: string): boolean => text.trim() !== "";

/** Someone's words under a label. */
export const quote = (label: string, text: string): Block => {
  const paragraphs = text.split("\n").filter(filled);
  return { kind: "quote", label, paragraphs: paragraphs.length > 0 ? paragraphs : ["(nothing written)"] };
};

/** The same where there is nothing to say: no block. */
export const quoteIfAny = (label: string, text: string | null): readonly Block[] =>
  text !== null && filled(text) ? [quote(label, text)] : [];

/** What the program says. */
export const say = (text: string): Block => ({ kind: "say", text });

/** What must not be overlooked. */
export const note = (text: string): Block => ({ kind: "note", text });

/** Labels with what they say. */
export const facts = (...pairs: readonly (readonly [label: string, text: string])[]): Block => ({
  kind: "facts",
  facts: pairs.map(([label, text]) => ({ label, text })),
});

/** A heading inside a section; `id` for links to it. */
export const heading = (level: 2 | 3, text: string, id?: string): Block =>
  id === undefined ? { kind: "heading", level, text } : { kind: "heading", level, text, id };

/** A row of plain cells. */
export const row = (...texts: readonly string[]): Row => ({
  cells: texts.map((text) => ({ text })),
  struck: false,
});
