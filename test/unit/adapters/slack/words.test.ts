import { describe, expect, it } from "vitest";
import { messageWords, mrkdwnWords } from "../../../../adapters/slack/words.ts";

describe("Slack's markup as plain words", () => {
  it.each([
    ["*bold* _italic_ ~gone~ and *_both_*", "bold italic gone and both"],
    ["snake_case_name, 2 * 3 * 4, ~80 or ~90", "snake_case_name, 2 * 3 * 4, ~80 or ~90"],
    ["*unclosed and _open", "*unclosed and _open"],
    ["run `*x* :tada: &lt;b&gt;` now", "run *x* :tada: <b> now"],
    ["```a\n*b*```", "a\n*b*"],
    ["<!channel> <!here> <!everyone>", "@channel @here @everyone"],
    ["<@U0BEN> and <@U0ANA|ana>", "@someone and @ana"],
    ["<!subteam^S1> <!subteam^S1|@leads>", "@group @leads"],
    ["<#C1> <#C1|floor>", "#channel #floor"],
    ["<!date^1392734382^{date}|18 Feb 2014>", "18 Feb 2014"],
    ["<https://evil.test|bank.test>, *<https://a.test/x_y_z|here>*", "bank.test, here"],
    ["<https://shop.test/a>", "https://shop.test/a"],
    ["<mailto:a@b.test|a@b.test> <tel:+44|+44>", "a@b.test +44"],
    [":tada: :slightly_smiling_face::skin-tone-3: :+1: :-1:", "tada slightly smiling face +1 -1"],
    ["at 10:30:45, ratio 1:2:3", "at 10:30:45, ratio 1:2:3"],
    ["&gt; quoted\n&gt;&gt;&gt;too\n5 &gt; 4", "quoted\ntoo\n5 > 4"],
    ["&lt;!channel&gt; &amp;lt; a &amp; b", "<!channel> &lt; a & b"],
    ["", ""],
  ])("%s", (source, words) => {
    expect(mrkdwnWords(source)).toBe(words);
  });

  it("is read in time that grows with the text alone", () => {
    const marks = ["*", "_", "~", "`", "<", ">", ":", "&gt;", "*a ", "<a|", ":a", "```"];
    const words = marks.map((mark) => mrkdwnWords(mark.repeat(40_000 / mark.length)));
    expect(words).toHaveLength(marks.length);
  });
});

describe("a message's words", () => {
  const rich = (...elements: object[]) => [
    { type: "rich_text", elements: [{ type: "rich_text_section", elements }] },
  ];

  it("are what its blocks show, not what the notification says", () => {
    const blocks = rich(
      { type: "text", text: "5*4*3 ", style: { bold: true } },
      { type: "user", user_id: "U0BEN" },
      { type: "text", text: " says &lt;hi&gt; " },
      { type: "emoji", name: "slightly_smiling_face", unicode: "1f642" },
      { type: "link", url: "https://evil.test", text: " bank" },
      { type: "broadcast", range: "channel" },
    );
    expect(messageWords({ text: "This content cannot be shown", blocks })).toBe(
      "5*4*3 @someone says <hi> slightly smiling face bank@channel",
    );
  });

  it("include lists, quotes, headings, fields and context, and no buttons", () => {
    const line = (text: string) => ({ type: "rich_text_section", elements: [{ type: "text", text }] });
    const blocks = [
      { type: "header", text: { type: "plain_text", text: "Review :star:" } },
      {
        type: "section",
        text: { type: "mrkdwn", text: "*Late* again" },
        fields: [{ type: "mrkdwn", text: "_Two_ stars" }],
      },
      { type: "divider" },
      { type: "rich_text", elements: [{ type: "rich_text_list", elements: [line("one"), line("two")] }] },
      {
        type: "rich_text",
        elements: [{ type: "rich_text_quote", elements: [{ type: "text", text: "never again" }] }],
      },
      {
        type: "context",
        elements: [
          { type: "image", alt_text: "x" },
          { type: "mrkdwn", text: "by app" },
        ],
      },
      { type: "actions", elements: [{ type: "button", text: { type: "plain_text", text: "Take" } }] },
    ];
    expect(messageWords({ text: "", blocks })).toBe(
      "Review star\nLate again\nTwo stars\n- one\n- two\nnever again\nby app",
    );
  });

  it("include what another program hung on it, and no preview of a page", () => {
    const attachments = [
      {
        fallback: "Ticket 7",
        title: "Ticket 7",
        text: "The *box* was crushed",
        fields: [{ title: "From", value: "Leeds" }],
      },
      { fallback: "Shared words" },
      { from_url: "https://news.test", title: "News", text: "Nothing of ours" },
    ];
    expect(messageWords({ text: "New", attachments })).toBe(
      "New\nTicket 7\nThe box was crushed\nFrom: Leeds\nShared words",
    );
  });

  it("are nothing where there are none, whatever stands there instead", () => {
    let deep: object = { type: "section" };
    for (let n = 0; n < 5_000; n += 1) deep = { type: "section", elements: [deep] };
    const odd: unknown[] = [undefined, null, 7, "x", {}, [], [null], [[]], [{ type: 7, text: [] }], [deep]];
    expect(odd.map((blocks) => messageWords({ text: null, blocks, attachments: blocks }))).toEqual(
      odd.map(() => ""),
    );
  });
});
