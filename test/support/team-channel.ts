import { DISCORD_USERS } from "./discord-floor.ts";
import { type PersonId, SLACK_USERS, type World } from "./world.ts";

/** A further channel of Billing's, as each platform names it. */
export interface TeamChannel {
  readonly slack: string;
  readonly discord: string;
}

/** The test centre's organisation file, with a channel of Billing's for alerts or digests. */
export const withTeamChannel = (
  source: string,
  purpose: "alerts" | "digest",
  { slack, discord }: Pick<TeamChannel, "slack"> & Partial<TeamChannel>,
): string =>
  source.replace(
    "channels: { escalations: { slack: C0BILL,",
    `channels: { ${purpose}: { slack: ${slack}${discord === undefined ? "" : `, discord: "${discord}"`} }, escalations: { slack: C0BILL,`,
  );

/** Makes such a channel on both platforms, with these people in it. */
export function addTeamChannel(
  { slack, discord }: Pick<World, "slack" | "discord">,
  channel: TeamChannel,
  name: string,
  people: readonly PersonId[],
): void {
  slack.book.addChannel(
    channel.slack,
    name,
    people.map((id) => SLACK_USERS[id]),
  );
  discord.addChannel(
    channel.discord,
    name,
    people.map((id) => DISCORD_USERS[id]),
  );
}
