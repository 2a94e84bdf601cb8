import {
  type Block,
  type Button,
  type Inline,
  type Message,
  notify,
  payload,
  text,
} from "../chat/message.ts";
import {
  type ChannelTarget,
  type Fallback,
  channelTargets,
  dropButtons,
  put,
  putDirect,
} from "../outbox/index.ts";
import { findMember } from "../people/index.ts";
import { actionCard } from "./cards.ts";
import type { Action } from "./store.ts";
import type { ActionWork } from "./work.ts";

/** Keys name messages for good, so that the next thing said about the action changes them in place. */
const keys = {
  team: (id: string, platform: string) => `action/${id}/team/${platform}`,
  /** What a person is told about the action: each thing has a key that begins so. */
  notes: (id: string, memberId: string) => `action/${id}/note/${memberId}/`,
  told: (id: string, to: string) => `action/${id}/told/${to}`,
};

/** Where a team is told of its actions: where it is told of its alerts, else where its cases are shown. */
const teamTargets = ({ db, active }: ActionWork, team: string): Promise<readonly ChannelTarget[]> =>
  channelTargets(db, active, team, "alerts", "escalations");

/** Shows the action in its team's channels as it stands now. */
export async function showAction(work: ActionWork, one: Action): Promise<void> {
  const drawn = { subjects: work.subjects, timeZone: work.settings.timezone };
  for (const target of await teamTargets(work, one.teamId)) {
    await put(work.db, work.now, {
      key: keys.team(one.id, target.platform),
      target,
      message: actionCard(one, drawn),
      urgency: "later",
    });
  }
}

/**
 * What is for one person alone is never said in a channel; but that there is something for
 * them is, under the team's card: somebody whose direct messages are closed must not wait in vain.
 */
async function callThem(work: ActionWork, one: Action, memberId: string): Promise<readonly Fallback[]> {
  const words = `: there is news for you about ${one.ref}, and you take no direct messages from the bot. /action ${one.ref} shows it to you alone.`;
  const instead: Message = { body: [{ b: "prose", text: [notify(memberId), text(words)] }] };
  const targets = await teamTargets(work, one.teamId);
  return targets.map((target) => ({ ...target, threadOf: keys.team(one.id, target.platform), instead }));
}

/** What one person is told. */
interface Note {
  readonly line: readonly Inline[];
  readonly more?: readonly Block[];
  readonly buttons?: readonly Button[];
}

/**
 * Tells one person something about the action, as a message of its own.
 * @param step makes the key unique among what this person is told about the action
 */
export async function tellOne(
  work: ActionWork,
  one: Action,
  memberId: string,
  step: string,
  { line, more = [], buttons = [] }: Note,
): Promise<void> {
  await putDirect(work.db, work.now, work.active, await findMember(work.db, memberId), {
    key: `${keys.notes(one.id, memberId)}${step}`,
    message: {
      body: [{ b: "prose", text: line }, ...more],
      ...(buttons.length > 0 ? { buttons } : {}),
    },
    fallback: await callThem(work, one, memberId),
  });
}

/** Says something in the thread under the team's card. */
export async function tellTeam(
  work: ActionWork,
  one: Action,
  step: string,
  line: readonly Inline[],
): Promise<void> {
  for (const target of await teamTargets(work, one.teamId)) {
    const threadOf = keys.team(one.id, target.platform);
    await put(work.db, work.now, {
      key: `${threadOf}/${step}`,
      target: { ...target, threadOf },
      message: { body: [{ b: "prose", text: line }] },
      urgency: "later",
    });
  }
}

/** Takes the buttons off what somebody was told earlier: what those asked for is done. */
export const settleNotes = (work: ActionWork, one: Action, memberId: string): Promise<void> =>
  dropButtons(work.db, work.now, keys.notes(one.id, memberId));

/** "You said, we did": to the team's channels, and to people directly. */
export async function spread(
  work: ActionWork,
  one: Action,
  wording: string,
  to: { readonly channel: boolean; readonly people: readonly string[] },
): Promise<void> {
  const message: Message = {
    title: [text(`You said, we did · ${one.subjectRef ?? one.ref}`)],
    body: [{ b: "prose", text: [payload(wording)] }],
  };
  const targets = to.channel ? await teamTargets(work, one.teamId) : [];
  for (const target of targets) {
    await put(work.db, work.now, { key: keys.told(one.id, target.platform), target, message });
  }
  for (const id of to.people) {
    await putDirect(work.db, work.now, work.active, await findMember(work.db, id), {
      key: keys.told(one.id, `to/${id}`),
      message,
    });
  }
}
