import { describe, expect, it } from "vitest";
import { errorsOnInputs } from "../../../../adapters/slack/answers.ts";
import { Drafts, formView, readMetadata, redrawn, shownValues } from "../../../../adapters/slack/modal.ts";
import { blockSchema, type LooseBlock } from "../../../../adapters/slack/fields.ts";
import type { Field, Form } from "../../../../src/chat/form.ts";
import { readView } from "../../../support/fake-slack/blockkit.ts";

const choice = (id: string, when?: Field["showWhen"]): Field => ({
  id,
  label: id,
  type: "choice",
  required: true,
  choices: ["yes", "no"].map((value) => ({ value, label: value })),
  ...(when && { showWhen: when }),
});
const form = (fields: readonly Field[]): Form => ({
  name: "f",
  id: "f-1",
  title: "Form",
  submitLabel: "Send",
  fields,
  context: { case: "c1" },
});
const origin = { channel: "C1", thread: "1.2" };
const blocksOf = (view: { blocks: readonly unknown[] }): LooseBlock[] =>
  view.blocks.map((block) => blockSchema.parse(JSON.parse(JSON.stringify(block))));
const ids = (view: { blocks: readonly unknown[] }) => blocksOf(view).map((block) => block.block_id);

describe("a form as a modal", () => {
  const chained = form([
    choice("a"),
    choice("b", { field: "a", oneOf: ["yes"] }),
    choice("c", { field: "b", oneOf: ["yes"] }),
    choice("d"),
  ]);

  it("draws what is shown when it opens, and only that", () => {
    expect(ids(formView(chained, origin, new Drafts(), 0))).toEqual(["a", "d"]);
    const open = form([{ ...choice("a"), initial: "yes" }, choice("b", { field: "a", oneOf: ["yes"] })]);
    expect(ids(formView(open, origin, new Drafts(), 0))).toEqual(["a", "b"]);
  });

  it("opens and closes chains of fields in their order", () => {
    const drafts = new Drafts();
    const view = formView(chained, origin, drafts, 0);
    const metadata = readMetadata(view.private_metadata ?? "");
    if (!metadata) throw new Error("no metadata");
    const given = { blocks: blocksOf(view), private_metadata: view.private_metadata ?? "" };
    const drawn = (values: Record<string, string>) => ids(redrawn(given, metadata, values, drafts));
    expect(drawn({ a: "yes" })).toEqual(["a", "b", "d"]);
    expect(drawn({ a: "yes", b: "yes" })).toEqual(["a", "b", "c", "d"]);
    expect(drawn({ a: "no", b: "yes", c: "yes" })).toEqual(["a", "d"]);
    expect(shownValues(metadata, { a: "no", b: "yes", c: "yes", d: "no" }, drafts)).toEqual({
      a: "no",
      d: "no",
    });
  });

  it("carries everything across a restart, in what Slack keeps for it", () => {
    const view = formView(chained, origin, new Drafts(), 0);
    expect(readMetadata(view.private_metadata ?? "")).toMatchObject({
      name: "f",
      id: "f-1",
      context: { case: "c1" },
      channel: "C1",
      thread: "1.2",
    });
  });

  it("remembers for 15 minutes what does not fit there", () => {
    const many = form([
      choice("a"),
      ...Array.from({ length: 30 }, (_, n) => choice(`x${n}`, { field: "a", oneOf: ["yes"] })),
    ]);
    const drafts = new Drafts();
    const view = formView(many, origin, drafts, 0);
    expect(view.private_metadata?.length).toBeLessThanOrEqual(3000);
    const metadata = readMetadata(view.private_metadata ?? "");
    if (!metadata) throw new Error("no metadata");
    const given = { blocks: blocksOf(view), private_metadata: view.private_metadata ?? "" };
    expect(ids(redrawn(given, metadata, { a: "yes" }, drafts))).toHaveLength(31);
    drafts.keep("another", [], 15 * 60_000);
    expect(ids(redrawn(given, metadata, { a: "yes" }, drafts))).toEqual(["a"]);
  });

  it("believes no metadata that it did not write", () => {
    for (const given of [
      "",
      "null",
      "7",
      "{",
      "[]",
      "{}",
      '{"name":1}',
      '{"name":"f","id":"x","context":{"a":1}}',
    ])
      expect(readMetadata(given)).toBeUndefined();
  });

  it("obeys Slack's limits with long labels, hints and titles", () => {
    const long = "<&😀>".repeat(2000);
    const field = (type: "text" | "longText"): Field => ({
      id: type,
      label: long,
      hint: long,
      type,
      required: true,
      maxLength: 100_000,
      initial: "x".repeat(5000),
    });
    const view = formView(
      {
        ...form([field("text"), field("longText"), { ...choice("a"), label: long }]),
        title: long,
        submitLabel: long,
        intro: long,
      },
      origin,
      new Drafts(),
      0,
    );
    expect(() => readView(JSON.parse(JSON.stringify(view)))).not.toThrow();
  });

  it("places every error where it can be seen", () => {
    const view = {
      blocks: [
        { type: "section", block_id: "i" },
        { type: "input", block_id: "a" },
        { type: "input", block_id: "b" },
      ],
    };
    expect(errorsOnInputs(view, { b: "B!" }, "m")).toEqual({ b: "B!" });
    expect(errorsOnInputs(view, { z: "Z!" }, "m")).toEqual({ a: "m Z!" });
    expect(errorsOnInputs(view, { a: "A!", z: "Z!" }, "m")).toEqual({ a: "A! Z!" });
    expect(errorsOnInputs(view, {}, "m")).toEqual({ a: "m" });
    expect(errorsOnInputs({ blocks: [] }, { a: "A!" }, "m")).toBeUndefined();
  });
});
