import { asc, eq, gt } from "drizzle-orm";
import { halfFilled } from "../../db/schema/chat.ts";
import { cases } from "../../db/schema/escalation.ts";
import { journal } from "../../db/schema/foundation.ts";
import type { RawValues } from "../../src/chat/form.ts";
import { STILL_SAVING } from "../../src/chat/deadline.ts";
import { BILLING_D, DISCORD_USERS } from "./discord-floor.ts";
import type { Delivery, Person, Seen } from "./fake-discord/index.ts";
import type { Where } from "./fake-discord/people.ts";
import { PERMISSIONS } from "./fake-discord/permissions.ts";
import { show } from "./fake-discord/seen.ts";
import { hands } from "./hands.ts";
import { type PersonEntry, withPeople, withServer } from "./organisation.ts";
import { settled, standing } from "./standing.ts";
import { until } from "./until.ts";
import { type World, applyText, floorFile, openWorld } from "./world.ts";

/** Discord accounts: those of floor.yaml, and more. */
export const USERS = {
  ...DISCORD_USERS,
  /** Leads Billing too, and is away, so that nobody asks. */
  lena: "440000000000000011",
  /** In the organisation's file as a manager, but a bot's account. */
  robo: "440000000000000012",
  /** In nobody's file. */
  nobody: "440000000000000098",
  /** In nobody's file, and called as the leader is. */
  namesake: "440000000000000099",
} as const;
export type Name = keyof typeof USERS;

/** Another server that has the bot, and one that the bot was never told of. */
export const ELSEWHERE = { guild: "550000000000000001", channel: "330000000000000011" } as const;
export const UNHEARD_OF = { guild: "550000000000000002", channel: "330000000000000012" } as const;

const EXTRA: Readonly<Record<string, PersonEntry>> = {
  lena: { name: "Lena Fox", team: "billing", level: "team_leader", discord: USERS.lena },
  robo: { name: "Robo Boss", team: "billing", level: "manager", discord: USERS.robo },
};

/** Callback types, by Discord's numbers. */
const MESSAGE = 4;
const MODAL = 9;

/** The test centre on Discord, with people around it who should get nothing. */
export interface Crowd extends Awaited<ReturnType<typeof openCrowd>> {}

/** Puts everybody where they are; whoever is not in floor.yaml sits with Billing. */
function populate({ discord }: World): void {
  const { book } = discord;
  const { lena, robo, nobody, namesake, ...known } = USERS;
  discord.addUser(lena, "lena");
  discord.addUser(robo, "robo", { isBot: true });
  discord.addUser(nobody, "nobody");
  discord.addUser(namesake, "Priya Shah");
  const { overwrites } = book.channel(BILLING_D);
  for (const id of [lena, robo, nobody, namesake])
    overwrites.set(id, { id, type: "member", allow: PERMISSIONS.ViewChannel, deny: 0n });
  discord.addGuild(ELSEWHERE.guild, "Elsewhere");
  discord.addChannel(ELSEWHERE.channel, "lounge", Object.values(known), { guild: ELSEWHERE.guild });
  // Not a word of this one goes over the gateway.
  const guild = book.addGuild(UNHEARD_OF.guild, "Unheard of");
  for (const id of Object.values(known)) guild.members.add(id);
  book.addChannel(UNHEARD_OF.channel, "cellar", Object.values(known), UNHEARD_OF.guild);
}

/** What somebody got for something that they did: a form, or words that they alone can read. */
export type Got = { readonly form: string } | { readonly words: string };

/** Starts Floorwalker on Discord, and beside it where else it is wanted, with a crowd around it. */
export async function openCrowd(platforms: readonly ("slack" | "discord")[] = ["discord"]) {
  const world = await openWorld({ platforms });
  const { discord, clock } = world;
  populate(world);
  let isServerNamed = false;
  const become = async (changes: Readonly<Record<string, PersonEntry>>): Promise<void> => {
    const file = withPeople(withPeople(await floorFile(), EXTRA), changes);
    await applyText(world.store, isServerNamed ? withServer(file, discord.guildId) : file, clock.now());
  };
  await become({});
  const person = (name: Name): Person => discord.user(USERS[name]);
  const byCore = hands<Name>({
    handle: (event) => world.running.core.handle(event),
    actorOf: (name) => ({
      platform: "discord",
      workspace: discord.guildId,
      user: USERS[name],
      isBot: false,
    }),
    placeOf: () => ({ platform: "discord", channel: BILLING_D }),
  });
  await byCore.command("lena", "away");

  let messages = 0;
  const caseOf = async (id: string) => {
    const [row] = await world.store.read.select().from(cases).where(eq(cases.id, id));
    if (!row) throw new Error(`no case ${id}`);
    return row;
  };
  return {
    world,
    person,
    become,
    byCore,
    caseOf,
    /** The argument of a current button of a case. */
    argOf: async (id: string): Promise<string> => `${id}:${(await caseOf(id)).generation}`,
    /** Raises a case and gives back its internal id. */
    /** Plans an improvement action as somebody, in the core: ACT-001 is the first. */
    plan: async (name: Name): Promise<void> => {
      const form = await byCore.command(name, "action", "plan");
      const answer = await byCore.submit(name, form, {
        problem: "bills are not understood",
        change: "the bill has an example",
        measure: "contacts about the bill",
        figure: "12 of 480",
      });
      if (answer.kind !== "private") throw new Error("no action was planned");
    },
    raise: async (name: Name, line: string, values: RawValues = { waiting: "no" }): Promise<string> => {
      await byCore.submit(name, await byCore.command(name, "escalate", line), values);
      const [newest] = (await world.store.read.select().from(cases).orderBy(asc(cases.ref))).slice(-1);
      if (!newest) throw new Error("no case was raised");
      return newest.id;
    },
    /** A message of the bot's that means nothing, in a place where somebody is: what they forge comes from there. */
    plainMessage: async (name: Name, where: Where): Promise<Seen> => {
      messages += 1;
      const { book } = discord;
      const place = where === "dm" ? book.dmWith(USERS[name]) : book.channel(where.channel);
      const words = { content: `Good morning ${messages}`, embeds: [], components: [], files: [] };
      const { id } = book.post(place, { ...words, allowed: undefined });
      const seen = person(name)
        .sees(place.id)
        .find((one) => one.id === id);
      if (!seen) throw new Error(`${name} does not see it`);
      return seen;
    },
    /** Everything that stands on Discord and is not for this person's eyes alone, post by post. */
    others: (name: Name): readonly string[] =>
      discord.book.posts.filter((post) => post.onlyFor !== USERS[name]).map((post) => JSON.stringify(post)),
    /**
     * What somebody got for something that they did.
     * @throws if anybody else could read it, or if it took the place of something
     */
    got: async (name: Name, delivery: Delivery): Promise<Got> => {
      const [callback] = delivery.callbacks;
      if (!callback) throw new Error("Discord was given no answer");
      const { modal } = person(name);
      if (callback.type === MODAL && modal) return { form: modal.title };
      const said = discord.book.posts.filter((post) => post.origin?.id === delivery.id);
      if (callback.type !== MESSAGE || said.some((post) => post.onlyFor !== USERS[name]))
        throw new Error(`an answer that is not private: ${JSON.stringify(callback)}`);
      const words = await until("the answer", () =>
        discord.book
          .visible(USERS[name], said[0]?.channel ?? "")
          .map((post) => show(discord.book, post))
          .find((seen) => seen.id === said[0]?.id && seen.text !== STILL_SAVING),
      );
      return { words: words.text };
    },
    settled: () => settled(world),
    /**
     * Ends the program and starts it again, with the same people. By now the bot is in two servers
     * that the gateway tells of, so the file names the one that is served.
     */
    restart: async (): Promise<void> => {
      await world.restart();
      isServerNamed = true;
      await become({});
    },
    standing: () => standing(world.store),
    /** What is kept of forms that somebody is in the middle of. */
    halfFilled: async (): Promise<string> => JSON.stringify(await world.store.read.select().from(halfFilled)),
    /** The journal after a row, oldest first; without a row, its newest number alone is of interest. */
    record: (since = 0) =>
      world.store.read.select().from(journal).where(gt(journal.seq, since)).orderBy(asc(journal.seq)),
  };
}
