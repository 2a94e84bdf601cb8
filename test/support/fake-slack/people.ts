import { z } from "zod";
import { severalIn } from "../several.ts";
import { readBlocks } from "./blockkit.ts";
import { APP, BOT, type Account, type Book, type Posted, type Seen, type SeenButton } from "./book.ts";
import type { Delivery } from "./delivery.ts";
import { checkFiles, picturesIn } from "./files.ts";
import { showPlain } from "./mrkdwn.ts";
import { elementSchema, type Block, type Element, type Json } from "./shapes.ts";
import type { OpenView, ShownView, Views } from "./views.ts";

/** What people act through. */
export interface World {
  readonly book: Book;
  readonly views: Views;
  readonly newResponseUrl: (user: string, channel: string, messageTs?: string) => string;
  readonly deliver: (kind: Delivery["kind"], payload: Json) => Promise<Delivery>;
}

const ephemeralSchema = z.object({
  response_type: z.string().optional(),
  text: z.string().default(""),
  blocks: z.unknown().optional(),
});
const viewAnswerSchema = z.object({
  response_action: z.enum(["errors", "update", "push", "clear"]).optional(),
  errors: z.record(z.string(), z.string()).optional(),
  view: z.unknown().optional(),
});

function buttonsOf(blocks: readonly Block[]): SeenButton[] {
  return blocks.flatMap((block) =>
    block.type === "actions"
      ? (block.elements ?? []).flatMap((each): SeenButton[] => {
          const element: Element = elementSchema.parse(each);
          if (element.type !== "button" || !element.text) return [];
          return [
            {
              label: showPlain(element.text),
              actionId: element.action_id ?? "",
              blockId: block.block_id ?? "",
              value: element.value ?? "",
              style: element.style,
              describe: element.accessibility_label,
            },
          ];
        })
      : [],
  );
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** A person who uses Slack: runs commands, presses, types, and sees what they may see. */
export class Person {
  readonly #account: Account;
  readonly #world: World;
  /** What Slack told them in red, e.g. `operation_timeout`. */
  readonly trouble: string[] = [];

  constructor(account: Account, world: World) {
    this.#account = account;
    this.#world = world;
  }

  get id(): string {
    return this.#account.id;
  }

  /** Runs a slash command (`/escalate`) and waits for what Slack shows at once. */
  async command(command: string, text: string, where: { channel: string }): Promise<Delivery> {
    const { book, views } = this.#world;
    const delivery = await this.#world.deliver("slash_commands", {
      token: "legacy",
      command,
      text: escaped(text),
      team_id: this.#account.team,
      team_domain: "floor",
      user_id: this.id,
      user_name: this.#account.name,
      channel_id: where.channel,
      channel_name: book.channels.get(where.channel)?.name ?? "",
      api_app_id: "A0FLOOR",
      is_enterprise_install: "false",
      trigger_id: views.newTrigger(this.id),
      response_url: this.#world.newResponseUrl(this.id, where.channel),
    });
    this.#showAck(delivery, where.channel);
    return delivery;
  }

  #showAck(delivery: Delivery, channel: string): void {
    if (delivery.receipt?.acked !== true) return void this.trouble.push("operation_timeout");
    const body = ephemeralSchema.parse(delivery.receipt.body);
    const blocks = readBlocks(body.blocks);
    checkFiles(this.#world.book, blocks);
    if (body.text === "" && blocks.length === 0) return;
    const onlyFor = body.response_type === "in_channel" ? undefined : this.id;
    this.#world.book.post({ channel, text: body.text, blocks, onlyFor });
  }

  /** What they see in a channel, oldest first. */
  sees(channel: string): Seen[] {
    return this.#world.book.visible(this.id, channel).map((post) => this.#seen(post));
  }

  /** Their direct conversation with the bot. */
  dms(): Seen[] {
    return this.sees(this.#world.book.dmWith(this.id).id);
  }

  #seen(post: Posted): Seen {
    const shown = this.#world.book.show(post);
    return {
      channel: post.channel,
      ts: post.ts,
      text: shown.text,
      fallback: post.text,
      pings: shown.pings,
      buttons: buttonsOf(post.blocks),
      ephemeral: post.onlyFor !== undefined,
      thread: post.threadTs,
      edited: post.edits > 0,
      files: post.files,
      pictures: picturesIn(this.#world.book, post.blocks),
    };
  }

  /** Presses a button of a message that they see (or saw). */
  async press(message: Seen, label: string): Promise<Delivery> {
    const button = message.buttons.find((each) => each.label === label);
    if (!button)
      throw new Error(`no button ${label}; there are: ${message.buttons.map((b) => b.label).join(", ")}`);
    const { book, newResponseUrl } = this.#world;
    const channel = book.channels.get(message.channel);
    const container = {
      type: "message",
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: message.ephemeral,
      ...(message.thread !== undefined && { thread_ts: message.thread }),
    };
    return this.#interact({
      ...this.#actionPayload(button),
      container,
      channel: { id: message.channel, name: channel?.name ?? "" },
      // Slack leaves the message out when only one person could see it.
      ...(!message.ephemeral && {
        message: { type: "message", ts: message.ts, thread_ts: message.thread, text: message.fallback },
      }),
      response_url: newResponseUrl(this.id, message.channel, message.ts),
    });
  }

  /** Types a message of their own: Slack keeps it escaped, and once more as rich text. */
  says(channel: string, typed: string, thread?: string): Seen {
    const text = { type: "text", text: typed };
    const section = { type: "rich_text_section", elements: [text] };
    return this.#seen(
      this.#world.book.post({
        channel,
        author: this.id,
        text: escaped(typed),
        blocks: [{ type: "rich_text", elements: [section] }],
        threadTs: thread,
      }),
    );
  }

  /** Uses a message shortcut, by its callback id, on a message that they see, whoever wrote it. */
  async usesShortcut(callbackId: string, message: Pick<Seen, "channel" | "ts">): Promise<Delivery> {
    const { book, views, deliver, newResponseUrl } = this.#world;
    const { channel, ts } = message;
    const post = book.visible(this.id, channel).find((each) => each.ts === ts);
    if (!post || post.onlyFor !== undefined) throw new Error("Slack offers no shortcuts on this");
    const delivery = await deliver("interactive", {
      type: "message_action",
      ...this.#who(),
      callback_id: callbackId,
      trigger_id: views.newTrigger(this.id),
      action_ts: book.nextTs(),
      message_ts: ts,
      channel: { id: channel, name: book.channels.get(channel)?.name ?? "" },
      message: {
        type: "message",
        user: post.author,
        ts,
        text: post.text,
        team: book.team,
        ...(post.author === BOT && { bot_id: "B0FLOOR", app_id: APP }),
        ...(post.blocks.length > 0 && { blocks: post.blocks }),
        ...(post.threadTs !== undefined && { thread_ts: post.threadTs }),
      },
      response_url: newResponseUrl(this.id, channel, ts),
    });
    if (delivery.receipt?.acked !== true) this.trouble.push("operation_timeout");
    return delivery;
  }

  /** Presses a button inside the open modal. */
  async pressInView(label: string): Promise<Delivery> {
    const view = this.#openView();
    const button = buttonsOf(view.source.blocks).find((each) => each.label === label);
    if (!button) throw new Error(`no button ${label} in the modal`);
    return this.#interact({ ...this.#actionPayload(button), ...this.#inView(view) });
  }

  #actionPayload(button: SeenButton): Json {
    return {
      actions: [
        {
          type: "button",
          action_id: button.actionId,
          block_id: button.blockId,
          value: button.value,
          action_ts: this.#world.book.nextTs(),
        },
      ],
    };
  }

  #inView(view: OpenView): Json {
    return { container: { type: "view", view_id: view.id }, view: this.#world.views.payload(view) };
  }

  async #interact(payload: Json): Promise<Delivery> {
    const delivery = await this.#world.deliver("interactive", {
      type: "block_actions",
      ...this.#who(),
      trigger_id: this.#world.views.newTrigger(this.id),
      ...payload,
    });
    if (delivery.receipt?.acked !== true) this.trouble.push("operation_timeout");
    return delivery;
  }

  #who(): Json {
    const { id, name, team } = this.#account;
    return {
      user: { id, username: name, name, team_id: team },
      team: { id: this.#world.book.team, domain: "floor" },
      api_app_id: "A0FLOOR",
      token: "legacy",
      enterprise: null,
      is_enterprise_install: false,
    };
  }

  /** The modal on their screen. */
  get view(): ShownView | undefined {
    const view = this.#world.views.of(this.id);
    return view && this.#world.views.show(view);
  }

  #openView(): OpenView {
    const view = this.#world.views.of(this.id);
    if (!view) throw new Error("no modal is open");
    return view;
  }

  /** Types and chooses, by label. Choices are given by what is written on them; several are separated by ", ", or each by a line of its own. */
  async fillIn(values: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, value] of Object.entries(values)) {
      const view = this.#openView();
      const block = view.source.blocks.find((each) => each.label && showPlain(each.label) === label);
      const state = view.state.get(block?.block_id ?? "");
      if (!block?.element || !state) throw new Error(`no field ${label}`);
      state.value = typed(block.element, value);
      delete view.errors[block.block_id ?? ""];
      if (block.dispatch_action !== true) continue;
      const action = { ...state.value, action_id: state.actionId, block_id: block.block_id };
      await this.#interact({ actions: [action], ...this.#inView(view) });
    }
  }

  /** Submits the modal. Slack itself stops a form that lacks something required: then `undefined`. */
  async submit(): Promise<Delivery | undefined> {
    const view = this.#openView();
    const missing = this.#world.views
      .show(view)
      .fields.filter((field) => !field.optional && field.value === "" && field.type !== "file_input");
    for (const field of missing) view.errors[field.id] = "Please complete this required field.";
    if (missing.length > 0) return undefined;
    const delivery = await this.#world.deliver("interactive", {
      type: "view_submission",
      ...this.#who(),
      trigger_id: this.#world.views.newTrigger(this.id),
      view: this.#world.views.payload(view),
      response_urls: [],
    });
    this.#showSubmission(view, delivery);
    return delivery;
  }

  #showSubmission(view: OpenView, delivery: Delivery): void {
    if (delivery.receipt?.acked !== true) return void this.trouble.push("operation_timeout");
    const answer = viewAnswerSchema.parse(delivery.receipt.body);
    switch (answer.response_action) {
      case "errors":
        for (const id of Object.keys(answer.errors ?? {}))
          if (!view.state.has(id)) throw new Error(`error for a block that is no input: ${id}`);
        view.errors = answer.errors ?? {};
        return;
      case "update":
        this.#world.views.update(view.id, undefined, answer.view);
        return;
      case "push":
        throw new Error("push is not used");
      default:
        view.open = false;
    }
  }

  /** Closes the modal without submitting. */
  closeView(): void {
    this.#openView().open = false;
  }

  /** Puts a file into Slack, to be given in a form's file field. */
  givesFile(name: string, bytes: Uint8Array, external = false): string {
    const id = this.#world.book.newId("F");
    this.#world.book.files.set(id, {
      id,
      name,
      alt: "",
      bytes,
      external,
      completed: true,
      looksLeft: 0,
    });
    return id;
  }
}

function typed(element: Element, value: string): Json {
  const options = element.options ?? [];
  const chosen = (label: string) => {
    const option = options.find((each) => showPlain(each.text) === label);
    if (!option)
      throw new Error(`no option ${label}; there are: ${options.map((o) => o.text.text).join(", ")}`);
    return option;
  };
  const { type } = element;
  switch (type) {
    case "static_select":
      return { type, selected_option: chosen(value) };
    case "multi_static_select":
      return { type, selected_options: severalIn(value).map(chosen) };
    case "datepicker":
      return { type, selected_date: value };
    case "datetimepicker":
      return { type, selected_date_time: Number(value) };
    case "file_input":
      return { type, files: [{ id: value }] };
    default: {
      if (element.max_length !== undefined && value.length > element.max_length)
        throw new Error("longer than the field takes");
      return { type, value };
    }
  }
}
