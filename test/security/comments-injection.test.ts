import { desc, eq, inArray, like } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alerts, comments, themes } from "../../db/schema/comments.ts";
import { outbox } from "../../db/schema/outbox.ts";
import type { Answer } from "../../src/chat/adapter.ts";
import type { RawValues } from "../../src/chat/form.ts";

import { weeklySummary } from "../../src/comments/weekly/summary.ts";
import { addDays, localDate } from "../../src/local-days.ts";
import { resolve } from "../../src/outbox/index.ts";
import { burst, ordinaryWeeks } from "../support/comments.ts";
import {
  adapterOf,
  addScratch,
  consolePage,
  expectOnlyText,
  handsIn,
  piecesOf,
  postOnSlack,
  shown,
} from "../support/injected.ts";
import { INJECTIONS } from "../support/payloads.ts";
import { settled } from "../support/standing.ts";
import { type PersonId, type World, openWorld } from "../support/world.ts";

type Resolved = Awaited<ReturnType<typeof resolve>>;

/** `injection.test.ts` shows that each is text wherever a message has text; here the places are many. */
const SOME = INJECTIONS.filter((_, index) => index % 3 === 0);

let world: World;
let alertId = "";
let themeId = "";
beforeAll(async () => {
  world = await openWorld({ mode: "http", createAs: "sandbox" });
  addScratch(world);
  await ordinaryWeeks(world);
  await burst(world, 3_000);
  await settled(world);
  const [alert] = await world.store.read.select().from(alerts);
  if (!alert) throw new Error("no alert");
  alertId = alert.id;
  themeId = alert.themeId;
}, 60_000);
afterAll(() => world.stop());

const { button, command, submit } = handsIn(() => world);

/** The alert and its theme as nobody has decided about them, and their present generations. */
async function undecided(): Promise<{ readonly alert: string; readonly theme: string }> {
  return world.store.tx(async (db) => {
    const [alert] = await db
      .update(alerts)
      .set({ state: "proposed", deciderId: null })
      .where(eq(alerts.id, alertId))
      .returning();
    const [theme] = await db.update(themes).set({ state: "heard" }).where(eq(themes.id, themeId)).returning();
    return { alert: `${alertId}:${alert?.generation ?? -1}`, theme: `${themeId}:${theme?.generation ?? -1}` };
  });
}

const fills = async (
  person: PersonId,
  opened: Promise<Answer>,
  values: RawValues,
): Promise<readonly Resolved[]> => [shown(await submit(person, await opened, values))];

/** Everything about the alert as it is to be seen now. */
async function aboutTheAlert(): Promise<readonly Resolved[]> {
  const rows = await world.store.read
    .select()
    .from(outbox)
    .where(like(outbox.key, `alert/${alertId}/%`));
  return Promise.all(rows.map(({ message }) => resolve(world.store.read, message, "slack")));
}

/** Puts a text wherever somebody can type one, and gives back every message in which one of them stands. */
async function everywhere(payload: string): Promise<readonly Resolved[]> {
  const messages: Resolved[] = [];
  const add = (some: readonly Resolved[]): void => void messages.push(...some);
  add(
    await fills("ana", command("ana", "comment"), {
      said: `they say ${payload}`,
      reply: payload,
      customer: "C-1042",
    }),
  );
  const [newest] = await world.store.read.select().from(comments).orderBy(desc(comments.seq)).limit(1);
  if (!newest) throw new Error("no comment");
  // The alert's own comments say it, too: its card and its theme's quote them.
  await world.store.tx(async (db) => {
    const [alert] = await db.select().from(alerts).where(eq(alerts.id, alertId));
    await db
      .update(comments)
      .set({ textPayload: newest.textPayload })
      .where(inArray(comments.id, [...(alert?.record.members ?? [])]));
  });
  add([shown(await command("ana", "comments", "mine"))]);
  add([shown(await command("tom", "comments", "search they say"))]);

  let at = await undecided();
  add(
    await fills("priya", button("priya", "theme.edit", at.theme), {
      name: payload.slice(0, 80),
      owner: "priya",
    }),
  );
  at = await undecided();
  add(
    await fills("priya", button("priya", "alert.confirm", at.alert), {
      name: payload.slice(0, 80),
      wording: payload,
      recipients: "team:billing\nagents\nleaders",
    }),
  );
  add(await aboutTheAlert());
  at = await undecided();
  add(await fills("priya", button("priya", "alert.known", at.alert), { where: payload.slice(0, 300) }));
  add(await aboutTheAlert());
  at = await undecided();
  add(await fills("priya", button("priya", "theme.decline", at.theme), { reason: payload.slice(0, 500) }));
  add([shown(await command("tom", "comments", "themes"))]);
  const nextWeek = addDays(localDate(world.clock.now(), "Europe/London"), 1);
  const weekly = await weeklySummary(world.store.read, "billing", nextWeek, "Europe/London");
  if (weekly) add([await resolve(world.store.read, weekly, "slack")]);
  // Many people get the same card.
  return [...new Map(messages.map((message) => [JSON.stringify(message), message])).values()];
}

describe("what is typed about comments, alerts and themes", () => {
  it(
    "notifies nobody on Slack, and is shown as it was typed, wherever it shows",
    { timeout: 300_000 },
    async () => {
      let shownTexts = 0;
      let sent = 0;
      for (const payload of SOME) {
        const text = payload.trim();
        const typed = new Set([text, `they say ${text}`, text.slice(0, 80).trim()]);
        for (const message of await everywhere(payload)) {
          sent += 1;
          const post = await postOnSlack(world, String(sent), message);
          expect([...post.pings], `${JSON.stringify(payload)} in ${JSON.stringify(message)}`).toEqual([]);
          for (const piece of piecesOf(message)) {
            if (piece.t !== "user" || !typed.has(piece.text)) continue;
            shownTexts += 1;
            expect(post.text, JSON.stringify(payload)).toContain(piece.text);
          }
        }
      }
      // The comment, the lists, the cards, the notes, the thread, the words told and the summary.
      expect(shownTexts).toBeGreaterThan(SOME.length * 10);
    },
  );

  it("is text and nothing else in the console", { timeout: 120_000 }, async () => {
    const adapter = adapterOf(world, "console");
    let n = 0;
    for (const payload of SOME.filter((_, index) => index % 3 === 0)) {
      for (const message of await everywhere(payload)) {
        n += 1;
        const key = `console/${n}`;
        await adapter.send({ key, to: { kind: "channel", channel: "billing" }, message });
      }
      const lines = payload
        .trim()
        .split("\n")
        .map((line) => line.trim());
      expectOnlyText(await consolePage(world), lines);
    }
    expect(n).toBeGreaterThan(SOME.length);
  });
});
