import { inserter } from "../../db/insert.ts";
import { asks, cases } from "../../db/schema/escalation.ts";
import { counters, customers, dueActions, seen } from "../../db/schema/foundation.ts";
import { lanes, outbox } from "../../db/schema/outbox.ts";
import { type Store, type Tx, openStore } from "../../db/store.ts";
import { member, payload, strong, text } from "../../src/chat/message.ts";
import { caseRef } from "../../src/escalation/case.ts";
import { randomIds } from "../../src/ids.ts";
import { type Journal, createJournal, keepText } from "../../src/journal/index.ts";
import type { Target } from "../../src/outbox/index.ts";
import { laneOf } from "../../src/outbox/target.ts";
import { findSettings } from "../../src/people/index.ts";

/** Cases written in one transaction. */
const CHUNK = 500;
/** Of so many cases, the last is still open. */
const OPEN_EACH = 200;
const MINUTE_MS = 60_000;
/** Cases are this far apart. */
const EVERY_MS = 3 * MINUTE_MS;
const CUSTOMERS = 20_000;

const insertCase = inserter("bench_case", cases);
const insertAsk = inserter("bench_ask", asks);
const insertCustomer = inserter("bench_customer", customers);
const insertDue = inserter("bench_due", dueActions);
const insertSeen = inserter("bench_seen", seen);
const insertMessage = inserter("bench_outbox", outbox, { omit: ["id"] });

interface Writing {
  readonly db: Tx;
  readonly journal: Journal;
  readonly version: number;
  readonly n: number;
  readonly at: number;
}

/**
 * Fills a database that knows the centre with the past of a year or so: cases that were
 * raised, taken, decided and closed, every step in the journal, every message sent. One in
 * two hundred is still open, with its timer.
 */
export async function fillDatabase(file: string, count: number, now: number): Promise<void> {
  const store = await openStore({ dialect: "sqlite", file }, { existingOnly: true, now });
  try {
    await fill(store, count, now);
  } finally {
    await store.close();
  }
}

async function fill(store: Store, count: number, now: number): Promise<void> {
  const settings = await findSettings(store.read);
  const version = settings?.authorityVersion ?? 1;
  const journal = createJournal(randomIds, false);
  await store.tx(async (db) => {
    for (let n = 0; n < Math.min(count + 1, CUSTOMERS); n += 1)
      await insertCustomer(db, { id: customerId(n), ref: `C-${10_000 + n}`, createdAt: now });
    await db.insert(counters).values({ name: "case", value: count });
    for (const target of [channel, dm("ana"), dm("priya")])
      await db.insert(lanes).values({ lane: laneOf(target), wakeAt: null, freeAt: 0, busyUntil: null });
  });
  for (let first = 1; first <= count; first += CHUNK) {
    await store.tx(async (db) => {
      for (let n = first; n < Math.min(first + CHUNK, count + 1); n += 1)
        await writeCase({ db, journal, version, n, at: now - (count - n + 1) * EVERY_MS });
    });
  }
}

const customerId = (n: number): string => `customer${String(n % CUSTOMERS).padStart(12, "0")}`;
const channel: Target = { kind: "channel", platform: "slack", channel: "C0BILLESC" };
const dm = (memberId: string): Target => ({
  kind: "dm",
  platform: "slack",
  user: `U0${memberId.toUpperCase()}`,
  memberId,
});

async function writeCase(writing: Writing): Promise<void> {
  const { db, version, n, at } = writing;
  const open = n % OPEN_EACH === 0;
  const id = randomIds.next();
  const need = await keepText(
    db,
    randomIds,
    at,
    "Order came 6 days late and the customer asks for money back.",
  );
  const decided = open
    ? undefined
    : await keepText(db, randomIds, at, "Refund in full; the parcel was six days late, which is our fault.");
  const after = (minutes: number): number | null => (open ? null : at + minutes * MINUTE_MS);
  await insertSeen(db, { key: `form:${id}`, at });
  await insertCase(db, {
    id,
    ref: caseRef(n),
    kind: "approval",
    restricted: null,
    issue: "refund",
    teamId: "billing",
    raiserId: "ana",
    customerId: customerId(n),
    needPayload: need.id,
    amountPence: 8_000,
    currency: "GBP",
    waiting: "no",
    promisedAt: null,
    state: open ? "raised" : "closed",
    generation: open ? 1 : 4,
    asks: 1,
    holderId: null,
    authorityVersion: version,
    raisedAt: at,
    takenAt: after(1),
    decidedAt: after(2),
    deciderId: open ? null : "priya",
    outcome: open ? null : "approved",
    decidedPayload: decided?.id ?? null,
    decidedPence: open ? null : 8_000,
    told: open ? null : "accepted",
    informedAt: after(3),
    informedBy: open ? null : "ana",
    handedBackAt: after(3),
    feedbackPayload: null,
    endedAt: after(3),
  });
  await insertAsk(db, { caseId: id, n: 1, memberId: "priya", at, endedAt: after(1) });
  await writeTimers(writing, id, open);
  await writeHistory(writing, id, need.digest, open);
  await writeMessages(writing, id, need.id);
}

async function writeTimers({ db, at }: Writing, id: string, open: boolean): Promise<void> {
  for (const kind of open ? ["case.ask_again"] : ["case.ask_again", "case.quiet", "case.follow_up"]) {
    await insertDue(db, {
      id: randomIds.next(),
      // Those that still wait are due long after the measurement.
      dueAt: open ? Date.now() + 24 * 60 * MINUTE_MS : at + 15 * MINUTE_MS,
      kind,
      subject: id,
      generation: "1:1",
      doneAt: open ? null : at + 15 * MINUTE_MS,
      outcome: open ? null : "stale",
      attempts: 0,
    });
  }
}

async function writeHistory(
  { db, journal, at, n, version }: Writing,
  id: string,
  payloadDigest: string,
  open: boolean,
): Promise<void> {
  const facts = {
    ref: caseRef(n),
    kind: "approval",
    restricted: null,
    issue: "refund",
    customer: customerId(n),
    customer_relation: "unknown",
    amount_pence: 8_000,
    currency: "GBP",
    waiting: "no",
    authority_version: version,
  };
  const steps = open ? ["raised"] : ["raised", "taken", "decided", "handed_back", "informed"];
  for (const [index, step] of steps.entries()) {
    const byRaiser = step === "raised" || step === "informed";
    await journal.record(db, at + index * MINUTE_MS, {
      team: "billing",
      actor: byRaiser ? "ana" : "priya",
      role: byRaiser ? "raiser" : "resolver",
      kind: `case.${step}`,
      subject: id,
      facts,
      ...(step === "raised" ? { payloadDigest } : {}),
    });
  }
}

async function writeMessages({ db, at, n }: Writing, id: string, need: string): Promise<void> {
  const message = {
    title: [strong(`${caseRef(n)} · Approval · Refund · £80.00`)],
    status: { tone: "done" as const, text: [text("Closed")] },
    body: [
      { b: "prose" as const, text: [payload(need)] },
      { b: "fields" as const, fields: [{ label: "Raised by", value: [member("ana")] }] },
    ],
  };
  const notices: (readonly [string, Target])[] = [
    [`case/${id}/team/slack`, channel],
    [`case/${id}/to/priya`, dm("priya")],
    [`case/${id}/raiser`, dm("ana")],
  ];
  for (const [index, [key, target]] of notices.entries()) {
    await insertMessage(db, {
      key,
      target,
      lane: laneOf(target),
      message,
      revision: 4,
      sentRevision: 4,
      state: "sent",
      urgency: 1,
      attempt: 0,
      notBefore: at,
      claimedUntil: null,
      firstAttemptAt: at,
      uncertain: false,
      ref: { channel: "C0ANY", id: `${Math.floor(at / 1000)}.${String(index).padStart(6, "0")}` },
      fallback: [],
      reason: null,
      createdAt: at,
      sentAt: at,
    });
  }
}
