import { describe, expect, inject, it } from "vitest";
import { verifyJournal } from "../../src/journal/index.ts";
import { DIGESTS, digestFile, openDigests } from "../support/digests.ts";
import { said } from "../support/floor.ts";
import { openPostgresAt, tempDatabase } from "../support/temp-database.ts";

const missing = inject("noPostgres");

describe.skipIf(missing !== "")("digests on PostgreSQL", () => {
  it("come once although two processes work each of them out at the same time", async () => {
    const temp = await tempDatabase();
    const here = await openDigests("2026-11-23T08:00", {
      given: temp,
      file: await digestFile("kpi: { digest: { weekly: mon } }"),
    });
    const other = await openPostgresAt(temp.url);
    for (const day of ["23", "24", "25", "26", "27"]) {
      here.goTo(`2026-11-${day}T08:30:01`);
      // Both find the same due at the same time, whatever each has decided before.
      const processes = [here.another(), here.another(other), here.another(), here.another(other)];
      for (let turn = 0; turn < 3; turn += 1) await Promise.all(processes.map((one) => one.run()));
    }
    const told = (await here.told()).filter(({ to }) => to === DIGESTS).map(({ text }) => text);
    expect(told).toEqual([
      "daily billing 2026-11-23 [] anchored",
      "weekly billing 2026-11-23 [] anchored",
      "daily billing 2026-11-24 [] anchored",
      "daily billing 2026-11-25 [] anchored",
      "daily billing 2026-11-26 [] anchored",
      "daily billing 2026-11-27 [] anchored",
    ]);
    expect((await here.events()).filter(({ kind }) => kind === "digest.posted")).toHaveLength(12);
    expect((await verifyJournal(other.read)).faults).toEqual([]);
    await other.close();
    await here.close();
  });

  it("are missed, muted, scheduled and forgotten by a wrong clock as on SQLite", async () => {
    const here = await openDigests("2026-11-23T09:00", {
      given: await tempDatabase(),
      file: await digestFile("kpi: { digest: { weekly: none } }"),
    });
    await here.at("2026-11-26T12:00");
    await here.at("2026-11-23T09:05");
    await here.at("2026-11-24T08:30:01");
    expect(said(await here.floor.command("priya", "digest", "mute until wednesday"))).toContain(
      "Wed 25 Nov 2026",
    );
    await here.at("2026-11-25T08:30:01");
    await here.downUntil("2026-11-27T09:30");
    const rows = (await here.rows()).filter(({ teamId }) => teamId === "billing");
    expect(rows.map(({ date, state }) => `${date} ${state}`)).toEqual([
      "2026-11-24 posted",
      "2026-11-25 muted",
      "2026-11-26 posted",
      "2026-11-27 posted",
    ]);
    expect((await here.told()).filter(({ to }) => to === DIGESTS).at(-1)?.text).toContain(
      "daily billing 2026-11-27 [This digest comes 1 hour late.]",
    );
    await here.close();
  });
});
