import type { Context } from "hono";
import type { Desk } from "../desk.ts";
import { findChannel, findPerson, type Channel, type Directory, type Person } from "../directory.ts";
import { dmPlace, maySee } from "../place.ts";

/** Who looks, where, with what is known about both. */
export interface Visit {
  readonly directory: Directory;
  readonly person: Person;
  /** The place in view: a channel's id, or the person's direct messages. */
  readonly place: string;
  /** Undefined in direct messages. */
  readonly channel: Channel | undefined;
  /** The message whose thread is open. */
  readonly thread: string | undefined;
}

/** The person in the address. It may be anything: undefined means 404, with no word on why. */
export async function visitor(
  desk: Desk,
  c: Context,
): Promise<Pick<Visit, "directory" | "person"> | undefined> {
  const directory = await desk.options.directory();
  const person = findPerson(directory, c.req.param("person") ?? "");
  return person && { directory, person };
}

/** The person and place in the address; undefined also where the person is not in that channel. */
export async function visit(desk: Desk, c: Context): Promise<Visit | undefined> {
  const who = await visitor(desk, c);
  if (!who) return undefined;
  const channelId = c.req.param("channel");
  const place = channelId ?? dmPlace(who.person.id);
  // A channel's address must name a channel, not the place of direct messages.
  const channel = channelId === undefined ? undefined : findChannel(who.directory, channelId);
  if (channelId !== undefined && !channel) return undefined;
  if (!maySee(who.directory, who.person, place)) return undefined;
  const asked = c.req.query("thread");
  const thread = asked !== undefined && desk.book.get({ channel: place, id: asked }) ? asked : undefined;
  return { ...who, place, channel, thread };
}
