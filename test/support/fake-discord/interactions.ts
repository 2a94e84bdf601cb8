import { randomBytes } from "node:crypto";
import type { Book } from "./book.ts";
import type { Channel, Posted } from "./records.ts";
import { ANSWER_WITHIN_MS, type Callback, type Delivery } from "./delivery.ts";
import { Refusal } from "./refusal.ts";
import type { Json, ModalSource } from "./shapes.ts";

/** How long a token is good once it was answered, ms. */
const TOKEN_LIFE_MS = 15 * 60_000;

/** Interaction types, by Discord's numbers. */
export const KIND = { command: 2, component: 3, suggestions: 4, modal: 5 } as const;

/** An interaction from its sending on. */
export interface Ticket {
  readonly delivery: Delivery;
  readonly user: string;
  readonly channel: Channel;
  /** The message whose button was pressed, also before a modal. */
  readonly source: Posted | undefined;
  /** By the clock of the test: for the life of the token. */
  readonly at: number;
  /** By the machine's clock: for the three seconds. */
  readonly bornAt: number;
  /** The message that `@original` means. */
  original: Posted | undefined;
  /** Put off privately or publicly, and not yet given. */
  deferred: boolean;
  /** Tells who waits that it was answered. */
  settle: () => void;
}

/** A modal that is on somebody's screen. */
export interface OpenModal {
  readonly user: string;
  readonly channel: Channel;
  readonly from: Posted | undefined;
  readonly modal: ModalSource;
  /** What stands in each input, by custom id. */
  readonly state: Map<string, ModalValue>;
  /** What Discord itself says about an input, by custom id. */
  errors: Map<string, string>;
}
export type ModalValue = string | boolean | readonly string[];

/** Everything that was asked of the bot, and the modals that it opened. */
export class Interactions {
  readonly all = new Map<string, Ticket>();
  readonly modals = new Map<string, OpenModal>();
  readonly #byToken = new Map<string, Ticket>();
  readonly #book: Book;
  readonly #waiting = new Set<() => void>();

  constructor(book: Book) {
    this.#book = book;
  }

  /** A new interaction with an id and a token; `write` puts both into the payload. */
  open(
    kind: Delivery["kind"],
    who: { user: string; channel: Channel; source?: Posted | undefined },
    write: (id: string, token: string) => Json,
  ): Ticket {
    const id = this.#book.newId();
    // Discord's tokens are about this long.
    const token = `${Buffer.from(`interaction:${id}:`).toString("base64url")}${randomBytes(96).toString("base64url")}`;
    const delivery: Delivery = {
      id,
      token,
      kind,
      payload: write(id, token),
      callbacks: [],
      answeredAfterMs: undefined,
    };
    const ticket: Ticket = {
      delivery,
      user: who.user,
      channel: who.channel,
      source: who.source,
      at: this.#book.now(),
      bornAt: performance.now(),
      original: undefined,
      deferred: false,
      settle: () => undefined,
    };
    this.all.set(id, ticket);
    this.#byToken.set(token, ticket);
    return ticket;
  }

  /** Waits for the first answer, at most three seconds. */
  async answered(ticket: Ticket): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const stop = new Promise<void>((resolve) => {
      ticket.settle = resolve;
      timer = setTimeout(resolve, ANSWER_WITHIN_MS);
      this.#waiting.add(resolve);
    });
    await stop;
    clearTimeout(timer);
    this.#waiting.delete(ticket.settle);
    return ticket.delivery.callbacks.length > 0;
  }

  /** The interaction that a callback answers, if it still can be answered. */
  unanswered(id: string, token: string): Ticket {
    const ticket = this.all.get(id);
    if (ticket?.delivery.token !== token) throw new Refusal(10062);
    if (ticket.delivery.callbacks.length > 0) throw new Refusal(40060);
    if (performance.now() - ticket.bornAt > ANSWER_WITHIN_MS) throw new Refusal(10062);
    return ticket;
  }

  accept(ticket: Ticket, callback: Callback): void {
    ticket.delivery.callbacks.push(callback);
    ticket.delivery.answeredAfterMs = performance.now() - ticket.bornAt;
    ticket.settle();
  }

  /** The interaction whose token makes a follow-up possible. */
  byToken(token: string): Ticket {
    const ticket = this.#byToken.get(token);
    if (!ticket) throw new Refusal(50027);
    if (this.#book.now() - ticket.at > TOKEN_LIFE_MS) throw new Refusal(50027);
    if (ticket.delivery.callbacks.length === 0) throw new Refusal(10015);
    return ticket;
  }

  /** Makes every token look 15 minutes old. */
  expireTokens(): void {
    this.#byToken.clear();
  }

  /** Nobody needs to wait any longer. */
  close(): void {
    for (const resolve of this.#waiting) resolve();
  }
}
