import { type Asker, WORKSPACE } from "./floor.ts";

/** Accounts that are nobody here, whatever they look like. */
export const OUTSIDERS = {
  "disabled leader": "gone",
  "nobody we know": { platform: "slack", workspace: WORKSPACE, user: "U0NOBODY", isBot: false },
  "the leader's id in another workspace": {
    platform: "slack",
    workspace: "T0OTHER",
    user: "U0PRIYA",
    isBot: false,
  },
  "a bot with the leader's id": { platform: "slack", workspace: WORKSPACE, user: "U0PRIYA", isBot: true },
  "the leader's id on another platform": {
    platform: "discord",
    workspace: "G1",
    user: "U0PRIYA",
    isBot: false,
  },
} as const satisfies Record<string, Asker>;
