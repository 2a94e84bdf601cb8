import type { Read } from "../../db/store.ts";
import { channelsFor } from "../people/index.ts";
import type { ActivePlatforms } from "./active.ts";
import type { Target } from "./target.ts";

/** A place that everybody in it sees. */
export type ChannelTarget = Extract<Target, { kind: "channel" }>;

/**
 * A team's channels on the platforms in use: for the first of some purposes for which there are any.
 * A team without an alerts channel is told where its cases are shown.
 */
export async function channelTargets(
  db: Read,
  active: ActivePlatforms,
  team: string,
  ...purposes: readonly Parameters<typeof channelsFor>[2][]
): Promise<readonly ChannelTarget[]> {
  for (const purpose of purposes) {
    const channels = (await channelsFor(db, team, purpose)).filter(({ platform }) => active.has(platform));
    if (channels.length > 0)
      return channels.map(({ platform, channel }) => ({ kind: "channel", platform, channel }));
  }
  return [];
}
