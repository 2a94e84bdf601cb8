/**
 * Reads a body to its end.
 * @throws if it is longer than `maxBytes`
 */
export async function readAtMost(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw new Error("file too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
