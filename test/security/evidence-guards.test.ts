import { asc } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Connection, loadDriver } from "../../db/driver.ts";
import { journal } from "../../db/schema/foundation.ts";
import { GUARDED, type Guarded } from "../support/evidence-guards.ts";
import { type EvidenceStage, openEvidenceStage } from "../support/evidence-stage.ts";

let here: EvidenceStage;
let database: Connection;
let given: Guarded;
beforeAll(async () => {
  here = await openEvidenceStage();
  const events = await here.store.read.select().from(journal).orderBy(asc(journal.seq));
  const seqOf = (actor: string): number => events.find((one) => one.actor === actor)?.seq ?? -1;
  given = { item: here.about.shared, own: seqOf("wei"), another: seqOf("tom"), bot: seqOf("system") };
  const Database = await loadDriver();
  database = new Database(here.floor.file);
}, 60_000);
afterAll(async () => {
  database.close();
  await here.close();
});

describe("the database itself, whatever the program does", () => {
  it("has something to be refused about", () => {
    expect(Object.entries(given).filter(([, value]) => value === -1 || value === "")).toEqual([]);
  });

  it.each(GUARDED)("refuses $what", ({ sql, because }) => {
    expect(() => database.exec(sql(given))).toThrow(because);
  });

  it("takes what is real, so that a refusal is one of something", () => {
    database.exec("BEGIN");
    const add = `INSERT INTO evidence_sources (item_id, seq) VALUES ('${given.item}', ${given.own})`;
    expect(() => database.exec(add)).not.toThrow();
    database.exec("ROLLBACK");
  });

  it("refuses evidence on something simulated, even where that got into the journal", () => {
    database.exec("BEGIN; DROP TRIGGER journal_of_its_kind");
    database.exec(
      `INSERT INTO journal (id, at, team, actor, role, kind, subject, facts, simulated, payload_digest, prev, hash) SELECT 'forged', at, team, actor, role, kind, subject, facts, 1, payload_digest, hash, 'forged' FROM journal WHERE seq = ${given.own}`,
    );
    const add = `INSERT INTO evidence_sources (item_id, seq) SELECT '${given.item}', seq FROM journal WHERE id = 'forged'`;
    expect(() => database.exec(add)).toThrow("evidence rests on what the learner really did");
    database.exec("ROLLBACK");
  });

  it.each(GUARDED)(
    "would take $what without its trigger, so that it is the trigger that refuses",
    ({ sql, guard, because }) => {
      database.exec("PRAGMA foreign_keys = OFF; BEGIN");
      database.exec(`DROP TRIGGER ${guard}`);
      let refused = "";
      try {
        database.exec(sql(given));
      } catch (error) {
        refused = String(error);
      }
      database.exec("ROLLBACK; PRAGMA foreign_keys = ON");
      expect(refused).not.toContain(because);
    },
  );
});
