import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Store } from "../../db/store.ts";
import type { Subjects } from "../../src/actions/index.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal, verifyJournal } from "../../src/journal/index.ts";
import type { Config } from "../../src/config.ts";
import type { Log } from "../../src/log.ts";
import { type Running, run } from "../../src/main.ts";
import { applyOrganisation } from "../../src/organisation/apply.ts";
import { isSandbox } from "../../src/people/index.ts";
import { parseOrganisation } from "../../src/organisation/file.ts";
import { populateDiscord } from "./discord-floor.ts";
import { FakeDiscord } from "./fake-discord/index.ts";
import { FakeSlack, type Seen } from "./fake-slack/index.ts";
import { TestClock } from "./test-clock.ts";
import { until } from "./until.ts";

/** Slack accounts of the test centre (floor.yaml). */
export const SLACK_USERS = {
  ana: "U0ANA",
  tom: "U0TOM",
  wei: "U0WEI",
  priya: "U0PRIYA",
  sam: "U0SAM",
  qa: "U0QA",
  gone: "U0GONE",
  megan: "U0MEGAN",
  aoife: "U0AOIFE",
  helen: "U0HELEN",
} as const;
/** A person of the test centre. */
export type PersonId = keyof typeof SLACK_USERS;

export const BILLING = "C0BILL";
export const ORDERS = "C0ORDERS";

/** The whole of Floorwalker in this process, beside fake platforms: what people see is what is asserted. */
export interface World {
  readonly slack: FakeSlack;
  /** Connected only where `platforms` names it. */
  readonly discord: FakeDiscord;
  readonly clock: TestClock;
  readonly running: Running;
  readonly store: Store;
  readonly logs: string[];
  readonly databaseFile: string;
  /** Ends the program and starts it again on the same database. `whileDown`: what happens in between. */
  restart(whileDown?: () => void): Promise<void>;
  stop(): Promise<void>;
}

/** Settings of {@link openWorld}. */
export interface WorldOptions {
  /** Which platforms Floorwalker is connected to; Slack alone by default. */
  readonly platforms?: readonly ("slack" | "discord")[];
  readonly mode?: "socket" | "http";
  readonly createAs?: "live" | "sandbox";
  /** What actions can be about, in place of what there is of that kind. */
  readonly subjects?: Subjects;
  /** Changes the test centre's organisation file. */
  readonly organisation?: (source: string) => string;
}

/** The test centre's organisation file. */
export const floorFile = (): Promise<string> => readFile(join(import.meta.dirname, "floor.yaml"), "utf8");

/** Applies an organisation file's text, as `floorwalker apply` does. */
export async function applyText(store: Store, source: string, now: number): Promise<readonly string[]> {
  const parsed = parseOrganisation(source);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const journal = createJournal(randomIds, await isSandbox(store.read));
  return applyOrganisation(store, journal, parsed.organisation, source, now);
}

/** Adds the test centre's people and channels to a fake Slack. */
export function populate(slack: FakeSlack): void {
  for (const [name, id] of Object.entries(SLACK_USERS)) slack.addUser(id, name);
  const billing = [
    SLACK_USERS.ana,
    SLACK_USERS.tom,
    SLACK_USERS.wei,
    SLACK_USERS.priya,
    SLACK_USERS.sam,
    SLACK_USERS.qa,
    SLACK_USERS.gone,
    SLACK_USERS.helen,
  ];
  slack.book.addChannel(BILLING, "billing", billing);
  slack.book.addChannel(ORDERS, "orders", [SLACK_USERS.megan, SLACK_USERS.aoife, SLACK_USERS.helen]);
}

/** Starts everything. Whoever calls it stops it. */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const mode = options.mode ?? "socket";
  const platforms = new Set(options.platforms ?? ["slack"]);
  const clock = TestClock.onSundayEvening();
  const slack = await FakeSlack.start({ mode, now: () => clock.now() });
  populate(slack);
  const discord = await FakeDiscord.start({ now: () => clock.now() });
  populateDiscord(discord);
  const folder = await mkdtemp(join(tmpdir(), "floorwalker-"));
  const databaseFile = join(folder, "test.db");
  const source = (options.organisation ?? ((text: string) => text))(await floorFile());
  const logs: string[] = [];
  const log: Log = (level, message, ids) =>
    void logs.push(`${level} ${message} ${JSON.stringify(ids ?? {})}`);
  const config: Config = {
    database: { dialect: "sqlite", file: databaseFile },
    consolePort: 0,
    logLevel: "debug",
    ...(platforms.has("slack") && {
      slack: {
        botToken: slack.botToken,
        apiUrl: slack.apiUrl,
        mode:
          mode === "socket"
            ? { kind: "socket", appToken: slack.appToken }
            : { kind: "http", signingSecret: slack.signingSecret, port: 0 },
      },
    }),
    ...(platforms.has("discord") && { discord: { token: discord.token, apiUrl: discord.apiUrl } }),
  };
  const start = async (): Promise<Running> => {
    const running = await run({
      config,
      log,
      clock,
      ...(options.createAs ? { createAs: options.createAs } : {}),
      ...(options.subjects ? { subjects: options.subjects } : {}),
      prepare: async (store) => {
        await applyText(store, source, clock.now());
      },
    });
    const adapter = running.adapters.get("slack");
    if (mode === "http" && adapter && "address" in adapter && typeof adapter.address === "function") {
      const bound: unknown = Reflect.apply(adapter.address, adapter, []);
      if (typeof bound === "object" && bound !== null && "port" in bound)
        slack.sendTo(`http://127.0.0.1:${String(bound.port)}/slack/events`);
    }
    if (platforms.has("slack") && mode === "socket")
      await until("socket connected", () => slack.sockets.open > 0);
    if (platforms.has("discord"))
      await until("commands registered", () => discord.commands.of(undefined).length > 0);
    return running;
  };
  let running = await start();
  return {
    slack,
    discord,
    clock,
    logs,
    databaseFile,
    get running() {
      return running;
    },
    get store() {
      return running.store;
    },
    restart: async (whileDown) => {
      await running.stop();
      whileDown?.();
      running = await start();
    },
    stop: async () => {
      const { faults } = await verifyJournal(running.store.read);
      await running.stop();
      await slack.stop();
      await discord.stop();
      await rm(folder, { recursive: true, force: true });
      if (faults.length > 0) throw new Error(`the journal does not verify: ${JSON.stringify(faults)}`);
      const errors = logs.filter((line) => line.startsWith("error"));
      if (errors.length > 0) throw new Error(`unexpected errors in the log:\n${errors.join("\n")}`);
    },
  };
}

/** The user of a person. */
export const as = (world: Pick<World, "slack">, person: PersonId): ReturnType<FakeSlack["user"]> =>
  world.slack.user(SLACK_USERS[person]);

/** Waits until a person sees a message in a channel (or their direct messages) that has all these texts. */
export const sees = (
  world: Pick<World, "slack">,
  person: PersonId,
  where: string,
  ...texts: readonly string[]
): Promise<Seen> =>
  until(`${person} sees ${JSON.stringify(texts)} in ${where}`, () => {
    const messages = where === "dm" ? as(world, person).dms() : as(world, person).sees(where);
    return messages.findLast((message) => texts.every((text) => message.text.includes(text)));
  });

/** Waits for a message with this button and texts, and presses the button. */
export async function presses(
  world: Pick<World, "slack">,
  person: PersonId,
  where: string,
  label: string,
  ...texts: readonly string[]
): Promise<void> {
  const message = await until(`${person} sees the button ${label} in ${where}`, () => {
    const messages = where === "dm" ? as(world, person).dms() : as(world, person).sees(where);
    return messages.findLast(
      (one) =>
        one.buttons.some((button) => button.label === label) &&
        texts.every((text) => one.text.includes(text)),
    );
  });
  await as(world, person).press(message, label);
}

/** Uses a shortcut, by its callback id, on the newest message in a channel that has this text. */
export async function usesShortcut(
  world: Pick<World, "slack">,
  person: PersonId,
  name: string,
  where: string,
  text: string,
): Promise<void> {
  await as(world, person).usesShortcut(name, await sees(world, person, where, text));
}

/** Raises a refund case as it is done on the floor, and gives back its reference. */
export async function raises(
  world: Pick<World, "slack">,
  person: PersonId,
  line: string,
  fields: Readonly<Record<string, string>> = {},
  channel = BILLING,
): Promise<string> {
  const user = as(world, person);
  await user.command("/escalate", line, { channel });
  await until("the form is open", () => user.view?.title === "Escalate");
  await user.fillIn(fields);
  await user.submit();
  const text = await until("the raiser has an answer", () =>
    user.view?.submit === undefined ? user.view?.text : undefined,
  );
  const ref = /ESC-\d{4,}/.exec(text)?.[0];
  if (ref === undefined) throw new Error(`no reference in: ${text}`);
  user.closeView();
  return ref;
}
