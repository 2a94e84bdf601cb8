import { z } from "zod";
import { cut, wellFormed } from "../../src/chat/cut.ts";

/*
 * What we read of Discord's interactions, and no more: tolerant of everything that Discord
 * may add, strict on what vouches for who did what and where.
 */

/** Discord lets nobody write so much in one place. */
const MOST = 10_000;
/** Half a surrogate pair cannot be kept, nor sent back. */
const words = z.string().max(MOST).transform(wellFormed);
const id = z.string().regex(/^\d{15,20}$/);
const user = z.object({ id, bot: z.boolean().optional() });
const base = z.object({
  id,
  application_id: id,
  // It becomes part of an address.
  token: z.string().regex(/^[\w.~=+-]{1,1000}$/),
  guild_id: id.optional(),
  channel_id: id,
  channel: z.object({ type: z.number(), parent_id: id.nullish() }).optional(),
  /** In a server. */
  member: z.object({ user }).optional(),
  /** In a direct conversation. */
  user: user.optional(),
  message: z.object({ id, flags: z.number().optional() }).optional(),
});

const option = z.object({
  name: words,
  value: z.union([words, z.number().transform(String), z.boolean().transform(String)]),
  focused: z.boolean().optional(),
});
const options = z.array(option).default([]);

const input = z.object({
  custom_id: words,
  value: words.nullish(),
  values: z.array(words).nullish(),
});
/** A labelled input; or something that only shows words. */
const labelled = z.object({ component: input.optional() });
const attachment = z.object({ url: words });

export const commandSchema = base.extend({
  type: z.literal(2),
  data: z.object({ type: z.literal(1).default(1), name: words, options }),
});

/** What somebody said elsewhere: too long is cut, and what is no text is none. */
const said = z
  .string()
  .transform((text) => cut(text, MOST))
  .catch("");
const embed = z.object({
  type: said,
  title: said,
  description: said,
  fields: z.array(z.object({ name: said, value: said })).catch([]),
});
const message = z.object({ content: said, embeds: z.array(embed).catch([]) });
/** A message that a shortcut is used on: of it all that holds words. */
const messageSchema = message.extend({
  message_snapshots: z.array(z.object({ message })).catch([]),
});
export const usedSchema = base.extend({
  type: z.literal(2),
  data: z.object({
    type: z.literal(3),
    name: words,
    target_id: id,
    resolved: z.object({ messages: z.record(z.string(), messageSchema) }),
  }),
});
export const pressedSchema = base.extend({
  type: z.literal(3),
  data: z.object({ custom_id: words }),
});
export const typingSchema = base.extend({
  type: z.literal(4),
  data: z.object({ name: words, options }),
});
export const submittedSchema = base.extend({
  type: z.literal(5),
  data: z.object({
    custom_id: words,
    components: z.array(labelled).default([]),
    resolved: z.object({ attachments: z.record(z.string(), attachment).default({}) }).optional(),
  }),
});

/** Anything that Discord may tell us that somebody did. */
export const interactionSchema = z.union([
  z.discriminatedUnion("type", [commandSchema, pressedSchema, typingSchema, submittedSchema]),
  usedSchema,
]);

export type Command = z.infer<typeof commandSchema>;
/** A shortcut, used on a message: to Discord a command of another type. */
export type Used = z.infer<typeof usedSchema>;
/** See {@link messageSchema}. */
export type SaidMessage = z.infer<typeof messageSchema>;
export type Pressed = z.infer<typeof pressedSchema>;
export type Typed = z.infer<typeof typingSchema>;
export type Submitted = z.infer<typeof submittedSchema>;
export type Interaction = z.infer<typeof interactionSchema>;
