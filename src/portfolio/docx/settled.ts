import { readZip } from "../zip/read.ts";
import { zipOf } from "../zip/write.ts";

/** The moment at which the library says that it made the file, which is not when the portfolio was exported. */
const STAMP = /(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)/g;

/** The same document with one moment everywhere instead of now, so that the same portfolio gives the same file. */
export async function settled(docx: Uint8Array, at: number): Promise<Uint8Array> {
  const moment = new Date(Math.floor(at / 1000) * 1000).toISOString();
  const files = await readZip(docx);
  const named = Array.from(files, ([name, bytes]): readonly [string, Uint8Array] =>
    name === "docProps/core.xml"
      ? [name, Buffer.from(Buffer.from(bytes).toString("utf8").replaceAll(STAMP, `$1${moment}$2`))]
      : [name, bytes],
  );
  return zipOf(new Map(named), at);
}
