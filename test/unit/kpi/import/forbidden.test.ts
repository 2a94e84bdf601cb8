import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ImportKind } from "../../../../src/kpi/import/index.ts";
import { type ImportFloor, everything, openImportFloor } from "../../../support/kpi-import.ts";

let floor: ImportFloor;
beforeEach(async () => {
  floor = await openImportFloor();
});
afterEach(() => floor.temp.close());

/** A card number as people write it. */
const CARDS = ["4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "４１１１ 1111 1111 1111"];
const HIDDEN = "(not shown: it may hold a card number)";

/** No run of the card's figures, whatever stands between them. */
const holdsNoCard = (text: string): void =>
  expect(text.normalize("NFKC").replaceAll(/\D/g, "")).not.toContain("11111111");

const A = "2026-11-20 09:00";
const INTERVALS = "start,end,minutes,queue,offered,talk,asa,answered,service level,abandoned,abandoned_short";
const SURVEY = "response_id,q_id,answered_at,sent_at,score,team,queue";
const MARKS = "eval_id,evaluator,form_version,item,weight,mark,date,sampling,na,critical,calibrated,team";
const FIGURES = "date,team,measure,value";

/** Kind, headings, a row with CARD where the number stands, and the beginning of what is said of it. */
const CELLS: readonly (readonly [ImportKind, string, string, string])[] = [
  ["intervals", INTERVALS, `${A},,,CARD,1,,,1,,0,0`, `Line 2: there is no queue ${HIDDEN}.`],
  ["intervals", INTERVALS, "CARD,,,billing,1,,,1,,0,0", `Line 2: ${HIDDEN} is no date that can be read`],
  [
    "intervals",
    INTERVALS,
    `${A},CARD,,billing,1,,,1,,0,0`,
    `Line 2: ${HIDDEN} is no time at which an interval ends`,
  ],
  ["intervals", INTERVALS, `${A},,CARD x,billing,1,,,1,,0,0`, `Line 2: ${HIDDEN} is no number of minutes`],
  [
    "intervals",
    "date,time,queue,offered",
    "2026-11-20,CARD,billing,1",
    `Line 2: ${HIDDEN} is no time of a day`,
  ],
  ["intervals", INTERVALS, `${A},,,billing,CARD,,,1,,0,0`, `Line 2: "offered" is ${HIDDEN}`],
  ["intervals", INTERVALS, `${A},,,billing,-CARD,,,1,,0,0`, `Line 2: "offered" is ${HIDDEN}`],
  ["intervals", INTERVALS, `${A},,,billing,1,CARD,,1,,0,0`, `Line 2: "talk" is ${HIDDEN}`],
  ["intervals", INTERVALS, `${A},,,billing,1,,CARD,1,,0,0`, `Line 2: "asa" is ${HIDDEN}`],
  ["intervals", INTERVALS, `${A},,,billing,1,,,1,CARD,0,0`, `Line 2: "service level" is ${HIDDEN}`],
  [
    "intervals",
    "CARD,queue,offered",
    "1,billing,1",
    "Line 1: the headings are not those of a system that is known",
  ],
  [
    "intervals",
    "start,queue,offered,offered (ms),CARD,avg talk",
    `${A},billing,1,2,3,4`,
    "The file: it cannot be told",
  ],
  [
    "survey",
    SURVEY,
    `CARD,csat,${A},,5,billing,\nCARD,csat,${A},,5,billing,`,
    `Line 3: the answer of ${HIDDEN} to csat`,
  ],
  ["survey", SURVEY, `r1,CARD,${A},,5,billing,`, `Line 2: "q_id" is ${HIDDEN}; questions are`],
  ["survey", SURVEY, "r1,csat,CARD,,5,billing,", `Line 2: "answered_at" is ${HIDDEN}, which is no date`],
  ["survey", SURVEY, `r1,csat,${A},CARD,5,billing,`, `Line 2: "sent_at" is ${HIDDEN}, which is no date`],
  ["survey", SURVEY, `r1,csat,${A},,CARD,billing,`, `Line 2: "score" is ${HIDDEN}; an answer to csat`],
  ["survey", SURVEY, `r1,fcr,${A},,CARD,billing,`, `Line 2: "score" is ${HIDDEN}; whether it was resolved`],
  ["survey", SURVEY, `r1,csat,${A},,5,CARD,`, `Line 2: there is no team ${HIDDEN}.`],
  ["survey", SURVEY, `r1,csat,${A},,5,,CARD`, `Line 2: there is no queue ${HIDDEN}.`],
  [
    "survey",
    "response_id,CARD",
    "r1,1",
    'Line 1: Survey answers need columns "q_id", "answered_at". Found: "response_id", (not',
  ],
  ["quality", MARKS, "e,qa,v1,i,CARD x,1,2026-11-20,random,,,,billing", `Line 2: "weight" is ${HIDDEN}`],
  ["quality", MARKS, "e,qa,v1,i,1,CARD,2026-11-20,random,,,,billing", `Line 2: "mark" is ${HIDDEN}`],
  ["quality", MARKS, "e,qa,v1,i,1,1,CARD,random,,,,billing", `Line 2: "date" is ${HIDDEN}`],
  ["quality", MARKS, "e,qa,v1,i,1,1,2026-11-20,CARD,,,,billing", `Line 2: "sampling" is ${HIDDEN}`],
  ["quality", MARKS, "e,qa,v1,i,1,1,2026-11-20,random,CARD,,,billing", `Line 2: "na" is ${HIDDEN}`],
  ["quality", MARKS, "e,qa,v1,i,1,1,2026-11-20,random,,CARD,,billing", `Line 2: "critical" is ${HIDDEN}`],
  ["quality", MARKS, "e,qa,v1,i,1,1,2026-11-20,random,,,CARD,billing", `Line 2: "calibrated" is ${HIDDEN}`],
  ["quality", MARKS, "e,qa,v1,i,1,1,2026-11-20,random,,,,CARD", `Line 2: there is no team ${HIDDEN}.`],
  [
    "quality",
    MARKS,
    "e,CARD,v1,i,1,1,2026-11-20,random,,,,billing",
    'Line 2: "evaluator": This looks like a payment card',
  ],
  [
    "quality",
    MARKS,
    "CARD,qa,v1,i,1,1,2026-11-20,random,,,,billing\nCARD,qa,v1,i,1,1,2026-11-20,random,,,,billing",
    `Line 3: the mark of ${HIDDEN} for "i"`,
  ],
  ["figures", FIGURES, "CARD,billing,contacts,1", `Line 2: "date" is ${HIDDEN}`],
  ["figures", FIGURES, "2026-11-20,billing,CARD,1", `Line 2: there is no figure ${HIDDEN}.`],
  ["figures", FIGURES, "2026-11-20,billing,contacts,CARD", `Line 2: "value" is ${HIDDEN}`],
];

describe("a card number in a file is never said back", () => {
  it.each(CELLS)("of %s: %s with %s", async (kind, head, row, words) => {
    for (const card of CARDS) {
      const { outcome, lines } = await floor.gives(`${head}\n${row}\n`.replaceAll("CARD", card), {
        kind,
        ...(row.includes("team") || head.includes("team") ? {} : { team: "billing" }),
      });
      expect({ outcome, first: lines[0]?.slice(0, words.length) }).toEqual({
        outcome: "unusable",
        first: words,
      });
      for (const line of lines) holdsNoCard(line);
    }
    holdsNoCard(JSON.stringify(await everything(floor.store)));
  });

  it.each(["4111,1111,1111,1111", "4111 1111,1111 1111"])("where headings split it: %s", async (card) => {
    const { lines } = await floor.gives(`${card}\n${card.replaceAll(/\d/g, "x")}\n`);
    expect(lines[0]).toMatch(/Found: \(not shown: it may hold a card number\)\.$/);
  });

  it.each(["4111 1111 1111 1111", "4111,1111,1111,1111"])(
    "in the report of a file that is usable, nor kept with it: %s",
    async (card) => {
      const cells = card.replaceAll(/[^,]/g, "");
      const { outcome, lines } = await floor.gives(
        `start,queue,offered,${card}\n${A},billing,1,${cells}\n2026-11-20 09:30,billing,1,${cells}\n`,
      );
      expect(outcome).toBe("staged");
      expect(lines).toContain(`Not read: "${HIDDEN}".`);
      for (const line of lines) holdsNoCard(line);
      const { imports } = await everything(floor.store);
      holdsNoCard(JSON.stringify(imports[0]?.report?.ignored));
    },
  );
});

describe("other things that may not be said back", () => {
  it.each([
    ["password is hunter2", "a password", "hunter"],
    ["sort code 20-00-00 account 55779911", "bank details", "5577"],
    ["NI number AB123456C", "a national number", "123456"],
    ["cvv 123 of the card", "the security code of a card", "123"],
  ])("%s", async (cell, what, secret) => {
    const { lines } = await floor.gives(`start,queue,offered\n${A},${cell},1\n`);
    expect(lines[0]).toBe(
      `Line 2: there is no queue (not shown: it may hold ${what}). Queues and their other names (also_called) are in the organisation file.`,
    );
    expect(lines.join(" ")).not.toContain(secret);
  });

  it("a text too long to look at", async () => {
    const { lines } = await floor.gives(`start,queue,offered\n${A},${"x".repeat(1_001)},1\n`);
    expect(lines[0]).toMatch(/^Line 2: there is no queue \(not shown: 1,001 characters\)\./);
  });
});

describe("what is said back", () => {
  it("is cut short", async () => {
    const { lines } = await floor.gives(`start,queue,offered\n${A},${"x".repeat(1_000)},1\n`);
    expect(lines[0]).toContain(`"${"x".repeat(40)}…"`);
  });

  it("is no more than some headings", async () => {
    const many = Array.from({ length: 100 }, (_, index) => `h${index}`).join(",");
    const { lines } = await floor.gives(`${many}\n${many}\n`);
    expect(lines[0]).toMatch(/Found: "h0", .*"h29" and 70 more\.$/);
  });
});
