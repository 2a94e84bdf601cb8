import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { Desk } from "../desk.ts";
import type { Listener } from "../streams.ts";
import { visitor } from "./visit.ts";

/** The stream on which an open page hears that something changed. */
export function streamRoute(desk: Desk): Hono {
  const app = new Hono();
  app.get("/stream", async (c) => {
    const who = await visitor(desk, c);
    if (!who) return c.notFound();
    return streamSSE(c, async (stream) => {
      await new Promise<void>((end) => {
        const listener: Listener = {
          person: who.person.id,
          send: (event, data) => void stream.writeSSE({ event, data }).catch(() => listener.close()),
          close: () => {
            desk.streams.remove(listener);
            end();
          },
        };
        stream.onAbort(listener.close);
        desk.streams.add(listener);
        // Says at once that we are here: a browser waits for the first bytes before it calls a stream open.
        listener.send("alive", "");
      });
    });
  });
  return app;
}
