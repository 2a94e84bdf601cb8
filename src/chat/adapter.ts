import type { Choice, Form, RawValues } from "./form.ts";
import type { Actor, ChatEvent, Place, Platform } from "./event.ts";
import type { ResolvedMessage } from "./message.ts";

/**
 * What the core says to something that came in. It goes to the person alone.
 * - `private`: show this message to them only.
 * - `form`: open this form for them.
 * - `fieldErrors`: keep their form open, with what they typed, and show these.
 * - `done`: nothing more to say (a card elsewhere changes, a form closes).
 */
export type Answer =
  | { readonly kind: "private"; readonly message: ResolvedMessage }
  | { readonly kind: "form"; readonly form: Form }
  | {
      readonly kind: "fieldErrors";
      readonly errors: Readonly<Record<string, string>>;
      readonly message: string;
    }
  | { readonly kind: "done" };

/** Something that can be given with a command by name, on platforms that have named options. */
export interface CommandOption {
  readonly name: string;
  /** At most 100 characters. */
  readonly hint: string;
  readonly required: boolean;
  /** Whether the core has something to offer while it is typed. */
  readonly suggests: boolean;
  /** What follows the command's name in one line (`CommandRun.text`), rather than a field of its form. */
  readonly line: boolean;
}

/** One command, for registering with a platform and for completion after `/`. */
export interface CommandInfo {
  readonly name: string;
  readonly description: string;
  /** What may follow the name, e.g. `[refund C-1042 wants 80 back]`. */
  readonly usage: string;
  readonly options: readonly CommandOption[];
}

/** One message shortcut, for registering with a platform. */
export interface ShortcutInfo {
  readonly name: string;
  /** What the message's menu says: at most 24 characters, and no two alike. */
  readonly label: string;
  /** At most 150 characters. */
  readonly description: string;
}

/** Somebody is typing an option of a command. */
export interface Typing {
  readonly actor: Actor;
  readonly place: Place;
  readonly command: string;
  readonly option: string;
  readonly typed: string;
}

/** A form that somebody is in the middle of. */
export interface HalfFilled {
  readonly form: Form;
  /** What every field holds so far, asked or not. */
  readonly values: RawValues;
  /** Fields that the person has been shown. */
  readonly asked: readonly string[];
  /** Field id → what to do about what it holds; what belongs to no field is under "". */
  readonly errors: Readonly<Record<string, string>>;
}

/** Forms that platforms show in pieces, kept for 15 minutes after they were last touched. */
export interface HalfFilledForms {
  /**
   * Keeps a form, for this account alone. What may never be kept (cards, passwords …) is
   * left out, and said: field id → what to do about it. `saved` resolves when a restart would
   * not lose it, and never rejects.
   */
  keep(
    owner: Actor,
    half: HalfFilled,
  ): {
    readonly kept: HalfFilled;
    readonly refused: Readonly<Record<string, string>>;
    readonly saved: Promise<void>;
  };
  /** The form as it was kept; or, if it cannot go on, what to tell the person. */
  recall(owner: Actor, place: Place, formId: string): Promise<HalfFilled | Answer>;
}

/** The core as an adapter sees it: the router, and nothing else. */
export interface Core {
  readonly commands: readonly CommandInfo[];
  readonly shortcuts: readonly ShortcutInfo[];
  readonly forms: HalfFilledForms;
  /**
   * Handles one event, to its commit. Never rejects: whatever goes wrong is an answer.
   * The same event delivered again has no second effect.
   */
  handle(event: ChatEvent): Promise<Answer>;
  /** What to offer for an option, the likeliest first. Never rejects; offers nothing to strangers. */
  suggest(typing: Typing): Promise<readonly Choice[]>;
  /**
   * The picture with this id (see `Picture` in message.ts) as a PNG; `undefined` where there is none or it
   * cannot be drawn. Never rejects, and may take seconds: whoever waits for it decides how long.
   */
  picture(id: string): Promise<Uint8Array | undefined>;
}

/** Where an outgoing message goes. */
export type Destination =
  | {
      readonly kind: "channel";
      readonly channel: string;
      /** Ref of the message to reply under. */ readonly thread?: MessageRef;
    }
  | { readonly kind: "dm"; readonly user: string };

/** A platform's name for a message that it accepted. Opaque to the core; kept as JSON. */
export interface MessageRef {
  readonly channel: string;
  readonly id: string;
}

/** An outgoing message with the key that makes it findable after a lost answer. */
export interface Outgoing {
  readonly key: string;
  /**
   * Which post of the message this is; 0 if absent. The same for every attempt at one post,
   * another for a post that replaces a message that somebody deleted.
   */
  readonly copy?: number;
  readonly to: Destination;
  readonly message: ResolvedMessage;
}

/**
 * What became of a call to a platform.
 * - `sent`: accepted; `ref` names it.
 * - `retry`: certainly not accepted; try again after `afterMs` (as the platform asked, where it did).
 *   `wide` means that the platform holds back everything, not only this destination.
 * - `unknown`: the answer was lost; it may or may not have been accepted.
 * - `failed`: it will never be accepted; `reason` says why.
 */
export type Delivery =
  | { readonly outcome: "sent"; readonly ref: MessageRef }
  | {
      readonly outcome: "retry";
      readonly afterMs: number | undefined;
      readonly reason: string;
      readonly wide?: boolean;
    }
  | { readonly outcome: "unknown"; readonly reason: string }
  | { readonly outcome: "failed"; readonly reason: FailureReason };

/** What became of a call that did not end in success. */
export type Undelivered = Exclude<Delivery, { outcome: "sent" }>;

/** Permanent failures, by what an operator has to do about them. */
export type FailureReason =
  | "token_revoked"
  | "not_installed"
  | "channel_not_found"
  | "channel_archived"
  | "not_in_channel"
  | "dm_closed"
  | "user_not_found"
  | "missing_permission"
  | "message_gone"
  | "rejected";

/** The state of a place or of the whole connection, for `floorwalker doctor`. */
export type PlaceState =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: FailureReason | "unreachable";
      /** What exactly is missing, in the platform's own words. */
      readonly detail?: string;
    };

/** What a platform can hold; messages are cut to it by the adapter, with a mark that something was cut. */
export interface Limits {
  readonly messageCharacters: number;
  readonly buttonsPerMessage: number;
  readonly choicesPerField: number;
  readonly fieldsPerForm: number;
  /** Shortest time between two posts to one destination, ms. */
  readonly postIntervalMs: number;
  /** How long after its first attempt a post may be sent again without a second one appearing, ms; 0 if never. */
  readonly repeatSafeMs: number;
}

/** A file to upload. `alt` says in words what it shows. */
export interface Upload {
  readonly to: Destination;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly alt: string;
}

/** A stored message, for an adapter that has to show what was sent before it started (the console). */
export interface SentMessage {
  readonly key: string;
  readonly to: Destination;
  readonly ref: MessageRef;
  readonly message: ResolvedMessage;
  /** Ms since the epoch. */
  readonly at: number;
}

/** What an adapter is given when it starts. */
export interface AdapterContext {
  readonly core: Core;
  /** Tells the operator, once, that something about the connection is wrong (or `undefined`: right again). */
  readonly report: (state: ConnectionState) => void;
  /** What this platform was sent before, oldest first. */
  readonly history: () => Promise<readonly SentMessage[]>;
}

/** How the connection stands. `detail` is for the operator and holds no tokens. */
export type ConnectionState =
  | { readonly state: "connected" }
  | { readonly state: "connecting"; readonly detail: string }
  | { readonly state: "broken"; readonly reason: FailureReason | "unreachable"; readonly detail: string };

/**
 * A platform. Adapters translate; they hold no business state, decide nothing and know
 * no database. Outgoing calls make exactly one request each and never retry by
 * themselves: the outbox owns that (RELIABILITY T1–T3).
 */
export interface Adapter {
  readonly platform: Platform;
  readonly limits: Limits;
  /** Our own workspace or guild, once the platform has said it: events of any other are refused. */
  workspace(): string | undefined;
  /** Connects. Resolves when events can come in, or when it is known that they cannot yet (see `report`). */
  start(context: AdapterContext): Promise<void>;
  /** Takes no more events, lets those under way end (at most 5 s), leaves nothing running. */
  stop(): Promise<void>;
  send(outgoing: Outgoing): Promise<Delivery>;
  update(ref: MessageRef, outgoing: Outgoing): Promise<Delivery>;
  delete(ref: MessageRef): Promise<Delivery>;
  upload(upload: Upload): Promise<Delivery>;
  /** Reads a file that somebody gave in a form's `file` field. */
  download(id: string, maxBytes: number): Promise<Uint8Array>;
  /**
   * Looks for a message that may have been accepted although its answer was lost.
   * @param since when the first attempt was made, ms since the epoch
   * @returns its ref; `absent` if the platform's history was read and does not hold it; `unknown` if it could not be read
   */
  findSent(outgoing: Outgoing, since: number): Promise<MessageRef | "absent" | "unknown">;
  checkPlace(channel: string): Promise<PlaceState>;
}
