import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { Answer } from "../../src/chat/adapter.ts";
import { STILL_SAVING } from "../../src/chat/deadline.ts";
import type { Field, Form } from "../../src/chat/form.ts";
import { say, text, type ResolvedMessage } from "../../src/chat/message.ts";
import { CHANNEL, slackBench, type SlackBench } from "../support/slack-harness.ts";
import { until } from "../support/until.ts";

const privately = (words: string): Answer => ({ kind: "private", message: say(text(words)) });
const base = { required: true } as const;
const fields: readonly Field[] = [
  { ...base, id: "short", label: "Short", type: "text", maxLength: 20, initial: "before" },
  { ...base, id: "long", label: "Long", type: "longText", maxLength: 9000, hint: "As much as needed" },
  { ...base, id: "customer", label: "Customer", type: "customerRef", maxLength: 30 },
  { ...base, id: "amount", label: "Amount", type: "money", currency: "GBP" },
  {
    ...base,
    id: "tags",
    label: "Tags",
    type: "multiChoice",
    choices: ["a", "b", "c"].map((value) => ({ value, label: `Tag ${value}` })),
    initial: "a\nc",
  },
  { ...base, id: "count", label: "Count", type: "number", min: 1, max: 9 },
  { ...base, id: "day", label: "Day", type: "date", initial: "2026-11-21" },
  { ...base, id: "at", label: "At", type: "dateTime", initial: "1795000000000" },
  {
    ...base,
    id: "who",
    label: "Who",
    type: "member",
    choices: Array.from({ length: 130 }, (_, n) => ({ value: `m${n}`, label: `Member ${n}` })),
  },
  { ...base, required: false, id: "proof", label: "Proof", type: "file", maxBytes: 1000 },
  { ...base, required: false, id: "none", label: "None", type: "choice", choices: [] },
];
const everything: Form = {
  name: "all",
  id: "form-all",
  title: "A title that is far longer than Slack takes",
  submitLabel: "Save",
  intro: "Fill in <all> & everything.",
  fields,
  context: { a: "1" },
};
const chain = (size: number): Form => ({
  name: "chain",
  id: `form-chain-${size}`,
  title: "Chain",
  submitLabel: "Save",
  context: {},
  fields: [
    {
      id: "kind",
      label: "Kind",
      type: "choice",
      required: true,
      choices: [
        { value: "x", label: "Short form" },
        { value: "y", label: "Long form" },
      ],
    },
    ...Array.from({ length: size }, (_, n): Field => ({
      id: `extra${n}`,
      label: `Extra ${n}`,
      type: "text",
      required: false,
      maxLength: 50,
      showWhen: { field: "kind", oneOf: ["y"] },
    })),
    { id: "need", label: "Need", type: "text", required: true, maxLength: 50 },
  ],
});
const card: ResolvedMessage = {
  body: [{ b: "prose", text: [text("A card")] }],
  buttons: [
    { action: "take", arg: "1", label: "Take", describe: "Take ESC-0001" },
    { action: "take", arg: "2", label: "Take too" },
  ],
};

describe.each(["socket", "http"] as const)("answers over %s", (mode) => {
  let bench: SlackBench;
  afterEach(() => bench.stop());
  const begin = async () => {
    bench = await slackBench({ mode });
    await bench.start();
    return { ...bench, ana: bench.slack.user("U0ANA"), ben: bench.slack.user("U0BEN") };
  };
  const postCard = async () => {
    const sent = await bench.adapter.send({
      key: "card",
      to: { kind: "channel", channel: CHANNEL },
      message: card,
    });
    if (sent.outcome !== "sent") throw new Error(sent.outcome);
    const seen = bench.slack.user("U0ANA").sees(CHANNEL).at(-1);
    if (!seen) throw new Error("no card");
    return seen;
  };

  it("gives every kind of field in a form and takes back what was put in", async () => {
    const { core, ana } = await begin();
    core.answer = () => ({ kind: "form", form: everything });
    await ana.command("/escalate", "", { channel: CHANNEL });
    const view = await until("the form", () => ana.view);
    expect(view.title).toBe("A title that is far lon…");
    expect(view.text).toContain("Fill in <all> & everything.");
    expect(view.text).toContain("None: there is nothing to choose from.");
    expect(view.fields.find((field) => field.id === "tags")?.value).toBe("Tag a, Tag c");
    expect(view.fields.find((field) => field.id === "who")?.options).toHaveLength(100);
    expect(view.fields.find((field) => field.id === "who")?.hint).toContain("first 100");
    const proof = ana.givesFile("proof.png", new Uint8Array(3));
    await ana.fillIn({
      Long: "line\nline",
      Customer: "C-1042",
      Amount: "£80.50",
      Count: "3",
      Who: "Member 7",
      Proof: proof,
    });
    core.answer = () => ({ kind: "done" });
    await ana.submit();
    expect(core.last).toMatchObject({
      kind: "form",
      formId: "form-all",
      context: { a: "1" },
      values: {
        short: "before",
        long: "line\nline",
        customer: "C-1042",
        amount: "£80.50",
        tags: "a\nc",
        count: "3",
        day: "2026-11-21",
        at: "1795000000000",
        who: "m7",
        proof,
      },
    });
    expect(ana.view).toBeUndefined();
  });

  it.each([2, 40])("redraws a form with %i conditional fields, everything typed kept", async (size) => {
    const { core, ana } = await begin();
    core.answer = () => ({ kind: "form", form: chain(size) });
    await ana.command("/escalate", "", { channel: CHANNEL });
    await until("the form", () => ana.view);
    await ana.fillIn({ Need: "kept", Kind: "Long form" });
    await until("the fields", () => ana.view?.fields.length === size + 2);
    expect(ana.view?.fields.map((field) => field.label).at(1)).toBe("Extra 0");
    await ana.fillIn({ "Extra 1": "more", Kind: "Short form" });
    await until("fewer fields", () => ana.view?.fields.length === 2);
    expect(ana.view?.fields.find((field) => field.label === "Need")?.value).toBe("kept");
  });

  it("puts an error whose field is not shown on the first input", async () => {
    const { core, ana } = await begin();
    core.answer = () => ({ kind: "form", form: chain(2) });
    await ana.command("/escalate", "", { channel: CHANNEL });
    await until("the form", () => ana.view);
    await ana.fillIn({ Need: "x", Kind: "Short form" });
    core.answer = () => ({
      kind: "fieldErrors",
      errors: { extra1: "Extra 1 is wrong." },
      message: "Not yet.",
    });
    await ana.submit();
    expect(ana.view?.fields.map((field) => field.error)).toEqual(["Not yet. Extra 1 is wrong.", undefined]);
  });

  it("shows the confirmation, and then the next form, in the same modal, with an event id of its own", async () => {
    const { core, ana } = await begin();
    core.answer = () => ({ kind: "form", form: { ...chain(0), id: "one" } });
    await ana.command("/escalate", "", { channel: CHANNEL });
    await until("the form", () => ana.view);
    await ana.fillIn({ Kind: "Short form", Need: "x" });
    core.answer = () => ({ kind: "form", form: { ...chain(0), id: "two", title: "Second" } });
    await ana.submit();
    expect(ana.view?.title).toBe("Second");
    core.answer = () => privately("Saved.");
    await ana.fillIn({ Kind: "Short form", Need: "x" });
    await ana.submit();
    expect(ana.view).toMatchObject({ text: "Saved.", close: "Done", submit: undefined });
    expect(new Set(core.events.map((event) => event.eventId)).size).toBe(3);
  });

  it("gives the same event id to every copy of a delivery", async () => {
    const { core, ana, slack } = await begin();
    await postCard();
    const command = await ana.command("/escalate", "x", { channel: CHANNEL });
    const [seen] = ana.sees(CHANNEL);
    if (!seen) throw new Error("no card");
    const pressed = await ana.press(seen, "Take too");
    for (const delivery of [command, pressed]) {
      for (let n = 0; n < 3; n += 1) expect((await slack.redeliver(delivery)).acked).toBe(true);
    }
    await until("all of them", () => core.events.length === 8);
    expect(new Set(core.events.map((event) => event.eventId)).size).toBe(2);
    expect(core.events.filter((event) => event.kind === "button" && event.arg === "2")).toHaveLength(4);
  });

  it("keeps the workspace of somebody from elsewhere", async () => {
    const { core, slack } = await begin();
    await postCard();
    const guest = slack.addUser("U0GUEST", "guest", "T0OTHER");
    slack.book.channels.get(CHANNEL)?.members.add("U0GUEST");
    await guest.command("/escalate", "", { channel: CHANNEL });
    expect(core.last.actor).toEqual({
      platform: "slack",
      workspace: "T0OTHER",
      user: "U0GUEST",
      isBot: false,
    });
    const [seen] = guest.sees(CHANNEL);
    if (!seen) throw new Error("no card");
    await guest.press(seen, "Take");
    expect(core.last).toMatchObject({ kind: "button", actor: { workspace: "T0OTHER" } });
  });

  it("reaches the one who pressed when the response url is dead: in the channel, else by direct message", async () => {
    const { core, ana, slack } = await begin();
    const seen = await postCard();
    core.answer = () => {
      slack.expireResponseUrls();
      return privately("You have it.");
    };
    await ana.press(seen, "Take");
    await until("the note", () => ana.sees(CHANNEL).some((m) => m.ephemeral && m.text === "You have it."));
    slack.faults.arm({ kind: "error", method: "chat.postEphemeral", error: "user_not_in_channel" });
    await ana.press(seen, "Take");
    await until("the message", () => ana.dms().some((message) => message.text === "You have it."));
    expect(slack.faults.fired("error")).toBe(1);
  });

  it("answers a button of a message that only one person sees", async () => {
    const { core, ana } = await begin();
    core.answer = () => ({ kind: "private", message: card });
    await ana.command("/escalate", "", { channel: CHANNEL });
    const mine = ana.sees(CHANNEL).at(-1);
    if (!mine) throw new Error("no message");
    expect(mine.ephemeral).toBe(true);
    expect(mine.buttons[0]?.describe).toBe("Take ESC-0001");
    core.answer = () => privately("Taken.");
    await ana.press(mine, "Take");
    expect(core.last).toMatchObject({
      kind: "button",
      action: "take",
      arg: "1",
      place: { channel: CHANNEL },
    });
    await until("the answer", () => ana.sees(CHANNEL).at(-1)?.text === "Taken.");
  });

  it("answers a button inside a confirmation in the same modal", async () => {
    const { core, ana } = await begin();
    core.answer = () => ({ kind: "form", form: chain(0) });
    await ana.command("/escalate", "", { channel: CHANNEL });
    await until("the form", () => ana.view);
    await ana.fillIn({ Kind: "Short form", Need: "x" });
    core.answer = () => ({ kind: "private", message: card });
    await ana.submit();
    core.answer = () => privately("Taken.");
    await ana.pressInView("Take too");
    expect(core.last).toMatchObject({
      kind: "button",
      action: "take",
      arg: "2",
      place: { channel: CHANNEL },
    });
    await until("the answer", () => ana.view?.text === "Taken.");
  });

  it("says in words when a form cannot open any more", async () => {
    const { core, ana, slack } = await begin();
    slack.faults.arm({ kind: "error", method: "views.open", error: "expired_trigger_id" });
    core.answer = () => ({ kind: "form", form: chain(0) });
    await ana.command("/escalate", "", { channel: CHANNEL });
    await until("the words", () =>
      ana.sees(CHANNEL).some((message) => message.text.includes("took too long")),
    );
    expect(slack.faults.fired("error")).toBe(1);
    expect(ana.view).toBeUndefined();
  });

  it("says `still saving` in the modal, then the outcome there; or by direct message if it was closed", async () => {
    const { core, ana } = await begin();
    for (const closes of [false, true]) {
      core.answer = () => ({ kind: "form", form: { ...chain(0), id: `slow-${closes}` } });
      await ana.command("/escalate", "", { channel: CHANNEL });
      await until("the form", () => ana.view?.submit);
      await ana.fillIn({ Kind: "Short form", Need: "x" });
      core.answer = async () => {
        await sleep(2300);
        return privately(`Saved ${closes}.`);
      };
      await ana.submit();
      expect(ana.view?.text).toBe(STILL_SAVING);
      if (closes) ana.closeView();
      await until("the outcome", () =>
        closes ? ana.dms().some((m) => m.text === "Saved true.") : ana.view?.text === "Saved false.",
      );
      if (!closes) ana.closeView();
    }
    expect(ana.trouble).toEqual([]);
  });

  it("brings the form back, with what was typed, when a late answer finds something to correct", async () => {
    const { core, ana } = await begin();
    core.answer = () => ({ kind: "form", form: chain(0) });
    await ana.command("/escalate", "", { channel: CHANNEL });
    await until("the form", () => ana.view);
    await ana.fillIn({ Kind: "Short form", Need: "typed" });
    core.answer = async () => {
      await sleep(2300);
      return { kind: "fieldErrors", errors: { need: "Say more." }, message: "Please correct this." };
    };
    await ana.submit();
    await until("the form", () => ana.view?.text.includes("Say more."));
    expect(ana.view?.fields.map((field) => field.value)).toEqual(["Short form", "typed"]);
    core.answer = () => ({ kind: "done" });
    await ana.submit();
    expect(core.last).toMatchObject({ kind: "form", values: { need: "typed" } });
  });

  it("answers even if the core breaks its promise, and logs neither words nor tokens", async () => {
    const { core, ana, slack, logs } = await begin();
    core.answer = () => Promise.reject(new Error("secret words"));
    await ana.command("/escalate", "private words", { channel: CHANNEL });
    expect(ana.sees(CHANNEL).at(-1)?.text).toContain("Something went wrong");
    slack.faults.arm({ kind: "502-before" });
    await ana.press(await postCardAgain(), "Take");
    expect(logs.length).toBeGreaterThan(0);
    expect(logs.join("\n")).not.toMatch(/words|xoxb|xapp|Bearer/);
  });
  const postCardAgain = async () => {
    await bench.adapter.send({ key: "a", to: { kind: "channel", channel: CHANNEL }, message: card });
    return postCard();
  };
});

describe("a form that was opened before a restart", () => {
  it("is redrawn and taken by the next process", async () => {
    const first = await slackBench({ mode: "socket" });
    await first.start();
    const ana = first.slack.user("U0ANA");
    first.core.answer = () => ({ kind: "form", form: chain(3) });
    await ana.command("/escalate", "", { channel: CHANNEL });
    await until("the form", () => ana.view);
    await ana.fillIn({ Need: "typed before" });
    await first.adapter.stop();

    const { createSlackAdapter } = await import("../../adapters/slack/index.ts");
    const next = createSlackAdapter({
      botToken: first.slack.botToken,
      mode: { kind: "socket", appToken: first.slack.appToken },
      apiUrl: first.slack.apiUrl,
      clock: { now: Date.now, monotonic: () => performance.now() },
      log: () => undefined,
    });
    await next.start({ core: first.core, report: () => undefined, history: () => Promise.resolve([]) });
    await ana.fillIn({ Kind: "Long form" });
    await until("the fields", () => ana.view?.fields.length === 5);
    await ana.fillIn({ "Extra 2": "after" });
    first.core.answer = () => privately("Saved.");
    await ana.submit();
    expect(first.core.last).toMatchObject({ values: { need: "typed before", kind: "y", extra2: "after" } });
    await next.stop();
    await first.stop();
  });
});
