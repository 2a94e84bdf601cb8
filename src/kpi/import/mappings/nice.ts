import { column, type Mapping } from "../mapping.ts";

const { count, time, share, part } = column;

/** NICE CXone's interval report, and the queue export of IEX: bars between cells, `mmddyyyy`, local time (DOMAIN 3.3). */
export const nice: Mapping = {
  name: "nice",
  label: "NICE CXone / IEX",
  version: 1,
  dates: "mdy",
  columns: [
    part("start", "interval start", "date", "row date", "start date"),
    part("clock", "period", "start time", "starttime", "interval", "time"),
    part("minutes", "interval length", "period length"),
    part("queue", "skill name", "skill", "queue", "queue id", "queue name", "ctq", "acd group"),
    count("offered", "offered cnt", "offered", "contacts offered", "calls offered", "inbound cnt"),
    count("answered", "answered cnt", "answered", "contacts answered", "calls answered"),
    count("handled", "handled cnt", "handled", "contacts handled", "calls handled"),
    count("abandoned", "abandon cnt", "abandoned", "contacts abandoned"),
    count("abandoned_short", "short abandon cnt", "short abandons"),
    count("answered_in_time", "in sla cnt", "insla cnt", "sl cnt"),
    count("transferred", "transfer cnt", "transfers out"),
    count("held", "hold cnt"),
    time("wait_ms", "s", "asa seconds", "inqueue seconds", "speed of answer seconds", "delay time"),
    time("abandoned_wait_ms", "s", "abandon seconds"),
    time("longest_wait_ms", "s", "longest wait seconds", "max queue seconds"),
    time("talk_ms", "s", "acd time", "acd seconds", "talk seconds", "talk time"),
    time("hold_ms", "s", "hold seconds", "hold time"),
    time("after_ms", "s", "acw seconds", "acw time"),
    time("idle_ms", "s", "available seconds", "avail time"),
    time("staffed_ms", "s", "staffed seconds", "staff time"),
    share(
      "answered_in_time",
      { plus: ["answered", "abandoned"], less: ["abandoned_short"] },
      "service level",
      "service level percent",
      "service level",
      "sla percent",
    ),
  ],
  note: "The hour that comes twice in autumn is not marked in these files: it is told apart by the order of the rows, or refused.",
};
