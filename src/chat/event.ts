import type { RawValues } from "./form.ts";

/** The platforms that Floorwalker speaks. */
export type Platform = "slack" | "discord" | "console";

/** Who did something, as the platform vouches for it. Names are not part of it: they can be changed. */
export interface Actor {
  readonly platform: Platform;
  /**
   * Slack team id, Discord guild id, or "local" on the console. `undefined` only in a direct
   * conversation on Discord, which belongs to no guild; user ids are unique over all of Discord.
   */
  readonly workspace: string | undefined;
  readonly user: string;
  readonly isBot: boolean;
}

/** Where it happened. */
export interface Place {
  readonly platform: Platform;
  readonly channel: string;
  /** The message at the root of the thread, where it happened in one. */
  readonly thread?: string;
}

interface EventBase {
  /** The platform's own id for this delivery; the same again means a repeat (DESIGN 2). */
  readonly eventId: string;
  readonly actor: Actor;
  readonly place: Place;
}

/** A slash command was run. `text` is what followed its name. */
export interface CommandRun extends EventBase {
  readonly kind: "command";
  readonly command: string;
  readonly text: string;
  /** Options that were given by name: field id → as typed. Only where the platform has named options. */
  readonly given?: RawValues;
}
/** A form was submitted. */
export interface FormSubmitted extends EventBase {
  readonly kind: "form";
  readonly form: string;
  readonly formId: string;
  readonly context: Readonly<Record<string, string>>;
  readonly values: RawValues;
  /** It was kept half-filled by the core, which may forget it once it is sent. */
  readonly kept?: boolean;
}
/** A button was pressed. */
export interface ButtonPressed extends EventBase {
  readonly kind: "button";
  readonly action: string;
  readonly arg: string;
}
/** A shortcut was used on a message, anybody's; `place` is where that message stands. */
export interface ShortcutUsed extends EventBase {
  readonly kind: "shortcut";
  readonly shortcut: string;
  /**
   * The message's words as a reader sees them: no markup of the platform's, no mentions, no
   * addresses behind words. All of them: the core cuts, after the guard has read the whole.
   */
  readonly text: string;
}

/** What came in from a platform. */
export type ChatEvent = CommandRun | FormSubmitted | ButtonPressed | ShortcutUsed;
