import { INTERVAL_MEASURES } from "../../measures.ts";
import type { DateOrder } from "../dates.ts";
import type { Problems } from "../file/problem.ts";
import type { Prepare, Prepared } from "../kind.ts";
import { MAPPINGS } from "../mappings/index.ts";
import type { Queues } from "../queues.ts";
import { shown } from "../quote.ts";
import { insertReading } from "../store.ts";
import { LocalDays, ZoneTimes } from "../zone-times.ts";
import { bind } from "./bind.ts";
import { chooseMapping } from "./choose.ts";
import { conventionsOf } from "./conventions.ts";
import { Comparison } from "./differences.ts";
import { Examination, type Examined } from "./examine.ts";
import { type ReaderParts, type Reading, readInterval } from "./reader.ts";
import { Whens } from "./when.ts";

/** What an interval file is read with. */
export interface IntervalOptions {
  readonly queues: Queues;
  readonly vendor: string | undefined;
  /** Of local times in the file, and of the organisation's days. */
  readonly timeZone: string;
  readonly organisationZone: string;
  readonly dates: DateOrder | undefined;
  readonly minutes: number | undefined;
  /** Within how long an answer is in time, and until when giving up does not count, ms, where the file does not say. */
  readonly inTimeMs: number;
  readonly shortMs: number;
  /** Ms since the epoch. */
  readonly now: number;
}

/** Makes an interval file ready. */
export const prepareIntervals =
  (options: IntervalOptions, problems: Problems): Prepare =>
  ([headings = [], ...rows]) => {
    const mapping = chooseMapping(MAPPINGS, headings, options.vendor);
    if ("line" in mapping) return mapping;
    const bound = bind(mapping, headings, options.inTimeMs);
    if ("line" in bound) return bound;
    const conventions = conventionsOf(bound, rows, options.dates);
    if ("line" in conventions) return conventions;
    const zone = new ZoneTimes(options.timeZone);
    const whens = new Whens(bound, conventions.order, zone, options.timeZone);
    return new IntervalFile({ ...options, bound, conventions, whens }, problems);
  };

type Parts = ReaderParts & IntervalOptions;

class IntervalFile implements Prepared {
  readonly mapping: string;
  readonly version: number;
  readonly timeZone: string;
  readonly reading: string;
  readonly ignored: readonly string[];
  readonly #parts: Parts;
  readonly #examination: Examination;
  readonly #days: LocalDays;
  readonly #comparison = new Comparison();
  #examined: Examined | undefined;
  #moreAnswered = 0;

  constructor(parts: Parts, problems: Problems) {
    const { bound, conventions } = parts;
    this.mapping = bound.mapping.name;
    this.version = bound.mapping.version;
    this.timeZone = parts.timeZone;
    this.reading = `${conventions.order ?? ""} ${parts.minutes ?? ""}`;
    this.ignored = bound.ignored;
    this.#parts = parts;
    this.#examination = new Examination(parts, problems);
    this.#days = new LocalDays(parts.organisationZone);
  }

  examine(...[row]: Parameters<Prepared["examine"]>): void {
    this.#examination.add(row);
  }

  finish(): ReturnType<Prepared["finish"]> {
    const examined = this.#examination.finish(this.#parts.minutes);
    this.#examined = examined;
    return (
      examined && {
        rows: examined.rows,
        leftOut: examined.leftOutCount,
        leftOutLines: examined.leftOut,
        queues: [...examined.queues],
        teams: [...examined.teams],
      }
    );
  }

  insert(...[row]: Parameters<Prepared["insert"]>): ReturnType<Prepared["insert"]> {
    const outcome = readInterval(this.#parts, row);
    const examined = this.#examined;
    if (outcome === "left out" || "message" in outcome || !examined) return undefined;
    const { queue, figures } = outcome;
    const startsAt = this.#startOf(outcome, examined);
    const { values } = figures;
    if ((values.answered ?? 0) > (values.offered ?? Number.POSITIVE_INFINITY)) this.#moreAnswered += 1;
    if (figures.compared.length > 0)
      this.#comparison.add(queue.id, this.#days.of(startsAt), figures.compared);
    const { minutes } = examined;
    return (db, importId) =>
      insertReading(db, this.#rowOf({ importId, queueId: queue.id, startsAt, minutes }, figures));
  }

  #startOf({ queue, when }: Reading, { repeated }: Examined): number {
    return "at" in when ? when.at : repeated.next(queue.id, when.date, when.minute, when.twice);
  }

  #rowOf(
    interval: {
      readonly importId: string;
      readonly queueId: string;
      readonly startsAt: number;
      readonly minutes: number;
    },
    { values, inTimeMs, shortMs, approximate }: Reading["figures"],
  ) {
    // Written out: a million of these are made, and a spread would cost more than all the rest of a row.
    return {
      importId: interval.importId,
      queueId: interval.queueId,
      startsAt: interval.startsAt,
      minutes: interval.minutes,
      offered: values.offered ?? null,
      answered: values.answered ?? null,
      answeredInTime: values.answered_in_time ?? null,
      inTimeMs: values.answered_in_time === undefined ? null : (inTimeMs ?? this.#parts.inTimeMs),
      abandoned: values.abandoned ?? null,
      abandonedShort: values.abandoned_short ?? null,
      shortMs: values.abandoned_short === undefined ? null : (shortMs ?? this.#parts.shortMs),
      flowOut: values.flow_out ?? null,
      blocked: values.blocked ?? null,
      waitMs: values.wait_ms ?? null,
      abandonedWaitMs: values.abandoned_wait_ms ?? null,
      longestWaitMs: values.longest_wait_ms ?? null,
      talkMs: values.talk_ms ?? null,
      holdMs: values.hold_ms ?? null,
      held: values.held ?? null,
      afterMs: values.after_ms ?? null,
      handled: values.handled ?? null,
      transferred: values.transferred ?? null,
      staffedMs: values.staffed_ms ?? null,
      idleMs: values.idle_ms ?? null,
      forecastOffered: values.forecast_offered ?? null,
      forecastHandleMs: values.forecast_handle_ms ?? null,
      approximate: approximate.length > 0 ? approximate : null,
    };
  }

  told(): ReturnType<Prepared["told"]> {
    const { bound } = this.#parts;
    const averaged = bound.values.flatMap(({ means, heading }) =>
      means.as === "average" ? [shown(heading)] : [],
    );
    const warnings = [
      ...(bound.mapping.note === undefined ? [] : [bound.mapping.note]),
      ...bound.notes,
      ...(averaged.length > 0
        ? [`Multiplied back from averages, so exact to rounding only: ${averaged.join(", ")}.`]
        : []),
      ...bound.values.flatMap(({ means, heading }) =>
        means.as === "share" && !bound.values.some((other) => counts(other.means, means.measure))
          ? [
              `${shown(heading)} is a percentage, and nothing counts ${INTERVAL_MEASURES[means.measure].label}: multiplied back, so it is approximate.`,
            ]
          : [],
      ),
      ...(this.#moreAnswered > 0
        ? [
            `In ${this.#moreAnswered === 1 ? "one interval" : `${this.#moreAnswered} intervals`} more were answered than offered. Systems often credit a contact to a later interval; the sums of a day are what counts.`,
          ]
        : []),
    ];
    return { minutes: this.#examined?.minutes ?? null, warnings, ...this.#comparison.differences() };
  }
}

const counts = (means: Parts["bound"]["values"][number]["means"], measure: string): boolean =>
  (means.as === "count" || means.as === "time") && means.measure === measure;
