import type { Snapshot } from "./snapshot.ts";

/** The addresses of the console's pages. Ids may hold anything, so every part is encoded. */

export const personAddress = (person: string): string => `/as/${encodeURIComponent(person)}`;
export const placesAddress = (person: string): string => `${personAddress(person)}/places`;
export const dmAddress = (person: string): string => `${personAddress(person)}/dm`;
export const addressOf = (person: string, channel: string): string =>
  `${personAddress(person)}/c/${encodeURIComponent(channel)}`;
export const fileAddress = (person: string, file: string): string =>
  `${personAddress(person)}/files/${encodeURIComponent(file)}`;
/** A picture as one message shows it: who may see the message may see it. */
export const pictureAddress = (person: string, message: string, picture: string): string =>
  `${personAddress(person)}/pictures/${encodeURIComponent(message)}/${encodeURIComponent(picture)}`;
export const threadAddress = (place: string, thread: string): string =>
  `${place}?thread=${encodeURIComponent(thread)}`;

/** Where an action of the page in view goes: to its place, and to its thread where one is open. */
export const actionAddress = (shown: Snapshot, action: string): string => {
  const address = `${shown.address}${action}`;
  return shown.thread ? threadAddress(address, shown.thread.entry.id) : address;
};
