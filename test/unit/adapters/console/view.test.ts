import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ResolvedMessage } from "../../../../src/chat/message.ts";
import { say, text, toneSymbol, type Tone } from "../../../../src/chat/message.ts";
import { startConsole, type Running } from "../../../support/console/harness.ts";

let running: Running;
beforeAll(async () => {
  running = await startConsole();
});
afterAll(() => running.adapter.stop());

let count = 0;
/** Posts a message and gives the whole page on which Ana sees it, alone in its channel. */
async function shown(message: ResolvedMessage, person = "ana"): Promise<string> {
  const key = `view-${(count += 1)}`;
  const delivery = await running.adapter.send({ key, to: { kind: "channel", channel: "billing" }, message });
  const page = await running.see(person, "c/billing");
  if (delivery.outcome === "sent") await running.adapter.delete(delivery.ref);
  return page;
}

const picture = (id: string): ResolvedMessage => ({ body: [{ b: "image", picture: id, alt: "A chart" }] });

describe("a page of the console", () => {
  it("says what to try first where nothing has been said, with real commands", async () => {
    const html = await running.see("ana", "c/escalations");
    expect(html).toContain("Nothing in Escalations yet");
    expect(html).toContain("/escalate refund C-1042 wants 80 back for a late order");
  });

  it("lists everybody in the switcher by team, with level, and who is away", async () => {
    const html = await running.see("ana");
    expect(html).toMatch(
      /<h3>Billing<\/h3>[^]*Ana Ruiz[^]*<h3>Deliveries<\/h3>[^]*Dev Patel[^]*Agent[^]*away/,
    );
    expect(html).toContain('href="/as/ben/c/escalations"');
    // Dev is not in this channel, so his link leads to his own first place.
    expect(html).toContain('href="/as/dev"');
  });

  it.each<Tone>(["waiting", "progress", "done", "warning", "info"])(
    "marks a status with a symbol and words, not by colour alone: %s",
    async (tone) => {
      const html = await shown({ status: { tone, text: [text("In words")] }, body: [] });
      expect(html).toMatch(
        new RegExp(`chip-${tone}[^]*aria-hidden="true">\\${toneSymbol(tone)}<[^]*In words`),
      );
    },
  );

  it("highlights a mention, and more for the one who is meant", async () => {
    const message: ResolvedMessage = say({ t: "person", name: "Ben Okafor", userId: "ben" });
    expect(await shown(message)).toContain('<mark class="mention">@Ben Okafor</mark>');
    expect(await shown(message, "ben")).toContain('<mark class="mention mention-me">@Ben Okafor</mark>');
    expect(await shown(say({ t: "person", name: "Ben Okafor" }), "ben")).not.toContain("<mark");
  });

  it("shows pictures from here only, others by what they show", async () => {
    expect(await shown(picture("kpi:x/sl?&y"))).toMatch(
      /<img class="picture" src="\/as\/ana\/pictures\/[^"/]+\/kpi%3Ax%2Fsl%3F%26y" alt="A chart"/,
    );
    // It looks like an id, and leads nowhere but to our own address.
    expect(await shown(picture("https://elsewhere.test/x.png"))).toMatch(
      /<img class="picture" src="\/as\/ana\/pictures\/[^"/]+\/https%3A%2F%2Felsewhere\.test%2Fx\.png"/,
    );
    for (const none of ["//elsewhere.test/x.png", "/as/ana/files/x", "x"])
      expect(await shown(picture(none))).toContain("[Image: A chart]");
  });

  it("reads a button out as it describes itself", async () => {
    const button = { action: "take", arg: "1", label: "Take", describe: "Take ESC-0042" };
    expect(await shown({ body: [], buttons: [button] })).toMatch(
      /aria-label="Take ESC-0042"[^>]*>\s*Take\s*</,
    );
  });

  it("shows the newest hundred messages, and the others when asked", async () => {
    for (let at = 0; at < 103; at += 1)
      await running.adapter.send({
        key: `many-${at}`,
        to: { kind: "dm", user: "chloe" },
        message: say(text(`number ${at}.`)),
      });
    const newest = await running.see("chloe", "dm");
    expect(newest).toContain("Show 3 earlier messages");
    expect(newest).not.toContain("number 2.");
    expect(await running.see("chloe", "dm?all=1")).toContain("number 0.");
  });
});
