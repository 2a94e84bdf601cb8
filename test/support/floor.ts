import { asc } from "drizzle-orm";
import { asks, cases } from "../../db/schema/escalation.ts";
import { dueActions, journal } from "../../db/schema/foundation.ts";
import { outbox } from "../../db/schema/outbox.ts";
import { members } from "../../db/schema/people.ts";
import type { Actor, ChatEvent } from "../../src/chat/event.ts";
import type { Feature } from "../../src/chat/feature.ts";
import type { RawValues } from "../../src/chat/form.ts";
import { createRouter } from "../../src/chat/router.ts";
import { type DueHandler, runDueActions } from "../../src/engine/index.ts";
import { escalationFeature, escalationTimers } from "../../src/escalation/index.ts";
import { type Ids, randomIds } from "../../src/ids.ts";
import { createJournal } from "../../src/journal/index.ts";
import { noLog } from "../../src/log.ts";
import { type PersonId, SLACK_USERS, applyText, floorFile } from "./world.ts";
import { hands } from "./hands.ts";
import { TestClock } from "./test-clock.ts";
import { type TempStore, tempStore } from "./temp-store.ts";

export { said } from "./hands.ts";

/** The test centre's own Slack workspace. */
export const WORKSPACE = "T0FLOOR";

/** Whoever asks: a person of the centre, or an account as a platform would vouch for it. */
export type Asker = PersonId | Actor;

/** A person's Slack account. */
export const actorOf = (asker: Asker): Actor =>
  typeof asker === "string"
    ? { platform: "slack", workspace: WORKSPACE, user: SLACK_USERS[asker], isBot: false }
    : asker;

/** The core on a database of its own, with no platform around it: for matrices and races, where every event is handed in. */
export interface Floor extends Awaited<ReturnType<typeof openFloor>> {}

/** @param others features beside escalation */
export async function openFloor(
  source?: string,
  given?: TempStore,
  ids: Ids = randomIds,
  others: readonly Feature[] = [],
) {
  const temp = given ?? (await tempStore());
  const clock = new TestClock();
  const record = createJournal(ids, false);
  const parts = { ids, journal: record, active: new Set(["slack" as const]) };
  await applyText(temp.store, source ?? (await floorFile()), clock.now());
  const router = () =>
    createRouter({
      store: temp.store,
      clock,
      ids,
      log: noLog,
      journal: record,
      features: [escalationFeature(parts), ...others],
      workspaceOf: () => WORKSPACE,
    });
  let core = router();
  const handlers: ReadonlyMap<string, DueHandler> = escalationTimers(parts);
  const place = { platform: "slack" as const, channel: "C0BILL" };
  const { command, button, shortcut, submit, forges } = hands<Asker>({
    handle: (event) => core.handle(event),
    actorOf,
    placeOf: () => place,
  });
  return {
    file: temp.file,
    close: () => temp.close(),
    get store() {
      return temp.store;
    },
    clock,
    /** Ends the program, in effect, and starts it again on the same file. */
    restart: async () => {
      await temp.reopen();
      core = router();
    },
    command,
    button,
    shortcut,
    submit,
    forges,
    handle: (event: ChatEvent) => core.handle(event),
    /** What is offered to somebody who types an option of a command. */
    suggest: (asker: Asker, command: string, option: string, typed: string) =>
      core.suggest({ actor: actorOf(asker), place, command, option, typed }),
    /** Runs every timer that is due. */
    runTimers: () => runDueActions({ store: temp.store, clock, log: noLog, handlers }),
    /** Raises a case as `asker` and gives back its internal id. */
    raise: async (
      asker: Asker,
      line = "refund C-1042 wants 80 back",
      values: RawValues = {},
    ): Promise<string> => {
      await submit(asker, await command(asker, "escalate", line), values);
      const [newest] = (
        await temp.store.read.select({ id: cases.id }).from(cases).orderBy(asc(cases.ref))
      ).slice(-1);
      if (!newest) throw new Error("no case was raised");
      return newest.id;
    },
    /** The argument of a current button of a case. */
    argOf: async (id: string): Promise<string> => {
      const one = (await temp.store.read.select().from(cases)).find((row) => row.id === id);
      return `${id}:${one?.generation ?? -1}`;
    },
    /** Everything that a refusal must leave alone. */
    state: async (): Promise<string> =>
      JSON.stringify([
        await temp.store.read.select().from(cases).orderBy(asc(cases.id)),
        await temp.store.read.select().from(asks).orderBy(asc(asks.caseId), asc(asks.n)),
        await temp.store.read.select().from(outbox).orderBy(asc(outbox.id)),
        await temp.store.read.select().from(dueActions).orderBy(asc(dueActions.id)),
        (await temp.store.read.select().from(members).orderBy(asc(members.id))).map((member) => ({
          ...member,
          lastPlatform: null,
        })),
      ]),
    /** The newest rows of the journal, oldest first. */
    record: async (since = 0) =>
      (await temp.store.read.select().from(journal).orderBy(asc(journal.seq))).filter(
        (row) => row.seq > since,
      ),
  };
}
