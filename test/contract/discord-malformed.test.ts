import { expect, it } from "vitest";
import { z } from "zod";
import type { Form } from "../../src/chat/form.ts";
import { say, text } from "../../src/chat/message.ts";
import { DISCORD, discordBench, type DiscordBench } from "../support/discord-harness.ts";
import { seeded } from "../support/seeded.ts";
import { until } from "../support/until.ts";

const { channel: CHANNEL, ana: ANA } = DISCORD;
const MUTATIONS = 2000;
const DEEP = 20_000;

/** What JSON can say and nobody here would write: put into the text in place of these marks. */
const RAW: Readonly<Record<string, string>> = {
  "@number": "1e999",
  "@prototype": '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  "@lists": `${"[".repeat(DEEP)}${"]".repeat(DEEP)}`,
  "@objects": `${'{"options":['.repeat(DEEP)}${"]}".repeat(DEEP)}`,
};
const ODD: readonly unknown[] = [
  ...Object.keys(RAW),
  null,
  0,
  -1,
  "",
  "x",
  "../../users/@me",
  [],
  {},
  [null],
  true,
  "\uD800",
  "ab\uDC00cd",
  "y".repeat(10_001),
  "z".repeat(1_000_000),
  { id: 7, name: "__proto__", value: { toString: 1 } },
];
const KINDS = [0, 1, 2, 3, 4, 5, 6, 99, "2", null];

const form: Form = {
  name: "f",
  id: "form-1",
  title: "F",
  submitLabel: "Send",
  context: {},
  fields: [
    { id: "need", label: "Need", type: "text", required: true, maxLength: 50 },
    {
      id: "kind",
      label: "Kind",
      type: "choice",
      required: false,
      choices: [
        { value: "a", label: "A" },
        { value: "b", label: "B" },
      ],
    },
    { id: "proof", label: "Proof", type: "file", required: false, maxBytes: 100 },
  ],
};

/** What may reach the core: whole words of reasonable length, and who and where as Discord names them. */
const whole = z.string().refine((value) => !/\p{Surrogate}/u.test(value), "half a surrogate pair");
const words = whole.max(10_000);
const snowflake = z.string().regex(/^\d{15,20}$/);
const base = {
  eventId: z.string().regex(/^discord:\d{15,20}$/),
  actor: z.strictObject({
    platform: z.literal("discord"),
    workspace: snowflake.optional(),
    user: snowflake,
    isBot: z.boolean(),
  }),
  place: z.strictObject({ platform: z.literal("discord"), channel: snowflake, thread: snowflake.optional() }),
};
const values = z.record(words, words);
const eventSchema = z.discriminatedUnion("kind", [
  z.strictObject({ ...base, kind: z.literal("command"), command: words, text: words, given: values }),
  z.strictObject({ ...base, kind: z.literal("button"), action: words, arg: words }),
  // A message may hold several texts: the core cuts what they make together.
  z.strictObject({ ...base, kind: z.literal("shortcut"), shortcut: words, text: whole }),
  z.strictObject({
    ...base,
    kind: z.literal("form"),
    form: z.literal("f"),
    formId: z.string(),
    context: z.strictObject({}),
    kept: z.boolean().optional(),
    values,
  }),
]);

type Place = readonly (string | number)[];
/** What can be done to a part of a payload. */
const WAYS = ["replace", "replace", "replace", "leave out", "double"] as const;

/** Every part of a payload, by the way that leads to it. */
function placesIn(value: unknown): readonly Place[] {
  if (typeof value !== "object" || value === null) return [];
  const parts: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((inner: unknown, at) => [at, inner] as const)
    : Object.entries(value);
  return parts.flatMap(([key, inner]): readonly Place[] => [
    [key],
    ...placesIn(inner).map((rest) => [key, ...rest]),
  ]);
}

/** A copy with one part replaced, left out or doubled. */
function changed(value: unknown, [key, ...rest]: Place, way: (typeof WAYS)[number], odd: unknown): unknown {
  if (typeof value !== "object" || value === null || key === undefined) return value;
  const inner = (old: unknown): readonly unknown[] => {
    if (rest.length > 0) return [changed(old, rest, way, odd)];
    return way === "leave out" ? [] : way === "double" ? [old, old] : [odd];
  };
  if (Array.isArray(value)) return value.flatMap((old: unknown, at) => (at === key ? inner(old) : [old]));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, old]) =>
      name === key ? inner(old).map((fresh) => [name, fresh] as const) : [[name, old] as const],
    ),
  );
}

/** One of each kind of interaction, as they really come, and everything that they led to done. */
async function record({ discord, core }: DiscordBench): Promise<readonly unknown[]> {
  const ana = discord.user(ANA);
  core.answer = (event) =>
    event.kind === "command"
      ? { kind: "form", form }
      : {
          kind: "private",
          message: { ...say(text("ok")), buttons: [{ action: "a", arg: "1", label: "Go" }] },
        };
  await ana.suggestions("escalate", {}, { name: "kind", value: "a" }, { channel: CHANNEL });
  await ana.command("escalate", { what: "refund", kind: "advice", need: "x" }, "dm");
  await ana.command("escalate", { what: "refund" }, { channel: CHANNEL });
  await until("the form", () => ana.modal);
  ana.fillIn({ Need: "x", Kind: "B", Proof: ana.givesFile("a.png", new Uint8Array(3)) });
  await ana.submit();
  const answer = ana.sees(CHANNEL).at(-1);
  if (!answer) throw new Error("no answer");
  await ana.press(answer, "Go");
  await ana.usesShortcut("Log customer comment", answer);
  return discord.deliveries.map(({ payload }) => payload);
}

it(`survives ${MUTATIONS} interactions that are not quite Discord's`, { timeout: 120_000 }, async () => {
  const bench = await discordBench();
  await bench.start();
  const { discord, core, logs } = bench;
  const recorded = await record(bench);
  expect(recorded).toHaveLength(6);
  const { next } = seeded("malformed interactions");
  const one = <T>(of: readonly T[]): T | undefined => of[Math.floor(next() * of.length)];
  const before = core.events.length;
  // What they lead to is small: it is what comes in that is tried here.
  core.answer = () => ({ kind: "done" });
  const ana = discord.user(ANA);
  for (let n = 0; n < MUTATIONS; n += 1) {
    // One of its own each time: a copy of what is under way would not get far.
    let given = changed(recorded[n % recorded.length], ["id"], "replace", discord.book.newId());
    // Most of what comes is never read: half of the changes are made where it is.
    for (let changes = 1 + (n % 3); changes > 0; changes -= 1) {
      const places = placesIn(given);
      const read = places.filter(([first, ...rest]) => rest.length === 0 || first === "data");
      const place = one(next() < 0.5 ? read : places);
      if (place) given = changed(given, place, one(WAYS) ?? "replace", one(ODD));
    }
    if (n % 10 === 9) given = changed(given, ["type"], "replace", one(KINDS));
    const packet = JSON.stringify({ op: 0, t: "INTERACTION_CREATE", s: null, d: given });
    discord.gateway.sendRaw(packet.replaceAll(/"(@\w+)"/g, (whole, mark: string) => RAW[mark] ?? whole));
    // Packets come in order: an answer to this one says that those before were read.
    if (n % 40 === 39)
      await ana.suggestions("escalate", {}, { name: "kind", value: "" }, { channel: CHANNEL });
  }
  core.answer = () => ({ kind: "private", message: say(text("Still here.")) });
  await ana.command("escalate", {}, { channel: CHANNEL });
  expect(ana.sees(CHANNEL).map((message) => message.text)).toContain("Still here.");
  expect(ana.trouble).toEqual([]);
  const reached = core.events.slice(before);
  for (const event of reached) {
    expect(eventSchema.safeParse(event).error?.issues ?? []).toEqual([]);
    // Who it was and where cannot be made up by leaving something out.
    expect(event.actor.user).toBe(ANA);
    const inServer = event.place.channel === CHANNEL;
    expect(event.actor.workspace).toBe(inServer ? discord.guildId : undefined);
  }
  const ignored = logs.filter((line) => line.includes("ignored")).length;
  console.log(`malformed: ${reached.length} of ${MUTATIONS} reached the core, ${ignored} were ignored`);
  // Both happened, many times: neither is everything refused, nor everything let through.
  expect(reached.length).toBeGreaterThan(100);
  expect(ignored).toBeGreaterThan(100);
  expect(logs.filter((line) => line.startsWith("error"))).toEqual([]);
  expect(bench.rejections.slice(0, 3).map(String)).toEqual([]);
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  expect([discord.gateway.identifies, discord.gateway.resumes]).toEqual([1, 0]);
  await bench.stop();
});
