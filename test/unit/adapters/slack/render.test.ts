import { array, assert, constantFrom, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { actionOf, render } from "../../../../adapters/slack/render.ts";
import { say, text, userText, type ResolvedMessage } from "../../../../src/chat/message.ts";
import { readBlocks } from "../../../support/fake-slack/blockkit.ts";
import { showMessage } from "../../../support/fake-slack/mrkdwn.ts";

const shown = (message: ResolvedMessage) => {
  const { blocks, text: fallback } = render(message);
  return showMessage({
    blocks: readBlocks(JSON.parse(JSON.stringify(blocks))),
    text: fallback,
    mrkdwn: false,
  });
};

const MARKS = [
  "<!channel>",
  "<!here>",
  "<!everyone>",
  "<!subteam^S1>",
  "<@U0ANA>",
  "<@U0ANA|x>",
  "<#C1>",
  "@everyone",
  "@here",
  "&lt;!channel&gt;",
  "&amp;lt;!here&amp;gt;",
  "<https://evil.test|bank>",
  "<javascript:alert(1)|x>",
  "*b*",
  "_i_",
  "~s~",
  "`c`",
  "```",
  ":tada:",
  "> quote",
  "\n",
  "\u202E",
  "\u200B",
  "\u0000",
  "<!date^1^{date}|now>",
  "😀",
  "<",
  "&",
];

describe("a message for Slack", () => {
  it("shows what somebody typed, in every place, and pings nobody, whatever they typed", () => {
    const typed = array(constantFrom(...MARKS), { minLength: 1, maxLength: 8 }).map((parts) =>
      parts.join(""),
    );
    assert(
      property(typed, (given) => {
        const seen = shown({
          title: [userText(given)],
          status: { tone: "done", text: [userText(given)] },
          body: [
            { b: "prose", text: [text("Said: "), userText(given)] },
            { b: "list", items: [[userText(given)]] },
            { b: "fields", fields: [{ label: given, value: [userText(given)] }] },
            { b: "image", picture: "kpi:none", alt: given },
          ],
          buttons: [{ action: "a", arg: "1", label: "Go" }],
        });
        expect(seen.pings).toEqual([]);
        expect(seen.text.split(given).length - 1).toBeGreaterThanOrEqual(7);
      }),
      { numRuns: 500 },
    );
  });

  it("mentions the person that was resolved for a notification, in the blocks only", () => {
    const message = say({ t: "person", name: "Ben <@U0ANA>", userId: "U0BEN" }, text(" is asked"));
    expect(shown(message)).toEqual({ text: "[@U0BEN] is asked", pings: ["U0BEN"] });
    expect(render(message).text).toBe("Ben &lt;@U0ANA&gt; is asked");
  });

  it("shows the name where the id is none of Slack's", () => {
    expect(shown(say({ t: "person", name: "Ben", userId: "123456789" }))).toEqual({ text: "Ben", pings: [] });
  });

  it("says the tone in words, with a symbol beside them", () => {
    const seen = shown({ status: { tone: "waiting", text: [text("Waiting")] }, body: [] });
    expect(seen.text).toBe("◷ Waiting");
  });

  it("stays within every limit, and says that something was cut", () => {
    const long = "😀".repeat(20_000);
    for (const message of [
      { title: [userText(long)], body: [] },
      { body: [{ b: "prose", text: [userText(long)] }] },
      { body: [{ b: "list", items: Array.from({ length: 500 }, () => [userText(long)]) }] },
      {
        body: [
          { b: "fields", fields: Array.from({ length: 300 }, () => ({ label: long, value: [text(long)] })) },
        ],
      },
      { body: Array.from({ length: 100 }, () => ({ b: "prose", text: [userText("short")] }) as const) },
      { body: [{ b: "image", picture: "kpi:long", alt: long }] },
    ] satisfies ResolvedMessage[])
      for (const files of [new Map<string, string>(), new Map([["kpi:long", "F0123456789"]])]) {
        const { blocks, text: fallback } = render(message, files);
        expect(() => readBlocks(JSON.parse(JSON.stringify(blocks)))).not.toThrow();
        expect(fallback.length).toBeLessThanOrEqual(4000);
        expect(
          showMessage({ blocks: readBlocks(JSON.parse(JSON.stringify(blocks))), text: fallback }).text,
        ).toContain("…");
      }
  });

  it("is never empty, because Slack takes no empty message", () => {
    const empties: ResolvedMessage[] = [
      { body: [] },
      say(text("")),
      { title: [text("")], body: [{ b: "list", items: [] }] },
    ];
    for (const message of empties) expect(render(message).blocks).toHaveLength(1);
  });

  it("tells two buttons of one action apart, and finds the action again", () => {
    const button = { action: "case.take#1", arg: "x", label: "Take" };
    const { blocks } = render({ body: [], buttons: [button, button] });
    const ids = blocks.flatMap((block) =>
      block.type === "actions"
        ? block.elements.flatMap((each) => ("action_id" in each ? [each.action_id] : []))
        : [],
    );
    expect(new Set(ids).size).toBe(2);
    expect(ids.map((id) => actionOf(id ?? ""))).toEqual(["case.take#1", "case.take#1"]);
  });
});
