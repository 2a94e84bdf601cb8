import { describe, expect, it } from "vitest";
import { escape } from "../../../../adapters/discord/markdown.ts";
import { usedSchema } from "../../../../adapters/discord/payloads.ts";
import { markdownWords, messageWords } from "../../../../adapters/discord/words.ts";

const ID = "123456789012345678";

describe("Discord's markdown as plain words", () => {
  it.each([
    [
      "**bold** *italic* _too_ __under__ ~~gone~~ ||secret|| ***both***",
      "bold italic too under gone secret both",
    ],
    ["snake_case_name, 2 * 3 * 4", "snake_case_name, 2 * 3 * 4"],
    ["**unclosed and _open", "**unclosed and _open"],
    ["run `**x** :tada:` now", "run **x** :tada: now"],
    ["```ts\nconst a = 1;```", "const a = 1;"],
    [`<@${ID}> <@!${ID}> <@&${ID}> <#${ID}>`, "@someone @someone @group #channel"],
    [`<:party_time:${ID}> <a:yes:${ID}> :slight_smile: :+1:`, "party time yes slight smile +1"],
    [`</escalate:${ID}> <id:customize> <t:1700000000:R>`, "/escalate #channel 2023-11-14 22:13 UTC"],
    ["[bank.test](https://evil.test) <https://shop.test/a>", "bank.test https://shop.test/a"],
    ["# Heading\n> quoted\n-# small\n- item\n5 > 4", "Heading\nquoted\nsmall\n- item\n5 > 4"],
    ["\\*not bold\\* \\<@1> at 10:30:45", "*not bold* <@1> at 10:30:45"],
    ["a < b <c> @everyone", "a < b <c> @everyone"],
    ["", ""],
  ])("%s", (source, words) => {
    expect(markdownWords(source)).toBe(words);
  });

  it("gives back what was shown as it was typed", () => {
    const typed = "*a* _b_ ~c~ `d` <@1> [x](https://y.test) :tada: ||s|| # h @everyone";
    expect(markdownWords(escape(typed))).toBe(typed);
  });

  it("is read in time that grows with the text alone", () => {
    const marks = ["*", "_", "~~", "||", "`", "<", "[", "[a](", ":", "\\", "**a ", "<a", "# ", "```"];
    const words = marks.map((mark) => markdownWords(mark.repeat(10_000 / mark.length)));
    expect(words).toHaveLength(marks.length);
  });
});

describe("a message's words", () => {
  const wordsOf = (message: object): string => {
    const used = usedSchema.parse({
      id: ID,
      application_id: ID,
      token: "t",
      channel_id: ID,
      type: 2,
      data: { type: 3, name: "Log", target_id: ID, resolved: { messages: { [ID]: message } } },
    });
    const read = used.data.resolved.messages[ID];
    if (!read) throw new Error("no message");
    return messageWords(read);
  };

  it("include frames of its own and what was forwarded, and no preview of a page", () => {
    const embeds = [
      {
        type: "rich",
        title: "Review",
        description: "**Late** again",
        fields: [{ name: "Stars", value: "2" }],
      },
      { type: "article", title: "News", description: "Nothing of ours" },
    ];
    const forwarded = { message: { content: "The _box_ was crushed", embeds: [] } };
    expect(wordsOf({ content: "New", embeds, message_snapshots: [forwarded] })).toBe(
      "New\nReview\nLate again\nStars: 2\nThe box was crushed",
    );
  });

  it("are what can be read of it, whatever stands there instead", () => {
    const odd: unknown[] = [undefined, null, 7, {}, [null], [7], [{ type: 7 }]];
    expect(odd.map((each) => wordsOf({ content: each, embeds: each, message_snapshots: each }))).toEqual(
      odd.map(() => ""),
    );
    expect(wordsOf({ content: "half \uD83D", embeds: [] })).toBe("half \uFFFD");
    expect(wordsOf({ content: "x".repeat(20_000) })).toHaveLength(10_000);
  });
});
