import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeDiscord, type Person } from "../../support/fake-discord/index.ts";
import type { Json } from "../../support/fake-discord/shapes.ts";
import { ask, idOf, message, type Back } from "./rest.ts";

const CHANNEL = "200000000000000001";
const ANA = "100000000000000001";
const CEM = "100000000000000003";
const POST = "POST /channels/:channel/messages";

describe("messages", () => {
  let discord: FakeDiscord;
  let ana: Person;
  let cem: Person;
  let now = Date.UTC(2026, 0, 1);
  const to = (channel: string, body: Json = message("Hello")) =>
    ask(discord, "POST", `/channels/${channel}/messages`, body);
  const get = (path: string) => ask(discord, "GET", path);
  const dm = async (user: string) => ask(discord, "POST", "/users/@me/channels", { recipient_id: user });
  const said = (back: Back) => [back.status, back.body["code"]];

  beforeEach(async () => {
    now = Date.UTC(2026, 0, 1);
    discord = await FakeDiscord.start({ now: () => now });
    ana = discord.addUser(ANA, "ana");
    cem = discord.addUser(CEM, "cem");
    discord.addChannel(CHANNEL, "floor", [ANA]);
  });
  afterEach(() => discord.stop());

  it("are seen by the members of a channel only", async () => {
    expect(await to(CHANNEL)).toMatchObject({ status: 200, body: { content: "Hello", nonce: "Hello" } });
    expect(ana.sees(CHANNEL)).toMatchObject([
      { text: "Hello", ephemeral: false, edited: false, thread: undefined },
    ]);
    expect(cem.sees(CHANNEL)).toEqual([]);
  });

  it("are posted once for one nonce within five minutes, in one channel", async () => {
    const first = await to(CHANNEL);
    now += 4 * 60_000;
    expect(idOf(await to(CHANNEL, message("Other words", "Hello")))).toBe(idOf(first));
    const other = idOf(await dm(ANA));
    expect(idOf(await to(other))).not.toBe(idOf(first));
    now += 2 * 60_000;
    expect(idOf(await to(CHANNEL))).not.toBe(idOf(first));
    expect(ana.sees(CHANNEL)).toHaveLength(2);
  });

  it("are edited and deleted, but not those of others", async () => {
    const path = `/channels/${CHANNEL}/messages/${idOf(await to(CHANNEL))}`;
    const edited = { content: "<@100000000000000001> now", allowed_mentions: { parse: ["users"] } };
    expect(await ask(discord, "PATCH", path, edited)).toMatchObject({ status: 200 });
    expect(ana.sees(CHANNEL)).toMatchObject([{ text: "@ana now", edited: true, pings: [] }]);
    const theirs = `/channels/${CHANNEL}/messages/${ana.says(CHANNEL, "Mine")}`;
    expect(said(await ask(discord, "PATCH", theirs, edited))).toEqual([403, 50005]);
    expect(said(await ask(discord, "DELETE", theirs))).toEqual([403, 50013]);
    expect((await ask(discord, "DELETE", path)).status).toBe(204);
    expect(said(await get(path))).toEqual([404, 10008]);
    expect(ana.sees(CHANNEL).map((each) => each.text)).toEqual(["Mine"]);
  });

  it("are read back in pages, newest first and without nonce", async () => {
    const ids: string[] = [];
    for (const text of ["a", "b", "c", "d"]) ids.push(idOf(await to(CHANNEL, message(text))));
    const texts = async (query: string) => {
      const { list } = (await get(`/channels/${CHANNEL}/messages?${query}`)).body;
      return Array.isArray(list) ? list.map((each: Json) => each["content"]).join("") : "";
    };
    expect(await texts("limit=3")).toBe("dcb");
    expect(await texts(`after=${ids[0]}&limit=2`)).toBe("cb");
    expect(await texts(`before=${ids[3]}&limit=2`)).toBe("cb");
    expect(await texts(`around=${ids[1]}&limit=3`)).toBe("cba");
    expect(JSON.stringify((await get(`/channels/${CHANNEL}/messages`)).body)).not.toContain("nonce");
  });

  it("must say something, and say whom they may notify, and under which nonce", async () => {
    expect(said(await to(CHANNEL, message("  ", "n")))).toEqual([400, 50006]);
    expect(said(await to(CHANNEL, message("x".repeat(2001))))).toEqual([400, 50035]);
    expect(said(await to(CHANNEL, { content: "@everyone" }))).toEqual([200, undefined]);
    expect(discord.pings()).toEqual(["everyone"]);
    expect(discord.takeViolations().join("\n")).toMatch(
      /neither content.*\n.*content.*\n.*allowed_mentions\n.*nonce/,
    );
    expect(discord.violations).toEqual([]);
  });

  it("make the end of the test fail if they break a rule that nobody looked at", async () => {
    await to(CHANNEL, { content: "x" });
    await expect(discord.stop()).rejects.toThrow("without allowed_mentions");
  });

  it("are refused where the bot may not write or see", async () => {
    expect(said(await to("999999999999999999"))).toEqual([404, 10003]);
    discord.denyBot(CHANNEL, "EmbedLinks", "ReadMessageHistory");
    const post = idOf(await to(CHANNEL));
    expect(said(await to(CHANNEL, { ...message("x"), embeds: [{ title: "T" }] }))).toEqual([403, 50013]);
    expect((await get(`/channels/${CHANNEL}/messages`)).body).toEqual({ list: [] });
    expect(said(await get(`/channels/${CHANNEL}/messages/${post}`))).toEqual([403, 50013]);
    discord.denyBot(CHANNEL, "SendMessages");
    expect(said(await to(CHANNEL))).toEqual([403, 50013]);
    discord.denyBot(CHANNEL, "ViewChannel");
    expect(said(await to(CHANNEL))).toEqual([403, 50001]);
    discord.allowBot(CHANNEL, "ViewChannel", "SendMessages");
    expect(said(await to(CHANNEL, message("Again")))).toEqual([200, undefined]);
    discord.deleteChannel(CHANNEL);
    expect(said(await to(CHANNEL))).toEqual([404, 10003]);
  });

  it("go to one person, unless they do not want them", async () => {
    const channel = idOf(await dm(CEM));
    expect(idOf(await dm(CEM))).toBe(channel);
    await to(channel);
    expect(cem.dms().map((each) => each.text)).toEqual(["Hello"]);
    expect(ana.dms()).toEqual([]);
    discord.closeDms(CEM);
    expect(said(await to(channel, message("Again")))).toEqual([403, 50007]);
    expect(said(await dm("999999999999999999"))).toEqual([400, 50033]);
    discord.addUser("100000000000000009", "far", { guild: null });
    expect(said(await to(idOf(await dm("100000000000000009"))))).toEqual([403, 50278]);
  });

  it("stand in threads, which outlive the message that they began with", async () => {
    const root = idOf(await to(CHANNEL));
    const start = () =>
      ask(discord, "POST", `/channels/${CHANNEL}/messages/${root}/threads`, { name: "Case" });
    expect(await start()).toMatchObject({ status: 201, body: { id: root, type: 11, parent_id: CHANNEL } });
    expect(said(await start())).toEqual([400, 160004]);
    await to(root, message("Inside"));
    await ask(discord, "DELETE", `/channels/${CHANNEL}/messages/${root}`);
    expect(ana.sees(CHANNEL)).toMatchObject([{ text: "Inside", thread: root, channel: CHANNEL }]);
    expect(cem.sees(CHANNEL)).toEqual([]);
    discord.book.channel(root).archived = true;
    await to(root, message("Later"));
    expect(discord.book.channel(root).archived).toBe(false);
    discord.denyBot(CHANNEL, "SendMessagesInThreads", "CreatePublicThreads");
    expect(said(await to(root, message("No")))).toEqual([403, 50013]);
    discord.deleteThread(root);
    expect(said(await to(root))).toEqual([404, 10003]);
    const next = idOf(await to(CHANNEL, message("Next")));
    const refused = await ask(discord, "POST", `/channels/${CHANNEL}/messages/${next}/threads`, {
      name: "Case",
    });
    expect(said(refused)).toEqual([403, 50013]);
  });

  it("answer others, also when those are gone", async () => {
    const mine = ana.says(CHANNEL, "Help?");
    const reply = (id: string, strict: boolean) => ({
      ...message(`to ${id} ${strict}`),
      message_reference: { message_id: id, fail_if_not_exists: strict },
      allowed_mentions: { parse: [], replied_user: true },
    });
    await to(CHANNEL, reply(mine, true));
    expect(ana.sees(CHANNEL).at(-1)).toMatchObject({ reference: mine, pings: [ANA] });
    expect(said(await to(CHANNEL, reply("1", true)))).toEqual([400, 50035]);
    expect(said(await to(CHANNEL, reply("1", false)))).toEqual([200, undefined]);
  });

  it("carry files, which can be fetched for a day by their whole address", async () => {
    const form = new FormData();
    const attachments = [{ id: "0", description: "A report" }];
    form.append("payload_json", JSON.stringify({ ...message("See"), attachments }));
    form.append("files[0]", new File(["a,b"], "report.csv", { type: "text/csv" }));
    const headers = { authorization: `Bot ${discord.token}` };
    await fetch(`${discord.apiUrl}/v10/channels/${CHANNEL}/messages`, {
      method: "POST",
      headers,
      body: form,
    });
    const file = ana.sees(CHANNEL)[0]?.files[0];
    expect(file).toMatchObject({ name: "report.csv", description: "A report", contentType: "text/csv" });
    const list = JSON.stringify((await get(`/channels/${CHANNEL}/messages`)).body);
    const url = /"url":"([^"]+)"/.exec(list)?.[1] ?? "";
    expect(url.length).toBeGreaterThan(180);
    expect(await (await fetch(url)).text()).toBe("a,b");
    expect((await fetch(url.slice(0, -3))).status).toBe(404);
    now += 25 * 60 * 60_000;
    expect((await fetch(url)).status).toBe(404);
  });

  it("are limited by channel, and everything else by what a test arms", async () => {
    discord.limitPosts({ burst: 2, everyMs: 300 });
    expect((await to(CHANNEL, message("1"))).headers.get("x-ratelimit-remaining")).toBe("1");
    await to(CHANNEL, message("2"));
    const third = await to(CHANNEL, message("3"));
    expect(third).toMatchObject({ status: 429, body: { global: false } });
    expect(third.headers.get("retry-after")).toBe("1");
    expect(third.headers.get("x-ratelimit-scope")).toBe("user");
    expect((await to(idOf(await dm(ANA)), message("4"))).status).toBe(200);
    discord.limitPosts(undefined);
    discord.faults.arm({ kind: "rate-limit", global: true, retryAfter: "2", route: POST });
    discord.faults.arm({ kind: "rate-limit", retryAfter: null, route: POST });
    discord.faults.arm({ kind: "rate-limit", retryAfter: "soon", route: POST });
    expect((await to(CHANNEL)).headers.get("x-ratelimit-global")).toBe("true");
    expect((await to(CHANNEL)).headers.get("retry-after")).toBe(null);
    expect((await to(CHANNEL)).headers.get("retry-after")).toBe("soon");
    expect(discord.faults.fired("rate-limit")).toBe(3);
    expect(discord.invalidAnswers()).toBe(4);
  });

  it("are lost in every way that a test arms", async () => {
    const seen = () => ana.sees(CHANNEL).length;
    for (const kind of ["drop-before", "hang-before"] as const) {
      discord.faults.arm({ kind, channel: CHANNEL });
      await expect(to(CHANNEL)).rejects.toThrow(/fetch failed|aborted/);
    }
    discord.faults.arm({ kind: "502-before" });
    await expect(to(CHANNEL)).rejects.toThrow("JSON");
    discord.faults.arm({ kind: "error", route: POST, status: 500, code: 7 });
    expect(said(await to(CHANNEL))).toEqual([500, 7]);
    expect(seen()).toBe(0);
    for (const [count, kind] of (
      ["drop-after", "hang-after", "502-after", "garbage-after"] as const
    ).entries()) {
      discord.faults.arm({ kind, route: POST });
      await expect(to(CHANNEL, message(kind))).rejects.toThrow(/fetch failed|aborted|JSON/);
      expect(seen()).toBe(count + 1);
    }
    discord.faults.arm({ kind: "error", route: "GET /users/@me" });
    expect((await to(CHANNEL)).status).toBe(200);
  });

  it("need a good token", async () => {
    const unauthorized = { status: 401, body: { message: "401: Unauthorized", code: 0 } };
    expect(await ask(discord, "GET", "/users/@me", undefined, {})).toMatchObject(unauthorized);
    discord.revokeToken();
    expect(await to(CHANNEL)).toMatchObject(unauthorized);
    discord.restoreToken();
    discord.unauthorizedOnce();
    expect(await to(CHANNEL)).toMatchObject(unauthorized);
    expect((await to(CHANNEL)).status).toBe(200);
  });

  it("cannot be sent while Discord is away", async () => {
    await discord.goDown();
    await expect(to(CHANNEL)).rejects.toThrow("fetch failed");
    await discord.comeBack();
    expect((await to(CHANNEL)).status).toBe(200);
  });
});

describe("servers and their people", () => {
  it("are told of to who is in them", async () => {
    const discord = await FakeDiscord.start();
    discord.addUser(ANA, "ana");
    const { guildId } = discord;
    const get = (path: string) => ask(discord, "GET", path);
    expect(await get("/users/@me")).toMatchObject({ body: { id: discord.botId, bot: true } });
    expect(await get("/applications/@me")).toMatchObject({ body: { id: discord.applicationId } });
    expect(await get("/users/@me/guilds")).toMatchObject({ body: { list: [{ id: guildId }] } });
    expect(await get(`/guilds/${guildId}/members/${ANA}`)).toMatchObject({
      body: { user: { username: "ana" } },
    });
    expect(await get(`/guilds/${guildId}/members/1`)).toMatchObject({ status: 404, body: { code: 10013 } });
    expect(await get(`/guilds/${guildId}/roles`)).toMatchObject({
      body: { list: [{ name: "@everyone" }, {}] },
    });
    expect(await get("/guilds/1")).toMatchObject({ status: 404, body: { code: 10004 } });
    discord.removeBotFromGuild(guildId);
    expect(await get(`/guilds/${guildId}`)).toMatchObject({ status: 403, body: { code: 50001 } });
    discord.addBotToGuild(guildId);
    expect((await get(`/guilds/${guildId}`)).status).toBe(200);
    expect((await get("/nowhere")).status).toBe(404);
    expect(discord.takeViolations()).toEqual(["no such route, or not built here: GET /nowhere"]);
    await discord.stop();
  });
});
