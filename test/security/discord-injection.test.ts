import { asc, eq, like } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cases } from "../../db/schema/escalation.ts";
import { outbox } from "../../db/schema/outbox.ts";
import type { Adapter } from "../../src/chat/adapter.ts";
import type { ResolvedMessage } from "../../src/chat/message.ts";
import { resolve } from "../../src/outbox/index.ts";
import { parseOrganisation } from "../../src/organisation/file.ts";
import { messagesSent } from "../support/discord-bodies.ts";
import { type Crowd, openCrowd } from "../support/discord-crowd.ts";
import { BILLING_D, DISCORD_USERS, modalOn, seesOnDiscord } from "../support/discord-floor.ts";
import { show } from "../support/fake-discord/seen.ts";
import { said } from "../support/hands.ts";
import { adapterOf, addCalled, piecesOf } from "../support/injected.ts";
import { withNames, withPeople } from "../support/organisation.ts";
import { INJECTIONS } from "../support/payloads.ts";
import { until } from "../support/until.ts";
import { applyText, floorFile } from "../support/world.ts";

const SCRATCH = "330000000000000020";

let crowd: Crowd;
let scratch: Adapter;
let customers = 0;
beforeAll(async () => {
  crowd = await openCrowd();
  const { discord } = crowd.world;
  const { ana, tom } = DISCORD_USERS;
  discord.addChannel(SCRATCH, "scratch", [ana, tom, addCalled(discord)]);
  scratch = adapterOf(crowd.world, "discord");
});
afterAll(() => crowd.world.stop());

/** Whom the core itself wants notified. */
const wanted = (message: ResolvedMessage): readonly string[] =>
  piecesOf(message).flatMap((piece) =>
    piece.t === "person" && piece.userId !== undefined ? [piece.userId] : [],
  );

/** A case's messages as they go out on Discord. */
async function outgoing(
  id: string,
): Promise<readonly { readonly key: string; readonly message: ResolvedMessage }[]> {
  const { read } = crowd.world.store;
  const rows = await read
    .select()
    .from(outbox)
    .where(like(outbox.key, `case/${id}/%`));
  return Promise.all(
    rows.map(async ({ key, message }) => ({ key, message: await resolve(read, message, "discord") })),
  );
}

/** Posts a message where everybody who could be called can see it, and gives back what is seen and who was called. */
async function posts(key: string, message: ResolvedMessage) {
  const outgoing = { key: `scratch/${key}`, to: { kind: "channel" as const, channel: SCRATCH }, message };
  // The library itself lets no more than fifty requests a second through.
  const sent = await until(`${key} is posted`, async () => {
    const delivery = await scratch.send(outgoing);
    return delivery.outcome === "retry" ? undefined : delivery;
  });
  if (sent.outcome !== "sent") throw new Error(`${key}: ${JSON.stringify(sent)}`);
  const { book } = crowd.world.discord;
  return show(book, book.find(SCRATCH, sent.ref.id));
}

const freshCustomer = (): string => {
  customers += 1;
  return `C-${40_000 + customers}`;
};

/** Puts a text into every free-text field that a case has, and gives back the case's id. */
async function everywhere(payload: string): Promise<string> {
  const { byCore } = crowd;
  const values = { kind: "approval", issue: "refund", amount: "80", waiting: "no", need: payload };
  const raised = await byCore.submit("ana", await byCore.command("ana", "escalate"), {
    ...values,
    customer: freshCustomer(),
  });
  const ref = /ESC-\d+/.exec(said(raised))?.[0];
  const [one] = await crowd.world.store.read
    .select()
    .from(cases)
    .where(eq(cases.ref, ref ?? ""));
  if (!one) throw new Error(`${JSON.stringify(payload)}: ${said(raised)}`);
  await byCore.button("priya", "case.take", await crowd.argOf(one.id));
  const decide = await byCore.button("priya", "case.decide", await crowd.argOf(one.id));
  await byCore.submit("priya", decide, { what: payload });
  const weigh = await byCore.button("priya", "case.weigh", await crowd.argOf(one.id));
  await byCore.submit("priya", weigh, { customer_view: payload });
  const back = await byCore.button("priya", "case.hand_back", await crowd.argOf(one.id));
  await byCore.submit("priya", back, { feedback: payload });
  return one.id;
}

/** Posts what a case with this text says to its raiser, and gives back how often the text was seen in it. */
async function shownIn(payload: string): Promise<number> {
  // What surrounds a text is not part of it: the core and Discord both cut it off.
  const given = payload.trim();
  let shown = 0;
  const id = await everywhere(payload);
  const own = await crowd.byCore.command("priya", "case", (await crowd.caseOf(id)).ref);
  if (own.kind !== "private") throw new Error(said(own));
  // The raiser's messages hold everything that others read; the other cards are drawn alike. What was
  // weighed stands with its label, in what /case answers to whoever decided.
  const messages = (await outgoing(id)).filter(({ key }) => /\/raiser$|\/note\//.test(key));
  const weighed = `From the customer's point of view: ${given}`;
  expect(piecesOf(own.message)).toContainEqual({ t: "user", text: weighed });
  for (const { key, message } of [...messages, { key: `answer/${id}`, message: own.message }]) {
    const here = piecesOf(message).filter(
      (piece) => piece.t === "user" && [given, weighed].includes(piece.text),
    );
    if (here.length === 0) continue;
    const seen = await posts(key, message);
    const where = `${JSON.stringify(payload)} in ${key}`;
    expect([...seen.pings], where).toEqual(wanted(message));
    expect(seen.text.split(given).length - 1, where).toBeGreaterThanOrEqual(here.length);
    shown += here.length;
  }
  return shown;
}

describe("what people type, on Discord", () => {
  it("comes in more than three hundred kinds", () => {
    expect(new Set(INJECTIONS).size).toBeGreaterThanOrEqual(300);
  });

  it("calls whoever is asked, and nobody whom it names", async () => {
    const [tom, priya] = [crowd.person("tom").id, crowd.person("priya").id];
    const need = `<@${tom}> <@!${tom}> @everyone @here <@&1> <@${priya}>`;
    await crowd.raise("ana", "refund C-1042 wants 80 back", { need, waiting: "no" });
    const ask = await seesOnDiscord(crowd.world, "priya", "dm", "you are asked because");
    expect(ask.text).toContain(need);
    const card = await seesOnDiscord(crowd.world, "tom", BILLING_D, need);
    expect([ask.pings, card.pings]).toEqual([[priya], []]);
  });

  it(
    "notifies nobody, and is shown as it was typed, in every field of a case",
    { timeout: 240_000 },
    async () => {
      let shownTexts = 0;
      for (let n = 0; n < INJECTIONS.length; n += 20) {
        const shown = await Promise.all(INJECTIONS.slice(n, n + 20).map(shownIn));
        shownTexts += shown.reduce((sum, one) => sum + one, 0);
      }
      expect(shownTexts).toBeGreaterThan(INJECTIONS.length * 4);
    },
  );

  it("is refused when it is longer than fits, with the number that does", async () => {
    const { byCore } = crowd;
    const answer = await byCore.submit("ana", await byCore.command("ana", "escalate"), {
      kind: "advice",
      issue: "something_else",
      customer: "C-1042",
      waiting: "no",
      need: "x".repeat(40_000),
    });
    expect(said(answer)).toContain("This is too long: 40,000 characters, where 1,000 fit");
  });
});

describe("names in the organisation's file, on Discord", () => {
  it("notify nobody, and are shown as they stand there", { timeout: 240_000 }, async () => {
    const { world, byCore, person } = crowd;
    const file = await floorFile();
    const ana = person("ana");
    let tried = 0;
    for (const payload of INJECTIONS) {
      const name = payload.trim();
      const source = withPeople(withNames(file, name), { ana: { name }, priya: { name } });
      // The file's own rules keep out what stands on several lines or turns the text round.
      if (!parseOrganisation(source).ok) continue;
      tried += 1;
      await applyText(world.store, source, world.clock.now());

      // In the list of what is offered, and in the form.
      const offered = await ana.suggestions(
        "escalate",
        {},
        { name: "issue", value: "" },
        { channel: BILLING_D },
      );
      expect(
        offered.map((choice) => choice.name),
        JSON.stringify(name),
      ).toContain(name);
      await ana.command("escalate", {}, { channel: BILLING_D });
      const modal = await modalOn(world, "ana", "Escalate");
      const issues = modal.fields.find((field) => field.label === "Issue type");
      expect(issues?.options, JSON.stringify(name)).toContain(name);
      ana.closeModal();

      // In what the raiser is told, on the cards, and in a refusal.
      const raised = await byCore.submit("ana", await byCore.command("ana", "escalate"), {
        kind: "approval",
        issue: "refund",
        customer: freshCustomer(),
        amount: "80",
        need: "wants 80 back",
        waiting: "no",
      });
      const one = (await world.store.read.select().from(cases).orderBy(asc(cases.ref))).at(-1);
      const arg = await crowd.argOf(one?.id ?? "");
      const refused = await byCore.button("tom", "case.take", arg);
      await byCore.button("priya", "case.take", arg);
      const messages = [
        ...(await outgoing(one?.id ?? "")).filter(({ key }) => key.includes("/team/")),
        { key: "answer", message: raised.kind === "private" ? raised.message : { body: [] } },
        { key: "refusal", message: refused.kind === "private" ? refused.message : { body: [] } },
      ];
      for (const { key, message } of messages) {
        const seen = await posts(`${tried}/${key}`, message);
        expect([...seen.pings], `${JSON.stringify(name)} in ${key}`).toEqual(wanted(message));
        expect(seen.text, `${JSON.stringify(name)} in ${key}`).toContain(name);
      }
    }
    expect(tried).toBeGreaterThan(200);
  });
});

describe("every message that was sent to Discord meanwhile", () => {
  it("lets it notify nobody but those whom the core named", () => {
    const sent = messagesSent(crowd.world.discord);
    expect(sent.length).toBeGreaterThan(1_500);
    for (const { content, allowed_mentions: allowed } of sent) {
      expect(allowed.parse).toEqual([]);
      for (const user of allowed.users) expect(content).toContain(`<@${user}>`);
    }
    // Those whom the core named: whoever was asked, and nobody else.
    expect(new Set(crowd.world.discord.pings())).toEqual(new Set([crowd.person("priya").id]));
  });
});
