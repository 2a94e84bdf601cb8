import { Book, type Account } from "./book.ts";
import { HttpCarrier, newDelivery, SocketCarrier, type Delivery, type Receipt } from "./delivery.ts";
import { Faults } from "../faults.ts";
import type { Fault } from "./faults.ts";
import { Person } from "./people.ts";
import { FakeServer, type PostLimit, type Received } from "./server.ts";
import type { Json } from "./shapes.ts";
import { Views } from "./views.ts";

export { formBody, signatureOf, type Delivery, type Receipt } from "./delivery.ts";
export type { Seen } from "./book.ts";
export type { Person } from "./people.ts";

/** Settings of {@link FakeSlack.start}. */
export interface FakeSlackOptions {
  readonly mode: "socket" | "http";
  /** Ms since the epoch; the machine's clock if absent. */
  readonly now?: () => number;
  /** Posts to one channel; unlimited if absent. */
  readonly limit?: PostLimit;
}

/**
 * A Slack that runs here: a real HTTP and WebSocket server that keeps a book of what
 * each person can see, refuses what Slack refuses, and fails on demand.
 */
export class FakeSlack {
  readonly book: Book;
  readonly faults = new Faults<Fault>((fault) => fault.method);
  readonly botToken = "xoxb-fake-bot";
  readonly appToken = "xapp-fake-app";
  readonly signingSecret = "8f742231b10e8888abcd99yyyzzz85a5";
  readonly mode: "socket" | "http";
  /** Everything sent to the bot. */
  readonly deliveries: Delivery[] = [];
  readonly #views: Views;
  readonly #server: FakeServer;
  readonly #sockets = new SocketCarrier();
  readonly #http: HttpCarrier;
  readonly #people = new Map<string, Person>();

  private constructor(options: FakeSlackOptions) {
    const now = options.now ?? Date.now;
    this.mode = options.mode;
    this.book = new Book(now);
    this.#views = new Views(this.book);
    const tokens = { bot: this.botToken, app: this.appToken };
    this.#server = new FakeServer({ book: this.book, views: this.#views }, this.faults, tokens);
    this.#server.limit = options.limit;
    this.#server.onUpgrade = (request, socket, head) => this.#sockets.upgrade(request, socket, head);
    this.#server.socketUrl = () => `${this.#server.address.replace("http", "ws")}/link`;
    this.#http = new HttpCarrier(this.signingSecret, now);
  }

  static async start(options: FakeSlackOptions): Promise<FakeSlack> {
    const slack = new FakeSlack(options);
    await slack.#server.listen();
    return slack;
  }

  /** For the adapter's `apiUrl`. */
  get apiUrl(): string {
    return `${this.#server.address}/api/`;
  }

  /** Web API calls and response-url posts, in order of arrival. */
  get requests(): readonly Received[] {
    return this.#server.requests;
  }

  requestsTo(method: string): readonly Received[] {
    return this.requests.filter((request) => request.method === method);
  }

  /** The WebSocket side, to cut, freeze or count. */
  get sockets(): SocketCarrier {
    return this.#sockets;
  }

  get views(): Views {
    return this.#views;
  }

  /** HTTP mode: where the adapter listens. */
  sendTo(requestUrl: string): void {
    this.#http.requestUrl = requestUrl;
  }

  addUser(id: string, name: string, team?: string): Person {
    const account: Account = this.book.addUser(id, name, team);
    const person = new Person(account, {
      book: this.book,
      views: this.#views,
      newResponseUrl: (user, channel, messageTs) => this.#newResponseUrl(user, channel, messageTs),
      deliver: (kind, payload) => this.deliver(kind, payload),
    });
    this.#people.set(id, person);
    return person;
  }

  user(id: string): Person {
    const person = this.#people.get(id);
    if (!person) throw new Error(`no user ${id}`);
    return person;
  }

  #newResponseUrl(user: string, channel: string, messageTs?: string): string {
    const id = this.book.newId("R");
    this.#server.tickets.set(id, { user, channel, uses: 0, ...(messageTs !== undefined && { messageTs }) });
    return `${this.#server.address}/response/${id}`;
  }

  /** Makes every response url fail, as after 30 minutes. */
  expireResponseUrls(): void {
    this.#server.tickets.clear();
  }

  /** Sends something to the bot and waits up to 3 s for its answer. */
  async deliver(kind: Delivery["kind"], payload: Json): Promise<Delivery> {
    const delivery = newDelivery(kind, payload);
    this.deliveries.push(delivery);
    delivery.receipt = await this.redeliver(delivery);
    return delivery;
  }

  /** Sends the same again, as Slack does after a lost answer. */
  redeliver(delivery: Delivery): Promise<Receipt> {
    return this.mode === "socket" ? this.#sockets.carry(delivery) : this.#http.carry(delivery);
  }

  /** Everybody who was notified of anything so far. */
  pings(): readonly string[] {
    return this.book.pings();
  }

  revokeTokens(): void {
    this.#server.revoked.add(this.botToken).add(this.appToken);
  }

  restoreTokens(): void {
    this.#server.revoked.clear();
  }

  archive(channel: string): void {
    const known = this.book.channels.get(channel);
    if (known) known.archived = true;
  }

  /** Takes somebody (the bot: `U0FLOORBOT`) out of a channel. */
  kick(channel: string, user: string): void {
    this.book.channels.get(channel)?.members.delete(user);
  }

  limitPosts(limit: PostLimit | undefined): void {
    this.#server.limit = limit;
  }

  /** Slack cannot be reached: connections are refused until {@link comeBack}. */
  async goDown(): Promise<void> {
    this.#sockets.drop();
    await this.#server.close();
  }

  async comeBack(): Promise<void> {
    await this.#server.listen();
  }

  async stop(): Promise<void> {
    this.#sockets.close();
    this.#http.close();
    await this.#server.close();
  }
}
