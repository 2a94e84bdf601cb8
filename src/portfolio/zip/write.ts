import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";

/**
 * Files as a ZIP, in the order given. Every entry has the same moment and no trace of who or what made it:
 * the same files and moment give the same bytes.
 * @param at ms since the epoch
 */
export async function zipOf(files: ReadonlyMap<string, Uint8Array>, at: number): Promise<Uint8Array> {
  const zip = new ZipFile();
  const options = { mtime: new Date(Math.floor(at / 1000) * 1000), mode: 0o100644 };
  for (const [name, bytes] of files) zip.addBuffer(Buffer.from(bytes), name, options);
  zip.end();
  return buffer(zip.outputStream);
}
