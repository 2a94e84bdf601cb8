import { setTimeout as sleep } from "node:timers/promises";
import { Routes } from "discord.js";
import { TOO_LATE } from "../../src/chat/answer.ts";
import { picturesOf, type ResolvedMessage, say, text } from "../../src/chat/message.ts";
import { CODE } from "./errors.ts";
import type { Modal } from "./modal.ts";
import { inWordsOnly, type Attached, type Gallery } from "./pictures.ts";
import type { Posts } from "./posts.ts";
import type { Log } from "../../src/log.ts";
import type { Rest, Result } from "./rest.ts";

const MESSAGE = 4;
const QUIETLY = 6;
const UPDATE = 7;
const SUGGESTIONS = 8;
const MODAL = 9;
/** Only the person who acted sees it. */
const EPHEMERAL = 64;
/** Discord takes a first answer for 3 s; a call that hangs longer has no use, ms. */
const FIRST_ANSWER_MS = 3_000;
/** A direct message that stands for an answer is in no outbox: it is tried so often, with pauses as asked. */
const DM_ATTEMPTS = 4;
const DM_PAUSE_MS = 500;
const LONGEST_DM_PAUSE_MS = 5_000;
const NOT_OPENED =
  "Discord did not take this form. Please tell whoever runs Floorwalker; other forms may still work.";

/** What answering needs. */
export interface Desk {
  readonly rest: Rest;
  readonly posts: Posts;
  readonly gallery: Gallery;
  readonly log: Log;
}

/** Somebody who did something and waits for an answer. */
export interface Waiting {
  /** The interaction's id. */
  readonly id: string;
  /** Good for one first answer within 3 s, and for changing it for 15 minutes. */
  readonly token: string;
  readonly application: string;
  readonly user: string;
  /** It came from a message: a button was pressed, or a form that a button had opened was sent. */
  readonly onMessage: boolean;
  /** That message is a private one about a half-filled form, which the answer takes the place of. */
  readonly fromPager: boolean;
}

/** The ways to answer, to the person alone. Each works; which are used is up to the answer. */
export interface Reply {
  /** Says something; said again, it takes the place of what was said before. */
  show(message: ResolvedMessage): Promise<void>;
  /** Opens a modal. Only as the first answer: Discord opens none afterwards. */
  open(modal: Modal): Promise<void>;
  /** Says nothing: what was asked for shows elsewhere. */
  quiet(): Promise<void>;
  /** Offers values for the option that is being typed. */
  offer(choices: readonly { readonly name: string; readonly value: string }[]): Promise<void>;
}

/**
 * Answers one interaction. Whether an answer is private is decided by the first one, so
 * every one of ours is. What cannot be said here is said by direct message.
 */
export function replyTo(desk: Desk, waiting: Waiting): Reply {
  const { rest, posts, gallery, log } = desk;
  let answered = false;
  let directly = 0;

  const first = (type: number, data?: object): Promise<Result> =>
    rest.call("post", Routes.interactionCallback(waiting.id, waiting.token), {
      body: { type, ...(data && { data }) },
      auth: false,
      withinMs: FIRST_ANSWER_MS,
    });

  /** Answers for the first time. An answer that may have been lost is given again: Discord takes one only. */
  async function begin(type: number, data?: object): Promise<"given" | "lost" | "late" | "refused"> {
    let result = await first(type, data);
    if (!result.ok && result.problem.outcome === "unknown") result = await first(type, data);
    if (result.ok || result.code === CODE.alreadyAcknowledged) {
      answered = true;
      return "given";
    }
    log("warn", "discord answer not taken", {
      interaction: waiting.id,
      reason: String(result.code ?? result.problem.reason),
    });
    if (result.code === CODE.unknownInteraction) return "late";
    return result.problem.outcome === "unknown" ? "lost" : "refused";
  }

  /** Each time a message of its own; an attempt that may have been lost is repeated as the same one. */
  async function byDm(message: ResolvedMessage): Promise<void> {
    const copy = directly;
    directly += 1;
    const to = { kind: "dm", user: waiting.user } as const;
    for (let attempt = 1; attempt <= DM_ATTEMPTS; attempt += 1) {
      const sent = await posts.send({ key: `answer/${waiting.id}`, copy, to, message });
      if (sent.outcome === "sent") return;
      if (sent.outcome === "failed") break;
      const asked = sent.outcome === "retry" ? sent.afterMs : 0;
      await sleep(Math.min(asked ?? DM_PAUSE_MS, LONGEST_DM_PAUSE_MS), undefined, { ref: false });
    }
    log("warn", "discord answer not delivered", { user: waiting.user });
  }

  /** Changes what was said first; after 15 minutes Discord has forgotten it. Done twice it is the same. */
  async function change({ body, files }: Attached): Promise<boolean> {
    const route = Routes.webhookMessage(waiting.application, waiting.token, "@original");
    const attempt = () =>
      rest.call("patch", route, { body, ...(files.length > 0 && { files }), auth: false });
    const changed = await attempt();
    if (changed.ok || changed.problem.outcome !== "unknown") return changed.ok;
    return (await attempt()).ok;
  }

  /** Says something in words; whether it stands where pictures can be added to it. */
  const tell = async (message: ResolvedMessage): Promise<boolean> => {
    const words = inWordsOnly(message);
    const given = answered
      ? await change(words)
      : (waiting.fromPager
          ? await begin(UPDATE, words.body)
          : await begin(MESSAGE, { ...words.body, flags: EPHEMERAL })) === "given";
    if (!given) await byDm(message);
    return given;
  };

  /** The words come first: a picture may take longer than the time for an answer. Where it fails, they stand. */
  const show = async (message: ResolvedMessage): Promise<void> => {
    if (!(await tell(message)) || picturesOf(message).length === 0) return;
    const pictured = await gallery.atHand(message);
    if (pictured && !(await change(pictured)))
      log("warn", "discord picture not added to an answer", { interaction: waiting.id });
  };

  return {
    show,
    open: async (modal) => {
      const given = await begin(MODAL, modal);
      // After a lost answer the modal may be open: then words about it would only confuse.
      if (given === "late") await byDm(say(text(TOO_LATE)));
      else if (given === "refused") await show(say(text(NOT_OPENED)));
    },
    quiet: async () => {
      if (waiting.onMessage && !waiting.fromPager && !answered) await begin(QUIETLY);
      else await show(say(text("Done.")));
    },
    offer: async (choices) => {
      await first(SUGGESTIONS, { choices });
    },
  };
}
