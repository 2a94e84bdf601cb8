import type { FC } from "hono/jsx";
import type { Entry } from "../book.ts";
import { Empty } from "./empty.tsx";
import { MessageItem } from "./message.tsx";
import type { Root, Snapshot } from "./snapshot.ts";
import { inView } from "./swap.ts";

/** Messages this close together are one turn of speech: only the first shows who speaks. */
const SAME_TURN_MS = 5 * 60_000;

const follows = (before: Entry | undefined, entry: Entry): boolean =>
  before !== undefined &&
  entry.at - before.at < SAME_TURN_MS &&
  (before.onlyFor === undefined) === (entry.onlyFor === undefined);

const Day: FC<{ shown: Snapshot; at: number }> = ({ shown, at }) => (
  <li class="day">
    <span>{shown.times.day(at)}</span>
  </li>
);

const Earlier: FC<{ shown: Snapshot }> = ({ shown }) => {
  const href = `${shown.address}?all=1`;
  return (
    <a class="earlier" href={href} hx-get={href} hx-push-url="true" {...inView}>
      Show {shown.earlier} earlier {shown.earlier === 1 ? "message" : "messages"}
    </a>
  );
};

/** The messages of the place in view, oldest first. The page keeps the newest in sight by its style alone. */
export const MessageList: FC<{ shown: Snapshot }> = ({ shown }) => (
  <section class="scroll" aria-label="Messages" tabindex={0}>
    <div class="scroll-inner">
      {shown.earlier > 0 && <Earlier shown={shown} />}
      {shown.roots.length === 0 ? (
        <Empty shown={shown} />
      ) : (
        <ol class="messages">
          {shown.roots.map((root, at) => (
            <Item shown={shown} root={root} before={shown.roots[at - 1]?.entry} />
          ))}
        </ol>
      )}
    </div>
  </section>
);

const Item: FC<{ shown: Snapshot; root: Root; before: Entry | undefined }> = ({ shown, root, before }) => {
  const newDay = !before || shown.times.day(before.at) !== shown.times.day(root.entry.at);
  return (
    <>
      {newDay && <Day shown={shown} at={root.entry.at} />}
      <MessageItem
        entry={root.entry}
        shown={shown}
        replies={root.replies}
        follows={!newDay && follows(before, root.entry)}
      />
    </>
  );
};

/** A message with its replies, beside the main list. */
export const ThreadPane: FC<{ shown: Snapshot; root: Root }> = ({ shown, root }) => (
  <aside class="thread" id="thread" aria-labelledby="thread-title" tabindex={-1}>
    <header class="bar">
      <h2 id="thread-title">Thread</h2>
      <a class="close" href={shown.address} hx-get={shown.address} hx-push-url="true" {...inView}>
        <span aria-hidden="true">✕</span>
        <span class="hidden-text">Close thread</span>
      </a>
    </header>
    <section class="scroll" aria-label="Replies" tabindex={0}>
      <div class="scroll-inner">
        <ol class="messages">
          {[root.entry, ...root.replies].map((entry, at, all) => (
            <MessageItem entry={entry} shown={shown} follows={follows(all[at - 1], entry)} inThread />
          ))}
        </ol>
      </div>
    </section>
  </aside>
);
