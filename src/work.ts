import type { Tx } from "../db/store.ts";
import type { Writing } from "./chat/feature.ts";
import type { Ids } from "./ids.ts";
import type { Journal } from "./journal/index.ts";
import type { ActivePlatforms } from "./outbox/index.ts";
import type { Settings } from "./people/index.ts";

/** What features are made with. */
export interface Parts {
  readonly ids: Ids;
  readonly journal: Journal;
  readonly active: ActivePlatforms;
}

/** One transaction's work, by a person or by a timer. */
export interface Work extends Parts {
  readonly db: Tx;
  /** Ms since the epoch. */
  readonly now: number;
  readonly settings: Settings;
}

/** The work of a handler. */
export const workOf = (parts: Parts, asking: Pick<Writing, "db" | "now" | "settings">): Work => ({
  ...parts,
  db: asking.db,
  now: asking.now,
  settings: asking.settings,
});
