import { describe, expect, it } from "vitest";
import {
  STATES,
  type State,
  type Step,
  after,
  caseRef,
  isOver,
  readCaseRef,
  restrictedRef,
} from "../../../src/escalation/case.ts";

describe("the states of a case", () => {
  // Written by hand. Everything that is not here is refused.
  const allowed: readonly (readonly [State, Step, State])[] = [
    ["raised", "take", "acknowledged"],
    ["raised", "withdraw", "withdrawn"],
    ["acknowledged", "release", "raised"],
    ["acknowledged", "decide", "decided"],
    ["acknowledged", "decide_informed", "customer_informed"],
    ["acknowledged", "withdraw", "withdrawn"],
    ["decided", "inform", "customer_informed"],
    ["decided", "hand_back", "handed_back"],
    ["customer_informed", "hand_back", "closed"],
    ["handed_back", "inform", "closed"],
  ];
  const steps: readonly Step[] = [
    "take",
    "release",
    "decide",
    "decide_informed",
    "inform",
    "hand_back",
    "withdraw",
  ];

  it.each(allowed)("%s –%s→ %s", (from, step, to) => {
    expect(after(from, step)).toBe(to);
  });

  it("refuses every other step", () => {
    for (const state of STATES) {
      for (const step of steps) {
        if (allowed.some(([from, known]) => from === state && known === step)) continue;
        expect(after(state, step), `${state} ${step}`).toBeUndefined();
      }
    }
  });

  it("is over only when closed or withdrawn: handed back is not the end while the customer is not told", () => {
    expect(STATES.filter(isOver)).toEqual(["closed", "withdrawn"]);
  });
});

describe("case references", () => {
  it("have at least four digits", () => {
    expect(caseRef(42)).toBe("ESC-0042");
    expect(caseRef(123_456)).toBe("ESC-123456");
  });
  it("of restricted cases are random, and never taken for a number", () => {
    expect(restrictedRef("r7k2q9gh0000000000zz")).toBe("ESC-R7K2Q9");
    expect(restrictedRef("123456gh0000000000zz")).toBeUndefined();
    expect(restrictedRef("id-1")).toBeUndefined();
  });

  it.each([
    ["ESC-0042", "ESC-0042"],
    [" esc-42 ", "ESC-0042"],
    ["esc 42", "ESC-0042"],
    ["42", "ESC-0042"],
    ["ESC-", undefined],
    ["C-1042", undefined],
    ["ESC-1; drop", undefined],
    ["", undefined],
    ["9".repeat(30), undefined],
    ["ESC-R7K2Q9", "ESC-R7K2Q9"],
    [" esc r7k2q9 ", "ESC-R7K2Q9"],
    ["r7k2q9", "ESC-R7K2Q9"],
    ["esc-r7kzqo", "ESC-R7KZQ0"],
    ["esc-ilil0a", "ESC-11110A"],
    ["ESC-123456", "ESC-123456"],
    ["ESC-O12345", undefined],
    ["ESC-R7K2Q", undefined],
    ["ESC-R7K2Q99", undefined],
    ["ESC-R7K2QU", undefined],
    ["ESC-R7K-2Q9", undefined],
  ])("reads %j as %s", (typed, ref) => {
    expect(readCaseRef(typed)).toBe(ref);
  });
});
