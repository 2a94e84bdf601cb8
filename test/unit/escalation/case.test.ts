import { describe, expect, it } from "vitest";
import {
  STATES,
  type State,
  type Step,
  after,
  caseRef,
  isOver,
  readCaseRef,
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
  ])("reads %j as %s", (typed, ref) => {
    expect(readCaseRef(typed)).toBe(ref);
  });
});
