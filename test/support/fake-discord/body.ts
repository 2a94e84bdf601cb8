import type { IncomingMessage } from "node:http";
import { Refusal } from "./refusal.ts";
import { isJson } from "./shapes.ts";
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

/** What discord.js puts into every message, also where the place does not take it. */
const IN_MESSAGES = ["tts", "nonce", "enforce_nonce"];
const POST = "POST /channels/:channel/messages";
const THREAD = "POST /channels/:channel/messages/:message/threads";

/** What discord.js sends needlessly, and Discord overlooks. Where a message is posted, everything means something. */
function leftovers(route: string): readonly string[] {
  if (route === POST) return [];
  return route === THREAD ? ["type", "invitable"] : IN_MESSAGES;
}

export function withoutLeftovers(route: string, json: unknown): unknown {
  if (!isJson(json)) return json;
  const gone = leftovers(route);
  return Object.fromEntries(
    Object.entries(json)
      .filter(([key]) => !gone.includes(key))
      .map(([key, value]) => [key, key === "data" ? withoutLeftovers(route, value) : value]),
  );
}
