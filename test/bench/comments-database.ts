import { existsSync, renameSync } from "node:fs";
import { inserter } from "../../db/insert.ts";
import { comments, detectors } from "../../db/schema/comments.ts";
import { customers, payloads } from "../../db/schema/foundation.ts";
import { openStore } from "../../db/store.ts";
import { randomIds } from "../../src/ids.ts";
import { payloadDigest } from "../../src/journal/index.ts";
import { commentStream } from "./detector-stream.ts";
import { figure } from "./figures.ts";
import { applyCentre } from "./processes.ts";

/** Comments written in one transaction. */
const CHUNK = 2_000;
/** Comments are this far apart, ms: 4,320 a day. */
export const EVERY_MS = 20_000;
const CUSTOMERS = 20_000;
/** The newest are left for the program to hear, so that what its detector knows is its own. */
const UNHEARD = 20_000;

const insertPayload = inserter("bench_payload", payloads);
const insertComment = inserter("bench_comment", comments, { omit: ["seq"] });
const insertCustomer = inserter("bench_comment_customer", customers);

const customerId = (n: number): string => `customer${String(n % CUSTOMERS).padStart(12, "0")}`;

/**
 * A database with so many comments of one team, all but the newest marked as heard; one that
 * an earlier run left in the folder is taken again.
 */
export async function commentsDatabase(file: string, count: number, now: number): Promise<void> {
  if (existsSync(file)) return;
  const unfinished = `${file}.unfinished`;
  const started = performance.now();
  await applyCentre(unfinished);
  const store = await openStore({ dialect: "sqlite", file: unfinished }, { existingOnly: true, now });
  try {
    const first = now - count * EVERY_MS;
    const heard = Math.max(0, count - UNHEARD);
    const stream = commentStream(7, first, EVERY_MS);
    await store.tx(async (db) => {
      for (let n = 0; n < CUSTOMERS; n += 1)
        await insertCustomer(db, { id: customerId(n), ref: `C-${10_000 + n}`, createdAt: first });
      await db
        .insert(detectors)
        .values({ teamId: "billing", clock: { heard, since: first, now: first + heard * EVERY_MS } });
    });
    for (let from = 0; from < count; from += CHUNK)
      await store.tx(async (db) => {
        for (let n = from; n < Math.min(count, from + CHUNK); n += 1) {
          const { text } = stream.next().value;
          const at = first + n * EVERY_MS;
          const id = randomIds.next();
          const salt = randomIds.next();
          await insertPayload(db, { id, salt, text, digest: payloadDigest(salt, text), at });
          await insertComment(db, {
            id,
            teamId: "billing",
            agentId: "ana",
            customerId: customerId(n * 7),
            textPayload: id,
            about: null,
            origin: "spontaneous",
            feeling: null,
            replyPayload: null,
            caseId: null,
            severe: null,
            noticeId: null,
            source: "command",
            importId: null,
            at,
            saidAt: at,
            heard: n < heard ? n + 1 : null,
            themeId: null,
            struckAt: null,
          });
        }
      });
  } finally {
    await store.close();
  }
  renameSync(unfinished, file);
  const seconds = figure((performance.now() - started) / 1000);
  console.log(`\nA database with ${figure(count)} comments was written in ${seconds} s.`);
}
