import { z } from "zod";
import { showBlock, showPlain } from "./mrkdwn.ts";
import { readView } from "./blockkit.ts";
import { checkFiles, picturesIn, type SeenPicture } from "./files.ts";
import type { Book } from "./book.ts";
import { Refusal, type Block, type Element, type Json, type ViewSource } from "./shapes.ts";

/** A trigger is good for 3 s and for one view. */
const TRIGGER_LIFE_MS = 3000;

/** A modal that is, or was, on somebody's screen. */
export interface OpenView {
  readonly id: string;
  readonly user: string;
  source: ViewSource;
  hash: string;
  open: boolean;
  /** State by block id, as Slack reports it. */
  state: Map<string, { actionId: string; type: string; value: Json }>;
  /** Errors by block id. */
  errors: Record<string, string>;
}

/** A field as its reader finds it. */
export interface ShownField {
  readonly id: string;
  readonly label: string;
  readonly hint: string | undefined;
  readonly optional: boolean;
  readonly type: string;
  readonly options: readonly string[];
  readonly value: string;
  readonly error: string | undefined;
}

/** A modal as its reader finds it. */
export interface ShownView {
  readonly id: string;
  readonly title: string;
  readonly submit: string | undefined;
  readonly close: string | undefined;
  /** What is written in it besides the fields. */
  readonly text: string;
  readonly fields: readonly ShownField[];
  readonly pictures: readonly SeenPicture[];
}

function initialState(element: Element): Json {
  switch (element.type) {
    case "static_select":
      return { type: element.type, selected_option: element.initial_option ?? null };
    case "multi_static_select":
      return { type: element.type, selected_options: element.initial_options ?? [] };
    case "datepicker":
      return { type: element.type, selected_date: element.initial_date ?? null };
    case "datetimepicker":
      return { type: element.type, selected_date_time: element.initial_date_time ?? null };
    case "file_input":
      return { type: element.type, files: [] };
    default:
      return { type: element.type, value: element.initial_value ?? null };
  }
}

/** The modals on people's screens. */
export class Views {
  readonly #book: Book;
  readonly #all = new Map<string, OpenView>();
  readonly #triggers = new Map<string, { user: string; at: number; used: boolean }>();
  #count = 0;

  constructor(book: Book) {
    this.#book = book;
  }

  newTrigger(user: string): string {
    this.#count += 1;
    const id = `${this.#count}.${this.#book.team}.${this.#book.newId("")}`;
    this.#triggers.set(id, { user, at: performance.now(), used: false });
    return id;
  }

  /** Makes a trigger look 3 s old. */
  expire(trigger: string): void {
    const known = this.#triggers.get(trigger);
    if (known) known.at -= TRIGGER_LIFE_MS + 1;
  }

  open(trigger: string, given: unknown): OpenView {
    const known = this.#triggers.get(trigger);
    if (!known) throw new Refusal("invalid_trigger_id");
    if (performance.now() - known.at > TRIGGER_LIFE_MS) throw new Refusal("expired_trigger_id");
    if (known.used) throw new Refusal("exchanged_trigger_id");
    known.used = true;
    const view: OpenView = {
      id: this.#book.newId("V"),
      user: known.user,
      source: readView(given),
      hash: "",
      open: true,
      state: new Map(),
      errors: {},
    };
    this.#draw(view, view.source);
    this.#all.set(view.id, view);
    return view;
  }

  update(id: string, hash: string | undefined, given: unknown): OpenView {
    const view = this.#all.get(id);
    if (!view?.open) throw new Refusal("not_found");
    if (hash !== undefined && hash !== view.hash) throw new Refusal("hash_conflict");
    this.#draw(view, readView(given));
    return view;
  }

  /** The same block and action id keep what somebody typed; everything else starts as the view says. */
  #draw(view: OpenView, source: ViewSource): void {
    const before = view.state;
    checkFiles(this.#book, source.blocks);
    view.source = {
      ...source,
      blocks: source.blocks.map((block, index) => ({ ...block, block_id: block.block_id ?? `v${index}` })),
    };
    view.hash = `${this.#book.nextTs()}.${this.#book.newId("")}`;
    view.errors = {};
    view.state = new Map(
      view.source.blocks.flatMap((block) => {
        if (block.type !== "input" || !block.element) return [];
        const actionId = block.element.action_id ?? "";
        const old = before.get(block.block_id ?? "");
        const kept = old?.actionId === actionId && old.type === block.element.type;
        const value = kept ? old.value : initialState(block.element);
        return [[block.block_id ?? "", { actionId, type: block.element.type, value }]];
      }),
    );
  }

  /** The modal on top of somebody's screen. */
  of(user: string): OpenView | undefined {
    return [...this.#all.values()].filter((view) => view.user === user && view.open).at(-1);
  }

  /** A view as interactions carry it. */
  payload(view: OpenView): Json {
    const { source } = view;
    return {
      id: view.id,
      team_id: this.#book.team,
      type: "modal",
      callback_id: source.callback_id ?? "",
      private_metadata: source.private_metadata ?? "",
      title: source.title,
      submit: source.submit ?? null,
      close: source.close ?? null,
      blocks: source.blocks,
      hash: view.hash,
      state: {
        values: Object.fromEntries(
          [...view.state].map(([block, { actionId, value }]) => [block, { [actionId]: value }]),
        ),
      },
      root_view_id: view.id,
      previous_view_id: null,
      clear_on_close: false,
      notify_on_close: false,
      external_id: "",
      app_id: "A0FLOOR",
      bot_id: "B0FLOOR",
    };
  }

  show(view: OpenView): ShownView {
    const { source } = view;
    return {
      id: view.id,
      title: showPlain(source.title),
      submit: source.submit && showPlain(source.submit),
      close: source.close && showPlain(source.close),
      text: source.blocks
        .filter((block) => block.type !== "input")
        .map((block) => showBlock(block).text)
        .filter((text) => text !== "")
        .join("\n"),
      fields: source.blocks
        .filter((block) => block.type === "input")
        .map((block) => this.#field(view, block)),
      pictures: picturesIn(this.#book, source.blocks),
    };
  }

  #field(view: OpenView, block: Block): ShownField {
    const id = block.block_id ?? "";
    return {
      id,
      label: block.label ? showPlain(block.label) : "",
      hint: block.hint && showPlain(block.hint),
      optional: block.optional === true,
      type: block.element?.type ?? "",
      options: (block.element?.options ?? []).map((option) => showPlain(option.text)),
      value: valueShown(view.state.get(id)?.value ?? {}),
      error: view.errors[id],
    };
  }
}

const chosenSchema = z.object({ text: z.object({ text: z.string() }) });
const labelOf = (option: unknown): string => {
  const chosen = chosenSchema.safeParse(option).data;
  return chosen ? showPlain(chosen.text) : "";
};

/** What stands in an input, as its reader sees it. */
function valueShown(state: Json): string {
  if (Array.isArray(state["selected_options"])) return state["selected_options"].map(labelOf).join(", ");
  if (state["selected_option"]) return labelOf(state["selected_option"]);
  const plain = state["value"] ?? state["selected_date"] ?? state["selected_date_time"] ?? "";
  return typeof plain === "string" || typeof plain === "number" ? String(plain) : "";
}
