import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Detector, type Remark, type Settings, type State } from "../../../../src/comments/detect/index.ts";
import { HOUR, MINUTE, START, Store } from "./support.ts";
import { seedOf } from "../../../support/seeded.ts";

const seed = seedOf("restart.test.ts");

/** So small that everything happens: eviction, lingering, retirement, the end of learning. */
const SMALL: Partial<Settings> = {
  recent: 25,
  most: 40,
  themes: 3,
  learnComments: 20,
  learnMs: 6 * HOUR,
  threshold: 4,
  customers: 2,
};

const WORDS =
  "card blocked parcel late network down leeds refund app crash login invoice wrong address __proto__".split(
    " ",
  );

const remarks = fc.array(
  fc.record({
    words: fc.array(fc.nat(WORDS.length - 1), { minLength: 1, maxLength: 6 }),
    tail: fc.constantFrom("", ". Please mention the autumn sale", "! 2 times"),
    customer: fc.option(fc.nat(8), { nil: undefined }),
    minutes: fc.nat(40),
    late: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(600) }),
    /** What happens after it: mostly nothing. */
    after: fc.constantFrom("", "", "", "", "", "", "merge", "split", "forget"),
  }),
  { minLength: 30, maxLength: 90 },
);
type Step = Remark & { now: number; after: string };
const streams = remarks.map((steps) => {
  let now = START;
  return steps.map(({ words, tail, customer, minutes, late, after }, at): Step => {
    now += minutes * MINUTE;
    return {
      id: `r${at}`,
      text: words.map((word) => WORDS[word]).join(" ") + tail,
      customer: customer === undefined ? undefined : `c${customer}`,
      at: now - late * MINUTE,
      now,
      after,
    };
  });
});

/** One step of a stream, and what people do after it. What it answers, as text: compared bit by bit. */
function take(detector: Detector, store: Store, { after, now, ...remark }: Step): string {
  const finding = detector.add(remark, now);
  store.write(finding.changes, remark);
  const answers: unknown[] = [finding];
  const { theme } = finding;
  const members = theme === undefined ? [] : store.of(theme);
  if (after === "forget") {
    const { theme: of } = store.comment(remark.id);
    const changes = detector.forget(store.comment(remark.id), of === undefined ? undefined : store.theme(of));
    store.write(changes);
    store.forget(remark.id);
    answers.push(changes);
  }
  if (after === "split" && theme !== undefined && members.length > 2) {
    const changes = detector.split(theme, members.slice(1, 2), `split ${remark.id}`);
    store.write(changes);
    answers.push(changes);
  }
  const other = store.state();
  const into = [...other.themes].find((each) => each.key !== theme);
  if (after === "merge" && theme !== undefined && into !== undefined) {
    const changes = detector.merge(theme, into.key);
    store.write(changes);
    answers.push(changes);
  }
  return JSON.stringify(answers);
}

/** What a database would give back: JSON there and back. */
const reread = (state: State): State => JSON.parse(JSON.stringify(state)) satisfies State;

describe("after a restart", () => {
  it("everything is answered as if there had been none, bit by bit", () => {
    fc.assert(
      fc.property(streams, fc.double({ min: 0, max: 1, noNaN: true }), (stream, share) => {
        const restart = Math.floor(share * stream.length);
        const store = new Store();
        const detector = new Detector(SMALL);
        const kept = new Store();
        let restarted = new Detector(SMALL);
        for (const [at, step] of stream.entries()) {
          if (at === restart) restarted = Detector.restore(SMALL, reread(kept.state()));
          expect(take(restarted, kept, step)).toBe(take(detector, store, step));
        }
      }),
      { seed, numRuns: 50 },
    );
  });

  it("the order in which the database gives things back does not matter", () => {
    fc.assert(
      fc.property(streams, (stream) => {
        const store = new Store();
        const detector = new Detector(SMALL);
        const half = Math.floor(stream.length / 2);
        for (const step of stream.slice(0, half)) take(detector, store, step);
        const { comments, themes, alerts, clock } = reread(store.state());
        const turned = {
          comments: [...comments].toReversed(),
          themes: [...themes].toReversed(),
          alerts: [...alerts].toReversed(),
          clock,
        };
        const restored = Detector.restore(SMALL, turned);
        for (const [at, step] of stream.slice(half).entries()) {
          const { after: _, now, ...remark } = step;
          expect(JSON.stringify(restored.add(remark, now)), `step ${at}`).toBe(
            JSON.stringify(detector.add(remark, now)),
          );
        }
      }),
      { seed, numRuns: 30 },
    );
  });
});
