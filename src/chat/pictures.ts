import type { Store } from "../../db/store.ts";
import { describeFailure } from "../errors.ts";
import type { Log } from "../log.ts";
import type { PictureSource } from "./feature.ts";
import { isPictureId } from "./message.ts";

/** Drawn pictures that are kept, bytes. One takes about 100 kB, and goes to some places within a minute. */
const KEPT_BYTES = 16 * 1024 * 1024;

interface Parts {
  readonly store: Pick<Store, "read">;
  readonly log: Log;
}

/**
 * Pictures by their ids, drawn when somebody needs them. One that goes to several places is drawn once,
 * also where they all ask at the same time; one that could not be drawn is tried again when it is asked for.
 */
export class Pictures {
  readonly #parts: Parts;
  readonly #sources: ReadonlyMap<string, PictureSource>;
  /** The longest unused first. */
  readonly #kept = new Map<string, Uint8Array>();
  readonly #underWay = new Map<string, Promise<Uint8Array | undefined>>();
  readonly #mostBytes: number;
  #bytes = 0;

  constructor(parts: Parts, sources: readonly PictureSource[], mostBytes: number = KEPT_BYTES) {
    this.#parts = parts;
    this.#sources = new Map(sources.map((source) => [source.kind, source]));
    this.#mostBytes = mostBytes;
  }

  /** See `Core.picture` in adapter.ts. */
  picture(id: string): Promise<Uint8Array | undefined> {
    const kept = this.#kept.get(id);
    if (kept) {
      this.#kept.delete(id);
      this.#kept.set(id, kept);
      return Promise.resolve(kept);
    }
    const underWay = this.#underWay.get(id);
    if (underWay) return underWay;
    const drawing = this.#draw(id).finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, drawing);
    return drawing;
  }

  async #draw(id: string): Promise<Uint8Array | undefined> {
    // What is no id of ours may hold anything, so it stays out of the log.
    if (!isPictureId(id)) return undefined;
    const colon = id.indexOf(":");
    const source = this.#sources.get(id.slice(0, colon));
    if (!source) {
      this.#parts.log("warn", "picture of a kind that nobody draws", { picture: id });
      return undefined;
    }
    try {
      const drawn = await source.draw(this.#parts.store.read, id.slice(colon + 1));
      if (drawn) this.#keep(id, drawn);
      return drawn;
    } catch (error) {
      this.#parts.log("warn", `picture not drawn: ${describeFailure(error)}`, { picture: id });
      return undefined;
    }
  }

  #keep(id: string, drawn: Uint8Array): void {
    this.#kept.set(id, drawn);
    this.#bytes += drawn.byteLength;
    for (const [oldest, bytes] of this.#kept) {
      if (this.#bytes <= this.#mostBytes) break;
      this.#kept.delete(oldest);
      this.#bytes -= bytes.byteLength;
    }
  }
}
