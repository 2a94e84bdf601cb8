import { invalid, notFound } from "../../src/errors.ts";

/** A file as a message shows it. */
export interface Shared {
  readonly id: string;
  readonly name: string;
  readonly alt: string;
  readonly isImage: boolean;
}

/** A file with its bytes. Somebody gave it in a form (`owner`), or it was posted in a place. */
export interface Kept extends Shared {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly owner?: string;
  readonly place?: string;
}

/** The largest file that the console takes, whatever a form allows. */
export const LARGEST_FILE = 20 * 1024 * 1024;
const KEPT_BYTES = 96 * 1024 * 1024;
const KEPT_FILES = 300;

/** Pictures by how they begin. The name says nothing, and nothing else may be shown inside the page. */
const PICTURES: readonly { readonly type: string; readonly start: readonly number[] }[] = [
  { type: "image/png", start: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: "image/jpeg", start: [0xff, 0xd8, 0xff] },
  { type: "image/gif", start: [0x47, 0x49, 0x46, 0x38] },
];

/** Files in memory, the oldest dropped when there are too many. */
export class Files {
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  put(file: Pick<Kept, "id" | "name" | "alt" | "bytes"> & Partial<Pick<Kept, "owner" | "place">>): Shared {
    const picture = PICTURES.find(({ start }) => start.every((byte, at) => file.bytes[at] === byte));
    const contentType = picture?.type ?? "application/octet-stream";
    this.#kept.set(file.id, { ...file, contentType, isImage: picture !== undefined });
    this.#bytes += file.bytes.byteLength;
    for (const oldest of this.#kept.values()) {
      if (this.#kept.size <= KEPT_FILES && this.#bytes <= KEPT_BYTES) break;
      this.#kept.delete(oldest.id);
      this.#bytes -= oldest.bytes.byteLength;
    }
    return { id: file.id, name: file.name, alt: file.alt, isImage: picture !== undefined };
  }

  get(id: string): Kept | undefined {
    return this.#kept.get(id);
  }

  /** The bytes of a file that somebody gave in a form. */
  read(id: string, maxBytes: number): Uint8Array {
    const file = this.#kept.get(id);
    if (!file) throw notFound("file", `console file ${id} is not kept`);
    if (file.bytes.byteLength > maxBytes)
      throw invalid(
        `The file is larger than ${maxBytes} bytes. Give a smaller one.`,
        `console file ${id} is too large`,
      );
    return file.bytes;
  }
}
