import { z } from "zod";
import type { FakeDiscord } from "./fake-discord/index.ts";

const messageSchema = z.looseObject({
  content: z.string(),
  allowed_mentions: z.looseObject({ parse: z.array(z.string()), users: z.array(z.string()) }),
});
const CARRIES_TEXT = /^(?:POST|PATCH) \/(?:channels\/:channel\/messages|webhooks|interactions)/;

/** The message in a body: the body itself, or what an interaction is answered with. Modals and suggestions are none. */
function messageIn(body: unknown): unknown {
  const answer = z.object({ type: z.number(), data: z.unknown() }).safeParse(body).data;
  if (answer) return [4, 7].includes(answer.type) ? answer.data : undefined;
  return z.looseObject({ content: z.unknown() }).safeParse(body).success ? body : undefined;
}

/** Every message that the bot sent or changed: what it says above its embeds, and whom it lets Discord notify. */
export const messagesSent = (discord: FakeDiscord): readonly z.infer<typeof messageSchema>[] =>
  discord.requests
    .filter(({ route }) => CARRIES_TEXT.test(route) && !route.endsWith("/threads"))
    .flatMap(({ body }) => {
      const message = messageIn(body);
      return message === undefined ? [] : [messageSchema.parse(message)];
    });
