import type { Activity } from "./activity.ts";
import type { Figures } from "./figures.ts";

/** One value of a series; labels are codes and ids of teams, never anybody's name. */
export interface Value {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A series as Prometheus knows it: the unit is in the name, and a counter's ends in `_total`. */
export interface Series {
  readonly name: string;
  readonly help: string;
  readonly type: "gauge" | "counter";
  readonly labels: readonly string[];
  readonly values: readonly Value[];
}

/** Everything that a scrape shows, beside what every Node process can say of itself. */
export interface Shown {
  readonly figures: Figures;
  readonly activity: Activity;
  /** How long ago the loop last turned, ms. */
  readonly loopAgeMs: number;
}

const alone = (value: number): readonly Value[] => [{ labels: {}, value }];
const by = (label: string, counts: Iterable<readonly [string, number]>): readonly Value[] =>
  [...counts].map(([key, value]) => ({ labels: { [label]: key }, value }));
const seconds = (ms: number): number => ms / 1_000;

const gauge = (name: string, help: string, values: readonly Value[], ...labels: string[]): Series => ({
  name: `floorwalker_${name}`,
  help,
  type: "gauge",
  labels,
  values,
});
const counter = (name: string, help: string, values: readonly Value[], ...labels: string[]): Series => ({
  ...gauge(`${name}_total`, help, values, ...labels),
  type: "counter",
});

/** How a connection stands, as a number: 1 as it should be. */
const connections = ({ activity }: Shown): readonly Value[] =>
  by(
    "platform",
    [...activity.connections].map(([platform, state]) => [platform, state === "connected" ? 1 : 0]),
  );

const events = ({ activity }: Shown): readonly Value[] =>
  [...activity.events].map(([key, value]) => {
    const [kind = "", answer = ""] = key.split(" ");
    return { labels: { kind, answer }, value };
  });

/** The series of a scrape. */
export const seriesOf = (shown: Shown): readonly Series[] => {
  const { figures, activity } = shown;
  return [
    gauge(
      "loop_age_seconds",
      "Since the loop last turned. It turns four times a second; above 5, due work is not being done.",
      alone(seconds(shown.loopAgeMs)),
    ),
    gauge(
      "messages",
      "Messages that are not where they should be: pending, sending, or failed (undeliverable).",
      by("state", Object.entries(figures.messages)),
      "state",
    ),
    gauge(
      "message_oldest_waiting_seconds",
      "How long the oldest message has been waiting to be sent; 0 where none waits.",
      alone(seconds(figures.oldestMessageMs)),
    ),
    gauge("timers_overdue", "Timers that are due and were not acted on.", alone(figures.timersOverdue)),
    gauge(
      "timer_oldest_overdue_seconds",
      "By how much the oldest of them is late; 0 where none is.",
      alone(seconds(figures.oldestTimerMs)),
    ),
    gauge(
      "conditions",
      "What is wrong now and needs an operator, by its code; floorwalker doctor says what to do.",
      by("code", figures.conditions),
      "code",
    ),
    gauge(
      "platform_connected",
      "1: the connection to the platform stands; 0: it does not.",
      connections(shown),
      "platform",
    ),
    gauge("journal_entries", "The number of the newest entry on record.", alone(figures.journalSeq)),
    gauge(
      "imports_waiting",
      "Files that were given and do not count yet: of figures (kpi), or of comments.",
      by("what", Object.entries(figures.imports)),
      "what",
    ),
    gauge(
      "digest_age_seconds",
      "Since a team's last daily digest was posted, by the team's id.",
      by(
        "team",
        [...figures.digestAgesMs].map(([team, ms]) => [team, seconds(ms)]),
      ),
      "team",
    ),
    counter("commits", "Commits to the database since the start.", alone(activity.commits)),
    counter(
      "events",
      "What people did on a platform since the start, by kind and by how it was answered.",
      events(shown),
      "kind",
      "answer",
    ),
    counter(
      "recorded",
      "Entries put on record since the start, by kind; access.refused are refusals.",
      by("kind", activity.recorded),
      "kind",
    ),
    counter(
      "clock_jumps",
      "Jumps of the machine's clock by more than a minute since the start.",
      alone(activity.clockJumps),
    ),
  ];
};
