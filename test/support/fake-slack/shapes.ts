import { z } from "zod";

/** JSON as it travels. */
export type Json = Record<string, unknown>;

const textSchema = z.looseObject({
  type: z.enum(["plain_text", "mrkdwn"]),
  text: z.string(),
  emoji: z.boolean().optional(),
});
export const optionSchema = z.looseObject({ text: textSchema, value: z.string() });
export const elementSchema = z.looseObject({
  type: z.string(),
  action_id: z.string().optional(),
  text: textSchema.optional(),
  value: z.string().optional(),
  style: z.string().optional(),
  accessibility_label: z.string().optional(),
  options: z.array(optionSchema).optional(),
  initial_value: z.string().optional(),
  initial_option: optionSchema.optional(),
  initial_options: z.array(optionSchema).optional(),
  initial_date: z.string().optional(),
  initial_date_time: z.number().optional(),
  max_length: z.number().optional(),
  placeholder: textSchema.optional(),
});
export type Element = z.infer<typeof elementSchema>;

export const richElementSchema: z.ZodType<RichElement> = z.lazy(() =>
  z.looseObject({
    type: z.string(),
    text: z.string().optional(),
    user_id: z.string().optional(),
    usergroup_id: z.string().optional(),
    channel_id: z.string().optional(),
    range: z.string().optional(),
    name: z.string().optional(),
    url: z.string().optional(),
    elements: z.array(richElementSchema).optional(),
  }),
);
export interface RichElement {
  type: string;
  text?: string | undefined;
  user_id?: string | undefined;
  usergroup_id?: string | undefined;
  channel_id?: string | undefined;
  range?: string | undefined;
  name?: string | undefined;
  url?: string | undefined;
  elements?: RichElement[] | undefined;
}

export const blockSchema = z.looseObject({
  type: z.string(),
  block_id: z.string().optional(),
  text: textSchema.optional(),
  fields: z.array(textSchema).optional(),
  elements: z.array(z.unknown()).optional(),
  element: elementSchema.optional(),
  label: textSchema.optional(),
  hint: textSchema.optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  image_url: z.string().optional(),
  slack_file: z.object({ id: z.string() }).optional(),
  alt_text: z.string().optional(),
});
export type Block = z.infer<typeof blockSchema>;

export const viewSchema = z.looseObject({
  type: z.literal("modal"),
  callback_id: z.string().optional(),
  private_metadata: z.string().optional(),
  title: textSchema,
  submit: textSchema.optional(),
  close: textSchema.optional(),
  blocks: z.array(blockSchema),
});
export type ViewSource = z.infer<typeof viewSchema>;

/** Slack says no, with one of its codes. */
export class Refusal extends Error {
  readonly code: string;
  readonly details: readonly string[];
  constructor(code: string, details: readonly string[] = []) {
    super(`${code} ${details.join("; ")}`);
    this.code = code;
    this.details = details;
  }
}
