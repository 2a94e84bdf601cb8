import {
  type Block,
  type Button,
  type Inline,
  type Message,
  customer,
  payload,
  strong,
  text,
  userText,
} from "../chat/message.ts";
import { FEELING_LABELS, ORIGIN_LABELS } from "./comment.ts";
import type { CommentSettings } from "./settings.ts";
import type { Comment } from "./store.ts";

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
export const recordedMessage = (comment: Shown, settings: CommentSettings, said: string): Message => ({
  body: [{ b: "prose", text: [strong("Recorded: "), userText(said)] }, details(comment, settings)],
  buttons: buttons(comment),
});

/** What the agent sees after adding details. */
export const detailedMessage = (comment: Shown, settings: CommentSettings): Message => ({
  body: [{ b: "prose", text: [strong("Saved: "), payload(comment.textPayload)] }, details(comment, settings)],
  buttons: buttons(comment),
});
