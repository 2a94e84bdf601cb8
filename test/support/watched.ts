import type { AdapterContext, ConnectionState } from "../../src/chat/adapter.ts";
import type { Log } from "../../src/log.ts";
import { StubCore } from "./stub-core.ts";

/** What an adapter is given in a test, and everything that it says about itself. */
export interface Watched {
  readonly core: StubCore;
  readonly states: ConnectionState[];
  readonly logs: string[];
  readonly rejections: unknown[];
  readonly log: Log;
  readonly context: AdapterContext;
  /** Ends the watch. Throws if a rejection was left unhandled. */
  end(): void;
}

/** Watches an adapter from before it is made. */
export function watched(): Watched {
  const core = new StubCore();
  const states: ConnectionState[] = [];
  const logs: string[] = [];
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown) => void rejections.push(reason);
  process.on("unhandledRejection", onRejection);
  return {
    core,
    states,
    logs,
    rejections,
    log: (level, message, ids) => void logs.push(`${level} ${message} ${JSON.stringify(ids ?? {})}`),
    context: {
      core,
      report: (state) => void states.push(state),
      history: () => Promise.resolve([]),
    },
    end() {
      process.removeListener("unhandledRejection", onRejection);
      if (rejections.length > 0) throw new Error(`unhandled: ${String(rejections[0])}`);
    },
  };
}
