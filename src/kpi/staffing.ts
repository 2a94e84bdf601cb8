/** How many people a queue needs, by Erlang C (DOMAIN 3.4). Nobody gives up, nobody tries again, arrivals are steady, one skill. */

/** What so many people on the queue would mean. */
export interface Staffed {
  readonly people: number;
  /** The share that waits at all, 0 to 1. */
  readonly waiting: number;
  /** The share answered in time, 0 to 1. */
  readonly serviceLevel: number;
  /** Mean wait, ms. */
  readonly averageWaitMs: number;
  /** The share of their time spent with customers, 0 to 1. */
  readonly occupancy: number;
}

/** A queue for an interval. */
export interface Demand {
  readonly contacts: number;
  readonly intervalMs: number;
  readonly handleMs: number;
  readonly inTimeMs: number;
}

/** The load in Erlangs: how many people would be busy all the time. */
export const loadOf = ({ contacts, intervalMs, handleMs }: Demand): number =>
  (contacts * handleMs) / intervalMs;

/** Undefined where the people are not more than the load: the queue would grow for ever. */
export function staffed(demand: Demand, people: number): Staffed | undefined {
  const load = loadOf(demand);
  if (people <= load || people < 1) return undefined;
  // Erlang B by its recursion, which neither overflows nor needs a factorial.
  let blocked = 1;
  for (let n = 1; n <= people; n += 1) blocked = (load * blocked) / (n + load * blocked);
  const waiting = (people * blocked) / (people - load * (1 - blocked));
  const free = people - load;
  return {
    people,
    waiting,
    serviceLevel: 1 - waiting * Math.exp((-free * demand.inTimeMs) / demand.handleMs),
    averageWaitMs: (waiting * demand.handleMs) / free,
    occupancy: load / people,
  };
}

/** The fewest people with whom so large a share (0 to 1, below 1) is answered in time. */
export function peopleFor(demand: Demand, serviceLevel: number): Staffed {
  for (let people = Math.max(1, Math.floor(loadOf(demand)) + 1); ; people += 1) {
    const result = staffed(demand, people);
    if (result && result.serviceLevel >= serviceLevel) return result;
  }
}

/** How many to put on the rota, so that so many are there: divided by what shrinkage leaves (DOMAIN 3, row 16). */
export const rostered = (people: number, shrinkage: number): number => Math.ceil(people / (1 - shrinkage));
