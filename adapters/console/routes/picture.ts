import { createHash } from "node:crypto";
import type { Context } from "hono";
import { picturesOf } from "../../../src/chat/message.ts";
import type { Entry } from "../book.ts";
import type { Desk } from "../desk.ts";
import { maySee } from "../place.ts";
import { visitor, type Visit } from "./visit.ts";

/** Whether somebody sees a message at all. */
const sees = ({ directory, person }: Pick<Visit, "directory" | "person">, entry: Entry): boolean =>
  maySee(directory, person, entry.place) && (entry.onlyFor ?? person.id) === person.id;

/**
 * A picture of a message, to whoever sees that message, for as long as the message shows it. The core draws
 * it again where it must: nothing is kept here, so a message from before a restart has its picture too.
 */
export async function pictureRoute(desk: Desk, c: Context): Promise<Response> {
  const who = await visitor(desk, c);
  const entry = desk.book.byId(c.req.param("message") ?? "");
  const wanted = c.req.param("picture");
  const shows = entry && picturesOf(entry.message).some(({ picture }) => picture === wanted);
  if (!who || wanted === undefined || !shows || !sees(who, entry)) return c.notFound();
  const bytes = await desk.core.picture(wanted);
  if (!bytes) return c.notFound();
  const etag = `"${createHash("sha256").update(bytes).digest("hex").slice(0, 20)}"`;
  c.header("etag", etag);
  c.header("cache-control", "private, no-cache");
  if (c.req.header("if-none-match") === etag) return c.body(null, 304);
  return c.body(new Uint8Array(bytes), 200, { "content-type": "image/png" });
}
