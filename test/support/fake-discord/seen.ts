import type { Book } from "./book.ts";
import { ATTACHMENT } from "./records.ts";
import type { Posted } from "./records.ts";
import { showMarkdown, type Names } from "./markdown.ts";
import { TYPE, within, type Component, type Embed } from "./shapes.ts";

/** A button as its reader finds it. */
export interface SeenButton {
  readonly label: string;
  readonly customId: string;
  readonly style: "primary" | "secondary" | "success" | "danger" | "link";
  readonly disabled: boolean;
  readonly emoji?: string;
}

/** A menu in a message as its reader finds it. */
export interface SeenSelect {
  readonly placeholder: string;
  readonly customId: string;
  readonly disabled: boolean;
  readonly options: readonly {
    readonly label: string;
    readonly value: string;
    readonly description?: string;
  }[];
}

/** An attachment as its reader finds it. */
export interface SeenFile {
  readonly id: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** A picture in an embed as its reader finds it. */
export interface SeenPicture {
  /** What a screen reader says. */
  readonly alt: string;
  readonly bytes: Uint8Array;
}

/** A message as somebody sees it. */
export interface Seen {
  /** The channel; of a message in a thread, the thread's channel. */
  readonly channel: string;
  readonly id: string;
  /** Everything there is to read. */
  readonly text: string;
  /** As the bot sent them. */
  readonly content: string;
  readonly embeds: readonly Embed[];
  /** Who was notified. */
  readonly pings: readonly string[];
  readonly buttons: readonly SeenButton[];
  readonly selects: readonly SeenSelect[];
  readonly ephemeral: boolean;
  /** An answer that was put off and has not come yet. */
  readonly loading: boolean;
  /** The thread that it stands in. */
  readonly thread: string | undefined;
  /** The message that it answers. */
  readonly reference: string | undefined;
  readonly edited: boolean;
  readonly files: readonly SeenFile[];
  /** Those of the files that embeds show. */
  readonly pictures: readonly SeenPicture[];
}

const STYLES = ["primary", "secondary", "success", "danger", "link"] as const;

const buttonsOf = (components: readonly Component[]): SeenButton[] =>
  within(components).flatMap((each): SeenButton[] => {
    const style = STYLES[(each.style ?? 0) - 1];
    if (each.type !== TYPE.button || !style) return [];
    const emoji = each.emoji?.name;
    return [
      {
        label: each.label ?? "",
        customId: each.custom_id ?? "",
        style,
        disabled: each.disabled === true,
        ...(typeof emoji === "string" && { emoji }),
      },
    ];
  });

const selectsOf = (components: readonly Component[]): SeenSelect[] =>
  within(components)
    .filter((each) => each.type === TYPE.select)
    .map((each) => ({
      placeholder: each.placeholder ?? "",
      customId: each.custom_id ?? "",
      disabled: each.disabled === true,
      options: (each.options ?? []).map(({ label, value, description }) => ({
        label,
        value,
        ...(description !== undefined && { description }),
      })),
    }));

/** Names as this book knows them. */
export function namesOf(book: Book): Names {
  const roles = () => [...book.guilds.values()].flatMap((guild) => [...guild.roles.values()]);
  return {
    user: (id) => book.accounts.get(id)?.name,
    role: (id) => roles().find((role) => role.id === id)?.name,
    channel: (id) => book.channels.get(id)?.name,
  };
}

/** An embed from top to bottom. Author and footer take no markdown; titles and names of fields only some. */
function embedText(embed: Embed, names: Names): string[] {
  const title = (text: string) => showMarkdown(text, names, "title");
  return [
    embed.author?.name ?? "",
    embed.title === undefined ? "" : title(embed.title),
    embed.description === undefined ? "" : showMarkdown(embed.description, names),
    ...(embed.fields ?? []).map((field) => `${title(field.name)}: ${showMarkdown(field.value, names)}`),
    embed.footer?.text ?? "",
  ];
}

function textOf(post: Posted, names: Names): string {
  if (post.loading) return "Floorwalker is thinking…";
  const displays = within(post.components).filter((each) => each.type === TYPE.text);
  return [
    showMarkdown(post.content, names),
    ...displays.map((each) => showMarkdown(each.content ?? "", names)),
    ...post.embeds.flatMap((embed) => embedText(embed, names)),
  ]
    .filter((text) => text !== "")
    .join("\n");
}

/** A message as its reader finds it. */
export function show(book: Book, post: Posted): Seen {
  const place = book.channels.get(post.channel);
  const files = post.files.flatMap((id) => book.files.get(id) ?? []);
  return {
    channel: place?.parent ?? post.channel,
    id: post.id,
    text: textOf(post, namesOf(book)),
    content: post.content,
    embeds: post.embeds,
    pings: post.pings,
    buttons: buttonsOf(post.components),
    selects: selectsOf(post.components),
    ephemeral: post.onlyFor !== undefined,
    loading: post.loading,
    thread: place?.kind === "thread" ? place.id : undefined,
    reference: post.reference,
    edited: post.editedAt !== undefined,
    files,
    pictures: post.embeds.flatMap(({ image }) =>
      files
        .filter((file) => image?.url === `${ATTACHMENT}${file.name}`)
        .map(({ description, bytes }) => ({ alt: description ?? "", bytes })),
    ),
  };
}
