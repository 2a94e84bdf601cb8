import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { Answer } from "../../src/chat/adapter.ts";
import { TOO_LATE } from "../../src/chat/answer.ts";
import { STILL_SAVING } from "../../src/chat/deadline.ts";
import type { Form } from "../../src/chat/form.ts";
import { say, text, type ResolvedMessage } from "../../src/chat/message.ts";
import { DISCORD, discordBench, pressesNewest, type DiscordBench } from "../support/discord-harness.ts";
import { refOf, ROUTE } from "../support/discord-wire.ts";
import type { Fault, FaultKind } from "../support/fake-discord/faults.ts";
import { TestClock } from "../support/test-clock.ts";
import { until } from "../support/until.ts";

const { channel: CHANNEL, ana: ANA, ben: BEN } = DISCORD;
/** Longer than the core may take before we say that we are still at it, ms. */
const LATE_MS = 2_100;

const privately = (words: string): Answer => ({ kind: "private", message: say(text(words)) });
const later = (answer: Answer) => async (): Promise<Answer> => {
  await sleep(LATE_MS);
  return answer;
};
const form: Form = {
  name: "raise",
  id: "form-1",
  title: "Escalate",
  submitLabel: "Send",
  context: {},
  fields: [{ id: "need", label: "Need", type: "text", required: true, maxLength: 50 }],
};
const card: ResolvedMessage = {
  body: [{ b: "prose", text: [text("A card")] }],
  buttons: [{ action: "take", arg: "1", label: "Take" }],
};

let bench: DiscordBench;
afterEach(() => bench.stop());
const begin = async (clock?: TestClock) => {
  bench = await discordBench(clock ? { now: () => clock.now() } : {});
  await bench.start();
  const { discord } = bench;
  return { ...bench, faults: discord.faults, ana: discord.user(ANA), ben: discord.user(BEN) };
};
const runs = () => bench.discord.user(ANA).command("escalate", {}, { channel: CHANNEL });
const postCard = async () =>
  refOf(await bench.adapter.send({ key: "card", to: { kind: "channel", channel: CHANNEL }, message: card }));
/** What Ana was told: in the channel to her alone, and directly. */
const told = (): readonly string[] => {
  const ana = bench.discord.user(ANA);
  const here = ana.sees(CHANNEL).filter((one) => one.ephemeral);
  return [...here.map((one) => `here: ${one.text}`), ...ana.dms().map((one) => `directly: ${one.text}`)];
};
const arm = (fault: Omit<Fault, "route">, route: string = ROUTE.answer): void =>
  bench.discord.faults.arm({ ...fault, route });

describe("an answer", () => {
  it("is for the one who acted: after a command, a button and a form, in a channel and directly", async () => {
    const { core, discord, ana, ben, cem } = { ...(await begin()), cem: bench.discord.user(DISCORD.cem) };
    core.answer = () => privately("To the command.");
    await runs();
    await postCard();
    core.answer = () => privately("To the button.");
    await pressesNewest(ana, CHANNEL, "Take");
    core.answer = () => ({ kind: "form", form });
    await runs();
    ana.fillIn({ Need: "80 back" });
    core.answer = () => privately("To the form.");
    await ana.submit();
    expect(told()).toEqual(["here: To the command.", "here: To the button.", "here: To the form."]);
    expect(ben.sees(CHANNEL).map((one) => one.text)).toEqual(["A card"]);
    core.answer = () => privately("Directly.");
    await cem.command("escalate", { what: "x" }, "dm");
    expect(core.last.actor).toEqual({
      platform: "discord",
      workspace: undefined,
      user: DISCORD.cem,
      isBot: false,
    });
    expect(cem.dms().map((one) => one.text)).toEqual(["Directly."]);
    expect([ana.trouble, cem.trouble, ben.dms()]).toEqual([[], [], []]);
    expect(discord.pings()).toEqual([]);
  });

  it("of nothing more to say leaves a card as it is, and says `Done.` to a command, late ones included", async () => {
    const { ana, core } = await begin();
    await postCard();
    await pressesNewest(ana, CHANNEL, "Take");
    expect(told()).toEqual([]);
    await runs();
    expect(told()).toEqual(["here: Done."]);
    core.answer = later({ kind: "done" });
    await pressesNewest(ana, CHANNEL, "Take");
    expect(told()).toEqual(["here: Done.", `here: ${STILL_SAVING}`]);
    await until("the end", () => told().at(-1) === "here: Done.");
    expect(ana.sees(CHANNEL)[0]).toMatchObject({ text: "A card", edited: false });
    expect(ana.trouble).toEqual([]);
  });

  it("comes once although its event comes again while it is on its way", async () => {
    const { core, discord, ana } = await begin();
    const done = new Set<string>();
    core.answer = async (event) => {
      if (done.has(event.eventId)) return { kind: "done" };
      done.add(event.eventId);
      const { payload } = discord.deliveries.at(-1) ?? {};
      if (payload) for (let n = 0; n < 3; n += 1) discord.gateway.dispatch("INTERACTION_CREATE", payload);
      await sleep(200);
      return privately("The real answer.");
    };
    await runs();
    expect(told()).toEqual(["here: The real answer."]);
    const copy = discord.deliveries.at(-1);
    if (copy) discord.redeliver(copy);
    await until("the refusal", () => discord.requests.some(({ errorCode }) => errorCode === 40060));
    expect(told()).toEqual(["here: The real answer."]);
    expect(new Set(core.events.map(({ eventId }) => eventId)).size).toBe(1);
    expect(ana.trouble).toEqual([]);
  });

  it("is given even if the core breaks its promise, and nothing that was said is logged", async () => {
    const { core, logs, ana } = await begin();
    core.answer = () => Promise.reject(new Error("secret words"));
    await ana.command("escalate", { what: "private words" }, { channel: CHANNEL });
    expect(told()).toEqual(["here: Something went wrong on our side. Please try again."]);
    arm({ kind: "error", status: 404, code: 10062 });
    await ana.command("escalate", { what: "private words" }, { channel: CHANNEL });
    expect(logs.length).toBeGreaterThan(0);
    expect(logs.join("\n")).not.toMatch(/words|Bot |aW50ZXJhY3Rpb24/);
    expect(logs.join("\n")).not.toContain(bench.discord.token);
  });

  it("to a button that nobody knows says so", async () => {
    const { core, ana } = await begin();
    await postCard();
    const [message] = ana.sees(CHANNEL);
    if (!message) throw new Error("no card");
    for (const id of ["", "x", "b1", "b1||", "b100|take|1", "take|1", "m|f|form-1", "b0|@page"])
      await ana.forgesPress(message, id);
    expect(core.events).toEqual([]);
    expect(new Set(told())).toEqual(
      new Set(["here: This is not known any more. Use the command, or the newest message about it."]),
    );
    expect(told()).toHaveLength(8);
  });
});

describe("a first answer that is lost", () => {
  it.each<[FaultKind, readonly string[]]>([
    ["drop-after", ["here: Here it is."]],
    ["502-after", ["here: Here it is."]],
    ["garbage-after", ["here: Here it is."]],
    ["drop-before", ["here: Here it is."]],
    ["502-before", ["here: Here it is."]],
    // By the time that this is known to be lost, Discord takes no answer any more.
    ["hang-before", ["directly: Here it is."]],
    ["hang-after", ["here: Here it is."]],
  ])("(%s) is given again, and the person has one", async (kind, expected) => {
    const { core, faults, discord } = await begin();
    core.answer = () => privately("Here it is.");
    arm({ kind });
    void runs();
    await until("both attempts", () => discord.requestsTo(ROUTE.answer).length === 2);
    await until("the answer", () => told().length > 0);
    expect(faults.fired(kind)).toBe(1);
    expect(told()).toEqual(expected);
    expect(core.events).toHaveLength(1);
  });

  it.each<[FaultKind, readonly string[]]>([
    ["502-before", ["directly: Here it is."]],
    // Nobody can know that it is there: better twice than not at all.
    ["drop-after", ["here: Here it is.", "directly: Here it is."]],
  ])("(%s) twice is said directly", async (kind, expected) => {
    const { core, faults } = await begin();
    core.answer = () => privately("Here it is.");
    arm({ kind, times: 2 });
    void runs();
    await until("the answer", () => told().length === expected.length);
    expect(faults.fired(kind)).toBe(2);
    expect(told()).toEqual(expected);
  });

  it("because it comes too late is said directly; so is what follows, each once", async () => {
    const { core, faults } = await begin();
    core.answer = later(privately("Saved at last."));
    arm({ kind: "error", status: 404, code: 10062, times: 5 });
    void runs();
    await until("both", () => told().length === 2);
    expect(faults.fired("error")).toBe(2);
    expect(told()).toEqual([`directly: ${STILL_SAVING}`, "directly: Saved at last."]);
  });

  it.each<Omit<Fault, "route">>([
    { kind: "502-after" },
    { kind: "drop-before", times: 2 },
    { kind: "rate-limit", retryAfter: "1" },
    { kind: "rate-limit", retryAfter: null, times: 2 },
  ])("and cannot be said directly at once ($kind) is said directly all the same, once", async (fault) => {
    const { core, faults } = await begin();
    core.answer = () => privately("Here it is.");
    arm({ kind: "error", status: 404, code: 10062 });
    arm(fault, ROUTE.post);
    void runs();
    await until("the answer", () => told().length > 0);
    await sleep(100);
    expect(faults.fired(fault.kind)).toBe(fault.times ?? 1);
    expect(told()).toEqual(["directly: Here it is."]);
  });

  it("and whose reader takes no direct messages is logged, without the words", async () => {
    const { core, discord, logs, faults } = await begin();
    core.answer = () => privately("Here it is.");
    discord.closeDms(ANA);
    arm({ kind: "error", status: 404, code: 10062 });
    void runs();
    await until("the line", () => logs.some((line) => line.includes("not delivered")));
    expect(faults.fired("error")).toBe(1);
    expect(logs.join("\n")).not.toContain("Here it is.");
    core.answer = () => privately("The next one.");
    await runs();
    expect(told()).toEqual(["here: The next one."]);
  });
});

describe("a late answer", () => {
  it.each<FaultKind>(["502-after", "drop-after", "drop-before", "garbage-after"])(
    "whose changing is lost (%s) is changed again, and the person has one",
    async (kind) => {
      const { core, faults } = await begin();
      core.answer = later(privately("Saved at last."));
      arm({ kind }, ROUTE.changeAnswer);
      await runs();
      expect(told()).toEqual([`here: ${STILL_SAVING}`]);
      await until("the answer", () => told().includes("here: Saved at last."));
      await sleep(100);
      expect(faults.fired(kind)).toBe(1);
      expect(told()).toEqual(["here: Saved at last."]);
    },
  );

  it("after 15 minutes is a direct message", async () => {
    const clock = new TestClock();
    const { core, discord, states } = await begin(clock);
    const before = states.length;
    let give: (answer: Answer) => void = () => undefined;
    core.answer = () =>
      new Promise((resolve) => {
        give = resolve;
      });
    await runs();
    expect(told()).toEqual([`here: ${STILL_SAVING}`]);
    clock.advance(15 * 60_000 + 1_000);
    give(privately("Saved at last."));
    await until("the answer", () => told().length === 2);
    expect(told()).toEqual([`here: ${STILL_SAVING}`, "directly: Saved at last."]);
    expect(discord.requestsTo(ROUTE.changeAnswer).map(({ errorCode }) => errorCode)).toEqual([50027]);
    expect(states.slice(before)).toEqual([]);
  });

  it("that is a form is a private message with a button that opens it", async () => {
    const { core, ana, ben } = await begin();
    core.answer = later({ kind: "form", form });
    await runs();
    await until("the message", () => told().includes("here: “Escalate” is ready to fill in."));
    expect(ana.modal).toBeUndefined();
    expect(ben.sees(CHANNEL)).toEqual([]);
    await pressesNewest(ana, CHANNEL, "Open the form");
    const modal = await until("the form", () => ana.modal);
    expect(modal.title).toBe("Escalate");
    ana.fillIn({ Need: "80 back" });
    core.answer = () => privately("ESC-0001 is raised.");
    await ana.submit();
    expect(core.last).toMatchObject({ kind: "form", formId: "form-1", values: { need: "80 back" } });
    expect(told()).toEqual(["here: ESC-0001 is raised."]);
  });
});

describe("a form", () => {
  it("that Discord refuses is not silence", async () => {
    const { core, faults, ana } = await begin();
    core.answer = () => ({ kind: "form", form });
    arm({ kind: "error", status: 400, code: 50035 });
    await runs();
    expect(faults.fired("error")).toBe(1);
    expect(ana.modal).toBeUndefined();
    expect(told()).toEqual([
      "here: Discord did not take this form. Please tell whoever runs Floorwalker; other forms may still work.",
    ]);
    expect(ana.trouble).toEqual([]);
  });

  it("that comes too late to open is said directly", async () => {
    const { core, faults, ana } = await begin();
    core.answer = () => ({ kind: "form", form });
    arm({ kind: "error", status: 404, code: 10062 });
    void runs();
    await until("the words", () => told().length > 0);
    expect(faults.fired("error")).toBe(1);
    expect(told()).toEqual([`directly: ${TOO_LATE}`]);
    expect(ana.modal).toBeUndefined();
  });

  it.each<FaultKind>(["drop-after", "502-after", "502-before", "drop-before"])(
    "whose opening is lost (%s) is open all the same, without further words",
    async (kind) => {
      const { core, faults, ana } = await begin();
      core.answer = () => ({ kind: "form", form });
      arm({ kind });
      await runs();
      await until("the form", () => ana.modal);
      await sleep(100);
      expect(faults.fired(kind)).toBe(1);
      expect(told()).toEqual([]);
      expect(ana.trouble).toEqual([]);
    },
  );

  it("whose answer is lost is not sent twice, and its outcome is there once", async () => {
    const { core, faults, ana } = await begin();
    core.answer = () => ({ kind: "form", form });
    await runs();
    ana.fillIn({ Need: "80 back" });
    core.answer = () => privately("ESC-0001 is raised.");
    arm({ kind: "drop-after" });
    await ana.submit();
    await until("the outcome", () => told().length > 0);
    await sleep(100);
    expect(faults.fired("drop-after")).toBe(1);
    expect(told()).toEqual(["here: ESC-0001 is raised."]);
    expect(core.events.filter(({ kind }) => kind === "form")).toHaveLength(1);
  });
});

describe("suggestions", () => {
  it("are what the core offers, cut to what fits", async () => {
    const { core, ana } = await begin();
    const offered: unknown[] = [];
    core.offer = (typing) => {
      offered.push(typing);
      return Array.from({ length: 30 }, (_, n) => ({
        value: n === 0 ? "x".repeat(101) : `v${n}`,
        label: `${n} `.repeat(80),
      }));
    };
    const shown = await ana.suggestions("escalate", {}, { name: "kind", value: "ad" }, { channel: CHANNEL });
    expect(shown).toHaveLength(25);
    expect(shown[0]?.value).toBe("v1");
    expect(shown[0]?.name.length).toBeLessThanOrEqual(100);
    expect(offered).toMatchObject([
      { command: "escalate", option: "kind", typed: "ad", actor: { user: ANA } },
    ]);
  });

  it("that are lost cost nobody more than the suggestions", async () => {
    const { core, faults, ana } = await begin();
    arm({ kind: "502-before" });
    await ana.suggestions("escalate", {}, { name: "kind", value: "" }, { channel: CHANNEL });
    expect(faults.fired("502-before")).toBe(1);
    expect(ana.trouble).toEqual(["Loading options failed"]);
    core.answer = () => privately("Still here.");
    await runs();
    expect(told()).toEqual(["here: Still here."]);
  });
});
