import type { Child, FC } from "hono/jsx";
import { STYLES } from "../assets.ts";
import { personAddress } from "./address.ts";
import type { Snapshot } from "./snapshot.ts";
import { titleOf, View } from "./view.tsx";

/** Refusals and failures are shown by our script, not put in place of the page; and no inline style. */
const HTMX = JSON.stringify({
  includeIndicatorCSS: false,
  noSwap: [204, 304, "4xx", "5xx"],
  defaultTimeout: 30_000,
});

/** The frame of every page. */
export const Shell: FC<{ title: string; script?: boolean; children?: Child }> = ({
  title,
  script,
  children,
}) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta
        name="viewport"
        content="width=device-width, initial-scale=1, interactive-widget=resizes-content"
      />
      <meta name="color-scheme" content="light dark" />
      <meta name="htmx-config" content={HTMX} />
      <title>{title}</title>
      <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
      {STYLES.map((name) => (
        <link rel="stylesheet" href={`/assets/${name}`} />
      ))}
      {script && <script src="/assets/htmx.js" defer></script>}
      {script && <script src="/assets/app.js" type="module"></script>}
    </head>
    <body>{children}</body>
  </html>
);

/** A whole page of the console. What stands outside `#app` is never replaced: dialog, announcements, notices. */
export const Page: FC<Snapshot> = (shown) => (
  <Shell title={titleOf(shown)} script>
    <a class="skip" href="#main">
      Skip to messages
    </a>
    <div id="app" data-stream={`${personAddress(shown.person.id)}/stream`}>
      <View {...shown} />
    </div>
    <dialog id="dialog" class="dialog" aria-labelledby="dialog-title"></dialog>
    <p id="notice" class="notice" role="alert" hidden></p>
    <div id="announcements" class="hidden-text" role="status" aria-live="polite"></div>
  </Shell>
);
