import { describe, expect, it } from "vitest";
import {
  answered,
  changeStep,
  firstStep,
  listed,
  nextStep,
  opened,
  shownValues,
  unclear,
  type Step,
} from "../../../../adapters/discord/pages.ts";
import type { Choice, Field, Form } from "../../../../src/chat/form.ts";

const text = (id: string, more: Partial<Field> = {}): Field =>
  // The parts of a text field, with whatever a test adds that every kind of field has.
  ({ id, label: id.toUpperCase(), type: "text", required: false, maxLength: 100, ...pick(more) });
const pick = ({ required, initial, showWhen }: Partial<Field>) => ({
  ...(required !== undefined && { required }),
  ...(initial !== undefined && { initial }),
  ...(showWhen !== undefined && { showWhen }),
});
const choices = (count: number): Choice[] =>
  Array.from({ length: count }, (_, n) => ({ value: `m${n}`, label: `Person ${n} of ${count}` }));
const form = (fields: readonly Field[], more: Partial<Form> = {}): Form => ({
  name: "test",
  id: "f1",
  title: "Test",
  submitLabel: "Send",
  context: {},
  fields,
  ...more,
});
const ids = (step: Step): readonly string[] =>
  step.kind === "ask" ? step.fields.map((field) => field.id) : [];

describe("the first page", () => {
  it("is the whole form, in its order, where it fits", () => {
    const step = firstStep(opened(form([text("a"), text("b", { required: true }), text("c")]), []));
    expect(step).toMatchObject({ kind: "ask", must: true });
    expect(ids(step)).toEqual(["a", "b", "c"]);
  });

  it("takes what must be filled in, then what was understood, then defaults, then what may be added", () => {
    const fields = [
      text("may"),
      text("default1", { required: true, initial: "x" }),
      text("understood1", { initial: "y" }),
      text("must1", { required: true }),
      text("default2", { required: true, initial: "x" }),
      text("must2", { required: true }),
      text("understood2", { initial: "z" }),
    ];
    const half = opened(form(fields, { given: ["understood1", "understood2"] }), []);
    expect(ids(firstStep(half))).toEqual(["default1", "understood1", "must1", "must2", "understood2"]);
  });

  it("leaves room for words above the fields", () => {
    const fields = ["a", "b", "c", "d", "e", "f"].map((id) => text(id, { required: true }));
    expect(ids(firstStep(opened(form(fields, { intro: "Read this." }), [])))).toHaveLength(4);
  });

  it("is left out where everything was given by name", () => {
    const fields = [
      text("a", { required: true, initial: "given" }),
      text("b", { required: true, initial: "default" }),
    ];
    expect(firstStep(opened(form(fields, { given: ["a"] }), ["a"]))).toEqual({ kind: "send" });
  });

  it("asks for what is still missing where only some was given by name", () => {
    const fields = [
      text("a", { required: true, initial: "given" }),
      text("b", { required: true }),
      text("c"),
    ];
    expect(ids(firstStep(opened(form(fields, { given: ["a"] }), ["a"])))).toEqual(["b", "c"]);
  });

  it("asks again for a choice that was given by name and is none", () => {
    const field: Field = {
      id: "who",
      label: "Who",
      type: "member",
      required: true,
      choices: choices(3),
      initial: "xyz",
    };
    const step = firstStep(opened(form([field], { given: ["who"] }), ["who"]));
    expect(ids(step)).toEqual(["who"]);
  });

  it("does not ask for what is hidden, and shows words even where there is nothing to ask", () => {
    const hidden = text("b", { required: true, showWhen: { field: "a", oneOf: ["yes"] } });
    expect(ids(firstStep(opened(form([text("a"), hidden]), [])))).toEqual(["a"]);
    expect(firstStep(opened(form([], { intro: "Sure?" }), []))).toMatchObject({ kind: "ask", fields: [] });
    expect(firstStep(opened(form([]), []))).toEqual({ kind: "send" });
  });
});

describe("the next page", () => {
  const fields = [
    text("a", { required: true }),
    text("b", { required: true }),
    text("c", { required: true }),
    text("d", { required: true }),
    text("e", { required: true }),
    text("f", { required: true }),
    text("g"),
  ];
  const firstFive = { a: "1", b: "2", c: "3", d: "4", e: "5" };

  it("asks for what did not fit, and then sends", () => {
    const half = answered(opened(form(fields), []), firstFive);
    const step = nextStep(half);
    expect(step).toMatchObject({ kind: "ask", must: true });
    expect(ids(step)).toEqual(["f", "g"]);
    expect(nextStep(answered(half, { f: "6", g: "" }))).toEqual({ kind: "send" });
  });

  it("offers what may be added, and does not insist", () => {
    const step = nextStep(answered(opened(form(fields), []), { ...firstFive, f: "6" }));
    expect(step).toMatchObject({ kind: "ask", must: false });
    expect(ids(step)).toEqual(["g"]);
  });

  it("does not offer what has a default", () => {
    const half = opened(form([text("a", { required: true }), text("b", { initial: "x" })]), []);
    expect(nextStep(answered(half, { a: "1" }))).toEqual({ kind: "send" });
  });

  it("asks for a field that an answer brought up, and forgets one that it took away", () => {
    const asks = form([
      text("kind", { required: true }),
      text("amount", { required: true, showWhen: { field: "kind", oneOf: ["approval"] } }),
    ]);
    const half = answered(opened(asks, []), { kind: "approval" });
    expect(ids(nextStep(half))).toEqual(["amount"]);
    const changed = answered(answered(half, { amount: "80" }), { kind: "advice" });
    expect(nextStep(changed)).toEqual({ kind: "send" });
    expect(shownValues(changed)).toEqual({ kind: "advice" });
  });

  it("asks again for what is wrong, beside what it may come from, until it is answered", () => {
    const half = {
      ...answered(opened(form(fields), []), { ...firstFive, f: "6", g: "7" }),
      errors: { f: "No." },
    };
    expect(ids(nextStep(half))).toEqual(["a", "b", "c", "d", "f"]);
    expect(nextStep(answered(half, { f: "8" }))).toEqual({ kind: "send" });
    expect(nextStep({ ...half, errors: { "": "The whole of it is wrong." } })).toMatchObject({ must: true });
  });

  it("goes back to what was entered", () => {
    const half = answered(opened(form(fields), []), { a: "1", b: "2" });
    expect(changeStep(half).map((field) => field.id)).toEqual(["a", "b"]);
    expect(changeStep(opened(form(fields), [])).map((field) => field.id)).toEqual(["a", "b", "c", "d", "e"]);
  });
});

describe("a choice of more than Discord can list", () => {
  const who: Extract<Field, { type: "member" }> = {
    id: "who",
    label: "Who",
    type: "member",
    required: true,
    choices: choices(40),
  };
  it("is typed first, then listed, then clear", () => {
    expect(listed(who, "")).toBeUndefined();
    expect(unclear(who, "Person")).toContain("40 match");
    expect(listed(who, "Person")).toBeUndefined();
    expect(unclear(who, "Person 3")).toContain("Choose from the list");
    expect(listed(who, "Person 3")?.map((choice) => choice.value)).toContain("m3");
    expect(unclear(who, "Nobody")).toContain("Nothing matches");
    expect(unclear(who, "m3")).toBeUndefined();
    expect(listed({ ...who, choices: choices(25) }, "")).toHaveLength(25);
  });
});
