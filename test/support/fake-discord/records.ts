import type { Overwrite } from "./permissions.ts";
import type { AllowedMentions, Component, Embed } from "./shapes.ts";

/** How an embed refers to a file of its own message. */
export const ATTACHMENT = "attachment://";

/** Somebody with an account; the bot is one of them. */
export interface Account {
  readonly id: string;
  /** As everybody sees it; anybody can change theirs to anything. */
  name: string;
  readonly isBot: boolean;
  dmsClosed: boolean;
}

export interface Role {
  readonly id: string;
  readonly name: string;
  readonly permissions: bigint;
  readonly holders: Set<string>;
}

/** A server. */
export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly members: Set<string>;
  /** Nobody who appears in a test: who owns a server may do everything. */
  readonly owner: string;
  /** `@everyone` has the server's own id. */
  readonly roles: Map<string, Role>;
}

/** A text channel, a thread or a direct conversation. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: "text" | "thread" | "dm";
  /** Absent on direct conversations. */
  readonly guild: string | undefined;
  /** The channel of a thread. */
  readonly parent: string | undefined;
  /** The other side of a direct conversation. */
  readonly dmWith: string | undefined;
  readonly overwrites: Map<string, Overwrite>;
  archived: boolean;
  locked: boolean;
}

/** The interaction that a message answers. */
export interface Origin {
  readonly id: string;
  readonly type: number;
  readonly user: string;
}

/** Something that was posted. */
export interface Posted {
  readonly id: string;
  /** A thread's own id if it was posted there. */
  readonly channel: string;
  readonly author: string;
  /** Set on ephemeral messages: the only one who sees it. */
  readonly onlyFor: string | undefined;
  /** Ms since the epoch. */
  readonly at: number;
  readonly nonce: string | number | undefined;
  readonly reference: string | undefined;
  readonly origin: Origin | undefined;
  content: string;
  embeds: readonly Embed[];
  components: readonly Component[];
  /** Ids of what is attached. */
  files: readonly string[];
  flags: number;
  pings: readonly string[];
  /** "… is thinking": an answer that was put off. */
  loading: boolean;
  /** When it was last changed. */
  editedAt: number | undefined;
  deleted: boolean;
}

/** What a message says; the rest is where and by whom. */
export type Said = Pick<Posted, "content" | "embeds" | "components" | "files"> & {
  readonly allowed: AllowedMentions | undefined;
};

/** A stored file. */
export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly channel: string;
  /** Uploads in forms and to ephemeral messages. */
  readonly ephemeral: boolean;
  readonly at: number;
}
