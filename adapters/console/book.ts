import type { MessageRef, Outgoing, SentMessage } from "../../src/chat/adapter.ts";
import type { Button, ResolvedMessage } from "../../src/chat/message.ts";
import type { Clock } from "../../src/clock.ts";
import type { Shared } from "./files.ts";
import { placeOf } from "./place.ts";

/** One message as the console keeps it. */
export interface Entry {
  readonly id: string;
  /** Counts up over the whole book; orders a view and marks how far somebody has read. */
  readonly seq: number;
  readonly place: string;
  /** The id of the message at the root of its thread, where it is a reply. */
  readonly thread?: string | undefined;
  readonly at: number;
  readonly message: ResolvedMessage;
  readonly edited: boolean;
  /** Every button that it ever showed: a press on one that was just replaced is still a real press. */
  readonly offered: readonly Button[];
  /** The outbox key, where it came from there. */
  readonly key?: string | undefined;
  /** Set on a private answer: nobody else sees it. */
  readonly onlyFor?: string | undefined;
  readonly file?: Shared | undefined;
  /** A form that this private answer offers to open (again). */
  readonly form?: string | undefined;
}

/** What an entry is made of before the book numbers it. */
export type Draft = Pick<Entry, "place" | "message" | "thread" | "key" | "onlyFor" | "file" | "form">;

/** What happened in the book. */
export interface Change {
  readonly kind: "added" | "changed";
  readonly entry: Entry;
}

const KEPT_PER_PLACE = 500;
const KEPT_PRIVATE = 100;
const OFFERED = 25;

/**
 * All that is said on the console, in memory. What was sent is put back from the store at
 * start; private answers are gone after a restart, as on other platforms.
 */
export class Book {
  readonly #clock: Clock;
  readonly #onChange: (change: Change) => void;
  /** Newest last. Private answers have lists of their own, so that one busy person cannot push out the others. */
  readonly #lists = new Map<string, Entry[]>();
  readonly #byId = new Map<string, Entry>();
  readonly #byKey = new Map<string, string>();
  readonly #read = new Map<string, number>();
  #seq = 0;
  #readFrom = 0;

  constructor(clock: Clock, onChange: (change: Change) => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** Puts back what was sent before. None of it counts as unread. */
  restore(history: readonly SentMessage[]): void {
    for (const sent of history) {
      const thread = sent.to.kind === "channel" ? sent.to.thread?.id : undefined;
      const draft = { place: sent.ref.channel, message: sent.message, thread, key: sent.key };
      this.#keep(this.#entry(draft, sent.ref.id, sent.at));
    }
    this.#readFrom = this.#seq;
  }

  add(draft: Draft, id: string): Entry {
    const entry = this.#entry(draft, id, this.#clock.now());
    this.#keep(entry);
    this.#onChange({ kind: "added", entry });
    return entry;
  }

  /** Replaces a message where it stands. False if it is gone. */
  replace(ref: MessageRef, message: ResolvedMessage): boolean {
    const old = this.get(ref);
    if (!old) return false;
    const offered = [...(message.buttons ?? []), ...old.offered].slice(0, OFFERED);
    const entry = { ...old, message, offered, edited: true };
    const list = this.#lists.get(bucket(old)) ?? [];
    list[list.indexOf(old)] = entry;
    this.#byId.set(entry.id, entry);
    this.#onChange({ kind: "changed", entry });
    return true;
  }

  /** Takes a message away. False if it was gone. */
  remove(ref: MessageRef): boolean {
    const entry = this.get(ref);
    if (!entry) return false;
    const list = this.#lists.get(bucket(entry)) ?? [];
    list.splice(list.indexOf(entry), 1);
    this.#forget(entry);
    this.#onChange({ kind: "changed", entry });
    return true;
  }

  get(ref: MessageRef): Entry | undefined {
    const entry = this.#byId.get(ref.id);
    return entry?.place === ref.channel ? entry : undefined;
  }

  /** A message by its id alone, wherever it stands. Who may see it is for the caller to check. */
  byId(id: string): Entry | undefined {
    return this.#byId.get(id);
  }

  /** The message that was sent with this key to this place. */
  findSent(outgoing: Outgoing): MessageRef | undefined {
    const id = this.#byKey.get(outgoing.key);
    return id === undefined ? undefined : this.#refIn(id, placeOf(outgoing.to));
  }

  /** What one person sees in a place, oldest first, replies in threads included. */
  view(place: string, person: string): readonly Entry[] {
    const open = this.#lists.get(place) ?? [];
    const own = this.#lists.get(privateBucket(place, person)) ?? [];
    return own.length === 0 ? open : [...open, ...own].toSorted((a, b) => a.seq - b.seq);
  }

  /** What one person has not seen of a place yet. */
  unread(place: string, person: string): readonly Entry[] {
    const read = this.#read.get(privateBucket(place, person)) ?? this.#readFrom;
    return this.view(place, person).filter((entry) => entry.seq > read);
  }

  markRead(place: string, person: string): void {
    this.#read.set(privateBucket(place, person), this.#seq);
  }

  #refIn(id: string, place: string): MessageRef | undefined {
    const ref = { channel: place, id };
    return this.get(ref) ? ref : undefined;
  }

  #entry(draft: Draft, id: string, at: number): Entry {
    this.#seq += 1;
    return { ...draft, id, seq: this.#seq, at, edited: false, offered: draft.message.buttons ?? [] };
  }

  #keep(entry: Entry): void {
    const name = bucket(entry);
    const list = this.#lists.get(name) ?? [];
    list.push(entry);
    this.#lists.set(name, list);
    this.#byId.set(entry.id, entry);
    if (entry.key !== undefined) this.#byKey.set(entry.key, entry.id);
    const oldest =
      list.length > (entry.onlyFor === undefined ? KEPT_PER_PLACE : KEPT_PRIVATE) && list.shift();
    if (oldest) this.#forget(oldest);
  }

  #forget(entry: Entry): void {
    this.#byId.delete(entry.id);
    if (entry.key !== undefined) this.#byKey.delete(entry.key);
  }
}

/** A line break stands in no id, so the two parts cannot run into each other. */
const privateBucket = (place: string, person: string): string => `${place}\n${person}`;

const bucket = (entry: Entry): string =>
  entry.onlyFor === undefined ? entry.place : privateBucket(entry.place, entry.onlyFor);
