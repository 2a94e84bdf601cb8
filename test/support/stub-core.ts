import type { Answer, CommandInfo, Core } from "../../src/chat/adapter.ts";
import type { ChatEvent } from "../../src/chat/event.ts";

/** A core whose answers a test decides; it remembers every event that reached it. */
export class StubCore implements Core {
  readonly commands: readonly CommandInfo[] = [
    { name: "escalate", description: "Ask an authorised colleague", usage: "[what the customer needs]" },
  ];
  readonly events: ChatEvent[] = [];
  /** What to answer. May wait, to be late. */
  answer: (event: ChatEvent) => Answer | Promise<Answer> = () => ({ kind: "done" });

  async handle(event: ChatEvent): Promise<Answer> {
    this.events.push(event);
    return this.answer(event);
  }

  /** The newest event. */
  get last(): ChatEvent {
    const event = this.events.at(-1);
    if (!event) throw new Error("no event reached the core");
    return event;
  }
}
