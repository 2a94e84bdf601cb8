import { z } from "zod";
import type { Delivery, Upload } from "../../src/chat/adapter.ts";
import { readAtMost } from "../../src/chat/read-at-most.ts";
import { CALL_TIMEOUT_MS, type Web } from "./web.ts";

const openedSchema = z.object({ channel: z.object({ id: z.string() }) });
const uploadedSchema = z.object({
  files: z.array(z.object({ files: z.array(z.object({ id: z.string() })).min(1) })).min(1),
});
const infoSchema = z.object({
  file: z.object({
    size: z.number(),
    is_external: z.boolean().optional(),
    url_private_download: z.string().optional(),
    url_private: z.string().optional(),
  }),
});

/**
 * Uploads a file. The one outgoing call that takes several requests: Slack hands out
 * an address, takes the bytes there, and shows the file on a third request. Nothing
 * can be seen before the third.
 */
export async function upload(web: Web, file: Upload): Promise<Delivery> {
  let channel: string;
  if (file.to.kind === "dm") {
    const opened = await web.call("conversations.open", { users: file.to.user });
    if (!opened.ok) return opened.problem;
    const id = openedSchema.safeParse(opened.answer).data?.channel.id;
    if (id === undefined) return { outcome: "retry", afterMs: undefined, reason: "unreadable_answer" };
    channel = id;
  } else channel = file.to.channel;
  const thread = file.to.kind === "channel" ? file.to.thread?.id : undefined;
  const shared = {
    channel_id: channel,
    file: Buffer.from(file.bytes),
    filename: file.fileName,
    title: file.fileName,
    alt_text: file.alt,
  };
  const sent = await web.attempt((slack) =>
    slack.files.uploadV2(thread === undefined ? shared : { ...shared, thread_ts: thread }),
  );
  if (!sent.ok) return sent.problem;
  const id = uploadedSchema.safeParse(sent.answer).data?.files[0]?.files[0]?.id;
  return id === undefined
    ? { outcome: "unknown", reason: "unreadable_answer" }
    : { outcome: "sent", ref: { channel, id } };
}

/** Only Slack's own hosts get our token; a file shared from elsewhere names its owner's address. */
function isSlacks(url: URL, apiUrl: string | undefined): boolean {
  if (apiUrl !== undefined && url.origin === new URL(apiUrl).origin) return true;
  return url.protocol === "https:" && /(^|\.)(slack|slack-files|slack-gov)\.com$/.test(url.hostname);
}

/**
 * Reads a file that somebody gave in a form.
 * @throws if Slack does not have it, if it is longer than `maxBytes`, or if it is not Slack's to give
 */
export async function download(
  web: Web,
  id: string,
  maxBytes: number,
  token: string,
  apiUrl: string | undefined,
): Promise<Uint8Array> {
  const info = await web.call("files.info", { file: id });
  if (!info.ok) throw new Error(`file not readable: ${info.code ?? info.problem.outcome}`);
  const { file } = infoSchema.parse(info.answer);
  if (file.size > maxBytes) throw new Error("file too large");
  const url = new URL(file.url_private_download ?? file.url_private ?? "");
  if (file.is_external === true || !isSlacks(url, apiUrl)) throw new Error("file is kept outside Slack");
  const response = await fetch(url, {
    headers: { Authorization: `Bearer ${token}` },
    redirect: "error",
    signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
  });
  if (!response.ok || !response.body) throw new Error(`file not readable: ${response.status}`);
  return readAtMost(response.body, maxBytes);
}
