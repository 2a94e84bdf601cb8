import { asc, like } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cases } from "../../db/schema/escalation.ts";
import { outbox } from "../../db/schema/outbox.ts";
import type { ChatEvent } from "../../src/chat/event.ts";
import { type RawValues, initialValues } from "../../src/chat/form.ts";
import type { ResolvedMessage } from "../../src/chat/message.ts";
import { resolve } from "../../src/outbox/index.ts";
import { said } from "../support/floor.ts";
import {
  adapterOf,
  addScratch,
  consolePage,
  expectOnlyText,
  piecesOf,
  postOnSlack,
} from "../support/injected.ts";
import { INJECTIONS } from "../support/payloads.ts";
import { BILLING, type PersonId, SLACK_USERS, type World, openWorld } from "../support/world.ts";

let world: World;
let events = 0;
beforeAll(async () => {
  world = await openWorld({ mode: "http", createAs: "sandbox" });
  addScratch(world);
});
afterAll(() => world.stop());

const asks = (
  person: PersonId,
  event:
    | { kind: "command"; command: string; text: string }
    | { kind: "button"; action: string; arg: string }
    | {
        kind: "form";
        form: string;
        formId: string;
        context: Readonly<Record<string, string>>;
        values: RawValues;
      },
) => {
  events += 1;
  const full: ChatEvent = {
    ...event,
    eventId: `e${events}`,
    actor: { platform: "slack", workspace: "T0FLOOR", user: SLACK_USERS[person], isBot: false },
    place: { platform: "slack", channel: BILLING },
  };
  return world.running.core.handle(full);
};

/** Opens a form by an event and sends it. */
async function fills(
  person: PersonId,
  event: Parameters<typeof asks>[1],
  values: RawValues,
): Promise<string> {
  const answer = await asks(person, event);
  if (answer.kind !== "form") throw new Error(said(answer));
  const { form } = answer;
  return said(
    await asks(person, {
      kind: "form",
      form: form.name,
      formId: form.id,
      context: form.context,
      values: { ...initialValues(form), ...values },
    }),
  );
}

/** What was weighed stands with its label, and with what else was. */
const WEIGHED_FROM = "From the customer's point of view: ";

/** What people typed, in a message. */
const textsIn = (message: ResolvedMessage): readonly string[] =>
  piecesOf(message).flatMap((piece) => (piece.t === "user" ? [piece.text] : []));

const newestCase = async () => {
  const row = (await world.store.read.select().from(cases).orderBy(asc(cases.ref))).at(-1);
  if (!row) throw new Error("no case");
  return row;
};
const button = async (action: string) => {
  const one = await newestCase();
  return { kind: "button" as const, action, arg: `${one.id}:${one.generation}` };
};

/** Puts a text into every free-text field there is, and gives back the case's messages as they go out. */
async function everywhere(payload: string) {
  await fills(
    "ana",
    { kind: "command", command: "escalate", text: "" },
    {
      kind: "approval",
      issue: "refund",
      customer: `C-${30_000 + events}`,
      amount: "80",
      need: payload,
      waiting: "no",
    },
  );
  await asks("priya", await button("case.take"));
  await fills("priya", await button("case.decide"), { what: payload });
  await fills("priya", await button("case.weigh"), { customer_view: payload, risk: "none" });
  await fills("priya", await button("case.hand_back"), { feedback: payload });
  const one = await newestCase();
  // What was weighed is shown to whoever decided, and in no message that goes out.
  const own = await asks("priya", { kind: "command", command: "case", text: one.ref });
  if (own.kind !== "private") throw new Error(said(own));
  expect(textsIn(own.message)).toContain(
    `${WEIGHED_FROM}${kept(payload)}\nWhat the organisation risks: none`,
  );
  const rows = await world.store.read
    .select()
    .from(outbox)
    .where(like(outbox.key, `case/${one.id}/%`));
  return [
    { key: `answer/${one.id}`, message: own.message },
    ...(await Promise.all(
      rows.map(async (row) => ({
        key: row.key,
        message: await resolve(world.store.read, row.message, "slack"),
      })),
    )),
  ];
}

/** What the core itself wants notified. */
const wanted = (message: Awaited<ReturnType<typeof resolve>>): string[] =>
  message.body
    .flatMap((block) => (block.b === "prose" ? block.text : []))
    .flatMap((piece) => (piece.t === "person" && piece.userId !== undefined ? [piece.userId] : []));

/** Text as the core keeps it: what surrounds a text is not part of it. */
const kept = (payload: string): string => payload.trim();

describe("what people type", () => {
  it("comes in more than two hundred kinds", () => {
    expect(new Set(INJECTIONS).size).toBeGreaterThanOrEqual(200);
  });

  it(
    "notifies nobody on Slack, and is shown as it was typed, in every field and every message",
    { timeout: 180_000 },
    async () => {
      let shownTexts = 0;
      for (const payload of INJECTIONS) {
        for (const { key, message } of await everywhere(payload)) {
          const shown = await postOnSlack(world, key, message);
          expect([...shown.pings], `${JSON.stringify(payload)} in ${key}`).toEqual(wanted(message));
          const texts = message.body.flatMap((block) =>
            block.b === "prose"
              ? block.text
              : block.b === "fields"
                ? block.fields.flatMap((field) => field.value)
                : [],
          );
          for (const piece of texts) {
            const weighed = `${WEIGHED_FROM}${kept(payload)}\n`;
            if (piece.t !== "user" || !(piece.text === kept(payload) || piece.text.startsWith(weighed)))
              continue;
            shownTexts += 1;
            expect(shown.text, `${JSON.stringify(payload)} in ${key}`).toContain(kept(payload));
          }
        }
      }
      expect(shownTexts).toBeGreaterThan(INJECTIONS.length * 4);
      for (const request of world.slack.requests) {
        expect(request.args["link_names"] ?? false).toBe(false);
        expect(request.args["parse"] ?? "none").toBe("none");
      }
    },
  );

  it("is text and nothing else in the console", async () => {
    const adapter = adapterOf(world, "console");
    const marks = (html: string): number => html.match(/class="[^"]*mention/g)?.length ?? 0;
    // A page shows the newest messages, so it is looked at after every fifty.
    for (let n = 0; n < INJECTIONS.length; n += 50) {
      const some = INJECTIONS.slice(n, n + 50);
      for (const [index, payload] of some.entries()) {
        await adapter.send({
          key: `console/${n + index}`,
          to: { kind: "channel", channel: "billing" },
          message: { body: [{ b: "prose", text: [{ t: "user", text: payload }] }] },
        });
      }
      const html = await consolePage(world);
      expect(marks(html)).toBe(0);
      expectOnlyText(
        html,
        some.flatMap((payload) => payload.split("\n")),
      );
    }
  });

  it("is refused when it is longer than fits, with the number that does", async () => {
    const answer = await fills(
      "ana",
      { kind: "command", command: "escalate", text: "" },
      {
        kind: "advice",
        issue: "something_else",
        customer: "C-1042",
        need: "x".repeat(40_000),
        waiting: "no",
      },
    );
    expect(answer).toContain("This is too long: 40,000 characters, where 1,000 fit");
  });
});
