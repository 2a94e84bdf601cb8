import { afterEach, describe, expect, it } from "vitest";
import type { Answer, Delivery, Outgoing } from "../../../../src/chat/adapter.ts";
import type { ChatEvent } from "../../../../src/chat/event.ts";
import { STILL_SAVING } from "../../../../src/chat/deadline.ts";
import { say, text } from "../../../../src/chat/message.ts";
import { startConsole, wire, type Running } from "../../../support/console/harness.ts";
import { caseCard, refundForm } from "../../../support/console/stub.ts";

const running: Running[] = [];
const start = async (setup?: Parameters<typeof startConsole>[0]): Promise<Running> => {
  const started = await startConsole(setup);
  running.push(started);
  return started;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map(({ adapter }) => adapter.stop()));
});

const toChannel = (key: string, words: string, channel = "escalations"): Outgoing => ({
  key,
  to: { kind: "channel", channel },
  message: say(text(words)),
});
const refOf = (delivery: Delivery) => {
  if (delivery.outcome !== "sent") throw new Error(`not sent: ${delivery.outcome}`);
  return delivery.ref;
};
const settled = () => new Promise((resolve) => setTimeout(resolve, 50));

/** A core whose one answer the test gives when it likes. */
function answerLater() {
  const waiting: ((answer: Answer) => void)[] = [];
  const handle = () => new Promise<Answer>((resolve) => void waiting.push(resolve));
  return { handle, answer: (value: Answer) => waiting.shift()?.(value) };
}
const badge = (html: string) => /class="hidden-text"> (\d+ unread[^<]*)</.exec(html)?.[1];

describe("sending to the console", () => {
  it("fails for a channel and a person that nobody knows", async () => {
    const { adapter } = await start();
    expect(await adapter.send(toChannel("a", "x", "nowhere"))).toEqual({
      outcome: "failed",
      reason: "channel_not_found",
    });
    expect(
      await adapter.send({ key: "b", to: { kind: "dm", user: "nobody" }, message: say(text("x")) }),
    ).toEqual({
      outcome: "failed",
      reason: "user_not_found",
    });
    expect(await adapter.checkPlace("nowhere")).toEqual({ ok: false, reason: "channel_not_found" });
    expect(await adapter.checkPlace("escalations")).toEqual({ ok: true });
  });

  it("fails to update or delete a message that is gone", async () => {
    const { adapter } = await start();
    const ref = refOf(await adapter.send(toChannel("a", "first")));
    expect(await adapter.delete(ref)).toMatchObject({ outcome: "sent" });
    const gone = { outcome: "failed", reason: "message_gone" };
    expect(await adapter.update(ref, toChannel("a", "again"))).toEqual(gone);
    expect(await adapter.delete(ref)).toEqual(gone);
  });

  it("asks to try again while the directory cannot be read", async () => {
    const { adapter } = await start({ directory: () => Promise.reject(new Error("locked")) });
    expect(await adapter.send(toChannel("a", "x"))).toMatchObject({ outcome: "retry" });
    expect(await adapter.checkPlace("escalations")).toEqual({ ok: false, reason: "unreachable" });
  });

  it("posts one message for one key, finds it, and knows when it is absent", async () => {
    const { adapter, see } = await start();
    const outgoing = toChannel("key-1", "only once");
    expect(await adapter.findSent(outgoing, 0)).toBe("absent");
    const first = await adapter.send(outgoing);
    expect(await adapter.send(outgoing)).toEqual(first);
    expect(await adapter.findSent(outgoing, 0)).toEqual(refOf(first));
    expect((await see("ana")).match(/only once/g)).toHaveLength(1);
  });

  it("shows a direct message to its person alone", async () => {
    const { adapter, see } = await start();
    await adapter.send({ key: "k", to: { kind: "dm", user: "ana" }, message: say(text("for Ana's eyes")) });
    expect(await see("ana", "dm")).toContain("for Ana");
    expect(await see("ben", "dm")).not.toContain("for Ana");
  });

  it("puts replies under their message and opens them beside it", async () => {
    const { adapter, see } = await start();
    const ref = refOf(await adapter.send(toChannel("root", "the case")));
    const reply = (key: string, words: string): Outgoing => ({
      key,
      to: { kind: "channel", channel: "escalations", thread: ref },
      message: say(text(words)),
    });
    await adapter.send(reply("r1", "the first reply"));
    expect(await see("ana")).toContain("1 reply");
    expect(await see("ana")).not.toContain("the first reply");
    expect(await see("ana", `c/escalations?thread=${ref.id}`)).toContain("the first reply");
    await adapter.delete(ref);
    expect(await see("ana")).toContain("the first reply");
  });

  it("shows what was sent before it started", async () => {
    const to = { kind: "channel", channel: "escalations" } as const;
    const ref = { channel: "escalations", id: "old-1" };
    const { adapter, see } = await start({
      history: [{ key: "old", to, ref, message: say(text("from before")), at: Date.UTC(2026, 5, 14) }],
    });
    expect(await see("ana")).toContain("from before");
    expect(await adapter.update(ref, toChannel("old", "changed since"))).toEqual({ outcome: "sent", ref });
    expect(await see("ana")).toContain("changed since");
  });

  it("serves an upload to those who see its place, as what it is", async () => {
    const { adapter, see, get } = await start();
    const bytes = new Uint8Array(Buffer.from("<script>alert(1)</script>"));
    await adapter.upload({
      to: { kind: "channel", channel: "escalations" },
      fileName: "a.png",
      bytes,
      alt: "A page",
    });
    const href = /\/as\/ana\/files\/[a-z0-9]+/.exec(await see("ana"))?.[0] ?? "";
    const reply = await get(href);
    expect(reply.bytes).toEqual(Buffer.from(bytes));
    expect(reply.headers).toMatchObject({
      "content-type": "application/octet-stream",
      "x-content-type-options": "nosniff",
    });
    expect(reply.headers["content-disposition"]).toContain("attachment");
    expect((await get(href.replace("ana", "dev"))).status).toBe(404);
  });
});

describe("what people do on the console", () => {
  it("says privately that it takes commands, and tells the core nothing, when there is no command", async () => {
    const { core, post, see } = await start();
    await post("/as/ana/c/escalations/run", { text: "hello there" });
    await post("/as/ana/c/escalations/run", { text: "/nonsense" });
    expect(core.events).toHaveLength(0);
    expect(await see("ana")).toContain("This console takes commands");
    expect(await see("ana")).not.toContain("hello there");
    expect(await see("ana")).toContain("There is no command");
    expect(await see("ben")).not.toContain("This console takes commands");
  });

  it("gives the core the person, the place and the same id for a repeated request", async () => {
    const { core, post } = await start();
    const fields = { text: "/case  ESC-0042 ", __event: "event-id-1" };
    await post("/as/ana/c/escalations/run", fields);
    await post("/as/ana/c/escalations/run", fields);
    await post("/as/ben/dm/run", fields);
    const [first, again, other] = core.events;
    expect(first).toEqual({
      eventId: "ana:event-id-1",
      kind: "command",
      command: "case",
      text: "ESC-0042",
      actor: { platform: "console", workspace: "local", user: "ana", isBot: false },
      place: { platform: "console", channel: "escalations" },
    });
    expect(again?.eventId).toBe(first?.eventId);
    expect(other).toMatchObject({ eventId: "ben:event-id-1", place: { channel: "dm:ben" } });
  });

  it("presses only buttons that a message in view shows or has shown", async () => {
    const { adapter, core, post, see } = await start();
    const buttons = [{ action: "take", arg: "c1:1", label: "Take" }];
    const card = caseCard({ tone: "waiting", text: [text("Waiting")] }, buttons);
    const outgoing = { ...toChannel("card", ""), message: card };
    const ref = refOf(await adapter.send(outgoing));
    const press = (more: Record<string, string>, path = "/as/ben/c/escalations/press") =>
      post(path, { message: ref.id, action: "take", arg: "c1:1", ...more });
    await press({ arg: "c2:1" });
    await press({ message: "other" });
    await press({}, "/as/ben/c/billing/press");
    expect((await press({}, "/as/dev/c/escalations/press")).status).toBe(404);
    expect(core.events).toHaveLength(0);
    expect(await see("ben")).toContain("no longer there");
    await adapter.update(ref, { ...outgoing, message: say(text("Taken by somebody")) });
    await press({});
    expect(core.events).toMatchObject([
      { kind: "button", action: "take", arg: "c1:1", actor: { user: "ben" } },
    ]);
  });

  it("opens a form whose name and context come from here, and keeps it open with what is wrong", async () => {
    const { core, post, see } = await start();
    const opened = await post("/as/ana/c/escalations/run", { text: "/escalate" });
    const form = /name="__form" value="([^"]+)"/.exec(opened.body)?.[1] ?? "";
    const wrong = await post("/as/ana/c/escalations/submit", {
      __form: form,
      kind: "advice",
      need: "typed before",
      name: "other",
    });
    expect(wrong.body).toContain("Two things are missing");
    expect(wrong.body).toContain("typed before");
    expect(wrong.headers["hx-trigger"]).toBeUndefined();
    const right = await post("/as/ana/c/escalations/submit", {
      __form: form,
      kind: "advice",
      need: "help",
      customer: "C-1",
    });
    expect(right.headers["hx-trigger"]).toBe("console:closed");
    expect(core.events.at(-1)).toMatchObject({
      kind: "form",
      form: "raise",
      formId: form,
      context: { case: "c1" },
      values: { kind: "advice", need: "help", customer: "C-1" },
    });
    expect(await see("ana")).toContain("was asked first");
  });

  it("shows what was typed into a form that has expired, and to nobody else", async () => {
    const { core, clock, post, see } = await start();
    const opened = await post("/as/ana/c/escalations/run", { text: "/escalate" });
    const form = /name="__form" value="([^"]+)"/.exec(opened.body)?.[1] ?? "";
    clock.move(16 * 60_000);
    const events = core.events.length;
    await post("/as/ana/c/escalations/submit", { __form: form, need: "a long text" });
    expect(core.events).toHaveLength(events);
    expect(await see("ana")).toContain("This form has expired");
    expect(await see("ana")).toContain("a long text");
    expect(await see("ben")).not.toContain("a long text");
  });

  it("says after two seconds that it is still saving, then the result", async () => {
    const { handle, answer } = answerLater();
    const { post, see } = await start({ handle });
    await post("/as/ana/c/escalations/run", { text: "/case" });
    expect(await see("ana")).toContain(STILL_SAVING);
    answer({ kind: "private", message: say(text("the late result")) });
    await settled();
    expect(await see("ana")).toContain("the late result");
    expect(await see("ben")).not.toContain("the late result");
  });

  it("offers a form that comes too late to open by itself", async () => {
    const { handle, answer } = answerLater();
    const { post, see, get } = await start({ handle });
    await post("/as/ana/c/escalations/run", { text: "/escalate" });
    answer({ kind: "form", form: refundForm("late-form") });
    await settled();
    expect(await see("ana")).toContain("Open the form");
    expect((await get("/as/ana/c/escalations/form/late-form")).body).toContain("Customer reference");
    expect((await get("/as/ben/c/escalations/form/late-form")).status).toBe(410);
  });

  it("answers in general words when the core breaks its promise", async () => {
    const { post, see } = await start({ handle: () => Promise.reject(new Error("secret detail")) });
    await post("/as/ana/c/escalations/run", { text: "/case" });
    expect(await see("ana")).toContain("Something went wrong");
    expect(await see("ana")).not.toContain("secret detail");
  });

  it("downloads a file that was given in a form", async () => {
    const { adapter, core, url, post } = await start();
    const opened = await post("/as/ana/c/escalations/run", { text: "/escalate" });
    const body = new FormData();
    body.set("__form", /name="__form" value="([^"]+)"/.exec(opened.body)?.[1] ?? "");
    body.set("kind", "advice");
    body.set("proof", new File(["picture"], "a.png"));
    await fetch(`${url}/as/ana/c/escalations/submit`, { method: "POST", body, headers: { origin: url } });
    const event: ChatEvent | undefined = core.events.at(-1);
    const id = event?.kind === "form" ? (event.values["proof"] ?? "") : "";
    expect(Buffer.from(await adapter.download(id, 100)).toString()).toBe("picture");
    await expect(adapter.download(id, 3)).rejects.toThrow("too large");
    await expect(adapter.download("unknown", 3)).rejects.toThrow("not kept");
  });
});

describe("unread and live", () => {
  it("counts unread and mentions, and only a page that somebody looks at marks them as read", async () => {
    const { adapter, get, see } = await start();
    const message = say({ t: "person", name: "Ben Okafor", userId: "ben" }, text(", look"));
    await adapter.send({ ...toChannel("a", ""), message });
    expect(badge(await see("ben", "dm"))).toBe("1 unread, 1 for you");
    expect(await see("ben", "dm")).toContain("<title>(1) Direct messages");
    expect(badge(await see("ana", "dm"))).toBe("1 unread");
    await get("/as/ben/c/escalations", { "hx-request": "true", "x-hidden": "1" });
    expect(badge(await see("ben", "dm"))).toBe("1 unread, 1 for you");
    await get("/as/ben/c/escalations", { "hx-request": "true" });
    expect(badge(await see("ben", "dm"))).toBeUndefined();
  });

  it("tells open pages of new messages, and nobody of what they may not see", async () => {
    const { adapter, url } = await start();
    const heard = async (person: string) => {
      const response = await fetch(`${url}/as/${person}/stream`);
      const chunks: string[] = [];
      const done = (async () => {
        for await (const chunk of response.body ?? []) chunks.push(Buffer.from(chunk).toString());
      })();
      return { text: () => chunks.join(""), done };
    };
    const [ana, dev] = await Promise.all([heard("ana"), heard("dev")]);
    await adapter.send(toChannel("a", "news for billing"));
    await settled();
    expect(ana.text()).toContain("event: refresh");
    expect(ana.text()).toContain("news for billing");
    expect(dev.text()).not.toContain("news");
    const before = Date.now();
    await adapter.stop();
    await Promise.all([ana.done, dev.done]);
    expect(Date.now() - before).toBeLessThan(2_000);
    await expect(wire(`${url}/`)).rejects.toThrow("ECONNREFUSED");
  });
});

describe("starting", () => {
  it("reports a port that is in use, and says what to do", async () => {
    const first = await start();
    const { createConsoleAdapter } = await import("../../../../adapters/console/index.ts");
    const second = createConsoleAdapter({
      port: Number(new URL(first.url).port),
      sandbox: true,
      clock: first.clock,
      log: () => {},
      organisation: "Second",
      directory: async () => ({ people: [], channels: [] }),
      health: async () => ({ ok: true, lines: [] }),
    });
    expect(() => second.url()).toThrow("before it is started");
    const states: unknown[] = [];
    await second.start({ core: first.core, report: (state) => states.push(state), history: async () => [] });
    expect(states).toMatchObject([{ state: "broken", reason: "unreachable" }]);
    expect(second.url()).toBe(first.url);
    await second.stop();
  });
});
