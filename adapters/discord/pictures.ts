import type { RawFile } from "discord.js";
import { z } from "zod";
import { cut } from "../../src/chat/cut.ts";
import { picturesOf, type Picture, type ResolvedMessage } from "../../src/chat/message.ts";
import { getAll, PICTURES_WITHIN_MS, Waits, type All } from "../../src/chat/shown.ts";
import { DISCORD } from "./limits.ts";
import { fileNameOf, render, type Drawn } from "./render.ts";

/** Discord's ids of the files that a message has, by their names. */
export type There = ReadonlyMap<string, string>;
export const NOTHING_THERE: There = new Map();

/** A message with what is attached to it. In a change everything that is to hang there is named, or nothing changes. */
export interface Attached {
  readonly body: Drawn & { readonly attachments?: readonly object[] };
  readonly files: readonly RawFile[];
}

const attachedSchema = z.object({
  attachments: z.array(z.object({ id: z.string(), filename: z.string() })).default([]),
  embeds: z.array(z.object({ image: z.object({ url: z.string() }).optional() })).default([]),
});

/**
 * What hangs at a message as Discord tells of it. A file that an embed shows is in no list of
 * attachments any more: only the embed's address says which it is.
 */
export function attachedTo(message: unknown): There {
  const { attachments = [], embeds = [] } = attachedSchema.safeParse(message).data ?? {};
  const shown = embeds.flatMap(({ image }) => {
    const [, id, name] = /attachments\/\d+\/(\d+)\/([^/?#]+)/.exec(image?.url ?? "") ?? [];
    return id === undefined || name === undefined ? [] : [[name, id] as const];
  });
  return new Map([...attachments.map(({ filename, id }) => [filename, id] as const), ...shown]);
}

/** What to say, or that it has to wait for its pictures. */
export type Composed =
  | { readonly ready: true; readonly attached: Attached }
  | {
      readonly ready: false;
      readonly problem: { readonly outcome: "retry"; readonly afterMs: undefined; readonly reason: string };
    };

/** Pictures for messages: drawn by the core, and sent in the request that says the message. */
export class Gallery {
  readonly #draw: (id: string) => Promise<Uint8Array | undefined>;
  readonly #withinMs: number;
  readonly #waits = new Waits();

  constructor(draw: (id: string) => Promise<Uint8Array | undefined>, withinMs: number = PICTURES_WITHIN_MS) {
    this.#draw = draw;
    this.#withinMs = withinMs;
  }

  /** A message with its pictures, or without those that kept it waiting too often. What is there already is kept as it is. */
  async compose(
    key: string,
    message: ResolvedMessage,
    there: There,
    withinMs = PICTURES_WITHIN_MS,
  ): Promise<Composed> {
    const { drawn, late } = await this.#get(message, there, withinMs);
    if (late && !this.#waits.over(key)) {
      this.#waits.add(key);
      return { ready: false, problem: { outcome: "retry", afterMs: undefined, reason: "picture_not_ready" } };
    }
    this.#waits.end(key);
    return { ready: true, attached: attach(message, drawn, there) };
  }

  /** A message with the pictures that can be had within a moment; `undefined` if there are none. */
  async atHand(message: ResolvedMessage): Promise<Attached | undefined> {
    const { drawn } = await this.#get(message, NOTHING_THERE, PICTURES_WITHIN_MS);
    return drawn.size > 0 ? attach(message, drawn, NOTHING_THERE) : undefined;
  }

  async #get(
    message: ResolvedMessage,
    there: There,
    withinMs: number,
  ): Promise<{ readonly drawn: All<Uint8Array>["there"]; readonly late: boolean }> {
    const missing = picturesOf(message).filter(({ picture }) => !there.has(fileNameOf(picture)));
    const all = await getAll<Uint8Array>(
      missing,
      async ({ picture }) => {
        const bytes = await this.#draw(picture);
        return bytes ? { got: "it", it: bytes } : { got: "none" };
      },
      Math.min(withinMs, this.#withinMs),
    );
    return { drawn: all.there, late: all.late !== undefined };
  }
}

/** A message that tells its pictures in words, and has none attached. */
export const inWordsOnly = (message: ResolvedMessage): Attached => attach(message, new Map(), NOTHING_THERE);

function attach(message: ResolvedMessage, drawn: ReadonlyMap<string, Uint8Array>, there: There): Attached {
  const had = picturesOf(message).filter(
    ({ picture }) => drawn.has(picture) || there.has(fileNameOf(picture)),
  );
  const body = render(message, new Set(had.map(({ picture }) => picture)));
  // What found no room among the embeds would hang below them, without its place.
  const used = new Set(body.embeds.map(({ image }) => image?.url));
  const shown = had.filter(({ picture }) => used.has(`attachment://${fileNameOf(picture)}`));
  const fresh = shown.flatMap((each): { each: Picture; data: Uint8Array }[] => {
    const data = there.has(fileNameOf(each.picture)) ? undefined : drawn.get(each.picture);
    return data ? [{ each, data }] : [];
  });
  const kept = shown.flatMap(({ picture }) => there.get(fileNameOf(picture)) ?? []);
  // Everything stays as it is: without the list, Discord touches none of it.
  if (fresh.length === 0 && kept.length > 0 && kept.length === there.size) return { body, files: [] };
  return {
    body: {
      ...body,
      attachments: [
        ...kept.map((id) => ({ id })),
        ...fresh.map(({ each }, index) => ({
          id: String(index),
          filename: fileNameOf(each.picture),
          description: cut(each.alt, DISCORD.altText),
        })),
      ],
    },
    files: fresh.map(({ each, data }) => ({
      name: fileNameOf(each.picture),
      data: Buffer.from(data),
      contentType: "image/png",
    })),
  };
}
