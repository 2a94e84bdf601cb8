import type { Destination } from "../../src/chat/adapter.ts";
import { findChannel, findPerson, isIn, type Directory, type Person } from "./directory.ts";

/** The console's one workspace. */
export const WORKSPACE = "local";

const DM = "dm:";

/** The place of somebody's direct messages with Floorwalker. Channels are known by their id alone. */
export const dmPlace = (person: string): string => DM + person;

/** Whose direct messages a place is, if it is that. */
export const dmOwner = (place: string): string | undefined =>
  place.startsWith(DM) ? place.slice(DM.length) : undefined;

/** The place that an outgoing message goes to. */
export const placeOf = (to: Destination): string => (to.kind === "dm" ? dmPlace(to.user) : to.channel);

/** Why nothing can be sent to a place, or undefined if it can. */
export function whyNot(
  directory: Directory,
  place: string,
): "channel_not_found" | "user_not_found" | undefined {
  const owner = dmOwner(place);
  if (owner === undefined) return findChannel(directory, place) ? undefined : "channel_not_found";
  return findPerson(directory, owner) ? undefined : "user_not_found";
}

/** Whether a person may see what is in a place. */
export function maySee(directory: Directory, person: Person, place: string): boolean {
  const owner = dmOwner(place);
  if (owner !== undefined) return owner === person.id;
  const channel = findChannel(directory, place);
  return channel !== undefined && isIn(channel, person);
}
