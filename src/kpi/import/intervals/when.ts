import { dayWords } from "../../../local-days.ts";
import { shown } from "../quote.ts";
import { type DateOrder, type Moment, readClock, readMoment } from "../dates.ts";
import { Remembered } from "../../../remembered.ts";
import type { ZoneTimes } from "../zone-times.ts";
import type { Bound } from "./bind.ts";

/** When an interval begins: an instant, or one of the two at which clocks show the same in autumn. */
export type When =
  | { readonly at: number; readonly minutes: number | undefined }
  | {
      readonly twice: readonly [number, number];
      readonly date: string;
      readonly minute: number;
      readonly minutes: number | undefined;
    };

const clockWords = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** "01:30 on Sun 25 Oct 2026". */
export const wallWords = (date: string, minute: number): string =>
  `${clockWords(minute)} on ${dayWords(date)}`;

/** Times kept; a file has the same ones for every queue. */
const KEPT = 100_000;

/** Reads when intervals begin and how long they last. */
export class Whens {
  readonly #bound: Bound;
  readonly #order: DateOrder | undefined;
  readonly #zone: ZoneTimes;
  readonly #timeZone: string;
  readonly #known = new Remembered<When | string>(KEPT);

  constructor(bound: Bound, order: DateOrder | undefined, zone: ZoneTimes, timeZone: string) {
    this.#bound = bound;
    this.#order = order;
    this.#zone = zone;
    this.#timeZone = timeZone;
  }

  /** When a row's interval begins, or what is wrong with it. */
  read(cells: readonly string[]): When | string {
    const { start, end, clock, minutes } = this.#bound.parts;
    const cell = (at: number | undefined): string => (at === undefined ? "" : (cells[at] ?? "").trim());
    const key = `${cell(start)}\u0000${cell(clock)}\u0000${cell(end)}\u0000${cell(minutes)}`;
    return this.#known.of(key, () => this.#look(cell(start), cell(clock), cell(end), cell(minutes)));
  }

  #look(start: string, clock: string, end: string, minutes: string): When | string {
    if (start === "") return "it does not say when the interval begins";
    const begin = this.#moment(start, clock);
    if (typeof begin === "string") return begin;
    const long = this.#length(begin, end, minutes);
    if (typeof long === "string") return long;
    if ("instant" in begin) return { at: begin.instant, minutes: long };
    const [first, second] = this.#zone.instants(begin.date, begin.minute);
    if (first === undefined)
      return `there is no ${wallWords(begin.date, begin.minute)} in ${this.#timeZone}: the clocks go forward over it. Is the time zone right?`;
    if (second === undefined) return { at: first, minutes: long };
    return { twice: [first, second], ...begin, minutes: long };
  }

  #moment(start: string, clock: string): Moment | string {
    const moment = readMoment(start, this.#order);
    if (!moment) return `${shown(start)} is no date that can be read; write it as 2026-11-21 09:30`;
    if ("instant" in moment || clock === "" || this.#bound.parts.clock === undefined) return moment;
    // "09:00 - 09:30" names both ends.
    const minute = readClock((clock.split(/[-–]/)[0] ?? "").trim());
    if (minute === undefined) return `${shown(clock)} is no time of a day; write it as 09:30`;
    return { date: moment.date, minute };
  }

  #length(begin: Moment, end: string, minutes: string): number | string | undefined {
    if (minutes !== "") {
      const length = Number(minutes);
      return Number.isInteger(length) ? length : `${shown(minutes)} is no number of minutes`;
    }
    if (end === "") return undefined;
    const until = readMoment(end, this.#order) ?? this.#until(begin, end);
    if (!until) return `${shown(end)} is no time at which an interval ends`;
    const length = between(begin, until);
    // Some systems name the last minute, others the first one after.
    return [15, 30, 60].includes(length + 1) ? length + 1 : length;
  }

  #until(begin: Moment, end: string): Moment | undefined {
    const minute = readClock(end);
    return minute === undefined || "instant" in begin ? undefined : { date: begin.date, minute };
  }
}

/** Minutes from one moment to another of the same kind. */
function between(from: Moment, to: Moment): number {
  if ("instant" in from || "instant" in to)
    return "instant" in from && "instant" in to ? Math.floor((to.instant - from.instant) / 60_000) : 0;
  return (((to.minute - from.minute) % 1_440) + 1_440) % 1_440;
}
