import { createServer } from "node:http";
import { queryObjects } from "node:v8";
import { describe, expect, it } from "vitest";
import { createRest } from "../../../../adapters/discord/rest.ts";

const CALLS = 200;
/** How many signals there are, once all rubbish is collected. */
const signals = (): number => queryObjects(AbortSignal, { format: "count" });

describe("a call to Discord", () => {
  it("leaves no signal behind, however many there are", async () => {
    const server = createServer((_, response) => response.writeHead(204).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const bound = server.address();
    const port = typeof bound === "object" && bound !== null ? bound.port : 0;
    const stopping = new AbortController();
    const rest = createRest(
      "a-token",
      { apiUrl: `http://127.0.0.1:${port}/api`, signal: stopping.signal },
      () => undefined,
    );
    const call = () => rest.call("post", "/interactions/1/token/callback", { auth: false, body: {} });
    try {
      // The first opens what the next ones use again.
      expect(await call()).toMatchObject({ ok: true });
      const before = signals();
      for (let n = 0; n < CALLS; n += 1) await call();
      expect(signals() - before).toBeLessThan(CALLS / 10);
    } finally {
      stopping.abort();
      rest.close();
      server.closeAllConnections();
      server.close();
    }
  });
});
