import { type ResolvedMessage, text } from "../chat/message.ts";

/** Said where a repeat cannot be excluded (promise P3: a repeat says so in its text). */
export const REPEAT_MARKER = "⟲ This may be a repeat: delivery of the first copy could not be confirmed.";

/** The message, saying that it may be there twice. */
export const markedAsRepeat = (message: ResolvedMessage): ResolvedMessage => ({
  ...message,
  body: [...message.body, { b: "prose", text: [text(REPEAT_MARKER)] }],
});
