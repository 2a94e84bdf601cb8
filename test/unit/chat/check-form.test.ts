import { describe, expect, it } from "vitest";
import { type FormRules, checkForm } from "../../../src/chat/check-form.ts";
import type { Field, Form, RawValues } from "../../../src/chat/form.ts";

const rules: FormRules = {
  timeZone: "Europe/London",
  customerReference: /^C-[0-9]{4,8}$/,
  customerExample: "C-1042",
};
const form = (...fields: Field[]): Form => ({
  name: "f",
  id: "1",
  title: "T",
  submitLabel: "Send",
  fields,
  context: {},
});
const base = { label: "Field", required: true };
const check = (field: Field, typed: string) => checkForm(form(field), { [field.id]: typed }, rules);
const value = (field: Field, typed: string) => {
  const checked = check(field, typed);
  return checked.ok ? checked.values[field.id] : `refused: ${checked.errors[field.id] ?? ""}`;
};

const money: Field = { ...base, id: "amount", type: "money", currency: "GBP" };
const text: Field = { ...base, id: "need", type: "longText", maxLength: 1_000 };
const customer: Field = { ...base, id: "customer", type: "customerRef", maxLength: 40 };
const choice: Field = { ...base, id: "kind", type: "choice", choices: [{ value: "a", label: "A" }] };
const number: Field = { ...base, id: "n", type: "number", min: 1, max: 10 };
const date: Field = { ...base, id: "d", type: "date" };
const dateTime: Field = { ...base, id: "t", type: "dateTime" };

describe("a form that came back", () => {
  it.each([
    [money, "-5"],
    [money, "1e9"],
    [money, "£80.555"],
    [money, "eighty"],
    [text, "x".repeat(40_000)],
    [customer, "John Smith"],
    [customer, "C-1"],
    [choice, "b"],
    [choice, "__proto__"],
    [number, "0"],
    [number, "11"],
    [number, "1.5"],
    [date, "2026-02-30"],
    [date, "tomorrow"],
    [dateTime, "2026-13-01T10:00"],
  ])("refuses a %o of %j, and says what to do", (field, typed) => {
    expect(value(field, typed)).toMatch(/^refused: .{10,}/);
  });

  it.each([
    [money, " £1,250.50 ", "125050"],
    [text, "  line one\nline two  ", "line one\nline two"],
    [customer, "c-1042", "C-1042"],
    [choice, "a", "a"],
    [number, "10", "10"],
    [date, "2026-02-28", "2026-02-28"],
    [dateTime, "1795000000000", "1795000000000"],
    // Wall time in the organisation's zone: summer time, winter time, the gap, the fold.
    [dateTime, "2026-07-01T10:00", String(Date.UTC(2026, 6, 1, 9, 0))],
    [dateTime, "2026-12-01T10:00", String(Date.UTC(2026, 11, 1, 10, 0))],
    [dateTime, "2026-03-29T01:30", String(Date.UTC(2026, 2, 29, 1, 30))],
    [dateTime, "2026-10-25T01:30", String(Date.UTC(2026, 9, 25, 0, 30))],
  ])("tidies a %o of %j to %j", (field, typed, tidy) => {
    expect(value(field, typed)).toBe(tidy);
  });

  it("never says back what was typed: it may be what must not be seen", () => {
    const checked = check(customer, "4111 1111 1111 1111");
    expect(checked.ok ? "" : JSON.stringify(checked.errors)).not.toContain("4111");
  });

  it("names every field that has to be filled in, at once", () => {
    const checked = checkForm(
      form({ ...text, label: "What the customer needs" }, customer),
      { need: "   " },
      rules,
    );
    expect(checked).toEqual({
      ok: false,
      errors: { need: 'Fill in "What the customer needs".', customer: 'Fill in "Field".' },
    });
  });

  it("drops what a hidden field held, and does not ask for it", () => {
    const hidden: Field = { ...money, showWhen: { field: "kind", oneOf: ["other"] } };
    const raw: RawValues = { kind: "a", amount: "-5" };
    expect(checkForm(form(choice, hidden), raw, rules)).toEqual({ ok: true, values: { kind: "a" } });
  });

  it("takes nothing that the form does not have", () => {
    expect(checkForm(form(choice), { kind: "a", generation: "7" }, rules)).toEqual({
      ok: true,
      values: { kind: "a" },
    });
  });
});
