import type { FC } from "hono/jsx";
import type { Words } from "../../../src/chat/message.ts";

/**
 * One piece of a line. What somebody typed is isolated, so that its writing direction
 * cannot reorder our words around it.
 */
const Piece: FC<{ piece: Words; viewer: string }> = ({ piece, viewer }) => {
  if (piece.t === "strong") return <strong>{piece.text}</strong>;
  if (piece.t === "user") return <bdi class="said">{piece.text}</bdi>;
  if (piece.t === "text") return <>{piece.text}</>;
  if (piece.userId === undefined) return <span class="person">{piece.name}</span>;
  return <mark class={piece.userId === viewer ? "mention mention-me" : "mention"}>@{piece.name}</mark>;
};

/** A line of a message. JSX escapes every string in it. */
export const Line: FC<{ words: readonly Words[]; viewer: string }> = ({ words, viewer }) => (
  <>
    {words.map((piece) => (
      <Piece piece={piece} viewer={viewer} />
    ))}
  </>
);
