import { describe, expect, it } from "vitest";
import type { AuthorityRow } from "../../../src/authority/index.ts";
import { type Person, type Routable, nextToAsk, route } from "../../../src/escalation/routing.ts";

const refund = (level: string, rank: number, limitPence: number): AuthorityRow => ({
  decision: "refund",
  level,
  rank,
  label: "Refund",
  limitPence,
  currency: "GBP",
  ownerTeam: null,
  perCustomerDays: null,
  marks: [],
});
const register = [
  refund("senior", 1, 5_000),
  refund("team_leader", 2, 25_000),
  refund("manager", 3, 100_000),
];
const person = (id: string, rank: number, more: Partial<Person> = {}): Person => ({
  id,
  rank,
  decides: true,
  away: false,
  homeTeam: "billing",
  asked: 0,
  holding: 0,
  lastTakenAt: null,
  ...more,
});
const approval: Routable = {
  kind: "approval",
  issue: "refund",
  team: "billing",
  owned: false,
  raiserId: "ana",
  raiserRank: 0,
  totalPence: 8_000,
};
const ask = (routable: Partial<Routable>, people: readonly Person[]) =>
  route({ ...approval, ...routable }, register, people, 4).candidates.map((candidate) => candidate.id);

describe("routing", () => {
  it("asks the lowest level that may decide the amount, then upwards", () => {
    const people = [person("sam", 3), person("priya", 2), person("wei", 1), person("tom", 0)];
    expect(ask({}, people)).toEqual(["priya", "sam"]);
    expect(ask({ totalPence: 5_000 }, people)).toEqual(["wei", "priya", "sam"]);
    expect(ask({ totalPence: 100_001 }, people)).toEqual([]);
  });

  it("never asks the raiser, nor anybody who is away or never decides", () => {
    const people = [
      person("ana", 2),
      person("priya", 2, { away: true }),
      person("qa", 3, { decides: false }),
      person("sam", 3),
    ];
    expect(ask({ raiserRank: 2 }, people)).toEqual(["sam"]);
  });

  it("asks the team's own people before those who cover it, then the least loaded, then the longest idle", () => {
    const people = [
      person("cover", 2, { homeTeam: "orders" }),
      person("busy", 2, { holding: 2 }),
      person("asked", 2, { asked: 1 }),
      person("recent", 2, { lastTakenAt: 900 }),
      person("idle", 2, { lastTakenAt: 100 }),
      person("never", 2),
    ];
    expect(ask({}, people)).toEqual(["never", "idle", "recent", "asked", "busy", "cover"]);
  });

  it("asks the level above the raiser where nobody's authority is needed", () => {
    const people = [person("tom", 0), person("wei", 1), person("priya", 2)];
    expect(ask({ kind: "advice", issue: "something_else", totalPence: null }, people)).toEqual([
      "wei",
      "priya",
    ]);
    expect(
      ask({ kind: "takeover", issue: "something_else", totalPence: null, raiserRank: 1 }, people),
    ).toEqual(["priya"]);
  });

  it("lets somebody at the top ask an equal, because there is nobody above", () => {
    expect(
      ask({ kind: "advice", issue: "something_else", totalPence: null, raiserRank: 4 }, [
        person("helen", 4),
        person("kim", 4),
      ]),
    ).toEqual(["helen", "kim"]);
  });

  it("sends what another team owns to that team, whatever the level: the right owner is not a higher one", () => {
    expect(
      ask({ kind: "refer", issue: "fraud_check", owned: true, totalPence: null }, [
        person("leon", 1),
        person("new", 0),
      ]),
    ).toEqual(["new", "leon"]);
  });

  it("names the hole when nobody can be asked", () => {
    expect(route(approval, register, [person("tom", 0)], 4).hole).toBe("nobody_authorised");
    expect(route(approval, register, [person("priya", 2, { away: true })], 4).hole).toBe("all_away");
  });

  it("does not depend on the order in which people are read", () => {
    const people = [person("b", 2), person("a", 2), person("c", 3)];
    expect(ask({}, people)).toEqual(ask({}, people.toReversed()));
  });
});

describe("asking on", () => {
  const candidates = ["wei", "priya", "sam"].map((id, rank) => ({
    id,
    rank,
    reason: { why: "level_above" as const },
  }));
  it("asks everybody once before anybody twice", () => {
    expect(nextToAsk(candidates, new Map())?.id).toBe("wei");
    expect(nextToAsk(candidates, new Map([["wei", 1]]))?.id).toBe("priya");
    expect(
      nextToAsk(
        candidates,
        new Map([
          ["wei", 1],
          ["priya", 1],
          ["sam", 1],
        ]),
      )?.id,
    ).toBe("wei");
    expect(nextToAsk([], new Map())).toBeUndefined();
  });
});
