import type { ConnectionState, Core } from "../chat/adapter.ts";
import type { Platform } from "../chat/event.ts";
import type { Journal } from "../journal/index.ts";

/** What a process has done since it started, counted as it happens: numbers by codes, of nobody and nothing in particular. */
export class Activity {
  /** Events by kind (command, button …) and answer (form, private …), as `kind answer`. */
  readonly events = new Map<string, number>();
  /** Entries put on record, by kind ("case.raised", "access.refused" …). */
  readonly recorded = new Map<string, number>();
  /** How each platform's connection stands. */
  readonly connections = new Map<Platform, ConnectionState["state"]>();
  commits = 0;
  clockJumps = 0;

  /** A core that counts what it is asked and answers. */
  watching(core: Core): Core {
    return {
      ...core,
      handle: async (event) => {
        const answer = await core.handle(event);
        add(this.events, `${event.kind} ${answer.kind}`);
        return answer;
      },
    };
  }

  /** A journal that counts what is put into it. What is undone with its transaction was counted all the same. */
  recording(journal: Journal): Journal {
    return {
      record: async (db, at, event) => {
        await journal.record(db, at, event);
        add(this.recorded, event.kind);
      },
    };
  }
}

const add = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};
