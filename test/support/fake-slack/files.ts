import { z } from "zod";
import type { Book, Posted, StoredFile } from "./book.ts";
import { Refusal, type Block, type Json } from "./shapes.ts";

/** Slack's form of a file's id. */
export const FILE_ID = /^F[A-Z0-9]{8,}$/;
const PNG = [0x89, 0x50, 0x4e, 0x47];

/** A picture as its reader finds it. */
export interface SeenPicture {
  readonly alt: string;
  readonly bytes: Uint8Array;
}

const fileBlock = z.looseObject({
  type: z.literal("image"),
  slack_file: z.object({ id: z.string() }),
  alt_text: z.string(),
});

const isUsable = (file: StoredFile | undefined): boolean =>
  file !== undefined &&
  file.completed &&
  file.looksLeft <= 0 &&
  PNG.every((byte, at) => file.bytes[at] === byte);

/** Refuses blocks that refer to a file which is not there, not a picture, or not processed yet. */
export function checkFiles(book: Book, blocks: readonly Block[]): void {
  const complaints = blocks.flatMap((block, at) => {
    const given = fileBlock.safeParse(block).data;
    return given && !isUsable(book.files.get(given.slack_file.id))
      ? [`invalid slack file [json-pointer:/blocks/${at}/slack_file]`]
      : [];
  });
  if (complaints.length > 0) throw new Refusal("invalid_blocks", complaints);
}

/** The pictures in some blocks, as whoever sees the blocks sees them. */
export const picturesIn = (book: Book, blocks: readonly Block[]): SeenPicture[] =>
  blocks.flatMap((block) => {
    const given = fileBlock.safeParse(block).data;
    const file = given && book.files.get(given.slack_file.id);
    return given && file ? [{ alt: given.alt_text, bytes: file.bytes }] : [];
  });

const text = (args: Json, name: string): string => {
  const value = args[name];
  return typeof value === "string" ? value : "";
};

/** `files.getUploadURLExternal` */
export function uploadUrl(book: Book, address: string, args: Json): Json {
  const id = book.newId("F");
  book.files.set(id, {
    id,
    name: text(args, "filename"),
    alt: text(args, "alt_text"),
    bytes: new Uint8Array(),
    external: false,
    completed: false,
    looksLeft: book.slowFiles,
  });
  return { upload_url: `${address}/upload/${id}`, file_id: id };
}

const completeSchema = z.array(z.object({ id: z.string(), title: z.string().optional() }));

/** `files.completeUploadExternal`. Without a channel the file is there, and nobody sees it. */
export function completeUpload(book: Book, args: Json): Json {
  const files = completeSchema.parse(args["files"]);
  const ids = files.map((file) => file.id);
  for (const id of ids) {
    const file = book.files.get(id);
    if (!file) throw new Refusal("file_not_found");
    file.completed = true;
  }
  if (text(args, "channel_id") !== "") {
    const channel = book.writable(text(args, "channel_id"));
    const shared: Pick<Posted, "channel" | "text" | "blocks"> & Partial<Posted> = {
      channel: channel.id,
      threadTs: text(args, "thread_ts") || undefined,
      text: text(args, "initial_comment"),
      blocks: [],
      files: ids,
    };
    book.post(shared);
  }
  return { files: files.map((file) => ({ id: file.id, title: file.title ?? "" })) };
}

/** `files.info`. What the file is shows only once Slack has looked at it. */
export function fileInfo(book: Book, address: string, args: Json): Json {
  const file = book.files.get(text(args, "file"));
  if (!file) throw new Refusal("file_not_found");
  const base = file.external ? "http://outside.invalid" : address;
  const processed = file.looksLeft <= 0;
  file.looksLeft -= 1;
  return {
    file: {
      id: file.id,
      name: file.name,
      size: file.bytes.length,
      is_external: file.external,
      mimetype: processed ? "image/png" : "",
      url_private_download: `${base}/files/${file.id}`,
    },
  };
}
