import { once } from "node:events";
import type { Read, Store } from "../../db/store.ts";
import type { Clock } from "../clock.ts";
import { holdLease, holdsLease } from "./lease.ts";
import type { Ids } from "../ids.ts";
import type { Log } from "../log.ts";

/** Whether this process is the one that does what only one of several on one database may do, such as hearing comments or making portfolios. */
export interface Turn {
  /** As far as it knows. */
  readonly mine: () => boolean;
  /** As the database has it, inside a transaction. */
  readonly confirmed: (db: Read) => Promise<boolean>;
  /** Gives the turn up. Resolves once it is given up, so that the database can be closed. */
  readonly end: () => Promise<void>;
}

/** On SQLite there is but one process. */
export const alwaysMine: Turn = {
  mine: () => true,
  confirmed: () => Promise.resolve(true),
  end: () => Promise.resolve(),
};

/**
 * On PostgreSQL the turn is a lease; another process takes over if this one dies.
 * @param parts.name what it is the turn for
 */
export function leasedTurn(parts: {
  readonly name: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly ids: Ids;
}): Turn {
  const ended = new AbortController();
  const { name } = parts;
  const holder = parts.ids.next();
  let lost: AbortSignal | undefined;
  const hold = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      lost = await holdLease({ ...parts, holder }, ended.signal);
      if (!lost.aborted) await once(lost, "abort");
    }
  };
  void hold();
  return {
    mine: () => lost !== undefined && !lost.aborted && !ended.signal.aborted,
    confirmed: (db) => holdsLease(db, name, holder, parts.clock.now()),
    end: async () => {
      ended.abort();
      if (lost && !lost.aborted) await once(lost, "abort");
    },
  };
}
