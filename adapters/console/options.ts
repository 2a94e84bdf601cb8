import type { Clock } from "../../src/clock.ts";
import type { Log } from "../../src/log.ts";
import type { Directory } from "./directory.ts";

/** How the whole program is doing. */
export interface Health {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

/** What the console is made of. */
export interface ConsoleOptions {
  /** 0: any free port. */
  readonly port: number;
  /** Only on a sandbox may one browser act as several people; on a live database there is only the state page. */
  readonly sandbox: boolean;
  readonly clock: Clock;
  readonly log: Log;
  readonly organisation: string;
  /** IANA name of the zone in which times are shown; UTC if absent. */
  readonly timeZone?: string;
  readonly directory: () => Promise<Directory>;
  readonly health: () => Promise<Health>;
  /** What answers Prometheus; absent: nothing does. */
  readonly metrics?: () => Promise<{ readonly contentType: string; readonly body: string }>;
}
