export { type ActivePlatforms, activePlatforms } from "./active.ts";
export { type ChannelTarget, channelTargets } from "./channels.ts";
export { putDirect } from "./direct.ts";
export { adviceFor } from "./failures.ts";
export { outboxCounts, sentTo } from "./find.ts";
export { type Urgency, dropButtons, put } from "./put.ts";
export { resolve } from "./resolve.ts";
export { Sender } from "./sender.ts";
export type { Fallback, Target } from "./target.ts";
