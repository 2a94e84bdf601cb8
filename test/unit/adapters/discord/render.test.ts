import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escape, escapeWithin, unescape } from "../../../../adapters/discord/markdown.ts";
import { fileNameOf, readCustomId, render } from "../../../../adapters/discord/render.ts";
import { text, userText, type ResolvedMessage } from "../../../../src/chat/message.ts";

const BEN = "440000000000000002";
const SEED = 20261122;

describe("escaping", () => {
  it("touches nothing that ordinary sentences are made of: notifications show the backslashes", () => {
    for (const plain of [
      "ESC-0042 · Approval · £80.00 (C-1042), due 14:30!",
      "Told the customer - they're fine + happy #1",
      "a/b, 50% & more; x@y.test = ok?",
    ])
      expect(escape(plain)).toBe(plain);
  });

  it.each([
    ["*bold*", "\\*bold\\*"],
    ["- item", "\\- item"],
    ["1. first", "1\\. first"],
    ["# big", "\\# big"],
    ["-# small", "\\-# small"],
    ["> quote", "\\> quote"],
    [">>> all", "\\>>> all"],
    ["<@1>", "\\<@1>"],
    ["see https://evil.test", "see https\\://evil.test"],
    [":tada:", "\\:tada:"],
    ["@everyone", "\\@everyone"],
    ["[a](b)", "\\[a](b)"],
    ["line\n- two", "line\n\\- two"],
  ])("takes the meaning out of %s", (given, expected) => {
    expect(escape(given)).toBe(expected);
  });

  it("loses nothing, and cuts to any length with a mark, never inside an escape or a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), fc.nat(250), (given, most) => {
        const whole = given.replace(/\p{Surrogate}/gu, "\uFFFD");
        expect(unescape(escape(whole))).toBe(whole);
        const cut = escapeWithin(given, most);
        expect(cut.length).toBeLessThanOrEqual(most);
        expect(cut).not.toMatch(/\p{Surrogate}/u);
        expect([escape(whole), ""].includes(cut) || cut.endsWith("…")).toBe(true);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });
});

describe("a message on Discord", () => {
  const card: ResolvedMessage = {
    title: [text("ESC-0001")],
    status: { tone: "waiting", text: [text("Waiting for "), { t: "person", name: "Ben", userId: BEN }] },
    body: [
      { b: "prose", text: [text("First.")] },
      { b: "fields", fields: [{ label: "Need", value: [userText("80 back")] }] },
      { b: "prose", text: [text("Last.")] },
      { b: "list", items: [[text("one\nmore")], [text("two")]] },
      { b: "image", picture: "kpi:1", alt: "A chart: rising" },
    ],
    buttons: Array.from({ length: 7 }, (_, n) => ({ action: "take", arg: "c1:3", label: `Take ${n}` })),
  };

  it("says first what a notification shows, then the rest in its order", () => {
    const drawn = render(card);
    expect(drawn.content).toBe(`**ESC-0001**\n◷ **Waiting for <@${BEN}>**\nFirst.`);
    expect(drawn.embeds).toEqual([
      { color: 0xe69f00, fields: [{ name: "Need", value: "80 back" }] },
      {
        description: "Last.\n- one\n  more\n- two\n[Image: A chart: rising]",
      },
    ]);
    expect(render(card, new Set(["kpi:1"])).embeds[1]).toEqual({
      description: "Last.\n- one\n  more\n- two",
      image: { url: `attachment://${fileNameOf("kpi:1")}` },
    });
    expect(drawn.allowed_mentions).toEqual({ parse: [], users: [BEN] });
    expect(drawn.components.map((row) => row.components.length)).toEqual([5, 2]);
    const ids = drawn.components.flatMap((row) => row.components.map((button) => button.custom_id));
    expect(new Set(ids).size).toBe(7);
    expect(readCustomId(ids[6] ?? "")).toEqual({ action: "take", arg: "c1:3" });
    expect(readCustomId("something else")).toBeUndefined();
  });

  it("says a mention again where it notifies, if it stands in an embed", () => {
    const drawn = render({
      body: [{ b: "fields", fields: [{ label: "For", value: [{ t: "person", name: "Ben", userId: BEN }] }] }],
    });
    expect(drawn.content).toBe(`<@${BEN}>`);
    expect(drawn.allowed_mentions.users).toEqual([BEN]);
  });

  it("mentions nobody by something that is no Discord id", () => {
    const drawn = render({ body: [{ b: "prose", text: [{ t: "person", name: "Ben", userId: "U0BEN" }] }] });
    expect(drawn).toMatchObject({ content: "Ben", allowed_mentions: { parse: [], users: [] } });
  });

  it("puts prose that is too long for the first part into the second, whole", () => {
    const long = "word ".repeat(600).trim();
    const drawn = render({ title: [text("T")], body: [{ b: "prose", text: [userText(long)] }] });
    expect(drawn.content).toBe("**T**");
    expect(drawn.embeds[0]?.description).toBe(long);
  });

  it("stays within Discord's limits whatever it is given, with a mark where something is missing", () => {
    const words = fc.string({ unit: "binary", maxLength: 3_000 });
    const block = fc.oneof(
      words.map((value) => ({ b: "prose" as const, text: [userText(value)] })),
      fc.array(words, { maxLength: 4 }).map((items) => ({
        b: "list" as const,
        items: items.map((value) => [userText(value)]),
      })),
      fc.array(words, { maxLength: 30 }).map((values) => ({
        b: "fields" as const,
        fields: values.map((value) => ({ label: value, value: [userText(value)] })),
      })),
    );
    fc.assert(
      fc.property(words, fc.array(block, { maxLength: 12 }), (title, body) => {
        const { content, embeds } = render({ title: [userText(title)], body });
        expect(content.length).toBeLessThanOrEqual(2000);
        expect(embeds.length).toBeLessThanOrEqual(10);
        let total = 0;
        for (const { description = "", fields = [] } of embeds) {
          expect(description.length).toBeLessThanOrEqual(4096);
          expect(fields.length).toBeLessThanOrEqual(25);
          for (const { name, value } of fields) {
            expect(name.length).toBeGreaterThan(0);
            expect(name.length).toBeLessThanOrEqual(256);
            expect(value.length).toBeGreaterThan(0);
            expect(value.length).toBeLessThanOrEqual(1024);
            total += name.length + value.length;
          }
          total += description.length;
        }
        expect(total).toBeLessThanOrEqual(6000);
      }),
      { seed: SEED, numRuns: 150 },
    );
  });
});

describe("what a reader finds where", () => {
  it("puts a line that notifies above the table, and a heading with its list", () => {
    const drawn = render({
      title: [text("T")],
      body: [
        { b: "prose", text: [text("Need.")] },
        { b: "fields", fields: [{ label: "By", value: [text("Ana")] }] },
        { b: "prose", text: [{ t: "person", name: "Ben", userId: BEN }, text(", you are asked.")] },
      ],
    });
    expect(drawn.content).toBe(`**T**\nNeed.\n<@${BEN}>, you are asked.`);
    expect(drawn.embeds).toEqual([{ fields: [{ name: "By", value: "Ana" }] }]);
    const list = render({
      title: [text("Cases")],
      body: [
        { b: "prose", text: [{ t: "strong", text: "Yours" }] },
        { b: "list", items: [[text("one")]] },
      ],
    });
    expect(list.content).toBe("**Cases**");
    expect(list.embeds).toEqual([{ description: "**Yours**\n- one" }]);
  });
});
