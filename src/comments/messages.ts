import {
  type Block,
  type Button,
  type Inline,
  type Message,
  customer,
  nameList,
  payload,
  strong,
  text,
  userText,
} from "../chat/message.ts";
import { FEELING_LABELS, ORIGIN_LABELS } from "./comment.ts";
import { type CommentSettings, SEVERE_LABELS, type SevereTopic } from "./settings.ts";
import type { Comment } from "./store.ts";

/** What stands in the place of a severe comment. */
export const notShown = (topic: SevereTopic): string =>
  `(not shown here: it may be about ${SEVERE_LABELS[topic].toLowerCase()})`;

/** What was said, for anybody else than who logged it: what is severe is for specialists alone. */
export const quoted = (comment: Pick<Comment, "severe" | "textPayload">): Inline[] =>
  comment.severe === null ? [payload(comment.textPayload)] : [text(notShown(comment.severe))];

type Shown = Omit<Comment, "seq">;

/** What is known of a comment, as fields. */
function details(comment: Shown, settings: CommentSettings): Block {
  const about = settings.about.find(({ id }) => id === comment.about)?.label ?? comment.about;
  const fields: { label: string; value: Inline[] }[] = [
    {
      label: "Customer reference",
      value:
        comment.customerId === null
          ? [text("none: it counts as no customer")]
          : [customer(comment.customerId)],
    },
    ...(about === null ? [] : [{ label: "About", value: [text(about)] }]),
    { label: "How it came about", value: [text(ORIGIN_LABELS[comment.origin])] },
    ...(comment.feeling === null ? [] : [{ label: "Felt", value: [text(FEELING_LABELS[comment.feeling])] }]),
    ...(comment.replyPayload === null
      ? []
      : [{ label: "Said in reply", value: [payload(comment.replyPayload)] }]),
  ];
  return { b: "fields", fields };
}

const buttons = (comment: Shown): Button[] => [
  {
    action: "comment.details",
    arg: comment.id,
    label: "Add details",
    describe: "Add details to this comment",
  },
  { action: "comment.strike", arg: comment.id, label: "Take back", describe: "Take this comment back" },
];

/** What the agent sees at once. */
export const recordedMessage = (
  comment: Shown,
  settings: CommentSettings,
  said: string,
  offer: NoticeOffer | undefined,
): Message => ({
  body: [
    { b: "prose", text: [strong("Recorded: "), userText(said)] },
    details(comment, settings),
    ...(offer ? [offerOf(offer)] : []),
  ],
  buttons: [...(offer ? [noticeButton(comment)] : []), ...buttons(comment)],
});

/** Who could be told of a severe comment, and because of which words. */
export interface NoticeOffer {
  readonly topic: SevereTopic;
  readonly words: string;
  /** Member ids. */
  readonly people: readonly string[];
}

const offerOf = ({ topic, words, people }: NoticeOffer): Block => ({
  b: "prose",
  text: [
    strong(`${SEVERE_LABELS[topic]}: one comment is enough. `),
    text("It says \u201c"),
    userText(words),
    text("\u201d. You can tell "),
    ...nameList(people),
    text(" at once, by direct message only."),
  ],
});

const noticeButton = (comment: Shown): Button => ({
  action: "comment.notice",
  arg: comment.id,
  label: "Notify them",
  describe: "Notify the specialists of this comment",
  style: "danger",
});

/** What the agent sees after adding details. */
export const detailedMessage = (comment: Shown, settings: CommentSettings): Message => ({
  body: [{ b: "prose", text: [strong("Saved: "), payload(comment.textPayload)] }, details(comment, settings)],
  buttons: buttons(comment),
});
