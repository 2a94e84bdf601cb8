import { describe, expect, it } from "vitest";
import { allThatWasDone } from "../../../src/evidence/event-words.ts";
import type { Facts } from "../../../src/journal/index.ts";

const one = { ref: "ESC-0042", kind: "takeover", issue: "fee_waiver" };
const theme = { ref: "TH-007", theme_ref: "TH-007" };
const kpi = { kpi: "service_level", version: 2 };

describe("what is kept is called by what was done, as one sentence", () => {
  // Each written by hand before it was tried.
  it.each<[string, readonly (readonly [string, Facts])[]]>([
    [
      "Decided ESC-0042 (takeover, fee waiver): resolved",
      [["case.decided", { ...one, outcome: "resolved" }]],
    ],
    [
      "Took ESC-0042 (takeover, fee waiver), decided it (resolved in part) and handed it back",
      [
        ["case.taken", one],
        ["case.decided", { ...one, outcome: "resolved_in_part" }],
        ["case.handed_back", one],
      ],
    ],
    [
      "Decided ESC-0042 (takeover, fee waiver; resolved), noted what was weighed in it and told the customer of it",
      [
        ["case.decided", { ...one, outcome: "resolved" }],
        ["case.weighed", one],
        ["case.customer_informed", one],
      ],
    ],
    [
      "Raised ESC-0042 (takeover, fee waiver) and told the customer of it",
      [
        ["case.raised", one],
        ["case.customer_informed", one],
      ],
    ],
    [
      "Logged what a customer said (spontaneous), with the reply",
      [["comment.recorded", { origin: "spontaneous", replied: true }]],
    ],
    [
      "Logged what a customer said (spontaneous) and replied to it",
      [
        ["comment.recorded", { origin: "spontaneous", replied: true }],
        ["comment.answered", {}],
      ],
    ],
    [
      "Logged what a customer said (requested), added to it and replied to it",
      [
        ["comment.recorded", { origin: "requested", replied: false }],
        ["comment.detailed", {}],
        ["comment.detailed", {}],
        ["comment.answered", {}],
      ],
    ],
    [
      "Confirmed TH-007 as said by several customers and told others, named it and decided not to act on it",
      [
        ["alert.confirmed", theme],
        ["theme.named", theme],
        ["theme.declined", theme],
      ],
    ],
    [
      "Planned the action ACT-012, started it, reviewed it and told people what came of it",
      [
        ["action.planned", { ref: "ACT-012" }],
        ["action.started", { ref: "ACT-012" }],
        ["action.reviewed", { ref: "ACT-012" }],
        ["action.told", { ref: "ACT-012" }],
      ],
    ],
    [
      "Defined the KPI service level (version 2), proposed a target for it and reached agreement on a target for it",
      [
        ["kpi.defined", kpi],
        ["kpi.proposed", kpi],
        ["kpi.agreed", kpi],
      ],
    ],
    [
      "Analysed the figures from 1 November 2026 to 7 November 2026",
      [
        ["kpi.analysed", { from: "2026-11-01", until: "2026-11-07" }],
        ["kpi.analysed", { from: "2026-11-01", until: "2026-11-07" }],
      ],
    ],
  ])("%s", (title, events) => {
    expect(allThatWasDone(events.map(([kind, facts]) => ({ kind, facts })))).toBe(title);
  });
});
