import type { IncomingMessage } from "node:http";
import { Refusal } from "./refusal.ts";
import type { Upload } from "./routes/route.ts";

/** What came in a request's body. */
export interface ReadBody {
  readonly json: unknown;
  readonly uploads: readonly Upload[];
}

export async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(50109, ["the body is not JSON"]);
  }
}

async function multipart(bytes: Buffer, contentType: string): Promise<ReadBody> {
  const form = await new Response(bytes, { headers: { "content-type": contentType } }).formData();
  const uploads: Upload[] = [];
  for (const [field, value] of form)
    if (typeof value !== "string")
      uploads.push({
        field,
        name: value.name,
        contentType: value.type || "application/octet-stream",
        bytes: new Uint8Array(await value.arrayBuffer()),
      });
  const text = form.get("payload_json");
  return { json: typeof text === "string" ? parsed(text) : {}, uploads };
}

/** JSON, or a form with `payload_json` and files. */
export async function readBody(bytes: Buffer, contentType: string): Promise<ReadBody> {
  if (contentType.startsWith("multipart/form-data")) return multipart(bytes, contentType);
  return { json: bytes.length === 0 ? undefined : parsed(bytes.toString()), uploads: [] };
}

/** What discord.js puts into every message, whether or not the place takes it; Discord overlooks it. */
const LEFTOVERS = ["tts", "nonce", "enforce_nonce"];

/** A body without {@link LEFTOVERS}, except where a message is posted: there they mean something. */
export function withoutLeftovers(route: string, json: unknown): unknown {
  if (route === "POST /channels/:channel/messages" || typeof json !== "object" || json === null) return json;
  if (Array.isArray(json)) return json;
  return Object.fromEntries(
    Object.entries(json)
      .filter(([key]) => !LEFTOVERS.includes(key))
      .map(([key, value]) => [key, key === "data" ? withoutLeftovers(route, value) : value]),
  );
}
