import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kpiTargets } from "../../../../db/schema/kpi.ts";
import { plainText } from "../../../../src/chat/message.ts";
import { actionsSection } from "../../../../src/actions/index.ts";
import { themesSection } from "../../../../src/comments/index.ts";
import { casesSection } from "../../../../src/escalation/index.ts";
import { randomIds } from "../../../../src/ids.ts";
import { createJournal } from "../../../../src/journal/index.ts";
import { CATALOGUE } from "../../../../src/kpi/catalogue/index.ts";
import type { Sums } from "../../../../src/kpi/day.ts";
import { digestMessage } from "../../../../src/kpi/digest/message.ts";
import { composer } from "../../../../src/kpi/index.ts";
import { MEASURES, isMeasure } from "../../../../src/kpi/measures.ts";
import { addDays } from "../../../../src/local-days.ts";
import { resolve } from "../../../../src/outbox/index.ts";
import { said } from "../../../support/floor.ts";
import {
  type DayGiven,
  type KpiFloor,
  START,
  YESTERDAY,
  agreedOn,
  openKpiFloor,
  ordinaryDay,
  ordinaryDays,
  storeDays,
} from "../../../support/kpi-floor.ts";
import { SECRET, SECRET_CUSTOMER, raisesRestricted } from "../../../support/restricted.ts";

/** What DOMAIN 3.5 says that a digest must not show. */

let here: KpiFloor;
beforeEach(async () => {
  here = await openKpiFloor();
});
afterEach(() => here.close());

const store = (days: readonly DayGiven[]): Promise<void> => storeDays(here.floor.store, days);
const agrees = (kpi: string, target: Parameters<typeof agreedOn>[3] = {}, team = "billing"): Promise<void> =>
  agreedOn(here.floor.store, team, kpi, target);

/** A digest as it is posted at ten on the day after {@link YESTERDAY}, whatever the clock shows meanwhile. */
async function posted(kind: "daily" | "weekly" = "daily", team = "billing") {
  const now = Date.parse(START);
  const compose = composer(
    {
      ids: randomIds,
      journal: createJournal(randomIds, false),
      active: new Set(["slack" as const]),
      store: here.floor.store,
      clock: { now: () => now, monotonic: () => 0 },
    },
    [casesSection, themesSection, actionsSection],
  );
  const { figures } = await compose(team, addDays(YESTERDAY, 1), kind, { lateMs: 0, missed: [], note: "" });
  const message = digestMessage(figures, { id: "d1", head: { seq: 7, hash: "ab".repeat(32) } });
  return {
    raw: JSON.stringify(message),
    text: plainText(await resolve(here.floor.store.read, message, "slack")),
  };
}

/** The line about a KPI, in whose words it is to be found. */
async function lineOf(name: string, kind: "daily" | "weekly" = "daily"): Promise<string> {
  const { text } = await posted(kind);
  const line = text.split("\n").find((one) => one.startsWith(`- ${name}: `));
  if (line === undefined) throw new Error(`nothing of ${name} in: ${text}`);
  return line;
}

/** Days of which the last has other sums than the ordinary ones. */
const endingWith = (last: Sums): readonly DayGiven[] =>
  ordinaryDays("billing").map((day) =>
    day.date === YESTERDAY ? { ...day, sums: { ...day.sums, ...last } } : day,
  );

/** Days with a value of every measure that there is, so that every KPI has something to show. */
const fullDays = (): readonly DayGiven[] =>
  (["intervals", "survey", "quality", "figures"] as const).flatMap((source) =>
    ordinaryDays("billing").map(({ team, date }, nth) => ({
      team,
      date,
      source,
      sums: Object.fromEntries(
        Object.entries(MEASURES).flatMap(([name, measure]) => {
          if (!isMeasure(name) || measure.source !== source) return [];
          const ordinary = ordinaryDay(nth)[name];
          return [[name, ordinary ?? (measure.unit === "count" ? 400 : 36_000_000) + (nth % 3)]];
        }),
      ),
    })),
  );

describe("a digest names nobody", () => {
  const PEOPLE =
    /Ana|Reyes|Tom |Baker|Wei|Chen|Priya|Shah|Sam |Whitfield|Quinn|Adler|Helen|Achebe|Megan|Ross|Aoife|Byrne/;

  it("whoever raised, holds, owns, proposed or agreed", async () => {
    const { floor } = here;
    await store(ordinaryDays("billing"));
    for (const who of ["ana", "tom", "ana"] as const) await floor.raise(who);
    const held = await floor.raise("tom");
    await floor.button("priya", "case.take", await floor.argOf(held));
    await agrees("sl", { low: 80 });
    // What begins at once is not due: this was planned the day before.
    floor.clock.advance(-86_400_000);
    const planned = await floor.submit(
      "priya",
      await floor.button("priya", "action.plan", "kpi:billing/sl"),
      {
        problem: "The queue at noon",
        change: "Two more at noon",
        measure: "Offered at noon",
        figure: "12 of 480",
        owner: "wei",
        start: "2026-11-24",
        review: "2026-12-24",
      },
    );
    expect(said(planned)).toContain("Two more at noon");
    for (const kind of ["daily", "weekly"] as const) {
      const { text, raw } = await posted(kind);
      expect(text).toContain("Customers waiting");
      expect(text).toContain("Actions due");
      expect(text).not.toMatch(PEOPLE);
      // Nor any reference that becomes a name, a customer or somebody's own words where it is sent.
      expect(raw).not.toMatch(/"t":"(?:member|person|customer|payload|user)"/);
      expect(text).not.toMatch(/C-1042|80 back|at noon/i);
    }
  });

  it("and judges nobody: its only sign is the one that means neither good nor bad", async () => {
    await store(endingWith({ answered_in_time: 20 }));
    await agrees("sl", { low: 80 });
    const { raw } = await posted();
    expect([...raw.matchAll(/"tone":"(\w+)"/g)].map(([, tone]) => tone)).toEqual(["info"]);
    expect(raw).not.toMatch(/"style":"danger"/);
    expect(raw).not.toMatch(/\b(?:red|green|amber|worst|best|top performer|ranking)\b/i);
  });
});

describe("what is kept private", () => {
  /** By hand, from DOMAIN 3.5 and rows 16 to 19: what says too much of single people. */
  const PRIVATE = {
    adh: "adherent_ms",
    conf: "worked_ms",
    abs: "absent_unplanned_ms",
    shrink_unplanned: "unavailable_unplanned_ms",
  };

  it.each(Object.keys(PRIVATE))(
    "%s is in no digest, even where somebody agreed on a target for it",
    async (kpi) => {
      await store(fullDays());
      await agrees("sl", { low: 80 });
      await agrees(kpi, { low: 1 });
      const name = CATALOGUE.get(kpi)?.name ?? "nothing";
      for (const kind of ["daily", "weekly"] as const) {
        const { text, raw } = await posted(kind);
        expect(text).toContain("Service level: ");
        expect(raw).not.toContain(name);
        expect(raw).not.toContain(`/${kpi}"`);
      }
      const shown = said(await here.floor.command("priya", "kpi", `show ${kpi}`));
      expect(shown).toContain("Its figures are not shown in chat");
      expect(shown).not.toMatch(/\d{4}: /);
    },
  );

  it("nor where that is all that a team agreed on", async () => {
    await store(fullDays());
    await agrees("adh", { low: 90 });
    const { raw } = await posted();
    expect(raw).not.toMatch(/adherence/i);
  });

  it.each(Object.entries(PRIVATE))(
    "nor where a centre calls %s something else: what is counted decides",
    async (_, measure) => {
      await store(fullDays());
      await agrees("sl", { low: 80 });
      await here.floor.submit("priya", await here.floor.command("priya", "kpi", "define"), {
        name: "Team spirit",
        kpi: "spirit",
        purpose: "For looking at people",
        formula: `paid_ms - ${measure} / paid_ms`,
        unit: "percent",
        direction: "up",
      });
      expect(said(await here.floor.command("priya", "kpi", "show spirit"))).toContain("Team spirit (spirit)");
      await agrees("spirit", { low: 1 });
      const { raw } = await posted();
      expect(raw).toContain("Service level");
      expect(raw).not.toContain("Team spirit");
    },
  );

  it("nor where a centre works out another way what the catalogue keeps private", async () => {
    await store(fullDays());
    await agrees("sl", { low: 80 });
    await here.floor.submit("priya", await here.floor.command("priya", "kpi", "define adh"), {
      name: "Schedule adherence",
      kpi: "adh",
      purpose: "Time on the queue",
      formula: "staffed_ms / scheduled_ms",
      unit: "percent",
      direction: "up",
    });
    expect(said(await here.floor.command("priya", "kpi", "show adh"))).toContain("Version: 2");
    await agrees("adh", { low: 90, version: 2 });
    const { raw } = await posted();
    expect(raw).toContain("Service level");
    expect(raw).not.toContain("adherence");
  });
});

describe("a percentage", () => {
  /** "81.0% (81 of 100)", "82.5% (of 8.3 h)", "85.0% (over 40 contacts audited)". */
  const WITH_BASIS =
    /^(?:about )?[−-]?[\d,.]+% \((?:[−-]?[\d,]+ of [\d,]+|of [\d,.]+ h|over [\d,]+ [a-z ]+)(?:, so between \d+% and \d+%)?\)$/;
  const WITHOUT = /^n\/a: nothing to count$|^no reading$|too few for a percentage$/;
  const shown = [...CATALOGUE.values()].filter((one) => one.unit === "percent" && one.private !== true);

  it("always has its denominator beside it, whichever KPI it is", async () => {
    await store(fullDays());
    let seen = 0;
    for (let first = 0; first < shown.length; first += 7) {
      const some = shown.slice(first, first + 7);
      await here.floor.store.tx((db) => db.delete(kpiTargets));
      for (const { kpi } of some) await agrees(kpi);
      const { text } = await posted();
      for (const { name } of some) {
        const line = text.split("\n").find((one) => one.startsWith(`- ${name}: `)) ?? "";
        const [figure = ""] = line.slice(`- ${name}: `.length).split(" · ");
        // What the bot counts itself has nothing to count here, and says so.
        if (figure.includes("%")) seen += 1;
        expect(figure, name).toMatch(figure.includes("%") ? WITH_BASIS : WITHOUT);
      }
    }
    expect(seen).toBeGreaterThan(20);
  });

  it.each([
    ["sl", "Service level", { answered: 9, abandoned: 0, abandoned_short: 0, answered_in_time: 6 }, "6 of 9"],
    ["abn_rate", "Abandoned", { offered: 8, abandoned: 3, abandoned_short: 0 }, "3 of 8"],
    ["hold_rate", "Hold rate", { handled: 9, held: 2 }, "2 of 9"],
  ] as const)(
    "of fewer than ten is not shown, nor held against a target: %s",
    async (kpi, label, few, words) => {
      const { name = label } = CATALOGUE.get(kpi) ?? {};
      await store(endingWith(few));
      await agrees(kpi, { low: 80, high: 90 });
      const line = await lineOf(name);
      expect(line).toContain(`${words}, too few for a percentage`);
      expect(line.split(" · ")[0]).not.toContain("%");
      expect(line).not.toMatch(/on target|short of target/);
      expect(line).toContain("cannot be compared");
      const { text } = await posted();
      expect(text).not.toMatch(/short of it|are on it/);
    },
  );

  it("of quality points counts contacts, not points: nine contacts are too few", async () => {
    const quality = (audited: number) =>
      ordinaryDays("billing").map(({ team, date }): DayGiven => ({
        team,
        date,
        source: "quality",
        sums: {
          quality_points: audited * 8_500,
          quality_possible: audited * 10_000,
          audited,
          audited_without_critical: audited,
        },
      }));
    await store(quality(9));
    await agrees("qa", { low: 80 });
    expect(await lineOf("Quality score")).toMatch(
      /^- Quality score: over 9 contacts audited, too few for a percentage/,
    );
    await store(quality(40));
    expect(await lineOf("Quality score")).toContain("85.0% (over 40 contacts audited)");
  });
});

describe("a change", () => {
  /** DOMAIN 3.4's own example, ending on {@link YESTERDAY}; 84 to 76 and back is ordinary variation. */
  const GOLDEN = [82, 79, 84, 80, 77, 83, 81, 78, 85, 80, 79, 82, 81, 76, 84, 80, 83, 79, 81, 82];
  const series = (values: readonly number[]): readonly DayGiven[] =>
    values.map((answered_in_time, index) => ({
      team: "billing",
      date: addDays(YESTERDAY, index - values.length + 1),
      sums: { answered: 100, abandoned: 0, abandoned_short: 0, answered_in_time },
    }));

  it.each([
    ["from 84% to 76%", [...GOLDEN.slice(0, 18), 84, 76], "no change (usually "],
    ["from 82% to 60%", [...GOLDEN, 60], "change: lower: outside what is usual"],
  ] as const)("%s is told of only with a test: %s", async (_, values, words) => {
    await store(series(values));
    await agrees("sl", { low: 80 });
    expect(await lineOf("Service level")).toContain(words);
    const { text } = await posted();
    expect(text).not.toMatch(/[↑↓▲▼⬆⬇↗↘]|\b(?:improved|worse|better than|fell|rose|dropped)\b/);
    expect(text).toContain(
      words.startsWith("no") ? "Nothing has changed beyond what is usual" : "1 KPI of 1 changed beyond",
    );
  });

  it("cannot be told, nor that there is none, of a day with few cases or without a reading", async () => {
    await store(endingWith({ answered: 20, abandoned: 0, abandoned_short: 0, answered_in_time: 5 }));
    await agrees("sl", { low: 80 });
    const line = await lineOf("Service level");
    expect(line).toContain("whether it changed cannot be told");
    expect(line).not.toMatch(/no change|change:/);
  });

  it("is not told of before there are days enough to say what is usual", async () => {
    await store(series([82, 79, 84, 80, 20]));
    await agrees("sl", { low: 80 });
    expect(await lineOf("Service level")).toContain("too few days to say what is usual");
  });

  it("in a week is told of with its day", async () => {
    await store(series([...GOLDEN, 60, 82, 81]));
    await agrees("sl", { low: 80 });
    expect(await lineOf("Service level", "weekly")).toContain(
      "change on Sat 21 Nov 2026: lower: outside what is usual",
    );
  });
});

describe("what is not this team's, or not for its eyes", () => {
  it("another team's figures are in none of its own", async () => {
    await store(ordinaryDays("billing"));
    await store(ordinaryDays("orders").map((day) => ({ ...day, sums: { ...day.sums, offered: 77_777 } })));
    await agrees("offered");
    await agrees("offered", {}, "orders");
    expect((await posted("daily", "orders")).text).toContain("77,777");
    for (const kind of ["daily", "weekly"] as const) {
      const { text, raw } = await posted(kind);
      expect(text).not.toMatch(/77,777|544,439/);
      expect(raw).not.toMatch(/[Oo]rders/);
    }
  });

  it("restricted cases are in no count: the digest is the same to the byte as without them", async () => {
    const { floor } = here;
    await store(ordinaryDays("billing"));
    for (const kpi of ["sla_ok", "sla_breach", "backlog", "esc_ack", "esc_ttr", "cmp_age", "fb_back"])
      await agrees(kpi);
    floor.clock.advance(-30 * 3_600_000);
    await floor.raise("ana");
    const before = { daily: await posted(), weekly: await posted("weekly") };
    expect(before.daily.text).toContain("1 case open");
    for (let n = 0; n < 4; n += 1) {
      const secret = await raisesRestricted(floor.store, floor.clock.now(), n % 2 === 0 ? "ana" : "priya");
      if (n === 0) await floor.button("wei", "case.take", await floor.argOf(secret.caseId));
    }
    const after = { daily: await posted(), weekly: await posted("weekly") };
    expect(after).toEqual(before);
    expect(JSON.stringify(after)).not.toContain(SECRET);
    expect(JSON.stringify(after)).not.toContain(SECRET_CUSTOMER);
    // An ordinary one is counted, so a restricted one would have been.
    await floor.raise("tom");
    expect((await posted()).text).toContain("2 cases open");
  });
});
