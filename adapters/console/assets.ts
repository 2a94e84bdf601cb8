import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/package-root.ts";

/** A file that pages load. */
export interface Asset {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
  readonly etag: string;
}

/** Style sheets in the order in which they apply. */
export const STYLES = [
  "style.css",
  "frame.css",
  "places.css",
  "composer.css",
  "message.css",
  "card.css",
  "form.css",
  "narrow.css",
] as const;

/** The only files that are served: an address outside this list leads nowhere, whatever it looks like. */
const SERVED: Readonly<Record<string, readonly [path: string, contentType: string]>> = {
  "app.js": ["adapters/console/assets/app.js", "text/javascript; charset=utf-8"],
  "dialog.js": ["adapters/console/assets/dialog.js", "text/javascript; charset=utf-8"],
  "completion.js": ["adapters/console/assets/completion.js", "text/javascript; charset=utf-8"],
  ...Object.fromEntries(
    STYLES.map((name) => [name, [`adapters/console/assets/${name}`, "text/css; charset=utf-8"] as const]),
  ),
  "icon.svg": ["adapters/console/assets/icon.svg", "image/svg+xml"],
  "htmx.js": ["node_modules/htmx.org/dist/htmx.min.js", "text/javascript; charset=utf-8"],
};

/** Reads every asset once, so that a missing one shows at start and not in somebody's browser. */
export function loadAssets(): ReadonlyMap<string, Asset> {
  const root = packageRoot();
  return new Map(
    Object.entries(SERVED).map(([name, [path, contentType]]) => {
      const body = new Uint8Array(readFileSync(join(root, path)));
      return [
        name,
        { body, contentType, etag: `"${createHash("sha256").update(body).digest("hex").slice(0, 20)}"` },
      ];
    }),
  );
}
