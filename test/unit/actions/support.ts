import { asc } from "drizzle-orm";
import { actions } from "../../../db/schema/actions.ts";
import { dueActions, journal } from "../../../db/schema/foundation.ts";
import { outbox } from "../../../db/schema/outbox.ts";
import type { Read } from "../../../db/store.ts";
import { type Subjects, actionTimers, actionsFeature, actionsWatchdog } from "../../../src/actions/index.ts";
import type { Answer } from "../../../src/chat/adapter.ts";
import { createRouter } from "../../../src/chat/router.ts";
import { plainText } from "../../../src/chat/message.ts";
import { runDueActions } from "../../../src/engine/index.ts";
import { randomIds } from "../../../src/ids.ts";
import { createJournal } from "../../../src/journal/index.ts";
import { noLog } from "../../../src/log.ts";
import { resolve } from "../../../src/outbox/index.ts";
import { type Asker, WORKSPACE, actorOf } from "../../support/floor.ts";
import { hands } from "../../support/hands.ts";
import { tempStore } from "../../support/temp-store.ts";
import { applyText, floorFile } from "../../support/world.ts";
import { type TestThemes, testThemes } from "./themes.ts";

export { said } from "../../support/hands.ts";

/** Monday 16 March 2026, ten in the morning in London: the clocks go forward before the usual review. */
export const MONDAY = Date.parse("2026-03-16T10:00:00Z");

/** The test centre with improvement actions and no platform, at a time that the test sets. */
export interface ActionsFloor extends Awaited<ReturnType<typeof openActionsFloor>> {}

export async function openActionsFloor(change: (source: string) => string = (source) => source) {
  const temp = await tempStore();
  let now = MONDAY;
  const clock = { now: () => now, monotonic: () => now };
  const record = createJournal(randomIds, false);
  const themes: TestThemes = testThemes();
  const subjects: Subjects = new Map([["theme", themes.subject]]);
  const parts = { ids: randomIds, journal: record, active: new Set(["slack" as const]) };
  const source = change(await floorFile());
  await applyText(temp.store, source, now);
  const router = () =>
    createRouter({
      store: temp.store,
      clock,
      ids: randomIds,
      log: noLog,
      journal: record,
      features: [actionsFeature(parts, subjects)],
      workspaceOf: () => WORKSPACE,
    });
  let core = router();
  const { command, button, submit, forges } = hands<Asker>({
    handle: (event) => core.handle(event),
    actorOf,
    placeOf: () => ({ platform: "slack", channel: "C0BILL" }),
  });
  const rows = () => temp.store.read.select().from(actions).orderBy(asc(actions.ref));
  return {
    get store() {
      return temp.store;
    },
    themes,
    source,
    command,
    button,
    submit,
    forges,
    suggest: (asker: Asker, name: string, option: string, typed: string) =>
      core.suggest({
        actor: actorOf(asker),
        place: { platform: "slack", channel: "C0BILL" },
        command: name,
        option,
        typed,
      }),
    close: () => temp.close(),
    /** Moves time to an instant, and runs what is due by then. */
    goTo: async (iso: string): Promise<void> => {
      now = Date.parse(iso);
      await runDueActions({ store: temp.store, clock, log: noLog, handlers: actionTimers(parts, subjects) });
    },
    now: () => now,
    watchdog: () => actionsWatchdog(parts, subjects, temp.store, clock, noLog).run(),
    restart: async () => {
      await temp.reopen();
      core = router();
    },
    apply: (text: string) => applyText(temp.store, text, now),
    rows,
    /** An action by its reference. */
    row: async (ref: string) => {
      const one = (await rows()).find((row) => row.ref === ref);
      if (!one) throw new Error(`no ${ref}`);
      return one;
    },
    /** The argument of a current button of an action. */
    argOf: async (ref: string): Promise<string> => {
      const one = (await rows()).find((row) => row.ref === ref);
      return `${one?.id ?? ""}:${one?.generation ?? -1}`;
    },
    /** What everybody was sent: by key, as plain text. */
    sent: async (): Promise<ReadonlyMap<string, string>> => sentIn(temp.store.read),
    timers: () => temp.store.read.select().from(dueActions).orderBy(asc(dueActions.dueAt)),
    record: async () =>
      (await temp.store.read.select().from(journal).orderBy(asc(journal.seq))).filter((row) =>
        row.kind.startsWith("action."),
      ),
  };
}

async function sentIn(db: Read): Promise<ReadonlyMap<string, string>> {
  const sent = new Map<string, string>();
  for (const row of await db.select().from(outbox).orderBy(asc(outbox.id))) {
    const to = row.target.kind === "dm" ? `@${row.target.memberId}` : `#${row.target.channel}`;
    sent.set(`${to} ${row.key}`, plainText(await resolve(db, row.message, "slack")));
  }
  return sent;
}

/** Plans an action about the test theme as somebody, and gives back what they were answered. */
export async function plans(
  floor: ActionsFloor,
  asker: Asker,
  values: Readonly<Record<string, string>> = {},
  subject = "theme:t1",
): Promise<Answer> {
  const form = await floor.button(asker, "action.plan", subject);
  return floor.submit(asker, form, { change: "The invoice says what the fee is for.", ...values });
}

/** Sends a form of an action as somebody, with these values. */
export async function does(
  floor: ActionsFloor,
  asker: Asker,
  deed: string,
  ref: string,
  values: Readonly<Record<string, string>>,
): Promise<Answer> {
  return floor.submit(asker, await floor.button(asker, `action.${deed}`, await floor.argOf(ref)), values);
}

/** What a review form holds, filled in. */
export const REVIEWED = {
  outcome: "Nobody asks about the fee any more.",
  side_effects: "Handling time as before.",
  decision: "keep",
} as const;
