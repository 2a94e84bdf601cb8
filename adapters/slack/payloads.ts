import { z } from "zod";
import { blockSchema } from "./fields.ts";

/*
 * What we read of Slack's payloads, and no more: tolerant of everything that Slack may
 * add, strict on what vouches for who did what and where.
 */

const user = z.object({
  id: z.string().min(1),
  team_id: z.string().min(1).optional(),
  is_bot: z.boolean().optional(),
});
const team = z.object({ id: z.string().min(1) });

const stateValue = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
  selected_date: z.string().nullish(),
  selected_date_time: z.number().nullish(),
  files: z.array(z.object({ id: z.string() })).nullish(),
});
/** One input's state. */
export type StateValue = z.infer<typeof stateValue>;

const words = z.object({ text: z.string() }).nullish();

/** A modal as it comes with an interaction. */
const viewSchema = z.object({
  id: z.string().min(1),
  hash: z.string().optional(),
  callback_id: z.string().default(""),
  private_metadata: z.string().default(""),
  title: words,
  submit: words,
  blocks: z.array(blockSchema).default([]),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), stateValue)) }).default({ values: {} }),
});
/** A modal, read. */
export type View = z.infer<typeof viewSchema>;

/** A slash command. */
export const commandSchema = z.object({
  command: z.string().regex(/^\/./),
  text: z.string().default(""),
  team_id: z.string().min(1),
  user_id: z.string().min(1),
  channel_id: z.string().min(1),
  trigger_id: z.string().min(1),
  response_url: z.string().optional(),
});
/** See {@link commandSchema}. */
export type Command = z.infer<typeof commandSchema>;

/** A pressed button, or an input in a modal that asks to be redrawn. */
export const actionsSchema = z.object({
  user,
  team: team.nullish(),
  trigger_id: z.string().min(1),
  response_url: z.string().optional(),
  channel: z.object({ id: z.string().min(1) }).optional(),
  container: z
    .object({ channel_id: z.string().min(1).optional(), thread_ts: z.string().optional() })
    .default({}),
  message: z.object({ thread_ts: z.string().optional() }).optional(),
  view: viewSchema.optional(),
  actions: z
    .array(z.object({ type: z.string(), action_id: z.string(), value: z.string().default("") }))
    .min(1),
});
/** See {@link actionsSchema}. */
export type Actions = z.infer<typeof actionsSchema>;

/** A submitted modal. */
export const submissionSchema = z.object({ user, team: team.nullish(), view: viewSchema });
/** See {@link submissionSchema}. */
export type Submission = z.infer<typeof submissionSchema>;

/** A shortcut, used on a message; of the message all that holds words. */
export const shortcutSchema = z.object({
  user,
  team: team.nullish(),
  callback_id: z.string().min(1),
  trigger_id: z.string().min(1),
  response_url: z.string().optional(),
  channel: z.object({ id: z.string().min(1) }),
  message: z.object({
    ts: z.string().optional(),
    thread_ts: z.string().optional(),
    text: z.string().nullish(),
    blocks: z.unknown().optional(),
    attachments: z.unknown().optional(),
  }),
});
/** See {@link shortcutSchema}. */
export type Shortcut = z.infer<typeof shortcutSchema>;

const INTERACTIONS: ReadonlySet<unknown> = new Set(["block_actions", "view_submission", "message_action"]);

/** Whether this is one of the kinds that we listen to; everything else is answered and dropped. */
export const isKnownKind = (payload: object): boolean =>
  "command" in payload || ("type" in payload && INTERACTIONS.has(payload.type));
