import { readAtMost } from "../../src/chat/read-at-most.ts";
import { CALL_TIMEOUT_MS } from "./rest.ts";

/** Discord keeps what people attach on hosts of its own, at addresses that carry their own permission. */
function isDiscords(url: URL, apiUrl: string | undefined): boolean {
  if (apiUrl !== undefined && url.origin === new URL(apiUrl).origin) return true;
  return url.protocol === "https:" && /^(cdn|media)\.discordapp\.(com|net)$/.test(url.hostname);
}

/**
 * Reads a file that somebody gave in a form; its address is its id. Our token is not sent.
 * @throws if it cannot be read, if it is longer than `maxBytes`, or if it is not kept by Discord
 */
export async function download(
  id: string,
  maxBytes: number,
  apiUrl: string | undefined,
): Promise<Uint8Array> {
  const url = URL.canParse(id) ? new URL(id) : undefined;
  if (!url || !isDiscords(url, apiUrl)) throw new Error("file is kept outside Discord");
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(CALL_TIMEOUT_MS) });
  if (!response.ok || !response.body) throw new Error(`file not readable: ${response.status}`);
  return readAtMost(response.body, maxBytes);
}
