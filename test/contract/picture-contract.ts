import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Outgoing } from "../../src/chat/adapter.ts";
import { image, say, text, type ResolvedMessage } from "../../src/chat/message.ts";
import { dot } from "../support/png.ts";
import { until } from "../support/until.ts";
import type { AdapterHarness, SeenMessage, SeenPicture } from "./adapter-contract.ts";

const SALES = "kpi:billing/sl";
const WAITS = "kpi:billing/asa";
const SALES_WORDS = "Service level: 78 % on Tuesday, target at least 80 %";
const digest: ResolvedMessage = {
  title: [text("Tuesday in figures")],
  body: [
    { b: "prose", text: [text("One of two short of its target.")] },
    image(SALES, SALES_WORDS),
    { b: "prose", text: [text("Ask your team leader.")] },
  ],
  buttons: [{ action: "more", arg: "1", label: "More" }],
};
const ODD = [
  "<!channel> <@U0BEN> @everyone <@&1>",
  `"><img src=x onerror=alert(1)> & < >`,
  "*bold* _it_ ~gone~ `code` ||spoiler|| [a](javascript:alert(1))",
  "&lt;b&gt; &amp; :tada: 😀 עברית",
];

/** What every adapter promises of pictures, told by what people see. */
export function pictureContract(name: string, makeHarness: () => Promise<AdapterHarness>): void {
  describe(`${name} shows pictures`, () => {
    let at: AdapterHarness;
    beforeEach(async () => {
      at = await makeHarness();
      at.core.pictures.set(SALES, dot(40)).set(WAITS, dot(200));
      await at.start();
    });
    afterEach(() => at.close());

    const toChannel = (key: string, message: ResolvedMessage): Outgoing => ({
      key,
      to: { kind: "channel", channel: at.channel },
      message,
    });
    const sends = async (outgoing: Outgoing) => {
      const sent = await at.adapter.send(outgoing);
      if (sent.outcome !== "sent") throw new Error(JSON.stringify(sent));
      return sent.ref;
    };
    const newest = (user: string): SeenMessage => {
      const message = at.sees(user).at(-1);
      if (!message) throw new Error(`${user} sees nothing`);
      return message;
    };
    const bytes = (pictures: readonly SeenPicture[]) => pictures.map((each) => Buffer.from(each.bytes));
    /** What was said to one person alone, wherever the platform shows it. */
    const alone = (user: string): { text: string; pictures: readonly SeenPicture[] } => {
      const messages = [...at.sees(user).filter((message) => message.private), ...at.dms(user)];
      return {
        text: [...messages.map((message) => message.text), at.outcome(user) ?? ""].join("\n"),
        pictures: [...messages.flatMap((message) => message.pictures), ...at.outcomePictures(user)],
      };
    };

    it("with the message that they belong to, with the words for those who see none", async () => {
      await sends(toChannel("k1", digest));
      const seen = newest(at.users.ana);
      for (const words of ["Tuesday in figures", "One of two short", "Ask your team leader."])
        expect(seen.text).toContain(words);
      expect(seen.buttons).toEqual(["More"]);
      expect(seen.pictures.map((each) => each.alt)).toEqual([SALES_WORDS]);
      expect(bytes(seen.pictures)).toEqual([Buffer.from(dot(40))]);
      expect(at.sees(at.users.ben)).toHaveLength(1);
      expect(at.sees(at.users.cem)).toEqual([]);
    });

    it("several of them, in their order, each once", async () => {
      await sends(
        toChannel("k1", {
          body: [image(WAITS, "Waits"), image(SALES, "Service level"), image(WAITS, "Waits")],
        }),
      );
      const { pictures } = newest(at.users.ana);
      expect(pictures.slice(0, 2).map((each) => each.alt)).toEqual(["Waits", "Service level"]);
      expect(bytes(pictures).slice(0, 2)).toEqual([Buffer.from(dot(200)), Buffer.from(dot(40))]);
      expect(at.uploads()).toBeLessThanOrEqual(2);
    });

    it("in a direct message and in a thread", async () => {
      await sends({ key: "k1", to: { kind: "dm", user: at.users.cem }, message: digest });
      expect(bytes(at.dms(at.users.cem)[0]?.pictures ?? [])).toEqual([Buffer.from(dot(40))]);
      const thread = await sends(toChannel("k2", say(text("Root"))));
      await sends({ key: "k3", to: { kind: "channel", channel: at.channel, thread }, message: digest });
      expect(newest(at.users.ana)).toMatchObject({ inThread: true, pictures: [{ alt: SALES_WORDS }] });
    });

    it("also after the message changed, without giving them to the platform again", async () => {
      const ref = await sends(toChannel("k1", digest));
      const before = at.uploads();
      const later: ResolvedMessage = { ...digest, status: { tone: "done", text: [text("Looked at")] } };
      expect((await at.adapter.update(ref, toChannel("k1", later))).outcome).toBe("sent");
      const seen = newest(at.users.ana);
      expect(seen.text).toContain("Looked at");
      expect(bytes(seen.pictures)).toEqual([Buffer.from(dot(40))]);
      expect(seen.pictures[0]?.alt).toBe(SALES_WORDS);
      expect(at.uploads()).toBe(before);
    });

    it("beside others that a changed message has besides", async () => {
      const ref = await sends(toChannel("k1", digest));
      const before = at.uploads();
      const both: ResolvedMessage = { ...digest, body: [...digest.body, image(WAITS, "Waits: 40 s")] };
      expect((await at.adapter.update(ref, toChannel("k1", both))).outcome).toBe("sent");
      const { pictures } = newest(at.users.ana);
      expect(pictures.map((each) => each.alt)).toEqual([SALES_WORDS, "Waits: 40 s"]);
      expect(bytes(pictures)).toEqual([Buffer.from(dot(40)), Buffer.from(dot(200))]);
      expect(at.uploads() - before).toBeLessThanOrEqual(1);
      const second: ResolvedMessage = { ...digest, body: [image(WAITS, "Waits: 40 s")] };
      expect((await at.adapter.update(ref, toChannel("k1", second))).outcome).toBe("sent");
      expect(bytes(newest(at.users.ana).pictures)).toEqual([Buffer.from(dot(200))]);
    });

    it("no longer than the message has them, and new ones from then on", async () => {
      const ref = await sends(toChannel("k1", digest));
      const other: ResolvedMessage = { ...digest, body: [image(WAITS, "Waits: 40 s")] };
      expect((await at.adapter.update(ref, toChannel("k1", other))).outcome).toBe("sent");
      expect(newest(at.users.ana).pictures.map((each) => each.alt)).toEqual(["Waits: 40 s"]);
      expect(bytes(newest(at.users.ana).pictures)).toEqual([Buffer.from(dot(200))]);
      expect((await at.adapter.update(ref, toChannel("k1", say(text("Withdrawn"))))).outcome).toBe("sent");
      expect(newest(at.users.ana)).toMatchObject({ text: "Withdrawn", pictures: [] });
    });

    it("or says in words what they show, where the platform takes none", async () => {
      at.refusePictures();
      const ref = await sends(toChannel("k1", digest));
      for (const words of ["Tuesday in figures", "One of two short", SALES_WORDS, "Ask your team leader."])
        expect(newest(at.users.ana).text).toContain(words);
      expect(newest(at.users.ana).pictures).toEqual([]);
      const later: ResolvedMessage = { ...digest, title: [text("Corrected")] };
      expect((await at.adapter.update(ref, toChannel("k1", later))).outcome).toBe("sent");
      expect(newest(at.users.ana).text).toContain("Corrected");
      expect(newest(at.users.ana).text).toContain(SALES_WORDS);
      expect(at.sees(at.users.ana)).toHaveLength(1);
    });

    it("or says in words what they show, where there are none", async () => {
      await sends(toChannel("k1", { ...digest, body: [image("kpi:unknown", "Nothing of that day")] }));
      expect(newest(at.users.ana).text).toContain("Nothing of that day");
      expect(newest(at.users.ana).pictures).toEqual([]);
    });

    it("in a private answer, to the one who asked", async () => {
      at.core.answer = () => ({ kind: "private", message: digest });
      await at.runsCommand(at.users.ana, "escalate", "figures");
      const told = await until("the picture", () =>
        alone(at.users.ana).pictures.length > 0 ? alone(at.users.ana) : undefined,
      );
      expect(told.text).toContain("One of two short");
      expect(told.pictures.map((each) => each.alt)).toEqual([SALES_WORDS]);
      expect(bytes(told.pictures)).toEqual([Buffer.from(dot(40))]);
      expect(told.text.split("One of two short").length - 1).toBe(1);
      expect(alone(at.users.ben)).toMatchObject({ pictures: [] });
      expect(alone(at.users.ben).text).not.toContain("One of two short");
    });

    it("in the answer to a button", async () => {
      await sends(toChannel("k1", { ...say(text("A card")), buttons: digest.buttons ?? [] }));
      at.core.answer = () => ({ kind: "private", message: { ...digest, buttons: [] } });
      await at.presses(at.users.ben, "More");
      const told = await until("the picture", () =>
        alone(at.users.ben).pictures.length > 0 ? alone(at.users.ben) : undefined,
      );
      expect(bytes(told.pictures)).toEqual([Buffer.from(dot(40))]);
      expect(alone(at.users.ana).pictures).toEqual([]);
    });

    it("in what is said to a submitted form", async () => {
      at.core.answer = () => ({
        kind: "form",
        form: {
          name: "raise",
          id: "form-1",
          title: "Escalate",
          submitLabel: "Send",
          fields: [{ id: "need", label: "What they need", type: "text", required: true, maxLength: 200 }],
          context: {},
        },
      });
      await at.runsCommand(at.users.ana, "escalate", "");
      await until("the form", () => at.form(at.users.ana));
      await at.fills(at.users.ana, { "What they need": "The figures" });
      at.core.answer = () => ({ kind: "private", message: digest });
      await at.submits(at.users.ana);
      const told = await until("the picture", () =>
        alone(at.users.ana).pictures.length > 0 ? alone(at.users.ana) : undefined,
      );
      expect(told.text).toContain("One of two short");
      expect(bytes(told.pictures)).toEqual([Buffer.from(dot(40))]);
    });

    it("in words alone in a private answer, where there is none", async () => {
      at.core.pictures.clear();
      at.core.answer = () => ({ kind: "private", message: digest });
      await at.runsCommand(at.users.ana, "escalate", "figures");
      await until("the words", () => alone(at.users.ana).text.includes(SALES_WORDS));
      expect(alone(at.users.ana).text).toContain("One of two short");
    });

    it.each(ODD)("with words that are shown as they are, and call nobody: %s", async (alt) => {
      await sends(toChannel("k1", { body: [image(SALES, alt)] }));
      expect(newest(at.users.ana).pictures.map((each) => each.alt)).toEqual([alt]);
      await sends(toChannel("k2", { body: [image("kpi:none", alt)] }));
      expect(newest(at.users.ana).text).toContain(alt);
      expect(at.pings()).toEqual([]);
    });

    it("and cuts what is said of them where the platform holds less", async () => {
      const alt = "😀 long ".repeat(2_000);
      await sends(toChannel("k1", { body: [image(SALES, alt)] }));
      const [seen] = newest(at.users.ana).pictures;
      expect(seen?.alt).toMatch(/^😀 long 😀/);
      expect(seen?.alt).not.toMatch(/\p{Surrogate}/u);
      expect(bytes(newest(at.users.ana).pictures)).toEqual([Buffer.from(dot(40))]);
    });
  });
}
