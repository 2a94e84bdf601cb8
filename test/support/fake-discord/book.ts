import { Refusal } from "./refusal.ts";
import { byAge, isSnowflake, Snowflakes } from "./snowflake.ts";
import { BOT_ROLE, effective, EVERYONE_ROLE, has, PERMISSIONS, type Overwrite } from "./permissions.ts";
import { notified } from "./pings.ts";
import type { Account, Channel, Guild, Posted, Said, StoredFile } from "./records.ts";
import type { AllowedMentions, Embed } from "./shapes.ts";

const OPEN = { guild: undefined, parent: undefined, dmWith: undefined, archived: false, locked: false };

/** How long Discord remembers a nonce: "the past few minutes". */
const NONCE_MS = 5 * 60_000;

const trimmed = (embed: Embed): Embed => ({
  ...embed,
  title: embed.title?.trim(),
  description: embed.description?.trim(),
  footer: embed.footer && { ...embed.footer, text: embed.footer.text.trim() },
  fields: embed.fields?.map((field) => ({ ...field, name: field.name.trim(), value: field.value.trim() })),
});

/** Everything that the fake Discord knows: who is where, and every message with who can see it. */
export class Book {
  readonly accounts = new Map<string, Account>();
  readonly guilds = new Map<string, Guild>();
  readonly channels = new Map<string, Channel>();
  readonly posts: Posted[] = [];
  readonly files = new Map<string, StoredFile>();
  readonly bot: string;
  readonly #ids: Snowflakes;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
    this.#ids = new Snowflakes(now);
    this.bot = this.newId();
    this.accounts.set(this.bot, { id: this.bot, name: "Floorwalker", isBot: true, dmsClosed: false });
  }

  newId(): string {
    return this.#ids.next();
  }

  now(): number {
    return this.#now();
  }

  addAccount(id: string, name: string, dmsClosed: boolean, isBot = false): Account {
    if (!isSnowflake(id)) throw new Error(`not an id as Discord makes them: ${id}`);
    const account = { id, name, isBot, dmsClosed };
    this.accounts.set(id, account);
    return account;
  }

  account(id: string): Account {
    const account = this.accounts.get(id);
    if (!account) throw new Error(`nobody has the id ${id}`);
    return account;
  }

  /** A new server with the bot in it. */
  addGuild(id: string, name: string): Guild {
    const role = this.newId();
    const guild: Guild = {
      id,
      name,
      owner: this.newId(),
      members: new Set([this.bot]),
      roles: new Map([
        [id, { id, name: "@everyone", permissions: EVERYONE_ROLE, holders: new Set() }],
        [role, { id: role, name: "Floorwalker", permissions: BOT_ROLE, holders: new Set([this.bot]) }],
      ]),
    };
    this.guilds.set(id, guild);
    return guild;
  }

  guild(id: string): Guild {
    const guild = this.guilds.get(id);
    if (!guild) throw new Error(`no guild ${id}`);
    return guild;
  }

  /** A private channel: its members and the bot's role see it, `@everyone` does not. */
  addChannel(id: string, name: string, members: readonly string[], guild: string): Channel {
    if (!isSnowflake(id)) throw new Error(`not an id as Discord makes them: ${id}`);
    const botRole = [...this.guild(guild).roles.values()].find((role) => role.holders.has(this.bot));
    const { ViewChannel: view } = PERMISSIONS;
    const channel: Channel = {
      ...OPEN,
      id,
      name,
      guild,
      kind: "text",
      overwrites: new Map<string, Overwrite>([
        [guild, { id: guild, type: "role", allow: 0n, deny: view }],
        ...(botRole ? [[botRole.id, { id: botRole.id, type: "role", allow: view, deny: 0n }] as const] : []),
        ...members.map((member) => [member, { id: member, type: "member", allow: view, deny: 0n }] as const),
      ]),
    };
    this.channels.set(id, channel);
    return channel;
  }

  /** A thread under a message: it has the message's id. */
  addThread(under: Posted, name: string): Channel {
    const parent = this.channel(under.channel);
    const thread: Channel = {
      ...OPEN,
      id: under.id,
      name,
      kind: "thread",
      guild: parent.guild,
      parent: parent.id,
      overwrites: new Map(),
    };
    this.channels.set(thread.id, thread);
    return thread;
  }

  /** The direct conversation of the bot with somebody. */
  dmWith(user: string): Channel {
    const account = this.accounts.get(user);
    if (!account || account.isBot) throw new Refusal(50033);
    const known = [...this.channels.values()].find((channel) => channel.dmWith === user);
    if (known) return known;
    const channel: Channel = {
      ...OPEN,
      id: this.newId(),
      name: account.name,
      kind: "dm",
      dmWith: user,
      overwrites: new Map(),
    };
    this.channels.set(channel.id, channel);
    return channel;
  }

  channel(id: string): Channel {
    const channel = this.channels.get(id);
    if (!channel) throw new Refusal(10003);
    return channel;
  }

  threadsOf(channel: string): Channel[] {
    return [...this.channels.values()].filter((each) => each.parent === channel);
  }

  /** Forgets a channel with its threads and everything that was said there. */
  removeChannel(id: string): void {
    for (const gone of [...this.threadsOf(id).map((thread) => thread.id), id]) {
      this.channels.delete(gone);
      for (const post of this.posts) if (post.channel === gone) post.deleted = true;
    }
  }

  /** What somebody may do in a channel; in a thread, what they may do in its channel. */
  permissions(user: string, channel: Channel): bigint {
    if (channel.kind === "dm") return user === this.bot || user === channel.dmWith ? BOT_ROLE : 0n;
    const guild = this.guilds.get(channel.guild ?? "");
    if (!guild?.members.has(user)) return 0n;
    const place = channel.parent === undefined ? channel : this.channel(channel.parent);
    const roles = [...guild.roles.values()].filter((role) => role.id === guild.id || role.holders.has(user));
    return effective({ id: user, roles }, guild.id, [...place.overwrites.values()]);
  }

  canSee(user: string, channel: Channel): boolean {
    return has(this.permissions(user, channel), "ViewChannel");
  }

  post(
    where: Channel,
    said: Said,
    how: Partial<
      Pick<Posted, "author" | "onlyFor" | "nonce" | "reference" | "origin" | "flags" | "loading">
    > = {},
  ): Posted {
    const posted: Posted = {
      id: this.newId(),
      channel: where.id,
      author: how.author ?? this.bot,
      onlyFor: how.onlyFor,
      at: this.#now(),
      nonce: how.nonce,
      reference: how.reference,
      origin: how.origin,
      flags: how.flags ?? 0,
      loading: how.loading ?? false,
      ...this.#words(said),
      pings: [],
      editedAt: undefined,
      deleted: false,
    };
    posted.pings = this.#pingsOf(posted, said.allowed);
    where.archived = false;
    this.posts.push(posted);
    return posted;
  }

  /** Changes what a message says. Nobody is notified, not even by an answer that was put off. */
  edit(post: Posted, said: Said): void {
    Object.assign(post, this.#words(said));
    if (post.loading) post.loading = false;
    else post.editedAt = this.#now();
  }

  /** What is kept of a text: Discord cuts off the space around it. */
  #words({ content, embeds, components, files }: Said): Omit<Said, "allowed"> {
    return { content: content.trim(), embeds: embeds.map(trimmed), components, files };
  }

  #pingsOf(post: Posted, allowed: AllowedMentions | undefined): string[] {
    if (post.onlyFor !== undefined || post.loading) return [];
    const channel = this.channel(post.channel);
    const roles = this.guilds.get(channel.guild ?? "")?.roles;
    return notified({
      content: post.content,
      allowed,
      canSee: (user) => user !== post.author && user !== this.bot && this.#isThere(user, channel),
      isRole: (role) => roles?.has(role) === true && role !== channel.guild,
      mayCallAll: has(this.permissions(post.author, channel), "MentionEveryone"),
      repliedTo: this.posts.find((each) => each.id === post.reference && !each.deleted)?.author,
    });
  }

  #isThere(user: string, channel: Channel): boolean {
    return this.accounts.has(user) && this.canSee(user, channel);
  }

  /** What the bot posted a few minutes ago under the same nonce, so that a repeat makes no second message. */
  sameNonce(channel: string, nonce: string | number): Posted | undefined {
    return this.posts.find(
      (post) =>
        post.channel === channel &&
        post.author === this.bot &&
        post.nonce === nonce &&
        !post.deleted &&
        this.#now() - post.at < NONCE_MS,
    );
  }

  /** A message that is there for everybody in the channel. */
  find(channel: string, id: string): Posted {
    const found = this.history(channel).find((post) => post.id === id);
    if (!found) throw new Refusal(10008);
    return found;
  }

  /** What everybody in a channel can read back, oldest first. */
  history(channel: string): Posted[] {
    return this.posts.filter(
      (post) => post.channel === channel && !post.deleted && post.onlyFor === undefined,
    );
  }

  /** What one person can see in one channel and its threads, oldest first. */
  visible(user: string, channel: string): Posted[] {
    const place = this.channels.get(channel);
    if (!place || !this.canSee(user, place)) return [];
    const ids = new Set([channel, ...this.threadsOf(channel).map((thread) => thread.id)]);
    return this.posts
      .filter((post) => ids.has(post.channel) && !post.deleted && (post.onlyFor ?? user) === user)
      .toSorted(byAge);
  }

  /** Everybody who was notified of anything, in order. */
  pings(): readonly string[] {
    return this.posts.flatMap((post) => post.pings);
  }

  addFile(given: Omit<StoredFile, "id" | "at">): StoredFile {
    const file = { ...given, id: this.newId(), at: this.#now() };
    this.files.set(file.id, file);
    return file;
  }
}
