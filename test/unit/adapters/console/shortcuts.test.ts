import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { say, text, userText } from "../../../../src/chat/message.ts";
import { startConsole, type Running } from "../../../support/console/harness.ts";

let running: Running;
let count = 0;
beforeAll(async () => {
  running = await startConsole();
});
beforeEach(() => running.core.events.splice(0));
afterAll(() => running.adapter.stop());

/** Posts a message of Floorwalker's, and gives its id. */
async function posts(words: string, channel = "escalations", thread?: string): Promise<string> {
  const under = thread === undefined ? {} : { thread: { channel, id: thread } };
  const delivery = await running.adapter.send({
    key: `shortcut-${(count += 1)}`,
    to: { kind: "channel", channel, ...under },
    message: {
      ...say(text("Case: "), userText(words)),
      buttons: [{ action: "take", arg: "1", label: "Take" }],
    },
  });
  if (delivery.outcome !== "sent") throw new Error(delivery.outcome);
  return delivery.ref.id;
}
const uses = (person: string, message: string, where = "c/escalations", query = "") =>
  running.post(`/as/${person}/${where}/use${query}`, {
    message,
    shortcut: "comment.log",
    __event: `event-${count}-${person}`,
  });

describe("shortcuts on the console", () => {
  it("are real buttons at each message, named after what they do and told apart by its line", async () => {
    const id = await posts("late <b>and</b> wet");
    const html = await running.see("ana");
    expect(html).toMatch(
      new RegExp(
        `id="m-${id}"[^]*<button type="submit"[^>]*aria-label="Log customer comment from this message" aria-describedby="m-${id}-by"[^>]*>\\s*Log customer comment`,
      ),
    );
  });

  it("hand over the message's words and not its buttons, and answer with the dialog", async () => {
    const id = await posts("late <b>and</b> wet");
    const reply = await uses("ana", id);
    expect(running.core.events).toMatchObject([
      {
        kind: "shortcut",
        shortcut: "comment.log",
        text: "Case: late <b>and</b> wet",
        actor: { platform: "console", user: "ana", workspace: "local" },
        place: { platform: "console", channel: "escalations" },
      },
    ]);
    expect(reply.body).toContain('<form id="form-');
  });

  it("happen in the thread that the message stands in, or that is open under it", async () => {
    const root = await posts("root");
    const reply = await posts("reply", "escalations", root);
    await uses("ana", reply);
    await uses("ana", root, "c/escalations", `?thread=${root}`);
    await uses("ana", root);
    expect(running.core.events.map((event) => event.place.thread)).toEqual([root, root, undefined]);
  });

  it("are not at private answers, and cannot be used on them", async () => {
    await running.post("/as/eva/dm/run", { text: "hello", __event: "event-hello" });
    const html = await running.see("eva", "dm");
    expect(html).toContain("This console takes commands");
    expect(html).not.toContain("Log customer comment");
    const id = /id="m-([^"]+)"/.exec(html)?.[1] ?? "";
    const reply = await uses("eva", id, "dm");
    expect(reply.body).toContain("That message is no longer there");
    expect(running.core.events).toEqual([]);
  });

  it("cannot be used on what one does not see, or what is gone", async () => {
    const elsewhere = await posts("Secret of deliveries", "deliveries");
    const reply = await uses("ana", elsewhere);
    expect(reply.body).toContain("That message is no longer there");
    expect(reply.body).not.toContain("Secret");
    expect((await uses("ana", elsewhere, "c/deliveries")).status).toBe(404);
    expect((await uses("ana", "x".repeat(500))).body).toContain("That message is no longer there");
    expect(running.core.events).toEqual([]);
  });
});
