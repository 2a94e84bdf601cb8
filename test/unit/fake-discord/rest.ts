import type { FakeDiscord } from "../../support/fake-discord/index.ts";
import { isJson, type Json } from "../../support/fake-discord/shapes.ts";

/** What came back, read as JSON where there was any. */
export interface Back {
  readonly status: number;
  readonly body: Json;
  readonly headers: Headers;
}

/** Asks the fake something the way discord.js does, without it. */
export async function ask(
  discord: FakeDiscord,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = { authorization: `Bot ${discord.token}` },
): Promise<Back> {
  const response = await fetch(`${discord.apiUrl}/v10${path}`, {
    method,
    headers: { ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(500),
  });
  const text = await response.text();
  const read: unknown = text === "" ? {} : JSON.parse(text);
  return { status: response.status, body: isJson(read) ? read : { list: read }, headers: response.headers };
}

/** A message that a well-behaved bot posts. */
export const message = (content: string, nonce = content.slice(0, 25)): Json => ({
  content,
  nonce,
  enforce_nonce: true,
  allowed_mentions: { parse: [] },
});

export const idOf = (back: Back): string => String(back.body["id"]);
