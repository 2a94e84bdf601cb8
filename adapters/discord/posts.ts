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
import { CODE } from "./errors.ts";
import { DISCORD } from "./limits.ts";
import { cut } from "../../src/chat/cut.ts";
import { unescape } from "./markdown.ts";
import { render } from "./render.ts";
import type { CallOptions, Rest, Result } from "./rest.ts";

const idSchema = z.object({ id: z.string() });
const postedSchema = z.object({ id: z.string(), channel_id: z.string() });
const contentSchema = z.object({ content: z.string() });

/** How long a thread without posts stays in the list, minutes: a day. */
const THREAD_ARCHIVES_AFTER = 1440;

/** The same words always give the same nonce, so that Discord knows a post that comes again. */
const nonceOf = (...words: readonly string[]): string =>
  createHash("sha256").update(words.join("\n")).digest("base64url").slice(0, DISCORD.nonce);

const UNREADABLE: Undelivered = { outcome: "unknown", reason: "unreadable_answer" };

/** Posts, changes and deletes messages. Knows which direct conversation belongs to whom; that can always be asked again. */
export class Posts {
  readonly #rest: Rest;
  readonly #dms = new Map<string, string>();

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  /** Posts a message. Sent again within minutes it is the same message. */
  send(outgoing: Outgoing): Promise<Delivery> {
    const nonce = nonceOf(outgoing.key, String(outgoing.copy ?? 0));
    return this.#post(outgoing.to, { ...render(outgoing.message), nonce, enforce_nonce: true });
  }

  /** Replaces what a message says. */
  async update(ref: MessageRef, outgoing: Outgoing): Promise<Delivery> {
    const result = await this.#rest.call("patch", Routes.channelMessage(ref.channel, ref.id), {
      body: render(outgoing.message),
    });
    if (result.ok) return { outcome: "sent", ref };
    // A channel or thread that was deleted took the message with it.
    const gone = result.code === CODE.unknownChannel;
    return gone ? { outcome: "failed", reason: "message_gone" } : result.problem;
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
    const carried = { body, ...(files && { files }) };
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

function asDelivery(result: Result): Delivery {
  if (!result.ok) return result.problem;
  const posted = postedSchema.safeParse(result.answer).data;
  return posted ? { outcome: "sent", ref: { channel: posted.channel_id, id: posted.id } } : UNREADABLE;
}
