import { buffer } from "node:stream/consumers";
import { type Entry, fromBuffer, type ZipFile } from "yauzl";
import { invalid } from "../../errors.ts";

/** More than any portfolio has: a ZIP that says more is not one of ours, or meant to fill a disk. */
const MOST_FILES = 200;
const MOST_BYTES = 512 * 1024 * 1024;

/** Whatever is wrong with a ZIP, in words for the person; the log gets the code alone. */
const bad = (words: string, code: string) =>
  invalid(`This is not a portfolio that can be checked: ${words}`, `zip refused: ${code}`);

const open = (bytes: Uint8Array): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    const options = { lazyEntries: true, strictFileNames: true, validateEntrySizes: true };
    fromBuffer(Buffer.from(bytes), options, (error, zip) => {
      if (error === null && zip !== undefined) resolve(zip);
      else reject(bad("the file is no ZIP archive, or it is damaged.", "not a zip"));
    });
  });

const content = (zip: ZipFile, entry: Entry): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error === null && stream !== undefined) resolve(buffer(stream));
      else reject(bad("a file in it cannot be read.", "entry unreadable"));
    });
  });

/** Its entries in the order of the directory; the library refuses names that lead out of the folder. */
const entriesOf = (zip: ZipFile): Promise<readonly Entry[]> =>
  new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on("entry", (entry: Entry) => {
      entries.push(entry);
      if (entries.length > MOST_FILES) reject(bad("it has too many files.", "too many entries"));
      else zip.readEntry();
    });
    zip.on("end", () => resolve(entries));
    zip.on("error", () =>
      reject(bad("a name in it leads out of its folder, or it is damaged.", "bad entry")),
    );
    zip.readEntry();
  });

/** A name that a folder of ours can have, on any system. */
const PLAIN_NAME = /^(?:\.?[a-zA-Z0-9_[\]-][a-zA-Z0-9._[\]-]*\/)*\.?[a-zA-Z0-9_[\]-][a-zA-Z0-9._[\]-]*$/;

/**
 * Every file of a ZIP by its name, read into memory. Refused are names that lead out of the folder, names
 * that come twice (of which every program shows another one), what is encrypted, and more than half a GiB.
 * Throws `invalid`.
 */
export async function readZip(bytes: Uint8Array): Promise<ReadonlyMap<string, Uint8Array>> {
  const zip = await open(bytes);
  const entries = await entriesOf(zip);
  const files = new Map<string, Uint8Array>();
  const seen = new Set<string>();
  let left = MOST_BYTES;
  for (const entry of entries) {
    const name = entry.fileName;
    if (name.endsWith("/")) continue;
    if (!PLAIN_NAME.test(name)) throw bad("a name in it is not one of ours.", "odd name");
    // Systems that do not tell capitals apart would write one over the other.
    if (seen.has(name.toLowerCase())) throw bad("a file in it comes twice.", "duplicate name");
    seen.add(name.toLowerCase());
    if (entry.isEncrypted()) throw bad("a file in it is encrypted.", "encrypted");
    left -= entry.uncompressedSize;
    if (left < 0) throw bad("its files are too large.", "too large");
    files.set(name, await readEntry(zip, entry));
  }
  return files;
}

/** The library ends the stream if there is more, or less, than the directory promised. */
async function readEntry(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  try {
    return await content(zip, entry);
  } catch {
    throw bad("a file in it is damaged.", "entry damaged");
  }
}
