/** How the console writes times, in the organisation's zone. */
export interface Times {
  /** `14:05` */
  readonly time: (at: number) => string;
  /** `Today`, `Yesterday`, or `Monday 17 November` */
  readonly day: (at: number) => string;
  /** `Monday 17 November 2025 at 14:05`, for a tooltip */
  readonly full: (at: number) => string;
  /** `2025-11-17T14:05`, as a browser's field for date and time takes it */
  readonly wall: (at: number) => string;
}

const DAY_MS = 86_400_000;

/** Times in one zone, seen from `now`. */
export function timesIn(timeZone: string, now: () => number): Times {
  const format = (options: Intl.DateTimeFormatOptions): ((at: number) => string) => {
    const formatter = new Intl.DateTimeFormat("en-GB", { timeZone, hourCycle: "h23", ...options });
    return (at) => formatter.format(at);
  };
  const time = format({ hour: "2-digit", minute: "2-digit" });
  const date = format({ weekday: "long", day: "numeric", month: "long" });
  const full = format({ dateStyle: "full", timeStyle: "short" });
  const sortable = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
  return {
    time,
    full,
    day: (at) => {
      if (date(at) === date(now())) return "Today";
      return date(at) === date(now() - DAY_MS) ? "Yesterday" : date(at);
    },
    wall: (at) => `${sortable.format(at)}T${time(at)}`,
  };
}
