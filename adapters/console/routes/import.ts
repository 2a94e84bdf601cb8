import type { Handler } from "hono";
import { isOwnHost } from "../guard.ts";
import type { TakeImport } from "../options.ts";

/** Bytes of a request that has none. */
async function* nothing(): AsyncGenerator<Uint8Array> {}

/**
 * Figures from another program on this machine. It has a token and is no browser: a browser names its
 * page in `Origin` with every post, so a request with one is refused here, whatever token it has.
 */
export const importRoute =
  (take: TakeImport, port: () => number): Handler =>
  async (c) => {
    if (!isOwnHost(c.req.header("host"), port()) || c.req.header("origin") !== undefined)
      return c.text("Refused.", 403);
    const { status, body } = await take({
      authorization: c.req.header("authorization"),
      query: c.req.query(),
      body: c.req.raw.body ?? nothing(),
    });
    c.header("cache-control", "no-store");
    return c.json(body, status);
  };
