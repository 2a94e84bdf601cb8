import { expect } from "vitest";
import type { Adapter, Answer } from "../../src/chat/adapter.ts";
import type { Platform } from "../../src/chat/event.ts";
import type { ResolvedMessage, Words } from "../../src/chat/message.ts";
import type { FakeDiscord } from "./fake-discord/index.ts";
import { actorOf } from "./floor.ts";
import { hands, said } from "./hands.ts";
import { BILLING, type PersonId, SLACK_USERS, type World } from "./world.ts";

const SCRATCH = "C0SCRATCH";

/** Every piece of text in a message. */
export const piecesOf = (message: ResolvedMessage): readonly Words[] => [
  ...(message.title ?? []),
  ...(message.status?.text ?? []),
  ...message.body.flatMap((block) =>
    block.b === "prose"
      ? block.text
      : block.b === "fields"
        ? block.fields.flatMap((field) => field.value)
        : block.b === "list"
          ? block.items.flat()
          : [],
  ),
];

/** Hands events to a world's core as they come from Billing's channel on Slack. */
export const handsIn = (world: () => World) =>
  hands<PersonId>({
    handle: (event) => world().running.core.handle(event),
    actorOf,
    placeOf: () => ({ platform: "slack", channel: BILLING }),
  });

/** What somebody was privately answered; throws where it was anything else. */
export function shown(answer: Answer): ResolvedMessage {
  if (answer.kind !== "private") throw new Error(said(answer));
  return answer.message;
}

/** A platform's adapter in a world that is connected to it. */
export function adapterOf(world: World, platform: Platform): Adapter {
  const adapter = world.running.adapters.get(platform);
  if (!adapter) throw new Error(`no ${platform}`);
  return adapter;
}

/** Makes the channel for {@link postOnSlack}. */
export const addScratch = (world: World): void =>
  void world.slack.book.addChannel(SCRATCH, "scratch", [SLACK_USERS.tom]);

/**
 * Posts a message on Slack, and gives back what is seen of it and whom it notifies.
 * @param key another one for each message
 */
export async function postOnSlack(world: World, key: string, message: ResolvedMessage) {
  const to = { kind: "channel" as const, channel: SCRATCH };
  const delivery = await adapterOf(world, "slack").send({ key: `scratch/${key}`, to, message });
  if (delivery.outcome !== "sent") throw new Error(`${JSON.stringify(message)}: ${JSON.stringify(delivery)}`);
  return world.slack.book.show(world.slack.book.find(SCRATCH, delivery.ref.id));
}

/**
 * Makes whoever and whatever the tried texts call, so that they could be called.
 * @returns the user who could be
 */
export function addCalled(discord: FakeDiscord): string {
  const called = "123456789012345678";
  discord.addUser(called, "called");
  discord.addRole("1", "one", { holders: [called] });
  discord.addRole(called, "many", { holders: [called] });
  return called;
}

const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");

/** Billing's channel in the console, as Tom's browser gets it. */
export const consolePage = async (world: World): Promise<string> =>
  (await fetch(`${world.running.consoleUrl}/as/tom/c/billing`)).text();

/** What of the tried texts would do something in a page if it were no text. */
const MARKUP =
  /<script>alert|<img src=x|<svg\/onload|onerror=alert\(1\)>|<iframe|<base |<style>\*|<button hx-get/;

/** Expects each of these lines in a page, as text and as nothing else. */
export function expectOnlyText(html: string, lines: readonly string[]): void {
  expect(html, JSON.stringify(lines)).not.toMatch(MARKUP);
  expect(lines.filter((line) => !html.includes(escaped(line)))).toEqual([]);
}
