import type { Story } from "./support.ts";

/**
 * A dozen cases around the Sunday on which the clocks go back: +01:00 up to 01:00 UTC on 25 October
 * 2026, +00:00 from there on.
 */
export const STORIES: Readonly<Record<string, Story>> = {
  // Feedback is due by Tuesday night, two working days after Friday.
  approvedAndFedBack: {
    kind: "approval",
    raised: "2026-10-23T10:00+01:00",
    taken: "2026-10-23T10:05+01:00",
    decided: "2026-10-23T10:30+01:00",
    told: "2026-10-23T10:30+01:00",
    handedBack: "2026-10-26T09:00+00:00",
    feedback: true,
    closed: "2026-10-26T09:00+00:00",
  },
  takenAMinuteLate: {
    kind: "takeover",
    onLine: true,
    raised: "2026-10-23T11:00+01:00",
    taken: "2026-10-23T11:03+01:00",
    decided: "2026-10-23T11:20+01:00",
    told: "2026-10-23T11:20+01:00",
    handedBack: "2026-10-23T12:00+01:00",
    closed: "2026-10-23T12:00+01:00",
  },
  withdrawnBeforeItWasDue: { raised: "2026-10-23T16:00+01:00", withdrawn: "2026-10-23T16:10+01:00" },
  withdrawnWhenLate: { raised: "2026-10-23T16:00+01:00", withdrawn: "2026-10-23T16:20+01:00" },
  // Due on Saturday, five minutes past midnight.
  neverTaken: { kind: "approval", raised: "2026-10-23T23:50+01:00" },
  // Promised for the second half past one of the night, told at the second twenty past.
  promisedInTheRepeatedHour: {
    kind: "takeover",
    raised: "2026-10-24T09:00+01:00",
    promised: "2026-10-25T01:30+00:00",
    taken: "2026-10-24T09:10+01:00",
    decided: "2026-10-24T09:30+01:00",
    handedBack: "2026-10-24T10:00+01:00",
    feedback: true,
    told: "2026-10-25T01:20+00:00",
    closed: "2026-10-25T01:20+00:00",
  },
  // The 25th hour of Sunday.
  lateOnTheLongDay: {
    raised: "2026-10-25T23:30+00:00",
    taken: "2026-10-25T23:40+00:00",
    decided: "2026-10-26T09:00+00:00",
    told: "2026-10-26T09:00+00:00",
    handedBack: "2026-10-26T09:00+00:00",
    feedback: true,
    closed: "2026-10-26T09:00+00:00",
  },
  promiseBrokenByAMinute: {
    kind: "takeover",
    raised: "2026-10-26T10:00+00:00",
    promised: "2026-10-26T12:00+00:00",
    taken: "2026-10-26T10:20+00:00",
    decided: "2026-10-26T11:00+00:00",
    handedBack: "2026-10-26T11:30+00:00",
    feedback: true,
    told: "2026-10-26T12:01+00:00",
    closed: "2026-10-26T12:01+00:00",
  },
  promiseBrokenAndOpen: {
    kind: "refer",
    raised: "2026-10-26T10:00+00:00",
    promised: "2026-10-26T17:00+00:00",
    taken: "2026-10-26T10:01+00:00",
  },
  takenAndGivenBack: {
    kind: "approval",
    raised: "2026-10-26T13:00+00:00",
    takenAndGivenBack: "2026-10-26T13:05+00:00",
  },
  // Feedback was due by Monday night, and never came.
  decidedAndLeft: {
    kind: "approval",
    raised: "2026-10-22T10:00+01:00",
    taken: "2026-10-22T10:01+01:00",
    decided: "2026-10-22T12:00+01:00",
    told: "2026-10-22T12:00+01:00",
  },
  // Here it came on Tuesday.
  fedBackLate: {
    kind: "approval",
    raised: "2026-10-22T16:00+01:00",
    taken: "2026-10-22T16:02+01:00",
    decided: "2026-10-22T17:00+01:00",
    told: "2026-10-22T17:00+01:00",
    handedBack: "2026-10-27T09:00+00:00",
    feedback: true,
    closed: "2026-10-27T09:00+00:00",
  },
  // Over for two weeks when the call that was promised would have been due.
  promiseKeptLongBefore: {
    kind: "refer",
    raised: "2026-10-12T10:00+01:00",
    promised: "2026-10-26T09:00+00:00",
    taken: "2026-10-12T10:01+01:00",
    decided: "2026-10-12T11:00+01:00",
    told: "2026-10-12T11:00+01:00",
    handedBack: "2026-10-12T11:00+01:00",
    closed: "2026-10-12T11:00+01:00",
  },
};

/** What nobody of this team's count may see. */
export const ELSEWHERE: Readonly<Record<string, Story>> = {
  restrictedOpen: { restricted: true, raised: "2026-10-23T09:00+01:00" },
  restrictedClosed: {
    restricted: true,
    kind: "takeover",
    raised: "2026-10-23T09:00+01:00",
    promised: "2026-10-24T09:00+01:00",
    taken: "2026-10-23T09:01+01:00",
    decided: "2026-10-23T09:05+01:00",
    told: "2026-10-23T09:05+01:00",
    handedBack: "2026-10-23T09:10+01:00",
    feedback: true,
    closed: "2026-10-23T09:10+01:00",
  },
  ofAnotherTeam: { team: "orders", kind: "approval", raised: "2026-10-23T09:00+01:00" },
};
