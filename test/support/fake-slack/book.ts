import { randomBytes } from "node:crypto";
import type { SeenPicture } from "./files.ts";
import { Refusal, type Block, type Json } from "./shapes.ts";
import { showMessage, type Shown } from "./mrkdwn.ts";

/** A person with an account. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly team: string;
}

/** A channel or a direct conversation. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly members: Set<string>;
  readonly isPrivate: boolean;
  readonly dmWith?: string;
  archived: boolean;
}

/** Something that was posted. */
export interface Posted {
  readonly ts: string;
  readonly channel: string;
  readonly author: string;
  readonly threadTs: string | undefined;
  /** Set on ephemeral messages: the only one who sees it. */
  readonly onlyFor: string | undefined;
  /** Ms since the epoch. */
  readonly at: number;
  text: string;
  blocks: Block[];
  mrkdwn: boolean;
  parse: string | undefined;
  metadata: Json | undefined;
  files: readonly string[];
  edits: number;
  deleted: boolean;
}

/** A button as its reader finds it. */
export interface SeenButton {
  readonly label: string;
  readonly actionId: string;
  readonly blockId: string;
  readonly value: string;
  readonly style: string | undefined;
  readonly describe: string | undefined;
}

/** A message as somebody sees it. */
export interface Seen {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly fallback: string;
  readonly pings: readonly string[];
  readonly buttons: readonly SeenButton[];
  readonly ephemeral: boolean;
  readonly thread: string | undefined;
  readonly edited: boolean;
  readonly files: readonly string[];
  readonly pictures: readonly SeenPicture[];
}

/** A stored file. */
export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly alt: string;
  bytes: Uint8Array;
  external: boolean;
  /** The upload was ended; before that the file is not there for anybody. */
  completed: boolean;
  /** How many more looks find it unprocessed. */
  looksLeft: number;
}

export const BOT = "U0FLOORBOT";
export const APP = "A0FLOOR";

/** Everything that the fake Slack knows: who is where, and every message with who can see it. */
export class Book {
  readonly team = "T0FLOOR";
  readonly accounts = new Map<string, Account>();
  readonly channels = new Map<string, Channel>();
  readonly posts: Posted[] = [];
  readonly files = new Map<string, StoredFile>();
  /** How many looks (`files.info`) at a new file find it unprocessed. */
  slowFiles = 0;
  readonly #now: () => number;
  #lastTs = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  addUser(id: string, name: string, team = this.team): Account {
    const account = { id, name, team };
    this.accounts.set(id, account);
    return account;
  }

  addChannel(id: string, name: string, members: readonly string[], isPrivate = false): Channel {
    const channel: Channel = { id, name, members: new Set([BOT, ...members]), isPrivate, archived: false };
    this.channels.set(id, channel);
    return channel;
  }

  /** The direct conversation of the bot with somebody. */
  dmWith(user: string): Channel {
    if (!this.accounts.has(user)) throw new Refusal("channel_not_found");
    const id = `D${user.slice(1)}`;
    const known = this.channels.get(id);
    if (known) return known;
    const channel: Channel = {
      id,
      name: "directmessage",
      members: new Set([BOT, user]),
      isPrivate: true,
      dmWith: user,
      archived: false,
    };
    this.channels.set(id, channel);
    return channel;
  }

  /** A channel that the bot may write to and read. */
  writable(id: string): Channel {
    const channel = this.channels.get(id);
    if (!channel) throw new Refusal("channel_not_found");
    if (channel.archived) throw new Refusal("is_archived");
    if (!channel.members.has(BOT))
      throw new Refusal(channel.isPrivate ? "channel_not_found" : "not_in_channel");
    return channel;
  }

  /** Unique, rising, in Slack's form. */
  nextTs(): string {
    this.#lastTs = Math.max(this.#now() * 1000, this.#lastTs + 1);
    const micros = String(Math.floor(this.#lastTs));
    return `${micros.slice(0, -6)}.${micros.slice(-6)}`;
  }

  post(
    given: Pick<Posted, "channel" | "text" | "blocks"> &
      Partial<Pick<Posted, "author" | "threadTs" | "onlyFor" | "metadata" | "mrkdwn" | "parse" | "files">>,
  ): Posted {
    const ts = this.nextTs();
    const posted: Posted = {
      ts,
      channel: given.channel,
      author: given.author ?? BOT,
      threadTs: given.threadTs,
      onlyFor: given.onlyFor,
      at: this.#now(),
      text: given.text,
      blocks: given.blocks.map((block, index) => ({
        ...block,
        block_id: block.block_id ?? `b${ts}${index}`,
      })),
      mrkdwn: given.mrkdwn ?? true,
      parse: given.parse,
      metadata: given.metadata,
      files: given.files ?? [],
      edits: 0,
      deleted: false,
    };
    this.posts.push(posted);
    return posted;
  }

  find(channel: string, ts: string): Posted {
    const found = this.posts.find(
      (post) => post.channel === channel && post.ts === ts && !post.deleted && post.onlyFor === undefined,
    );
    if (!found) throw new Refusal("message_not_found");
    return found;
  }

  /** What one person can see in one place, oldest first. */
  visible(user: string, channel: string): Posted[] {
    if (this.channels.get(channel)?.members.has(user) !== true) return [];
    return this.posts.filter(
      (post) =>
        post.channel === channel && !post.deleted && (post.onlyFor === undefined || post.onlyFor === user),
    );
  }

  /** Everything that somebody was notified of, over all places. */
  pings(): readonly string[] {
    return this.posts.flatMap((post) => showMessage(post).pings);
  }

  newId(prefix: string): string {
    return prefix + randomBytes(6).toString("hex").toUpperCase();
  }

  now(): number {
    return this.#now();
  }

  show(post: Posted): Shown {
    return showMessage(post);
  }
}
