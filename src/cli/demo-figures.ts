import { addDays, localDate, startOf, weekdayOf } from "../local-days.ts";
import type { OpeningHours } from "../kpi/queue.ts";

/** A queue of the example centre, as far as its figures need it. */
export interface FigureQueue {
  readonly id: string;
  /** Null: it takes contacts at any time. */
  readonly hours: OpeningHours | null;
}

const HALF_HOUR_MS = 1_800_000;
const IN_TIME_S = 20;
const SHORT_S = 5;
/** How busy each hour of the day is, as a part of its busiest. */
const SHAPE = [
  0.05, 0.04, 0.03, 0.03, 0.04, 0.08, 0.2, 0.4, 0.75, 0.95, 1, 0.95, 0.8, 0.78, 0.85, 0.9, 0.85, 0.75, 0.6,
  0.5, 0.4, 0.3, 0.2, 0.1,
] as const;
/** Mondays are busy, Sundays are not. */
const WEEKDAY = [1.25, 1.05, 1, 1, 0.95, 0.6, 0.45] as const;

/** Numbers that look random and are the same each time: of a queue and a half-hour, from 0 to below 1. */
function chance(queue: string, at: number, salt: number): number {
  let mixed = (salt * 0x9e3779b1) ^ (at / HALF_HOUR_MS);
  for (const sign of queue) mixed = Math.imul(mixed ^ sign.charCodeAt(0), 0x01000193);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

function isOpen({ hours }: FigureQueue, date: string, minute: number): boolean {
  if (!hours) return minute >= 8 * 60 && minute < 20 * 60;
  return (
    hours.days.includes(weekdayOf(date)) && minute >= minutesOf(hours.from) && minute < minutesOf(hours.to)
  );
}

/** One half-hour of a queue, as a row of a file in our own headings. */
function row(queue: FigureQueue, at: number, minute: number, date: string, strain: number): string {
  const random = (salt: number): number => chance(queue.id, at, salt);
  const size = 18 + 26 * chance(queue.id, 0, 1);
  const usual = size * (SHAPE[Math.floor(minute / 60)] ?? 0.1) * (WEEKDAY[weekdayOf(date) - 1] ?? 1);
  const offered = Math.round(usual * strain * (0.8 + 0.4 * random(2)));
  const pressure = Math.min(1, Math.max(0, 0.1 + 0.9 * (strain - 1) + 0.14 * (random(3) - 0.5)));
  const abandoned = Math.round(offered * (0.02 + 0.12 * pressure));
  const answered = offered - abandoned;
  const inTime = Math.round(answered * (0.93 - 0.55 * pressure - 0.06 * random(4)));
  const wait = Math.round(answered * (8 + 90 * pressure));
  const seconds = 250 + 60 * chance(queue.id, 0, 5) + 40 * (random(6) - 0.5);
  const talk = Math.round(answered * seconds * 0.8);
  const hold = Math.round(answered * seconds * 0.07);
  const after = Math.round(answered * seconds * 0.13);
  const idle = Math.round(answered * seconds * (0.22 - 0.15 * pressure));
  return [
    new Date(at).toISOString(),
    30,
    queue.id,
    offered,
    answered,
    inTime,
    IN_TIME_S,
    abandoned,
    Math.floor(abandoned / 4),
    SHORT_S,
    wait,
    abandoned * 45,
    Math.round(20 + 160 * pressure * (0.5 + random(7))),
    talk,
    hold,
    after,
    answered,
    Math.round(answered * 0.06),
    idle,
    Math.round(usual),
  ].join(",");
}

const HEADINGS =
  "interval_start,interval_min,queue,offered,answered,answered_in_time,T,abandoned,abn_short,short_s,wait_s_sum,abn_wait_s_sum,max_wait_s,talk_s,hold_s,acw_s,handled,xfer_out,idle_s,forecast_offered";

/**
 * A day's file of half-hours of some queues, made up and the same each time.
 * @param strain how much more comes in than usual, 1 is usual; by queue id
 */
export function figuresOf(
  queues: readonly FigureQueue[],
  date: string,
  timeZone: string,
  strain: Readonly<Record<string, number>> = {},
): string {
  const lines = [HEADINGS];
  const from = startOf(date, timeZone);
  for (let at = from; at < startOf(addDays(date, 1), timeZone); at += HALF_HOUR_MS) {
    const local = new Date(at).toLocaleTimeString("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
    const minute = minutesOf(local);
    for (const queue of queues)
      if (isOpen(queue, date, minute)) lines.push(row(queue, at, minute, date, strain[queue.id] ?? 1));
  }
  return `${lines.join("\n")}\n`;
}

/** Local days up to the day before an instant, oldest first. */
export const daysBefore = (now: number, count: number, timeZone: string): string[] =>
  Array.from({ length: count }, (_, index) => addDays(localDate(now, timeZone), index - count));
