import type { Tx } from "../../db/store.ts";
import { type Block, type Button, type Inline, type Message, notify, text } from "../chat/message.ts";
import {
  type ActivePlatforms,
  type Fallback,
  type Target,
  type Urgency,
  dropButtons,
  put,
  putDirect,
} from "../outbox/index.ts";
import { channelsFor, findMember } from "../people/index.ts";
import { type CardContext, goneCard, personalCard, raiserCard, teamCard } from "./cards.ts";
import { mayKnow } from "./restricted.ts";
import { type Case, asksOf } from "./store.ts";
import { type Situation, mayTake } from "./who.ts";

/** What publishing needs to know besides the case. */
export interface Publishing {
  readonly db: Tx;
  readonly now: number;
  readonly timeZone: string;
  readonly active: ActivePlatforms;
}

/** Keys name messages for good, so that the next thing said about the case changes them in place. */
const keys = {
  team: (caseId: string, platform: string) => `case/${caseId}/team/${platform}`,
  personal: (caseId: string, memberId: string) => `case/${caseId}/to/${memberId}`,
  raiser: (caseId: string) => `case/${caseId}/raiser`,
  /** What a person is told about the case: each thing has a key that begins so. */
  notes: (caseId: string, memberId: string) => `case/${caseId}/note/${memberId}/`,
};

/** The keys of a person's card: on their first account, and on the others where it could not be delivered. */
export const personalKeys = (caseId: string, memberId: string): readonly string[] =>
  ["", "~", "~~"].map((further) => keys.personal(caseId, memberId) + further);

/**
 * The team's escalation channels on the platforms in use; for a restricted case there are none:
 * no card, no thread, no way round closed direct messages.
 */
async function teamTargets(
  publishing: Publishing,
  one: Case,
): Promise<Extract<Target, { kind: "channel" }>[]> {
  if (one.restricted !== null) return [];
  const channels = await channelsFor(publishing.db, one.teamId, "escalations");
  return channels
    .filter(({ platform }) => publishing.active.has(platform))
    .map(({ platform, channel }) => ({ kind: "channel", platform, channel }));
}

const urgencyOf = ({ case: one }: Situation): Urgency =>
  one.waiting === "on_line" || one.restricted !== null ? "urgent" : "normal";

/** Whether somebody may be told; checked wherever something is told, whoever was asked before. */
const mayBeTold = ({ case: one, audience }: Situation, memberId: string): boolean =>
  audience === undefined || mayKnow(one, audience, memberId);

/** Shows the case as it stands now: in the team's channels, to everybody who was asked or has it, and to the raiser. */
export async function showCase(publishing: Publishing, situation: Situation): Promise<void> {
  const { db, now } = publishing;
  const { case: one } = situation;
  const asks = await asksOf(db, one.id);
  const context: CardContext = {
    situation,
    asked: asks.filter((ask) => ask.endedAt === null).map((ask) => ask.memberId),
    now,
    timeZone: publishing.timeZone,
  };
  const channels = await teamTargets(publishing, one);
  const urgency = urgencyOf(situation);
  for (const target of channels) {
    await put(db, now, {
      key: keys.team(one.id, target.platform),
      target,
      message: teamCard(context),
      urgency,
    });
  }
  const people = new Set([
    ...asks.map((ask) => ask.memberId),
    ...(one.holderId ? [one.holderId] : []),
    ...(one.deciderId ? [one.deciderId] : []),
  ]);
  for (const id of people) {
    const person = await findMember(db, id);
    if (!person) continue;
    const reason = one.state === "raised" ? await mayTake(db, situation, person) : undefined;
    await putDirect(db, now, publishing.active, person, {
      key: keys.personal(one.id, id),
      message: mayBeTold(situation, id) ? personalCard(context, id, reason) : goneCard(one),
      urgency,
      fallback: channels,
    });
  }
  const raiser = await findMember(db, one.raiserId);
  await putDirect(db, now, publishing.active, raiser, {
    key: keys.raiser(one.id),
    message: raiserCard(context),
    urgency,
    fallback: await callThem(publishing, one, one.raiserId),
  });
}

/**
 * What is for one person alone is never said in a channel; but that there is something for
 * them is, under the team's card: somebody whose direct messages are closed must not wait in vain.
 */
async function callThem(publishing: Publishing, one: Case, memberId: string): Promise<readonly Fallback[]> {
  const instead: Message = {
    body: [
      {
        b: "prose",
        text: [
          notify(memberId),
          text(
            `: there is news for you about ${one.ref}, and you take no direct messages from the bot. /case ${one.ref} shows it to you alone.`,
          ),
        ],
      },
    ],
  };
  const targets = await teamTargets(publishing, one);
  return targets.map((target) => ({ ...target, threadOf: keys.team(one.id, target.platform), instead }));
}

/**
 * Tells one person something about the case, as a message of its own: a changed card makes no sound.
 * `step` makes the key unique among what this person is told about the case.
 */
export async function tell(
  publishing: Publishing,
  situation: Situation,
  memberId: string,
  step: string,
  line: readonly Inline[],
  more: readonly Block[] = [],
  buttons: readonly Button[] = [],
): Promise<void> {
  if (!mayBeTold(situation, memberId)) return;
  const message: Message = {
    body: [{ b: "prose", text: line }, ...more],
    ...(buttons.length > 0 ? { buttons } : {}),
  };
  const { db, now, active } = publishing;
  await putDirect(db, now, active, await findMember(db, memberId), {
    key: `${keys.notes(situation.case.id, memberId)}${step}`,
    message,
    urgency: urgencyOf(situation),
    fallback: await callThem(publishing, situation.case, memberId),
  });
}

/** Says something in the thread under the team's card. */
export async function tellTeam(
  publishing: Publishing,
  situation: Situation,
  step: string,
  line: readonly Inline[],
): Promise<void> {
  for (const target of await teamTargets(publishing, situation.case)) {
    const threadOf = keys.team(situation.case.id, target.platform);
    await put(publishing.db, publishing.now, {
      key: `${threadOf}/${step}`,
      target: { ...target, threadOf },
      message: { body: [{ b: "prose", text: line }] },
      urgency: urgencyOf(situation),
    });
  }
}

/** Takes the buttons off what somebody was told earlier: what those asked for is done. */
export const settleNotes = ({ db, now }: Publishing, caseId: string, memberId: string): Promise<void> =>
  dropButtons(db, now, keys.notes(caseId, memberId));
