import type {
  Actor,
  ButtonPressed,
  CommandRun,
  FormSubmitted,
  Place,
  ShortcutUsed,
} from "../../src/chat/event.ts";
import type { RawValues } from "../../src/chat/form.ts";
import { unescape } from "./escape.ts";
import { readMetadata, readOrigin, shownValues, type Drafts } from "./modal.ts";
import type { Actions, Command, Shortcut, StateValue, Submission, View } from "./payloads.ts";
import { actionOf } from "./render.ts";
import { messageWords } from "./words.ts";

const SLACKBOT = "USLACKBOT";

const place = (channel: string, thread: string | undefined): Place => ({
  platform: "slack",
  channel,
  ...(thread !== undefined && { thread }),
});

/**
 * Who acted, with the workspace that they belong to. Somebody from a connected
 * organisation keeps their own, whichever workspace the channel lives in.
 */
function actor(from: Actions | Submission | Shortcut): Actor | undefined {
  const workspace = from.user.team_id ?? from.team?.id;
  if (workspace === undefined) return undefined;
  const { id, is_bot: bot } = from.user;
  return { platform: "slack", workspace, user: id, isBot: bot === true || id === SLACKBOT };
}

/** A slash command; its trigger id is the same in every repeat of the delivery. */
export const commandEvent = (from: Command): CommandRun => ({
  kind: "command",
  eventId: `slack:${from.trigger_id}`,
  actor: {
    platform: "slack",
    workspace: from.team_id,
    user: from.user_id,
    isBot: from.user_id === SLACKBOT,
  },
  place: place(from.channel_id, undefined),
  command: from.command.slice(1),
  // Of what people type, Slack escapes the text of commands (as it does messages), but not inputs in modals.
  text: unescape(from.text),
});

/** A pressed button; `undefined` if Slack does not say who or where. */
export function buttonEvent(from: Actions): ButtonPressed | undefined {
  const who = actor(from);
  const origin = from.view ? readOrigin(from.view.private_metadata) : undefined;
  const channel = from.channel?.id ?? from.container.channel_id ?? origin?.channel;
  const [pressed] = from.actions;
  if (!who || channel === undefined || !pressed) return undefined;
  return {
    kind: "button",
    eventId: `slack:${from.trigger_id}`,
    actor: who,
    place: place(channel, from.message?.thread_ts ?? from.container.thread_ts ?? origin?.thread),
    action: actionOf(pressed.action_id),
    arg: pressed.value,
  };
}

/** A shortcut used on a message, whoever wrote it; `undefined` if Slack does not say who used it. */
export function shortcutEvent(from: Shortcut): ShortcutUsed | undefined {
  const who = actor(from);
  if (!who) return undefined;
  const { ts, thread_ts: thread } = from.message;
  return {
    kind: "shortcut",
    eventId: `slack:${from.trigger_id}`,
    actor: who,
    // A message with replies names itself as its thread, but stands in the channel.
    place: place(from.channel.id, thread === ts ? undefined : thread),
    shortcut: from.callback_id,
    text: messageWords(from.message),
  };
}

/**
 * A submitted form; `undefined` if it is none of ours. The view's id alone would not do
 * as event id: a form that another one replaces in the same modal has the same view.
 */
export function submissionEvent(from: Submission, drafts: Drafts): FormSubmitted | undefined {
  const who = actor(from);
  const metadata = readMetadata(from.view.private_metadata);
  if (!who || !metadata) return undefined;
  return {
    kind: "form",
    eventId: `slack:${from.view.id}:${metadata.id}`,
    actor: who,
    place: place(metadata.channel, metadata.thread),
    form: metadata.name,
    formId: metadata.id,
    context: metadata.context,
    values: shownValues(metadata, typedValues(from.view), drafts),
  };
}

function typedValue(input: StateValue): string {
  if (input.selected_options) return input.selected_options.map((option) => option.value).join("\n");
  // Slack counts seconds, the core milliseconds.
  if (typeof input.selected_date_time === "number") return String(input.selected_date_time * 1000);
  return input.value ?? input.selected_option?.value ?? input.selected_date ?? input.files?.[0]?.id ?? "";
}

/** What a modal's inputs hold, by field id. */
export function typedValues(view: View): RawValues {
  return Object.fromEntries(
    Object.entries(view.state.values).map(([field, inputs]) => {
      const [input] = Object.values(inputs);
      return [field, input ? typedValue(input) : ""];
    }),
  );
}
