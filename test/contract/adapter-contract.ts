import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Adapter, ConnectionState, Outgoing } from "../../src/chat/adapter.ts";
import { STILL_SAVING } from "../../src/chat/deadline.ts";
import type { ChoiceField, Form, TextField } from "../../src/chat/form.ts";
import { say, text, userText, type ResolvedMessage } from "../../src/chat/message.ts";
import type { StubCore } from "../support/stub-core.ts";
import { until } from "../support/until.ts";

/** A message as a person sees it. */
export interface SeenMessage {
  readonly text: string;
  readonly buttons: readonly string[];
  /** Only they can see it. */
  readonly private: boolean;
  readonly inThread: boolean;
  readonly pictures: readonly SeenPicture[];
}

/** A picture as a person sees it, and as a screen reader says it. */
export interface SeenPicture {
  readonly alt: string;
  readonly bytes: Uint8Array;
}

/** A form as a person sees it. */
export interface SeenForm {
  readonly title: string;
  readonly fields: readonly {
    readonly label: string;
    readonly value: string;
    readonly error: string | undefined;
  }[];
}

/**
 * A platform as its users know it, for {@link adapterContract}. Two people, Ana and Ben,
 * are in `channel`; Cem is not. Everything is asked for in the users' words, so that
 * each platform may show it in its own way.
 */
export interface AdapterHarness {
  readonly adapter: Adapter;
  readonly core: StubCore;
  readonly states: readonly ConnectionState[];
  readonly channel: string;
  /** A channel that does not exist, in the platform's form. */
  readonly unknownChannel: string;
  readonly users: { readonly ana: string; readonly ben: string; readonly cem: string };
  /** Starts the adapter against the platform. */
  start(): Promise<void>;
  /** Stops the adapter, then the platform. Rejects if something was left open. */
  close(): Promise<void>;
  runsCommand(user: string, command: string, text: string): Promise<void>;
  /** Presses a button of the newest message that has it. */
  presses(user: string, label: string): Promise<void>;
  /** A message with these words comes to stand in the channel: Ben's, where people write on the platform. */
  stands(words: string): Promise<void>;
  /**
   * Uses a shortcut on the newest message that has these words.
   * @param label what the message's menu says; one that is not there is sent all the same, as by an old client
   * @param times how often the platform delivers it, all at once
   */
  usesShortcut(user: string, label: string, words: string, times?: number): Promise<void>;
  /**
   * Does what it takes here until the form asks for a field: nothing where a form is drawn anew
   * as one chooses, turning to its page where it comes in pages.
   */
  reaches(user: string, label: string): Promise<void>;
  /** Types and chooses in the open form, by label; choices by what is written on them. */
  fills(user: string, values: Readonly<Record<string, string>>): Promise<void>;
  submits(user: string): Promise<void>;
  form(user: string): SeenForm | undefined;
  /** What they see in the channel, oldest first, private answers included. */
  sees(user: string): readonly SeenMessage[];
  /** Their direct messages, oldest first. */
  dms(user: string): readonly SeenMessage[];
  /** What is shown to them in place of a form that they submitted, if the platform does that. */
  outcome(user: string): string | undefined;
  /** Whom the platform notified by mention, "everyone" for any broadcast. */
  pings(): readonly string[];
  /** The pictures in what is shown in place of a form, if the platform does that. */
  outcomePictures(user: string): readonly SeenPicture[];
  /** From now on the platform takes messages, but no pictures; or there are none, where we are the platform. */
  refusePictures(): void;
  /** How many pictures were given to the platform so far. */
  uploads(): number;
  /** The platform takes the next post, but its answer is lost. */
  loseNextAnswer(): void;
}

const textField = (id: string, label: string): TextField => ({
  id,
  label,
  type: "text",
  required: true,
  maxLength: 200,
});
const kind: ChoiceField = {
  id: "kind",
  label: "Kind",
  type: "choice",
  required: true,
  choices: [
    { value: "advice", label: "Advice" },
    { value: "approval", label: "Approval" },
  ],
};
const raise: Form = {
  name: "raise",
  id: "form-1",
  title: "Escalate",
  submitLabel: "Send",
  fields: [kind, textField("need", "What they need")],
  context: { draft: "d1" },
};
const conditional: Form = {
  ...raise,
  id: "form-2",
  fields: [
    kind,
    { ...textField("amount", "Amount wanted"), showWhen: { field: "kind", oneOf: ["approval"] } },
    textField("need", "What they need"),
  ],
};
const card: ResolvedMessage = {
  title: [text("ESC-0001")],
  status: { tone: "waiting", text: [text("Waiting for Ben")] },
  body: [{ b: "fields", fields: [{ label: "Need", value: [userText("80 back")] }] }],
  buttons: [{ action: "take", arg: "case-1", label: "Take", style: "primary" }],
};
/** The shortcut of the {@link StubCore}. */
const LOG = "Log customer comment";
const NASTY = [
  "<!channel> <!here> <!everyone>",
  "<!subteam^S1> <@U0BEN> <@U0ANA|Ana>",
  "@everyone @here <@&1> <@123456789012345678>",
  "*bold* _italic_ ~gone~ `code` ```block```",
  "&lt;!channel&gt; &amp;lt; a & b < c > d",
  "[click](javascript:alert(1)) <https://evil.test|bank.test> <#C1>",
  ":tada: ||spoiler|| # heading",
];

const toDm = (key: string, user: string, message: ResolvedMessage): Outgoing => ({
  key,
  to: { kind: "dm", user },
  message,
});
const forBen = (userId?: string): ResolvedMessage =>
  say(text("For "), { t: "person", name: "Ben", ...(userId !== undefined && { userId }) });

/** The promises that every adapter keeps, told by what people see. */
export function adapterContract(name: string, makeHarness: () => Promise<AdapterHarness>): void {
  describe(`${name} keeps the adapter's contract`, () => {
    let at: AdapterHarness;
    beforeEach(async () => {
      at = await makeHarness();
      await at.start();
    });
    afterEach(async () => {
      await at.close();
    });
    const toChannel = (key: string, message: ResolvedMessage): Outgoing => ({
      key,
      to: { kind: "channel", channel: at.channel },
      message,
    });
    const seenText = (user: string) => at.sees(user).map((message) => message.text);
    /** Everything that was said to one person alone, wherever the platform shows it. */
    const toldAlone = (user: string): string =>
      [
        ...at.sees(user).filter((message) => message.private),
        ...at.dms(user),
        { text: at.outcome(user) ?? "" },
      ]
        .map((message) => message.text)
        .join("\n");

    it("is connected after the start", () => {
      expect(at.states.at(-1)).toEqual({ state: "connected" });
    });

    it("hands a command over, and shows the answer to the one who ran it only", async () => {
      at.core.answer = () => ({ kind: "private", message: say(text("Nobody is on shift.")) });
      await at.runsCommand(at.users.ana, "escalate", "refund for C-1042 <80 & more>");
      expect(at.core.last).toMatchObject({
        kind: "command",
        command: "escalate",
        text: "refund for C-1042 <80 & more>",
        actor: { user: at.users.ana, isBot: false },
        place: { channel: at.channel },
      });
      await until("the answer", () => toldAlone(at.users.ana).includes("Nobody is on shift."));
      expect(seenText(at.users.ben).join()).not.toContain("Nobody is on shift.");
    });

    it("opens a form, keeps what was typed beside an error, and shows the outcome", async () => {
      at.core.answer = () => ({ kind: "form", form: raise });
      await at.runsCommand(at.users.ana, "escalate", "");
      const opened = await until("the form", () => at.form(at.users.ana));
      expect(opened.title).toContain("Escalate");
      await at.fills(at.users.ana, { Kind: "Approval", "What they need": "80 back & an apology" });
      at.core.answer = () => ({
        kind: "fieldErrors",
        errors: { need: "Say what it is about." },
        message: "Please correct this.",
      });
      await at.submits(at.users.ana);
      await at.reaches(at.users.ana, "What they need");
      const kept = await until("the error", () => {
        const form = at.form(at.users.ana);
        return form?.fields.some((field) => field.error !== undefined) === true ? form : undefined;
      });
      expect(kept.fields.find((field) => field.label === "What they need")).toMatchObject({
        value: "80 back & an apology",
        error: "Say what it is about.",
      });
      at.core.answer = () => ({ kind: "private", message: say(text("ESC-0001 is raised.")) });
      await at.submits(at.users.ana);
      expect(at.core.last).toMatchObject({
        kind: "form",
        form: "raise",
        formId: "form-1",
        context: { draft: "d1" },
        values: { kind: "approval", need: "80 back & an apology" },
        actor: { user: at.users.ana },
        place: { channel: at.channel },
      });
      await until("the outcome", () => toldAlone(at.users.ana).includes("ESC-0001 is raised."));
      expect(toldAlone(at.users.ben)).not.toContain("ESC-0001");
    });

    it("shows a field only while the choice that it hangs on is made", async () => {
      at.core.answer = () => ({ kind: "form", form: conditional });
      await at.runsCommand(at.users.ana, "escalate", "");
      await until("the form", () => at.form(at.users.ana));
      const labels = () => at.form(at.users.ana)?.fields.map((field) => field.label) ?? [];
      await at.fills(at.users.ana, { "What they need": "typed before", Kind: "Approval" });
      await at.reaches(at.users.ana, "Amount wanted");
      await until("the field", () => labels().includes("Amount wanted"));
      await at.fills(at.users.ana, { "Amount wanted": "80" });
      at.core.answer = () => ({ kind: "done" });
      await at.submits(at.users.ana);
      expect(at.core.last).toMatchObject({
        values: { kind: "approval", amount: "80", need: "typed before" },
      });

      at.core.answer = () => ({ kind: "form", form: { ...conditional, id: "form-3" } });
      await at.runsCommand(at.users.ben, "escalate", "");
      await until("Ben's form", () => at.form(at.users.ben));
      await at.fills(at.users.ben, { "What they need": "x", Kind: "Approval" });
      await at.reaches(at.users.ben, "Amount wanted");
      await until("Ben's field", () =>
        at.form(at.users.ben)?.fields.some((field) => field.label === "Amount wanted"),
      );
      await at.fills(at.users.ben, { "Amount wanted": "80" });
      await at.reaches(at.users.ben, "Kind");
      await at.fills(at.users.ben, { Kind: "Advice" });
      await until(
        "Ben's field to go",
        () => at.form(at.users.ben)?.fields.some((field) => field.label === "Amount wanted") === false,
      );
      at.core.answer = () => ({ kind: "done" });
      await at.submits(at.users.ben);
      const { last } = at.core;
      expect(last.kind === "form" && last.values["amount"]).toBeFalsy();
    });

    it("hands over a pressed button and answers the one who pressed", async () => {
      expect((await at.adapter.send(toChannel("k1", card))).outcome).toBe("sent");
      at.core.answer = () => ({ kind: "private", message: say(text("You have it.")) });
      await at.presses(at.users.ben, "Take");
      expect(at.core.last).toMatchObject({
        kind: "button",
        action: "take",
        arg: "case-1",
        actor: { user: at.users.ben },
        place: { channel: at.channel },
      });
      await until("the answer", () => toldAlone(at.users.ben).includes("You have it."));
      expect(toldAlone(at.users.ana)).not.toContain("You have it.");
    });

    it("opens a form from a button", async () => {
      await at.adapter.send(toChannel("k1", card));
      at.core.answer = () => ({ kind: "form", form: raise });
      await at.presses(at.users.ben, "Take");
      const opened = await until("the form", () => at.form(at.users.ben));
      expect(opened.fields.map((field) => field.label)).toContain("What they need");
    });

    it("hands over the words of a message that a shortcut is used on, and answers privately", async () => {
      at.core.answer = () => ({ kind: "private", message: say(text("That is logged already.")) });
      await at.stands("The parcel came late & wet, 5 < 6");
      await at.usesShortcut(at.users.ana, LOG, "The parcel came late");
      expect(at.core.last).toMatchObject({
        kind: "shortcut",
        shortcut: "comment.log",
        text: "The parcel came late & wet, 5 < 6",
        actor: { user: at.users.ana, isBot: false },
        place: { channel: at.channel },
      });
      await until("the answer", () => toldAlone(at.users.ana).includes("That is logged already."));
      expect(toldAlone(at.users.ben)).not.toContain("logged already");
    });

    it("opens a form from a shortcut, with the message's words in it, on a message of its own too", async () => {
      await at.adapter.send(toChannel("k1", card));
      at.core.answer = (event) => ({
        kind: "form",
        form: {
          ...raise,
          fields: [
            { ...textField("need", "What they need"), initial: event.kind === "shortcut" ? event.text : "" },
          ],
        },
      });
      await at.usesShortcut(at.users.ana, LOG, "Waiting for Ben");
      const opened = await until("the form", () => at.form(at.users.ana));
      const [field] = opened.fields;
      for (const words of ["ESC-0001", "Waiting for Ben", "Need: 80 back"])
        expect(field?.value).toContain(words);
      expect(field?.value).not.toContain("Take");
    });

    it("gives a shortcut that is delivered twice at once the same id", async () => {
      await at.stands("Twice the words");
      await at.usesShortcut(at.users.ana, LOG, "Twice the words", 2);
      await until("the event", () => at.core.events.length > 0);
      expect(new Set(at.core.events.map((event) => event.eventId)).size).toBe(1);
    });

    it("hands over a shortcut that is not known, for the core to refuse", async () => {
      at.core.answer = () => ({ kind: "private", message: say(text("That is not known.")) });
      await at.stands("Some words");
      await at.usesShortcut(at.users.ana, "Old shortcut", "Some words");
      expect(at.core.last).toMatchObject({ kind: "shortcut", shortcut: "Old shortcut" });
      await until("the answer", () => toldAlone(at.users.ana).includes("That is not known."));
    });

    it("hands over ten thousand characters whole, without half a character", async () => {
      const long = "😀 late ".repeat(1_250).trim();
      await at.stands(long);
      await at.usesShortcut(at.users.ana, LOG, "late");
      expect(at.core.last).toMatchObject({ text: long });
    });

    it("hands over words that notify nobody when they are shown again", async () => {
      await at.stands(`Said: ${NASTY.join("\n")}`);
      const before = at.pings().length;
      await at.usesShortcut(at.users.ana, LOG, "Said:");
      const { last } = at.core;
      const words = last.kind === "shortcut" ? last.text : "";
      expect(words).toMatch(/^Said: ./);
      await at.adapter.send(toChannel("k9", say(userText(words))));
      expect(at.pings().length).toBe(before);
      expect(seenText(at.users.ana).at(-1)).toBe(words);
    });

    it("sends, updates, answers in a thread and deletes, for those in the channel", async () => {
      const sent = await at.adapter.send(toChannel("k1", card));
      if (sent.outcome !== "sent") throw new Error(sent.outcome);
      expect(seenText(at.users.ana).join()).toContain("Waiting for Ben");
      expect(at.sees(at.users.ben).at(-1)?.buttons).toEqual(["Take"]);
      expect(at.sees(at.users.cem)).toEqual([]);

      const taken: ResolvedMessage = {
        ...card,
        status: { tone: "done", text: [text("Taken")] },
        buttons: [],
      };
      expect((await at.adapter.update(sent.ref, toChannel("k2", taken))).outcome).toBe("sent");
      expect(at.sees(at.users.ana)).toHaveLength(1);
      expect(seenText(at.users.ana).join()).toContain("Taken");
      expect(at.sees(at.users.ana).at(-1)?.buttons).toEqual([]);

      const reply = await at.adapter.send({
        key: "k3",
        to: { kind: "channel", channel: at.channel, thread: sent.ref },
        message: say(text("A note.")),
      });
      expect(reply.outcome).toBe("sent");
      expect(at.sees(at.users.ana).at(-1)).toMatchObject({ text: "A note.", inThread: true });

      expect((await at.adapter.delete(sent.ref)).outcome).toBe("sent");
      expect(seenText(at.users.ana).join()).not.toContain("Taken");
    });

    it("sends a direct message to one person", async () => {
      expect((await at.adapter.send(toDm("k1", at.users.cem, say(text("For you."))))).outcome).toBe("sent");
      expect(at.dms(at.users.cem).map((message) => message.text)).toEqual(["For you."]);
      expect(at.dms(at.users.ana)).toEqual([]);
      expect(at.sees(at.users.ana)).toEqual([]);
    });

    it("mentions a colleague only where asked to", async () => {
      await at.adapter.send(toChannel("k1", forBen()));
      expect(at.pings()).toEqual([]);
      expect(seenText(at.users.ana).join()).toContain("For Ben");
      await at.adapter.send(toChannel("k2", forBen(at.users.ben)));
      expect(at.pings()).toEqual([at.users.ben]);
    });

    it.each(NASTY)("shows what somebody typed as they typed it: %s", async (typed) => {
      const message: ResolvedMessage = {
        title: [userText(typed)],
        status: { tone: "info", text: [userText(typed)] },
        body: [
          { b: "prose", text: [userText(typed)] },
          { b: "list", items: [[userText(typed)]] },
          { b: "fields", fields: [{ label: typed, value: [userText(typed), { t: "person", name: typed }] }] },
        ],
        buttons: [{ action: "take", arg: "1", label: "Take", describe: typed }],
      };
      expect((await at.adapter.send(toChannel("k1", message))).outcome).toBe("sent");
      expect(at.pings()).toEqual([]);
      const shown = seenText(at.users.ana).join("\n");
      expect(shown.split(typed).length - 1).toBe(7);
    });

    it("cuts what is too long, with a mark, and sends it", async () => {
      const long = "😀".repeat(40_000);
      const message: ResolvedMessage = {
        title: [userText(long)],
        body: Array.from({ length: 80 }, () => ({ b: "prose" as const, text: [userText(long)] })),
        buttons: [{ action: "take", arg: "1", label: long, describe: long }],
      };
      expect((await at.adapter.send(toChannel("k1", message))).outcome).toBe("sent");
      const shown = seenText(at.users.ana).join("\n");
      expect(shown).toContain("…");
      expect(shown).not.toMatch(/\p{Surrogate}/u);
      expect(at.sees(at.users.ana).at(-1)?.buttons).toHaveLength(1);
    });

    it("finds a message whose confirmation was lost, by its key", async () => {
      const since = Date.now();
      const outgoing = toChannel("key-lost", say(text("Only once.")));
      at.loseNextAnswer();
      expect((await at.adapter.send(outgoing)).outcome).toBe("unknown");
      expect(seenText(at.users.ana)).toEqual(["Only once."]);
      const found = await at.adapter.findSent(outgoing, since);
      if (typeof found === "string") throw new Error(found);
      expect((await at.adapter.delete(found)).outcome).toBe("sent");
      expect(seenText(at.users.ana)).toEqual([]);
      expect(await at.adapter.findSent(toChannel("key-never-sent", outgoing.message), since)).toBe("absent");
    });

    it("says why an unknown channel takes no message", async () => {
      const outgoing: Outgoing = {
        key: "k1",
        to: { kind: "channel", channel: at.unknownChannel },
        message: say(text("Hello?")),
      };
      expect(await at.adapter.send(outgoing)).toEqual({ outcome: "failed", reason: "channel_not_found" });
      expect(await at.adapter.checkPlace(at.unknownChannel)).toEqual({
        ok: false,
        reason: "channel_not_found",
      });
      expect(await at.adapter.checkPlace(at.channel)).toEqual({ ok: true });
    });

    it("says that it is still saving when the answer takes long, then gives it privately", async () => {
      at.core.answer = async () => {
        await sleep(2600);
        return { kind: "private", message: say(text("Raised at last.")) };
      };
      await at.runsCommand(at.users.ana, "escalate", "slow");
      await until("the notice", () => toldAlone(at.users.ana).includes(STILL_SAVING));
      await until("the result", () => toldAlone(at.users.ana).includes("Raised at last."));
      expect(at.core.events).toHaveLength(1);
      expect(toldAlone(at.users.ben)).toBe("");
    });
  });
}
