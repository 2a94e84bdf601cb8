import { describe, expect, it } from "vitest";
import { STATES, type Step, actionRef, after, readActionRef } from "../../../src/actions/action.ts";

const STEPS: readonly Step[] = ["start", "hand_over", "tell", "review", "drop"];

describe("the states of an action", () => {
  // Written by hand: what leads where, and everything else leads nowhere.
  const table: Readonly<Record<(typeof STATES)[number], Readonly<Partial<Record<Step, string>>>>> = {
    planned: { start: "running", hand_over: "planned", drop: "dropped" },
    running: { hand_over: "running", tell: "running", review: "reviewed", drop: "dropped" },
    reviewed: { tell: "reviewed" },
    dropped: {},
  };
  it.each(STATES.flatMap((state) => STEPS.map((step) => ({ state, step, to: table[state][step] }))))(
    "$state, $step: $to",
    ({ state, step, to }) => {
      expect(after(state, step)).toBe(to);
    },
  );
});

describe("a reference", () => {
  it("is written with three figures at least", () => {
    expect([1, 12, 123, 12_345].map(actionRef)).toEqual(["ACT-001", "ACT-012", "ACT-123", "ACT-12345"]);
  });

  it.each([
    ["ACT-012", "ACT-012"],
    ["act 12", "ACT-012"],
    [" 12 ", "ACT-012"],
    ["act12", "ACT-012"],
    ["ACT-0", undefined],
    ["ESC-0012", undefined],
    ["", undefined],
    ["act-12; drop", undefined],
    ["1234567890", undefined],
  ])("reads %j as %s", (typed, ref) => {
    expect(readActionRef(typed)).toBe(ref);
  });
});
