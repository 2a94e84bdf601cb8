/**
 * A message as a small tree. Features build it from references (people, customers,
 * payloads); `resolve.ts` puts in the words at the moment of sending, so that neither
 * the outbox nor the journal ever holds what somebody typed (DESIGN 3). Every adapter
 * escapes every string: our own words too.
 */

/** A reference that is replaced by words at sending. */
export type Reference =
  /** A colleague by member id. `notify` is the only thing in the program that pings anybody. */
  | { readonly t: "member"; readonly id: string; readonly notify?: boolean }
  /** What somebody typed, kept in `payloads`. */
  | { readonly t: "payload"; readonly id: string }
  /** A customer by internal id; shown as the reference that the centre uses. */
  | { readonly t: "customer"; readonly id: string }
  /** What customers say the same of, by internal id; shown by its name, or by the words that it shares. */
  | { readonly t: "theme"; readonly id: string };

/** Words that can be shown as they are. */
export type Words =
  | { readonly t: "text"; readonly text: string }
  | { readonly t: "strong"; readonly text: string }
  /** What a person typed: shown as given, never as markup, never as a mention. */
  | { readonly t: "user"; readonly text: string }
  /** A resolved colleague. `userId` is set only where a notification is wanted and possible. */
  | { readonly t: "person"; readonly name: string; readonly userId?: string };

/** A piece of a line in a message as features build it. */
export type Inline = Words | Reference;

/** The colour-free meaning of a status line; adapters may add a symbol, never only a colour. */
export type Tone = "waiting" | "progress" | "done" | "warning" | "info";

/** A part of a message's body. */
export type Block<I = Inline> =
  | {
      readonly b: "fields";
      readonly fields: readonly { readonly label: string; readonly value: readonly I[] }[];
    }
  | { readonly b: "prose"; readonly text: readonly I[] }
  | { readonly b: "list"; readonly items: readonly (readonly I[])[] }
  | Picture;

/**
 * A picture that can be drawn at any time from what is stored. Whatever goes wrong with it, the message
 * goes without it, so the text always stands alone. `alt` says in words what it shows.
 */
export interface Picture {
  readonly b: "image";
  /**
   * `[a-z][a-z0-9_]*:…`, printable and without spaces, at most 80 characters: the kind of picture, and what
   * its drawer (`PictureSource`) makes of the rest. It names what is to be seen for good: what shows
   * something else has another id.
   */
  readonly picture: string;
  readonly alt: string;
}

/**
 * A button. `action` names a registered action; `arg` is a short opaque id
 * (both together at most 90 characters: Discord's `custom_id` holds 100).
 */
export interface Button {
  readonly action: string;
  readonly arg: string;
  readonly label: string;
  /** What a screen reader says, where the label alone is not enough ("Take ESC-0042"). */
  readonly describe?: string;
  readonly style?: "primary" | "danger";
}

/** A whole message. `I` is {@link Inline} before resolving and {@link Words} after. */
export interface Message<I = Inline> {
  readonly title?: readonly I[];
  readonly status?: { readonly tone: Tone; readonly text: readonly I[] };
  readonly body: readonly Block<I>[];
  readonly buttons?: readonly Button[];
}

/** A message with every reference replaced: what adapters get. */
export type ResolvedMessage = Message<Words>;

/** Our own words. */
export const text = (value: string): Words => ({ t: "text", text: value });
/** Our own words, emphasised. */
export const strong = (value: string): Words => ({ t: "strong", text: value });
/** Somebody else's words. */
export const userText = (value: string): Words => ({ t: "user", text: value });
/** A colleague's name, without a notification. */
export const member = (id: string): Reference => ({ t: "member", id });
/** A colleague's name, with a notification where the platform has one. */
export const notify = (id: string): Reference => ({ t: "member", id, notify: true });
/** Kept free text. */
export const payload = (id: string): Reference => ({ t: "payload", id });
/** A customer. */
export const customer = (id: string): Reference => ({ t: "customer", id });
/** A theme of customers' comments. */
export const theme = (id: string): Reference => ({ t: "theme", id });

/** Names, as "A", "A and B", "A, B and C". */
export function nameList(ids: readonly string[], as: (id: string) => Inline = member): Inline[] {
  return ids.flatMap((id, index) => {
    const before = index === 0 ? [] : [text(index === ids.length - 1 ? " and " : ", ")];
    return [...before, as(id)];
  });
}

/** A message of one line. */
export const say = <I = Words>(...line: readonly I[]): Message<I> => ({ body: [{ b: "prose", text: line }] });

/** What a picture's id looks like; see {@link Picture.picture}. */
const PICTURE_ID = /^[a-z][a-z0-9_]*:[\x21-\x7e]+$/;
const LONGEST_PICTURE_ID = 80;

/** Whether something can be the id of a picture at all. */
export const isPictureId = (id: string): boolean => id.length <= LONGEST_PICTURE_ID && PICTURE_ID.test(id);

/** A picture, by its id. */
export const image = (picture: string, alt: string): Picture => ({ b: "image", picture, alt });

/** The pictures of a message, each once. */
export function picturesOf(message: ResolvedMessage): readonly Picture[] {
  const pictures = message.body.filter((block) => block.b === "image");
  return [...new Map(pictures.map((each) => [each.picture, each])).values()];
}

/** What stands in the place of a picture that cannot be shown. */
export const inWords = ({ alt }: Pick<Picture, "alt">): string => `[Image: ${alt}]`;

const SYMBOL: Readonly<Record<Tone, string>> = {
  waiting: "◷",
  progress: "▸",
  done: "✓",
  warning: "!",
  info: "·",
};

/** A symbol for a tone, for platforms that show one beside the words. */
export const toneSymbol = (tone: Tone): string => SYMBOL[tone];

/** The words of one piece, as plain text. */
export const plainInline = (piece: Words): string => (piece.t === "person" ? piece.name : piece.text);

/** A line as plain text. */
export const plainLine = (line: readonly Words[]): string => line.map(plainInline).join("");

/**
 * The whole message as plain text: for notifications, screen readers and logs of what was shown.
 * Buttons are named at the end, because a reader must know that something can be done.
 */
export function plainText(message: ResolvedMessage): string {
  const lines: string[] = [];
  if (message.title) lines.push(plainLine(message.title));
  if (message.status) lines.push(plainLine(message.status.text));
  for (const block of message.body) {
    if (block.b === "prose") lines.push(plainLine(block.text));
    else if (block.b === "list") lines.push(...block.items.map((item) => `- ${plainLine(item)}`));
    else if (block.b === "fields")
      lines.push(...block.fields.map((field) => `${field.label}: ${plainLine(field.value)}`));
    else lines.push(inWords(block));
  }
  if (message.buttons?.length)
    lines.push(`You can: ${message.buttons.map((button) => button.label).join(", ")}`);
  return lines.join("\n");
}
