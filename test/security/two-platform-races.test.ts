import { afterEach, describe, expect, it } from "vitest";
import { type Crowd, USERS, openCrowd } from "../support/discord-crowd.ts";
import { BILLING_D, modalOn, seesOnDiscord } from "../support/discord-floor.ts";
import { PERMISSIONS } from "../support/fake-discord/permissions.ts";
import type { Seen } from "../support/fake-discord/index.ts";
import type { PersonEntry } from "../support/organisation.ts";
import { seeded } from "../support/seeded.ts";
import { until } from "../support/until.ts";
import { BILLING, SLACK_USERS, as, sees } from "../support/world.ts";

const ROUNDS = 5;
const EACH = 50;
const DAY = 24 * 3_600_000;

let crowd: Crowd | undefined;
afterEach(async () => {
  await crowd?.world.stop();
  crowd = undefined;
});

/** Fifty leaders who are on Slack alone, and fifty who are on Discord alone, all in Billing's channels. */
async function withHundredLeaders(): Promise<Crowd> {
  crowd = await openCrowd(["slack", "discord"]);
  const { slack, discord } = crowd.world;
  const leaders: Record<string, PersonEntry> = {};
  const leads = { team: "billing", level: "team_leader" };
  for (let n = 0; n < EACH; n += 1) {
    leaders[`s${n}`] = { ...leads, name: `Slack Leader ${n}`, slack: slackId(n) };
    leaders[`d${n}`] = { ...leads, name: `Discord Leader ${n}`, discord: discordId(n) };
    slack.addUser(slackId(n), `s${n}`);
    slack.book.channels.get(BILLING)?.members.add(slackId(n));
    discord.addUser(discordId(n), `d${n}`);
    discord.book.channel(BILLING_D).overwrites.set(discordId(n), {
      id: discordId(n),
      type: "member",
      allow: PERMISSIONS.ViewChannel,
      deny: 0n,
    });
  }
  await crowd.become(leaders);
  return crowd;
}
const slackId = (n: number): string => `U0LEAD${n}`;
const discordId = (n: number): string => `4600000000000000${String(n).padStart(2, "0")}`;

/** Everybody who may press, with what each is told about a case in the end, wherever they are. */
function pressers(
  { world }: Crowd,
  ref: string,
  cards: { slack: Parameters<ReturnType<typeof as>["press"]>[0]; discord: Seen },
) {
  const { slack, discord } = world;
  return Array.from({ length: EACH }, (_, n) => {
    const here = slack.user(slackId(n));
    const there = discord.user(discordId(n));
    return [
      {
        name: `Slack Leader ${n}`,
        press: async () => void (await here.press(cards.slack, "Take")),
        told: () => here.sees(BILLING).findLast((one) => one.ephemeral && one.text.includes(ref))?.text,
      },
      {
        name: `Discord Leader ${n}`,
        press: async () =>
          void (await there.forgesPress(cards.discord, cards.discord.buttons[0]?.customId ?? "")),
        told: () => there.sees(BILLING_D).findLast((one) => one.ephemeral && one.text.includes(ref))?.text,
      },
    ];
  }).flat();
}

describe("a hundred people who press Take at once, fifty on Slack and fifty on Discord", () => {
  it(
    "have one winner each time; ninety-nine are told, kindly, who has it",
    { timeout: 180_000 },
    async () => {
      const { world, raise, caseOf, record, settled } = await withHundredLeaders();
      const random = seeded("two-platform races");
      const winners = new Set<string>();
      for (let round = 0; round < ROUNDS; round += 1) {
        const id = await raise("ana", `refund C-${6_000 + round} wants 80 back`);
        const { ref } = await caseOf(id);
        await settled();
        const cards = {
          slack: await sees(world, "tom", BILLING, ref, "Waiting for somebody to take it"),
          discord: await seesOnDiscord(world, "tom", BILLING_D, ref, "Waiting for somebody to take it"),
        };
        const all = random.shuffle(pressers({ ...crowdNow(), world }, ref, cards));
        await Promise.all(all.map((one) => one.press()));
        const told = await Promise.all(
          all.map(async ({ name, told: look }) => ({
            name,
            text: await until(`${name} is told`, look, 20_000),
          })),
        );

        const won = told.filter(({ text }) => text.startsWith(`${ref} is yours.`));
        expect(won).toHaveLength(1);
        const winner = won[0]?.name ?? "";
        winners.add(winner);
        const polite = `${winner} already has ${ref}. There is nothing that you need to do.`;
        expect(told.filter(({ text }) => text === polite)).toHaveLength(2 * EACH - 1);
        const taken = (await record()).filter((event) => event.kind === "case.taken" && event.subject === id);
        expect(taken).toHaveLength(1);

        await settled();
        const onSlack = await sees(world, "tom", BILLING, ref, `Taken · with ${winner}`);
        const onDiscord = await seesOnDiscord(world, "tom", BILLING_D, ref, `Taken · with ${winner}`);
        expect([onSlack.ts, onDiscord.id]).toEqual([cards.slack.ts, cards.discord.id]);
        expect([onSlack.buttons, onDiscord.buttons]).toEqual([[], []]);
      }
      console.log(`winners: ${[...winners].join(", ")}`);
    },
  );
});

const crowdNow = (): Crowd => {
  if (!crowd) throw new Error("no crowd");
  return crowd;
};

describe("one person on two platforms", () => {
  it("takes a case once, whichever press comes first", async () => {
    crowd = await openCrowd(["slack", "discord"]);
    const { world, raise, caseOf, record, settled } = crowd;
    const random = seeded("one person, two platforms");
    for (let round = 0; round < ROUNDS; round += 1) {
      const id = await raise("ana", `refund C-${6_100 + round} wants 80 back`);
      const { ref } = await caseOf(id);
      await settled();
      const onSlack = await sees(world, "priya", BILLING, ref, "Waiting for somebody to take it");
      const onDiscord = await seesOnDiscord(
        world,
        "priya",
        BILLING_D,
        ref,
        "Waiting for somebody to take it",
      );
      const there = crowd.person("priya");
      await Promise.all(
        random
          .shuffle([
            () => as(world, "priya").press(onSlack, "Take"),
            () => there.forgesPress(onDiscord, onDiscord.buttons[0]?.customId ?? ""),
          ])
          .map((press) => press()),
      );
      const alone = (one: { ephemeral: boolean; text: string }): boolean =>
        one.ephemeral && one.text.includes(ref);
      const told = [
        await until("told on Slack", () => as(world, "priya").sees(BILLING).findLast(alone)?.text),
        await until("told on Discord", () => there.sees(BILLING_D).findLast(alone)?.text),
      ];
      expect(told.filter((text) => text.startsWith(`${ref} is yours.`))).toHaveLength(1);
      expect(told.filter((text) => text === `You already have ${ref}.`)).toHaveLength(1);
      const taken = (await record()).filter((event) => event.kind === "case.taken" && event.subject === id);
      expect(taken.map(({ actor }) => actor)).toEqual(["priya"]);
    }
  });
});

describe("twice at once on Discord", () => {
  it("a press has one effect, and so has one that Discord delivers again", async () => {
    crowd = await openCrowd();
    const { world, person, raise, caseOf, got, record, settled } = crowd;
    const id = await raise("ana", "refund C-6200 wants 80 back");
    const { ref } = await caseOf(id);
    await settled();
    const card = await seesOnDiscord(world, "priya", BILLING_D, ref, "Waiting for somebody");
    const take = card.buttons[0]?.customId ?? "";
    const both = await Promise.all([1, 2].map(() => person("priya").forgesPress(card, take)));
    const told = await Promise.all(both.map((delivery) => got("priya", delivery)));
    const words = told.map((one) => ("words" in one ? one.words : one.form));
    expect(words.filter((text) => text.startsWith(`${ref} is yours.`))).toHaveLength(1);
    expect(words.filter((text) => text === `You already have ${ref}.`)).toHaveLength(1);
    const posts = world.discord.book.posts.length;
    for (const delivery of both) world.discord.redeliver(delivery);
    await until(
      "both were taken in",
      () => world.discord.requests.filter(({ errorCode }) => errorCode === 40060).length >= 2,
    );
    await settled();
    expect((await record()).filter(({ kind }) => kind === "case.taken")).toHaveLength(1);
    expect(world.discord.book.posts.slice(posts).filter((post) => post.onlyFor !== undefined)).toEqual([]);
  });

  it("a form that is sent twice has one effect, and says so", async () => {
    crowd = await openCrowd();
    const { world, person, raise, argOf, byCore, got, record, settled } = crowd;
    const id = await raise("ana", "refund C-6300 wants 80 back");
    await byCore.button("priya", "case.take", await argOf(id));
    await settled();
    const priya = person("priya");
    const from = await crowd.plainMessage("priya", "dm");
    await priya.forgesPress(from, `b0|case.decide|${await argOf(id)}`);
    await modalOn(world, "priya", "Decide ESC-0001");
    priya.fillIn({ "What was decided": "Refund in full" });
    const sent = (await Promise.all([priya.submit(), priya.submit(), priya.submit()])).flatMap(
      (one) => one ?? [],
    );
    const told = await Promise.all(sent.map((delivery) => got("priya", delivery)));
    const words = told.map((one) => ("words" in one ? one.words : one.form));
    expect(words.filter((text) => text.startsWith("ESC-0001 is decided"))).toHaveLength(1);
    expect(words.filter((text) => /already sent/.test(text))).toHaveLength(2);
    expect((await record()).filter(({ kind }) => kind === "case.decided")).toHaveLength(1);
    await settled();
    const news = person("ana")
      .dms()
      .filter((one) => one.text.startsWith("ESC-0001: Approved"));
    expect(news).toHaveLength(1);
  });

  it("a command with everything given raises as many cases as it was run, and no more when it is delivered again", async () => {
    crowd = await openCrowd();
    const { world, person, settled, record } = crowd;
    const given = { issue: "Refund", customer: "C-6400", amount: "80", need: "wants 80 back", waiting: "No" };
    const run = await person("ana").command("escalate", given, { channel: BILLING_D });
    await crowd.got("ana", run);
    world.discord.redeliver(run);
    await until("it was taken in", () => world.discord.requests.some(({ errorCode }) => errorCode === 40060));
    await settled();
    expect((await record()).filter(({ kind }) => kind === "case.raised")).toHaveLength(1);
    const told = person("ana")
      .sees(BILLING_D)
      .filter((one) => one.ephemeral);
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toContain("ESC-0001 is with");
  });
});

describe("somebody who goes on on the other platform", () => {
  it("finds what they were shown on the first one up to date, and nothing left to be sent", async () => {
    crowd = await openCrowd(["slack", "discord"]);
    const { world, raise, byCore, argOf, settled } = crowd;
    await as(world, "priya").command("/back", "", { channel: BILLING });
    const id = await raise("ana", "refund C-6700 wants 80 back");
    await settled();
    const ask = await sees(world, "priya", "dm", "ESC-0001", "you are asked because");
    // From now on they are told on Discord; the card that they have stays on Slack, and goes on being right.
    await byCore.button("priya", "case.take", await argOf(id));
    await settled();
    const mine = await sees(world, "priya", "dm", "ESC-0001", "Taken · with Priya Shah");
    expect([mine.ts, mine.buttons.map(({ label }) => label)]).toEqual([ask.ts, ["Decide", "Release"]]);
    await byCore.button("priya", "case.release", await argOf(id));
    await settled();
    const released = await sees(world, "priya", "dm", "ESC-0001", "Waiting for somebody to take it");
    expect([released.ts, released.buttons.map(({ label }) => label)]).toEqual([ask.ts, ["Take"]]);
  });
});

describe("an old button on Discord", () => {
  it("changes nothing and says so: superseded, thirty days old, or of a case that is over", async () => {
    crowd = await openCrowd(["slack", "discord"]);
    const { world, person, raise, argOf, byCore, got, standing, settled, restart } = crowd;
    const id = await raise("ana", "refund C-6500 wants 80 back");
    await settled();
    const card = await seesOnDiscord(world, "priya", BILLING_D, "ESC-0001", "Waiting for somebody");
    const old = card.buttons[0]?.customId ?? "";
    const asRaised = await argOf(id);
    await byCore.button("priya", "case.take", asRaised);
    await byCore.button("priya", "case.release", await argOf(id));
    await settled();

    const presses = async (name: "priya" | "sam" | "ana", customId: string): Promise<string> => {
      const before = await standing();
      const one = await got(name, await person(name).forgesPress(card, customId));
      expect(await standing()).toEqual(before);
      return "words" in one ? one.words : `form: ${one.form}`;
    };
    const stale = [
      ["priya", old],
      ["sam", old],
      ["ana", `b0|case.withdraw|${asRaised}`],
    ] as const;
    for (const [name, customId] of stale)
      expect(await presses(name, customId)).toContain("ESC-0001 has moved on since this card was drawn");

    world.clock.advance(30 * DAY);
    await settled();
    for (const [name, customId] of stale) expect(await presses(name, customId)).toContain("has moved on");
    // Nothing that was kept of old deliveries is needed for that.
    await restart();
    await settled();
    for (const [name, customId] of stale) expect(await presses(name, customId)).toContain("has moved on");

    await byCore.button("ana", "case.withdraw", await argOf(id));
    await settled();
    const over = [
      ...stale,
      ["priya", `b0|case.release|${asRaised}`],
      ["priya", `b0|case.decide|${asRaised}`],
    ] as const;
    for (const [name, customId] of over)
      expect(await presses(name, customId)).toMatch(/no longer|already over|Nobody has|moved on/);
    // And an honest press on what is left of the card is stopped by Discord itself.
    expect(
      person("priya")
        .sees(BILLING_D)
        .find(({ id: one }) => one === card.id)?.buttons,
    ).toEqual([]);
  });

  it("is behind what happened on the other platform, and says so", async () => {
    crowd = await openCrowd(["slack", "discord"]);
    const { world, person, raise, got, standing, settled } = crowd;
    await raise("ana", "refund C-6600 wants 80 back");
    await settled();
    const there = await seesOnDiscord(world, "sam", BILLING_D, "ESC-0001", "Waiting for somebody");
    await as(world, "priya").press(await sees(world, "priya", BILLING, "ESC-0001", "Waiting"), "Take");
    await seesOnDiscord(world, "sam", BILLING_D, "ESC-0001", "Taken · with Priya Shah");
    await settled();
    const before = await standing();
    const told = await got("sam", await person("sam").forgesPress(there, there.buttons[0]?.customId ?? ""));
    expect(told).toEqual({ words: "Priya Shah already has ESC-0001. There is nothing that you need to do." });
    expect(await standing()).toEqual(before);
    expect(world.discord.pings().filter((ping) => ping === USERS.sam || ping === SLACK_USERS.sam)).toEqual(
      [],
    );
  });
});
