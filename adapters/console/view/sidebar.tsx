import type { Child, FC } from "hono/jsx";
import { PersonaSwitcher } from "./persona.tsx";
import type { PlaceLink, Snapshot } from "./snapshot.ts";
import { inView } from "./swap.ts";

const Badge: FC<{ place: PlaceLink }> = ({ place: { unread } }) => {
  if (unread.messages === 0) return <></>;
  const mentions = unread.mentions > 0 ? `, ${unread.mentions} for you` : "";
  return (
    <span class={`badge${unread.mentions > 0 ? " badge-mention" : ""}`}>
      <span aria-hidden="true">
        {unread.mentions > 0 && "@"}
        {unread.messages > 99 ? "99+" : unread.messages}
      </span>
      <span class="hidden-text">
        {" "}
        {unread.messages} unread{mentions}
      </span>
    </span>
  );
};

const Link: FC<{ place: PlaceLink; symbol: Child }> = ({ place, symbol }) => (
  <li>
    <a
      class={`place${place.unread.messages > 0 ? " place-unread" : ""}`}
      href={place.href}
      hx-get={place.href}
      hx-push-url="true"
      aria-current={place.current ? "page" : undefined}
      {...inView}
    >
      <span class="place-symbol" aria-hidden="true">
        {symbol}
      </span>
      <span class="place-name">{place.name}</span>
      <Badge place={place} />
    </a>
  </li>
);

/** The organisation, who one is, and the places that one can go to. */
export const Sidebar: FC<{ shown: Snapshot }> = ({ shown }) => (
  <aside class="sidebar">
    <a class="brand" href="/" title="All people">
      <img src="/assets/icon.svg" alt="" width="28" height="28" />
      <span>{shown.organisation}</span>
    </a>
    <PersonaSwitcher shown={shown} />
    <nav aria-label="Places" class="places">
      <h2 id="nav-channels">Channels</h2>
      <ul aria-labelledby="nav-channels">
        {shown.channels.map((place) => (
          <Link place={place} symbol="#" />
        ))}
      </ul>
      <h2 id="nav-dm">Direct messages</h2>
      <ul aria-labelledby="nav-dm">
        <Link place={shown.dm} symbol={<img src="/assets/icon.svg" alt="" width="18" height="18" />} />
      </ul>
    </nav>
    <p class="sandbox">
      <strong>Sandbox.</strong> Practice data: nothing here is anybody’s evidence.
    </p>
  </aside>
);
