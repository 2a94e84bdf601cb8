import { z } from "zod";
import type { Delivery, Outgoing } from "../../src/chat/adapter.ts";
import { pause } from "../../src/chat/connecting.ts";
import { cut } from "../../src/chat/cut.ts";
import { picturesOf, type Picture, type ResolvedMessage } from "../../src/chat/message.ts";
import { getAll, PICTURES_WITHIN_MS, Waits, type All, type Got } from "../../src/chat/shown.ts";
import type { Log } from "../../src/log.ts";
import { FILE_REFUSED } from "./errors.ts";
import type { Files } from "./render.ts";
import type { Web } from "./web.ts";

/** Waits for a file. */
export interface GalleryPatience {
  /** How long an attempt at a message waits for its pictures, ms. */
  readonly withinMs: number;
  /** Pauses between looks whether Slack is done with a file, ms; after the last it is late. */
  readonly pausesMs: readonly number[];
}
const PATIENCE: GalleryPatience = {
  withinMs: PICTURES_WITHIN_MS,
  pausesMs: [150, 250, 400, 600, 800, 1000, 1000],
};

interface Parts {
  readonly web: Web;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly draw: (id: string) => Promise<Uint8Array | undefined>;
  readonly patience?: Partial<GalleryPatience> | undefined;
}

/** A file at Slack. */
interface Kept {
  readonly file: string;
  /** Slack is done with it. */
  ready: boolean;
  /** It was in a message that Slack took. */
  shown: boolean;
}

/** Pictures whose files are remembered. One that is forgotten is uploaded again. */
const MOST = 500;
/** Slack's limit for a file's own description. */
const FILE_ALT = 1000;
const NONE: Files = new Map();
const LATE = "picture_not_ready";

const uploadedSchema = z.object({
  files: z.array(z.object({ files: z.array(z.object({ id: z.string() })).min(1) })).min(1),
});
const infoSchema = z.object({ file: z.object({ mimetype: z.string().optional() }) });

/**
 * Pictures at Slack. A file that is shared nowhere is seen by nobody, so uploading one is no visible effect:
 * the one post that refers to it is. A file is uploaded once and shown wherever its picture is wanted.
 */
export class Gallery {
  readonly #parts: Parts;
  readonly #patience: GalleryPatience;
  /** By picture, the longest unused first. */
  readonly #kept = new Map<string, Kept>();
  readonly #underWay = new Map<string, Promise<Got<string>>>();
  readonly #waits = new Waits();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#patience = { ...PATIENCE, ...parts.patience };
  }

  /** Sends a message with its pictures. What keeps one away for long does not keep the message. */
  async with(
    { key, message }: Pick<Outgoing, "key" | "message">,
    send: (files: Files) => Promise<Delivery>,
  ): Promise<Delivery> {
    const wanted = picturesOf(message);
    if (wanted.length === 0) return send(NONE);
    const { there, late }: All<string> = this.#waits.over(key)
      ? { there: NONE, late: undefined }
      : await this.#get(wanted);
    if (late) {
      const wide = late.wide === true;
      if (!wide) this.#waits.add(key);
      return { outcome: "retry", afterMs: late.afterMs, reason: LATE, ...(wide && { wide }) };
    }
    const delivery = await send(there);
    if (delivery.outcome === "sent") {
      this.#waits.end(key);
      for (const picture of there.keys()) this.#note(picture, { shown: true });
    } else if (delivery.outcome === "retry" && delivery.reason === FILE_REFUSED) {
      this.#waits.add(key);
      this.#doubt(there);
    }
    return delivery;
  }

  /** The files of a message's pictures, as far as they are there within a moment: for what is said once. */
  async atHand(message: ResolvedMessage): Promise<Files> {
    const wanted = picturesOf(message);
    return wanted.length === 0 ? NONE : (await this.#get(wanted)).there;
  }

  #get(wanted: readonly Picture[]): Promise<All<string>> {
    return getAll(wanted, (each) => this.#file(each), this.#patience.withinMs);
  }

  /** Two messages that need a picture at the same time share one upload. */
  #file(picture: Picture): Promise<Got<string>> {
    const underWay = this.#underWay.get(picture.picture);
    if (underWay) return underWay;
    const work = this.#fetch(picture)
      .catch((): Got<string> => ({ got: "none" }))
      .finally(() => this.#underWay.delete(picture.picture));
    this.#underWay.set(picture.picture, work);
    return work;
  }

  async #fetch({ picture, alt }: Picture): Promise<Got<string>> {
    const kept = this.#kept.get(picture);
    if (kept) {
      this.#note(picture, {});
      return kept.ready ? { got: "it", it: kept.file } : this.#processed(picture, kept.file);
    }
    const bytes = await this.#parts.draw(picture);
    if (!bytes) return { got: "none" };
    const sent = await this.#parts.web.attempt((slack) =>
      slack.files.uploadV2({
        file: Buffer.from(bytes),
        filename: "picture.png",
        title: "Picture",
        alt_text: cut(alt, FILE_ALT),
      }),
    );
    if (!sent.ok) {
      this.#parts.log("warn", "slack picture not uploaded", {
        picture,
        reason: sent.code ?? sent.problem.reason,
      });
      if (sent.problem.outcome === "failed") return { got: "none" };
      return sent.problem.outcome === "retry" ? { ...sent.problem, got: "later" } : { got: "later" };
    }
    const file = uploadedSchema.safeParse(sent.answer).data?.files[0]?.files[0]?.id;
    if (file === undefined) return { got: "later" };
    this.#note(picture, { file });
    return this.#processed(picture, file);
  }

  /** Waits until Slack is done with a file: before that, it takes no message that refers to it. */
  async #processed(picture: string, file: string): Promise<Got<string>> {
    for (const wait of [0, ...this.#patience.pausesMs]) {
      await pause(wait, this.#parts.signal);
      const info = await this.#parts.web.call("files.info", { file });
      if (!info.ok && info.problem.outcome === "failed") {
        this.#kept.delete(picture);
        this.#parts.log("warn", "slack picture not processed", { picture, reason: info.code ?? "failed" });
        return { got: "none" };
      }
      if (info.ok && infoSchema.safeParse(info.answer).data?.file.mimetype) {
        this.#note(picture, { ready: true });
        return { got: "it", it: file };
      }
    }
    return { got: "later" };
  }

  #note(picture: string, change: Partial<Kept>): void {
    const before = this.#kept.get(picture) ?? { file: "", ready: false, shown: false };
    this.#kept.delete(picture);
    const after = { ...before, ...change };
    if (after.file !== "") this.#kept.set(picture, after);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST && oldest !== undefined) this.#kept.delete(oldest);
  }

  /** Slack knew no file: one that it showed before was deleted meanwhile; a new one needs more time. */
  #doubt(files: Files): void {
    for (const picture of files.keys())
      if (this.#kept.get(picture)?.shown === true) this.#kept.delete(picture);
  }
}
