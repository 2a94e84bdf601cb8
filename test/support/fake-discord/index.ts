import { randomBytes } from "node:crypto";
import { Book } from "./book.ts";
import type { Channel, Guild } from "./records.ts";
import { Commands } from "./commands.ts";
import type { Delivery } from "./delivery.ts";
import { Faults } from "../faults.ts";
import type { Fault } from "./faults.ts";
import { Gateway, INTENT } from "./gateway.ts";
import { Interactions, type Ticket } from "./interactions.ts";
import { dispatchedChannelJson, guildCreateJson, userJson } from "./payload.ts";
import { Person } from "./people.ts";
import { PERMISSIONS, type Overwrite, type PermissionName } from "./permissions.ts";
import type { PostLimit } from "./rate.ts";
import { applicationJson } from "./routes/places.ts";
import type { World } from "./routes/route.ts";
import { FakeServer, type Received } from "./server.ts";

export type { Delivery } from "./delivery.ts";
export type { Person } from "./people.ts";
export type { Seen } from "./seen.ts";

/** Settings of {@link FakeDiscord.start}. */
export interface FakeDiscordOptions {
  /** Ms since the epoch; the machine's clock if absent. */
  readonly now?: () => number;
  /** How often the bot is to send a heartbeat. */
  readonly heartbeatMs?: number;
  /** Posts to one channel; unlimited if absent. */
  readonly limit?: PostLimit;
}

/**
 * A Discord that runs here: a real HTTP server with a WebSocket gateway that keeps a
 * book of what each person can see, refuses what Discord refuses, and fails on demand.
 */
export class FakeDiscord {
  readonly book: Book;
  readonly faults = new Faults<Fault>((fault) => fault.route);
  readonly token: string;
  readonly applicationId: string;
  /** The first server, which every channel and person belongs to unless something else is said. */
  readonly guildId: string;
  readonly gateway: Gateway;
  readonly commands: Commands;
  /** Everything sent to the bot. */
  readonly deliveries: Delivery[] = [];
  readonly #interactions: Interactions;
  readonly #server: FakeServer;
  readonly #people = new Map<string, Person>();
  readonly #world: World;

  private constructor({ now = Date.now, heartbeatMs = 41_250, limit }: FakeDiscordOptions) {
    this.book = new Book(now);
    this.applicationId = this.book.newId();
    this.guildId = this.book.newId();
    this.book.addGuild(this.guildId, "Floor");
    this.token = `${Buffer.from(this.book.bot).toString("base64url")}.${randomBytes(4).toString("base64url")}.fake`;
    this.commands = new Commands(this.book);
    this.#interactions = new Interactions(this.book);
    this.#server = new FakeServer(() => this.#world, this.faults, this.token);
    this.#server.rate.limit = limit;
    const address = (): string => this.#server.address;
    const { token } = this;
    this.gateway = new Gateway(
      {
        tokenIsGood: (given) => given === token && !this.#server.isRevoked,
        address,
        ready: () => this.#ready(),
        guilds: () => this.#guilds().map((guild) => guildCreateJson(this.#world, guild)),
      },
      heartbeatMs,
    );
    this.#world = {
      book: this.book,
      applicationId: this.applicationId,
      address,
      interactions: this.#interactions,
      commands: this.commands,
      gateway: this.gateway,
    };
    this.#server.onUpgrade = (request, socket, head) => this.gateway.upgrade(request, socket, head);
  }

  static async start(options: FakeDiscordOptions = {}): Promise<FakeDiscord> {
    const discord = new FakeDiscord(options);
    await discord.#server.listen();
    return discord;
  }

  #guilds(): Guild[] {
    return [...this.book.guilds.values()].filter((guild) => guild.members.has(this.botId));
  }

  #ready() {
    const { id, flags } = applicationJson(this.#world);
    return {
      v: 10,
      user: { ...userJson(this.book.account(this.botId)), verified: true, mfa_enabled: false, email: null },
      guilds: this.#guilds().map((guild) => ({ id: guild.id, unavailable: true })),
      private_channels: [],
      application: { id, flags },
      shard: [0, 1],
    };
  }

  /** For discord.js' option `rest.api`. */
  get apiUrl(): string {
    return `${this.#server.address}/api`;
  }

  get botId(): string {
    return this.book.bot;
  }

  /** Everything that was asked, in order of arrival. */
  get requests(): readonly Received[] {
    return this.#server.requests;
  }

  /** By route, e.g. `POST /channels/:channel/messages`. */
  requestsTo(route: string): readonly Received[] {
    return this.requests.filter((request) => request.route === route);
  }

  /** What a bot should never have done; {@link stop} rejects over what was not taken. */
  get violations(): readonly string[] {
    return this.#server.violations;
  }

  takeViolations(): readonly string[] {
    const taken = this.#server.violations;
    this.#server.violations = [];
    return taken;
  }

  /** How many requests were answered with 401, 403 or 429 since a moment of `performance.now()`. */
  invalidAnswers(sinceMs = 0): number {
    return this.requests.filter(({ at, status }) => at >= sinceMs && [401, 403, 429].includes(status)).length;
  }

  /** A new account; in the first server, in another, or (`null`) in none. */
  addUser(
    id: string,
    name: string,
    options: { guild?: string | null; dmsClosed?: boolean; isBot?: boolean } = {},
  ): Person {
    const { guild = this.guildId, dmsClosed = false, isBot = false } = options;
    const account = this.book.addAccount(id, name, dmsClosed, isBot);
    if (guild !== null) this.book.guild(guild).members.add(id);
    const person = new Person(account, { ...this.#world, deliver: (ticket) => this.#deliver(ticket) });
    this.#people.set(id, person);
    return person;
  }

  user(id: string): Person {
    const person = this.#people.get(id);
    if (!person) throw new Error(`no user ${id}`);
    return person;
  }

  addGuild(id: string, name: string): Guild {
    const guild = this.book.addGuild(id, name);
    this.gateway.dispatch("GUILD_CREATE", guildCreateJson(this.#world, guild), INTENT.guilds);
    return guild;
  }

  /** A role that can be mentioned. */
  addRole(id: string, name: string, options: { guild?: string; holders?: readonly string[] } = {}): void {
    const { guild = this.guildId, holders = [] } = options;
    this.book.guild(guild).roles.set(id, { id, name, permissions: 0n, holders: new Set(holders) });
  }

  /** A private channel of the bot and these members. */
  addChannel(
    id: string,
    name: string,
    members: readonly string[],
    options: { guild?: string } = {},
  ): Channel {
    const { guild = this.guildId } = options;
    const channel = this.book.addChannel(id, name, members, guild);
    for (const member of members) this.book.guild(guild).members.add(member);
    if (this.book.guild(guild).members.has(this.botId))
      this.gateway.dispatch("CHANNEL_CREATE", dispatchedChannelJson(this.#world, channel), INTENT.guilds);
    return channel;
  }

  deleteChannel(id: string): void {
    const gone = dispatchedChannelJson(this.#world, this.book.channel(id));
    this.book.removeChannel(id);
    this.gateway.dispatch("CHANNEL_DELETE", gone, INTENT.guilds);
  }

  deleteThread(id: string): void {
    const { guild, parent } = this.book.channel(id);
    this.book.removeChannel(id);
    this.gateway.dispatch(
      "THREAD_DELETE",
      { id, guild_id: guild, parent_id: parent, type: 11 },
      INTENT.guilds,
    );
  }

  removeBotFromGuild(id: string): void {
    this.book.guild(id).members.delete(this.botId);
    this.gateway.dispatch("GUILD_DELETE", { id }, INTENT.guilds);
  }

  addBotToGuild(id: string): void {
    const guild = this.book.guild(id);
    guild.members.add(this.botId);
    this.gateway.dispatch("GUILD_CREATE", guildCreateJson(this.#world, guild), INTENT.guilds);
  }

  /** Takes rights from the bot in one channel. */
  denyBot(channel: string, ...names: readonly PermissionName[]): void {
    this.#overwriteBot(channel, (mine) => {
      for (const name of names) {
        mine.deny |= PERMISSIONS[name];
        mine.allow &= ~PERMISSIONS[name];
      }
    });
  }

  /** Gives the bot rights in one channel. */
  allowBot(channel: string, ...names: readonly PermissionName[]): void {
    this.#overwriteBot(channel, (mine) => {
      for (const name of names) {
        mine.allow |= PERMISSIONS[name];
        mine.deny &= ~PERMISSIONS[name];
      }
    });
  }

  #overwriteBot(id: string, change: (mine: Overwrite) => void): void {
    const channel = this.book.channel(id);
    const mine = channel.overwrites.get(this.botId) ?? {
      id: this.botId,
      type: "member",
      allow: 0n,
      deny: 0n,
    };
    channel.overwrites.set(this.botId, mine);
    change(mine);
    this.gateway.dispatch("CHANNEL_UPDATE", dispatchedChannelJson(this.#world, channel), INTENT.guilds);
  }

  closeDms(user: string): void {
    this.book.account(user).dmsClosed = true;
  }

  openDms(user: string): void {
    this.book.account(user).dmsClosed = false;
  }

  async #deliver(ticket: Ticket): Promise<boolean> {
    this.deliveries.push(ticket.delivery);
    const answered = this.#interactions.answered(ticket);
    this.redeliver(ticket.delivery);
    return answered;
  }

  /** Sends the same again: same id, same token. */
  redeliver(delivery: Delivery): void {
    this.gateway.dispatch("INTERACTION_CREATE", delivery.payload);
  }

  /** Everybody who was notified so far: user ids, `role:…`, and "everyone" for any broadcast. */
  pings(): readonly string[] {
    return this.book.pings();
  }

  /** The token is good no longer: REST answers 401, identifying and resuming fail with 4004. */
  revokeToken(): void {
    this.#server.isRevoked = true;
  }

  restoreToken(): void {
    this.#server.isRevoked = false;
  }

  /** Answers the next call that needs the token with 401, as a passing fault of Discord's. */
  unauthorizedOnce(): void {
    this.#server.unauthorizedOnce = true;
  }

  /** Makes every follow-up fail, as after 15 minutes. */
  expireInteractionTokens(): void {
    this.#interactions.expireTokens();
  }

  limitPosts(limit: PostLimit | undefined): void {
    this.#server.rate.limit = limit;
  }

  /** Discord cannot be reached: connections are refused until {@link comeBack}. */
  async goDown(): Promise<void> {
    this.gateway.drop();
    await this.#server.close();
  }

  async comeBack(): Promise<void> {
    await this.#server.listen();
  }

  /** Closes everything. Rejects if the bot did what it should not, and no test took it. */
  async stop(): Promise<void> {
    this.#interactions.close();
    this.gateway.close();
    await this.#server.close();
    const left = this.takeViolations();
    if (left.length > 0) throw new Error(`violations:\n${left.join("\n")}`);
  }
}
