import { createSlackAdapter, type SlackAdapter, type SlackOptions } from "../../adapters/slack/index.ts";
import type { ConnectionState } from "../../src/chat/adapter.ts";
import { systemClock, type Clock } from "../../src/clock.ts";
import { FakeSlack, type FakeSlackOptions } from "./fake-slack/index.ts";
import type { StubCore } from "./stub-core.ts";
import { watched } from "./watched.ts";

/** What a test with a fake Slack works with. */
export interface SlackBench {
  readonly slack: FakeSlack;
  readonly adapter: SlackAdapter;
  readonly core: StubCore;
  readonly states: ConnectionState[];
  readonly logs: string[];
  readonly rejections: unknown[];
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Short waits, so that a test sees several attempts. */
const IMPATIENT = { firstMs: 20, longestMs: 100, tokenMs: 50 };
/** A channel of Ana and Ben. */
export const CHANNEL = "C0FLOOR";

/** A fake Slack with an adapter beside it, not started yet. */
export async function slackBench(
  options: FakeSlackOptions & { clock?: Clock; adapter?: Partial<SlackOptions> },
): Promise<SlackBench> {
  const slack = await FakeSlack.start(options);
  for (const [id, name] of [
    ["U0ANA", "ana"],
    ["U0BEN", "ben"],
    ["U0CEM", "cem"],
  ] as const)
    slack.addUser(id, name);
  slack.book.addChannel(CHANNEL, "floor", ["U0ANA", "U0BEN"]);
  const watch = watched();
  const { core, states, logs, rejections, context } = watch;
  const adapter = createSlackAdapter({
    botToken: slack.botToken,
    mode:
      options.mode === "socket"
        ? { kind: "socket", appToken: slack.appToken }
        : { kind: "http", signingSecret: slack.signingSecret, port: 0, host: "127.0.0.1" },
    apiUrl: slack.apiUrl,
    clock: options.clock ?? systemClock,
    log: watch.log,
    patience: IMPATIENT,
    ...options.adapter,
  });
  return {
    slack,
    adapter,
    core,
    states,
    logs,
    rejections,
    async start() {
      await adapter.start(context);
      const bound = adapter.address();
      if (bound) slack.sendTo(`http://127.0.0.1:${bound.port}/slack/events`);
    },
    async stop() {
      await adapter.stop();
      await slack.stop();
      watch.end();
    },
  };
}
