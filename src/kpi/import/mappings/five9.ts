import { column, type Mapping } from "../mapping.ts";

const { count, time, average, share, part } = column;

/** Five9's ACD queue report by half-hour. Times are `hh:mm:ss`; its zone is the setting of whoever ran it (DOMAIN 3.3). */
export const five9: Mapping = {
  name: "five9",
  label: "Five9",
  version: 1,
  columns: [
    part("start", "date"),
    part("clock", "half hour", "hour", "quarter hour", "time interval"),
    part("queue", "skill", "campaign"),
    count("offered", "calls count", "calls"),
    count("answered", "answered count", "contacted count"),
    count("handled", "handled count"),
    count("answered_in_time", "service level count"),
    count("abandoned", "abandoned count", "abandons count"),
    count("abandoned_short", "short abandoned count", "queue callback abandoned short"),
    count("transferred", "transfers count"),
    count("held", "holds count"),
    time("wait_ms", "s", "speed of answer"),
    average("wait_ms", "answered", "s", "speed of answer average", "average speed of answer"),
    time("abandoned_wait_ms", "s", "time to abandon"),
    time("longest_wait_ms", "s", "longest queue time", "queue wait time maximum"),
    time("talk_ms", "s", "talk time"),
    time("hold_ms", "s", "hold time"),
    time("after_ms", "s", "after call work time"),
    share(
      "answered_in_time",
      { plus: ["offered"] },
      "service level",
      "service level percent",
      "service level",
    ),
  ],
  note: "A call that went through several queues is counted in each (segments), so sums over queues are of segments, not of callers.",
};
