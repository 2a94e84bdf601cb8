import { ATTACHMENT, type Posted, type Said } from "./records.ts";
import { checkMessage } from "./limits-message.ts";
import { Complaints, Refusal } from "./refusal.ts";
import { messageSchema, type MessageBody } from "./shapes.ts";
import { numbered } from "./payload.ts";
import type { Call, Upload, World } from "./routes/route.ts";

/** Discord takes 10 MiB a file from a bot in a small server. */
const MOST_BYTES = 10 * 1024 * 1024;

/** Reads a message's body and refuses what Discord refuses in any of them. */
export function readMessage(call: Call, given: unknown): MessageBody {
  const parsed = messageSchema.safeParse(given ?? {});
  if (!parsed.success) {
    const complaints = new Complaints();
    for (const { path, message } of parsed.error.issues)
      complaints.add(path.join("."), "BASE_TYPE_BAD", message);
    complaints.settle();
    throw new Refusal(50035);
  }
  checkMessage(parsed.data);
  if (parsed.data.allowed_mentions === undefined)
    call.violate("carries text to people without allowed_mentions");
  return parsed.data;
}

function stored(
  world: World,
  call: Call,
  body: MessageBody,
  place: { channel: string; ephemeral: boolean },
): string[] {
  return call.uploads.map((upload: Upload) => {
    if (upload.bytes.length > MOST_BYTES) throw new Refusal(40005);
    const about = (body.attachments ?? []).find((each) => `files[${each.id}]` === upload.field);
    const { name, contentType, bytes } = upload;
    return world.book.addFile({ ...place, name, contentType, bytes, description: about?.description }).id;
  });
}

/** What a message says after a body was applied to it; `before` is what an edit starts from. */
export function said(
  world: World,
  call: Call,
  body: MessageBody,
  place: { channel: string; ephemeral: boolean },
  before?: Posted,
): Said {
  const kept = (before?.files ?? []).filter(
    (id) => body.attachments === undefined || (body.attachments ?? []).some((each) => each.id === id),
  );
  const text: Said = {
    content: body.content === undefined ? (before?.content ?? "") : (body.content ?? ""),
    embeds: body.embeds === undefined ? (before?.embeds ?? []) : (body.embeds ?? []),
    components: body.components === undefined ? (before?.components ?? []) : numbered(body.components ?? []),
    files: [...kept, ...stored(world, call, body, place)],
    allowed: body.allowed_mentions,
  };
  const names = text.files.map((id) => world.book.files.get(id)?.name);
  for (const { image } of text.embeds)
    if (image?.url.startsWith(ATTACHMENT) === true && !names.includes(image.url.slice(ATTACHMENT.length)))
      call.violate("an embed shows an attachment that the message does not have");
  const parts = [text.embeds, text.components, text.files];
  if (text.content.trim() === "" && parts.every((part) => part.length === 0))
    throw new Refusal(50006, ["neither content nor embeds nor components nor files"]);
  return text;
}
