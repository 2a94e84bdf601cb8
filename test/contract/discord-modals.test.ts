import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Field, Form } from "../../src/chat/form.ts";
import { DISCORD, discordBench, pressesNewest, type DiscordBench } from "../support/discord-harness.ts";
import { until } from "../support/until.ts";

let bench: DiscordBench;
beforeEach(async () => {
  bench = await discordBench();
  await bench.start();
});
afterEach(() => bench.stop());

const people = Array.from({ length: 30 }, (_, n) => ({ value: `m${n}`, label: `Agent ${n + 1} Smith` }));
const choices = [
  { value: "a", label: "First", hint: "The first of all" },
  { value: "b", label: "Second" },
  { value: "c", label: "Third" },
];
const EVERY: readonly Field[] = [
  { id: "text", label: "A line", type: "text", required: true, maxLength: 50, initial: "typed *before*" },
  { id: "long", label: "Lines", type: "longText", required: true, maxLength: 3_000 },
  { id: "ref", label: "Reference", type: "customerRef", required: true, maxLength: 40 },
  { id: "money", label: "Money", type: "money", required: true, currency: "GBP" },
  { id: "number", label: "Number", type: "number", required: true, min: 0, max: 10 },
  { id: "one", label: "One of three", type: "choice", required: true, choices },
  { id: "some", label: "Some of three", type: "multiChoice", required: true, choices },
  { id: "date", label: "Date", type: "date", required: true },
  { id: "time", label: "Time", type: "dateTime", required: true },
  { id: "who", label: "Who", type: "member", required: true, choices: people },
  { id: "file", label: "File", type: "file", required: true, maxBytes: 100 },
];
const form = (fields: readonly Field[], more: Partial<Form> = {}): Form => ({
  name: "every",
  id: "f-1",
  title: "Every kind",
  submitLabel: "Send it",
  context: { case: "c1" },
  fields,
  ...more,
});

describe("every kind of field", () => {
  it("is asked for, page by page, and comes back as what was typed, chosen or given", async () => {
    const { discord, core, adapter } = bench;
    const ana = discord.user(DISCORD.ana);
    core.answer = (event) =>
      event.kind === "form"
        ? { kind: "done" }
        : { kind: "form", form: form(EVERY, { intro: "Read *this* first." }) };
    await ana.command("escalate", {}, { channel: DISCORD.channel });
    const first = await until("the modal", () => ana.modal);
    expect(first.title).toBe("Every kind");
    expect(first.texts).toEqual(["Read *this* first."]);
    expect(first.fields.map((field) => field.label)).toEqual(["Lines", "Reference", "Money", "Number"]);
    ana.fillIn({ Lines: "one\ntwo", Reference: "C-1042", Money: "£80", Number: "7" });
    await ana.submit();

    await pressesNewest(ana, DISCORD.channel, "Continue");
    const second = await until("the second page", () => ana.modal);
    expect(second.fields.map((field) => field.label)).toEqual([
      "One of three",
      "Some of three",
      "Date",
      "Time",
      "Who",
    ]);
    expect(second.fields[0]?.options).toEqual(["First", "Second", "Third"]);
    ana.fillIn({
      "One of three": "Second",
      "Some of three": "First, Third",
      Date: "2026-11-25",
      Time: "2026-11-25 15:30",
      Who: "agent 2",
    });
    await ana.submit();

    await pressesNewest(ana, DISCORD.channel, "Continue");
    const third = await until("the third page", () => ana.modal);
    expect(third.fields.map((field) => field.label)).toEqual(["A line", "Who", "File"]);
    expect(third.fields[0]?.value).toBe("typed *before*");
    expect(third.fields[1]).toMatchObject({ type: "select" });
    expect(third.fields[1]?.description).toContain("Choose from the list");
    const bytes = new TextEncoder().encode("what the customer sent");
    ana.fillIn({ Who: "Agent 20 Smith", File: ana.givesFile("letter.txt", bytes) });
    await ana.submit();

    const { last } = core;
    if (last.kind !== "form") throw new Error("no form came");
    const { file, ...values } = last.values;
    expect(values).toEqual({
      text: "typed *before*",
      long: "one\ntwo",
      ref: "C-1042",
      money: "£80",
      number: "7",
      one: "b",
      some: "a\nc",
      date: "2026-11-25",
      time: "2026-11-25 15:30",
      who: "m19",
    });
    expect(last.context).toEqual({ case: "c1" });
    expect(new TextDecoder().decode(await adapter.download(file ?? "", 100))).toBe("what the customer sent");
    await expect(adapter.download(file ?? "", 5)).rejects.toThrow("file too large");
    await expect(adapter.download("https://evil.test/letter.txt", 100)).rejects.toThrow("outside Discord");
  });

  it("may be left empty where it is not required, and holds within Discord's limits whatever a feature writes", async () => {
    const { discord, core } = bench;
    const ana = discord.user(DISCORD.ana);
    const long = "Long words 😀 ".repeat(40);
    const optional = EVERY.filter((field) => ["text", "one", "some", "file"].includes(field.id)).map(
      (field): Field => ({ ...field, required: false, label: `${field.label} ${long}`, hint: long }),
    );
    core.answer = (event) =>
      event.kind === "form"
        ? { kind: "done" }
        : { kind: "form", form: form(optional, { title: long, intro: long.repeat(10) }) };
    await ana.command("escalate", {}, { channel: DISCORD.channel });
    await until("the modal", () => ana.modal);
    await ana.submit();
    const { last } = core;
    expect(last.kind === "form" && last.values).toMatchObject({ one: "", some: "", file: "" });
    expect(ana.trouble).toEqual([]);
  });
});

describe("a form that an answer opens", () => {
  it("follows a form through a button, because a modal cannot follow a modal", async () => {
    const { discord, core } = bench;
    const ana = discord.user(DISCORD.ana);
    const [line] = EVERY;
    const next = form(line ? [line] : [], { id: "f-2", title: "The next one" });
    core.answer = (event) =>
      event.kind === "form" && event.formId === "f-1"
        ? { kind: "form", form: next }
        : event.kind === "form"
          ? { kind: "done" }
          : { kind: "form", form: form(line ? [line] : []) };
    await ana.command("escalate", {}, { channel: DISCORD.channel });
    await until("the modal", () => ana.modal);
    await ana.submit();
    await pressesNewest(ana, DISCORD.channel, "Open the form");
    expect((await until("the next modal", () => ana.modal)).title).toBe("The next one");
    await ana.submit();
    expect(core.last).toMatchObject({ kind: "form", formId: "f-2" });
    await until("it is said that it is done", () =>
      ana.sees(DISCORD.channel).some((message) => message.ephemeral && message.text === "Done."),
    );
  });
});
