import { z } from "zod";
import { APP, BOT, type Book, type Posted } from "./book.ts";
import { readBlocks } from "./blockkit.ts";
import { checkFiles, completeUpload, fileInfo, uploadUrl } from "./files.ts";
import { Refusal, type Json } from "./shapes.ts";
import type { Views } from "./views.ts";

/** What Web API methods work on. */
export interface Slack {
  readonly book: Book;
  readonly views: Views;
  readonly address: () => string;
}

type Method = (slack: Slack, args: Json) => Json;

const text = (args: Json, name: string): string => {
  const value = args[name];
  return typeof value === "string" ? value : "";
};
const optional = (args: Json, name: string): string | undefined => text(args, name) || undefined;
const metadataSchema = z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) });

function content({ book }: Slack, args: Json, longest: number): Pick<Posted, "text" | "blocks"> {
  const blocks = readBlocks(args["blocks"]);
  checkFiles(book, blocks);
  if (text(args, "text") === "" && blocks.length === 0) throw new Refusal("no_text");
  if (text(args, "text").length > longest) throw new Refusal("msg_too_long");
  return { text: text(args, "text"), blocks };
}

const markup = (args: Json): Pick<Posted, "mrkdwn" | "parse"> => ({
  mrkdwn: args["mrkdwn"] !== "false" && args["mrkdwn"] !== false,
  parse: args["link_names"] === undefined ? optional(args, "parse") : "full",
});

/** A channel as `chat.postMessage` takes it: a person's id means the direct conversation. */
function destination({ book }: Slack, id: string): string {
  const channel = /^[UW]/.test(id) ? book.dmWith(id).id : id;
  return book.writable(channel).id;
}

const postMessage: Method = (slack, args) => {
  const { book } = slack;
  const channel = destination(slack, text(args, "channel"));
  const threadTs = optional(args, "thread_ts");
  const metadata = args["metadata"] === undefined ? undefined : metadataSchema.parse(args["metadata"]);
  const posted = book.post({ channel, threadTs, metadata, ...content(slack, args, 40_000), ...markup(args) });
  return { channel, ts: posted.ts, message: message(posted, false) };
};

const message = (post: Posted, withMetadata: boolean): Json => ({
  type: "message",
  user: post.author,
  ...(post.author === BOT && { bot_id: "B0FLOOR", app_id: APP }),
  ts: post.ts,
  text: post.text,
  blocks: post.blocks,
  ...(post.threadTs !== undefined && { thread_ts: post.threadTs }),
  ...(withMetadata && post.metadata && { metadata: post.metadata }),
});

const update: Method = (slack, args) => {
  const { book } = slack;
  const channel = book.writable(text(args, "channel"));
  const post = book.find(channel.id, text(args, "ts"));
  if (post.author !== BOT) throw new Refusal("cant_update_message");
  Object.assign(post, content(slack, args, 4000), markup(args));
  post.edits += 1;
  return { channel: channel.id, ts: post.ts, text: post.text };
};

const remove: Method = ({ book }, args) => {
  const post = book.find(book.writable(text(args, "channel")).id, text(args, "ts"));
  post.deleted = true;
  return { channel: post.channel, ts: post.ts };
};

const postEphemeral: Method = (slack, args) => {
  const { book } = slack;
  const channel = book.writable(text(args, "channel"));
  const user = text(args, "user");
  if (!channel.members.has(user)) throw new Refusal("user_not_in_channel");
  const threadTs = optional(args, "thread_ts");
  const posted = book.post({
    channel: channel.id,
    onlyFor: user,
    threadTs,
    ...content(slack, args, 40_000),
    ...markup(args),
  });
  return { message_ts: posted.ts };
};

const open: Method = ({ book }, args) => {
  const users = text(args, "users").split(",");
  if (users.length !== 1) throw new Refusal("invalid_user_combination");
  if (!book.accounts.has(users[0] ?? "")) throw new Refusal("user_not_found");
  return { channel: { id: book.dmWith(users[0] ?? "").id } };
};

const info: Method = ({ book }, args) => {
  const channel = book.channels.get(text(args, "channel"));
  const isMember = channel?.members.has(BOT) === true;
  if (!channel || (channel.isPrivate && !isMember)) throw new Refusal("channel_not_found");
  return {
    channel: {
      id: channel.id,
      name: channel.name,
      is_archived: channel.archived,
      is_im: channel.dmWith !== undefined,
      ...(channel.dmWith === undefined && { is_member: isMember }),
    },
  };
};

function page(posts: readonly Posted[], args: Json): Json {
  const oldest = Number(text(args, "oldest") || 0);
  const withMetadata = args["include_all_metadata"] === "true" || args["include_all_metadata"] === true;
  const matching = posts.filter((post) => Number(post.ts) >= oldest);
  const from = Number(text(args, "cursor") || 0);
  const limit = Math.min(Number(args["limit"] ?? 100), 200);
  const next = from + limit < matching.length ? String(from + limit) : "";
  return {
    messages: matching.slice(from, from + limit).map((post) => message(post, withMetadata)),
    has_more: next !== "",
    response_metadata: { next_cursor: next },
  };
}

const readable = ({ book }: Slack, id: string): Posted[] => {
  const channel = book.channels.get(id);
  if (!channel) throw new Refusal("channel_not_found");
  if (!channel.members.has(BOT)) throw new Refusal("not_in_channel");
  return book.posts.filter((post) => post.channel === id && !post.deleted && post.onlyFor === undefined);
};

const history: Method = (slack, args) =>
  page(
    readable(slack, text(args, "channel"))
      .filter((post) => post.threadTs === undefined)
      .toReversed(),
    args,
  );

const replies: Method = (slack, args) => {
  const root = text(args, "ts");
  const posts = readable(slack, text(args, "channel"));
  if (!posts.some((post) => post.ts === root)) throw new Refusal("thread_not_found");
  return page(
    posts.filter((post) => post.ts === root || post.threadTs === root),
    args,
  );
};

/** Web API methods by name. */
export const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ["auth.test", ({ book }) => ({ team_id: book.team, user_id: BOT, bot_id: "B0FLOOR", team: "Floor" })],
  ["chat.postMessage", postMessage],
  ["chat.update", update],
  ["chat.delete", remove],
  ["chat.postEphemeral", postEphemeral],
  ["conversations.open", open],
  ["conversations.info", info],
  ["conversations.history", history],
  ["conversations.replies", replies],
  [
    "views.open",
    ({ views }, args) => ({ view: views.payload(views.open(text(args, "trigger_id"), args["view"])) }),
  ],
  [
    "views.update",
    ({ views }, args) => ({
      view: views.payload(views.update(text(args, "view_id"), optional(args, "hash"), args["view"])),
    }),
  ],
  ["files.getUploadURLExternal", ({ book, address }, args) => uploadUrl(book, address(), args)],
  ["files.completeUploadExternal", ({ book }, args) => completeUpload(book, args)],
  ["files.info", ({ book, address }, args) => fileInfo(book, address(), args)],
  [
    "files.delete",
    ({ book }, args) => {
      const id = text(args, "file");
      if (!book.files.delete(id)) throw new Refusal("file_not_found");
      for (const post of book.posts) if (post.files.includes(id)) post.deleted = true;
      return {};
    },
  ],
]);
