import { type Burst, Detector } from "../../../src/comments/detect/index.ts";
import { figure, median, printTable } from "../figures.ts";
import { type Said, weeks } from "./weeks.ts";

const SEEDS = [11, 12, 13, 14, 15, 16];
/** A Monday. */
const START = Date.UTC(2026, 0, 5);

/** What came of one run of made-up weeks. */
interface Outcome {
  readonly comments: number;
  readonly bursts: number;
  readonly found: number;
  /** Alerts that are about no planted burst. */
  readonly false: number;
  /** Share of an alert's members that are on its main matter, by alert on a planted burst. */
  readonly purity: readonly number[];
  /** How many comments of a burst had been made when it was found. */
  readonly after: readonly number[];
}

/** How many planted bursts a new team's detector finds, and how much else it takes for one. */
export function measureRepeat(): void {
  const outcomes = SEEDS.map(run);
  const sum = (of: (outcome: Outcome) => number): number =>
    outcomes.reduce((total, each) => total + of(each), 0);
  const found = sum((each) => each.found);
  const recall = found / sum((each) => each.bursts);
  const precision = found / (found + sum((each) => each.false));
  const purity = outcomes.flatMap((each) => each.purity);
  printTable(`Bursts in ${SEEDS.length} times twenty made-up days`, [
    ["comments", "bursts", "found", "false", "recall", "precision", "F1", "member purity", "found after"],
    [
      figure(sum((each) => each.comments)),
      figure(sum((each) => each.bursts)),
      figure(found),
      figure(sum((each) => each.false)),
      figure(recall, 2),
      figure(precision, 2),
      figure((2 * recall * precision) / (recall + precision), 2),
      figure(purity.reduce((total, each) => total + each, 0) / purity.length, 2),
      figure(median(outcomes.flatMap((each) => each.after))),
    ],
  ]);
}

function run(seed: number): Outcome {
  const { said, bursts, from } = weeks(seed, START);
  const detector = new Detector();
  const byId = new Map(said.map((each) => [each.id, each]));
  const found = new Map<number, number>();
  const purity: number[] = [];
  let wrong = 0;
  for (const remark of said) {
    const { burst } = detector.add(remark);
    if (burst === undefined || burst.update || remark.at < from) continue;
    const members = burst.members.flatMap(({ id }) => byId.get(id) ?? []);
    const planted = plantedIn(burst, members);
    if (planted === undefined) wrong += 1;
    else {
      purity.push(Math.max(...counts(members.map(({ matter }) => matter)).values()) / members.length);
      if (!found.has(planted))
        found.set(planted, said.filter((each) => each.burst === planted && each.at <= remark.at).length);
    }
  }
  return {
    comments: said.length,
    bursts,
    found: found.size,
    false: wrong,
    purity,
    after: [...found.values()],
  };
}

/** The burst that at least half of an alert's members were planted for. */
function plantedIn({ members }: Burst, said: readonly Said[]): number | undefined {
  for (const [burst, count] of counts(said.flatMap((each) => each.burst ?? [])))
    if (count * 2 >= members.length) return burst;
  return undefined;
}

function counts<T>(values: readonly T[]): Map<T, number> {
  const by = new Map<T, number>();
  for (const value of values) by.set(value, (by.get(value) ?? 0) + 1);
  return by;
}
