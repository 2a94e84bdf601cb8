import { afterEach, describe, expect, it } from "vitest";
import type { SentMessage } from "../../src/chat/adapter.ts";
import { image, say, text, type ResolvedMessage } from "../../src/chat/message.ts";
import { startConsole, type Running } from "../support/console/harness.ts";
import { dot } from "../support/png.ts";

const ID = "kpi:billing/sl";
const digest: ResolvedMessage = { body: [{ b: "prose", text: [text("Tuesday")] }, image(ID, "78 %")] };

describe("a picture on the console", () => {
  let running: Running;
  afterEach(() => running.adapter.stop());
  const begin = async (history: readonly SentMessage[] = []) => {
    running = await startConsole({ history });
    running.core.pictures.set(ID, dot(7)).set("kpi:other", dot(8));
  };
  const send = async (channel: string, message = digest) => {
    const sent = await running.adapter.send({
      key: `k-${channel}`,
      to: { kind: "channel", channel },
      message,
    });
    if (sent.outcome !== "sent") throw new Error(sent.outcome);
    return sent.ref;
  };
  const at = (person: string, message: string, id = ID) =>
    `/as/${person}/pictures/${message}/${encodeURIComponent(id)}`;
  const statusFor = async (address: string) => (await running.get(address)).status;
  /** Where a page shows it. */
  const shownAt = async (person: string, place: string): Promise<string> =>
    /<img class="picture" src="(?<src>[^"]+)"/.exec(await running.see(person, place))?.groups?.["src"] ?? "";

  it("is given to whoever sees the message, as it is", async () => {
    await begin();
    await send("billing");
    const answer = await running.get(await shownAt("ana", "c/billing"));
    expect(answer.status).toBe(200);
    expect(answer.bytes).toEqual(Buffer.from(dot(7)));
    expect(answer.headers["content-type"]).toBe("image/png");
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
    expect(answer.headers["content-security-policy"]).toContain("img-src 'self'");
    const again = await running.get(await shownAt("ana", "c/billing"), {
      "if-none-match": String(answer.headers["etag"]),
    });
    expect(again).toMatchObject({ status: 304, body: "" });
  });

  it("is given to nobody else, whatever they ask for", async () => {
    await begin();
    const { id } = await send("billing");
    expect(await statusFor(at("ana", id))).toBe(200);
    // Dev is not in that channel, and there is nobody of the other names.
    for (const person of ["dev", "nobody", "..", "%00"])
      expect(await statusFor(at(person, id)), person).toBe(404);
    for (const message of ["none", "..", "constructor", "%2e%2e"])
      expect(await statusFor(at("ana", message)), message).toBe(404);
    // One that is there, but not in this message.
    expect(await statusFor(at("ana", id, "kpi:other"))).toBe(404);
    expect(await statusFor(at("ana", id, "../../etc/passwd"))).toBe(404);
  });

  it("of a direct message or a private answer is for that person alone", async () => {
    await begin();
    const sent = await running.adapter.send({ key: "dm", to: { kind: "dm", user: "ana" }, message: digest });
    if (sent.outcome !== "sent") throw new Error(sent.outcome);
    expect(await statusFor(at("ana", sent.ref.id))).toBe(200);
    expect(await statusFor(at("ben", sent.ref.id))).toBe(404);
    running.core.handle = () => Promise.resolve({ kind: "private", message: digest });
    await running.post("/as/ana/c/billing/run", { text: "/case", __event: "private-answer-1" });
    const own = await shownAt("ana", "c/billing");
    expect(await statusFor(own)).toBe(200);
    // Ben is in the same channel.
    expect(await statusFor(own.replace("/as/ana/", "/as/ben/"))).toBe(404);
  });

  it("is gone when the message no longer shows it", async () => {
    await begin();
    const ref = await send("billing");
    await running.adapter.update(ref, {
      key: "k",
      to: { kind: "channel", channel: "billing" },
      message: say(text("Withdrawn")),
    });
    expect(await statusFor(at("ana", ref.id))).toBe(404);
    const second = await send("escalations");
    await running.adapter.delete(second);
    expect(await statusFor(at("ana", second.id))).toBe(404);
  });

  it("is there after a restart, for messages from before", async () => {
    const ref = { channel: "billing", id: "message-1" };
    const to = { kind: "channel", channel: "billing" } as const;
    await begin([{ key: "k", to, ref, message: digest, at: Date.UTC(2026, 5, 15, 9) }]);
    expect((await running.get(await shownAt("ana", "c/billing"))).bytes).toEqual(Buffer.from(dot(7)));
  });

  it("is told in words where it cannot be drawn", async () => {
    await begin();
    running.core.pictures.clear();
    await send("billing");
    expect(await running.see("ana", "c/billing")).toContain('alt="78 %"');
    expect(await statusFor(await shownAt("ana", "c/billing"))).toBe(404);
  });
});
