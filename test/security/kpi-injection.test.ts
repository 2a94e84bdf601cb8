import { like } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analyses, digests } from "../../db/schema/digests.ts";
import { kpiAgreements, kpiTargets } from "../../db/schema/kpi.ts";
import { outbox } from "../../db/schema/outbox.ts";
import type { ResolvedMessage } from "../../src/chat/message.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal } from "../../src/journal/index.ts";
import { kpiMessage } from "../../src/kpi/digest/kpi-message.ts";
import { digestMessage } from "../../src/kpi/digest/message.ts";
import { composer } from "../../src/kpi/index.ts";
import { addDays, localDate } from "../../src/local-days.ts";
import { resolve } from "../../src/outbox/index.ts";
import { DISCORD_USERS } from "../support/discord-floor.ts";
import { said } from "../support/hands.ts";
import {
  adapterOf,
  addCalled,
  addScratch,
  consolePage,
  expectOnlyText,
  handsIn,
  piecesOf,
  postOnSlack,
  shown,
} from "../support/injected.ts";
import { agreedOn, ordinaryDay, storeDays } from "../support/kpi-floor.ts";
import { INJECTIONS } from "../support/payloads.ts";
import { until } from "../support/until.ts";
import { type World, openWorld } from "../support/world.ts";

/** `injection.test.ts` shows that each is text wherever a message has text; here the places are many. */
const SOME = INJECTIONS.filter((_, index) => index % 3 === 1);
/** Without one of these signs nothing can call anybody on Discord; and the library sends fifty a second at most. */
const CALLING = INJECTIONS.filter((payload) => /[<@]/.test(payload)).filter((_, index) => index % 6 === 0);
const SCRATCH_D = "330000000000000020";

let world: World;
let today = "";
let digest = "";
let versions = 0;
beforeAll(async () => {
  world = await openWorld({ mode: "http", createAs: "sandbox", platforms: ["slack", "discord"] });
  const { discord, store, clock } = world;
  addScratch(world);
  const { ana, tom } = DISCORD_USERS;
  discord.addChannel(SCRATCH_D, "scratch", [ana, tom, addCalled(discord)]);
  today = localDate(clock.now(), "Europe/London");
  await storeDays(
    store,
    Array.from({ length: 30 }, (_, index) => ({
      team: "billing",
      date: addDays(today, index - 30),
      sums: ordinaryDay(index),
    })),
  );
  await command("priya", "digest", "now");
  digest = (await store.read.select().from(digests))[0]?.id ?? "";
}, 60_000);
afterAll(() => world.stop());

const { button, command, submit } = handsIn(() => world);

/** As much of a text as a field holds, without half a sign at its end. */
const within = (text: string, most: number): string =>
  text
    .trim()
    .slice(0, most)
    .replace(/[\uD800-\uDBFF]$/, "")
    .trim();

/** What is asked and told about targets, as it is to be seen now. */
async function asked(platform: "slack" | "discord"): Promise<readonly ResolvedMessage[]> {
  const { read } = world.store;
  const rows = await read.select().from(outbox).where(like(outbox.key, "kpi/target/%"));
  return Promise.all(rows.map(({ message }) => resolve(read, message, platform)));
}

/** Forgets what was agreed and analysed, so that the next text is met by as little as the first. */
const sweep = (): Promise<void> =>
  world.store.tx(async (db) => {
    await db.delete(outbox).where(like(outbox.key, "kpi/target/%"));
    await db.delete(kpiAgreements);
    await db.delete(kpiTargets);
    await db.delete(analyses);
  });

/** What today's digest would show. */
async function composed() {
  const { store, clock } = world;
  const parts = {
    ids: randomIds,
    journal: createJournal(randomIds, false),
    active: new Set(["slack" as const]),
  };
  const compose = composer({ ...parts, store, clock }, []);
  const { figures } = await compose("billing", today, "daily", { lateMs: 0, missed: [], note: "" });
  return figures;
}

/** The digest and the chart of a KPI that is named like that, as they would be posted. */
async function posted(platform: "slack" | "discord"): Promise<readonly ResolvedMessage[]> {
  const figures = await composed();
  const id = "0".repeat(20);
  const messages = [
    digestMessage(figures, { id, head: { seq: 1, hash: "ab".repeat(32) } }),
    ...figures.kpis.map((line) => kpiMessage(figures, line, id)),
  ];
  return Promise.all(messages.map((message) => resolve(world.store.read, message, platform)));
}

/** Puts a text wherever somebody can type one about figures, and gives back every message in which one of them stands. */
async function everywhere(
  payload: string,
  platform: "slack" | "discord",
): Promise<readonly ResolvedMessage[]> {
  await sweep();
  const messages: ResolvedMessage[] = [];
  versions += 1;
  messages.push(
    shown(
      await submit("priya", await command("priya", "kpi", "define"), {
        name: within(payload, 60),
        kpi: "tried",
        purpose: within(payload, 200),
        formula: "answered_in_time / offered",
        unit: "percent",
        direction: "up",
      }),
    ),
    shown(await command("tom", "kpi", "list")),
    shown(await command("tom", "kpi", "show tried")),
  );
  const formula = await submit("priya", await command("priya", "kpi", "define"), {
    name: "Other",
    kpi: "other",
    purpose: "Other",
    formula: payload.slice(0, 400),
    unit: "percent",
    direction: "up",
  });
  // What is wrong is said without the words that were wrong.
  expect(formula.kind, JSON.stringify(payload)).toBe("fieldErrors");
  expect(said(formula)).not.toMatch(/evil|channel|script|@/);

  const form = await command("priya", "kpi", "agree tried");
  if (form.kind !== "form") throw new Error(said(form));
  expect(form.form.intro).toContain(within(payload, 60));
  messages.push(
    shown(await submit("priya", form, { basis: within(payload, 500), asked: "ana\ntom", low: "80" })),
  );
  const [target] = await world.store.read.select().from(kpiTargets);
  messages.push(...(await asked(platform)));
  messages.push(
    shown(
      await submit("ana", await button("ana", "kpi.decline", target?.id ?? ""), {
        reason: within(payload, 500),
      }),
    ),
  );
  messages.push(...(await asked(platform)));

  await agreedOn(world.store, "billing", "tried", { low: 80, version: versions });
  messages.push(shown(await command("priya", "digest", "preview")), ...(await posted(platform)));
  messages.push(
    shown(
      await submit("priya", await button("priya", "kpi.analyse", digest), {
        finding: within(payload, 1_500),
        ruled_out: within(payload, 1_500),
        recommendation: payload.slice(0, 1_500),
        expected: payload.slice(0, 1_500),
      }),
    ),
    shown(
      await submit("priya", await button("priya", "kpi.rebase", `${digest}/offered`), {
        from: addDays(today, -20),
        reason: within(payload, 500),
      }),
    ),
  );
  // What is typed after a command is answered without it, or comes back in the form in which it is corrected.
  for (const [name, line] of [
    ["kpi", payload],
    ["kpi", `show ${payload}`],
    ["kpi", `list in ${payload}`],
    ["kpi", `staff ${payload}`],
    ["digest", `preview for ${payload}`],
    ["digest", `schedule ${payload}`],
    ["digest", `mute until ${payload}`],
  ] as const) {
    if (line.length > 2_000) continue;
    const answer = await command("priya", name, line);
    if (answer.kind === "private") messages.push(answer.message);
  }
  return messages;
}

/** What was typed and stands in a message, each as much of it as its field holds. */
const typedIn = (message: ResolvedMessage, payload: string): readonly string[] => {
  const all = piecesOf(message)
    .filter(({ t }) => t !== "person")
    .map((piece) => (piece.t === "person" ? "" : piece.text))
    .join("");
  return [...new Set([1_500, 500, 200, 60].map((most) => within(payload, most)))].filter((text) =>
    all.includes(text),
  );
};

describe("what is typed about figures", () => {
  it(
    "notifies nobody on Slack, and is shown as it was typed, wherever it shows",
    { timeout: 400_000 },
    async () => {
      let shownTexts = 0;
      let sent = 0;
      for (const payload of SOME)
        for (const message of await everywhere(payload, "slack")) {
          sent += 1;
          const post = await postOnSlack(world, String(sent), message);
          expect([...post.pings], `${JSON.stringify(payload)} in ${JSON.stringify(message)}`).toEqual([]);
          for (const text of typedIn(message, payload)) {
            shownTexts += 1;
            expect(post.text, JSON.stringify(payload)).toContain(text);
          }
        }
      // Definition, list, card, question, answers, preview, digest, chart, analysis.
      expect(shownTexts).toBeGreaterThan(SOME.length * 9);
    },
  );

  it("notifies nobody on Discord, and is shown as it was typed", { timeout: 400_000 }, async () => {
    const adapter = adapterOf(world, "discord");
    const before = world.discord.pings().length;
    let shownTexts = 0;
    let sent = 0;
    for (const payload of CALLING)
      for (const message of await everywhere(payload, "discord")) {
        sent += 1;
        const outgoing = {
          key: `discord/${sent}`,
          to: { kind: "channel" as const, channel: SCRATCH_D },
          message,
        };
        await until(
          `${JSON.stringify(payload)} is posted`,
          async () => (await adapter.send(outgoing)).outcome === "sent",
        );
        const seen = world.discord.user(DISCORD_USERS.tom).sees(SCRATCH_D).at(-1);
        for (const text of typedIn(message, payload)) {
          shownTexts += 1;
          expect(seen?.text, JSON.stringify(payload)).toContain(text);
        }
        world.discord.book.posts.splice(0);
      }
    expect(world.discord.pings().slice(before)).toEqual([]);
    expect(shownTexts).toBeGreaterThan(CALLING.length * 9);
  });

  it("is text and nothing else in the console", { timeout: 200_000 }, async () => {
    const adapter = adapterOf(world, "console");
    let n = 0;
    for (const payload of SOME.filter((_, index) => index % 4 === 0)) {
      for (const message of await everywhere(payload, "slack")) {
        n += 1;
        const to = { kind: "channel" as const, channel: "billing" };
        await adapter.send({ key: `console/${n}`, to, message });
      }
      const lines = within(payload, 60)
        .split("\n")
        .map((line) => line.trim());
      expectOnlyText(await consolePage(world), lines);
    }
    expect(n).toBeGreaterThan(SOME.length);
  });

  it("is drawn in a picture, whatever it is", { timeout: 200_000 }, async () => {
    const drawn = async (id: string): Promise<string> =>
      Buffer.from((await world.running.core.picture(id)) ?? new Uint8Array()).toString("latin1", 1, 4);
    let drawings = 0;
    for (const payload of SOME.filter((_, index) => index % 12 === 0)) {
      await everywhere(payload, "slack");
      const figures = await composed();
      expect(figures.kpis.map(({ definition }) => definition.kpi)).toEqual(["tried"]);
      const id = `drawn${drawings}`;
      await world.store.tx((db) =>
        db.insert(digests).values({
          id,
          teamId: "billing",
          kind: "weekly",
          date: addDays(today, -drawings),
          dueAt: 0,
          state: "posted",
          decidedAt: 0,
          figures,
        }),
      );
      drawings += 1;
      expect(await drawn(`digest:${id}`), JSON.stringify(payload)).toBe("PNG");
      expect(await drawn(`kpi:${id}/tried`), JSON.stringify(payload)).toBe("PNG");
    }
  });
});
