import type { FC } from "hono/jsx";
import {
  inWords,
  isPictureId,
  toneSymbol,
  type Block,
  type Button,
  type Words,
} from "../../../src/chat/message.ts";
import type { Entry } from "../book.ts";
import { actionAddress, fileAddress, pictureAddress, threadAddress } from "./address.ts";
import { BotMark } from "./avatar.tsx";
import { Line } from "./inline.tsx";
import type { Root, Snapshot } from "./snapshot.ts";
import { mentions } from "./snapshot.ts";
import { Shortcuts } from "./shortcuts.tsx";
import { inView } from "./swap.ts";

interface Props {
  readonly entry: Entry;
  readonly shown: Snapshot;
}

const BlockPart: FC<{ block: Block<Words>; viewer: string; message: string }> = ({
  block,
  viewer,
  message,
}) => {
  if (block.b === "prose")
    return (
      <p class="prose">
        <Line words={block.text} viewer={viewer} />
      </p>
    );
  if (block.b === "list")
    return (
      <ul class="list">
        {block.items.map((item) => (
          <li>
            <Line words={item} viewer={viewer} />
          </li>
        ))}
      </ul>
    );
  if (block.b === "fields")
    return (
      <dl class="fields">
        {block.fields.map((field) => (
          <div>
            <dt>{field.label}</dt>
            <dd>
              <Line words={field.value} viewer={viewer} />
            </dd>
          </div>
        ))}
      </dl>
    );
  // From here only: a page that loads a picture from elsewhere tells elsewhere who reads what.
  return isPictureId(block.picture) ? (
    <img class="picture" src={pictureAddress(viewer, message, block.picture)} alt={block.alt} />
  ) : (
    <p class="prose">{inWords(block)}</p>
  );
};

const Attachment: FC<Props> = ({ entry: { file }, shown }) => {
  if (!file) return <></>;
  const href = fileAddress(shown.person.id, file.id);
  return file.isImage ? (
    <img class="picture" src={href} alt={file.alt} />
  ) : (
    <p>
      <a class="file" href={href} download={file.name}>
        <span aria-hidden="true">⭳</span> {file.name}
      </a>
    </p>
  );
};

/** A press sends what the button says; the server knows which buttons the message has had. */
const ActionButton: FC<Props & { button: Button }> = ({ entry, shown, button }) => (
  <form hx-post={actionAddress(shown, "/press")} hx-disable="find button" {...inView}>
    <input type="hidden" name="message" value={entry.id} />
    <input type="hidden" name="action" value={button.action} />
    <input type="hidden" name="arg" value={button.arg} />
    <button type="submit" class={`button button-${button.style ?? "plain"}`} aria-label={button.describe}>
      {button.label}
    </button>
  </form>
);

/** A form that a private answer offers, because it could not open by itself. */
const OpenForm: FC<Props> = ({ entry, shown }) =>
  entry.form === undefined ? (
    <></>
  ) : (
    <div class="actions">
      <button
        type="button"
        class="button button-primary"
        hx-get={`${shown.address}/form/${encodeURIComponent(entry.form)}`}
        hx-target="#dialog"
        hx-swap="innerHTML"
      >
        Open the form
      </button>
    </div>
  );

const Card: FC<Props> = ({ entry, shown }) => {
  const { message } = entry;
  const viewer = shown.person.id;
  const buttons = message.buttons ?? [];
  return (
    <>
      {message.title && (
        <h2 class="card-title">
          <Line words={message.title} viewer={viewer} />
        </h2>
      )}
      {message.status && (
        <p class={`chip chip-${message.status.tone}`}>
          <span class="chip-symbol" aria-hidden="true">
            {toneSymbol(message.status.tone)}
          </span>
          <span>
            <Line words={message.status.text} viewer={viewer} />
          </span>
        </p>
      )}
      {message.body.map((block) => (
        <BlockPart block={block} viewer={viewer} message={entry.id} />
      ))}
      <Attachment entry={entry} shown={shown} />
      {buttons.length > 0 && (
        <div class="actions">
          {buttons.map((button) => (
            <ActionButton entry={entry} shown={shown} button={button} />
          ))}
        </div>
      )}
      <OpenForm entry={entry} shown={shown} />
    </>
  );
};

/** Cards are framed; a plain sentence is not. */
const isCard = ({ message, file }: Entry): boolean =>
  message.title !== undefined || message.status !== undefined || (message.buttons?.length ?? 0) > 0 || !!file;

/** One message. `inThread` is set in the thread's pane, where ids must differ from those of the main list. */
export const MessageItem: FC<Props & { follows: boolean; replies?: Root["replies"]; inThread?: boolean }> = ({
  entry,
  shown,
  follows,
  replies = [],
  inThread,
}) => {
  const id = `${inThread ? "t" : "m"}-${entry.id}`;
  const classes = ["message", follows && "message-follows", entry.onlyFor !== undefined && "message-private"];
  if (mentions(entry, shown.person)) classes.push("message-mention");
  return (
    <li>
      <article id={id} class={classes.filter(Boolean).join(" ")} tabindex={-1} aria-labelledby={`${id}-by`}>
        <div class="gutter">{!follows && <BotMark />}</div>
        <div class="message-main">
          <div class="message-head">
            <p class="by" id={`${id}-by`}>
              <span class="from">Floorwalker</span>{" "}
              <time datetime={new Date(entry.at).toISOString()} title={shown.times.full(entry.at)}>
                {shown.times.time(entry.at)}
              </time>
              {entry.edited && <span class="edited"> (updated)</span>}
              {entry.onlyFor !== undefined && <span class="only-you"> Only you can see this</span>}
            </p>
            <Shortcuts entry={entry} shown={shown} by={`${id}-by`} />
          </div>
          <div class={isCard(entry) ? "card" : "plain"}>
            <Card entry={entry} shown={shown} />
          </div>
          {replies.length > 0 && !inThread && <Replies root={{ entry, replies }} shown={shown} />}
        </div>
      </article>
    </li>
  );
};

const Replies: FC<{ root: Root; shown: Snapshot }> = ({ root, shown }) => {
  const href = threadAddress(shown.address, root.entry.id);
  const last = root.replies.at(-1);
  const count = root.replies.length;
  return (
    <a class="replies" href={href} hx-get={href} hx-push-url="true" {...inView}>
      {count === 1 ? "1 reply" : `${count} replies`}
      {last && <span class="replies-last"> last at {shown.times.time(last.at)}</span>}
    </a>
  );
};
