import type { Book } from "./book.ts";
import type { Account, Channel, Posted } from "./records.ts";
import { filledIn, idsGiven, nested, optionsAt, type Commands, type Given } from "./commands.ts";
import type { Delivery } from "./delivery.ts";
import { KIND, type Interactions, type OpenModal, type Ticket } from "./interactions.ts";
import { suggestionsSchema, type Choice } from "./limits-command.ts";
import { showModal, submission, typeInto, unfinished, type ShownModal } from "./modals.ts";
import { attachmentJson, channelJson, memberJson, messageJson, userJson, type Scene } from "./payload.ts";
import { namesOf, show, type Seen } from "./seen.ts";
import { TYPE, type Json } from "./shapes.ts";

/** What people act through. */
export interface Stage extends Scene {
  readonly book: Book;
  readonly commands: Commands;
  readonly interactions: Interactions;
  /** Sends an interaction to the bot and tells whether it was answered in time. */
  readonly deliver: (ticket: Ticket) => Promise<boolean>;
}

/** Where something is done: a channel, or the direct conversation with the bot. */
export type Where = { readonly channel: string } | "dm";

const UNANSWERED = {
  command: "The application did not respond",
  component: "This interaction failed",
  suggestions: "Loading options failed",
  modal: "Something went wrong. Try again.",
} as const;

/** A person who uses Discord: runs commands, presses, types, and sees what they may see. */
export class Person {
  readonly #account: Account;
  readonly #stage: Stage;
  /** What Discord told them in red, e.g. `This interaction failed`. */
  readonly trouble: string[] = [];

  constructor(account: Account, stage: Stage) {
    this.#account = account;
    this.#stage = stage;
  }

  get id(): string {
    return this.#account.id;
  }

  get name(): string {
    return this.#account.name;
  }

  /** Runs a command; `case take` means the subcommand `take` of `case`. */
  async command(name: string, options: Given, where: Where): Promise<Delivery> {
    const ticket = this.#invocation("command", name, where, (known, path) => {
      const there = optionsAt(known, path);
      const resolved = {
        ...this.#people(idsGiven(there, options, "user"), where),
        ...this.#files(idsGiven(there, options, "file")),
      };
      return {
        options: nested(path, filledIn(there, options)),
        ...(Object.keys(resolved).length > 0 && { resolved }),
      };
    });
    return this.#send(ticket);
  }

  /** Uses an entry of a message's menu (Apps → …), whoever wrote the message. */
  async usesShortcut(label: string, message: Pick<Seen, "id">): Promise<Delivery> {
    const { commands } = this.#stage;
    const post = this.#posted(message);
    const channel = this.#place({ channel: post.channel });
    if (post.deleted || (post.onlyFor ?? this.id) !== this.id)
      throw new Error(`${this.name} does not see that message`);
    const known = commands.find(label, channel.guild, 3);
    return this.#send(
      this.#open("command", channel, undefined, {
        id: known.id,
        name: label,
        type: 3,
        target_id: post.id,
        // The words are there without any intent: whoever uses it hands them over.
        resolved: { messages: { [post.id]: messageJson(this.#stage, post) } },
      }),
    );
  }

  /** What is suggested while they type into an option. */
  async suggestions(
    name: string,
    options: Given,
    focused: { readonly name: string; readonly value: string },
    where: Where,
  ): Promise<readonly Choice[]> {
    const ticket = this.#invocation("suggestions", name, where, (known, path) => {
      const there = optionsAt(known, path);
      const option = there.find((each) => each.name === focused.name);
      if (option?.autocomplete !== true) throw new Error(`nothing is suggested for ${focused.name}`);
      // The rest may still be missing while somebody types.
      const rest = there.map((each) => ({ ...each, required: false }));
      const typed = { name: focused.name, type: option.type, value: focused.value, focused: true };
      return { options: nested(path, [...filledIn(rest, options), typed]) };
    });
    const { callbacks } = await this.#send(ticket);
    return suggestionsSchema.safeParse(callbacks[0]?.data).data?.choices ?? [];
  }

  #invocation(
    kind: "command" | "suggestions",
    name: string,
    where: Where,
    data: (known: Parameters<typeof optionsAt>[0], path: readonly string[]) => Json,
  ): Ticket {
    const [first = "", ...path] = name.split(" ");
    const channel = this.#place(where);
    const known = this.#stage.commands.find(first, channel.guild);
    const body = {
      id: known.id,
      name: first,
      type: 1,
      ...(known.guild !== undefined && { guild_id: known.guild }),
      ...data(known.source, path),
    };
    return this.#open(kind, channel, undefined, body);
  }

  #place(where: Where): Channel {
    const { book } = this.#stage;
    if (where === "dm") return book.dmWith(this.id);
    const channel = book.channel(where.channel);
    if (!book.canSee(this.id, channel)) throw new Error(`${this.name} does not see ${channel.name}`);
    const guild = channel.guild === undefined ? undefined : book.guild(channel.guild);
    if (guild && !guild.members.has(book.bot)) throw new Error(`the bot is not in ${guild.name}`);
    return channel;
  }

  #people(ids: readonly string[], where: Where): Json {
    const { book } = this.#stage;
    const guild = book.guilds.get(this.#place(where).guild ?? "");
    if (ids.length === 0) return {};
    const members = ids
      .filter((id) => guild?.members.has(id))
      .map((id) => [id, guild && this.#member(guild.id, id)]);
    return {
      users: Object.fromEntries(ids.map((id) => [id, userJson(book.account(id))])),
      members: Object.fromEntries(members),
    };
  }

  #files(ids: readonly string[]): Json {
    const files = ids.map((id) => {
      const file = this.#stage.book.files.get(id);
      if (!file) throw new Error(`no file ${id}`);
      return [id, attachmentJson(this.#stage, file)];
    });
    return files.length > 0 ? { attachments: Object.fromEntries(files) } : {};
  }

  #member(guild: string, user: string): Json {
    return memberJson(this.#stage, this.#stage.book.guild(guild), user);
  }

  /** An interaction as Discord writes it, ready to be sent. */
  #open(kind: Delivery["kind"], channel: Channel, source: Posted | undefined, data: Json): Ticket {
    const { book, interactions, applicationId } = this.#stage;
    const { guild } = channel;
    return interactions.open(kind, { user: this.id, channel, source }, (id, token) => ({
      id,
      application_id: applicationId,
      type: KIND[kind],
      token,
      version: 1,
      data,
      channel_id: channel.id,
      channel: {
        ...channelJson(this.#stage, channel),
        permissions: String(book.permissions(this.id, channel)),
      },
      ...(guild === undefined
        ? { user: userJson(this.#account) }
        : {
            guild_id: guild,
            guild: { id: guild, locale: "en-GB", features: [] },
            guild_locale: "en-GB",
            member: {
              ...this.#member(guild, this.id),
              permissions: String(book.permissions(this.id, channel)),
            },
          }),
      ...(source && { message: messageJson(this.#stage, source) }),
      locale: "en-GB",
      app_permissions: String(book.permissions(book.bot, channel)),
      entitlements: [],
      authorizing_integration_owners: { "0": guild ?? "0" },
      context: guild === undefined ? 1 : 0,
      attachment_size_limit: 10 * 1024 * 1024,
    }));
  }

  async #send(ticket: Ticket): Promise<Delivery> {
    const { delivery } = ticket;
    if (!(await this.#stage.deliver(ticket))) this.trouble.push(UNANSWERED[delivery.kind]);
    return delivery;
  }

  /** What they see in a channel and its threads, oldest first. */
  sees(channel: string): Seen[] {
    const { book } = this.#stage;
    return book.visible(this.id, channel).map((post) => show(book, post));
  }

  /** Their direct conversation with the bot. */
  dms(): Seen[] {
    return this.sees(this.#stage.book.dmWith(this.id).id);
  }

  /** Writes a message of their own; returns its id. */
  says(channel: string, content: string): string {
    const { book } = this.#stage;
    const text = { content, embeds: [], components: [], files: [], allowed: undefined };
    return book.post(this.#place({ channel }), text, { author: this.id }).id;
  }

  /** Presses a button of a message that they see (or saw). */
  async press(message: Seen, label: string): Promise<Delivery> {
    const button = message.buttons.find((each) => each.label === label);
    const there = message.buttons.map((each) => each.label).join(", ");
    if (!button || button.style === "link") throw new Error(`no button ${label}; there are: ${there}`);
    if (button.disabled) throw new Error(`the button ${label} is disabled`);
    return this.#component(message, { component_type: TYPE.button, custom_id: button.customId });
  }

  /** Chooses from a menu of a message, by what is written on the options. */
  async select(message: Seen, placeholderOrId: string, labels: readonly string[]): Promise<Delivery> {
    const menu = message.selects.find((each) => [each.placeholder, each.customId].includes(placeholderOrId));
    if (!menu || menu.disabled) throw new Error(`no menu ${placeholderOrId}`);
    const values = labels.map((label) => {
      const option = menu.options.find((each) => each.label === label);
      if (!option) throw new Error(`no option ${label}`);
      return option.value;
    });
    return this.#component(message, { component_type: TYPE.select, custom_id: menu.customId, values });
  }

  /** Sends a press that no honest client would: any custom id, whether or not the message has it. */
  async forgesPress(message: Seen, customId: string): Promise<Delivery> {
    return this.#component(message, { component_type: TYPE.button, custom_id: customId }, true);
  }

  #posted(message: Pick<Seen, "id">): Posted {
    const post = this.#stage.book.posts.find((each) => each.id === message.id);
    if (!post) throw new Error(`no message ${message.id}`);
    return post;
  }

  async #component(message: Seen, data: Json, isForged = false): Promise<Delivery> {
    const { book } = this.#stage;
    const post = this.#posted(message);
    const channel = book.channel(post.channel);
    const ticket = this.#open("component", channel, post, data);
    // Discord passes on only what is really there: not what stood in a message before it was changed.
    const now = show(book, post);
    const isThere = [...now.buttons, ...now.selects].some((each) => each.customId === data["custom_id"]);
    const isVisible = !post.deleted && (post.onlyFor ?? this.id) === this.id && book.canSee(this.id, channel);
    if ((isThere && isVisible) || isForged) return this.#send(ticket);
    this.trouble.push(UNANSWERED.component);
    return ticket.delivery;
  }

  /** The modal on their screen. */
  get modal(): ShownModal | undefined {
    const open = this.#stage.interactions.modals.get(this.id);
    return open && showModal(open, namesOf(this.#stage.book));
  }

  #openModal(): OpenModal {
    const open = this.#stage.interactions.modals.get(this.id);
    if (!open) throw new Error("no modal is open");
    return open;
  }

  /**
   * Types and chooses, by label. Choices are given by what is written on them,
   * several separated by ", "; files by their ids; a checkbox by any text.
   */
  fillIn(values: Readonly<Record<string, string>>): void {
    for (const [label, value] of Object.entries(values)) typeInto(this.#openModal(), label, value);
  }

  /**
   * Submits the modal. Discord itself stops a form that lacks something required:
   * then `undefined`. Without an answer the form stays, with what was typed.
   */
  async submit(): Promise<Delivery | undefined> {
    const open = this.#openModal();
    open.errors = unfinished(open);
    if (open.errors.size > 0) return undefined;
    const delivery = await this.#send(
      this.#open("modal", open.channel, open.from, submission(this.#stage, open)),
    );
    const { modals } = this.#stage.interactions;
    if (delivery.callbacks.length > 0 && modals.get(this.id) === open) modals.delete(this.id);
    return delivery;
  }

  /** Sends a modal that no honest client would: any custom id and any texts, as if opened from a message or from none. */
  async forgesSubmit(
    customId: string,
    texts: Readonly<Record<string, string>>,
    where: Where,
    from?: Seen,
  ): Promise<Delivery> {
    const components = Object.entries(texts).map(([id, value]) => ({
      type: TYPE.label,
      component: { type: TYPE.textInput, custom_id: id, value },
    }));
    const source = from && this.#posted(from);
    return this.#send(this.#open("modal", this.#place(where), source, { custom_id: customId, components }));
  }

  /** Closes the modal without submitting. */
  closeModal(): void {
    this.#openModal();
    this.#stage.interactions.modals.delete(this.id);
  }

  /** Has a file ready for a form or a command; returns the id that stands for it. */
  givesFile(name: string, bytes: Uint8Array, contentType = "application/octet-stream"): string {
    const { book } = this.#stage;
    const channel = book.dmWith(this.id).id;
    return book.addFile({ name, bytes, contentType, channel, ephemeral: true, description: undefined }).id;
  }
}
