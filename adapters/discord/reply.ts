import { Routes } from "discord.js";
import { TOO_LATE } from "../../src/chat/answer.ts";
import { type ResolvedMessage, say, text } from "../../src/chat/message.ts";
import { CODE } from "./errors.ts";
import type { Modal } from "./modal.ts";
import type { Posts } from "./posts.ts";
import { render } from "./render.ts";
import type { Log, Rest, Result } from "./rest.ts";

const MESSAGE = 4;
const QUIETLY = 6;
const UPDATE = 7;
const SUGGESTIONS = 8;
const MODAL = 9;
/** Only the person who acted sees it. */
const EPHEMERAL = 64;
/** Discord takes a first answer for 3 s; a call that hangs longer has no use, ms. */
const FIRST_ANSWER_MS = 3_000;

/** What answering needs. */
export interface Desk {
  readonly rest: Rest;
  readonly posts: Posts;
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
  const { rest, posts, log } = desk;
  let answered = false;

  const first = (type: number, data?: object): Promise<Result> =>
    rest.call("post", Routes.interactionCallback(waiting.id, waiting.token), {
      body: { type, ...(data && { data }) },
      auth: false,
      withinMs: FIRST_ANSWER_MS,
    });

  /** Answers for the first time. An answer that may have been lost is given again: Discord takes one only. */
  async function begin(type: number, data?: object): Promise<"given" | "lost" | "refused"> {
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
    return result.problem.outcome === "unknown" ? "lost" : "refused";
  }

  async function byDm(message: ResolvedMessage): Promise<void> {
    const sent = await posts.send({
      key: `answer/${waiting.id}`,
      to: { kind: "dm", user: waiting.user },
      message,
    });
    if (sent.outcome !== "sent") log("warn", "discord answer not delivered", { user: waiting.user });
  }

  /** Changes what was said first; after 15 minutes Discord has forgotten it. */
  async function change(message: ResolvedMessage): Promise<boolean> {
    const route = Routes.webhookMessage(waiting.application, waiting.token, "@original");
    const changed = await rest.call("patch", route, { body: render(message), auth: false });
    return changed.ok;
  }

  const show = async (message: ResolvedMessage): Promise<void> => {
    if (answered) {
      if (!(await change(message))) await byDm(message);
      return;
    }
    const drawn = render(message);
    const given = waiting.fromPager
      ? await begin(UPDATE, drawn)
      : await begin(MESSAGE, { ...drawn, flags: EPHEMERAL });
    if (given !== "given") await byDm(message);
  };

  return {
    show,
    open: async (modal) => {
      // After a lost answer the modal may be open: then words about it would only confuse.
      if ((await begin(MODAL, modal)) === "refused") await byDm(say(text(TOO_LATE)));
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
