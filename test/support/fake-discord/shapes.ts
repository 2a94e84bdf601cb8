import { z } from "zod";

/** JSON as it travels. */
export type Json = Record<string, unknown>;

export const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Discord takes `null` for most of what may be left out. */
const maybe = <T extends z.ZodType>(inner: T) => inner.nullish().transform((value) => value ?? undefined);

export const embedSchema = z.looseObject({
  title: maybe(z.string()),
  description: maybe(z.string()),
  url: maybe(z.string()),
  footer: maybe(z.looseObject({ text: z.string() })),
  author: maybe(z.looseObject({ name: z.string() })),
  image: maybe(z.looseObject({ url: z.string() })),
  fields: maybe(z.array(z.looseObject({ name: z.string(), value: z.string() }))),
});
export type Embed = z.infer<typeof embedSchema>;

const optionSchema = z.looseObject({
  label: z.string(),
  value: z.string(),
  description: maybe(z.string()),
  default: maybe(z.boolean()),
});
export type Option = z.infer<typeof optionSchema>;

/** Any component of a message or a modal. */
export interface Component {
  type: number;
  id?: number | undefined;
  custom_id?: string | undefined;
  style?: number | undefined;
  label?: string | undefined;
  description?: string | undefined;
  emoji?: { name?: string | null | undefined } | undefined;
  url?: string | undefined;
  disabled?: boolean | undefined;
  placeholder?: string | undefined;
  options?: Option[] | undefined;
  min_values?: number | undefined;
  max_values?: number | undefined;
  min_length?: number | undefined;
  max_length?: number | undefined;
  required?: boolean | undefined;
  value?: string | undefined;
  default?: boolean | undefined;
  content?: string | undefined;
  components?: Component[] | undefined;
  component?: Component | undefined;
  accessory?: Component | undefined;
}

/** Component types, by Discord's numbers. */
export const TYPE = {
  row: 1,
  button: 2,
  select: 3,
  textInput: 4,
  text: 10,
  label: 18,
  fileUpload: 19,
  radio: 21,
  checkboxes: 22,
  checkbox: 23,
} as const;

export const componentSchema: z.ZodType<Component> = z.lazy(() =>
  z.looseObject({
    type: z.number(),
    id: maybe(z.number()),
    custom_id: maybe(z.string()),
    style: maybe(z.number()),
    label: maybe(z.string()),
    description: maybe(z.string()),
    emoji: maybe(z.looseObject({ name: z.string().nullish() })),
    url: maybe(z.string()),
    disabled: maybe(z.boolean()),
    placeholder: maybe(z.string()),
    options: maybe(z.array(optionSchema)),
    min_values: maybe(z.number()),
    max_values: maybe(z.number()),
    min_length: maybe(z.number()),
    max_length: maybe(z.number()),
    required: maybe(z.boolean()),
    value: maybe(z.string()),
    default: maybe(z.boolean()),
    content: maybe(z.string()),
    components: maybe(z.array(componentSchema)),
    component: maybe(componentSchema),
    accessory: maybe(componentSchema),
  }),
);

/** A component with everything that it holds, in reading order. */
export const within = (components: readonly Component[]): Component[] =>
  components.flatMap((each) => [
    each,
    ...within(each.components ?? []),
    ...within(each.component ? [each.component] : []),
    ...within(each.accessory ? [each.accessory] : []),
  ]);

export const mentionsSchema = z.looseObject({
  parse: maybe(z.array(z.string())),
  users: maybe(z.array(z.string())),
  roles: maybe(z.array(z.string())),
  replied_user: maybe(z.boolean()),
});
export type AllowedMentions = z.infer<typeof mentionsSchema>;

const attachmentSchema = z.looseObject({
  id: z.string(),
  filename: maybe(z.string()),
  description: maybe(z.string()),
});

/** What a message is made of. In an edit, what is absent stays, and `null` empties. */
export const messageSchema = z.looseObject({
  content: z.string().nullish(),
  embeds: z.array(embedSchema).nullish(),
  components: z.array(componentSchema).nullish(),
  attachments: z.array(attachmentSchema).nullish(),
  allowed_mentions: maybe(mentionsSchema),
  flags: maybe(z.number()),
  nonce: maybe(z.union([z.string(), z.number()])),
  enforce_nonce: maybe(z.boolean()),
  message_reference: maybe(z.looseObject({ message_id: z.string(), fail_if_not_exists: maybe(z.boolean()) })),
});
export type MessageBody = z.infer<typeof messageSchema>;

export const modalSchema = z.looseObject({
  custom_id: z.string(),
  title: z.string(),
  components: z.array(componentSchema),
});
export type ModalSource = z.infer<typeof modalSchema>;

/** Message flags, by Discord's bits. */
export const FLAG = { ephemeral: 1 << 6, loading: 1 << 7, hasThread: 1 << 5, componentsV2: 1 << 15 } as const;
