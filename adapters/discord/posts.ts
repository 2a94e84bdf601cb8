import { createHash } from "node:crypto";
import { Routes } from "discord.js";
import { z } from "zod";
import type {
  Delivery,
  Destination,
  MessageRef,
  Outgoing,
  Undelivered,
  Upload,
} from "../../src/chat/adapter.ts";
import { PICTURES_WITHIN_MS } from "../../src/chat/shown.ts";
import { CODE } from "./errors.ts";
import { DISCORD } from "./limits.ts";
import { cut } from "../../src/chat/cut.ts";
import { picturesOf, type ResolvedMessage } from "../../src/chat/message.ts";
import { unescape } from "./markdown.ts";
import {
  attachedTo,
  inWordsOnly,
  NOTHING_THERE,
  type Attached,
  type Gallery,
  type There,
} from "./pictures.ts";
import type { CallOptions, Rest, Result } from "./rest.ts";

const idSchema = z.object({ id: z.string() });
const postedSchema = z.object({ id: z.string(), channel_id: z.string() });
const contentSchema = z.object({ content: z.string() });

/** A look at what hangs at a message has this share of the time for its pictures, ms. */
const LOOK_WITHIN_MS = PICTURES_WITHIN_MS / 2;

/** How long a thread without posts stays in the list, minutes: a day. */
const THREAD_ARCHIVES_AFTER = 1440;

/** The same words always give the same nonce, so that Discord knows a post that comes again. */
const nonceOf = (...words: readonly string[]): string =>
  createHash("sha256").update(words.join("\n")).digest("base64url").slice(0, DISCORD.nonce);

const UNREADABLE: Undelivered = { outcome: "unknown", reason: "unreadable_answer" };

/** Posts, changes and deletes messages. Knows which direct conversation belongs to whom; that can always be asked again. */
export class Posts {
  readonly #rest: Rest;
  readonly #gallery: Gallery;
  readonly #dms = new Map<string, string>();

  constructor(rest: Rest, gallery: Gallery) {
    this.#rest = rest;
    this.#gallery = gallery;
  }

  /** Posts a message. Sent again within minutes it is the same message. */
  async send({ key, copy, to, message }: Outgoing): Promise<Delivery> {
    const nonce = nonceOf(key, String(copy ?? 0));
    const post = ({ body, files }: Attached): Promise<Delivery> =>
      this.#post(to, { ...body, nonce, enforce_nonce: true }, files);
    const composed = await this.#gallery.compose(key, message, NOTHING_THERE);
    if (!composed.ready) return composed.problem;
    const sent = await post(composed.attached);
    // Not allowed to attach, or too large: the message comes without.
    return refusesFiles(sent, composed.attached) ? post(inWordsOnly(message)) : sent;
  }

  /** Replaces what a message says. A picture that hangs there already stays, and is not sent again. */
  async update(ref: MessageRef, { key, message }: Outgoing): Promise<Delivery> {
    const change = async ({ body, files }: Attached): Promise<Delivery> =>
      asUpdated(
        await this.#rest.call("patch", Routes.channelMessage(ref.channel, ref.id), {
          body,
          ...(files.length > 0 && { files }),
        }),
        ref,
      );
    const read = await this.#attachedTo(ref, message);
    if (!("there" in read)) return read;
    const composed = await this.#gallery.compose(key, message, read.there, LOOK_WITHIN_MS);
    if (!composed.ready) return composed.problem;
    const changed = await change(composed.attached);
    return refusesFiles(changed, composed.attached) ? change(inWordsOnly(message)) : changed;
  }

  /** What hangs at a message that is to have pictures: Discord knows, also after a restart of ours. */
  async #attachedTo(
    ref: MessageRef,
    message: ResolvedMessage,
  ): Promise<{ readonly there: There } | Delivery> {
    if (picturesOf(message).length === 0) return { there: NOTHING_THERE };
    const read = await this.#rest.call("get", Routes.channelMessage(ref.channel, ref.id), {
      withinMs: LOOK_WITHIN_MS,
    });
    if (!read.ok) return asUpdated(read, ref);
    return { there: attachedTo(read.answer) };
  }

  async delete(ref: MessageRef): Promise<Delivery> {
    const result = await this.#rest.call("delete", Routes.channelMessage(ref.channel, ref.id));
    return result.ok ? { outcome: "sent", ref } : result.problem;
  }

  upload(file: Upload): Promise<Delivery> {
    const digest = createHash("sha256").update(file.bytes).digest("hex");
    const to = file.to.kind === "dm" ? file.to.user : file.to.channel;
    const body = {
      attachments: [{ id: "0", filename: file.fileName, description: cut(file.alt, DISCORD.altText) }],
      allowed_mentions: { parse: [] },
      nonce: nonceOf(to, file.fileName, digest),
      enforce_nonce: true,
    };
    return this.#post(file.to, body, [{ name: file.fileName, data: Buffer.from(file.bytes) }]);
  }

  /** The direct conversation with somebody. */
  async dmWith(
    user: string,
  ): Promise<{ readonly ok: true; readonly channel: string } | Extract<Result, { ok: false }>> {
    const known = this.#dms.get(user);
    if (known !== undefined) return { ok: true, channel: known };
    const opened = await this.#rest.call("post", Routes.userChannels(), { body: { recipient_id: user } });
    if (!opened.ok) return opened;
    const channel = idSchema.safeParse(opened.answer).data?.id;
    if (channel === undefined)
      // Nothing was posted yet, so this may simply be done again.
      return {
        ok: false,
        code: undefined,
        problem: { outcome: "retry", afterMs: undefined, reason: "unreadable_answer" },
      };
    this.#dms.set(user, channel);
    return { ok: true, channel };
  }

  async #post(to: Destination, body: object, files?: CallOptions["files"]): Promise<Delivery> {
    const carried = { body, ...(files && files.length > 0 && { files }) };
    if (to.kind === "channel")
      return to.thread
        ? this.#postInThread(to.channel, to.thread, carried)
        : asDelivery(await this.#to(to.channel, carried));
    const dm = await this.dmWith(to.user);
    if (!dm.ok) return beforePosting(dm.problem);
    const result = await this.#to(dm.channel, carried);
    if (!result.ok && result.code === CODE.unknownChannel) this.#dms.delete(to.user);
    return asDelivery(result);
  }

  #to(channel: string, carried: CallOptions): Promise<Result> {
    return this.#rest.call("post", Routes.channelMessages(channel), carried);
  }

  /**
   * Posts in the thread under a message. Discord gives such a thread the message's own id, so
   * whether it exists shows at the post. Where it cannot be had, the channel is better than silence.
   */
  async #postInThread(channel: string, root: MessageRef, carried: CallOptions): Promise<Delivery> {
    // A reply to a reply: the root is itself in a thread.
    const thread = root.channel === channel ? root.id : root.channel;
    const first = await this.#to(thread, carried);
    if (first.ok || !isThreadUseless(first)) return asDelivery(first);
    if (thread === root.id && first.code === CODE.unknownChannel) {
      const made = await this.#makeThread(channel, root);
      if (!made.ok && made.problem.outcome !== "failed") return beforePosting(made.problem);
      if (made.ok || made.code === CODE.threadExists) {
        const second = await this.#to(thread, carried);
        if (second.ok || !isThreadUseless(second)) return asDelivery(second);
      }
    }
    return asDelivery(await this.#to(channel, carried));
  }

  async #makeThread(channel: string, root: MessageRef): Promise<Result> {
    const read = await this.#rest.call("get", Routes.channelMessage(channel, root.id));
    const title = read.ok ? contentSchema.safeParse(read.answer).data?.content.split("\n")[0] : undefined;
    const name = cut(unescape((title ?? "").replaceAll("**", "")).trim(), DISCORD.threadName) || "Follow-up";
    return this.#rest.call("post", Routes.threads(channel, root.id), {
      body: { name, auto_archive_duration: THREAD_ARCHIVES_AFTER },
    });
  }
}

/** What only the thread says no to. */
const USELESS: ReadonlySet<number | undefined> = new Set([
  CODE.unknownChannel,
  CODE.missingAccess,
  CODE.missingPermissions,
  CODE.threadArchived,
  CODE.threadLocked,
]);
const isThreadUseless = (result: Extract<Result, { ok: false }>): boolean => USELESS.has(result.code);

/** A step before the post failed, so certainly nothing was posted. */
const beforePosting = (problem: Undelivered): Undelivered =>
  problem.outcome === "unknown" ? { outcome: "retry", afterMs: undefined, reason: problem.reason } : problem;

/** A channel or thread that was deleted took the message with it. */
function asUpdated(result: Result, ref: MessageRef): Delivery {
  if (result.ok) return { outcome: "sent", ref };
  return result.code === CODE.unknownChannel ? { outcome: "failed", reason: "message_gone" } : result.problem;
}

/** Whether a message may have been refused for what it carries. */
const refusesFiles = (delivery: Delivery, { files }: Attached): boolean =>
  files.length > 0 &&
  delivery.outcome === "failed" &&
  (delivery.reason === "missing_permission" || delivery.reason === "rejected");

function asDelivery(result: Result): Delivery {
  if (!result.ok) return result.problem;
  const posted = postedSchema.safeParse(result.answer).data;
  return posted ? { outcome: "sent", ref: { channel: posted.channel_id, id: posted.id } } : UNREADABLE;
}
