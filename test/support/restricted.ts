import { eq } from "drizzle-orm";
import { cases } from "../../db/schema/escalation.ts";
import type { Store } from "../../db/store.ts";
import type { SevereTopic } from "../../src/comments/settings.ts";
import { type RestrictedRaised, raiseRestricted } from "../../src/escalation/index.ts";
import { type Ids, randomIds } from "../../src/ids.ts";
import { createJournal } from "../../src/journal/index.ts";
import { findMember, readSettings } from "../../src/people/index.ts";
import { BILLING_D, ORDERS_D, onDiscord } from "./discord-floor.ts";
import { BILLING, ORDERS, type PersonId, SLACK_USERS, type World, as } from "./world.ts";

/** What a test's restricted cases are about: no other text of the tests holds these words. */
export const SECRET = "the heater scorched a curtain";
export const SECRET_CUSTOMER = "C-88431";

/** A restricted case as a test knows it. */
export interface RestrictedCase extends RestrictedRaised {
  readonly ref: string;
}

/** Raises a restricted case as somebody, as the feature of comments does out of a comment. */
export async function raisesRestricted(
  store: Store,
  now: number,
  raiser: PersonId,
  topic: SevereTopic = "safety",
  ids: Ids = randomIds,
  platform: "slack" | "discord" = "slack",
): Promise<RestrictedCase> {
  const raised = await store.tx(async (db) => {
    const person = await findMember(db, raiser);
    if (!person) throw new Error(`nobody ${raiser}`);
    const work = {
      ids,
      journal: createJournal(ids, false),
      active: new Set([platform]),
      db,
      now,
      settings: await readSettings(db),
    };
    const input = { topic, customer: { ref: SECRET_CUSTOMER }, need: SECRET, commentId: "comment1" };
    return raiseRestricted(work, person, input);
  });
  const [row] = await store.read.select({ ref: cases.ref }).from(cases).where(eq(cases.id, raised.caseId));
  return { ...raised, ref: row?.ref ?? "" };
}

const EVERYBODY: readonly PersonId[] = [
  "ana",
  "tom",
  "wei",
  "priya",
  "sam",
  "qa",
  "gone",
  "megan",
  "aoife",
  "helen",
];

const CHANNELS = { slack: [BILLING, ORDERS], discord: [BILLING_D, ORDERS_D] };

/** Everything that somebody of the test centre can see on both platforms: channels, direct messages, open forms. */
function seenBy(world: World, person: PersonId): readonly { readonly text: string }[] {
  const slack = as(world, person);
  const discord = onDiscord(world, person);
  return [
    ...CHANNELS.slack.flatMap((channel) => slack.sees(channel)),
    ...slack.dms(),
    slack.view,
    ...CHANNELS.discord.flatMap((channel) => discord.sees(channel)),
    ...discord.dms(),
    discord.modal,
  ].map((one) => ({ text: JSON.stringify(one) ?? "" }));
}

/** Who can read any of these texts anywhere. */
export const readersOf = (world: World, ...texts: readonly string[]): readonly PersonId[] =>
  EVERYBODY.filter((person) =>
    seenBy(world, person).some((one) => texts.some((text) => one.text.includes(text))),
  );

/** How many messages stand in channels for whoever is in them. */
export const postsInChannels = (world: World): number =>
  world.slack.book.posts.filter(
    (post) => post.onlyFor === undefined && world.slack.book.channels.get(post.channel)?.dmWith === undefined,
  ).length +
  EVERYBODY.flatMap((person) =>
    CHANNELS.discord.flatMap((channel) => onDiscord(world, person).sees(channel)),
  ).filter((message) => !message.ephemeral).length;

/** Whatever was posted or changed on Slack with any of these texts in it: the channels to which it went, refused or not. */
export const placesOf = (world: World, ...texts: readonly string[]): readonly string[] => [
  ...new Set(
    world.slack.requests
      .filter(
        ({ method, args }) =>
          method.startsWith("chat.") && texts.some((text) => JSON.stringify(args).includes(text)),
      )
      .map(({ args }) => String(args["channel"])),
  ),
];

/** Somebody's direct conversation with the bot on Slack, by the names under which it is posted to and changed. */
export const dmOf = (person: PersonId): readonly [user: string, conversation: string] => [
  SLACK_USERS[person],
  `D${SLACK_USERS[person].slice(1)}`,
];
