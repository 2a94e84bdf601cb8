import { type Message, text, theme as themeName } from "../../chat/message.ts";
import { type ChannelTarget, channelTargets, put, putDirect } from "../../outbox/index.ts";
import { findMember } from "../../people/index.ts";
import type { Work } from "../../work.ts";
import type { Theme } from "../store.ts";
import { customersIn, lastHours } from "../trend.ts";
import { themeDeciders } from "../who.ts";
import { type AlertContext, agentNote, alertCard } from "./cards.ts";
import { type Alert, commentsIn } from "./store.ts";
import { howMany, usualWords } from "./words.ts";

/** Keys name messages for good, so that the next thing said about the alert changes them in place. */
const keys = {
  team: (alertId: string, platform: string) => `alert/${alertId}/team/${platform}`,
  agent: (alertId: string, memberId: string) => `alert/${alertId}/agent/${memberId}`,
  decider: (alertId: string, memberId: string) => `alert/${alertId}/decider/${memberId}`,
  owner: (alertId: string, memberId: string) => `alert/${alertId}/owner/${memberId}`,
};

/** Hours that an alert's chart shows. */
const HOURS = 12;
/** Where a team has no channel, so many people hear of it directly. */
const MOST_DECIDERS = 3;

const targetsOf = (work: Work, team: string): Promise<readonly ChannelTarget[]> =>
  channelTargets(work.db, work.active, team, "alerts", "escalations");

/** Shows an alert as it stands now: to the team, and to each agent whose comment is in it. */
export async function publishAlert(work: Work, theme: Theme, alert: Alert): Promise<void> {
  const { db, now, active } = work;
  const comments = await commentsIn(db, alert);
  const context: AlertContext = {
    theme,
    alert,
    comments,
    hours: customersIn(comments, lastHours(alert.lastAt, HOURS)),
  };
  // What is known already is news for whoever looks after it, and for nobody else.
  if (alert.state === "known" && alert.deciderId === null) {
    if (theme.ownerId === null) return;
    await putDirect(db, now, active, await findMember(db, theme.ownerId), {
      key: keys.owner(alert.id, theme.ownerId),
      message: alertCard(context),
    });
    return;
  }
  await showTeam(work, context);
  const agents = new Set(comments.flatMap(({ agentId }) => (agentId === null ? [] : [agentId])));
  for (const id of agents)
    await putDirect(db, now, active, await findMember(db, id), {
      key: keys.agent(alert.id, id),
      message: agentNote(context),
    });
}

/** To the team's channel; to those who may decide, where there is none. */
async function showTeam(work: Work, context: AlertContext): Promise<void> {
  const { db, now, active, settings } = work;
  const { alert } = context;
  const message = alertCard(context);
  const targets = await targetsOf(work, alert.teamId);
  for (const target of targets)
    await put(db, now, { key: keys.team(alert.id, target.platform), target, message });
  if (targets.length > 0) return;
  for (const member of (await themeDeciders(db, settings, alert.teamId)).slice(0, MOST_DECIDERS))
    await putDirect(db, now, active, member, { key: keys.decider(alert.id, member.id), message });
}

/** Says in the thread under the card that it has grown: a changed card makes no sound. */
export async function tellOfStep(work: Work, theme: Theme, alert: Alert): Promise<void> {
  const { burst } = alert;
  const message: Message = {
    body: [
      {
        b: "prose",
        text: [
          text(
            `${theme.ref} has grown: ${howMany(burst.customers, burst.windowMs)}, ${usualWords(burst.usual)}; ${alert.customers} in all. `,
          ),
          themeName(theme.id),
        ],
      },
    ],
  };
  await inThread(work, alert, `step-${alert.customers}`, message);
}

/** Says something in the thread under the team's card. */
export async function inThread(work: Work, alert: Alert, step: string, message: Message): Promise<void> {
  for (const target of await targetsOf(work, alert.teamId)) {
    const threadOf = keys.team(alert.id, target.platform);
    await put(work.db, work.now, { key: `${threadOf}/${step}`, target: { ...target, threadOf }, message });
  }
}
