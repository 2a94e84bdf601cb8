import { Complaints, lengthOf } from "./refusal.ts";
import {
  FLAG,
  TYPE,
  within,
  type AllowedMentions,
  type Component,
  type Embed,
  type MessageBody,
} from "./shapes.ts";

function checkEmbed(where: string, embed: Embed, to: Complaints): number {
  to.length(`${where}.title`, embed.title, 0, 256);
  to.length(`${where}.description`, embed.description, 0, 4096);
  to.length(`${where}.footer.text`, embed.footer?.text, 1, 2048);
  to.length(`${where}.author.name`, embed.author?.name, 1, 256);
  to.count(`${where}.fields`, embed.fields, 0, 25);
  for (const [index, field] of (embed.fields ?? []).entries()) {
    to.length(`${where}.fields.${index}.name`, field.name, 1, 256);
    to.length(`${where}.fields.${index}.value`, field.value, 1, 1024);
  }
  const texts = [
    embed.title,
    embed.description,
    embed.footer?.text,
    embed.author?.name,
    ...(embed.fields ?? []).flatMap((field) => [field.name, field.value]),
  ];
  return texts.reduce((sum, text) => sum + lengthOf((text ?? "").trim()), 0);
}

function checkButton(where: string, button: Component, to: Complaints): void {
  const { label, emoji, style, custom_id: id, url } = button;
  to.length(`${where}.label`, label, 1, 80);
  to.need(where, label !== undefined || emoji !== undefined, "A button must have a label or an emoji.");
  if (style === 5) {
    to.need(
      `${where}.url`,
      url !== undefined && id === undefined,
      "A link button has a url and no custom_id.",
    );
    to.length(`${where}.url`, url, 1, 512);
  } else
    to.need(
      `${where}.custom_id`,
      id !== undefined && url === undefined,
      "A custom_id is required, and no url.",
    );
}

/** What holds for the options of selects, radio groups and checkboxes alike. */
export function checkOptions(
  where: string,
  of: Component,
  least: number,
  most: number,
  to: Complaints,
): void {
  const options = of.options ?? [];
  to.count(`${where}.options`, options, least, most);
  for (const [index, option] of options.entries()) {
    to.length(`${where}.options.${index}.label`, option.label, 1, 100);
    to.length(`${where}.options.${index}.value`, option.value, 1, 100);
    to.length(`${where}.options.${index}.description`, option.description, 0, 100);
  }
  to.unique(
    `${where}.options`,
    options.map((option) => option.value),
    "The option value",
  );
  const preset = options.filter((option) => option.default === true).length;
  to.need(
    `${where}.options`,
    preset <= (of.max_values ?? 1),
    "More options are set by default than may be chosen.",
  );
}

export function checkSelect(where: string, select: Component, to: Complaints): void {
  checkOptions(where, select, 1, 25, to);
  to.length(`${where}.placeholder`, select.placeholder, 0, 150);
  const { min_values: least = 1, max_values: most = 1 } = select;
  to.need(`${where}.max_values`, least <= most, "max_values must not be less than min_values.");
  to.need(`${where}.max_values`, most <= (select.options ?? []).length, "More values than options.");
}

function checkRow(where: string, row: Component, to: Complaints): void {
  const inside = row.components ?? [];
  const buttons = inside.filter((each) => each.type === TYPE.button);
  to.count(`${where}.components`, inside, 1, 5);
  to.need(
    where,
    buttons.length === inside.length || inside.length === 1,
    "A row holds buttons, or one select.",
  );
  for (const [index, each] of inside.entries()) {
    const place = `${where}.components.${index}`;
    if (each.type === TYPE.button) checkButton(place, each, to);
    if (each.type === TYPE.select) checkSelect(place, each, to);
    to.length(`${place}.custom_id`, each.custom_id, 1, 100);
  }
}

function checkComponents(components: readonly Component[], isNew: boolean, to: Complaints): void {
  const rows = components.filter((each) => each.type === TYPE.row);
  if (!isNew) {
    to.count("components", components, 0, 5);
    to.need("components", rows.length === components.length, "Only rows without the flag IS_COMPONENTS_V2.");
  }
  const all = within(components);
  to.need("components", all.length <= 40, "Not more than 40 components.");
  for (const [index, row] of components.entries()) {
    if (row.type === TYPE.row) checkRow(`components.${index}`, row, to);
    for (const inner of row.components ?? [])
      if (inner.type === TYPE.row) checkRow(`components.${index}`, inner, to);
  }
  const texts = all.filter((each) => each.type === TYPE.text).map((each) => each.content ?? "");
  to.length("components", texts.length > 0 ? texts.join("") : undefined, 1, 4000);
  to.unique(
    "components",
    all.flatMap((each) => each.custom_id ?? []),
    "Component custom id",
  );
}

function checkMentions(allowed: AllowedMentions, to: Complaints): void {
  for (const kind of ["users", "roles"] as const)
    to.need(
      `allowed_mentions.${kind}`,
      allowed.parse?.includes(kind) !== true || (allowed[kind] ?? []).length === 0,
      `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
    );
}

/** What Discord holds against a message beyond what its document says. */
export function checkMessage(body: MessageBody): void {
  const to = new Complaints();
  const isNew = ((body.flags ?? 0) & FLAG.componentsV2) !== 0;
  to.length("content", body.content ?? undefined, 0, 2000);
  to.count("embeds", body.embeds ?? undefined, 0, 10);
  const total = (body.embeds ?? []).reduce(
    (sum, embed, at) => sum + checkEmbed(`embeds.${at}`, embed, to),
    0,
  );
  to.need("embeds", total <= 6000, "Embed size exceeds maximum size of 6000", "MAX_EMBED_SIZE_EXCEEDED");
  if (isNew)
    to.need("content", !body.content && !body.embeds?.length, "No content or embeds with IS_COMPONENTS_V2.");
  checkComponents(body.components ?? [], isNew, to);
  if (body.allowed_mentions) checkMentions(body.allowed_mentions, to);
  to.length("nonce", body.nonce === undefined ? undefined : String(body.nonce), 1, 25);
  for (const [index, each] of (body.attachments ?? []).entries())
    to.length(`attachments.${index}.description`, each.description, 0, 1024);
  to.settle();
}
