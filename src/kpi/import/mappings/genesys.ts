import { column, type Mapping } from "../mapping.ts";

const { count, time, average, share, part } = column;

/**
 * Genesys Cloud: the queue performance view as CSV, and rows of its analytics API, which count time in
 * ms (DOMAIN 3.3). Headings follow the user's language; these are the English ones.
 */
export const genesys: Mapping = {
  name: "genesys",
  label: "Genesys Cloud",
  version: 1,
  columns: [
    part("start", "interval start", "interval"),
    part("end", "interval end"),
    part("queue", "queue name", "queue id"),
    count("offered", "offer", "offered", "noffered"),
    count("answered", "answer", "answered", "nanswered"),
    count("abandoned", "abandon", "abandoned", "nabandon", "nabandoned"),
    count("abandoned_short", "short abandons", "short abandon", "nabandonedshort"),
    count("flow_out", "flow out", "nflowout"),
    count("handled", "handle", "handled", "nhandled"),
    count("transferred", "transfer", "transferred", "ntransferred"),
    count("held", "hold", "nheld"),
    count("answered_in_time", "met sla", "answered in sla", "service level numerator"),
    average("wait_ms", "answered", "ms", "asa", "avg answer"),
    time("wait_ms", "ms", "tanswered", "total answer"),
    average("abandoned_wait_ms", "abandoned", "ms", "avg abandon"),
    time("abandoned_wait_ms", "ms", "tabandoned", "total abandon"),
    time("longest_wait_ms", "ms", "max answer"),
    average("talk_ms", "handled", "ms", "avg talk"),
    time("talk_ms", "ms", "ttalk", "ttalkcomplete", "total talk"),
    average("hold_ms", "handled", "ms", "avg hold"),
    time("hold_ms", "ms", "theld", "theldcomplete", "total hold"),
    average("after_ms", "handled", "ms", "avg acw"),
    time("after_ms", "ms", "tacw", "total acw"),
    share(
      "answered_in_time",
      { plus: ["answered", "abandoned"] },
      "service level",
      "service level percent",
      "service level",
    ),
    share("abandoned", { plus: ["offered"] }, "abandonment", "abandon percent"),
  ],
  note: "Genesys Cloud can count short abandons and flow-outs in or out of its own percentages, also backwards in time: they are compared here, never taken over where the counts are there.",
};
