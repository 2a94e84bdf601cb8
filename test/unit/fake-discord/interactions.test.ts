import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeDiscord, type Delivery, type Person } from "../../support/fake-discord/index.ts";
import type { Json } from "../../support/fake-discord/shapes.ts";
import { until } from "../../support/until.ts";
import { ask, idOf, message, type Back } from "./rest.ts";

const CHANNEL = "200000000000000001";
const ANA = "100000000000000001";
const BEN = "100000000000000002";
const QUIET = { allowed_mentions: { parse: [] } };
const EPHEMERAL = 64;

const OPTIONS: Json[] = [
  { type: 3, name: "what", description: "d", required: true, max_length: 5 },
  { type: 4, name: "amount", description: "d", min_value: 1 },
  { type: 3, name: "who", description: "d", autocomplete: true },
  { type: 3, name: "kind", description: "d", choices: [{ name: "Advice", value: "advice" }] },
  { type: 11, name: "proof", description: "d" },
];
const COMMANDS: Json[] = [
  { name: "raise", description: "d", options: OPTIONS },
  { name: "here", description: "d", contexts: [0] },
  {
    name: "case",
    description: "d",
    options: [{ type: 1, name: "take", description: "d", options: OPTIONS.slice(1) }],
  },
];

describe("interactions", () => {
  let discord: FakeDiscord;
  let ana: Person;
  let ben: Person;
  let now = 0;
  const said = (back: Back) => [back.status, back.body["code"]];
  const callback = ({ id, token }: Pick<Delivery, "id" | "token">, body: Json, query = "") =>
    ask(discord, "POST", `/interactions/${id}/${token}/callback${query}`, body, {});
  const hook = (method: string, { token }: Delivery, path = "", body?: Json) =>
    ask(discord, method, `/webhooks/${discord.applicationId}/${token}${path}`, body, {});
  const text = (content: string, flags = 0) => ({ content, flags, ...QUIET });

  /** Does something and answers the interaction that comes of it. */
  async function answering(act: () => Promise<unknown>, ...bodies: readonly Json[]): Promise<Delivery> {
    const before = discord.deliveries.length;
    const acted = act();
    const delivery = await until("the interaction", () => discord.deliveries[before]);
    for (const body of bodies) expect(said(await callback(delivery, body))).toEqual([204, undefined]);
    await acted;
    return delivery;
  }
  const raise = () => ana.command("raise", { what: "x" }, { channel: CHANNEL });

  beforeEach(async () => {
    now = Date.UTC(2026, 0, 1);
    discord = await FakeDiscord.start({ now: () => now });
    ana = discord.addUser(ANA, "ana");
    ben = discord.addUser(BEN, "ben");
    discord.addChannel(CHANNEL, "floor", [ANA, BEN]);
    await ask(discord, "PUT", `/applications/${discord.applicationId}/commands`, COMMANDS);
  });
  afterEach(() => discord.stop());

  it("are answered once, by whoever has the token", async () => {
    const delivery = await answering(raise, { type: 4, data: text("Done", EPHEMERAL) });
    expect(said(await callback(delivery, { type: 4, data: text("Again") }))).toEqual([400, 40060]);
    expect(said(await callback({ id: delivery.id, token: "x" }, { type: 5 }))).toEqual([404, 10062]);
    expect(ana.sees(CHANNEL)).toMatchObject([{ text: "Done", ephemeral: true }]);
    expect(ben.sees(CHANNEL)).toEqual([]);
  });

  it("carry what Discord says of them", async () => {
    const { payload } = await answering(raise, { type: 5 });
    expect(payload).toMatchObject({
      type: 2,
      guild_id: discord.guildId,
      channel_id: CHANNEL,
      context: 0,
      member: { user: { id: ANA } },
      data: { name: "raise", options: [{ name: "what", type: 3, value: "x" }] },
      authorizing_integration_owners: { "0": discord.guildId },
    });
    const inDm = await answering(() => ana.command("raise", { what: "x" }, "dm"), { type: 5 });
    expect(inDm.payload).toMatchObject({
      user: { id: ANA },
      context: 1,
      authorizing_integration_owners: { "0": "0" },
    });
    expect(inDm.payload).not.toHaveProperty("member");
    expect(inDm.payload).not.toHaveProperty("guild_id");
  });

  it("are too old after three seconds, and people are told", async () => {
    const delivery = await answering(raise);
    expect(ana.trouble).toEqual(["The application did not respond"]);
    expect(said(await callback(delivery, { type: 5 }))).toEqual([404, 10062]);
    expect(said(await hook("POST", delivery, "", text("x")))).toEqual([404, 10015]);
  });

  it("take only the answers that fit them", async () => {
    const acted = raise();
    const delivery = await until("the command", () => discord.deliveries[0]);
    for (const type of [6, 7, 8]) {
      const data = type === 8 ? { choices: [] } : text("x");
      expect(said(await callback(delivery, { type, data }))).toEqual([400, 50035]);
    }
    expect(discord.takeViolations()).toHaveLength(3);
    await callback(delivery, { type: 4, data: text("Fine") });
    await acted;
    expect(ana.trouble).toEqual([]);
  });

  it("can be put off, and stay as private as they began", async () => {
    const delivery = await answering(raise, { type: 5, data: { flags: EPHEMERAL } });
    expect(ana.sees(CHANNEL)).toMatchObject([
      { loading: true, ephemeral: true, text: "Floorwalker is thinking…" },
    ]);
    await hook("PATCH", delivery, "/messages/@original", { ...QUIET, content: "At last" });
    expect(ana.sees(CHANNEL)).toMatchObject([
      { loading: false, ephemeral: true, text: "At last", edited: false },
    ]);
    expect(ben.sees(CHANNEL)).toEqual([]);
  });

  it("let the first follow-up take the place of what was put off", async () => {
    const delivery = await answering(raise, { type: 5, data: { flags: EPHEMERAL } });
    await hook("POST", delivery, "?wait=true", text("First"));
    await hook("POST", delivery, "", text("Second"));
    expect(ana.sees(CHANNEL)).toMatchObject([
      { text: "First", ephemeral: true },
      { text: "Second", ephemeral: false },
    ]);
  });

  it("have follow-ups for a quarter of an hour", async () => {
    const delivery = await answering(raise, { type: 4, data: text("One") });
    const second = idOf(await hook("POST", delivery, "", text("Two", EPHEMERAL)));
    await hook("PATCH", delivery, `/messages/${second}`, { content: "Two!", ...QUIET });
    expect(await hook("GET", delivery, "/messages/@original")).toMatchObject({ body: { content: "One" } });
    expect((await hook("DELETE", delivery, "/messages/@original")).status).toBe(204);
    expect(said(await hook("GET", delivery, "/messages/@original"))).toEqual([404, 10008]);
    expect(ana.sees(CHANNEL)).toMatchObject([{ text: "Two!", ephemeral: true, edited: true }]);
    now += 15 * 60_000 + 1;
    expect(said(await hook("POST", delivery, "", text("Late")))).toEqual([401, 50027]);
    const other = await answering(raise, { type: 4, data: text("Other") });
    discord.expireInteractionTokens();
    expect(said(await hook("POST", other, "", text("Late")))).toEqual([401, 50027]);
  });

  it("notify as posts do, privately nobody, and by an edit nobody, put off or not", async () => {
    const mention = { content: `<@${BEN}>`, allowed_mentions: { parse: ["users"] } };
    const delivery = await answering(raise, { type: 4, data: { ...mention, flags: EPHEMERAL } });
    expect(discord.pings()).toEqual([]);
    await hook("PATCH", delivery, "/messages/@original", mention);
    expect(discord.pings()).toEqual([]);
    await hook("POST", delivery, "", mention);
    expect(discord.pings()).toEqual([BEN]);
    const later = await answering(raise, { type: 5 });
    await hook("PATCH", later, "/messages/@original", mention);
    expect(ben.sees(CHANNEL).at(-1)?.text).toBe("@ben");
    expect(discord.pings()).toEqual([BEN]);
  });

  it("must say whom they may notify", async () => {
    const delivery = await answering(raise, { type: 4, data: { content: "x" } });
    await hook("PATCH", delivery, "/messages/@original", { content: "y" });
    await hook("POST", delivery, "", { content: "z" });
    expect(discord.takeViolations().map((each) => each.replace(/:token.*: /, " "))).toHaveLength(3);
  });

  it("tell what became of them, if asked", async () => {
    const acted = raise();
    const delivery = await until("the command", () => discord.deliveries[0]);
    const back = await callback(delivery, { type: 4, data: text("Done", EPHEMERAL) }, "?with_response=true");
    await acted;
    expect(back).toMatchObject({
      status: 200,
      body: {
        interaction: { id: delivery.id, type: 2, response_message_ephemeral: true },
        resource: { type: 4, message: { content: "Done", flags: EPHEMERAL } },
      },
    });
  });

  describe("with commands", () => {
    it("refuse what Discord's client does not let anybody send", async () => {
      const tries: [string, Record<string, string | number>, string][] = [
        ["gone", {}, "no command /gone"],
        ["here", {}, "cannot be used in a direct message"],
        ["raise", {}, "what is required"],
        ["raise", { what: "too long" }, "does not take"],
        ["raise", { what: "x", amount: 0 }, "does not take 0"],
        ["raise", { what: "x", amount: "1" }, "does not take"],
        ["raise", { what: "x", kind: "other" }, "no choice other"],
        ["raise", { what: "x", colour: "red" }, "no option colour"],
        ["case", {}, "needs a subcommand"],
      ];
      for (const [name, options, words] of tries)
        await expect(ana.command(name, options, "dm")).rejects.toThrow(words);
      discord.addChannel("200000000000000002", "leads", [BEN]);
      const elsewhere = { channel: "200000000000000002" };
      await expect(ana.command("here", {}, elsewhere)).rejects.toThrow("does not see leads");
      expect(discord.deliveries).toEqual([]);
    });

    it("carry subcommands and files", async () => {
      const proof = ana.givesFile("proof.txt", Buffer.from("p"));
      const act = () => ana.command("case take", { who: "anybody", proof }, { channel: CHANNEL });
      const { payload } = await answering(act, { type: 5 });
      expect(payload).toMatchObject({
        data: {
          name: "case",
          options: [
            { name: "take", type: 1, options: [{ name: "who", value: "anybody" }, { value: proof }] },
          ],
          resolved: { attachments: { [proof]: { filename: "proof.txt", size: 1, ephemeral: true } } },
        },
      });
    });

    it("suggest while somebody types", async () => {
      const act = ana.suggestions("raise", { amount: 3 }, { name: "who", value: "an" }, { channel: CHANNEL });
      const delivery = await until("the question", () => discord.deliveries[0]);
      expect(delivery.payload).toMatchObject({
        type: 4,
        data: { options: [{ name: "amount" }, { name: "who", value: "an", focused: true }] },
      });
      await callback(delivery, { type: 8, data: { choices: [{ name: "Ana", value: "ana" }] } });
      expect(await act).toEqual([{ name: "Ana", value: "ana" }]);
    });

    it("keep their ids when the list is written again, and their versions when nothing changed", async () => {
      const path = `/applications/${discord.applicationId}/commands`;
      const { list: before } = (await ask(discord, "GET", path)).body;
      expect((await ask(discord, "PUT", path, COMMANDS)).body).toEqual({ list: before });
      const changed = [{ ...COMMANDS[0], description: "new" }];
      const { list: after } = (await ask(discord, "PUT", path, changed)).body;
      const pick = (list: unknown, name: string): unknown =>
        Array.isArray(list) ? list[0]?.[name] : undefined;
      expect(pick(after, "id")).toBe(pick(before, "id"));
      expect(pick(after, "version")).not.toBe(pick(before, "version"));
      expect(discord.commands.writes).toBe(3);
    });
  });

  describe("with components", () => {
    const rows = (...ids: string[]) => [
      {
        type: 1,
        components: ids.map((id) => ({ type: 2, style: 1, label: id.toUpperCase(), custom_id: id })),
      },
      {
        type: 1,
        components: [
          { type: 3, custom_id: "menu", placeholder: "Pick", options: [{ label: "One", value: "1" }] },
        ],
      },
    ];
    const card = async () => {
      await ask(discord, "POST", `/channels/${CHANNEL}/messages`, {
        ...message("Card"),
        components: rows("a", "b"),
      });
      const seen = ben.sees(CHANNEL).at(-1);
      if (!seen) throw new Error("no card");
      return seen;
    };

    it("change the message that was pressed", async () => {
      const seen = await card();
      expect(seen.buttons).toEqual([
        { label: "A", customId: "a", style: "primary", disabled: false },
        { label: "B", customId: "b", style: "primary", disabled: false },
      ]);
      const delivery = await answering(() => ben.press(seen, "A"), {
        type: 7,
        data: { ...QUIET, content: "Taken", components: [] },
      });
      expect(delivery.payload).toMatchObject({
        type: 3,
        data: { component_type: 2, custom_id: "a" },
        message: { id: seen.id, content: "Card" },
      });
      expect(ana.sees(CHANNEL)).toMatchObject([{ text: "Taken", buttons: [], edited: true }]);
    });

    it("go to menus as well", async () => {
      const seen = await card();
      const { payload } = await answering(() => ben.select(seen, "Pick", ["One"]), { type: 6 });
      expect(payload).toMatchObject({ data: { component_type: 3, custom_id: "menu", values: ["1"] } });
    });

    it("do not reach the bot once the button is gone, unless somebody forges them", async () => {
      const seen = await card();
      await ask(discord, "PATCH", `/channels/${CHANNEL}/messages/${seen.id}`, { ...QUIET, components: [] });
      await ben.press(seen, "A");
      expect(discord.deliveries).toEqual([]);
      expect(ben.trouble).toEqual(["This interaction failed"]);
      await answering(() => ben.forgesPress(seen, "guessed"), { type: 6 });
      expect(discord.deliveries).toHaveLength(1);
    });

    it("carry a private message with its flag", async () => {
      await answering(raise, { type: 4, data: { ...text("Mine", EPHEMERAL), components: rows("a") } });
      const seen = ana.sees(CHANNEL).at(-1);
      if (!seen) throw new Error("nothing seen");
      const { payload } = await answering(() => ana.press(seen, "A"), {
        type: 4,
        data: text("Yes", EPHEMERAL),
      });
      expect(payload).toMatchObject({ message: { flags: EPHEMERAL } });
      expect(ana.sees(CHANNEL).at(-1)).toMatchObject({ text: "Yes", reference: seen.id });
    });
  });

  describe("with modals", () => {
    const options = [
      { label: "Advice", value: "advice" },
      { label: "Approval", value: "approval" },
    ];
    const parts: Json[] = [
      { type: 10, content: "**Please** tell" },
      {
        type: 18,
        label: "Need",
        description: "Why",
        component: { type: 4, custom_id: "need", style: 2, min_length: 3, max_length: 9, placeholder: "…" },
      },
      { type: 18, label: "Kind", component: { type: 3, custom_id: "kind", options } },
      { type: 18, label: "Proof", component: { type: 19, custom_id: "proof", required: false } },
      { type: 18, label: "Sure", component: { type: 23, custom_id: "sure" } },
    ];
    const open = (components = parts) =>
      answering(raise, { type: 9, data: { custom_id: "form", title: "Raise", components } });

    it("are shown, filled in and sent", async () => {
      await open();
      expect(ana.modal).toMatchObject({ id: "form", title: "Raise", texts: ["Please tell"] });
      expect(ana.modal?.fields).toMatchObject([
        {
          id: "need",
          label: "Need",
          description: "Why",
          type: "paragraph",
          required: true,
          placeholder: "…",
        },
        { type: "select", options: ["Advice", "Approval"], value: "" },
        { type: "file", required: false },
        { type: "checkbox", required: false },
      ]);
      expect(() => ana.fillIn({ Need: "much too long" })).toThrow("longer");
      expect(() => ana.fillIn({ Kind: "Other" })).toThrow("no option Other");
      ana.fillIn({ Need: "x" });
      expect(await ana.submit()).toBeUndefined();
      expect(ana.modal?.fields.map((field) => field.error !== undefined)).toEqual([true, true, false, false]);
      const proof = ana.givesFile("proof.txt", Buffer.from("p"), "text/plain");
      ana.fillIn({ Need: "money", Kind: "Approval", Proof: proof, Sure: "yes" });
      expect(ana.modal?.fields.map((field) => field.value)).toEqual(["money", "Approval", proof, "yes"]);
      const { payload } = await answering(() => ana.submit(), { type: 4, data: text("Raised", EPHEMERAL) });
      expect(payload).toMatchObject({
        type: 5,
        data: {
          custom_id: "form",
          components: [
            { type: 10, id: 1 },
            { type: 18, id: 2, component: { type: 4, id: 3, custom_id: "need", value: "money" } },
            { type: 18, id: 4, component: { type: 3, id: 5, custom_id: "kind", values: ["approval"] } },
            { type: 18, component: { type: 19, custom_id: "proof", values: [proof] } },
            { type: 18, component: { type: 23, custom_id: "sure", value: true } },
          ],
          resolved: { attachments: { [proof]: { content_type: "text/plain" } } },
        },
      });
      expect(payload).not.toHaveProperty("message");
      expect(ana.modal).toBeUndefined();
    });

    it("stay open with what was typed when nobody answers, and take no modal for an answer", async () => {
      await open();
      ana.fillIn({ Need: "money", Kind: "Advice" });
      const submitted = ana.submit();
      const delivery = await until("the form", () => discord.deliveries[1]);
      const modal = { type: 9, data: { custom_id: "x", title: "X", components: parts.slice(0, 1) } };
      expect(said(await callback(delivery, modal))).toEqual([400, 50035]);
      expect(said(await callback(delivery, { type: 7, data: text("x") }))).toEqual([400, 50035]);
      expect(discord.takeViolations()).toHaveLength(2);
      await submitted;
      expect(ana.trouble).toEqual(["Something went wrong. Try again."]);
      expect(ana.modal?.fields[0]?.value).toBe("money");
      await answering(() => ana.submit(), { type: 5 });
      expect(ana.modal).toBeUndefined();
    });

    it("are refused when they are too big, and closed by whoever wants nothing", async () => {
      const acted = raise();
      const delivery = await until("the command", () => discord.deliveries[0]);
      const data = { custom_id: "form", title: "x".repeat(46), components: parts };
      expect(said(await callback(delivery, { type: 9, data }))).toEqual([400, 50035]);
      expect(discord.takeViolations().join()).toContain("title");
      await callback(delivery, { type: 9, data: { ...data, title: "Fine" } });
      await acted;
      ana.closeModal();
      expect(ana.modal).toBeUndefined();
    });

    it("remember the message that they came from", async () => {
      const components = [{ type: 1, components: [{ type: 2, style: 1, label: "Go", custom_id: "go" }] }];
      await ask(discord, "POST", `/channels/${CHANNEL}/messages`, { ...message("Card"), components });
      const seen = ben.sees(CHANNEL)[0];
      if (!seen) throw new Error("nothing seen");
      const data = { custom_id: "form", title: "T", components: [parts[1] ?? {}] };
      await answering(() => ben.press(seen, "Go"), { type: 9, data });
      ben.fillIn({ Need: "time" });
      const edit = { type: 7, data: { ...QUIET, content: "Changed" } };
      const { payload } = await answering(() => ben.submit(), edit);
      expect(payload).toMatchObject({ message: { id: seen.id } });
      expect(ana.sees(CHANNEL)).toMatchObject([{ text: "Changed" }]);
    });
  });
});
