import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cut } from "../../src/chat/cut.ts";
import type { ChoiceField, Form, TextField } from "../../src/chat/form.ts";
import { type ResolvedMessage, say, text, userText } from "../../src/chat/message.ts";
import { messagesSent } from "../support/discord-bodies.ts";
import { DISCORD, type DiscordBench, discordBench, pressesNewest } from "../support/discord-harness.ts";
import { PERMISSIONS } from "../support/fake-discord/permissions.ts";
import type { Person, Seen } from "../support/fake-discord/index.ts";
import { addCalled } from "../support/injected.ts";
import { BARE_INJECTIONS, INJECTIONS } from "../support/payloads.ts";
import { until } from "../support/until.ts";

const here = { channel: DISCORD.channel };
/** Some of what was tried wants a place without line breaks. */
const onOneLine = INJECTIONS.filter((payload) => !payload.includes("\n"));
const LONG = "x*".repeat(20_000);

let bench: DiscordBench;
let ana: Person;
beforeAll(async () => {
  bench = await discordBench();
  const { discord } = bench;
  const called = addCalled(discord);
  discord.book
    .channel(DISCORD.channel)
    .overwrites.set(called, { id: called, type: "member", allow: PERMISSIONS.ViewChannel, deny: 0n });
  ana = discord.user(DISCORD.ana);
  await bench.start();
});
afterAll(() => bench.stop());

/** Reads a text as Discord keeps it: without what surrounds it. */
const kept = (payload: string): string => payload.trim();

let forms = 0;
/** A form in which a text stands wherever a feature could put one. */
function formOf(payload: string, initial = payload): Form {
  forms += 1;
  const kind: ChoiceField = {
    id: "kind",
    type: "choice",
    label: payload,
    hint: payload,
    required: true,
    initial: "a",
    choices: [
      { value: "a", label: payload, hint: payload },
      { value: "b", label: "Other" },
    ],
  };
  return {
    name: "raise",
    id: `form-${forms}`,
    title: payload,
    submitLabel: payload,
    intro: payload,
    fields: [kind, { ...need, initial }],
    context: {},
  };
}

const need: TextField = { id: "need", type: "longText", label: "Need", required: true, maxLength: 3_000 };
/** A form that takes two pages: five fields on the first, and one more. */
function formInPages(): Form {
  forms += 1;
  const more = ["one", "two", "three", "four", "five"].map((id): TextField => ({
    id,
    type: "text",
    label: `More ${id}`,
    required: true,
    maxLength: 100,
  }));
  return {
    name: "raise",
    id: `form-${forms}`,
    title: "Plain",
    submitLabel: "Send",
    fields: [need, ...more],
    context: {},
  };
}
const FIRST_PAGE = { "More one": "1", "More two": "2", "More three": "3", "More four": "4" };

const alone = (): Seen | undefined => ana.sees(DISCORD.channel).findLast((message) => message.ephemeral);
const asked = async (what: string): Promise<void> => {
  if (ana.modal) ana.closeModal();
  await ana.command("escalate", { what }, here);
};
/** Starts with a clean channel: reading it back takes longer the more is in it. */
const sweep = (): void => void bench.discord.book.posts.splice(0);

describe.each([
  ["a command's line", INJECTIONS],
  ["what an option is given", INJECTIONS],
] as const)("%s on Discord", (place, payloads) => {
  it("reaches the core as it was typed", async () => {
    bench.core.answer = () => ({ kind: "done" });
    const option = place === "a command's line" ? "what" : "need";
    for (const payload of payloads) {
      await ana.command("escalate", { [option]: payload }, here);
      const { last } = bench.core;
      if (last.kind !== "command") throw new Error(last.kind);
      expect(option === "what" ? last.text : last.given?.["need"]).toBe(payload);
    }
    sweep();
  });
});

describe("what a form is made of, on Discord", () => {
  it("is shown as it is, or cut with a mark", async () => {
    for (const payload of onOneLine) {
      bench.core.answer = () => ({ kind: "form", form: formOf(payload) });
      await asked("");
      const modal = await until(`a form of ${JSON.stringify(payload)}`, () => ana.modal);
      expect([modal.title, modal.texts]).toEqual([cut(payload, 45), [payload]]);
      const [kind, field] = modal.fields;
      expect(kind).toMatchObject({ label: cut(payload, 45), description: cut(payload, 100) });
      expect(kind?.options?.[0]).toBe(cut(payload, 100));
      expect(field?.value).toBe(payload);
    }
    sweep();
  });

  it("is cut with a mark where it is far too long", async () => {
    bench.core.answer = () => ({ kind: "form", form: formOf(LONG, "short") });
    await asked("");
    const modal = await until("the form", () => ana.modal);
    expect(modal.title).toBe(cut(LONG, 45));
    expect(modal.texts.join()).toMatch(/^(?:x\*){300,}x?…$/);
    expect(modal.fields[0]).toMatchObject({ label: cut(LONG, 45), description: cut(LONG, 100) });
    expect(modal.fields[0]?.options?.[0]).toBe(cut(LONG, 100));
    sweep();
  });
});

describe("what was entered in a half-filled form, on Discord", () => {
  it("is shown back as it was typed, and so is what is wrong with it", async () => {
    for (const payload of INJECTIONS) {
      const form = formInPages();
      bench.core.answer = () => ({ kind: "form", form });
      await asked("");
      await until("the form", () => ana.modal?.fields.some((field) => field.label === "Need"));
      ana.fillIn({ Need: payload, ...FIRST_PAGE });
      await ana.submit();
      const halfway = await until("the message about it", () => {
        const message = alone();
        return message?.text.includes("Still needed: More five") === true ? message : undefined;
      });
      expect(halfway.text).toContain(`Need: ${kept(payload)}`);

      bench.core.answer = () => ({
        kind: "fieldErrors",
        errors: { need: `${payload} is not it.` },
        message: `Not ${payload}.`,
      });
      await pressesNewest(ana, DISCORD.channel, "Continue");
      await until("the second page", () => ana.modal);
      ana.fillIn({ "More five": "5" });
      await ana.submit();
      const wrong = await until("what is wrong", () => {
        const message = alone();
        return message?.text.includes("Not sent") === true && message.text.includes("Need: ")
          ? message
          : undefined;
      });
      expect(wrong.text).toContain(`Not ${payload}.`);
      expect(bench.core.last).toMatchObject({ values: { need: payload } });

      await pressesNewest(ana, DISCORD.channel, "Correct");
      const again = await until("the page to correct", () => ana.modal);
      const need = again.fields.find((field) => field.label === "Need");
      expect(need?.value).toBe(payload);
      expect(need?.description).toBe(cut(`Please correct: ${payload} is not it.`, 100));
      ana.closeModal();
      sweep();
    }
  }, 120_000);

  it("is given back as it was typed where the form is closed", async () => {
    for (const payload of INJECTIONS) {
      await ana.forgesSubmit("m|f|gone", { need: payload }, here);
      const lost = await until("what was typed", () => {
        const message = alone();
        return message?.text.includes("This is what you had typed:") === true ? message : undefined;
      });
      // A list shows several lines under one bullet.
      expect(lost.text.replaceAll("\n  ", "\n")).toContain(kept(payload));
      sweep();
    }
  });

  it("is cut with a mark where it is longer than Discord shows", async () => {
    bench.core.answer = () => ({ kind: "form", form: formInPages() });
    await asked("");
    await until("the form", () => ana.modal?.fields.some((field) => field.label === "Need"));
    ana.fillIn({ Need: "*".repeat(3_000), ...FIRST_PAGE });
    await ana.submit();
    const message = await until("the message about it", () =>
      alone()?.text.includes("Still needed") === true ? alone() : undefined,
    );
    expect(message.text).toMatch(/Need: \*{400,}…/);
    sweep();
  });
});

describe("what is offered for an option, on Discord", () => {
  it("is shown as it is, or cut with a mark", async () => {
    for (const payload of [...INJECTIONS, LONG]) {
      bench.core.offer = () => [{ value: "v", label: payload }];
      const offered = await ana.suggestions(
        "escalate",
        {},
        { name: "kind", value: payload.slice(0, 50) },
        here,
      );
      expect(offered).toEqual([{ name: cut(payload, 100), value: "v" }]);
    }
  });
});

describe("a private answer, a card and a thread on Discord", () => {
  const everywhere = (payload: string): ResolvedMessage => ({
    title: [userText(payload)],
    status: { tone: "info", text: [userText(payload), { t: "strong", text: payload }] },
    body: [
      { b: "prose", text: [text(payload), userText(payload), { t: "person", name: payload }] },
      { b: "list", items: [[userText(payload)], [text(payload), userText(payload)]] },
      {
        b: "fields",
        fields: [{ label: payload, value: [userText(payload), { t: "person", name: payload }] }],
      },
      { b: "image", picture: "kpi:none", alt: payload },
    ],
    buttons: [{ action: "take", arg: "1", label: payload, describe: payload }],
  });
  /** How often the text stands in it; a field's name takes what surrounds it away. */
  const TIMES = 12;

  it("show every text in every place as it is, side by side with others", async () => {
    for (const payload of onOneLine) {
      bench.core.answer = () => ({ kind: "private", message: everywhere(payload) });
      await asked(payload);
      const message = await until("the answer", alone);
      const times = message.text.split(kept(payload)).length - 1;
      expect(times, JSON.stringify(payload)).toBeGreaterThanOrEqual(TIMES);
      expect(message.buttons.map((button) => button.label)).toEqual([cut(payload, 80)]);
      sweep();
    }
  });

  it("cut what is too long, with a mark", async () => {
    bench.core.answer = () => ({ kind: "private", message: everywhere(LONG) });
    await asked("long");
    const message = await until("the answer", alone);
    expect(message.text).toContain("…");
    expect(message.buttons[0]?.label).toBe(cut(LONG, 80));
    sweep();
  });

  it("give a thread the card's title as it reads", async () => {
    // Five requests each, and the library lets fifty a second through.
    const titles = BARE_INJECTIONS.filter((payload) => !payload.includes("\n"));
    for (const [index, payload] of [...titles, "y".repeat(300)].entries()) {
      const card = await sends(`card/${index}`, { title: [userText(payload)], body: [] });
      await sends(`note/${index}`, say(userText(payload)), card);
      const thread = bench.discord.book.channel(card.id);
      expect(thread.name, JSON.stringify(payload)).toBe(cut(kept(payload), 100));
      bench.discord.book.channels.delete(card.id);
      sweep();
    }
  }, 120_000);

  async function sends(key: string, message: ResolvedMessage, thread?: { channel: string; id: string }) {
    const to = { kind: "channel" as const, channel: DISCORD.channel, ...(thread && { thread }) };
    const sent = await until(`${key} is sent`, async () => {
      const delivery = await bench.adapter.send({ key, to, message });
      return delivery.outcome === "retry" ? undefined : delivery;
    });
    if (sent.outcome !== "sent") throw new Error(`${key}: ${JSON.stringify(sent)}`);
    const post = bench.discord.book.posts.find((one) => one.id === sent.ref.id);
    expect(post?.pings).toEqual([]);
    return sent.ref;
  }
});

describe("everything that was sent to Discord meanwhile", () => {
  it("lets it notify nobody", () => {
    const sent = messagesSent(bench.discord);
    expect(sent.length).toBeGreaterThan(2_000);
    for (const { allowed_mentions: allowed } of sent) expect(allowed).toEqual({ parse: [], users: [] });
    expect(bench.discord.pings()).toEqual([]);
    expect(bench.discord.violations).toEqual([]);
  });
});
