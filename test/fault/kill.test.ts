import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { type Floor, openFloor } from "../support/fault/floor.ts";
import { endInOrder } from "../support/fault/program.ts";
import { countOf } from "../support/fault/count.ts";
import { randomFrom, seedOf } from "../support/seeded.ts";
import { onTheirWay, reckon } from "../support/fault/reckoning.ts";

/** A bot dies somewhere between its start and this many sends: counted in work, because a busy machine is slow. */
const MOST_SENDS = 60;
/** And then at any moment between two sends, ms. */
const MOST_MS = 60;
/** This part of them dies while it starts and takes over from the one before. */
const DIE_STARTING = 0.2;
const KILLS = countOf("KILLS", 50);

let floor: Floor | undefined;
afterEach(async () => {
  await floor?.close();
  floor = undefined;
});

it(
  `loses nothing and repeats nothing unmarked over ${KILLS} kills at random moments`,
  async () => {
    const random = randomFrom(seedOf("kill"));
    floor = await openFloor(random);
    const { slack, wire } = floor;
    // Long enough that 16 are on their way, and history that cannot always be read, so that repeats happen at all.
    Object.assign(wire.weather, { delayMs: 150, blindness: 0.4 });
    const crowd = floor.crowd(1_000);
    const kills = { done: 0, withSends: 0, onTheirWay: 0, most: 0 };
    const unknown = new Map<string, number>();

    for (let n = 0; n < KILLS; n += 1) {
      const bot = await floor.start();
      if (random.next() < DIE_STARTING) await sleep(random.between(0, 500));
      else await wire.sendsFromNow(random.between(1, MOST_SENDS), 10_000);
      await sleep(random.next() * MOST_MS);
      bot.signal("SIGKILL");
      const exit = await bot.exited;
      expect(exit.signal, `it said:\n${bot.lines.join("\n")}`).toBe("SIGKILL");
      const ledger = await floor.ledger();
      expect(ledger.integrity).toBe("ok");
      expect(ledger.orphans).toEqual([]);
      const keys = onTheirWay(ledger);
      for (const key of keys) unknown.set(key, (unknown.get(key) ?? 0) + 1);
      kills.done += 1;
      kills.withSends += keys.length > 0 ? 1 : 0;
      kills.onTheirWay += keys.length;
      kills.most = Math.max(kills.most, keys.length);
    }

    const last = await floor.startReady();
    await crowd.goHome();
    Object.assign(wire.weather, { delayMs: 20, blindness: 0 });
    await floor.drained(60_000);
    expect((await endInOrder(last)).code).toBe(0);

    const found = await reckon(slack, floor.databaseFile, floor.folder, floor.submissions);
    const markedPosts = [...found.marked.values()].reduce((sum, count) => sum + count, 0);
    const again = floor.submissions.filter((one) => one.sent > 1).length;
    console.log(
      `kill: ${kills.done} kills, ${kills.withSends} with sends under way, ${kills.onTheirWay} sends under way in all (at most ${kills.most} at once, ${wire.sends.most} on the wire); ` +
        `${floor.submissions.length} submissions (${again} sent more than once), ${found.confirmed} confirmed, ${found.cases} cases, ${found.posts} posts; ` +
        `history unreadable ${wire.blinded} times; lost ${found.lost.length}, twice ${found.twice.length}, without outbox rows ${found.orphans.length}, "sent" without post ${found.sentWithoutPost.length}, ` +
        `repeats ${found.repeats}, unmarked ${found.unmarkedRepeats.length}, marked ${markedPosts}; integrity ${found.integrity}, journal faults ${found.journalFaults}`,
    );

    // The faults really struck.
    expect(kills.withSends).toBeGreaterThan(KILLS / 4);
    expect(wire.sends.most).toBeGreaterThanOrEqual(12);
    expect(again).toBeGreaterThan(0);
    expect(wire.blinded).toBeGreaterThan(0);
    expect(found.repeats).toBeGreaterThan(0);
    // And nothing came of them.
    expect(found.confirmed).toBeGreaterThan(KILLS);
    expect(found).toMatchObject({
      lost: [],
      twice: [],
      orphans: [],
      sentWithoutPost: [],
      unsent: 0,
      unmarkedRepeats: [],
      integrity: "ok",
      journalFaults: 0,
    });
    for (const [key, count] of found.marked)
      expect(count, `marks of ${key}`).toBeLessThanOrEqual(unknown.get(key) ?? 0);
  },
  120_000 + KILLS * 6_000,
);
