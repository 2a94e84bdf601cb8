import type {
  Answer,
  CommandInfo,
  Core,
  HalfFilled,
  HalfFilledForms,
  ShortcutInfo,
  Typing,
} from "../../src/chat/adapter.ts";
import type { ChatEvent } from "../../src/chat/event.ts";
import type { Choice } from "../../src/chat/form.ts";
import { say, text } from "../../src/chat/message.ts";

/** Keeps half-filled forms in memory, as the core does, without its guard. */
class StubForms implements HalfFilledForms {
  readonly #kept = new Map<string, HalfFilled>();

  keep(_owner: unknown, half: HalfFilled): ReturnType<HalfFilledForms["keep"]> {
    this.#kept.set(half.form.id, half);
    return { kept: half, refused: {}, saved: Promise.resolve() };
  }

  recall(_owner: unknown, _place: unknown, formId: string): Promise<HalfFilled | Answer> {
    const closed: Answer = { kind: "private", message: say(text("This form is closed.")) };
    return Promise.resolve(this.#kept.get(formId) ?? closed);
  }
}

/** A core whose answers a test decides; it remembers every event that reached it. */
export class StubCore implements Core {
  readonly commands: readonly CommandInfo[] = [
    {
      name: "escalate",
      description: "Ask an authorised colleague",
      usage: "[what the customer needs]",
      options: [
        { name: "what", hint: "In one line", required: false, suggests: false, line: true },
        { name: "kind", hint: "Advice or approval", required: false, suggests: true, line: false },
        { name: "need", hint: "What they need", required: false, suggests: false, line: false },
      ],
    },
  ];
  readonly shortcuts: readonly ShortcutInfo[] = [
    { name: "comment.log", label: "Log customer comment", description: "Keeps what a customer said" },
  ];
  readonly forms: HalfFilledForms = new StubForms();
  readonly events: ChatEvent[] = [];
  /** What to answer. May wait, to be late. */
  answer: (event: ChatEvent) => Answer | Promise<Answer> = () => ({ kind: "done" });
  /** What to offer while an option is typed. */
  offer: (typing: Typing) => readonly Choice[] = () => [];

  async handle(event: ChatEvent): Promise<Answer> {
    this.events.push(event);
    return this.answer(event);
  }

  suggest(typing: Typing): Promise<readonly Choice[]> {
    return Promise.resolve(this.offer(typing));
  }

  /** Pictures by their ids; asked for any other, there is none. */
  readonly pictures = new Map<string, Uint8Array>();
  /** Ids of the pictures that were asked for, in order. */
  readonly asked: string[] = [];
  /** Set: every picture waits for it. */
  drawing: Promise<void> | undefined;

  async picture(id: string): Promise<Uint8Array | undefined> {
    this.asked.push(id);
    await this.drawing;
    return this.pictures.get(id);
  }

  /** The newest event. */
  get last(): ChatEvent {
    const event = this.events.at(-1);
    if (!event) throw new Error("no event reached the core");
    return event;
  }
}
