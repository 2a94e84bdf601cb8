import type { CommandInfo, ShortcutInfo, Typing } from "../../src/chat/adapter.ts";
import type { Actor, ButtonPressed, CommandRun, Place, ShortcutUsed } from "../../src/chat/event.ts";
import type { RawValues } from "../../src/chat/form.ts";
import type { Command, Interaction, Pressed, Typed, Used } from "./payloads.ts";
import { readCustomId } from "./render.ts";
import { messageWords } from "./words.ts";

/** Threads, by Discord's channel types. */
const THREADS = new Set([10, 11, 12]);

/** Who acted; `undefined` if Discord does not say. Members act in a server; a direct conversation belongs to none. */
export function actorOf(from: Interaction): Actor | undefined {
  if ((from.member === undefined) !== (from.guild_id === undefined)) return undefined;
  const user = from.member?.user ?? from.user;
  return user && { platform: "discord", workspace: from.guild_id, user: user.id, isBot: user.bot === true };
}

/** Where. A thread under a message has the message's own id. */
export function placeOf(from: Interaction): Place {
  const parent = from.channel && THREADS.has(from.channel.type) ? from.channel.parent_id : undefined;
  return parent === undefined || parent === null
    ? { platform: "discord", channel: from.channel_id }
    : { platform: "discord", channel: parent, thread: from.channel_id };
}

/** The same in every repeat of a delivery. */
const eventId = (from: Interaction): string => `discord:${from.id}`;

/** A slash command, with its line apart from what was given by name. */
export function commandEvent(
  from: Command,
  actor: Actor,
  commands: readonly CommandInfo[],
): CommandRun & { readonly given: RawValues } {
  const line = commands.find((one) => one.name === from.data.name)?.options.find((one) => one.line)?.name;
  const given = from.data.options.filter((option) => option.name !== line);
  return {
    kind: "command",
    eventId: eventId(from),
    actor,
    place: placeOf(from),
    command: from.data.name,
    text: from.data.options.find((option) => option.name === line)?.value ?? "",
    given: Object.fromEntries(given.map(({ name, value }) => [name, value])),
  };
}

/** A shortcut used on a message, whoever wrote it. Discord knows shortcuts by what its menu says. */
export function shortcutEvent(from: Used, actor: Actor, shortcuts: readonly ShortcutInfo[]): ShortcutUsed {
  const { name, target_id: target, resolved } = from.data;
  const message = resolved.messages[target];
  return {
    kind: "shortcut",
    eventId: eventId(from),
    actor,
    place: placeOf(from),
    shortcut: shortcuts.find((one) => one.label === name)?.name ?? name,
    text: message ? messageWords(message) : "",
  };
}

/** A pressed button; `undefined` if it is none of ours. */
export function buttonEvent(from: Pressed, actor: Actor): ButtonPressed | undefined {
  const button = readCustomId(from.data.custom_id);
  return button && { kind: "button", eventId: eventId(from), actor, place: placeOf(from), ...button };
}

/** What somebody is typing; `undefined` if Discord does not say in which option. */
export function typingOf(from: Typed, actor: Actor): Typing | undefined {
  const focused = from.data.options.find((option) => option.focused === true);
  return (
    focused && {
      actor,
      place: placeOf(from),
      command: from.data.name,
      option: focused.name,
      typed: focused.value,
    }
  );
}
