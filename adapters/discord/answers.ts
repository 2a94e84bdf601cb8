import type { Core } from "../../src/chat/adapter.ts";
import { asLateMessage, asMessage } from "../../src/chat/answer.ts";
import { cut } from "../../src/chat/cut.ts";
import { inTime, STILL_SAVING } from "../../src/chat/deadline.ts";
import type { Actor, ChatEvent } from "../../src/chat/event.ts";
import { say, text } from "../../src/chat/message.ts";
import { actorOf, buttonEvent, commandEvent, placeOf, shortcutEvent, typingOf } from "./events.ts";
import { ask, offerForm, openForm, takePage, turnPage, type Filling } from "./flow.ts";
import { DISCORD } from "./limits.ts";
import { readModalId } from "./modal.ts";
import { PAGER } from "./pager.ts";
import type { Command, Interaction, Used } from "./payloads.ts";
import { readCustomId } from "./render.ts";
import { replyTo, type Desk } from "./reply.ts";

const FORGOTTEN = "This is not known any more. Use the command, or the newest message about it.";

/** A button of a half-filled form's message: which form, and what is wanted. */
function pagerOf(
  from: Interaction,
): { readonly formId: string; readonly wanted: keyof typeof PAGER } | undefined {
  const button = from.type === 3 ? readCustomId(from.data.custom_id) : undefined;
  if (!button) return undefined;
  if (button.action === PAGER.page) return { formId: button.arg, wanted: "page" };
  if (button.action === PAGER.change) return { formId: button.arg, wanted: "change" };
  return button.action === PAGER.send ? { formId: button.arg, wanted: "send" } : undefined;
}

/** Set on a message that only one person sees. */
const EPHEMERAL = 1 << 6;

/**
 * Whether it came from a private message about a half-filled form, whose place the answer may
 * take. What comes from anywhere else is forged, or was said by direct message: there the answer
 * must not put one person's words in the place of what others read, or of a card.
 */
const isFromPager = ({ message }: Interaction, isOfForm: boolean): boolean =>
  isOfForm && ((message?.flags ?? 0) & EPHEMERAL) !== 0;

const isUsed = (from: Command | Used): from is Used => from.data.type === 3;

/** Answers whatever somebody did. */
export async function answerInteraction(desk: Desk, core: Core, from: Interaction): Promise<void> {
  const owner = actorOf(from);
  if (!owner) return desk.log("warn", "discord interaction ignored: nobody vouches for it");
  const pager = pagerOf(from);
  const modal = from.type === 5 ? readModalId(from.data.custom_id) : undefined;
  const reply = replyTo(desk, {
    id: from.id,
    token: from.token,
    application: from.application_id,
    user: owner.user,
    onMessage: from.message !== undefined,
    fromPager: isFromPager(from, pager !== undefined || modal?.fromPager === true),
  });
  const filling: Filling = { core, reply, owner, place: placeOf(from), interaction: from.id, log: desk.log };
  switch (from.type) {
    case 2: {
      if (isUsed(from)) return answerEvent(filling, shortcutEvent(from, owner, core.shortcuts), []);
      const event = commandEvent(from, owner, core.commands);
      return answerEvent(filling, event, event.text === "" ? Object.keys(event.given) : []);
    }
    case 3: {
      if (pager) return turnPage(filling, pager.formId, pager.wanted);
      const event = buttonEvent(from, owner);
      return event ? answerEvent(filling, event, []) : reply.show(say(text(FORGOTTEN)));
    }
    case 4:
      return offer(filling, core, from, owner);
    default:
      return modal ? takePage(filling, from, modal.formId) : reply.show(say(text(FORGOTTEN)));
  }
}

/** A command was run, a button pressed or a shortcut used. A modal can open only as the first answer, so nothing is said before. */
async function answerEvent(filling: Filling, event: ChatEvent, given: readonly string[]): Promise<void> {
  const { core, reply, log } = filling;
  const timed = await inTime(ask(core, event, log));
  if (!timed.inTime) {
    await reply.show(say(text(STILL_SAVING)));
    const late = await timed.late;
    return late.kind === "form" ? offerForm(filling, late.form) : reply.show(asLateMessage(late));
  }
  const { answer } = timed;
  if (answer.kind === "form") return openForm(filling, answer.form, given);
  const message = asMessage(answer);
  return message ? reply.show(message) : reply.quiet();
}

async function offer(
  filling: Filling,
  core: Core,
  from: Extract<Interaction, { type: 4 }>,
  owner: Actor,
): Promise<void> {
  const typing = typingOf(from, owner);
  const choices = typing ? await core.suggest(typing).catch(() => []) : [];
  await filling.reply.offer(
    choices
      .filter((choice) => choice.value.length <= DISCORD.optionText)
      .slice(0, DISCORD.options)
      .map((choice) => ({ name: cut(choice.label, DISCORD.optionText) || "–", value: choice.value })),
  );
}
