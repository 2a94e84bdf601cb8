import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kpiDays, qualityMarks, surveyAnswers } from "../../../../db/schema/kpi-imports.ts";
import { journal, payloads } from "../../../../db/schema/foundation.ts";
import { type ImportFloor, openImportFloor } from "../../../support/kpi-import.ts";

let floor: ImportFloor;
beforeEach(async () => {
  floor = await openImportFloor();
});
afterEach(() => floor.temp.close());

/** A text word for word, or a pattern of one. */
const like = (text: string | RegExp): unknown =>
  typeof text === "string" ? text : expect.stringMatching(text);

const SURVEY = "response_id,contact_ref,sent_at,answered_at,channel,q_id,score,verbatim,queue";
const survey = (...rows: readonly string[]): string => `${[SURVEY, ...rows].join("\n")}\n`;
const QUALITY =
  "eval_id,contact_ref,evaluator,form_version,item,weight,mark,na,critical,calibrated,date,team,sampling";
const quality = (...rows: readonly string[]): string => `${[QUALITY, ...rows].join("\n")}\n`;

describe("answers of a survey", () => {
  it("count on the day on which they were given, and surveys on the day on which they were sent", async () => {
    const { lines } = await floor.takes(
      survey(
        "r1,c1,2026-11-19 10:00,2026-11-20 09:00,email,csat,5,,billing",
        "r1,c1,2026-11-19 10:00,2026-11-20 09:00,email,nps,9,,billing",
        "r2,c2,2026-11-19 10:00,2026-11-20 09:10,email,csat,3,the line was bad,billing",
        "r2,c2,2026-11-19 10:00,2026-11-20 09:10,email,nps,6,,billing",
        "r3,c3,2026-11-19 10:00,2026-11-20 09:20,email,ces,4,,refunds",
        "r3,c3,2026-11-19 10:00,2026-11-20 09:20,email,fcr,yes,,refunds",
        "r4,c4,2026-11-19 10:00,2026-11-20 09:30,email,ces,5,,refunds",
        "r4,c4,2026-11-19 10:00,2026-11-20 09:30,email,nps,7,,refunds",
        "r5,c5,2026-11-19 10:00,,email,csat,,,billing",
      ),
      { kind: "survey" },
    );
    expect(lines[0]).toBe("9 rows, Thu 19 Nov 2026 to Fri 20 Nov 2026.");
    const days = await floor.days("survey");
    expect(days.get("team billing 2026-11-19")?.sums).toEqual({ surveys_sent: 5, surveys_answered: 4 });
    expect(days.get("team billing 2026-11-20")?.sums).toEqual({
      csat_valid: 2,
      csat_top: 1,
      nps_valid: 3,
      nps_promoters: 1,
      nps_detractors: 1,
      effort_valid: 2,
      effort_easy: 1,
      resolved_valid: 1,
      resolved_yes: 1,
    });
    expect(days.get("refunds 2026-11-20")?.sums).toEqual({
      nps_valid: 1,
      nps_promoters: 0,
      nps_detractors: 0,
      effort_valid: 2,
      effort_easy: 1,
      resolved_valid: 1,
      resolved_yes: 1,
    });
    expect((await floor.store.read.select().from(payloads)).map(({ text }) => text)).toEqual([
      "the line was bad",
    ]);
    expect(JSON.stringify(await floor.store.read.select().from(journal))).not.toContain("line was bad");
  });

  it("of a later file take the place of the same response, also where its day moves", async () => {
    await floor.takes(
      survey("r1,,,2026-11-20 09:00,email,csat,2,,billing", "r2,,,2026-11-20 10:00,email,csat,5,,billing"),
      { kind: "survey" },
    );
    await floor.takes(survey("r1,,,2026-11-21 09:00,email,csat,4,,billing"), { kind: "survey" });
    const days = await floor.days("survey");
    expect(days.get("team billing 2026-11-20")?.sums).toEqual({ csat_valid: 1, csat_top: 1 });
    expect(days.get("team billing 2026-11-21")?.sums).toEqual({ csat_valid: 1, csat_top: 1 });
    expect(await floor.store.read.select().from(surveyAnswers)).toHaveLength(3);
  });

  it("that an earlier file moved to another day stay there, whatever comes to the old day later", async () => {
    const on = (id: string, day: number, score: number): string =>
      survey(`${id},,,2026-11-${day} 09:00,email,csat,${score},,billing`);
    await floor.takes(on("r1", 20, 2), { kind: "survey" });
    await floor.takes(on("r1", 21, 4), { kind: "survey" });
    await floor.takes(on("r2", 20, 5), { kind: "survey" });
    const days = await floor.days("survey");
    expect(days.get("team billing 2026-11-20")?.sums).toEqual({ csat_valid: 1, csat_top: 1 });
    expect(days.get("team billing 2026-11-21")?.sums).toEqual({ csat_valid: 1, csat_top: 1 });
  });

  it("are put together right where thousands are replaced", async () => {
    const answers = (count: number, day: number, score: number): string =>
      survey(
        ...Array.from(
          { length: count },
          (_, n) => `r${n},,,2026-11-${day} 09:00,email,csat,${score},,billing`,
        ),
      );
    await floor.takes(answers(2_500, 20, 5), { kind: "survey" });
    const { lines } = await floor.takes(answers(2_100, 21, 1), { kind: "survey" });
    expect(lines).toContain(
      "2,100 rows are in already; 2,100 would change. The old values are kept beside the new.",
    );
    const days = await floor.days("survey");
    expect(days.get("team billing 2026-11-20")?.sums).toEqual({ csat_valid: 400, csat_top: 400 });
    expect(days.get("team billing 2026-11-21")?.sums).toEqual({ csat_valid: 2_100, csat_top: 0 });
  });

  it.each([
    [
      "a card number",
      "r9,,,2026-11-20 09:00,email,words,,my card is 4111 1111 1111 1111,billing",
      /^Line 2: "verbatim": This looks like a payment card number/,
    ],
    [
      "a score off the scale",
      "r9,,,2026-11-20 09:00,email,csat,6,,billing",
      'Line 2: "score" is "6"; an answer to csat is a whole number from 1 to 5.',
    ],
    [
      "effort of none",
      "r9,,,2026-11-20 09:00,email,ces,0,,billing",
      'Line 2: "score" is "0"; an answer to effort is a whole number from 1 to 7.',
    ],
    [
      "half a recommendation",
      "r9,,,2026-11-20 09:00,email,nps,7.5,,billing",
      'Line 2: "score" is "7.5"; an answer to nps is a whole number from 0 to 10.',
    ],
    [
      "a question that nobody knows",
      "r9,,,2026-11-20 09:00,email,mood,3,,billing",
      'Line 2: "q_id" is "mood"; questions are csat, nps, ces, resolved and words.',
    ],
    [
      "an answer before the question",
      "r9,,2026-11-21 09:00,2026-11-20 09:00,email,csat,3,,billing",
      "Line 2: it was answered before it was sent.",
    ],
    [
      "an answer at no time",
      "r9,,2026-11-20 09:00,,email,csat,3,,billing",
      "Line 2: it has an answer, and does not say when it was answered.",
    ],
    [
      "a queue that nobody knows",
      "r9,,,2026-11-20 09:00,email,csat,3,,biling",
      /^Line 2: there is no queue "biling"\. Did you mean 'billing'\?/,
    ],
    [
      "the same answer again",
      "r9,,,2026-11-20 09:00,email,csat,3,,billing\nr9,,,2026-11-20 09:00,email,csat,4,,billing",
      'Line 3: the answer of "r9" to csat was on line 2 already.',
    ],
  ])("with %s are refused with their line, and nothing is stored", async (_, rows, message) => {
    const { outcome, lines } = await floor.gives(survey(...rows.split("\n")), { kind: "survey" });
    expect(outcome).toBe("unusable");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toEqual(like(message));
    expect(lines.join(" ")).not.toContain("4111");
    expect(await floor.store.read.select().from(surveyAnswers)).toEqual([]);
    expect(await floor.store.read.select().from(payloads)).toEqual([]);
  });

  it("of nobody in particular are refused, unless the team is named with the file", async () => {
    const file = "response_id,answered_at,q_id,score\nr1,2026-11-20 09:00,csat,5\n";
    expect((await floor.gives(file, { kind: "survey" })).lines[0]).toMatch(
      /^Line 1: nothing says whose figures these are/,
    );
    await floor.takes(file, { kind: "survey", team: "orders" });
    expect((await floor.days("survey")).get("team orders 2026-11-20")?.sums).toEqual({
      csat_valid: 1,
      csat_top: 1,
    });
  });
});

describe("quality marks", () => {
  it("leave out what did not apply, tell critical errors apart, and take no targeted sample into a rate", async () => {
    await floor.takes(
      quality(
        "e1,c1,qa,v1,greeting,10,1,,,no,2026-11-20,billing,random",
        "e1,c1,qa,v1,accuracy,30,0.5,,,no,2026-11-20,billing,random",
        "e1,c1,qa,v1,id check,20,,yes,compliance,no,2026-11-20,billing,random",
        "e2,c2,qa,v1,greeting,10,80%,,,no,2026-11-20,billing,random",
        "e2,c2,qa,v1,id check,20,0,,compliance,no,2026-11-20,billing,random",
        "e3,c3,qa,v1,greeting,10,0,,,no,2026-11-20,billing,targeted",
      ),
      { kind: "quality" },
    );
    // e1: 10 + 15 of 40; e2: 8 + 0 of 30.
    expect((await floor.days("quality")).get("team billing 2026-11-20")?.sums).toEqual({
      quality_points: 33_000,
      quality_possible: 70_000,
      audited: 2,
      audited_without_critical: 1,
    });
    expect(await floor.store.read.select().from(qualityMarks)).toHaveLength(6);
  });

  it("of a calibration tell how often people agree, and are in no rate", async () => {
    await floor.takes(
      quality(
        "e1,c1,qa,v1,greeting,10,1,,,yes,2026-11-20,billing,random",
        "e2,c1,sam,v1,greeting,10,1,,,yes,2026-11-20,billing,random",
        "e1,c1,qa,v1,accuracy,30,1,,,yes,2026-11-20,billing,random",
        "e2,c1,sam,v1,accuracy,30,0.5,,,yes,2026-11-20,billing,random",
        "e1,c1,qa,v1,closing,30,1,,,yes,2026-11-20,billing,random",
      ),
      { kind: "quality" },
    );
    expect((await floor.days("quality")).get("team billing 2026-11-20")?.sums).toEqual({
      calibrated_items: 2,
      calibrated_alike: 1,
    });
  });

  it.each([
    [
      "no mark at all",
      "e1,c1,qa,v1,greeting,10,,,,no,2026-11-20,billing,random",
      /^Line 2: it has no mark\. Where an item does not apply/,
    ],
    [
      "a mark of what did not apply",
      "e1,c1,qa,v1,greeting,10,1,yes,,no,2026-11-20,billing,random",
      "Line 2: it has a mark, and says that the item does not apply.",
    ],
    [
      "a year that is mistyped",
      "e1,c1,qa,v1,greeting,10,1,,,no,0026-11-20,billing,random",
      'Line 2: "date" lies before the year 2000.',
    ],
    [
      "a mark beyond the full one",
      "e1,c1,qa,v1,greeting,10,1.2,,,no,2026-11-20,billing,random",
      /^Line 2: "mark" is "1.2", which is no share of a whole/,
    ],
    [
      "a negative weight",
      "e1,c1,qa,v1,greeting,-10,1,,,no,2026-11-20,billing,random",
      /^Line 2: "weight" is "-10": it cannot be negative/,
    ],
    [
      "a sample that nobody knows how it was taken",
      "e1,c1,qa,v1,greeting,10,1,,,no,2026-11-20,billing,",
      'Line 2: "sampling" is empty; "sampling" is ""; it is random or targeted.',
    ],
    [
      "a critical item for nobody",
      "e1,c1,qa,v1,greeting,10,1,,yes,no,2026-11-20,billing,random",
      /^Line 2: "critical" is "yes"; say for whom: customer, business, compliance/,
    ],
    [
      "a team that nobody knows",
      "e1,c1,qa,v1,greeting,10,1,,,no,2026-11-20,nowhere,random",
      'Line 2: there is no team "nowhere".',
    ],
  ])("with %s are refused with their line", async (_, row, message) => {
    const { outcome, lines } = await floor.gives(quality(row), { kind: "quality" });
    expect(outcome).toBe("unusable");
    expect(lines[0]).toEqual(like(message));
  });
});

describe("other figures", () => {
  const HEAD = "date,team,measure,value\n";

  it("are taken by day and team, in the units that people have, and stand beside those of other files", async () => {
    await floor.takes(
      `${HEAD}2026-11-20,Billing,contacts,120\n2026-11-20,billing,paid_hours,7.5\n2026-11-20,billing,operating_pounds,1234.56\n`,
      { kind: "figures" },
    );
    const { lines } = await floor.takes(
      `${HEAD}2026-11-20,billing,contacts,125\n2026-11-20,billing,complaints,3\n`,
      { kind: "figures" },
    );
    expect(lines).toContain("1 row is in already; 1 would change. The old values are kept beside the new.");
    expect((await floor.days("figures")).get("team billing 2026-11-20")?.sums).toEqual({
      contacts: 125,
      paid_ms: 27_000_000,
      operating_pence: 123_456,
      complaints: 3,
    });
    expect(await floor.store.read.select().from(kpiDays)).toHaveLength(2);
  });

  it("that were rolled up before others were counted are put beside these", async () => {
    const early = await floor.gives(`${HEAD}2026-11-20,billing,contacts,120\n`, { kind: "figures" });
    await floor.takes(`${HEAD}2026-11-20,billing,complaints,3\n`, { kind: "figures" });
    await floor.confirms(early.importId ?? "");
    expect((await floor.days("figures")).get("team billing 2026-11-20")?.sums).toEqual({
      contacts: 120,
      complaints: 3,
    });
  });

  it.each([
    ["complants,3", /^Line 2: there is no figure "complants"\. Did you mean 'complaints'\?/],
    ["offered,3", /^Line 2: there is no figure "offered"\./],
    ["complaints,-3", 'Line 2: "value" is "-3": a count cannot be negative.'],
    ["complaints,2.5", 'Line 2: "value" is "2.5": a count is a whole number.'],
    ["complaints,", 'Line 2: "value" is empty.'],
  ])("such as %s are refused", async (row, message) => {
    const { lines } = await floor.gives(`${HEAD}2026-11-20,billing,${row}\n`, { kind: "figures" });
    expect(lines[0]).toEqual(like(message));
  });
});
