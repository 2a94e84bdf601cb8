import type { Clock } from "../../src/clock.ts";
import type { Log } from "../../src/log.ts";
import type { Directory } from "./directory.ts";

/** How the whole program is doing. */
export interface Health {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

/** Takes files of figures from other programs; checks their token itself, and never rejects. */
export type TakeImport = (request: {
  /** The header `Authorization`, as it came. */
  readonly authorization: string | undefined;
  readonly query: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
}) => Promise<{
  readonly status: 200 | 400 | 401 | 403 | 404 | 409 | 413 | 422 | 429 | 500 | 503;
  readonly body: Readonly<Record<string, unknown>>;
}>;

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
  /** Takes files over HTTP; absent: there is no such address. */
  readonly takeImport?: TakeImport;
  /** What answers Prometheus; absent: nothing does. */
  readonly metrics?: () => Promise<{ readonly contentType: string; readonly body: string }>;
}
