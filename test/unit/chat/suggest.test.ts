import { describe, expect, it } from "vitest";
import type { Field } from "../../../src/chat/form.ts";
import { matching, suggestions, understood } from "../../../src/chat/suggest.ts";

const issue: Field = {
  id: "issue",
  label: "Issue",
  type: "choice",
  required: true,
  choices: [
    { value: "late_fee", label: "Late fee" },
    { value: "refund", label: "Refund" },
    { value: "refund_fee", label: "Refund of a fee" },
  ],
};
const date: Field = { id: "on", label: "On", type: "date", required: false };
const time: Field = { id: "by", label: "By", type: "dateTime", required: false };
/** A Saturday, 16:20 in London; the clocks go back in the night of the 25th of October. */
const SATURDAY = Date.UTC(2026, 9, 24, 15, 20);
const LONDON = "Europe/London";

describe("what is offered while somebody types", () => {
  it("has every word that was typed, whatever comes first, and begins with what does so", () => {
    const found = (typed: string) => matching(issue.choices, typed).map((choice) => choice.value);
    expect(found("")).toEqual(["late_fee", "refund", "refund_fee"]);
    expect(found("fee")).toEqual(["late_fee", "refund_fee"]);
    expect(found("FEE refund")).toEqual(["refund_fee"]);
    expect(found("late_fee")).toEqual(["late_fee"]);
    expect(found("zebra")).toEqual([]);
  });

  it("is the coming days for a date, in the centre's own zone", () => {
    const found = suggestions(date, "", SATURDAY, LONDON);
    expect(found[0]).toEqual({ label: "Today, Saturday 24 October", value: "2026-10-24" });
    expect(found[1]).toEqual({ label: "Tomorrow, Sunday 25 October", value: "2026-10-25" });
    expect(found).toHaveLength(8);
    expect(suggestions(date, "friday", SATURDAY, LONDON)).toEqual([
      { label: "Friday 30 October", value: "2026-10-30" },
    ]);
    expect(suggestions(date, "", Date.UTC(2026, 9, 24, 23, 30), LONDON)[0]?.value).toBe("2026-10-25");
  });

  it("is times that are still to come, or the time that was typed", () => {
    const usual = suggestions(time, "today", SATURDAY, LONDON);
    expect(usual).toEqual([{ label: "Today, Saturday 24 October, 17:00", value: "2026-10-24T17:00" }]);
    expect(suggestions(time, "tomorrow 9.05", SATURDAY, LONDON)).toEqual([
      { label: "Tomorrow, Sunday 25 October, 09:05", value: "2026-10-25T09:05" },
    ]);
    expect(suggestions(time, "10:00", SATURDAY, LONDON)[0]?.value).toBe("2026-10-25T10:00");
  });

  it("is nothing for what only the person knows", () => {
    const need: Field = { id: "need", label: "Need", type: "longText", required: true, maxLength: 100 };
    expect(suggestions(need, "x", SATURDAY, LONDON)).toEqual([]);
  });
});

describe("what was typed for a choice", () => {
  it.each([
    ["refund", "refund"],
    ["Refund", "refund"],
    ["REFUND OF A FEE", "refund_fee"],
    ["late", "late_fee"],
    ["fee", "fee"],
    ["zebra", "zebra"],
    ["", ""],
  ])("%s is understood as %s", (typed, value) => {
    expect(understood(issue, typed)).toBe(value);
  });

  it("may be several, with commas", () => {
    expect(understood({ ...issue, type: "multiChoice" }, "late, Refund,zebra")).toBe(
      "late_fee\nrefund\nzebra",
    );
  });

  it("is left alone in a field of text", () => {
    expect(understood(date, "2026-10-24")).toBe("2026-10-24");
  });
});
