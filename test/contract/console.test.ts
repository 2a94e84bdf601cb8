import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe } from "vitest";
import { createConsoleAdapter, type Directory } from "../../adapters/console/index.ts";
import type { Adapter, ConnectionState } from "../../src/chat/adapter.ts";
import { say, userText } from "../../src/chat/message.ts";
import { systemClock } from "../../src/clock.ts";
import { noLog } from "../../src/log.ts";
import { haveChromium } from "../support/browser/chromium.ts";
import { openBrowser, openPage, sitDown, type Desk, type Sight } from "../support/console/browser.ts";
import { StubCore } from "../support/stub-core.ts";
import { adapterContract, type AdapterHarness, type SeenMessage } from "./adapter-contract.ts";
import { pictureContract } from "./picture-contract.ts";

const CHANNEL = "escalations";
const PEOPLE = ["ana", "ben", "cem"];
const NOTHING: Sight = { channel: [], dms: [], form: null };

const directory: Directory = {
  people: [
    { id: "ana", name: "Ana", team: "Billing", level: "agent", away: false },
    { id: "ben", name: "Ben", team: "Billing", level: "senior", away: false },
    { id: "cem", name: "Cem", team: "Orders", level: "agent", away: false },
  ],
  channels: [{ id: CHANNEL, name: "Escalations", team: "Billing" }],
};

let browser: Browser | undefined;
const pages = new Map<string, Page>();
const possible = haveChromium();
beforeAll(async () => {
  if (!possible) return;
  browser = await openBrowser();
  for (const user of PEOPLE) pages.set(user, await openPage(browser));
});
afterAll(() => browser?.close());

const seen = (message: Sight["channel"][number]): SeenMessage => ({
  ...message,
  pictures: message.pictures.map(({ alt, bytes }) => ({ alt, bytes: Buffer.from(bytes, "base64") })),
});

/** Three people at three browsers. The contract asks what they see at once, so their sight is kept fresh. */
async function harness(): Promise<AdapterHarness> {
  const core = new StubCore();
  const states: ConnectionState[] = [];
  const desks = new Map<string, Desk>();
  const sights = new Map<string, Sight>();
  const watching = new AbortController();
  let watch: Promise<void> | undefined;
  let losing = false;
  const real = createConsoleAdapter({
    port: 0,
    sandbox: true,
    clock: systemClock,
    log: noLog,
    organisation: "Northwind",
    directory: async () => directory,
    health: async () => ({ ok: true, lines: [] }),
  });

  const desk = (user: string): Desk => {
    const found = desks.get(user);
    if (!found) throw new Error(`${user} sits at no browser`);
    return found;
  };
  const sight = (user: string): Sight => sights.get(user) ?? NOTHING;
  const look = async (): Promise<void> => {
    await Promise.all([...desks].map(async ([user, at]) => sights.set(user, await at.look())));
  };
  const looked = async <T>(work: Promise<T>): Promise<T> => {
    const done = await work;
    await look();
    return done;
  };
  const keepLooking = async (): Promise<void> => {
    while (!watching.signal.aborted) {
      await look();
      await sleep(20);
    }
  };
  /** The real adapter; what it did is in everybody's sight before the test goes on. */
  const adapter: Adapter = {
    ...real,
    send: async (outgoing) => {
      const delivery = await looked(real.send(outgoing));
      // In one process no answer can be lost on the way, so it is lost here.
      const lost = losing;
      losing = false;
      return lost ? { outcome: "unknown", reason: "the test lost the answer" } : delivery;
    },
    update: (ref, outgoing) => looked(real.update(ref, outgoing)),
    delete: (ref) => looked(real.delete(ref)),
  };

  return {
    adapter,
    core,
    states,
    channel: CHANNEL,
    unknownChannel: "nowhere",
    users: { ana: "ana", ben: "ben", cem: "cem" },
    async start() {
      await real.start({ core, report: (state) => states.push(state), history: async () => [] });
      for (const [user, page] of pages) desks.set(user, await sitDown(page, real.url(), user, CHANNEL));
      watch = keepLooking();
    },
    async close() {
      watching.abort();
      await watch;
      await Promise.all([...desks.values()].map((each) => each.leave()));
      await real.stop();
    },
    async runsCommand(user, command, text) {
      const { page, sends } = desk(user);
      const box = page.getByRole("textbox", { name: "Message" });
      await box.fill(`/${command} ${text}`.trim());
      await looked(sends(() => box.press("Enter")));
    },
    async presses(user, label) {
      const { page, sends } = desk(user);
      await looked(
        sends(() => page.getByRole("article").getByRole("button", { name: label }).last().click()),
      );
    },
    async stands(words) {
      const to = { kind: "channel" as const, channel: CHANNEL };
      await adapter.send({ key: `stands-${words}`, to, message: say(userText(words)) });
    },
    async usesShortcut(user, label, words, times = 1) {
      const { page, sends } = desk(user);
      const name = `${label} from this message`;
      const message = page.getByRole("article").filter({ hasText: words }).last();
      const button = message.getByRole("button", { name });
      if (times === 1 && core.shortcuts.some((each) => each.label === label)) {
        await button.focus();
        await looked(sends(() => page.keyboard.press("Enter")));
        return;
      }
      // What the page does not send by itself is sent in its name.
      const form = message.locator(".shortcuts form").first();
      const id = await form.locator("[name=message]").inputValue();
      const known = core.shortcuts.find((each) => each.label === label)?.name ?? label;
      const fields = new URLSearchParams({ message: id, shortcut: known, __event: "used-by-test-1" });
      const post = `fetch(location.pathname + "/use", { method: "POST", body: new URLSearchParams("${fields.toString()}") })`;
      await looked(page.evaluate(`Promise.all([${Array(times).fill(post).join(", ")}])`));
    },
    reaches: () => Promise.resolve(),
    async fills(user, values) {
      const dialog = desk(user).page.getByRole("dialog");
      for (const [label, value] of Object.entries(values)) {
        const group = dialog.getByRole("radiogroup", { name: label });
        if ((await group.count()) > 0) await group.getByRole("radio", { name: value }).check();
        else await dialog.getByRole("textbox", { name: label }).fill(value);
      }
      await look();
    },
    async submits(user) {
      const { page, sends } = desk(user);
      await looked(sends(() => page.getByRole("dialog").getByRole("button", { name: "Send" }).click()));
    },
    form(user) {
      const { form } = sight(user);
      if (!form) return undefined;
      const fields = form.fields.map(({ label, value, error }) => ({ label, value, error }));
      return { title: form.title, fields };
    },
    sees: (user) => sight(user).channel.map(seen),
    dms: (user) => sight(user).dms.map(seen),
    outcomePictures: () => [],
    refusePictures: () => core.pictures.clear(),
    uploads: () => 0,
    outcome: () => undefined,
    pings: () =>
      PEOPLE.flatMap((user) =>
        sight(user)
          .channel.filter((each) => each.mentionsMe)
          .map(() => user),
      ),
    loseNextAnswer: () => {
      losing = true;
    },
  };
}

describe.skipIf(!possible)("with a browser (see the note above if this was skipped)", () => {
  adapterContract("the console", harness);
  pictureContract("the console", harness);
});
