import type { Platform } from "../chat/event.ts";
import type { Message } from "../chat/message.ts";

/** Where a message is to go, in the core's words. A member's account is looked up when it is put into the outbox. */
export type Target =
  | {
      readonly kind: "channel";
      readonly platform: Platform;
      readonly channel: string;
      /** Key of the message whose thread it belongs to. */ readonly threadOf?: string;
    }
  | { readonly kind: "dm"; readonly platform: Platform; readonly user: string; readonly memberId: string };

/** Where a message goes that could not be delivered, and what is said there if it is not for everybody's eyes. */
export type Fallback = Target & { readonly instead?: Message };

/** The lane of a target: sends in one lane are one at a time and share one clock. */
export const laneOf = (target: Target): string =>
  target.kind === "channel" ? `${target.platform}:${target.channel}` : `${target.platform}:@${target.user}`;
