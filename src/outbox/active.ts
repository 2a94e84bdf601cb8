import type { Platform } from "../chat/event.ts";
import type { Config } from "../config.ts";

/** The platforms that messages can go to. */
export type ActivePlatforms = ReadonlySet<Platform>;

/** Where people can be reached: on a live database the console is a page about the state of things only. */
export const activePlatforms = (config: Config, sandbox: boolean): ActivePlatforms =>
  new Set<Platform>([
    ...(config.slack ? ["slack" as const] : []),
    ...(config.discord ? ["discord" as const] : []),
    ...(sandbox ? ["console" as const] : []),
  ]);
