import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { loadDriver } from "../../../db/driver.ts";
import { openStore } from "../../../db/store.ts";
import { verifyJournal } from "../../../src/journal/index.ts";
import { REPEAT_MARKER } from "../../../src/outbox/marker.ts";
import type { Posted } from "../fake-slack/book.ts";
import type { FakeSlack } from "../fake-slack/index.ts";
import type { Submission } from "./raising.ts";

const refSchema = z.object({ channel: z.string(), id: z.string() });
const outboxRow = z.object({
  key: z.string(),
  state: z.enum(["pending", "sending", "sent", "failed"]),
  ref: z.string().nullable(),
  uncertain: z.number(),
});
const refsOf = (rows: unknown): string[] =>
  z
    .array(z.object({ ref: z.string() }))
    .parse(rows)
    .map((row) => row.ref);
const caseRow = z.object({ id: z.string(), ref: z.string(), customer: z.string() });

/** What the bot's database says. */
export interface Ledger {
  readonly integrity: string;
  readonly outbox: readonly z.infer<typeof outboxRow>[];
  readonly cases: readonly z.infer<typeof caseRow>[];
  /** Cases that lack what somebody must be told, or their timer. */
  readonly orphans: readonly string[];
  /** Cases for which one timer acted more than once. */
  readonly actedTwice: readonly string[];
}

const ORPHANS = `
  SELECT ref FROM cases c WHERE
    NOT EXISTS (SELECT 1 FROM outbox WHERE key = 'case/' || c.id || '/team/slack')
    OR NOT EXISTS (SELECT 1 FROM outbox WHERE key = 'case/' || c.id || '/raiser')
    OR EXISTS (SELECT 1 FROM asks a WHERE a.case_id = c.id
      AND NOT EXISTS (SELECT 1 FROM outbox WHERE key = 'case/' || c.id || '/to/' || a.member_id))
    OR NOT EXISTS (SELECT 1 FROM due_actions WHERE subject = c.id AND done_at IS NULL)
    OR NOT EXISTS (SELECT 1 FROM journal WHERE subject = c.id AND kind = 'case.raised')
    OR NOT EXISTS (SELECT 1 FROM asks WHERE case_id = c.id)`;

/** Each acting of a timer leaves one event, and marks one timer as done. */
const ACTED_TWICE = `
  SELECT ref FROM cases c WHERE
    (SELECT count(*) FROM journal WHERE subject = c.id AND kind = 'case.asked_again')
    <> (SELECT count(*) FROM due_actions WHERE subject = c.id AND kind = 'case.ask_again' AND outcome = 'acted')`;

/** Reads a database as a dead process left it, from a copy: the recovery of the original is the bot's own. */
export async function readLedger(databaseFile: string, folder: string): Promise<Ledger> {
  const Database = await loadDriver();
  const copy = await mkdtemp(join(folder, "copy-"));
  const file = join(copy, "copy.db");
  await copyFile(databaseFile, file);
  if (existsSync(`${databaseFile}-wal`)) await copyFile(`${databaseFile}-wal`, `${file}-wal`);
  const connection = new Database(file);
  try {
    const all = (query: string): unknown => connection.prepare(query).all();
    return {
      integrity: String(connection.pragma("integrity_check", { simple: true })),
      outbox: z.array(outboxRow).parse(all("SELECT key, state, ref, uncertain FROM outbox")),
      cases: z
        .array(caseRow)
        .parse(
          all("SELECT c.id, c.ref, u.ref AS customer FROM cases c JOIN customers u ON u.id = c.customer_id"),
        ),
      orphans: refsOf(all(ORPHANS)),
      actedTwice: refsOf(all(ACTED_TWICE)),
    };
  } finally {
    connection.close();
    await rm(copy, { recursive: true, force: true });
  }
}

/** Keys of posts whose fate a process that ends now leaves unknown. */
export const onTheirWay = (ledger: Ledger): readonly string[] =>
  ledger.outbox.filter((row) => row.state === "sending" && row.ref === null).map((row) => row.key);

const metadataSchema = z.object({ event_payload: z.object({ key: z.string() }) });

/** Posts by outbox key, oldest first. */
export function postsByKey(slack: FakeSlack): ReadonlyMap<string, readonly Posted[]> {
  const found = new Map<string, Posted[]>();
  for (const post of slack.book.posts) {
    const key = metadataSchema.safeParse(post.metadata).data?.event_payload.key;
    if (key === undefined) continue;
    const same = found.get(key);
    if (same) same.push(post);
    else found.set(key, [post]);
  }
  return found;
}

/** Whether a post says that it may be a repeat. */
export const isMarked = (slack: FakeSlack, post: Posted): boolean =>
  slack.book.show(post).text.includes(REPEAT_MARKER);

/** The bot's database against the fake Slack's book and against what people were told. */
export interface Reckoning {
  /** Submissions that somebody saw confirmed. */
  readonly confirmed: number;
  readonly cases: number;
  readonly posts: number;
  /** Confirmed without their case, or with another than they were told. */
  readonly lost: readonly string[];
  /** Customers with more than one case: every submission has a customer of its own. */
  readonly twice: readonly string[];
  readonly orphans: readonly string[];
  readonly actedTwice: readonly string[];
  /** Rows that say "sent" where the book has nothing. */
  readonly sentWithoutPost: readonly string[];
  readonly unsent: number;
  /** Second posts of one key. */
  readonly repeats: number;
  readonly unmarkedRepeats: readonly string[];
  /** Posts that say that they may be repeats, by key. */
  readonly marked: ReadonlyMap<string, number>;
  readonly integrity: string;
  readonly journalFaults: number;
}

/** Compares what the bot believes with what Slack has and people saw. */
export async function reckon(
  slack: FakeSlack,
  databaseFile: string,
  folder: string,
  submissions: readonly Submission[],
): Promise<Reckoning> {
  const ledger = await readLedger(databaseFile, folder);
  const casesOf = new Map<string, string[]>();
  for (const one of ledger.cases) casesOf.set(one.customer, [...(casesOf.get(one.customer) ?? []), one.ref]);
  const posts = postsByKey(slack);
  const isBooked = (key: string, ref: string | null): boolean => {
    const at = refSchema.safeParse(JSON.parse(ref ?? "null")).data;
    return (
      at !== undefined &&
      (posts.get(key) ?? []).some((post) => post.ts === at.id && post.channel === at.channel)
    );
  };
  const confirmed = submissions.filter((one) => one.confirmed !== undefined);
  const repeats = [...posts].flatMap(([key, all]) => all.slice(1).map((post) => ({ key, post })));
  const marked = new Map<string, number>();
  for (const [key, all] of posts) {
    const count = all.filter((post) => isMarked(slack, post)).length;
    if (count > 0) marked.set(key, count);
  }
  const store = await openStore({ dialect: "sqlite", file: databaseFile }, { now: 0, existingOnly: true });
  const { faults } = await verifyJournal(store.read);
  await store.close();
  return {
    confirmed: confirmed.length,
    cases: ledger.cases.length,
    posts: [...posts.values()].flat().length,
    lost: confirmed
      .filter(({ customer, confirmed: ref }) => {
        const [one] = casesOf.get(customer) ?? [];
        return one === undefined || (ref !== "stands" && ref !== one);
      })
      .map((one) => one.customer),
    twice: [...casesOf].filter(([, refs]) => refs.length > 1).map(([customer]) => customer),
    orphans: ledger.orphans,
    actedTwice: ledger.actedTwice,
    sentWithoutPost: ledger.outbox
      .filter((row) => row.state === "sent" && !isBooked(row.key, row.ref))
      .map((row) => row.key),
    unsent: ledger.outbox.filter((row) => row.state !== "sent").length,
    repeats: repeats.length,
    unmarkedRepeats: repeats.filter(({ post }) => !isMarked(slack, post)).map(({ key }) => key),
    marked,
    integrity: ledger.integrity,
    journalFaults: faults.length,
  };
}
