import { describe, expect, it } from "vitest";
import { checkCommands, checkSuggestions, commandSchema } from "../../support/fake-discord/limits-command.ts";
import { checkMessage } from "../../support/fake-discord/limits-message.ts";
import { checkModal } from "../../support/fake-discord/limits-modal.ts";
import { checkBody, checkQuery } from "../../support/fake-discord/openapi.ts";
import { Complaints, Refusal } from "../../support/fake-discord/refusal.ts";
import { messageSchema, modalSchema, type Json } from "../../support/fake-discord/shapes.ts";

const of = (length: number) => "x".repeat(length);
const times = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));

/** Where Discord finds something wrong. */
function wrongWith(check: () => void): string {
  try {
    check();
    return "nothing";
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 50035) throw error;
    return error.violations.join("; ");
  }
}
const inMessage = (body: Json) => wrongWith(() => checkMessage(messageSchema.parse(body)));
const inModal = (components: Json[], more: Json = {}) =>
  wrongWith(() => checkModal(modalSchema.parse({ custom_id: "m", title: "T", components, ...more })));
const inCommand = (command: Json) =>
  wrongWith(() => checkCommands([commandSchema.parse({ name: "x", description: "x", ...command })]));

const button = (more: Json = {}): Json => ({ type: 2, style: 1, label: "Go", custom_id: "go", ...more });
const row = (...components: Json[]): Json => ({ type: 1, components });
const select = (count: number, more: Json = {}): Json => ({
  type: 3,
  custom_id: "s",
  options: times(count, (at) => ({ label: `L${at}`, value: `v${at}` })),
  ...more,
});
const label = (component: Json, more: Json = {}): Json => ({ type: 18, label: "L", component, ...more });
const input = (more: Json = {}): Json => ({ type: 4, custom_id: "t", style: 1, ...more });

describe("the limits of messages", () => {
  it.each<[string, Json, string]>([
    ["content", { content: of(2001) }, "content"],
    ["embeds", { embeds: times(11, () => ({ title: "x" })) }, "embeds"],
    ["title", { embeds: [{ title: of(257) }] }, "embeds.0.title"],
    ["description", { embeds: [{ description: of(4097) }] }, "embeds.0.description"],
    ["fields", { embeds: [{ fields: times(26, () => ({ name: "a", value: "b" })) }] }, "embeds.0.fields"],
    ["field name", { embeds: [{ fields: [{ name: of(257), value: "b" }] }] }, "embeds.0.fields.0.name"],
    ["field value", { embeds: [{ fields: [{ name: "a", value: of(1025) }] }] }, "embeds.0.fields.0.value"],
    ["blank field value", { embeds: [{ fields: [{ name: "a", value: "  " }] }] }, "embeds.0.fields.0.value"],
    ["footer", { embeds: [{ footer: { text: of(2049) } }] }, "embeds.0.footer.text"],
    ["author", { embeds: [{ author: { name: of(257) } }] }, "embeds.0.author.name"],
    [
      "sum of all embeds",
      { embeds: [{ description: of(3001) }, { description: of(3000) }] },
      "embeds: Embed size",
    ],
    ["rows", { components: times(6, (at) => row(button({ custom_id: `b${at}` }))) }, "components"],
    [
      "buttons in a row",
      { components: [row(...times(6, (at) => button({ custom_id: `${at}` })))] },
      "components.0",
    ],
    ["custom id twice", { components: [row(button(), button())] }, "cannot be duplicated: go"],
    [
      "custom id missing",
      { components: [row(button({ custom_id: undefined }))] },
      "components.0.components.0.custom_id",
    ],
    [
      "custom id",
      { components: [row(button({ custom_id: of(101) }))] },
      "components.0.components.0.custom_id",
    ],
    ["button label", { components: [row(button({ label: of(81) }))] }, "components.0.components.0.label"],
    ["select options", { components: [row(select(26))] }, "components.0.components.0.options"],
    [
      "option label",
      { components: [row(select(0, { options: [{ label: of(101), value: "v" }] }))] },
      "options.0.label",
    ],
    ["most values", { components: [row(select(2, { max_values: 3 }))] }, "max_values"],
    [
      "both kinds of allowed mentions",
      { content: "x", allowed_mentions: { parse: ["users"], users: ["1"] } },
      "mutually",
    ],
    ["nonce", { content: "x", nonce: of(26) }, "nonce"],
    ["bare button", { components: [button()] }, "components: Only rows"],
  ])("%s", (_, body, where) => {
    expect(inMessage(body)).toContain(where);
  });

  it("takes what is just within them", () => {
    const embed = {
      title: of(256),
      description: of(4096),
      footer: { text: of(624) },
      fields: [{ name: "n", value: of(1023) }],
    };
    expect(inMessage({ content: of(2000), embeds: [embed] })).toBe("nothing");
    expect(inMessage({ content: "😀".repeat(2000) })).toBe("nothing");
    const rows = times(5, (r) => row(...times(5, (b) => button({ custom_id: `${r}-${b}`, label: of(80) }))));
    expect(inMessage({ components: rows })).toBe("nothing");
    expect(inMessage({ components: [row(select(25, { max_values: 25 }))] })).toBe("nothing");
  });

  it("tells errors in Discord's form", () => {
    const to = new Complaints();
    to.length("embeds.0.title", of(257), 0, 256);
    expect(() => to.settle()).toThrow(
      expect.objectContaining({
        status: 400,
        body: {
          code: 50035,
          message: "Invalid Form Body",
          errors: {
            embeds: {
              "0": {
                title: {
                  _errors: [{ code: "BASE_TYPE_BAD_LENGTH", message: expect.stringContaining("256") }],
                },
              },
            },
          },
        },
      }),
    );
  });
});

describe("the limits of modals", () => {
  it.each<[string, Json[], Json, string]>([
    ["title", [label(input())], { title: of(46) }, "data.title"],
    ["too many parts", times(6, (at) => label(input({ custom_id: `${at}` }))), {}, "data.components"],
    ["no part", [], {}, "data.components"],
    ["label", [label(input(), { label: of(46) })], {}, "data.components.0.label"],
    ["description", [label(input(), { description: of(101) })], {}, "data.components.0.description"],
    ["placeholder", [label(input({ placeholder: of(101) }))], {}, "placeholder"],
    ["value", [label(input({ value: of(11), max_length: 10 }))], {}, "value"],
    ["most characters", [label(input({ max_length: 4001 }))], {}, "max_length"],
    ["custom id twice", [label(input()), label(input())], {}, "cannot be duplicated: t"],
    ["disabled", [label(select(2, { disabled: true }))], {}, "disabled"],
    ["required but none", [label(select(2, { min_values: 0 }))], {}, "min_values"],
    ["one radio", [label(select(1, { type: 21 }))], {}, "options"],
    ["bare input", [input()], {}, "Only labels"],
  ])("%s", (_, components, more, where) => {
    expect(inModal(components, more)).toContain(where);
  });

  it("takes what is just within them", () => {
    const parts = [
      label(input({ value: of(4000), placeholder: of(100) }), { label: of(45), description: of(100) }),
      label(select(25, { required: false, min_values: 0 })),
      label(select(10, { type: 21, custom_id: "r" })),
      label({ type: 19, custom_id: "f", max_values: 10 }),
      { type: 10, content: "text" },
    ];
    expect(inModal(parts, { title: of(45) })).toBe("nothing");
  });
});

describe("the limits of commands", () => {
  const option = (more: Json = {}): Json => ({ type: 3, name: "o", description: "d", ...more });
  it.each<[string, Json, string]>([
    ["name", { name: "Escalate" }, "name is invalid"],
    ["name with a space", { name: "two words" }, "name is invalid"],
    ["description", { description: of(101) }, "0.description"],
    ["options", { options: times(26, (at) => option({ name: `o${at}` })) }, "0.options"],
    ["option twice", { options: [option(), option()] }, "unique"],
    ["required late", { options: [option(), option({ name: "p", required: true })] }, "Required options"],
    [
      "choices",
      { options: [option({ choices: times(26, (at) => ({ name: `${at}`, value: "v" })) })] },
      "choices",
    ],
    ["choice name", { options: [option({ choices: [{ name: of(101), value: "v" }] })] }, "choices.0.name"],
    [
      "choices and autocomplete",
      { options: [option({ autocomplete: true, choices: [{ name: "a", value: "a" }] })] },
      "exclude",
    ],
    ["name in a menu", { type: 3, name: of(33), description: "" }, "0.name"],
    ["description in a menu", { type: 3, name: "Two Words" }, "no description"],
    ["options in a menu", { type: 3, description: "", options: [option()] }, "0.options"],
  ])("%s", (_, command, where) => {
    expect(inCommand(command)).toContain(where);
  });

  it("takes good ones, and 25 suggestions", () => {
    expect(inCommand({ type: 3, name: "Two Words!", description: "" })).toBe("nothing");
    expect(inCommand({ name: "übergabe-2", options: [option({ required: true })] })).toBe("nothing");
    expect(wrongWith(() => checkSuggestions(times(25, (at) => ({ name: `${at}`, value: at }))))).toBe(
      "nothing",
    );
    expect(wrongWith(() => checkSuggestions(times(26, (at) => ({ name: `${at}`, value: at }))))).toContain(
      "choices",
    );
  });
});

describe("Discord's own document", () => {
  const post = { method: "post", path: "/channels/{channel_id}/messages" } as const;
  const callback = {
    method: "post",
    path: "/interactions/{interaction_id}/{interaction_token}/callback",
  } as const;
  const put = { method: "put", path: "/applications/{application_id}/commands" } as const;
  const inBody = (operation: Parameters<typeof checkBody>[0], body: unknown) =>
    wrongWith(() => checkBody(operation, body));

  it("refuses what it does not know, at any depth", () => {
    expect(inBody(post, { content: "x", embed: {} })).toContain("embed");
    expect(inBody(post, { embeds: [{ titel: "x" }] })).toContain("titel");
    expect(inBody(callback, { type: 4, data: { content: "x", ephemeral: true } })).toContain("ephemeral");
    expect(inBody(post, { components: [row(button({ colour: 1 }))] })).toContain("colour");
  });

  it("refuses wrong types", () => {
    expect(inBody(post, { content: 7 })).toBe("content: must be string,null");
    expect(inBody(post, { components: [row({ type: 99 })] })).toContain("components.0.components.0.type");
    expect(inBody(callback, { type: 9, data: { title: "T" } })).toBe(
      "data: must have required property 'custom_id'; data: must have required property 'components'",
    );
    expect(inBody(put, [{ description: "no name" }])).toContain("name");
  });

  it("takes what discord.js sends, permissions as text included", () => {
    expect(inBody(post, { content: "x", components: [row(button())], allowed_mentions: { parse: [] } })).toBe(
      "nothing",
    );
    expect(
      inBody(put, [{ name: "x", description: "x", default_member_permissions: "0", contexts: [0, 1] }]),
    ).toBe("nothing");
    expect(
      inBody(callback, { type: 9, data: { custom_id: "m", title: "T", components: [label(input())] } }),
    ).toBe("nothing");
  });

  it("checks what stands behind the question mark", () => {
    const get = { method: "get", path: "/channels/{channel_id}/messages" } as const;
    const inQuery = (text: string) => wrongWith(() => checkQuery(get, new URLSearchParams(text)));
    expect(inQuery("limit=100&after=1")).toBe("nothing");
    expect(inQuery("limit=101")).toContain("limit");
    expect(inQuery("since=1")).toContain("since");
  });
});
