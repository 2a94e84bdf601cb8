import type { Gathered } from "./changes.ts";
import type { AlertRecord } from "./types.ts";

/** What share of a burst's members an alert must know for the burst to be an update of it. */
const IN_COMMON = 1 / 3;

/** The alerts of the last window. */
export class Alerts {
  readonly #windowMs: number;
  /** By key, earliest raised first. */
  readonly #open = new Map<
    string,
    { key: string; theme: string | undefined; members: Set<string>; at: number }
  >();

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  restore({ key, theme, members, at }: AlertRecord): void {
    this.#open.set(key, { key, theme, members: new Set(members), at });
  }

  /** Drops those that nothing was added to for a window. */
  expire(now: number, changes: Gathered): void {
    for (const { key, at } of this.#open.values())
      if (at < now - this.#windowMs) {
        this.#open.delete(key);
        changes.expired(key);
      }
  }

  /** A burst becomes an alert, or an update of the one that knows most of it. */
  raise(
    burst: { key: string; theme: string | undefined; members: readonly string[] },
    now: number,
    changes: Gathered,
  ): { key: string; update: boolean } {
    let known: AlertRecord | undefined;
    let most = 0;
    for (const alert of this.#open.values()) {
      const common = burst.members.filter((id) => alert.members.has(id)).length;
      if (common < burst.members.length * IN_COMMON) continue;
      if (known !== undefined && (common < most || (common === most && alert.key > known.key))) continue;
      known = recordOf(alert);
      most = common;
    }
    const record: AlertRecord = {
      key: known?.key ?? burst.key,
      theme: burst.theme ?? known?.theme,
      members: [...new Set([...(known?.members ?? []), ...burst.members])],
      at: now,
    };
    this.restore(record);
    changes.alert(record);
    return { key: record.key, update: known !== undefined };
  }

  /** The alerts' themes after two became one. */
  merged(from: string, into: string, changes: Gathered): void {
    for (const alert of this.#open.values())
      if (alert.theme === from) {
        alert.theme = into;
        changes.alert(recordOf(alert));
      }
  }

  forget(id: string, changes: Gathered): void {
    for (const alert of this.#open.values()) if (alert.members.delete(id)) changes.alert(recordOf(alert));
  }
}

const recordOf = (alert: {
  key: string;
  theme: string | undefined;
  members: ReadonlySet<string>;
  at: number;
}): AlertRecord => ({ key: alert.key, theme: alert.theme, members: [...alert.members], at: alert.at });
