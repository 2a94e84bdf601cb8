import { eq } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { digestSchedules, digests } from "../../db/schema/digests.ts";
import { organisations } from "../../db/schema/people.ts";
import { allConditions } from "../../src/engine/index.ts";
import type { Compose } from "../../src/kpi/digest/schedule/post.ts";
import { DIGESTS, type Digests, digestFile, openDigests, plainCompose } from "../support/digests.ts";

let open: Digests | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

/** Opens the centre; without a weekly roll-up unless a test is about it. */
async function start(at: string, kpi = "{ digest: { weekly: none } }", compose?: Compose): Promise<Digests> {
  open = await openDigests(at, { file: await digestFile(`kpi: ${kpi}`), ...(compose ? { compose } : {}) });
  return open;
}

/** What Billing's digest channel was told, in order. */
const billing = async (here: Digests): Promise<readonly string[]> =>
  (await here.told()).flatMap(({ to, text }) =>
    to === DIGESTS ? [text.trim().replaceAll("\n", " / ")] : [],
  );

const digest = (date: string, note = ""): string => `daily billing ${date} [${note}] anchored`;

describe("a digest", () => {
  it("comes at its time, not before and not twice, to the channel or else to the team's own leader", async () => {
    const here = await start("2026-11-23T08:00");
    await here.at("2026-11-23T08:29:59");
    expect(await here.told()).toEqual([]);
    await here.at("2026-11-23T08:30:00.100");
    await here.at("2026-11-23T08:31");
    await here.downUntil("2026-11-23T08:32");
    await here.at("2026-11-23T23:00");
    expect(await here.told()).toMatchObject([
      {
        key: "digest/billing/2026-11-23/slack",
        to: DIGESTS,
        text: expect.stringContaining(digest("2026-11-23")),
      },
      { key: "digest/orders/2026-11-23/aoife", to: "U0AOIFE" },
    ]);
    expect(await here.events()).toMatchObject([
      {
        kind: "digest.posted",
        actor: "system",
        team: "billing",
        facts: { kind: "daily", date: "2026-11-23", missed: 0 },
      },
      { kind: "digest.posted", actor: "system", team: "orders" },
    ]);
  });

  it("comes on its weekdays only, and the weekly roll-up beside it", async () => {
    const here = await start("2026-11-20T09:00", "{ digest: { weekly: mon } }");
    for (const day of ["21", "22", "23", "24"]) await here.at(`2026-11-${day}T08:30:01`);
    expect(await billing(here)).toEqual([
      digest("2026-11-23"),
      "weekly billing 2026-11-23 [] anchored",
      digest("2026-11-24"),
    ]);
  });

  it("of a team whose figures cannot be worked out keeps no other from theirs, is shown, and is tried again", async () => {
    let isBroken = true;
    const compose: Compose = async (team, ...rest) => {
      if (team === "billing" && isBroken) throw new TypeError("a fault of ours");
      return plainCompose(team, ...rest);
    };
    const here = await start("2026-11-23T08:00", undefined, compose);
    await here.at("2026-11-23T08:30:01");
    expect((await here.told()).map(({ to }) => to)).toEqual(["U0AOIFE"]);
    const conditions = await allConditions(here.floor.store.read);
    expect(conditions).toMatchObject([{ subject: "digest:billing", code: "digest_failed" }]);
    expect(conditions[0]?.detail).toBe(
      "The digest of team billing could not be posted (TypeError). It is tried again every minute; the log has each attempt.",
    );
    await here.at("2026-11-23T08:31:01");
    expect(await billing(here)).toEqual([]);
    isBroken = false;
    await here.at("2026-11-23T08:33:01");
    expect(await billing(here)).toEqual([digest("2026-11-23", "This digest comes 3 minutes late.")]);
    expect(await allConditions(here.floor.store.read)).toEqual([]);
  });

  it("is posted once although two processes work it out at the same time", async () => {
    const here = await start("2026-11-23T08:00");
    here.goTo("2026-11-23T08:30:01");
    const two = [here.another(), here.another()];
    await Promise.all(two.map((one) => one.run()));
    await Promise.all(two.map((one) => one.run()));
    await here.turn();
    expect(await billing(here)).toEqual([digest("2026-11-23")]);
    expect(await here.rows()).toHaveLength(2);
    expect(await here.events()).toHaveLength(2);
  });

  it("is not posted by a schedule that somebody changed while it was worked out", async () => {
    let here: Digests | undefined;
    const compose: Compose = async (...asked) => {
      if (asked[0] === "billing") await here?.floor.command("priya", "digest", "mute until friday");
      return plainCompose(...asked);
    };
    here = await start("2026-11-23T08:00", undefined, compose);
    await here.at("2026-11-23T08:30:01");
    await here.at("2026-11-23T08:31:01");
    expect(await billing(here)).toEqual([]);
    expect((await here.rows()).map(({ teamId, state }) => `${teamId} ${state}`)).toEqual([
      "billing muted",
      "orders posted",
    ]);
  });
});

describe("a program that was down over the slot", () => {
  it.each([
    ["2 minutes", "2026-11-23T08:32", "This digest comes 2 minutes late."],
    ["6 hours", "2026-11-23T14:30", "This digest comes 6 hours late."],
  ])("for %s posts one late digest, which says so", async (_, back, note) => {
    const here = await start("2026-11-23T08:00");
    await here.downUntil(back);
    await here.downUntil(back.replace(":3", ":5"));
    expect(await billing(here)).toEqual([digest("2026-11-23", note)]);
  });

  it("for three days posts the last and one line on those before", async () => {
    const here = await start("2026-11-23T08:00");
    await here.at("2026-11-23T08:30:01");
    await here.downUntil("2026-11-26T10:30");
    await here.at("2026-11-26T10:31");
    expect(await billing(here)).toEqual([
      digest("2026-11-23"),
      digest(
        "2026-11-26",
        "This digest comes 2 hours late. 2 digests were missed: those of Tue 24 Nov 2026 and Wed 25 Nov 2026.",
      ),
    ]);
    const rows = (await here.rows()).filter(({ teamId }) => teamId === "billing");
    expect(rows.map(({ date, state }) => `${date} ${state}`)).toEqual([
      "2026-11-23 posted",
      "2026-11-24 missed",
      "2026-11-25 missed",
      "2026-11-26 posted",
    ]);
  });

  it("until the weekend says in one message what was missed, once", async () => {
    const here = await start("2026-11-18T08:00");
    await here.at("2026-11-18T08:30:01");
    await here.downUntil("2026-11-21T12:00");
    await here.downUntil("2026-11-22T12:00");
    await here.at("2026-11-23T08:30:01");
    expect(await billing(here)).toEqual([
      digest("2026-11-18"),
      "Billing: no digest / 2 digests were missed: those of Thu 19 Nov 2026 and Fri 20 Nov 2026. / They were more than a day late, so they are not posted any more. /digest now shows the figures.",
      digest("2026-11-23"),
    ]);
  });
});

describe("a clock that jumps", () => {
  it("two hours back, one second back ten times, and three hours forward: one digest a day, none early", async () => {
    const here = await start("2026-11-23T08:00");
    await here.at("2026-11-23T08:30:01");
    await here.at("2026-11-23T06:31");
    await here.at("2026-11-23T08:30:02");
    expect(await billing(here)).toEqual([digest("2026-11-23")]);
    await here.at("2026-11-24T08:29:55");
    for (let n = 0; n < 10; n += 1) {
      await here.at(`2026-11-24T08:29:59`);
      await here.at("2026-11-24T08:29:58");
    }
    expect(await billing(here)).toHaveLength(1);
    await here.at("2026-11-24T08:30");
    for (let n = 0; n < 10; n += 1) {
      await here.at("2026-11-24T08:29:59.500");
      await here.at("2026-11-24T08:30:00.500");
    }
    expect(await billing(here)).toHaveLength(2);
    await here.at("2026-11-25T07:00");
    await here.at("2026-11-25T10:00");
    await here.at("2026-11-25T07:01");
    await here.at("2026-11-25T08:30:01");
    expect(await billing(here)).toEqual([
      digest("2026-11-23"),
      digest("2026-11-24"),
      digest("2026-11-25", "This digest comes 90 minutes late."),
    ]);
  });

  it("to 1970 and back: nothing is due there, and nothing is made up for", async () => {
    const here = await start("2026-11-23T08:00");
    await here.at("1970-01-01T08:31");
    await here.downUntil("1970-01-02T08:31");
    expect(await here.rows()).toEqual([]);
    await here.at("2026-11-23T08:30:01");
    expect(await billing(here)).toEqual([digest("2026-11-23")]);
  });

  it("to 2030 and back: nothing stays blocked", async () => {
    const here = await start("2026-11-23T08:00");
    await here.at("2030-01-10T12:00");
    const [first] = await billing(here);
    expect(first).toContain("daily billing 2030-01-10");
    await here.at("2026-11-23T08:10");
    await here.at("2026-11-23T08:30:01");
    await here.at("2026-11-24T08:30:01");
    expect((await billing(here)).slice(1)).toEqual([digest("2026-11-23"), digest("2026-11-24")]);
    const ahead = (await here.rows()).filter(({ date }) => date > "2027");
    expect(ahead.map(({ state }) => state)).toEqual(["posted", "posted"]);
  });

  it("does not block a schedule that was saved while it was ahead", async () => {
    const here = await start("2026-11-23T09:00");
    here.goTo("2030-01-12T12:00");
    const shown = await here.floor.command("priya", "digest", "schedule every day at 9");
    const save = shown.kind === "private" ? shown.message.buttons?.[0] : undefined;
    await here.floor.button("priya", "digest.save", save?.arg ?? "");
    await here.at("2026-11-23T09:05");
    await here.at("2026-11-23T09:10");
    expect(await billing(here)).toEqual([]);
    await here.at("2026-11-24T09:00:01");
    expect(await billing(here)).toEqual([digest("2026-11-24")]);
  });

  it("by three days and back: the days between get theirs when they come", async () => {
    const here = await start("2026-11-23T09:00");
    await here.at("2026-11-26T12:00");
    await here.at("2026-11-23T09:05");
    for (const day of ["24", "25", "26", "27"]) await here.at(`2026-11-${day}T08:30:01`);
    expect((await billing(here)).map((text) => text.slice(0, 24))).toEqual([
      "daily billing 2026-11-26",
      "daily billing 2026-11-24",
      "daily billing 2026-11-25",
      "daily billing 2026-11-27",
    ]);
  });

  it("of a laptop that slept for eight hours: one late digest", async () => {
    const here = await start("2026-11-23T08:00");
    // It wakes up with the same program: no start, only time that has passed.
    await here.at("2026-11-23T16:00");
    expect(await billing(here)).toEqual([digest("2026-11-23", "This digest comes 450 minutes late.")]);
  });
});

describe("a change of the clocks", () => {
  it.each([
    [
      "forward",
      "2027-03-27T12:00",
      ["2027-03-28T00:59:59", "2027-03-28T01:00", "2027-03-28T01:30", "2027-03-29T00:30"],
      ["2027-03-28", "2027-03-29"],
    ],
    [
      "back",
      "2027-10-30T12:00",
      ["2027-10-31T00:29:59", "2027-10-31T00:30", "2027-10-31T01:30", "2027-11-01T01:30"],
      ["2027-10-31", "2027-11-01"],
    ],
  ] as const)("%s has one digest at half past one, on each date", async (_, begin, looks, dates) => {
    const here = await start(
      begin,
      "{ digest: { at: 01:30, days: [mon, tue, wed, thu, fri, sat, sun], weekly: none } }",
    );
    const counts: number[] = [];
    for (const look of looks) {
      await here.at(look);
      counts.push((await billing(here)).length);
    }
    expect(counts).toEqual([0, 1, 1, 2]);
    expect(await billing(here)).toEqual(dates.map((date) => digest(date)));
  });
});

describe("the organisation file", () => {
  it("with another time never catches up with what lay before it, whether the program ran or not", async () => {
    const here = await start("2026-11-24T07:45");
    await here.at("2026-11-24T07:50");
    await here.apply(await digestFile("kpi: { digest: { at: 07:30, weekly: none } }"));
    await here.at("2026-11-24T07:51");
    await here.at("2026-11-24T08:30:01");
    expect(await billing(here)).toEqual([]);
    await here.at("2026-11-25T07:30:01");
    expect(await billing(here)).toEqual([digest("2026-11-25")]);
    // Down from Wednesday; the file changes on Thursday noon; back on Friday: Thursday's 6:00 lay before it.
    await here.floor.restart();
    here.goTo("2026-11-26T12:00");
    await here.apply(await digestFile("kpi: { digest: { at: 06:00, weekly: none } }"));
    await here.downUntil("2026-11-27T07:00");
    expect((await billing(here)).slice(1)).toEqual([digest("2026-11-27", "This digest comes 1 hour late.")]);
  });

  it("that takes the digest away and gives it back makes nothing up", async () => {
    const here = await start("2026-11-23T08:00");
    await here.at("2026-11-23T08:30:01");
    await here.apply(await digestFile("kpi: { digest: none }"));
    await here.at("2026-11-24T09:00");
    await here.at("2026-11-27T09:00");
    await here.apply(await digestFile("kpi: { digest: { weekly: none } }"));
    await here.at("2026-11-27T09:05");
    await here.at("2026-11-30T08:30:01");
    expect(await billing(here)).toEqual([digest("2026-11-23"), digest("2026-11-30")]);
  });

  it("from before there were digests makes nothing up either", async () => {
    const here = await start("2026-11-23T07:00");
    await here.floor.store.tx(async (db) => {
      await db.delete(digestSchedules);
      await db.update(organisations).set({ kpi: null });
    });
    await here.downUntil("2026-11-23T09:00");
    await here.at("2026-11-23T09:05");
    expect(await here.told()).toEqual([]);
    await here.at("2026-11-24T08:30:01");
    expect(await billing(here)).toEqual([digest("2026-11-24")]);
  });

  it("keeps one row for a day, whatever is asked of the database", async () => {
    const here = await start("2026-11-23T08:00");
    await here.at("2026-11-23T08:30:01");
    const [row] = await here.rows();
    if (!row) throw new Error("a digest was posted");
    await expect(
      here.floor.store.tx((db) => db.insert(digests).values({ ...row, id: "another" })),
    ).rejects.toThrow(/digests/);
    expect(await here.floor.store.read.select().from(digests).where(eq(digests.date, row.date))).toHaveLength(
      2,
    );
  });
});
