import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { say, text } from "../../src/chat/message.ts";
import { CHANNEL, slackBench } from "../support/slack-harness.ts";
import { until } from "../support/until.ts";
import { seeded } from "../support/seeded.ts";

const MUTATIONS = 2000;
const ODD: readonly unknown[] = [
  null,
  0,
  -1,
  "",
  "x",
  [],
  {},
  [null],
  true,
  "\uD800",
  { __proto__: null, id: 7 },
  "y".repeat(10_000),
];

it(`survives ${MUTATIONS} payloads that are not quite Slack's`, { timeout: 60_000 }, async () => {
  const bench = await slackBench({ mode: "socket" });
  await bench.start();
  const ana = bench.slack.user("U0ANA");
  bench.core.answer = (event) =>
    event.kind === "command"
      ? {
          kind: "form",
          form: {
            name: "f",
            id: "1",
            title: "F",
            submitLabel: "Send",
            context: {},
            fields: [{ id: "need", label: "Need", type: "text", required: true, maxLength: 9 }],
          },
        }
      : {
          kind: "private",
          message: { ...say(text("ok")), buttons: [{ action: "a", arg: "1", label: "Go" }] },
        };
  await ana.command("/escalate", "x", { channel: CHANNEL });
  await until("the form", () => ana.view);
  await ana.fillIn({ Need: "x" });
  await ana.submit();
  await ana.pressInView("Go");
  await ana.usesShortcut("comment.log", ana.says(CHANNEL, "The parcel came late"));
  const recorded = bench.slack.deliveries.map(({ kind, payload }) => ({ kind, payload }));
  expect(recorded).toHaveLength(4);

  const pick = seeded("slack-malformed.test.ts");
  /** Copies with something, somewhere, replaced or left out. */
  const mutate = (value: unknown, chance: number): unknown => {
    if (pick.below(chance) === 0) return ODD[pick.below(ODD.length)];
    if (Array.isArray(value)) return value.map((each) => mutate(each, chance));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, inner]) =>
        pick.below(chance * 2) === 0 ? [] : [[key, mutate(inner, chance)]],
      ),
    );
  };
  for (let n = 0; n < MUTATIONS; n += 1) {
    const original = recorded[pick.below(recorded.length)];
    const envelope = { envelope_id: `m${n}`, type: original?.kind, payload: original?.payload };
    bench.slack.sockets.sendRaw(JSON.stringify(mutate(envelope, 20)));
    if (n % 100 === 0) await sleep(1);
  }
  await sleep(300);
  bench.core.answer = () => ({ kind: "private", message: say(text("Still here.")) });
  await ana.command("/escalate", "", { channel: CHANNEL });
  expect(ana.sees(CHANNEL).at(-1)?.text).toBe("Still here.");
  expect(bench.rejections).toEqual([]);
  // What got through is who it was: nobody can be made up by leaving something out.
  for (const event of bench.core.events) expect(event.actor.workspace).not.toBe("");
  await bench.stop();
});
