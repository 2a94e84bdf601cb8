import { asc } from "drizzle-orm";
import { journal } from "../../db/schema/foundation.ts";
import { digests } from "../../db/schema/digests.ts";
import { outbox } from "../../db/schema/outbox.ts";
import { organisations } from "../../db/schema/people.ts";
import type { Feature } from "../../src/chat/feature.ts";
import { plainText, say, text } from "../../src/chat/message.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal } from "../../src/journal/index.ts";
import type { DigestFigures } from "../../src/kpi/digest/figures.ts";
import { digestMute, digestSchedule, digestUnmute } from "../../src/kpi/digest/schedule/commands.ts";
import { scheduleButtons, scheduleForms } from "../../src/kpi/digest/schedule/forms.ts";
import type { Compose } from "../../src/kpi/digest/schedule/post.ts";
import { digestModule } from "../../src/kpi/digest/schedule/run.ts";
import { noLog } from "../../src/log.ts";
import { resolve } from "../../src/outbox/index.ts";
import { openFloor } from "./floor.ts";
import type { TempStore } from "./temp-store.ts";
import { withTeamChannel } from "./team-channel.ts";
import { applyText, floorFile } from "./world.ts";

/** The digest channel of the team Billing; Orders has none. */
export const DIGESTS = "C0DIGEST";

const parts = {
  ids: randomIds,
  journal: createJournal(randomIds, false),
  active: new Set(["slack" as const]),
};

/** Figures of nothing, for whoever is not interested in them. */
export const noFigures = (
  team: string,
  date: string,
  kind: DigestFigures["kind"],
  note: string,
): DigestFigures => ({
  kind,
  team,
  teamName: team,
  timeZone: "Europe/London",
  date,
  from: date,
  until: date,
  note,
  agreed: false,
  kpis: [],
  sections: [],
  health: [],
});

/** A digest that says for which team and day it is, and what it has to say of itself. */
export const plainCompose: Compose = async (team, date, kind, { note }) => ({
  figures: noFigures(team, date, kind, note),
  message: async (_db, { head }) =>
    say(text(`${kind} ${team} ${date} [${note}] ${head.seq > 0 ? "anchored" : ""}`)),
});

/** `/digest` as far as it is about when a digest comes; the team follows its first word where it is not Billing. */
export const digestFeature: Feature = {
  commands: [
    {
      name: "digest",
      description: "When the digest comes",
      usage: "",
      who: "member",
      writes: true,
      run: (asking, line) => {
        const [what = "", ...rest] = line.split(" ");
        const team = rest[0] === "orders" ? (rest.shift() ?? "") : "billing";
        const words = rest.join(" ");
        if (what === "mute") return digestMute(parts, asking, team, words);
        if (what === "unmute") return digestUnmute(parts, asking, team);
        return digestSchedule(asking, team, words);
      },
    },
  ],
  buttons: scheduleButtons(parts),
  forms: scheduleForms(parts),
};

/** The test centre's file, with a digest channel for Billing and the digests' own section. */
export async function digestFile(kpi = ""): Promise<string> {
  return `${withTeamChannel(await floorFile(), "digest", { slack: DIGESTS })}\n${kpi}\n`;
}

/** A message that waits to be sent, as people will see it. */
export interface Told {
  readonly key: string;
  /** A channel, or the user of a direct message. */
  readonly to: string;
  readonly text: string;
}

/** The test centre with digests on a database of its own: nothing is due that was due before `start`. */
export async function openDigests(
  start: string,
  {
    given,
    file,
    compose = plainCompose,
  }: { readonly given?: TempStore; readonly file?: string; readonly compose?: Compose } = {},
) {
  const floor = await openFloor(file ?? (await digestFile()), given, randomIds, [digestFeature]);
  const logs: string[] = [];
  const log = (level: string, message: string): void => void logs.push(`${level} ${message}`);
  const make = () => digestModule({ ...parts, store: floor.store, clock: floor.clock, log, compose });
  let module = make();
  const told = async (): Promise<readonly Told[]> => {
    const rows = await floor.store.read.select().from(outbox).orderBy(asc(outbox.id));
    return Promise.all(
      rows
        .filter(({ key }) => key.startsWith("digest"))
        .map(async ({ key, target, message }) => ({
          key,
          to: target.kind === "channel" ? target.channel : target.user,
          text: plainText(await resolve(floor.store.read, message, target.platform)),
        })),
    );
  };
  /** Moves the clock, forward or back. */
  const goTo = (at: string): void => floor.clock.advance(Date.parse(`${at}Z`) - floor.clock.now());
  /** Lets the program turn until there is nothing left to do. */
  const turn = async (): Promise<void> => {
    for (let n = 0; n < 50; n += 1) await module.run();
  };
  goTo(start);
  // The file is as old as the test begins, on whatever day that is run.
  await floor.store.tx((db) => db.update(organisations).set({ appliedAt: floor.clock.now() }));
  await turn();
  return {
    floor,
    logs,
    goTo,
    turn,
    told,
    /** Goes to an instant with the program running, as from one minute to another. */
    at: async (instant: string): Promise<void> => {
      goTo(instant);
      await turn();
    },
    /** Ends the program, moves the clock, and starts it again. */
    downUntil: async (instant: string): Promise<void> => {
      await floor.restart();
      goTo(instant);
      module = make();
      await turn();
    },
    /** Another process on the same database. */
    another: (store = floor.store) =>
      digestModule({ ...parts, store, clock: floor.clock, log: noLog, compose }),
    apply: async (source: string) => applyText(floor.store, source, floor.clock.now()),
    rows: () =>
      floor.store.read
        .select()
        .from(digests)
        .orderBy(asc(digests.teamId), asc(digests.kind), asc(digests.date)),
    events: async () =>
      (await floor.store.read.select().from(journal).orderBy(asc(journal.seq)))
        .filter(({ kind }) => kind.startsWith("digest."))
        .map(
          ({
            kind,
            actor,
            team,
            facts,
          }): { kind: string; actor: string; team: string | null; facts: unknown } => ({
            kind,
            actor,
            team,
            facts: JSON.parse(facts),
          }),
        ),
    close: () => floor.close(),
  };
}

/** An open centre with digests. */
export interface Digests extends Awaited<ReturnType<typeof openDigests>> {}
