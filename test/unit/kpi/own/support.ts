import { actions } from "../../../../db/schema/actions.ts";
import { alerts, commentImports, comments, themes } from "../../../../db/schema/comments.ts";
import { cases } from "../../../../db/schema/escalation.ts";
import { customers, payloads } from "../../../../db/schema/foundation.ts";
import type { Store } from "../../../../db/store.ts";
import { randomIds } from "../../../../src/ids.ts";
import { SYSTEM, createJournal } from "../../../../src/journal/index.ts";
import { applyText } from "../../../support/world.ts";

/** The time that a person reads in London, of which the offset is written out: "2026-10-25T01:20+00:00". */
export const at = (written: string): number => {
  const ms = Date.parse(written);
  if (Number.isNaN(ms)) throw new Error(`no time: ${written}`);
  return ms;
};

/** Two teams; a case is to be taken in 2 minutes with a customer on the line, else in 15. */
const ORGANISATION = [
  "organisation: { name: N, timezone: Europe/London }",
  "levels: [agent, senior]",
  "teams: [{ id: billing, name: Billing }, { id: orders, name: Orders }]",
  "people:",
  "  - { id: ana, name: Ana, team: billing, level: agent }",
  "  - { id: wei, name: Wei, team: billing, level: senior }",
].join("\n");

/** An organisation, and what rows refer to. */
export async function prepare(store: Store): Promise<void> {
  await applyText(store, ORGANISATION, 0);
  await store.tx(async (db) => {
    await db.insert(customers).values({ id: "customer", ref: "C-1042", createdAt: 0 });
    await db.insert(payloads).values({ id: "words", text: "w", salt: "s", digest: "d", at: 0 });
  });
}

/** A case as it stands: times as they were written; what is left out has not happened. */
export interface Story {
  readonly kind?: "advice" | "approval" | "takeover" | "refer";
  readonly team?: "billing" | "orders";
  readonly restricted?: true;
  readonly onLine?: true;
  readonly raised: string;
  readonly promised?: string;
  readonly taken?: string;
  /** First taken then, and given back. */
  readonly takenAndGivenBack?: string;
  readonly decided?: string;
  readonly told?: string;
  readonly handedBack?: string;
  /** Whether it was handed back with a word on it. */
  readonly feedback?: boolean;
  readonly closed?: string;
  readonly withdrawn?: string;
}

type State = (typeof cases.$inferSelect)["state"];

/** The state and the generation to which the program would have brought such a case. */
function stands(story: Story): { readonly state: State; readonly generation: number } {
  const back = story.takenAndGivenBack === undefined ? 0 : 2;
  const steps = [story.taken, story.decided, story.told === story.decided ? undefined : story.told];
  const done = [...steps, story.handedBack, story.withdrawn].filter((step) => step !== undefined).length;
  const state: State =
    story.withdrawn !== undefined
      ? "withdrawn"
      : story.closed !== undefined
        ? "closed"
        : story.handedBack !== undefined
          ? "handed_back"
          : story.told !== undefined
            ? "customer_informed"
            : story.decided !== undefined
              ? "decided"
              : story.taken !== undefined
                ? "acknowledged"
                : "raised";
  return { state, generation: 1 + done + back };
}

const journal = createJournal(randomIds, false);

/** Stores cases, by name, as the program would have left them. */
export async function store(store: Store, stories: Readonly<Record<string, Story>>): Promise<void> {
  const ms = (written: string | undefined): number | null => (written === undefined ? null : at(written));
  await store.tx(async (db) => {
    for (const [name, story] of Object.entries(stories)) {
      await db.insert(cases).values({
        id: name,
        ref: `ESC-${name}`,
        kind: story.kind ?? "advice",
        restricted: story.restricted ? "safety" : null,
        issue: "something_else",
        teamId: story.team ?? "billing",
        raiserId: "ana",
        customerId: "customer",
        needPayload: "words",
        waiting: story.onLine ? "on_line" : story.promised === undefined ? "no" : "promised",
        promisedAt: ms(story.promised),
        ...stands(story),
        asks: 0,
        holderId: null,
        authorityVersion: 1,
        raisedAt: at(story.raised),
        takenAt: ms(story.taken),
        decidedAt: ms(story.decided),
        informedAt: ms(story.told),
        handedBackAt: ms(story.handedBack),
        feedbackPayload: story.feedback ? "words" : null,
        endedAt: ms(story.closed ?? story.withdrawn),
      });
      const takings = [story.takenAndGivenBack, story.taken].filter((time) => time !== undefined);
      for (const time of takings)
        await journal.record(db, at(time), {
          team: "billing",
          actor: SYSTEM,
          role: "resolver",
          kind: "case.taken",
          subject: name,
          facts: {},
        });
    }
  });
}

/** Stores a theme, what was said of it, and when an alert about it was confirmed. */
export async function storeTheme(
  store: Store,
  id: string,
  said: readonly string[],
  alertsConfirmed: readonly string[],
  mergedInto: string | null = null,
): Promise<void> {
  const record = { id, tokens: [], count: 0 };
  await store.tx(async (db) => {
    await db.insert(themes).values({
      id,
      ref: `TH-${id}`,
      teamId: "billing",
      key: id,
      record: JSON.parse(JSON.stringify(record)),
      retired: false,
      state: "open",
      mergedInto,
      createdAt: 0,
      lastAt: 0,
      generation: 1,
    });
    for (const time of said) await storeComment(db, time, { themeId: id });
    for (const [index, time] of alertsConfirmed.entries())
      await db.insert(alerts).values({
        id: `${id} ${index}`,
        key: `${id} ${index}`,
        teamId: "billing",
        themeId: id,
        state: "confirmed",
        raisedAt: 0,
        lastAt: 0,
        customers: 4,
        saidCustomers: 4,
        learning: false,
        burst: JSON.parse("{}"),
        record: JSON.parse("{}"),
        live: false,
        generation: 1,
        decidedAt: at(time),
      });
  });
}

type Db = Parameters<Parameters<Store["tx"]>[0]>[0];

/** Stores what a customer said. */
export async function storeComment(
  db: Db,
  said: string,
  more: Partial<typeof comments.$inferInsert> = {},
): Promise<void> {
  await db.insert(comments).values({
    id: randomIds.next(),
    teamId: "billing",
    textPayload: "words",
    origin: "spontaneous",
    source: "command",
    at: at(said),
    saidAt: at(said),
    ...more,
  });
}

/** Stores a batch of comments that is not complete: nobody has heard of it yet. */
export async function storeHalfBatch(db: Db, said: string): Promise<void> {
  await db
    .insert(commentImports)
    .values({ id: "batch", teamId: "billing", digest: "d", size: 2, startedAt: 0 });
  await storeComment(db, said, { importId: "batch", source: "import" });
}

/** Stores an improvement action. */
export async function storeAction(
  store: Store,
  id: string,
  reviewOn: string,
  more: Partial<typeof actions.$inferInsert> = {},
): Promise<void> {
  await store.tx(async (db) => {
    await db.insert(actions).values({
      id,
      ref: `ACT-${id}`,
      teamId: "billing",
      state: "running",
      generation: 1,
      plannerId: "ana",
      ownerId: "wei",
      problemPayload: "words",
      changePayload: "words",
      startOn: "2026-10-01",
      reviewOn,
      plannedAt: 0,
      ...more,
    });
  });
}

/** A review that found so many fewer, or nothing. */
export const review = (
  time: string,
  verdict: "fewer" | "no_detectable_change",
  decision: "keep" | "stop",
): Partial<typeof actions.$inferInsert> => ({
  state: "reviewed",
  reviewedAt: at(time),
  endedAt: at(time),
  reviewDecision: decision,
  reviewResult: { kind: "typed", n: 1, of: 10, verdict, chance: 0.001 },
});
