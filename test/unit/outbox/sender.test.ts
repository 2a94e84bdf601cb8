import { afterEach, beforeEach, expect, it } from "vitest";
import { outbox } from "../../../db/schema/outbox.ts";
import type { Store } from "../../../db/store.ts";
import type { Adapter, Delivery } from "../../../src/chat/adapter.ts";
import { say, text } from "../../../src/chat/message.ts";
import { noLog } from "../../../src/log.ts";
import { Sender, put } from "../../../src/outbox/index.ts";
import { type TempStore, tempStore } from "../../support/temp-store.ts";
import { TestClock } from "../../support/test-clock.ts";
import { until } from "../../support/until.ts";

let temp: TempStore;
beforeEach(async () => {
  temp = await tempStore();
});
afterEach(() => temp.close());

const notHere = (): never => {
  throw new Error("not called here");
};

function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

/** A platform that takes every message, each of them when `answer` lets it. */
const platform = (answer: () => Promise<Delivery>): Adapter => ({
  platform: "console",
  limits: {
    messageCharacters: 1_000,
    buttonsPerMessage: 5,
    choicesPerField: 5,
    fieldsPerForm: 5,
    postIntervalMs: 0,
    repeatSafeMs: 0,
  },
  workspace: () => undefined,
  start: notHere,
  stop: notHere,
  send: answer,
  update: notHere,
  delete: notHere,
  upload: notHere,
  download: notHere,
  findSent: notHere,
  checkPlace: notHere,
});

it("waits, when it stops, for what it was just taking from the outbox", async () => {
  const clock = new TestClock();
  const target = { kind: "channel", platform: "console", channel: "billing" } as const;
  await temp.store.tx((db) => put(db, clock.now(), { key: "one", target, message: say(text("Hello")) }));

  const claimed = gate();
  const sent = gate();
  let transactions = 0;
  const slow: Store = {
    read: temp.store.read,
    snapshot: notHere,
    onCommit: notHere,
    close: notHere,
    tx: async (work, priority) => {
      const result = await temp.store.tx(work, priority);
      transactions += 1;
      if (transactions === 1) await claimed.opened;
      return result;
    },
  };
  const adapter = platform(async () => {
    await sent.opened;
    return { outcome: "sent", ref: { channel: "billing", id: "m1" } };
  });
  const sender = new Sender({
    store: slow,
    adapters: new Map([["console", adapter]]),
    clock,
    log: noLog,
    somebodyWaits: () => false,
    random: () => 0.5,
  });
  const running = sender.run();
  await until("taken", () => transactions === 1);

  let over = false;
  const stopping = sender.stop(60_000).then(() => {
    over = true;
  });
  claimed.open();
  await running;
  expect(over).toBe(false);
  sent.open();
  await stopping;
  const [row] = await temp.store.read.select().from(outbox);
  expect([row?.state, row?.sentRevision]).toEqual(["sent", 1]);
});
