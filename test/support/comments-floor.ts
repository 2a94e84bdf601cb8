import { asc, eq, isNull } from "drizzle-orm";
import { alerts, comments, detectorOrders, detectors, themes } from "../../db/schema/comments.ts";
import { actions } from "../../db/schema/actions.ts";
import { payloads } from "../../db/schema/foundation.ts";
import { actionsFeature } from "../../src/actions/index.ts";
import { Listener, commentsFeature, themeSubject } from "../../src/comments/index.ts";
import { type Turn, alwaysMine } from "../../src/engine/index.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal } from "../../src/journal/index.ts";
import { noLog } from "../../src/log.ts";
import { OUTAGE, storeOrdinaryWeeks } from "./comments.ts";
import { type Asker, openFloor } from "./floor.ts";
import type { TempStore } from "./temp-store.ts";

/** The same thing in many words, for the other team: none of them is in {@link OUTAGE}. */
export const BURST_PARCEL = [
  "parcel label prints blank on the kiosk",
  "the kiosk prints blank parcel labels",
  "blank label came out of the parcel kiosk",
  "parcel kiosk keeps printing a blank label",
  "label from the kiosk for the parcel is blank",
  "kiosk printed his parcel label blank again",
  "her parcel label was printed blank by the kiosk",
  "all parcel labels from the kiosk come out blank",
] as const;

/** The core with comments and actions, without platforms and without an engine: what was said is heard when the test says so. */
export async function openCommentsFloor(source?: string, given?: TempStore, turn: Turn = alwaysMine) {
  const parts = {
    ids: randomIds,
    journal: createJournal(randomIds, false),
    active: new Set(["slack" as const]),
  };
  const floor = await openFloor(source, given, randomIds, [
    commentsFeature(parts),
    actionsFeature(parts, new Map([["theme", themeSubject]])),
  ]);
  const listening = () =>
    new Listener({ ...parts, store: floor.store, clock: floor.clock, log: noLog, turn });
  let listener = listening();
  const hear = () => listener.module().run();

  /** Says the same in many words, each for another customer, as one of two agents in turn. */
  const burst = async (
    agents: readonly [Asker, Asker],
    words: readonly string[],
    firstCustomer: number,
  ): Promise<void> => {
    for (const [n, said] of words.entries()) {
      floor.clock.advance(60_000);
      await floor.command(agents[n % 2] ?? agents[0], "comment", `C-${firstCustomer + n} ${said}`);
    }
    await hear();
  };
  const { store } = floor;
  return {
    floor,
    hear,
    burst,
    /** Some weeks of ordinary comments, heard. */
    ordinary: async (team: string, count?: number): Promise<void> => {
      await storeOrdinaryWeeks(floor, team, count);
      await hear();
    },
    /** Forgets all that is in memory, as a restart does. */
    restart: async (): Promise<void> => {
      await floor.restart();
      listener = listening();
    },
    alertsOf: (team: string) =>
      store.read.select().from(alerts).where(eq(alerts.teamId, team)).orderBy(asc(alerts.raisedAt)),
    themesOf: (team: string) =>
      store.read.select().from(themes).where(eq(themes.teamId, team)).orderBy(asc(themes.ref)),
    commentsOf: (team: string) =>
      store.read.select().from(comments).where(eq(comments.teamId, team)).orderBy(asc(comments.seq)),
    /** Everything that a refusal must leave alone. */
    state: async (): Promise<string> => {
      const { read } = store;
      return JSON.stringify([
        await floor.state(),
        await read.select().from(comments).where(isNull(comments.importId)).orderBy(asc(comments.seq)),
        await read.select().from(themes).orderBy(asc(themes.id)),
        await read.select().from(alerts).orderBy(asc(alerts.id)),
        await read.select().from(detectorOrders).orderBy(asc(detectorOrders.seq)),
        await read.select().from(detectors).orderBy(asc(detectors.teamId)),
        await read.select().from(actions).orderBy(asc(actions.id)),
        await read.$count(comments),
        await read.$count(payloads),
      ]);
    },
    /** Remembers how what agents said, themes and alerts stand, to put them back so. */
    remember: async () => {
      const rows = async () => ({
        comments: await store.read.select().from(comments).where(isNull(comments.importId)),
        themes: await store.read.select().from(themes),
        alerts: await store.read.select().from(alerts),
      });
      const kept = await rows();
      const changed = <T extends { readonly id: string }>(then: readonly T[], now: readonly T[]) => {
        const today = new Map(now.map((row) => [row.id, JSON.stringify(row)]));
        return then.filter((row) => today.get(row.id) !== JSON.stringify(row));
      };
      return {
        putBack: async (): Promise<void> => {
          const now = await rows();
          await store.tx(async (db) => {
            for (const row of changed(kept.comments, now.comments))
              await db.update(comments).set(row).where(eq(comments.id, row.id));
            for (const row of changed(kept.themes, now.themes))
              await db.update(themes).set(row).where(eq(themes.id, row.id));
            for (const row of changed(kept.alerts, now.alerts))
              await db.update(alerts).set(row).where(eq(alerts.id, row.id));
          });
        },
      };
    },
  };
}

/** Both teams have been through ordinary weeks, and each has an alert of its own. */
export async function openTwoTeams(source?: string) {
  const here = await openCommentsFloor(source);
  await here.ordinary("billing");
  await here.ordinary("orders");
  await here.burst(["ana", "tom"], OUTAGE, 3_000);
  await here.burst(["megan", "aoife"], BURST_PARCEL, 4_000);
  const [billing, orders] = [(await here.alertsOf("billing"))[0], (await here.alertsOf("orders"))[0]];
  if (!billing || !orders) throw new Error("an alert is missing");
  return { ...here, billing, orders };
}
