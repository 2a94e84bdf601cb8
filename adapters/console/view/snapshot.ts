import type { CommandInfo, ShortcutInfo } from "../../../src/chat/adapter.ts";
import type { Entry } from "../book.ts";
import type { Desk } from "../desk.ts";
import { channelsOf, type Channel, type Directory, type Person } from "../directory.ts";
import { dmPlace } from "../place.ts";
import type { Visit } from "../routes/visit.ts";
import type { Times } from "../time.ts";
import { addressOf, dmAddress, placesAddress } from "./address.ts";

/** What waits unread in a place. */
interface Unread {
  readonly messages: number;
  readonly mentions: number;
}

/** One line of the list of places. */
export interface PlaceLink {
  readonly name: string;
  readonly href: string;
  readonly current: boolean;
  readonly unread: Unread;
}

/** A message with the replies under it. */
export interface Root {
  readonly entry: Entry;
  readonly replies: readonly Entry[];
}

/** All that a page shows, as values. */
export interface Snapshot {
  readonly organisation: string;
  readonly directory: Directory;
  readonly person: Person;
  readonly channel: Channel | undefined;
  /** False on the list of places, which narrow screens show by itself. */
  readonly inPlace: boolean;
  readonly address: string;
  readonly channels: readonly PlaceLink[];
  readonly dm: PlaceLink;
  readonly roots: readonly Root[];
  /** How many older messages there are that are not shown. */
  readonly earlier: number;
  readonly thread: Root | undefined;
  readonly commands: readonly CommandInfo[];
  readonly shortcuts: readonly ShortcutInfo[];
  readonly times: Times;
}

const SHOWN = 100;

/** Gathers what a visit shows. */
export function snapshot(desk: Desk, visit: Visit, all: boolean): Snapshot {
  const { person, place, channel, directory } = visit;
  const roots = rooted(desk.book.view(place, person.id));
  const thread = roots.find((root) => root.entry.id === visit.thread);
  const link = (name: string, href: string, to: string): PlaceLink => {
    return { name, href, current: to === place, unread: unreadIn(desk, to, person) };
  };
  return {
    organisation: desk.options.organisation,
    directory,
    person,
    channel,
    inPlace: place !== "",
    address: addressHere(visit),
    channels: channelsOf(directory, person).map((each) =>
      link(each.name, addressOf(person.id, each.id), each.id),
    ),
    dm: link("Floorwalker", dmAddress(person.id), dmPlace(person.id)),
    roots: all ? roots : roots.slice(-SHOWN),
    earlier: all ? 0 : Math.max(0, roots.length - SHOWN),
    thread,
    commands: desk.core.commands,
    shortcuts: desk.core.shortcuts,
    times: desk.times,
  };
}

/** The address of the place in view, without its thread. */
export function addressHere({ person, channel, place }: Visit): string {
  if (channel) return addressOf(person.id, channel.id);
  return place === "" ? placesAddress(person.id) : dmAddress(person.id);
}

/** Messages with their replies. A reply whose root is gone stands by itself. */
function rooted(entries: readonly Entry[]): readonly Root[] {
  const replies = new Map<string, Entry[]>();
  const roots: { entry: Entry; replies: Entry[] }[] = [];
  for (const entry of entries) {
    const under = entry.thread === undefined ? undefined : replies.get(entry.thread);
    if (under) {
      under.push(entry);
      continue;
    }
    const root = { entry, replies: [] };
    replies.set(entry.id, root.replies);
    roots.push(root);
  }
  return roots;
}

function unreadIn(desk: Desk, place: string, person: Person): Unread {
  const entries = desk.book.unread(place, person.id);
  return { messages: entries.length, mentions: entries.filter((entry) => mentions(entry, person)).length };
}

/** Whether a message wants this person's attention by name. What a person typed never does. */
export function mentions({ message }: Entry, person: Person): boolean {
  const lines = [message.title, message.status?.text].filter((line) => line !== undefined);
  for (const block of message.body) {
    if (block.b === "prose") lines.push(block.text);
    else if (block.b === "list") lines.push(...block.items);
    else if (block.b === "fields") lines.push(...block.fields.map((field) => field.value));
  }
  return lines.flat().some((piece) => piece.t === "person" && piece.userId === person.id);
}
