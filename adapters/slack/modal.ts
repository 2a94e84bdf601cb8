import type { types } from "@slack/bolt";
import { z } from "zod";
import { controllingFields, type Form, type RawValues } from "../../src/chat/form.ts";
import { say, text, type ResolvedMessage } from "../../src/chat/message.ts";
import { plain } from "./escape.ts";
import { blockSchema, fieldBlock, withValue, type LooseBlock } from "./fields.ts";
import { BLOCK_KIT } from "./limits.ts";
import { render, type Files } from "./render.ts";

/** Where a form was opened from; a modal itself has no channel. */
export interface Origin {
  readonly channel: string;
  readonly thread?: string | undefined;
}

const conditionalSchema = z.object({ block: blockSchema, field: z.string(), oneOf: z.array(z.string()) });
/** A field that is drawn only sometimes, as it would be drawn. */
type Conditional = z.infer<typeof conditionalSchema>;

const metadataSchema = z.object({
  name: z.string(),
  id: z.string(),
  context: z.record(z.string(), z.string()),
  channel: z.string().min(1),
  thread: z.string().optional(),
  /** Ids of all fields in their order. */
  order: z.array(z.string()),
  /** Absent if they did not fit: then {@link Drafts} has them. */
  conditionals: z.array(conditionalSchema).optional(),
});
/** What a form's `private_metadata` says. */
export type Metadata = z.infer<typeof metadataSchema>;

/** Reads `private_metadata`; `undefined` if we did not write it. */
export function readMetadata(given: string): Metadata | undefined {
  try {
    return metadataSchema.safeParse(JSON.parse(given)).data;
  } catch {
    return undefined;
  }
}

const DRAFT_LIFE_MS = 15 * 60_000;
const DRAFTS = 1000;

/** Conditional fields of the few forms whose metadata has no room for them; gone after 15 minutes or a restart. */
export class Drafts {
  readonly #kept = new Map<string, { conditionals: readonly Conditional[]; until: number }>();

  /** @param now ms since the epoch */
  keep(id: string, conditionals: readonly Conditional[], now: number): void {
    for (const [old, draft] of this.#kept)
      if (draft.until <= now || this.#kept.size >= DRAFTS) this.#kept.delete(old);
    this.#kept.set(id, { conditionals, until: now + DRAFT_LIFE_MS });
  }

  find(id: string): readonly Conditional[] {
    return this.#kept.get(id)?.conditionals ?? [];
  }
}

/** Which conditional fields are shown. A hidden field's own value counts as empty, so chains close too. */
function shownConditionals(
  order: readonly string[],
  conditionals: readonly Conditional[],
  values: RawValues,
): Set<string> {
  const byId = new Map(conditionals.map((each) => [each.block.block_id, each]));
  const hidden = new Set<string>();
  for (const id of order) {
    const rule = byId.get(id);
    const controlling = rule && !hidden.has(rule.field) ? (values[rule.field] ?? "") : "";
    if (rule && !rule.oneOf.includes(controlling)) hidden.add(id);
  }
  return new Set([...byId.keys()].filter((id) => !hidden.has(id)));
}

const note = (blockId: string, words: string): LooseBlock => ({
  type: "section",
  block_id: blockId,
  text: plain(words, BLOCK_KIT.sectionText),
});

/**
 * A form as a modal. Everything needed to redraw it travels in `private_metadata`, so
 * that a restart of the bot loses nothing that somebody is typing.
 * @param now ms since the epoch
 */
export function formView(form: Form, origin: Origin, drafts: Drafts, now: number): types.ModalView {
  const controlling = controllingFields(form);
  const drawn = new Map(form.fields.map((field) => [field.id, fieldBlock(field, controlling.has(field.id))]));
  const conditionals = form.fields.flatMap((field): Conditional[] => {
    const block = drawn.get(field.id);
    return field.showWhen && block
      ? [{ block, field: field.showWhen.field, oneOf: [...field.showWhen.oneOf] }]
      : [];
  });
  const metadata: Metadata = {
    name: form.name,
    id: form.id,
    context: { ...form.context },
    channel: origin.channel,
    thread: origin.thread,
    order: form.fields.map((field) => field.id),
  };
  const complete = JSON.stringify({ ...metadata, conditionals });
  const fits = complete.length <= BLOCK_KIT.privateMetadata;
  if (!fits) drafts.keep(form.id, conditionals, now);
  const initial = Object.fromEntries(form.fields.map((field) => [field.id, field.initial ?? ""]));
  const blocks = arrange(metadata, conditionals, drawn, initial);
  return {
    type: "modal",
    callback_id: "form",
    title: plain(form.title, BLOCK_KIT.modalTitle),
    submit: plain(form.submitLabel, BLOCK_KIT.modalTitle),
    close: plain("Cancel", BLOCK_KIT.modalTitle),
    private_metadata: fits ? complete : JSON.stringify(metadata),
    blocks: form.intro === undefined ? blocks : [note("floorwalker_intro", form.intro), ...blocks],
  };
}

function arrange(
  metadata: Metadata,
  conditionals: readonly Conditional[],
  drawn: ReadonlyMap<string, LooseBlock>,
  values: RawValues,
): LooseBlock[] {
  const byId = new Map(conditionals.map((each) => [each.block.block_id, each.block]));
  const shown = shownConditionals(metadata.order, conditionals, values);
  return metadata.order
    .flatMap((id) => {
      const block = byId.has(id) ? (shown.has(id) ? byId.get(id) : undefined) : drawn.get(id);
      return block ? [withValue(block, values[id] ?? "")] : [];
    })
    .slice(0, BLOCK_KIT.blocksPerModal - 2);
}

/** A view as Slack hands it over, as far as redrawing it needs. */
export interface OpenView {
  readonly blocks: readonly LooseBlock[];
  readonly title?: string | undefined;
  readonly submit?: string | undefined;
  readonly private_metadata: string;
}

const asGiven = (words: string): types.PlainTextElement => ({
  type: "plain_text",
  text: words,
  emoji: false,
});

/**
 * The same form again with everything typed kept, the fields that now belong in it, and
 * optionally what has to be corrected.
 * Labels come back from Slack escaped and are not escaped again.
 */
export function redrawn(
  view: OpenView,
  metadata: Metadata,
  values: RawValues,
  drafts: Drafts,
  problem?: string,
): types.ModalView {
  const conditionals = metadata.conditionals ?? drafts.find(metadata.id);
  const drawn = new Map(view.blocks.map((block) => [block.block_id, block]));
  const fields = new Set(metadata.order);
  const intro = view.blocks.filter(
    (block) => !fields.has(block.block_id) && block.block_id !== "floorwalker_problem",
  );
  return {
    type: "modal",
    callback_id: "form",
    title: asGiven(view.title ?? "Form"),
    submit: asGiven(view.submit ?? "Submit"),
    close: plain("Cancel", BLOCK_KIT.modalTitle),
    private_metadata: view.private_metadata,
    blocks: [
      ...(problem === undefined ? [] : [note("floorwalker_problem", problem)]),
      ...intro,
      ...arrange(metadata, conditionals, drawn, values),
    ],
  };
}

/** Values of fields that are shown; a field hidden a moment ago may still be in what was submitted. */
export function shownValues(metadata: Metadata, values: RawValues, drafts: Drafts): RawValues {
  const conditionals = metadata.conditionals ?? drafts.find(metadata.id);
  const shown = shownConditionals(metadata.order, conditionals, values);
  const conditional = new Set(conditionals.map((each) => each.block.block_id));
  return Object.fromEntries(Object.entries(values).filter(([id]) => !conditional.has(id) || shown.has(id)));
}

/** A message where a form was: the person sees the outcome at the place where they look. */
export function messageView(message: ResolvedMessage, origin: Origin, files?: Files): types.ModalView {
  return {
    type: "modal",
    callback_id: "message",
    title: plain("Floorwalker", BLOCK_KIT.modalTitle),
    close: plain("Done", BLOCK_KIT.modalTitle),
    private_metadata: JSON.stringify({ channel: origin.channel, thread: origin.thread }),
    blocks: render(message, files).blocks,
  };
}

const originSchema = z.object({ channel: z.string(), thread: z.string().optional() });

/** Where the modal was opened from, for buttons inside it. */
export function readOrigin(given: string): Origin | undefined {
  try {
    return originSchema.safeParse(JSON.parse(given)).data;
  } catch {
    return undefined;
  }
}

/** A line of ours as a whole message. */
export const words = (line: string): ResolvedMessage => say(text(line));
