import { asc } from "drizzle-orm";
import { z } from "zod";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Connection, loadDriver } from "../../db/driver.ts";
import { journal } from "../../db/schema/foundation.ts";
import { openStore } from "../../db/store.ts";
import { randomIds } from "../../src/ids.ts";
import { eventHash } from "../../src/journal/chain.ts";
import {
  type Head,
  type Verification,
  createJournal,
  journalHead,
  keepText,
  verifyJournal,
} from "../../src/journal/index.ts";
import { checkEvent } from "../../src/journal/verify.ts";
import { type TempStore, tempStore } from "../support/temp-store.ts";

type Row = typeof journal.$inferSelect;

const EVENTS = 1_000;
let original: TempStore;
let rows: Row[];
let head: Head;
let copies = 0;

beforeAll(async () => {
  original = await tempStore();
  const record = createJournal(randomIds, false);
  await original.store.tx(async (db) => {
    for (let n = 1; n <= EVENTS; n += 1) {
      const kept = n % 10 === 0 ? await keepText(db, randomIds, n, `what was said, ${n}`) : undefined;
      await record.record(db, 1_700_000_000_000 + n, {
        team: n % 3 === 0 ? null : "billing",
        actor: `member${n % 7}`,
        role: "raiser",
        kind: "case.raised",
        subject: `case${n}`,
        facts: { n, ref: `ESC-${n}`, waiting: n % 2 === 0 },
        ...(kept ? { payloadDigest: kept.digest } : {}),
      });
    }
  });
  rows = await original.store.read.select().from(journal).orderBy(asc(journal.seq));
  head = await journalHead(original.store.read);
});
afterAll(() => original.close());

/** The rows before a row as a head, which is all that a row is checked against. */
const headBefore = (index: number): Head => {
  const before = rows[index - 1];
  return before ? { seq: before.seq, hash: before.hash } : { seq: 0, hash: "0".repeat(64) };
};

const changed = (value: Row[keyof Row]): string | number | boolean | null => {
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  return value === null ? "x" : `${value.slice(0, -1)}${value.endsWith("0") ? "1" : "0"}`;
};

/** Copies the database, lets somebody with the file do as they like, and verifies. */
async function afterTampering(
  tamper: (database: Connection) => void,
  anchors: readonly Head[] = [],
): Promise<Verification> {
  const Database = await loadDriver();
  copies += 1;
  const file = `${original.file}.copy${copies}`;
  const source = new Database(original.file, { readonly: true });
  await source.backup(file);
  source.close();
  const database = new Database(file);
  const triggers = z
    .array(z.object({ name: z.string(), sql: z.string() }))
    .parse(database.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all());
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
  tamper(database);
  for (const { sql } of triggers) database.exec(sql);
  database.close();
  const store = await openStore({ dialect: "sqlite", file }, { now: 0, existingOnly: true });
  try {
    return await verifyJournal(store.read, anchors);
  } finally {
    await store.close();
  }
}

const insertRow = (database: Connection, row: Row): void => {
  database
    .prepare(
      "INSERT INTO journal VALUES (@seq, @id, @at, @team, @actor, @role, @kind, @subject, @facts, @simulated, @payloadDigest, @prev, @hash)",
    )
    .run({ ...row, simulated: row.simulated ? 1 : 0 });
};

/** Somebody rewrites history from a row on, with fresh and consistent hashes. */
function rewriteFrom(database: Connection, first: number): void {
  let prev = headBefore(first - 1).hash;
  for (const row of rows.slice(first - 1)) {
    const forged = { ...row, prev, ...(row.seq === first ? { actor: "somebody_else" } : {}) };
    const hash = eventHash(forged);
    database
      .prepare("UPDATE journal SET actor = ?, prev = ?, hash = ? WHERE seq = ?")
      .run(forged.actor, prev, hash, row.seq);
    prev = hash;
  }
}

describe("the journal under somebody's hands", () => {
  it("is whole as written", async () => {
    const seen: (readonly [number, string])[] = [];
    const result = await verifyJournal(original.store.read, [head], (...progress) => seen.push(progress));
    expect(result).toMatchObject({ events: EVENTS, head, faults: [] });
    // How far it is, for whoever waits: first the events, then the texts, of which every tenth has one.
    expect(seen).toEqual([
      [EVENTS, "events"],
      [EVENTS / 10, "texts"],
    ]);
  });

  it("refuses UPDATE and DELETE by trigger", async () => {
    const Database = await loadDriver();
    const database = new Database(original.file);
    expect(() => database.exec("UPDATE journal SET actor = 'x' WHERE seq = 5")).toThrow("append-only");
    expect(() => database.exec("DELETE FROM journal WHERE seq = 5")).toThrow("append-only");
    database.close();
  });

  it("shows a change of any column of any row at that very row", () => {
    for (const [index, row] of rows.entries()) {
      for (const [column, value] of Object.entries(row)) {
        const wrong = checkEvent({ ...row, [column]: changed(value) }, headBefore(index));
        expect(wrong.length, `row ${row.seq}, ${column}`).toBeGreaterThan(0);
      }
    }
  });

  it.each(["at", "team", "actor", "role", "kind", "subject", "facts", "simulated", "payload_digest", "id"])(
    "finds a changed %s in the file, at its row",
    async (column) => {
      const result = await afterTampering((database) => {
        const numeric = column === "at" || column === "simulated";
        database
          .prepare(`UPDATE journal SET ${column} = ${numeric ? `1 - ${column}` : "'x'"} WHERE seq = 500`)
          .run();
      });
      expect(result.faults[0]).toMatchObject({ seq: 500 });
    },
  );

  it("finds a deleted, an inserted, a swapped and a duplicated row", async () => {
    const deleted = await afterTampering(
      (database) => void database.exec("DELETE FROM journal WHERE seq = 400"),
    );
    expect(deleted.faults[0]).toEqual({ seq: 401, what: "1 event(s) before this one are missing" });

    const inserted = await afterTampering((database) => {
      const last = rows.at(-1);
      if (!last) throw new Error("no rows");
      insertRow(database, { ...last, id: "forged", seq: EVENTS + 1 });
    });
    expect(inserted.faults[0]).toMatchObject({ seq: EVENTS + 1 });

    const swapped = await afterTampering(
      (database) =>
        void database.exec(
          "UPDATE journal SET seq = -1 WHERE seq = 300; UPDATE journal SET seq = 300 WHERE seq = 301; UPDATE journal SET seq = 301 WHERE seq = -1",
        ),
    );
    expect(swapped.faults[0]).toMatchObject({ seq: 300 });

    const duplicated = await afterTampering((database) => {
      const [first] = rows;
      if (!first) throw new Error("no rows");
      database.exec("DELETE FROM journal WHERE seq = 2");
      insertRow(database, { ...first, seq: 2, id: "again" });
    });
    expect(duplicated.faults[0]).toMatchObject({ seq: 2 });
  });

  it("finds a row that was replaced by one with a hash of its own, at the row that follows it", async () => {
    const result = await afterTampering((database) => {
      const row = rows[499];
      if (!row) throw new Error("no row");
      const forged = { ...row, actor: "somebody_else" };
      database
        .prepare("UPDATE journal SET actor = ?, hash = ? WHERE seq = 500")
        .run(forged.actor, eventHash(forged));
    });
    expect(result.faults[0]).toEqual({ seq: 501, what: "it does not follow the event before it" });
  });

  it("finds a changed text, and takes an erased one as erased", async () => {
    const text = await afterTampering(
      (database) =>
        void database.exec(
          "UPDATE payloads SET text = 'other words' WHERE id = (SELECT min(id) FROM payloads)",
        ),
    );
    expect(text.faults).toHaveLength(1);
    expect(text.faults[0]?.what).toContain("was changed");
    const erased = await afterTampering(
      (database) => void database.exec("UPDATE payloads SET text = NULL, salt = NULL"),
    );
    expect(erased).toMatchObject({ erased: EVENTS / 10, faults: [] });
    const lost = await afterTampering(
      (database) => void database.exec("DELETE FROM payloads WHERE id = (SELECT min(id) FROM payloads)"),
    );
    expect(lost.faults[0]?.what).toContain("the text that it commits to");
  });

  it("shows a cut tail, an older file and a full rewrite against a published head, and says that without one it cannot", async () => {
    const cut = (database: Connection): void =>
      void database.exec("DELETE FROM journal WHERE seq > 900; DELETE FROM payloads WHERE at > 900");
    expect((await afterTampering(cut)).faults).toEqual([]);
    expect((await afterTampering(cut, [head])).faults[0]?.what).toContain("its end was cut off");

    const rewritten = await afterTampering((database) => rewriteFrom(database, 1));
    expect(rewritten.faults).toEqual([]);
    const caught = await afterTampering((database) => rewriteFrom(database, 1), [head]);
    expect(caught.faults[0]).toEqual({ seq: EVENTS, what: "it differs from the anchor that was published" });
    const late = await afterTampering((database) => rewriteFrom(database, 950), [head]);
    expect(late.faults[0]).toMatchObject({ seq: EVENTS });
  });

  it("does not start on a database whose guard was removed", async () => {
    const Database = await loadDriver();
    const file = `${original.file}.unguarded`;
    const source = new Database(original.file, { readonly: true });
    await source.backup(file);
    source.close();
    const database = new Database(file);
    database.exec("DROP TRIGGER journal_no_update");
    database.close();
    await expect(openStore({ dialect: "sqlite", file }, { now: 0 })).rejects.toThrow("journal_no_update");
  });
});
