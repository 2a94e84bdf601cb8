import type { FC } from "hono/jsx";
import { toneSymbol } from "../../../src/chat/message.ts";
import type { Health } from "../options.ts";
import { Shell } from "./page.tsx";

/** The only page on a live database. Nobody can act here; people use Slack or Discord. */
export const LivePage: FC<{ organisation: string; health: Health }> = ({ organisation, health }) => (
  <Shell title={`Floorwalker · ${organisation}`}>
    <main class="sheet">
      <img src="/assets/icon.svg" alt="" width="48" height="48" />
      <h1>{organisation}</h1>
      <p class="lead">
        Floorwalker is running on a live database. People use it from Slack or Discord, under their own names;
        nobody can act from this page.
      </p>
      <section class="card" aria-labelledby="health">
        <h2 class="card-title" id="health">
          State
        </h2>
        <p class={`chip chip-${health.ok ? "done" : "warning"}`}>
          <span class="chip-symbol" aria-hidden="true">
            {toneSymbol(health.ok ? "done" : "warning")}
          </span>
          <span>{health.ok ? "All is well" : "Something needs attention"}</span>
        </p>
        <ul class="list">
          {health.lines.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
      </section>
    </main>
  </Shell>
);
