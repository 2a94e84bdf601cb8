import { column, type Mapping } from "../mapping.ts";

const { count, average, share, part } = column;

/**
 * Amazon Connect: historical metrics by queue and interval. Times are texts `hh:mm:ss`; "queued" exists
 * by enqueue time too, which counts otherwise: only the plain one is read (DOMAIN 3.3).
 */
export const amazon: Mapping = {
  name: "amazon",
  label: "Amazon Connect",
  version: 1,
  columns: [
    part("queue", "queue"),
    part("start", "startinterval", "start interval"),
    part("end", "endinterval", "end interval"),
    count("offered", "contacts queued"),
    count("answered", "contacts answered"),
    count("handled", "contacts handled"),
    count("abandoned", "contacts abandoned"),
    {
      headings: [/^contacts answered in (?<limit>\d+) seconds$/],
      means: { as: "count", measure: "answered_in_time" },
      limit: "inTimeMs",
    },
    {
      headings: [/^contacts abandoned in (?<limit>\d+) seconds$/],
      means: { as: "count", measure: "abandoned_short" },
      limit: "shortMs",
    },
    count("transferred", "contacts transferred out"),
    count("held", "contacts put on hold"),
    average("wait_ms", "answered", "s", "average queue answer time"),
    average("abandoned_wait_ms", "abandoned", "s", "average queue abandon time"),
    { headings: ["maximum queued time"], means: { as: "time", measure: "longest_wait_ms", unit: "s" } },
    average("talk_ms", "handled", "s", "average agent interaction time"),
    average("hold_ms", "held", "s", "average customer hold time"),
    average("after_ms", "handled", "s", "average after contact work time"),
    { headings: ["after contact work time"], means: { as: "time", measure: "after_ms", unit: "s" } },
    { headings: ["agent idle time"], means: { as: "time", measure: "idle_ms", unit: "s" } },
    { headings: ["online time"], means: { as: "time", measure: "staffed_ms", unit: "s" } },
    {
      ...share(
        "answered_in_time",
        { plus: ["answered", "abandoned"] },
        "service level",
        /^service level (?<limit>\d+) ?(?:seconds)?$/,
      ),
      limit: "inTimeMs",
    },
  ],
  note: 'Contacts that took a call-back are not among the abandoned. Where the file has no "Contacts answered", contacts handled are not taken for them.',
};
