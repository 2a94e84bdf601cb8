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
const words = z
  .string()
  .max(10_000)
  .refine((value) => !/\p{Surrogate}/u.test(value), "half a surrogate pair");
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
  z.strictObject({
    ...base,
    kind: z.literal("form"),
    form: z.literal("f"),
    formId: z.string(),
    context: z.strictObject({}),
    values,
  }),
]);

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
  return discord.deliveries.map(({ payload }) => payload);
}

it(`survives ${MUTATIONS} interactions that are not quite Discord's`, { timeout: 120_000 }, async () => {
  const bench = await discordBench();
  await bench.start();
  const { discord, core, logs } = bench;
  const recorded = await record(bench);
  expect(recorded).toHaveLength(5);
  const { next } = seeded("malformed interactions");
  const pick = (below: number): number => Math.floor(next() * below);
  /** Copies with something, somewhere, replaced, doubled or left out. */
  const mutate = (value: unknown, chance: number): unknown => {
    if (pick(chance) === 0) return ODD[pick(ODD.length)];
    if (Array.isArray(value))
      return value.flatMap((each) => (pick(chance) === 0 ? [each, each] : [mutate(each, chance)]));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, inner]) =>
        pick(chance) === 0 ? [] : [[key, mutate(inner, chance)]],
      ),
    );
  };
  const before = core.events.length;
  // What they lead to is small: it is what comes in that is tried here.
  core.answer = () => ({ kind: "done" });
  const ana = discord.user(ANA);
  for (let n = 0; n < MUTATIONS; n += 1) {
    const original = recorded[n % recorded.length];
    const changed = mutate(original, n % 2 === 0 ? 60 : 12);
    const given =
      n % 10 === 9 && typeof changed === "object" ? { ...changed, type: KINDS[pick(KINDS.length)] } : changed;
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
  for (const event of reached) expect(eventSchema.safeParse(event).error?.issues ?? []).toEqual([]);
  const ignored = logs.filter((line) => line.includes("ignored")).length;
  console.log(`malformed: ${reached.length} of ${MUTATIONS} reached the core, ${ignored} were ignored`);
  // Both happened, many times: neither is everything refused, nor everything let through.
  expect(reached.length).toBeGreaterThan(100);
  expect(ignored).toBeGreaterThan(100);
  expect(logs.filter((line) => line.startsWith("error"))).toEqual([]);
  expect(bench.rejections).toEqual([]);
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  expect([discord.gateway.identifies, discord.gateway.resumes]).toEqual([1, 0]);
  await bench.stop();
});
