import { setTimeout as sleep } from "node:timers/promises";
import { asc } from "drizzle-orm";
import { afterEach, expect, it } from "vitest";
import { alerts, commentImports, comments, themes } from "../../db/schema/comments.ts";
import { teams } from "../../db/schema/people.ts";
import { payloads } from "../../db/schema/foundation.ts";
import { type Store, openStore } from "../../db/store.ts";
import { DEFAULT_COMMENT_SETTINGS } from "../../src/comments/settings.ts";
import { Detector } from "../../src/comments/detect/index.ts";
import { OUTAGE, storeOrdinaryWeeks } from "../support/comments.ts";
import { type Floor, openFloor } from "../support/fault/floor.ts";
import { endInOrder } from "../support/fault/program.ts";
import { countOf } from "../support/fault/count.ts";
import { randomFrom, seedOf } from "../support/seeded.ts";
import { onTheirWay } from "../support/fault/reckoning.ts";
import { TestClock } from "../support/test-clock.ts";
import { until } from "../support/until.ts";

const KILLS = countOf("KILLS", 12);
/** Comments that are logged in the life of one bot. */
const EACH = 4;

let floor: Floor | undefined;
afterEach(async () => {
  await floor?.close();
  floor = undefined;
});

/** What one detector makes of all that was heard, in the order in which it was, without ever being stopped. */
async function withoutKills(store: Store) {
  const { windowMs, customers, threshold } = DEFAULT_COMMENT_SETTINGS;
  const detector = Detector.restore(
    { windowMs, customers, threshold },
    { comments: [], themes: [], alerts: [], clock: undefined },
  );
  const texts = new Map((await store.read.select().from(payloads)).map(({ id, text }) => [id, text ?? ""]));
  const batches = new Map(
    (await store.read.select().from(commentImports)).map((one) => [one.id, one.doneAt]),
  );
  const themeOf = new Map<string, string>();
  const raised = new Set<string>();
  for (const one of await store.read.select().from(comments).orderBy(asc(comments.heard))) {
    const firstHeard = batches.get(one.importId ?? "") ?? one.at;
    const { burst, changes } = detector.add(
      {
        id: one.id,
        text: texts.get(one.textPayload) ?? "",
        customer: one.customerId ?? undefined,
        at: one.saidAt,
      },
      Math.max(firstHeard, one.saidAt),
    );
    for (const { comment, theme } of changes.assigned) themeOf.set(comment, theme);
    for (const { from, into } of changes.merged)
      for (const [comment, theme] of themeOf) if (theme === from) themeOf.set(comment, into);
    if (burst) raised.add(burst.key);
  }
  return { themeOf: Object.fromEntries(themeOf), raised: [...raised].toSorted() };
}

it(
  `hears every confirmed comment once over ${KILLS} kills, and knows what it would know without them`,
  async () => {
    const random = randomFrom(seedOf("comments kill"));
    floor = await openFloor(random, 1);
    const { slack, databaseFile } = floor;
    const [team] = floor.teams;
    if (!team) throw new Error("a team is needed");
    const open = () => openStore({ dialect: "sqlite", file: databaseFile }, { now: Date.now() });
    const before = await open();
    const [first] = await before.read.select().from(teams);
    await storeOrdinaryWeeks({ store: before, clock: new TestClock() }, first?.id);
    await before.close();

    const user = slack.user(team.agent);
    const confirmed: string[] = [];
    let said = 0;
    let atFailpoint = 0;
    /** Says something; whoever is told that it was recorded may rely on it. */
    const says = async (): Promise<void> => {
      said += 1;
      const words = `${OUTAGE[said % OUTAGE.length]} case ${said}x`;
      await user.command("/comment", `C-${60_000 + said} ${words}`, { channel: team.channel });
      if (user.sees(team.channel).some(({ text }) => text.includes(`Recorded: ${words}\n`)))
        confirmed.push(words);
    };
    for (let n = 0; n < KILLS; n += 1) {
      // Every other one dies with its findings written and not committed; the rest at any moment.
      const point = n % 2 === 0 ? `comments.heard@${random.between(1, 3)}` : undefined;
      const bot = await floor.start(point);
      const isUp = await bot.ready.then(
        () => true,
        () => false,
      );
      const lines = isUp ? EACH : 0;
      for (let each = 0; each < lines; each += 1) await says();
      if (point === undefined) await sleep(random.next() * 40);
      // What waits to be heard lets it reach the point; where nothing does, it dies now.
      const isDead = await Promise.race([
        bot.exited.then(() => true),
        sleep(point === undefined ? 0 : 3_000, false),
      ]);
      bot.signal("SIGKILL");
      expect((await bot.exited).signal).toBe("SIGKILL");
      atFailpoint += point !== undefined && isDead ? 1 : 0;
      const ledger = await floor.ledger();
      expect(ledger.integrity).toBe("ok");
      expect(onTheirWay(ledger).length).toBeLessThan(20);
    }
    const last = await floor.startReady();
    await says();
    await until(
      "all is heard",
      async () => {
        const store = await open();
        const waiting = (await store.read.select().from(comments)).filter(({ heard }) => heard === null);
        await store.close();
        return waiting.length === 0;
      },
      20_000,
    );
    await floor.drained(60_000);
    expect((await endInOrder(last)).code).toBe(0);

    const store = await open();
    const rows = await store.read.select().from(comments).orderBy(asc(comments.heard));
    const texts = new Map((await store.read.select().from(payloads)).map(({ id, text }) => [id, text ?? ""]));
    const recorded = rows.map(({ textPayload }) => texts.get(textPayload));
    console.log(
      `comments kill: ${KILLS} kills, ${atFailpoint} of them at "comments.heard"; ${said} comments said, ${confirmed.length} confirmed, ${rows.length - 260} recorded`,
    );
    expect(atFailpoint).toBeGreaterThan(1);
    expect(confirmed.length).toBeGreaterThan(KILLS);
    for (const words of confirmed)
      expect(
        recorded.filter((one) => one === words),
        words,
      ).toHaveLength(1);
    // Each has a place of its own in the order, without a gap.
    expect(rows.map(({ heard }) => heard)).toEqual(rows.map((_, index) => index + 1));

    const expected = await withoutKills(store);
    const keys = new Map((await store.read.select().from(themes)).map(({ id, key }) => [id, key]));
    const themed = rows.flatMap(({ id, themeId }) => (themeId === null ? [] : [[id, keys.get(themeId)]]));
    expect(Object.fromEntries(themed)).toEqual(expected.themeOf);
    expect(themed.length).toBeGreaterThan(confirmed.length);
    const raised = await store.read.select().from(alerts);
    expect(raised.map(({ key }) => key).toSorted()).toEqual(expected.raised);
    expect(raised).toHaveLength(1);
    await store.close();
    const cards = slack.book.posts.filter((post) =>
      slack.book.show(post).text.startsWith("Several customers say the same"),
    );
    expect(cards.filter(({ channel }) => channel === team.channel)).toHaveLength(1);
  },
  120_000 + KILLS * 8_000,
);
