import { cpuUsage, memoryUsage } from "node:process";
import {
  type AlertRecord,
  type Changes,
  Detector,
  type State,
  type StoredComment,
  type ThemeRecord,
} from "../../src/comments/detect/index.ts";
import { commentStream } from "./detector-stream.ts";
import { figure, percentile, printTable } from "./figures.ts";

/** Comments after which `add` is timed. */
const HEARD = [10_000, 100_000, 1_000_000];
/** How many are timed each time. */
const TIMED = 5_000;
/** A busy centre: one comment in 20 s, 4,320 a day, without a night. */
const EVERY_MS = 20_000;
const MIB = 1024 ** 2;

/**
 * How long it takes to hear a comment after many were heard, what that takes of memory, and
 * how long it takes to restore the detector. Nothing is kept here but what must be: the
 * stored comments of the active set, as a database would give them back. Processor time is
 * beside the clock, since other work on the machine disturbs it less.
 */
export function measureDetector(): void {
  const detector = new Detector();
  const stored = new Stored();
  const stream = commentStream(1, Date.UTC(2026, 0, 1), EVERY_MS);
  const rows: string[][] = [
    ["heard", "median ms", "p99 ms", "CPU median ms", "CPU p99 ms", "to the first", "RSS MiB", "heap MiB"],
  ];
  let first = 0;
  let count = 0;
  let bursts = 0;
  for (const heard of HEARD) {
    for (; count < heard; count += 1) {
      const remark = stream.next().value;
      const { changes, burst } = detector.add(remark);
      if (burst !== undefined && !burst.update) bursts += 1;
      stored.write(changes, remark);
    }
    const took: number[] = [];
    const worked: number[] = [];
    for (; took.length < TIMED; count += 1) {
      const remark = stream.next().value;
      const before = cpuUsage();
      const started = performance.now();
      const { changes } = detector.add(remark);
      took.push(performance.now() - started);
      const { user, system } = cpuUsage(before);
      worked.push((user + system) / 1000);
      stored.write(changes, remark);
    }
    took.sort((a, b) => a - b);
    worked.sort((a, b) => a - b);
    const median = percentile(worked, 0.5);
    first ||= median;
    const { rss, heapUsed } = memoryUsage();
    rows.push([
      figure(heard),
      figure(percentile(took, 0.5), 3),
      figure(percentile(took, 0.99), 3),
      figure(median, 3),
      figure(percentile(worked, 0.99), 3),
      figure(median / first, 2),
      figure(rss / MIB),
      figure(heapUsed / MIB),
    ]);
  }
  printTable(`To hear a comment: ${figure(TIMED)} each, after so many were heard`, rows);
  const state = stored.state();
  const started = performance.now();
  const restored = Detector.restore({}, state);
  const tookMs = performance.now() - started;
  const next = stream.next().value;
  const same = JSON.stringify(restored.add(next)) === JSON.stringify(detector.add(next));
  console.log(
    `\nRestored ${figure(restored.size)} comments and ${figure([...state.themes].length)} themes in ${figure(tookMs)} ms;` +
      ` the next answer is ${same ? "the same" : "NOT THE SAME"}. ${figure(bursts)} alerts in ${figure(count)} comments.`,
  );
  if (!same) process.exitCode = 1;
}

/** What a database holds for the detector. */
class Stored {
  readonly #comments = new Map<string, StoredComment>();
  readonly #themes = new Map<string, ThemeRecord>();
  readonly #alerts = new Map<string, AlertRecord>();
  #clock: Changes["clock"] | undefined;

  write(changes: Changes, remark: Omit<StoredComment, "arrival" | "theme">): void {
    if (changes.heard) this.#comments.set(remark.id, { ...remark, ...changes.heard, theme: undefined });
    if (this.#comments.size > 20_000)
      for (const id of this.#comments.keys()) {
        this.#comments.delete(id);
        if (this.#comments.size <= 18_000) break;
      }
    for (const { from, into } of changes.merged) {
      this.#themes.delete(from);
      for (const [id, comment] of this.#comments)
        if (comment.theme === from) this.#comments.set(id, { ...comment, theme: into });
    }
    for (const { comment, theme } of changes.assigned) {
      const known = this.#comments.get(comment);
      if (known) this.#comments.set(comment, { ...known, theme });
    }
    for (const theme of changes.themes)
      if (theme.retired) this.#themes.delete(theme.key);
      else this.#themes.set(theme.key, theme);
    for (const alert of changes.alerts) this.#alerts.set(alert.key, alert);
    for (const key of changes.expired) this.#alerts.delete(key);
    this.#clock = changes.clock;
  }

  state(): State {
    return {
      comments: [...this.#comments.values()],
      themes: [...this.#themes.values()],
      alerts: [...this.#alerts.values()],
      clock: this.#clock,
    };
  }
}
