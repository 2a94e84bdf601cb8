import type { Message } from "../chat/message.ts";
import { strong, text } from "../chat/message.ts";
import { invalid } from "../errors.ts";
import { type Demand, type Staffed, loadOf, peopleFor, rostered, staffed } from "./staffing.ts";

/** Beyond these the formula means nothing for a contact centre, and its loop would be long. */
const MOST_LOAD = 2_000;
const SHRINKAGE = 0.3;

interface Asked {
  readonly demand: Demand;
  readonly serviceLevel: number;
  readonly shrinkage: number;
}

const wrong = (): Error =>
  invalid(
    "Say how many contacts come in half an hour and how many seconds each takes: /kpi staff 120 240. The service level and the shrinkage can follow: /kpi staff 120 240 80/20 30%.",
    "staffing not understood",
  );

/** "120 240 80/20 30%": contacts in half an hour, seconds each, service level, shrinkage. */
function readStaffing(line: string): Asked {
  const found =
    /^(?<contacts>\d{1,5})\s+(?:contacts?\s+)?(?<handle>\d{1,5})\s*s?(?:\s+(?<level>\d{1,2})\/(?<within>\d{1,4}))?(?:\s+(?<shrink>\d{1,2})\s*%?)?$/i.exec(
      line.trim(),
    )?.groups;
  if (!found) throw wrong();
  const demand: Demand = {
    contacts: Number(found["contacts"]),
    intervalMs: 1_800_000,
    handleMs: Number(found["handle"]) * 1_000,
    inTimeMs: Number(found["within"] ?? "20") * 1_000,
  };
  const serviceLevel = Number(found["level"] ?? "80") / 100;
  if (demand.contacts === 0 || demand.handleMs === 0 || serviceLevel === 0 || loadOf(demand) > MOST_LOAD)
    throw wrong();
  const shrinkage = found["shrink"] === undefined ? SHRINKAGE : Number(found["shrink"]) / 100;
  return { demand, serviceLevel, shrinkage };
}

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

const line = ({ people, serviceLevel, averageWaitMs, occupancy }: Staffed): string =>
  `${people} on the queue: ${percent(serviceLevel)} in time, ${(averageWaitMs / 1_000).toFixed(1)} s on average, occupancy ${percent(occupancy)}`;

/**
 * How many people a half-hour needs, and what one fewer would mean (DOMAIN 3.4).
 * @throws AppError `invalid`
 */
export function staffingMessage(typed: string): Message {
  const { demand, serviceLevel, shrinkage } = readStaffing(typed);
  const enough = peopleFor(demand, serviceLevel);
  const fewer = staffed(demand, enough.people - 1);
  const more = staffed(demand, enough.people + 1);
  return {
    title: [text(`${demand.contacts} contacts of ${demand.handleMs / 1_000} s in half an hour`)],
    body: [
      {
        b: "list",
        items: [
          [text(fewer ? line(fewer) : `${enough.people - 1} on the queue: it would grow for ever`)],
          [strong(line(enough))],
          ...(more ? [[text(line(more))]] : []),
        ],
      },
      {
        b: "prose",
        text: [
          text(
            `With ${percent(shrinkage)} of paid time not there, put ${rostered(enough.people, shrinkage)} on the rota: ${enough.people} divided by ${(1 - shrinkage).toFixed(2)}.`,
          ),
        ],
      },
      {
        b: "prose",
        text: [
          text(
            "Erlang C, which takes it that nobody gives up, nobody tries again, contacts come evenly, and everybody can take each of them: where people give up it asks for too many.",
          ),
        ],
      },
    ],
  };
}
