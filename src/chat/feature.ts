import type { Read, Tx } from "../../db/store.ts";
import type { Member, Settings } from "../people/index.ts";
import type { Place, Platform } from "./event.ts";
import type { Choice, Field, RawValues } from "./form.ts";
import type { Message } from "./message.ts";

/** Who is asking, when and where: everything a handler may know about what came in. */
export interface Asking {
  readonly actor: Member;
  readonly settings: Settings;
  /** Ms since the epoch. */
  readonly now: number;
  readonly platform: Platform;
  readonly place: Place;
  /** Options given by name with a command: field id → as typed. */
  readonly given: RawValues;
}
/** For handlers that only look. */
export interface Reading extends Asking {
  readonly db: Read;
}
/** For handlers that change something: one transaction around them, with the marker that they ran. */
export interface Writing extends Asking {
  readonly db: Tx;
}

/** What a form is made of, before it gets its single-use id. */
export interface FormContent {
  /** At most 24 characters. */
  readonly title: string;
  readonly submitLabel: string;
  readonly intro?: string;
  readonly fields: readonly Field[];
}

/** What a handler says back, to the person alone. */
export type Reply =
  | { readonly kind: "private"; readonly message: Message }
  | {
      readonly kind: "form";
      readonly form: string;
      readonly context: Readonly<Record<string, string>>;
      readonly initial?: RawValues;
    }
  | { readonly kind: "done" };

/** Nothing more to say. */
export const done: Reply = { kind: "done" };
/** Says something to the person alone. */
export const privately = (message: Message): Reply => ({ kind: "private", message });

/**
 * Who may use something at all; default deny. What depends on the case in hand is checked
 * again in the handler, in the same transaction as its effect.
 * - `member`: every active person of the organisation.
 */
export type Permission = "member";

type Handler<I> =
  | { readonly writes: false; readonly run: (asking: Reading, input: I) => Promise<Reply> }
  | { readonly writes: true; readonly run: (asking: Writing, input: I) => Promise<Reply> };

/** What may follow a command's name, as an option of its own where the platform has named options. */
export interface CommandLine {
  /** `[a-z][a-z0-9_]{0,31}`, and none of the names in {@link Command.options}. */
  readonly name: string;
  /** At most 100 characters. */
  readonly hint: string;
  readonly required?: boolean;
  /** What to offer while somebody types it. */
  readonly suggest?: (asking: Reading, typed: string) => Promise<readonly Choice[]>;
}

/** Of a message that a shortcut is used on, no more than this is handed over, UTF-16 units: a form's input holds as much. */
export const MOST_SHORTCUT_TEXT = 3_000;

/** A field of the form behind a command that can be given with the command already. */
export interface FieldOption {
  /** The field's id, and the option's name. */
  readonly field: string;
  readonly type: Field["type"];
  /** At most 100 characters. */
  readonly hint: string;
}

/** A slash command. */
export type Command = {
  readonly name: string;
  readonly description: string;
  readonly usage: string;
  readonly who: Permission;
  readonly line?: CommandLine;
  /** The form that it opens, drawn without context, and which of its fields can be given beforehand. */
  readonly options?: { readonly form: string; readonly fields: readonly FieldOption[] };
} & Handler<string>;

/** A button; `input` is the argument it was drawn with. */
export type ButtonAction = { readonly name: string; readonly who: Permission } & Handler<string>;

/**
 * An entry in the menu of every message, anybody's; `input` is that message's words, cut with a
 * mark at {@link MOST_SHORTCUT_TEXT}. It is used to begin something, so it mostly answers with a form.
 */
export type Shortcut = {
  readonly name: string;
  /** What the menu says: at most 24 characters (Slack's limit), unlike every other shortcut's. */
  readonly label: string;
  /** What it does, for the list of an app's shortcuts: at most 150 characters (Slack's limit). */
  readonly description: string;
  readonly who: Permission;
} & Handler<string>;

/** A form: how it is drawn, and what its submission does. */
export interface FormAction {
  readonly name: string;
  readonly who: Permission;
  /**
   * Draws the form for what `context` names. Called to open it, and again at submission to
   * check what came back against the form as it stands then.
   * @throws AppError when the person may not have it, or it makes no sense any more
   */
  readonly draw: (asking: Reading, context: Readonly<Record<string, string>>) => Promise<FormContent>;
  /** Acts on checked values. */
  readonly submit: (
    asking: Writing,
    values: RawValues,
    context: Readonly<Record<string, string>>,
  ) => Promise<Reply>;
}

/** Draws pictures of one kind from what is stored, whenever they are asked for. */
export interface PictureSource {
  /** `[a-z][a-z0-9_]*`, no two alike: what stands before the first colon of a picture's id. */
  readonly kind: string;
  /**
   * Draws one as a PNG; `undefined` where there is none.
   * @param rest what stands after the first colon of its id
   */
  readonly draw: (db: Read, rest: string) => Promise<Uint8Array | undefined>;
}

/** What a feature lets people do, and the pictures that it can draw. */
export interface Feature {
  readonly commands: readonly Command[];
  readonly buttons: readonly ButtonAction[];
  readonly shortcuts?: readonly Shortcut[];
  readonly forms: readonly FormAction[];
  readonly pictures?: readonly PictureSource[];
}
