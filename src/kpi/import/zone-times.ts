import { Temporal } from "temporal-polyfill";
import { addDays, startOf } from "../../local-days.ts";

const DAY_MS = 86_400_000;

/**
 * From the hands of a clock in a zone to instants. Days are looked at once each: a file has a
 * million times and a few hundred days.
 */
export class ZoneTimes {
  readonly #timeZone: string;
  /** First instant of a local day, and whether all of it runs as a day usually does. */
  readonly #days = new Map<string, { readonly fromMs: number; readonly isPlain: boolean }>();

  constructor(timeZone: string) {
    this.#timeZone = timeZone;
  }

  /**
   * The instants (ms) at which a clock there shows this: one; none, where the clocks skip it in
   * spring; two, the earlier first, where they show it twice in autumn.
   * @param minute since midnight by that clock
   */
  instants(date: string, minute: number): readonly number[] {
    const day = this.#day(date);
    if (day.isPlain) return [day.fromMs + minute * 60_000];
    const wall = Temporal.PlainDate.from(date).toPlainDateTime({
      hour: Math.floor(minute / 60),
      minute: minute % 60,
    });
    const [earlier, later] = (["earlier", "later"] as const).map((disambiguation) =>
      wall.toZonedDateTime(this.#timeZone, { disambiguation }),
    );
    if (!earlier || !later || !earlier.toPlainDateTime().equals(wall)) return [];
    return earlier.epochMilliseconds === later.epochMilliseconds
      ? [earlier.epochMilliseconds]
      : [earlier.epochMilliseconds, later.epochMilliseconds];
  }

  #day(date: string): { readonly fromMs: number; readonly isPlain: boolean } {
    const known = this.#days.get(date);
    if (known) return known;
    const fromMs = startOf(date, this.#timeZone);
    const isPlain = startOf(addDays(date, 1), this.#timeZone) - fromMs === DAY_MS;
    const day = { fromMs, isPlain };
    this.#days.set(date, day);
    return day;
  }
}

/** Local days of instants. Neighbours in a file mostly lie in one day, so days are kept with their bounds. */
export class LocalDays {
  readonly #timeZone: string;
  readonly #byUtcDay = new Map<
    number,
    readonly { readonly date: string; readonly fromMs: number; readonly toMs: number }[]
  >();

  constructor(timeZone: string) {
    this.#timeZone = timeZone;
  }

  /** The local day of an instant (ms), `YYYY-MM-DD`. */
  of(ms: number): string {
    const utcDay = Math.floor(ms / DAY_MS);
    let days = this.#byUtcDay.get(utcDay);
    if (!days) {
      const utc = new Date(utcDay * DAY_MS).toISOString().slice(0, 10);
      days = [-1, 0, 1].map((shift) => this.#bounds(addDays(utc, shift)));
      this.#byUtcDay.set(utcDay, days);
    }
    const day = days.find(({ fromMs, toMs }) => ms >= fromMs && ms < toMs);
    if (!day) throw new Error("an instant lies in none of the local days around it");
    return day.date;
  }

  #bounds(date: string): { readonly date: string; readonly fromMs: number; readonly toMs: number } {
    return {
      date,
      fromMs: startOf(date, this.#timeZone),
      toMs: startOf(addDays(date, 1), this.#timeZone),
    };
  }
}
