import { describe, expect, it } from "vitest";
import { featuresOf } from "../../../../src/comments/detect/features.ts";
import { ramp, surprise } from "../../../../src/comments/detect/statistics.ts";
import { segmentsOf } from "../../../../src/comments/detect/text.ts";
import { Times } from "../../../../src/comments/detect/times.ts";
import { Vocabulary } from "../../../../src/comments/detect/vocabulary.ts";

const stems = (text: string): string[] => [...featuresOf(segmentsOf(text)).keys()];

describe("a text's features", () => {
  it.each([
    ["Customer says: he can't log in, the app's crashing", ["log", "app", "crash"]],
    ["CUSTOMERS reported that cards were declined", ["card", "declin"]],
    ["Charged £20 on 3 May, not 15", ["charg", "0", "mai"]],
    ["мобильная связь 4G", ["мобильная", "связь", "0g"]],
    ["東京都 wifi", ["東京", "京都", "wifi"]],
    ["constructor __proto__", ["constructor", "proto"]],
    ["😡 the", []],
  ])("%s", (text, expected) => {
    expect(stems(text)).toEqual(expected);
  });

  it("count how often a stem occurs", () => {
    expect([...featuresOf(segmentsOf("card, cards and a card"))]).toEqual([["card", 3]]);
  });

  it("keep people's forms, and the wording of each stretch", () => {
    expect(segmentsOf("Cards declined. It's urgent!")).toEqual([
      {
        wording: "cards declined",
        words: [
          { stem: "card", form: "cards" },
          { stem: "declin", form: "declined" },
        ],
      },
      { wording: "it urgent", words: [{ stem: "urgent", form: "urgent" }] },
    ]);
  });

  it("are bounded", () => {
    const long = Array.from(
      { length: 5000 },
      (_, at) => `w${"abcdefghij"[at % 10]}x${"klmnopqrst"[Math.floor(at / 10) % 10]}y${"uvwxyz"[at % 6]}`,
    );
    expect(stems(long.join(" ")).length).toBeLessThanOrEqual(60);
  });
});

describe("statistics", () => {
  it.each([
    [0.1, 0],
    [0.2, 0],
    [0.3, 0.5],
    [0.4, 1],
    [0.9, 1],
  ])("the ramp from 0.2 to 0.4 takes %d to %d", (similarity, membership) => {
    expect(ramp(similarity, 0.2, 0.4)).toBeCloseTo(membership, 12);
  });

  it.each([
    [8, 0.5, 8 * Math.log(16) - 7.5],
    [4, 1, 4 * Math.log(4) - 3],
    [1, 1, 0],
    [0.5, 1, 0],
  ])("%d where %d is usual is so surprising", (x, usual, expected) => {
    expect(surprise(x, usual)).toBeCloseTo(expected, 12);
  });
});

describe("times", () => {
  it("stay in order, whichever way they come and go", () => {
    const times = new Times();
    for (const time of [5, 1, 9, 5, 7]) times.add(time);
    times.remove(5);
    expect([0, 1, 2, 3].map((place) => times.at(place))).toEqual([1, 5, 7, 9]);
    expect([times.before(5), times.before(6), times.size]).toEqual([1, 2, 4]);
  });
});

describe("the vocabulary", () => {
  it("gives a number again once its stem is released", () => {
    const vocabulary = new Vocabulary();
    const card = vocabulary.intern("card");
    expect(vocabulary.intern("__proto__")).not.toBe(card);
    vocabulary.release(card);
    expect(vocabulary.find("card")).toBeUndefined();
    expect(vocabulary.intern("app")).toBe(card);
    expect(vocabulary.span).toBe(2);
  });
});
