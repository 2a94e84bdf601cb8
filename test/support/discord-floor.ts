import type { FakeDiscord, Person, Seen } from "./fake-discord/index.ts";
import { until } from "./until.ts";
import type { PersonId, World } from "./world.ts";

/** Discord accounts of the test centre (floor.yaml). */
export const DISCORD_USERS: Readonly<Record<PersonId, string>> = {
  ana: "440000000000000001",
  tom: "440000000000000002",
  wei: "440000000000000003",
  priya: "440000000000000004",
  sam: "440000000000000005",
  qa: "440000000000000006",
  gone: "440000000000000007",
  megan: "440000000000000008",
  aoife: "440000000000000009",
  helen: "440000000000000010",
};

export const BILLING_D = "330000000000000001";
export const ORDERS_D = "330000000000000002";

/** Adds the test centre's people and channels to a fake Discord. */
export function populateDiscord(discord: FakeDiscord): void {
  for (const [name, id] of Object.entries(DISCORD_USERS)) discord.addUser(id, name);
  const { ana, tom, wei, priya, sam, qa, gone, megan, aoife, helen } = DISCORD_USERS;
  discord.addChannel(BILLING_D, "billing", [ana, tom, wei, priya, sam, qa, gone, helen]);
  discord.addChannel(ORDERS_D, "orders", [megan, aoife, helen]);
}

type Floor = Pick<World, "discord">;

/** A person of the test centre on Discord. */
export const onDiscord = (world: Floor, person: PersonId): Person =>
  world.discord.user(DISCORD_USERS[person]);

const messagesOf = (user: Person, where: string): readonly Seen[] =>
  where === "dm" ? user.dms() : user.sees(where);

/** Waits until a person sees a message in a channel (or their direct messages) that has all these texts. */
export const seesOnDiscord = (
  world: Floor,
  person: PersonId,
  where: string,
  ...texts: readonly string[]
): Promise<Seen> =>
  until(`${person} sees ${JSON.stringify(texts)} in ${where} on Discord`, () =>
    messagesOf(onDiscord(world, person), where).findLast((message) =>
      texts.every((text) => message.text.includes(text)),
    ),
  );

/** Waits for a message with this button and texts, and presses the button. */
export async function pressesOnDiscord(
  world: Floor,
  person: PersonId,
  where: string,
  label: string,
  ...texts: readonly string[]
): Promise<void> {
  const user = onDiscord(world, person);
  const message = await until(`${person} sees the button ${label} in ${where} on Discord`, () =>
    messagesOf(user, where).findLast(
      (one) =>
        one.buttons.some((button) => button.label === label) &&
        texts.every((text) => one.text.includes(text)),
    ),
  );
  await user.press(message, label);
}

/** Waits for a modal with this title. */
export const modalOn = (
  world: Floor,
  person: PersonId,
  title: string,
): Promise<NonNullable<Person["modal"]>> =>
  until(`${person} has the form ${title}`, () => {
    const { modal } = onDiscord(world, person);
    return modal?.title === title ? modal : undefined;
  });

/** The newest private answer that a person was shown in a channel. */
export const toldOnDiscord = (user: Person, channel: string): string | undefined =>
  user.sees(channel).findLast((message) => message.ephemeral)?.text;

/** Raises a case with everything given by name, and gives back its reference. */
export async function raisesOnDiscord(
  world: Floor,
  person: PersonId,
  options: Readonly<Record<string, string>>,
  channel = BILLING_D,
): Promise<string> {
  const user = onDiscord(world, person);
  await user.command("escalate", { issue: "Refund", ...options }, { channel });
  const told = await until("the raiser has an answer", () => toldOnDiscord(user, channel));
  const ref = /ESC-\d{4,}/.exec(told)?.[0];
  if (ref === undefined) throw new Error(`no reference in: ${told}`);
  return ref;
}
