import { z } from "zod";
import { id, name, whole } from "./shapes.ts";

/** Far more than anybody picks from on a form. */
const MOST_ABOUT = 100;
/** Each is told of every severe comment about the topic, so it is a handful. */
const MOST_SPECIALISTS = 20;
const MOST_WORDS = 100;

/** Compared word by word with what people write, so it holds nothing but words. */
const words = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} '’-]{0,58}[\p{L}\p{M}\p{N}])$/u, {
    error: "must be a plain word or phrase of 2 to 60 letters, figures, spaces, ' and -",
  });

const most = (count: number, what: string) => ({ error: `must have at most ${count} ${what}` });

const people = z.array(z.string()).max(MOST_SPECIALISTS, most(MOST_SPECIALISTS, "people")).exactOptional();
const phrases = z.array(words).max(MOST_WORDS, most(MOST_WORDS, "words")).exactOptional();

/** The section `comments`. */
export const commentsShape = z.strictObject({
  window_hours: whole(1, 48, "hours").exactOptional(),
  customers: whole(2, 50, "customers").exactOptional(),
  threshold: whole(4, 50, "points").exactOptional(),
  also_after: z
    .strictObject({ customers: whole(2, 50, "customers"), days: whole(1, 90, "days") })
    .exactOptional(),
  confirm_from: z.string().exactOptional(),
  about: z
    .array(z.strictObject({ id, label: name }))
    .max(MOST_ABOUT, most(MOST_ABOUT, "entries"))
    .exactOptional(),
  specialists: z.strictObject({ safety: people, discrimination: people, law: people }).exactOptional(),
  severe_words: z.strictObject({ safety: phrases, discrimination: phrases, law: phrases }).exactOptional(),
});

export type CommentsInput = z.output<typeof commentsShape>;
