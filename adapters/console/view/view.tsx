import type { FC } from "hono/jsx";
import { placesAddress } from "./address.ts";
import { Composer } from "./composer.tsx";
import { MessageList, ThreadPane } from "./list.tsx";
import { Sidebar } from "./sidebar.tsx";
import type { Snapshot } from "./snapshot.ts";
import { inView } from "./swap.ts";

/** How much waits unread elsewhere. */
const waiting = (shown: Snapshot): number =>
  [...shown.channels, shown.dm].reduce((sum, place) => sum + place.unread.messages, 0);

/** The page's title, with how much is unread: it shows on a tab in the background. */
export function titleOf(shown: Snapshot): string {
  const count = waiting(shown);
  const place = shown.inPlace ? (shown.channel?.name ?? "Direct messages") : "Places";
  return `${count > 0 ? `(${count}) ` : ""}${place} · ${shown.person.name} · ${shown.organisation}`;
}

const Back: FC<{ shown: Snapshot }> = ({ shown }) => {
  const href = placesAddress(shown.person.id);
  const count = waiting(shown);
  return (
    <a class="back" href={href} hx-get={href} hx-push-url="true" {...inView}>
      <span aria-hidden="true">‹</span>
      <span class="hidden-text">All places{count > 0 && `, ${count} unread`}</span>
      {count > 0 && (
        <span class="badge" aria-hidden="true">
          {count}
        </span>
      )}
    </a>
  );
};

const Place: FC<{ shown: Snapshot }> = ({ shown }) => (
  <main class="main" id="main" tabindex={-1}>
    <header class="bar">
      <Back shown={shown} />
      <div class="bar-words">
        <h1>
          {shown.channel && (
            <span class="hash" aria-hidden="true">
              #
            </span>
          )}
          {shown.channel?.name ?? "Floorwalker"}
        </h1>
        <p>{shown.channel ? shown.channel.team : `Direct messages, to ${shown.person.name} alone`}</p>
      </div>
    </header>
    <MessageList shown={shown} />
    <Composer shown={shown} />
  </main>
);

const NoPlace: FC = () => (
  <main class="main main-none" id="main" tabindex={-1}>
    <h1>Places</h1>
    <p>Choose a channel from the list.</p>
  </main>
);

/** Everything on the page that changes; an update replaces it as a whole, by morphing. */
export const View: FC<Snapshot> = (shown) => (
  <div
    class={`frame ${shown.inPlace ? "frame-place" : "frame-places"}${shown.thread ? " frame-thread" : ""}`}
  >
    <Sidebar shown={shown} />
    {shown.inPlace ? <Place shown={shown} /> : <NoPlace />}
    {shown.thread && <ThreadPane shown={shown} root={shown.thread} />}
  </div>
);

/** What an update of an open page gets. */
export const ViewFragment: FC<Snapshot> = (shown) => (
  <>
    <title>{titleOf(shown)}</title>
    <View {...shown} />
  </>
);
