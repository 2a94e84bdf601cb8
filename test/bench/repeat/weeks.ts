import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Remark } from "../../../src/comments/detect/index.ts";
import { randomness } from "../detector-stream.ts";

/** A comment of the made-up weeks, and what is true of it. */
export interface Said extends Remark {
  readonly matter: string;
  /** The burst that it was planted for. */
  readonly burst: number | undefined;
}

/** A centre's made-up weeks. */
export interface Weeks {
  /** In order of time. */
  readonly said: readonly Said[];
  /** How many bursts were planted. */
  readonly bursts: number;
  /** When the first could be planted, ms since the epoch. */
  readonly from: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DAYS = 20;
const QUIET_DAYS = 6;
/** How often a matter comes up in a day: from so rarely to so often. */
const RATES: readonly [number, number] = [0.3, 6];
/** What agents put round a customer's words. */
const BEFORE = ["", "", "", "Customer on the phone: ", "They say ", "caller wrote in, "];
const AFTER = ["", "", "", " Promised to look into it.", " Was polite about it."];

/** The sample's questions by matter. */
function questions(): Map<string, string[]> {
  const byMatter = new Map<string, string[]>();
  for (const line of readFileSync(join(import.meta.dirname, "banking77-sample.tsv"), "utf8")
    .trim()
    .split("\n")) {
    const [matter = "", text = ""] = line.split("\t");
    const known = byMatter.get(matter);
    if (known === undefined) byMatter.set(matter, [text]);
    else known.push(text);
  }
  return byMatter;
}

/**
 * Twenty days in which each matter comes up at a rate of its own, by day more than by night;
 * from the seventh day on there is a burst each day: 6 to 14 customers within three hours on one
 * matter; and every other day one customer who says one thing eight times.
 */
export function weeks(seed: number, start: number): Weeks {
  const random = randomness(seed);
  const pick = <T>(values: readonly T[], otherwise: T): T =>
    values[Math.floor(random() * values.length)] ?? otherwise;
  const byMatter = questions();
  const matters = [...byMatter.keys()];
  const said: Omit<Said, "id">[] = [];
  let customers = 0;
  const say = (
    matter: string,
    at: number,
    burst?: number,
    customer = `customer ${(customers += 1)}`,
  ): void => {
    const text = pick(BEFORE, "") + pick(byMatter.get(matter) ?? [], "") + pick(AFTER, "");
    said.push({ text, customer, at: Math.round(at), matter, burst });
  };
  for (const matter of matters) {
    const rate = RATES[0] * (RATES[1] / RATES[0]) ** random();
    for (let day = 0; day < DAYS;) {
      day += -Math.log(1 - random()) / rate;
      // At night, two of three callers wait for the morning.
      const night = (day % 1) * 24 < 8;
      const at = night && random() < 2 / 3 ? Math.floor(day) + (8 + 10 * random()) / 24 : day;
      if (at < DAYS) say(matter, start + at * DAY);
    }
  }
  let bursts = 0;
  for (let day = QUIET_DAYS; day < DAYS - 1; day += 1) {
    const matter = pick(matters, "");
    const from = start + (day + random() * 0.8) * DAY;
    const size = 6 + Math.floor(random() * 9);
    for (let count = 0; count < size; count += 1) say(matter, from + random() * 3 * HOUR, bursts);
    bursts += 1;
    if (day % 2 === 0) {
      const angry = pick(matters, "");
      for (let count = 0; count < 8; count += 1)
        say(angry, start + (day + 0.5 + random() * 0.1) * DAY, undefined, `angry ${day}`);
    }
  }
  said.sort((a, b) => a.at - b.at);
  return {
    said: said.map((each, at) => ({ ...each, id: `s${at}` })),
    bursts,
    from: start + QUIET_DAYS * DAY,
  };
}
