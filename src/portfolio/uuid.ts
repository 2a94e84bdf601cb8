import { createHash } from "node:crypto";

/** The namespace of every identifier that is derived here; drawn once, and never to be changed. */
const NAMESPACE = Buffer.from("6a0f2c2e-8d0b-4c55-9a3e-6f2b7d1c9e40".replaceAll("-", ""), "hex");

/** A UUID of version 5 (RFC 9562): the same for the same name, always. */
export function uuidOf(name: string): string {
  const bytes = createHash("sha1").update(NAMESPACE).update(name, "utf8").digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [0, 8, 12, 16, 20].map((from, n, all) => hex.slice(from, all[n + 1] ?? 32)).join("-");
}

/** An identifier as an address: no server of ours answers for one. */
export const urn = (uuid: string): string => `urn:uuid:${uuid}`;
