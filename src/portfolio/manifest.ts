import { createHash } from "node:crypto";
import { z } from "zod";
import { SCHEMA } from "./model.ts";

/** The file that lists every other one but {@link SUMS}. */
export const MANIFEST = "manifest.json";
/** What `sha256sum -c` reads: every file but itself. */
export const SUMS = "SHA256SUMS";

/** What `manifest.json` holds. */
export const manifestShape = z.strictObject({
  format: z.literal("floorwalker-portfolio-package/1"),
  schema: z.literal(SCHEMA),
  export: z.string(),
  exportedAt: z.iso.datetime(),
  specimen: z.boolean(),
  journal: z.strictObject({ events: z.int(), seq: z.int(), hash: z.string() }),
  files: z.strictObject({ name: z.string(), size: z.int(), sha256: z.string() }).array(),
});

/** A manifest. */
export type Manifest = z.output<typeof manifestShape>;

/** SHA-256, hex. */
export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** What {@link SUMS} says of files, in this order. */
export const sumsText = (files: readonly { readonly name: string; readonly sha256: string }[]): string =>
  files.map((file) => `${file.sha256}  ${file.name}\n`).join("");
