import type { Adapter, Answer, Core } from "../../../src/chat/adapter.ts";
import type { ChatEvent } from "../../../src/chat/event.ts";
import type { Form } from "../../../src/chat/form.ts";
import { say, strong, text, userText, type ResolvedMessage } from "../../../src/chat/message.ts";
import { StubCore } from "../stub-core.ts";
import type { Directory } from "../../../adapters/console/directory.ts";

/** A made-up floor: two teams, somebody without a team, a channel each and one more. */
export const directory: Directory = {
  people: [
    { id: "ana", name: "Ana Ruiz", team: "Billing", level: "Agent", away: false },
    { id: "ben", name: "Ben Okafor", team: "Billing", level: "Senior agent", away: false },
    { id: "chloe", name: "Chloé Marchand", team: "Billing", level: "Team leader", away: false },
    { id: "dev", name: "Dev Patel", team: "Deliveries", level: "Agent", away: true },
    { id: "eva", name: "Eva Lindqvist", level: "Manager", away: false },
  ],
  channels: [
    { id: "escalations", name: "Escalations", team: "Billing" },
    { id: "billing", name: "Billing floor", team: "Billing" },
    { id: "deliveries", name: "Deliveries", team: "Deliveries" },
  ],
};

/** A form with one field of each kind. */
export const refundForm = (id: string): Form => ({
  name: "raise",
  id,
  title: "Escalate",
  submitLabel: "Send",
  intro: "Only what the colleague needs to decide. Names and card numbers stay out.",
  context: { case: "c1" },
  fields: [
    {
      type: "choice",
      id: "kind",
      label: "What do you need?",
      required: true,
      initial: "approval",
      choices: [
        {
          value: "approval",
          label: "Approval",
          hint: "Somebody with authority decides; you tell the customer",
        },
        { value: "advice", label: "Advice", hint: "You stay in charge" },
        { value: "takeover", label: "Take-over", hint: "A colleague talks to the customer" },
      ],
    },
    {
      type: "customerRef",
      id: "customer",
      label: "Customer reference",
      required: true,
      maxLength: 40,
      hint: "As in the order system, like C-1042",
    },
    {
      type: "money",
      id: "amount",
      label: "Amount",
      required: true,
      currency: "GBP",
      showWhen: { field: "kind", oneOf: ["approval"] },
    },
    { type: "longText", id: "need", label: "What does the customer need?", required: true, maxLength: 500 },
    {
      type: "dateTime",
      id: "callback",
      label: "Call back at",
      required: false,
      showWhen: { field: "kind", oneOf: ["takeover"] },
    },
    {
      type: "member",
      id: "who",
      label: "Ask somebody in particular",
      required: false,
      choices: [
        { value: "ben", label: "Ben Okafor" },
        { value: "chloe", label: "Chloé Marchand" },
      ],
    },
    { type: "file", id: "proof", label: "Picture", required: false, maxBytes: 1_000_000 },
  ],
});

/** A case as a card. */
export const caseCard = (
  status: ResolvedMessage["status"] & object,
  buttons: ResolvedMessage["buttons"] = [],
): ResolvedMessage => ({
  title: [text("ESC-0042 · Refund for a late order")],
  status,
  body: [
    {
      b: "fields",
      fields: [
        { label: "Customer", value: [text("C-1042")] },
        { label: "Amount", value: [text("£80.00")] },
        { label: "Raised by", value: [{ t: "person", name: "Ana Ruiz" }] },
        { label: "Asked", value: [{ t: "person", name: "Ben Okafor", userId: "ben" }] },
      ],
    },
    {
      b: "prose",
      text: [
        userText("Wants 80 back for a late order. <b>Second time</b> this month, @channel please look."),
      ],
    },
  ],
  buttons,
});

const TAKE = {
  action: "take",
  arg: "c1:1",
  label: "Take",
  describe: "Take ESC-0042",
  style: "primary" as const,
};
const DECLINE = { action: "decline", arg: "c1:1", label: "Cannot take it", style: "danger" as const };

type Stub = Core & { events: ChatEvent[]; pictures: Map<string, Uint8Array>; adapter?: Adapter };

/** A core that shows every kind of answer, and keeps what it was told. */
export function createStubCore(): Stub {
  let count = 0;
  const stub: Stub = {
    events: [],
    pictures: new Map(),
    commands: [
      {
        name: "escalate",
        description: "Ask a colleague with the authority for help",
        usage: "[refund C-1042 wants 80 back for a late order]",
        options: [],
      },
      { name: "case", description: "Show one case", usage: "ESC-0042", options: [] },
      { name: "away", description: "Say that you are away, or back", usage: "[until 14:00]", options: [] },
      { name: "slow", description: "Answers after the deadline", usage: "", options: [] },
    ],
    shortcuts: new StubCore().shortcuts,
    forms: new StubCore().forms,
    suggest: () => Promise.resolve([]),
    picture: (id) => Promise.resolve(stub.pictures.get(id)),
    async handle(event): Promise<Answer> {
      stub.events.push(event);
      count += 1;
      if (event.kind === "command") return onCommand(stub, event.command, event.text, count);
      if (event.kind === "form") {
        const missing = ["customer", "need"].filter((id) => (event.values[id] ?? "") === "");
        const errors = Object.fromEntries(
          missing.map((id) => [id, "Fill this in, so that a colleague can decide."]),
        );
        if (missing.length > 0)
          return { kind: "fieldErrors", errors, message: "Nothing was sent yet. Two things are missing." };
        await raise(stub, count);
        return {
          kind: "private",
          message: say(
            text("Sent. "),
            strong("Ben Okafor"),
            text(" was asked first: on shift, lowest level that may decide."),
          ),
        };
      }
      if (event.kind === "shortcut") return { kind: "form", form: refundForm(`form-${count}`) };
      if (event.action === "take") await taken(stub);
      return event.action === "take"
        ? { kind: "done" }
        : { kind: "private", message: say(text("Noted. The next colleague is asked.")) };
    },
  };
  return stub;
}

async function onCommand(
  stub: { adapter?: Adapter },
  command: string,
  typed: string,
  count: number,
): Promise<Answer> {
  if (command === "slow") {
    await new Promise((resolve) => setTimeout(resolve, 2_600));
    return { kind: "private", message: say(text("Here is the late answer.")) };
  }
  if (command === "escalate" && typed === "") return { kind: "form", form: refundForm(`form-${count}`) };
  if (command === "escalate") await raise(stub, count);
  if (command === "escalate")
    return { kind: "private", message: say(text("ESC-0042 is with your colleagues. "), userText(typed)) };
  return { kind: "private", message: say(text(`You ran ${command} `), userText(typed)) };
}

async function raise({ adapter }: { adapter?: Adapter }, count: number): Promise<void> {
  const status = { tone: "waiting" as const, text: [text("Waiting for a colleague, until 14:10")] };
  const message = caseCard(status, [TAKE, DECLINE]);
  const sent = await adapter?.send({
    key: `card-${count}`,
    to: { kind: "channel", channel: "escalations" },
    message,
  });
  await adapter?.send({
    key: `dm-${count}`,
    to: { kind: "dm", user: "ben" },
    message: say(
      { t: "person", name: "Ben Okafor", userId: "ben" },
      text(", ESC-0042 waits for you. Why you: lowest level that may decide, on shift, least loaded."),
    ),
  });
  if (sent?.outcome === "sent") ref = sent.ref;
}
let ref: { channel: string; id: string } | undefined;

async function taken({ adapter }: { adapter?: Adapter }): Promise<void> {
  if (!ref) return;
  const message = caseCard(
    { tone: "progress", text: [{ t: "person", name: "Ben Okafor" }, text(" has it since 13:52")] },
    [
      { action: "decide", arg: "c1:2", label: "Decide", style: "primary" },
      { action: "release", arg: "c1:2", label: "Release" },
    ],
  );
  await adapter?.update(ref, { key: "card-upd", to: { kind: "channel", channel: "escalations" }, message });
  await adapter?.send({
    key: `r-${Math.random()}`,
    to: { kind: "channel", channel: "escalations", thread: ref },
    message: say({ t: "person", name: "Ben Okafor" }, text(" took ESC-0042.")),
  });
}
