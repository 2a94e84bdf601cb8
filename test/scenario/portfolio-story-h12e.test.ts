import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { localDate } from "../../src/local-days.ts";
import { WITH_QUEUES, importDays } from "../support/figures.ts";
import { type Hand, onDiscordHand } from "../support/hand.ts";
import {
  adds,
  claimed,
  foundIn,
  handsOver,
  judgesAll,
  keeps,
  nextMorning,
  records,
  shares,
  signs,
  solves,
  testifies,
} from "../support/learner-story.ts";
import { addTeamChannel, withTeamChannel } from "../support/team-channel.ts";
import { type World, openWorld } from "../support/world.ts";

const LONDON = "Europe/London";
const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
const CHANNEL = { slack: "C0DIGEST", discord: "330000000000000077" };
const SAM = "Sam Whitfield, H12E";
const SHOWS = "What of it shows these criteria";
const MET = { decision: "Met", reasons: "Shown at work, on several days, and borne out by others." } as const;

/** What the centre's file says besides: something of high risk that managers decide, and who learns. */
const organisation = (source: string): string =>
  [
    withTeamChannel(source, "digest", CHANNEL).replace(
      "authority:\n",
      "authority:\n  - { decision: press, label: Answer to the press, level: manager, marks: [high_risk] }\n",
    ),
    WITH_QUEUES,
    "learners:\n  - { person: sam, unit: H12E, assessor: qa, verifier: helen, from: 2020-01-01 }\n",
  ].join("");

let world: World;
beforeEach(async () => {
  world = await openWorld({ platforms: ["discord"], organisation });
  addTeamChannel(world, CHANNEL, "billing-digest", ["priya", "sam", "helen"]);
});
afterEach(() => world.stop());

const nextWeek = (): void => world.clock.advance(WEEK);

const EVERYTHING = [
  ...Array.from({ length: 16 }, (_, index) => `PC${index + 1}`),
  ..."a b c d e f g h i j k".split(" ").map((letter) => `KU${letter}`),
];

/** Three decisions of Sam's about what team leaders may not decide, each weighed. */
async function decisions(sam: Hand, ana: Hand, priya: Hand): Promise<void> {
  for (const [n, raiser] of [ana, priya, ana].entries()) {
    nextWeek();
    await solves(raiser, sam, {
      line: `takeover refund C-${4_001 + n} was billed for a year after moving out and wants ${400 + n} back`,
      what: "Paid back for the months after the move; the meter's last reading was asked for.",
      weighed: {
        "From the customer's point of view": `A payment now ends it for customer ${n + 1}; a letter would not.`,
        "What the organisation gains": `No complaint in case ${n + 1}, and a right account.`,
        "What the organisation risks": `Others of that street may ask too, case ${n + 1}.`,
      },
    });
  }
}

describe("twelve weeks of a manager on Discord, towards H12E", () => {
  it("ends in a portfolio with the recording form of 27 columns", async () => {
    const sam = onDiscordHand(world, "sam", [CHANNEL.discord]);
    const ana = onDiscordHand(world, "ana");
    const priya = onDiscordHand(world, "priya", [CHANNEL.discord]);
    const [quinn, helen] = [onDiscordHand(world, "qa"), onDiscordHand(world, "helen")];

    // Weeks 1 to 4: what only a manager may decide comes up.
    expect(await sam.types("/evidence")).toContain("You are registered for: H12E");
    expect(await sam.looks("Join")).toContain("You have joined.");
    await decisions(sam, ana, priya);
    await solves(priya, sam, {
      line: "approval C-4010 has told a newspaper and asks for an answer",
      form: { "Issue type": ["Answer to the press"] },
      what: "One answer, agreed with the press office, today; nobody else speaks.",
      decide: {
        "From the customer's point of view": "They want to be believed, and to hear it from one voice.",
        "What the organisation gains": "It is told once, and rightly.",
        "What the organisation risks": "It reads as an excuse; so the facts come first.",
      },
      told: true,
    });
    const list = await sam.types("/evidence suggestions");
    expect(list).toContain("H12E PC4 Issues of high risk or high profile");
    expect(list).toContain("H12E ER4a Options weighed for the customer");
    const part = { "My part in it": "I took it, weighed the ways out with Priya Shah, and decided." };
    const pressed = await keeps(sam, "Decided ESC-0004", {
      ...part,
      "Why it meets this": "It could have been in the news the next day.",
    });
    for (const ref of ["ESC-0003", "ESC-0002", "ESC-0001"])
      await keeps(sam, `Decided ${ref}`, {
        ...part,
        "Why it meets this": `Nobody below me may decide ${ref}.`,
        "The customer": ["Was a customer before"],
      });
    expect(pressed).toBe("E001");

    // Week 5: the first judgement; one thing is not enough yet.
    nextWeek();
    await shares(sam, "E001", "The press office wrote the first sentence.");
    await testifies(
      sam,
      priya,
      "Priya Shah",
      "E001",
      "He read the letter aloud to us, asked three questions and then rang the press office himself.",
    );
    const first = await judgesAll(quinn, "H12E", () => ({
      decision: "More needed",
      reasons: "One case of one kind.",
      feedback: "Keep one of another kind.",
    }));
    expect(first).toContain("PC4 More needed");
    expect(await sam.reads("PC4", "more needed")).toContain("Keep one of another kind.");

    // Weeks 6 and 7: a KPI of the centre's own, agreed on; the figures of a day, and what to do about them.
    nextWeek();
    await sam.types("/kpi define");
    await sam.fills({
      Name: "Calls answered",
      "Short name for commands": "calls_answered",
      "What it is good for": "Whether customers get through at all.",
      "Worked out as": "answered / offered",
    });
    await sam.types("/kpi agree calls_answered");
    await sam.fills({
      "At least (%)": "90",
      "Why this target": "What our customers were promised in spring",
      "Who has to agree": ["Priya Shah"],
      From: localDate(world.clock.now() - 60 * 24 * HOUR, LONDON),
    });
    await priya.presses("I agree", "Do you agree: Calls answered");
    await sam.reads("Agreed by everybody: Calls answered");
    await importDays(world, 50, { bill_voice: 1.6 });
    nextMorning(world);
    await sam.reads("Billing: the day in figures");
    await sam.looks("Record my analysis", "the day in figures");
    await sam.fills({
      "What do the figures say?": "Half as many again came in, and fewer of them were answered in time.",
      "What should be done, or asked?": "Send the letter about prices in four parts.",
    });
    await sam.looks("Plan an action");
    await sam.fills({
      Problem: "Everybody rings on the day of the letter.",
      Change: "The letter goes out in four parts, a week apart.",
      Measure: "Calls on the day of a letter",
      "Figure before the change": "480 of 4800",
    });
    nextWeek();
    for (const [n, said] of [
      "said the new form is easy",
      "found the queue too long",
      "praised the web page",
    ].entries())
      await sam.types(`/comment C-${4_020 + n} ${said}`);
    const more = await sam.types("/evidence suggestions");
    expect(more).toContain("H12E ER5b1 What customers said unasked, gathered and recorded");
    const mine = { "My part in it": "All of it is mine; the team leader agreed where it says so." };
    const kept = ["E002", "E003", "E004"];
    for (const [title, why] of [
      ["Planned the action ACT-001", "It keeps the rush from coming back, in the process and not in people."],
      ["Logged what a customer said", "A customer said it in passing, and I wrote it down."],
      ["Logged what a customer said", "Another customer, another day's praise or complaint."],
      ["Logged what a customer said", "The third, about the page that we had changed."],
      ["Analysed the figures", "It sets the day against eight weeks and names what else could explain it."],
    ] as const)
      kept.push(await keeps(sam, title, { ...mine, "Why it meets this": why }));
    nextWeek();
    await solves(ana, sam, {
      line: "approval C-4011 has shown a bill to a member of parliament, who writes to us",
      form: { "Issue type": ["Answer to the press"] },
      what: "The office of the director answers, with the facts from us by tonight.",
      decide: {
        "From the customer's point of view": "An answer from the top shows that the letter was read.",
        "What the organisation gains": "The member of parliament has one person to turn to.",
        "What the organisation risks": "A wrong figure would be quoted; so two people check them.",
      },
      told: true,
    });
    kept.push(
      await keeps(sam, "Decided ESC-0005", {
        ...mine,
        "Why it meets this": "Another kind, and it went out in time.",
      }),
    );
    kept.push(
      await keeps(sam, "Defined", {
        ...mine,
        "Why it meets this": "I made it, and agreed on it with Priya.",
      }),
    );

    // Weeks 8 and 9: what the record does not have. Each product stays where it is.
    nextWeek();
    const product = (line: string, group: string, refs: readonly string[]): Promise<string> =>
      adds(sam, "Add a work product", {
        "In a line": line,
        "What it is": `${line}, as it was used in the team.`,
        "My part in it": "I wrote it; Priya Shah and Ana Reyes said what they thought of it.",
        "Where the original is": "Document store",
        "Its name or number there": `OPS/${line.length}`,
        ...claimed("H12E", group, refs, "It was used, and followed up."),
      });
    const register = await product("Register of authority, version 4, with its minutes", "Escalation", [
      "PC1",
      "PC2",
    ]);
    const plan = await product("Plan of audits and who does them", "Monitoring", ["PC8", "PC10", "PC11"]);
    const rules = await product("List of requirements with what follows from each", "Requirements", [
      "PC12",
      "PC13",
      "PC14",
      "PC16",
    ]);
    nextWeek();
    const asked = await adds(sam, "Write an account", {
      "In a line": "Asking before the six-week rule came",
      "What happened": "I asked both team leaders and four agents what it would change.",
      "Why I did it so": "They see what customers ask first.",
      "What came of it": "Two steps of the procedure were turned round.",
      "What I learned": "To ask before the date is fixed.",
      ...claimed("H12E", "Requirements", ["PC15"], "Both groups were asked before it was decided."),
    });
    for (const ref of [...kept, register, plan, rules, asked]) await shares(sam, ref);
    await quinn.types("/assess");

    // Week 10: the assessor looks at an original where it is, sits in, and asks.
    nextWeek();
    await records(quinn, SAM, "I observed", {
      "In a line": "A meeting with both team leaders",
      Where: "Meeting room 2",
      "What was seen": "Sam let them go through three escalations and asked what the procedure says.",
      ...claimed("H12E", "Escalation", ["PC2", "PC6"], "They did it themselves the second time.", SHOWS),
    });
    const talk = await records(quinn, SAM, "We discussed", {
      "In a line": "What stands behind the work",
      "What it was to be about": "KU a to k",
      "What was said": "Sam went through each with a case of the weeks before.",
      ...claimed(
        "H12E",
        "KU",
        EVERYTHING.filter((ref) => ref.startsWith("KU")),
        "Each answer had its case.",
        SHOWS,
      ),
    });
    expect(await sam.looks("Sign: it is right", talk)).toContain(`${talk}: signed.`);

    // Weeks 11 and 12: all 27 are judged, sampled and signed.
    nextWeek();
    const judged = await judgesAll(quinn, "H12E", () => MET);
    expect(EVERYTHING.filter((ref) => !judged.includes(`${ref} Met`))).toEqual([]);
    expect(await helen.types("/assess sample")).toBe("Draw a sample");
    expect(await helen.fills({ "How much of it, percent": "10", Seed: "spring" })).toContain("Seed: spring.");
    await helen.types("/assess samples");
    await helen.looks("Agree with 1");
    await helen.fills({ Note: "Three of the five items were seen in place." });
    nextWeek();
    await signs(quinn, SAM, [sam, helen]);

    const { zip, checked, portfolio, unit, met } = await handsOver(world, sam, [ana, priya, quinn, helen]);
    expect(checked).toMatchObject({ code: 0 });
    expect(checked.said).toContain("Every file is as it was exported.");
    expect(portfolio.specimen).toBe(false);
    expect(met.filter((ref) => EVERYTHING.includes(ref))).toEqual(EVERYTHING);
    expect(unit.competence.map(({ role }) => role)).toEqual(["assessor", "learner", "verifier"]);
    expect(unit.sampledOn).not.toBeNull();
    expect(portfolio.items.map(({ ref, kind }) => `${ref} ${kind}`)).toEqual([
      // Two cases of high risk and three refunds, an action, three comments, an analysis, a KPI; three products.
      ...["E001", "E002", "E003", "E004", "E005", "E006", "E007"].map((ref) => `${ref} work_product`),
      ...["E008", "E009", "E010", "E011", "E012", "E013", "E014"].map((ref) => `${ref} work_product`),
      "E015 reflective_account",
      "E016 observation",
      "E017 professional_discussion",
    ]);
    expect(portfolio.items[0]?.testimonies[0]?.witness).toBe("Priya Shah");
    expect(portfolio.colleagues).toEqual(["Agent 1"]);

    // The recording form: a row for each piece, and a column for each of PC 1 to 16 and KU a to k.
    const html = zip.text("portfolio.html");
    for (const column of EVERYTHING) expect(html).toContain(column.replace(/^(PC|KU)/, ""));
    expect(await foundIn(zip, [/\bC-\d{4}/, /\b44000000000000\d/, /\b33000000000000\d/])).toEqual([]);
    expect(await foundIn(zip, ["Ana Reyes", "Tom Baker", "SPECIMEN"])).toEqual([]);
    for (const hand of [sam, ana, priya, quinn, helen]) expect(hand.trouble()).toEqual([]);
  }, 240_000);
});
