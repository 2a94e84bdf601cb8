import { Client } from "pg";
import { asc } from "drizzle-orm";
import { describe, expect, inject, it } from "vitest";
import { journal } from "../../db/schema/foundation.ts";
import { buttonsIn, openEvidenceFloor } from "../support/evidence-floor.ts";
import { GUARDED } from "../support/evidence-guards.ts";
import { judges } from "../support/evidence-stage.ts";
import { said } from "../support/floor.ts";
import { tempDatabase } from "../support/temp-database.ts";

const missing = inject("noPostgres");

describe.skipIf(missing !== "")("evidence on PostgreSQL", () => {
  it("is kept, shared, said, judged and left as on SQLite, and the database itself refuses the rest", async () => {
    const temp = await tempDatabase();
    const here = await openEvidenceFloor(temp);
    await here.join("wei");
    await here.decided("tom", "wei");
    await here.keep("wei");
    await here.share("wei", "E001");
    await here.press("wei", await here.evidence("wei", "E001"), "Ask Tom Baker");
    expect(said(await judges(here, "qa"))).toContain("met. Signed in your name");
    const sample = await here.floor.submit("helen", await here.assess("helen", "sample"), { unit: "CC15" });
    expect(buttonsIn(sample).map(({ label }) => label)).toEqual(["Look at them"]);

    const events = await temp.store.read.select().from(journal).orderBy(asc(journal.seq));
    const seqOf = (actor: string): number => events.find((one) => one.actor === actor)?.seq ?? -1;
    const [item] = await here.itemsOf("wei");
    const given = {
      item: item?.id ?? "",
      own: seqOf("wei"),
      another: seqOf("tom"),
      bot: seqOf("system"),
    };
    const client = new Client({ connectionString: temp.url });
    await client.connect();
    for (const { what, sql, because } of GUARDED)
      await expect(client.query(sql(given)), what).rejects.toThrow(because);
    await client.end();
    await here.press("wei", await here.evidence("wei", "leave"), "Leave and erase");
    expect(await here.faults()).toEqual([]);
    await here.close();
  });
});
