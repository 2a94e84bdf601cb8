import { z } from "zod";
import { FILE_ID } from "./files.ts";
import {
  blockSchema,
  elementSchema,
  optionSchema,
  Refusal,
  richElementSchema,
  viewSchema,
} from "./shapes.ts";
import type { Block, Element, RichElement, ViewSource } from "./shapes.ts";

/** Collects what Slack would refuse; lengths in UTF-16 units as in its reference. */
class Complaints {
  readonly found: string[] = [];

  text(where: string, text: { text: string } | undefined, most: number): void {
    if (text) this.length(where, text.text, 1, most);
  }

  length(where: string, text: string | undefined, least: number, most: number): void {
    if (text === undefined) return;
    if (text.length < least) this.found.push(`${where}: must be more than ${least - 1} characters`);
    if (text.length > most) this.found.push(`${where}: must be less than ${most + 1} characters`);
  }

  need(where: string, ok: boolean, words: string): void {
    if (!ok) this.found.push(`${where}: ${words}`);
  }
}

const INPUTS = new Set([
  "plain_text_input",
  "number_input",
  "static_select",
  "multi_static_select",
  "datepicker",
  "datetimepicker",
  "file_input",
]);

function checkElement(where: string, element: Element, to: Complaints): void {
  to.length(`${where}.action_id`, element.action_id, 1, 255);
  if (element.type === "button") {
    to.need(where, element.text?.type === "plain_text", "button text must be plain_text");
    to.text(`${where}.text`, element.text, 75);
    to.length(`${where}.value`, element.value, 0, 2000);
    to.length(`${where}.accessibility_label`, element.accessibility_label, 1, 75);
    to.need(where, element.style === undefined || /^(primary|danger)$/.test(element.style), "style");
  }
  to.text(`${where}.placeholder`, element.placeholder, 150);
  if (!element.type.endsWith("static_select")) return;
  const options = element.options ?? [];
  to.need(where, options.length >= 1 && options.length <= 100, "options must be 1 to 100");
  for (const option of options) {
    to.text(`${where}.option`, option.text, 75);
    to.length(`${where}.option.value`, option.value, 1, 150);
  }
  const initial = [
    ...(element.initial_options ?? []),
    ...(element.initial_option ? [element.initial_option] : []),
  ];
  const known = options.map((option) => JSON.stringify(optionSchema.parse(option)));
  for (const one of initial)
    to.need(
      where,
      known.includes(JSON.stringify(optionSchema.parse(one))),
      "initial option is not an option",
    );
}

function checkRich(where: string, element: RichElement, to: Complaints): void {
  if (element.type === "text") to.length(where, element.text ?? "", 1, 3000);
  if (element.type === "user") to.need(where, /^[UW][A-Z0-9]+$/.test(element.user_id ?? ""), "user_id");
  if (element.type === "rich_text_section" || element.type === "rich_text_list")
    to.need(where, (element.elements ?? []).length > 0, "elements missing");
  for (const inner of element.elements ?? []) checkRich(where, inner, to);
}

function checkBlock(where: string, block: Block, to: Complaints): void {
  to.length(`${where}.block_id`, block.block_id, 1, 255);
  switch (block.type) {
    case "header":
      to.need(where, block.text?.type === "plain_text", "header must be plain_text");
      return to.text(where, block.text, 150);
    case "section":
      to.need(where, block.text !== undefined || block.fields !== undefined, "no text");
      to.need(where, (block.fields ?? []).length <= 10, "too many fields");
      for (const field of block.fields ?? []) to.text(where, field, 2000);
      return to.text(where, block.text, 3000);
    case "rich_text":
      return checkRich(where, richElementSchema.parse(block), to);
    case "actions": {
      const elements = (block.elements ?? []).map((element) => elementSchema.parse(element));
      to.need(where, elements.length >= 1 && elements.length <= 25, "1 to 25 elements");
      for (const element of elements) checkElement(where, element, to);
      return;
    }
    case "input":
      to.need(where, block.element !== undefined && INPUTS.has(block.element.type), "not an input");
      to.need(where, block.label?.type === "plain_text", "label missing");
      to.text(`${where}.label`, block.label, 2000);
      to.text(`${where}.hint`, block.hint, 2000);
      if (block.element) checkElement(where, block.element, to);
      return;
    case "image":
      to.need(
        where,
        block.slack_file === undefined
          ? /^https?:/.test(block.image_url ?? "")
          : block.image_url === undefined && FILE_ID.test(block.slack_file.id),
        "either image_url or slack_file",
      );
      return to.length(`${where}.alt_text`, block.alt_text, 1, 2000);
    case "context":
    case "divider":
      return;
    default:
      to.need(where, false, `unsupported type: ${block.type}`);
  }
}

function checkAll(blocks: readonly Block[], most: number): readonly string[] {
  const to = new Complaints();
  to.need("blocks", blocks.length <= most, `no more than ${most} items allowed`);
  for (const [index, block] of blocks.entries()) checkBlock(`/blocks/${index}`, block, to);
  const ids = blocks.flatMap((block) => (block.block_id === undefined ? [] : [block.block_id]));
  to.need("blocks", new Set(ids).size === ids.length, "block_id used twice");
  const actionIds = blocks.flatMap((block) =>
    [...(block.elements ?? []), block.element].flatMap((element) => {
      const id = z.looseObject({ action_id: z.string() }).safeParse(element).data?.action_id;
      return id === undefined ? [] : [`${block.block_id ?? "?"}/${id}`];
    }),
  );
  to.need("blocks", new Set(actionIds).size === actionIds.length, "action_id used twice");
  return to.found;
}

function characters(blocks: readonly Block[]): number {
  let sum = 0;
  JSON.stringify(blocks, (key, value: unknown) => {
    if (key === "text" && typeof value === "string") sum += value.length;
    return value;
  });
  return sum;
}

/** Reads and checks a message's blocks. */
export function readBlocks(given: unknown): Block[] {
  const blocks = z.array(blockSchema).safeParse(given ?? []);
  if (!blocks.success) throw new Refusal("invalid_blocks_format");
  const complaints = checkAll(blocks.data, 50);
  if (complaints.length > 0) throw new Refusal("invalid_blocks", complaints);
  if (characters(blocks.data) > 13_200) throw new Refusal("msg_blocks_too_long");
  return blocks.data;
}

/** Reads and checks a modal. */
export function readView(given: unknown): ViewSource {
  const view = viewSchema.safeParse(given);
  if (!view.success) throw new Refusal("invalid_arguments", [view.error.message]);
  const to = new Complaints();
  to.text("/view/title", view.data.title, 24);
  to.text("/view/submit", view.data.submit, 24);
  to.text("/view/close", view.data.close, 24);
  to.length("/view/private_metadata", view.data.private_metadata, 0, 3000);
  to.length("/view/callback_id", view.data.callback_id, 0, 255);
  const hasInput = view.data.blocks.some((block) => block.type === "input");
  to.need("/view", !hasInput || view.data.submit !== undefined, "submit is required with inputs");
  const complaints = [...to.found, ...checkAll(view.data.blocks, 100)];
  if (complaints.length > 0) throw new Refusal("invalid_arguments", complaints);
  return view.data;
}
