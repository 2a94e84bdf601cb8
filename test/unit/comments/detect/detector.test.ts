import { describe, expect, it } from "vitest";
import { Detector } from "../../../../src/comments/detect/index.ts";
import { DAY, heard, HOUR, MINUTE, ordinary, outage, START, TOPICS } from "./support.ts";

describe("bursts", () => {
  it("show within the first comments of an outage, with their members, words and what is usual", () => {
    const { detector, now } = heard();
    const bursts = outage(8, now).map((remark) => detector.add(remark).burst);
    const first = bursts.findIndex((burst) => burst !== undefined);
    expect(first).toBeGreaterThanOrEqual(3);
    expect(first).toBeLessThanOrEqual(6);
    const last = bursts.at(-1);
    expect(last?.members.map(({ id }) => id).every((id) => id.startsWith("b"))).toBe(true);
    expect(last?.customers).toBeGreaterThanOrEqual(6);
    expect(last?.words).toEqual(expect.arrayContaining(["network", "leeds"]));
    expect(last?.usual).toBeLessThan(1);
    expect(last?.key).toBe(`b${first}`);
    expect(bursts.slice(first).map((burst) => burst?.update)).toEqual([
      false,
      ...Array(7 - first).fill(true),
    ]);
  });

  it("are not what is said every day", () => {
    const detector = new Detector();
    const findings = ordinary(1200).map((remark) => detector.add(remark));
    expect(findings.flatMap(({ burst }) => burst ?? [])).toEqual([]);
  });

  it("are not one customer, fifty times", () => {
    const { detector, now } = heard();
    const findings = outage(50, now).map((remark) => detector.add({ ...remark, customer: "the same" }));
    expect(findings.flatMap(({ burst }) => burst ?? [])).toEqual([]);
  });

  it("are not comments of nobody, which still have a theme", () => {
    const { detector, now } = heard();
    const findings = outage(8, now).map((remark) => detector.add({ ...remark, customer: undefined }));
    expect(findings.flatMap(({ burst }) => burst ?? [])).toEqual([]);
    expect(findings.at(-1)?.theme).toBe("b0");
  });

  it("need as many customers as the team says", () => {
    const { detector, now } = heard({ customers: 8 });
    const customers = outage(10, now).flatMap((remark) => detector.add(remark).burst?.customers ?? []);
    expect(customers[0]).toBe(8);
  });

  it("are new where the last one is over, and updates where it is not", () => {
    const { detector, now } = heard();
    const keys = (from: number, name: string): Set<string> =>
      new Set(
        outage(8, from).flatMap(
          (remark) => detector.add({ ...remark, id: name + remark.id }).burst?.key ?? [],
        ),
      );
    const first = keys(now, "first ");
    const same = keys(now + 30 * MINUTE, "same ");
    expect(first.size).toBe(1);
    expect(same).toEqual(first);
    const second = keys(now + 5 * DAY, "second ");
    expect([...second].every((key) => key.startsWith("second"))).toBe(true);
  });
});

describe("what is imported late", () => {
  it("raises nothing, is history, and joins themes", () => {
    const { detector, now } = heard();
    const late = outage(8, now - 2 * DAY).map((remark) => detector.add(remark, now));
    expect(late.flatMap(({ burst }) => burst ?? [])).toEqual([]);
    expect(late.at(-1)?.theme).toBe("b0");
    const usual = outage(8, now).flatMap(
      (remark) => detector.add({ ...remark, id: `now ${remark.id}` }, now + HOUR).burst?.usual ?? [],
    );
    const { detector: fresh } = heard();
    const unheard = outage(8, now).flatMap((remark) => fresh.add(remark, now + HOUR).burst?.usual ?? []);
    expect(usual.at(-1) ?? Infinity).toBeGreaterThan(unheard.at(-1) ?? Infinity);
  });

  it("raises nothing in the middle of a burst either", () => {
    const { detector, now } = heard();
    const bursts = outage(8, now).map((remark) => detector.add(remark).burst);
    expect(bursts.at(-1)).toBeDefined();
    const [late] = outage(1, now - 2 * DAY);
    expect(late && detector.add({ ...late, id: "late", customer: "late" }, now + HOUR)).toMatchObject({
      burst: undefined,
      theme: "b0",
    });
  });

  it("is no later than now, whatever it claims", () => {
    const { detector, now } = heard();
    const { changes } = detector.add({ id: "x", text: "from tomorrow", customer: "c", at: now + DAY }, now);
    expect(changes.heard).toEqual({ id: "x", arrival: 1201, at: now });
  });
});

describe("what everybody pastes", () => {
  const PASTED = "Please remember to mention the autumn loyalty programme before hanging up.";

  it("raises nothing, long known or new today", () => {
    const detector = new Detector();
    const findings = ordinary(1600).map((remark, at) =>
      detector.add({ ...remark, text: at < 1200 ? remark.text : `${remark.text}. ${PASTED}` }),
    );
    expect(findings.flatMap(({ burst }) => burst ?? [])).toEqual([]);
  });

  it("hides no burst, and is not what it is about", () => {
    const detector = new Detector();
    const remarks = ordinary(1200);
    for (const remark of remarks) detector.add({ ...remark, text: `${remark.text}. ${PASTED}` });
    const bursts = outage(8, (remarks.at(-1)?.at ?? 0) + MINUTE).flatMap(
      (remark) => detector.add({ ...remark, text: `${remark.text}. ${PASTED}` }).burst ?? [],
    );
    expect(bursts.length).toBeGreaterThan(0);
    expect(bursts.at(-1)?.words).toEqual(expect.arrayContaining(["network", "leeds"]));
  });
});

describe("learning", () => {
  it("is reported until enough was heard for long enough", () => {
    const detector = new Detector({ learnComments: 10, learnMs: 12 * HOUR });
    const learning = ordinary(70).map((remark) => detector.add(remark).learning);
    expect(learning[4]).toEqual({ heard: 5, needed: 10, until: START + 12 * HOUR });
    expect(learning.findIndex((each) => each === undefined)).toBe(60);
  });

  it("shows an outage on the first day where customers use nearly the same words", () => {
    const detector = new Detector();
    for (const remark of ordinary(20)) detector.add(remark);
    const bursts = outage(8, START + 4 * HOUR).flatMap(
      (remark) => detector.add({ ...remark, text: "mobile network is down in Leeds" }).burst ?? [],
    );
    expect(bursts[0]?.customers).toBeGreaterThanOrEqual(6);
  });

  it("raises nothing for what merely is a common matter on the first day", () => {
    const detector = new Detector();
    const findings = ordinary(60).map((remark, at) =>
      detector.add(
        at % 4 === 0 ? { ...remark, text: `where is the order, ${TOPICS[at % TOPICS.length]}` } : remark,
      ),
    );
    expect(findings.flatMap(({ burst }) => burst ?? [])).toEqual([]);
  });
});

describe("texts of any kind", () => {
  it.each([
    ["Cyrillic", "мобильная связь не работает в Лидсе"],
    ["Chinese", "利兹的移动网络坏了"],
    ["Japanese", "リーズの携帯ネットワークがつながりません"],
    ["Arabic", "شبكة الهاتف معطلة في ليدز"],
    ["the names of an object's own", "constructor __proto__ hasOwnProperty toString"],
  ])("burst too: %s", (_, text) => {
    const { detector, now } = heard();
    const bursts = outage(8, now).flatMap((remark) => detector.add({ ...remark, text }).burst ?? []);
    expect(bursts.length).toBeGreaterThan(0);
  });

  it.each(["😡😡😡", "", "   ", "and it was the", "customer says"])("say nothing: %j", (text) => {
    const { detector, now } = heard();
    const findings = outage(12, now).map((remark) => detector.add({ ...remark, text }));
    expect(findings.flatMap(({ burst }) => burst ?? [])).toEqual([]);
    expect(findings.flatMap(({ similar }) => similar)).toEqual([]);
    expect(findings.at(-1)?.theme).toBeUndefined();
  });

  it("may be very long", () => {
    const { detector, now } = heard();
    const text = Array.from(
      { length: 2000 },
      (_, at) => `word${String.fromCodePoint(97 + (at % 26))}${at}`,
    ).join(" ");
    const findings = outage(8, now).map((remark) => detector.add({ ...remark, text }));
    expect(findings.at(-1)?.burst?.customers).toBe(8);
  });
});

describe("a comment that makes no sense", () => {
  it("is refused", () => {
    const detector = new Detector();
    const remark = { id: "a", text: "x", customer: undefined, at: START };
    detector.add(remark);
    expect(() => detector.add(remark)).toThrow("heard already: a");
    expect(() => detector.add({ ...remark, id: "b", at: Number.NaN })).toThrow("without a time");
    const stored = { ...remark, arrival: 1, theme: undefined };
    const clock = { heard: 2, since: START, now: START };
    const state = { comments: [stored, { ...stored, arrival: 2 }], themes: [], alerts: [], clock };
    expect(() => Detector.restore({}, state)).toThrow("stored twice: a");
  });
});
