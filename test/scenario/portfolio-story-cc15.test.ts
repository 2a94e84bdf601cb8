import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { localDate } from "../../src/local-days.ts";
import { allHeard, ordinaryWeeks } from "../support/comments.ts";
import { WITH_QUEUES, importDays } from "../support/figures.ts";
import { type Hand, onSlackHand } from "../support/hand.ts";
import {
  adds,
  atLearner,
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
const DIGESTS = "C0DIGEST";
const WEI = "Wei Chen, CC15";
const MET = {
  decision: "Met",
  reasons: "The record, what colleagues say and what I saw fit together.",
} as const;

/** What the centre's file says besides: a check of identity that a senior agent may allow, and who learns. */
const organisation = (source: string): string =>
  [
    withTeamChannel(source, "digest", { slack: DIGESTS })
      .replace(
        "authority:\n",
        "authority:\n  - { decision: other_check, label: Another security check, level: senior, marks: [identification] }\n",
      )
      .replace("comments:\n", "comments:\n  also_after: { customers: 3, days: 7 }\n"),
    WITH_QUEUES.replace("leaders_from: team_leader", "leaders_from: senior"),
    "learners:\n  - { person: wei, unit: CC15, assessor: qa, verifier: helen, from: 2020-01-01 }\n",
  ].join("");

let world: World;
beforeEach(async () => {
  world = await openWorld({ organisation });
  addTeamChannel(world, { slack: DIGESTS, discord: "330000000000000077" }, "billing-digest", [
    "wei",
    "priya",
    "sam",
  ]);
});
afterEach(() => world.stop());

const nextWeek = (): void => world.clock.advance(WEEK);

/** Wei reads the team's figures of the day before and writes what they show. */
async function analyses(wei: Hand, finding: string, recommendation: string): Promise<void> {
  await importDays(world, 50, { bill_voice: 1.6 });
  nextMorning(world);
  await wei.reads("Billing: the day in figures");
  await wei.looks("Record my analysis", "the day in figures");
  await wei.fills({
    "What do the figures say?": finding,
    "What should be done, or asked?": recommendation,
  });
}

/** Three customers say the same thing in a week; Wei confirms that it is one. */
async function confirms(
  wei: Hand,
  agents: readonly Hand[],
  first: number,
  words: readonly string[],
): Promise<void> {
  for (const [n, said] of words.entries()) {
    world.clock.advance(24 * HOUR);
    await agents[n % agents.length]?.types(`/comment C-${first + n} ${said}`);
  }
  await allHeard(world);
  await wei.looks("Confirm and tell others", "Several customers say the same");
  const told = await wei.fills({
    "What to call it": "Lift in the shop",
    "What to tell them": "The lift in the shop is out of order. Send nobody there who needs it.",
  });
  expect(told).toContain("is confirmed and with");
}

describe("twelve weeks of a senior agent on Slack, towards CC15", () => {
  it("ends in a portfolio that a stranger can check", async () => {
    const wei = onSlackHand(world, "wei", [DIGESTS]);
    const [ana, tom, priya, sam] = [
      onSlackHand(world, "ana"),
      onSlackHand(world, "tom"),
      onSlackHand(world, "priya", [DIGESTS]),
      onSlackHand(world, "sam", [DIGESTS]),
    ];
    const [quinn, helen] = [onSlackHand(world, "qa"), onSlackHand(world, "helen")];
    await ordinaryWeeks(world);

    // Week 1. Wei joins, and is told who will see what; a colleague is advised, another's refund decided.
    expect(await wei.types("/evidence")).toContain("You are registered for: CC15");
    expect(await wei.looks("Join")).toContain("You have joined.");
    await solves(tom, wei, {
      line: "advice C-3001 wants to know how a moved meter is billed",
      form: { "Issue type": ["Something else"] },
      what: "Read the old meter up to the move; procedure BIL-4, version 3, says how.",
      told: true,
    });
    await solves(ana, wei, { line: "approval refund C-3002 wants 40 back for a lost parcel", told: true });
    const advised = await keeps(wei, "Decided ESC-0001", {
      "My part in it": "I looked up BIL-4 with Tom Baker and showed him where it says how, for C-3001.",
      "Why it meets this": "Tom could go on by himself and told the customer.",
      "The customer": ["Was a customer before"],
      "The situation": ["Was easy"],
      "What made it so": "The customer had all the readings at hand.",
    });
    expect(advised).toBe("E001");
    expect(await wei.types("/evidence E001")).toContain("Private: nobody but you sees it.");

    // Week 2. A customer is taken over; of that Tom, whose customer it was, says what he saw.
    nextWeek();
    await solves(tom, wei, {
      line: "takeover refund C-3003 is upset that nobody rang back and wants 30",
      what: "I rang the customer, said sorry, and paid what the delay had cost.",
    });
    const taken = await keeps(wei, "Decided ESC-0003", {
      "My part in it": "I took the call over, let the customer finish, and decided within my limit.",
      "Why it meets this": "Tom may not decide such a refund, and the concern was settled on that call.",
      "The customer": ["Was a customer before"],
      "The situation": ["Was difficult"],
      "What made it so": "Two promised calls had not been made.",
    });
    await shares(wei, taken, "Tom told me what had been promised before.");
    await testifies(
      wei,
      tom,
      "Tom Baker",
      taken,
      "Wei sat down beside me, asked what had been promised, and rang the customer straight away.",
    );
    await shares(wei, advised);

    // Week 3. The assessor has seen one occasion of each, and says what is missing.
    nextWeek();
    expect(await quinn.reads("has shared", "for CC15")).toContain("/assess shows what waits for you.");
    const first = await judgesAll(quinn, "CC15", (ref) =>
      ref === "1.3"
        ? {
            decision: "More needed",
            reasons: "One colleague on one day.",
            feedback: "Advise on two topics more.",
          }
        : { decision: "Not yet", reasons: "It rests on a single call.", feedback: "Keep the next ones too." },
    );
    expect(first.toSorted()).toEqual(
      ["1.2 Not yet", "1.3 More needed", "3.4 Not yet"].filter((one) => first.includes(one)),
    );
    expect(first).toContain("1.2 Not yet");
    expect(await wei.reads("more needed", "One colleague on one day.")).toContain(
      "Advise on two topics more.",
    );
    expect(await atLearner(quinn, WEI, "Sign CC15")).toContain("CC15 cannot be signed yet");

    // Week 4. Somebody who cannot be identified; and whoever owns a wrong page is told of it.
    nextWeek();
    await solves(tom, wei, {
      line: "approval C-3004 fails the security check and asks for another way",
      form: { "Issue type": ["Another security check"] },
      what: "Called back on the number that is on file; no answer to a question was written down.",
      told: true,
    });
    await solves(wei, priya, {
      line: "notify C-3020 sees last year's tariff on the price page",
      form: { "Issue type": ["Something else"] },
      what: "The web team takes the page down now.",
    });

    // Week 5. Customers keep saying the same, and Wei judges that they do.
    nextWeek();
    await confirms(wei, [ana, tom], 3_100, [
      "the lift to the shop is out of order",
      "shop lift out of order",
      "out of order: the lift in the shop",
    ]);

    // Week 6. People agree on a target; the digest shows what came of it; Wei says what it means.
    nextWeek();
    await priya.types("/kpi agree sl");
    await priya.fills({
      "At least (%)": "80",
      "Why this target": "What our customers are promised",
      "Who has to agree": ["Sam Whitfield"],
      From: localDate(world.clock.now() - 60 * 24 * HOUR, LONDON),
    });
    await sam.presses("I agree", "Do you agree: Service level");
    await priya.reads("Agreed by everybody: Service level");
    await analyses(
      wei,
      "Sixty in a hundred more calls than usual, and fewer of them in time.",
      "Ask planning whether the letter about prices was known to them.",
    );

    // Weeks 7 to 9. More of the same, for other colleagues and other customers.
    nextWeek();
    for (const [n, raiser] of [ana, tom].entries()) {
      await solves(raiser, wei, {
        line: `takeover refund C-${3_005 + n} was charged twice and wants 20`,
        what: "I read the two entries to the customer and gave the second one back.",
      });
      await solves(raiser, wei, {
        line: `advice C-${3_010 + n} asks what a deferred payment costs`,
        form: { "Issue type": ["Something else"] },
        what: "Nothing for thirty days; after that the team leader decides. PAY-2, version 5.",
        told: true,
      });
      nextWeek();
    }
    for (const [title, why] of [
      ["ESC-0009", "Tom asked about something else this time."],
      ["ESC-0008", "A concern of Tom's, and the customer and he both heard how it ended."],
      ["ESC-0007", "Another colleague, and correct by the procedure of that day."],
      ["ESC-0006", "Ana's customer; settled on the same call."],
    ] as const)
      await keeps(wei, `Decided ${title}`, {
        "My part in it": `I decided ${title} myself.`,
        "Why it meets this": why,
      });
    const list = await wei.types("/evidence suggestions");
    expect(list).toContain("CC15 2.1 Issues recognised from signs: You read what customers said");
    expect(list).toContain("CC15 2.4 Improvements drawn from figures");
    expect(list, "the digest itself is nobody's evidence").not.toContain("posted");
    await keeps(wei, "Analysed the figures", {
      "My part in it": "I compared the day with eight weeks before and wrote what I think.",
      "Why it meets this": "It is held against the target that Priya and Sam agreed on.",
    });
    await keeps(wei, "onfirmed", {
      "My part in it": "I read the three comments, judged that they mean the same lift, and told the team.",
      "Why it meets this": "The bot only proposed it; that it is one issue I said.",
    });
    await keeps(wei, "Decided ESC-0004", {
      "My part in it": "I allowed the call-back, which the procedure names.",
      "Why it meets this": "The other way was an approved one, inside my authority.",
    });
    await keeps(wei, "Raised ESC-0005", {
      "My part in it": "I saw the old tariff while I helped a customer, and told my team leader.",
      "Why it meets this": "She owns such issues, by REP-1.",
    });

    // Week 10. What the record does not have: a product, where it is; an account; and one that Wei keeps alone.
    nextWeek();
    const product = await adds(wei, "Add a work product", {
      "In a line": "Check of the service level against the telephone system",
      "What it is": "A sheet that sets our figures of two weeks beside those of the telephone system.",
      "My part in it": "I made the sheet; planning gave me the second source.",
      "Where the original is": "Team share",
      "Its name or number there": "Quality/2026/check-12",
      "Part of the unit": ["CC15 LO2"],
      "Which of CC15 LO2": ["CC15 2.3 ", "CC15 2.5 "],
      "Why it meets this": "One difference is explained, and the team heard of it on Tuesday.",
    });
    const account = await adds(wei, "Write an account", {
      "In a line": "Why I take over what others may not decide",
      "What happened": "I took over three customers whom colleagues could not help.",
      "Why I did it so": "They had waited, and my colleagues' limit is lower.",
      "What came of it": "Each was settled on the same day.",
      "What I learned": "To say at once what I can decide and what I cannot.",
      "Part of the unit": ["CC15 LO3"],
      "Which of CC15 LO3": ["CC15 3.4 "],
      "Why it meets this": "It says what it does for customer, colleague and centre.",
    });
    const alone = await adds(wei, "Write an account", {
      "In a line": "Mine alone",
      "What happened": "THIS STAYS WITH ME",
      "Why I did it so": "I was not sure.",
      "What came of it": "Nothing.",
      "What I learned": "To ask.",
      "Part of the unit": ["CC15 LO3"],
      "Which of CC15 LO3": ["CC15 3.1 "],
      "Why it meets this": "It does not, yet.",
    });
    const before = await wei.types("/evidence list");
    expect(before).toContain(`${alone} Mine alone (reflective account, yours alone)`);
    for (const ref of ["E003", "E004", "E005", "E006", "E007", "E008", "E009", "E010", product, account])
      await shares(wei, ref);
    expect(await wei.types("/evidence coverage CC15")).toContain("CC15");

    // Week 11. The assessor was there, asked, and looked at the original; and sets what is enough here.
    nextWeek();
    await records(quinn, WEI, "I observed", {
      "In a line": "An afternoon beside Wei",
      Where: "The floor",
      "What was seen":
        "Wei offered a call-back to the number on file, and told two colleagues their results.",
      "Part of the unit": ["CC15 LO1"],
      "Which of CC15 LO1": ["CC15 1.1 ", "CC15 1.3 ", "CC15 1.4 "],
      "What of it shows these criteria": "The check was done by the procedure, and refused once.",
    });
    const talk = await records(quinn, WEI, "We discussed", {
      "In a line": "What is behind it",
      "What it was to be about": "Offers, rules, aims, and how a KPI comes to be",
      "What was said": "Wei chose three offers, named two rules, and followed one aim down to a target.",
      "Part of the unit": ["CC15 LO3"],
      "Which of CC15 LO3": ["CC15 3.1 ", "CC15 3.2 ", "CC15 3.3 ", "CC15 3.4 ", "CC15 3.5 "],
      "What of it shows these criteria": "Each was answered with a case of Wei's own.",
    });
    await wei.reads("has recorded", talk);
    expect(await wei.looks("Sign: it is right", talk)).toContain(`${talk}: signed.`);
    await quinn.types("/assess");
    const look = await quinn.types("/assess");
    expect(look).toContain("CC15 1.2");
    await atLearner(quinn, WEI, "Assessment plan");
    expect(await quinn.fills({ "Performance: separate occasions": "2" })).toContain("Set.");

    // Week 12. Everything is judged; the verifier draws a sample; one judgement is made again.
    nextWeek();
    const judged = await judgesAll(quinn, "CC15", () => MET);
    expect(judged.toSorted()).toEqual([
      "1.1 Met",
      "1.2 Met",
      "1.3 Met",
      "1.4 Met",
      "2.1 Met",
      "2.2 Met",
      "2.3 Met",
      "2.4 Met",
      "2.5 Met",
      "3.1 Met",
      "3.2 Met",
      "3.3 Met",
      "3.4 Met",
      "3.5 Met",
    ]);
    await helen.types("/assess sample");
    const drawn = await helen.fills({ "How much of it, percent": "20", Seed: "winter" });
    expect(drawn).toContain("Seed: winter.");
    await helen.types("/assess samples");
    await helen.looks("Agree with 1");
    expect(await helen.fills({ Note: "The reasons name what was seen." })).toContain("Recorded.");
    await helen.types("/assess samples");
    await helen.looks("Action on 1");
    await helen.fills({ "What has to be done": "Ask once more, with another case." });
    await quinn.reads("asks for action", "Ask once more, with another case.");
    await records(quinn, WEI, "I asked", {
      "In a line": "One more case",
      Question: "When did you refuse last, and what did the customer hear?",
      Answer: "Last Monday; I said what was missing and where to bring it.",
      "How it was asked": "Spoken",
      "Part of the unit": ["CC15 LO1"],
      "Which of CC15 LO1": ["CC15 1.1 "],
      "What of it shows these criteria": "A refusal that was right.",
    });

    await judgesAll(quinn, "CC15", () => MET);
    await signs(quinn, WEI, [wei, helen]);
    expect(await wei.types("/evidence")).toContain("CC15");

    // The export, as Wei is handed it, and as nobody else is.
    const others = [ana, tom, priya, sam, quinn, helen];
    const { zip, checked, portfolio, unit, criteria } = await handsOver(world, wei, others);
    expect(checked.said).toContain("Portfolio of Wei Chen");
    expect(checked.said).toContain("Every file is as it was exported.");
    expect(checked.code).toBe(0);

    expect(portfolio.specimen).toBe(false);
    expect(checked.said).toContain(portfolio.journal.hash);
    expect(
      criteria
        .filter(({ kind }) => kind !== "requirement")
        .map(
          ({ ref, judgements }) => `${ref} ${judgements.filter(({ current }) => current).at(-1)?.decision}`,
        ),
    ).toEqual([
      "1.1 met",
      "1.2 met",
      "1.3 met",
      "1.4 met",
      "2.1 met",
      "2.2 met",
      "2.3 met",
      "2.4 met",
      "2.5 met",
      "3.1 met",
      "3.2 met",
      "3.3 met",
      "3.4 met",
      "3.5 met",
    ]);
    const decisions = (of: string) =>
      criteria.find(({ ref }) => ref === of)?.judgements.map(({ decision }) => decision);
    expect(decisions("1.2"), "what was said first stays on record").toEqual(["not_yet", "met"]);
    expect(decisions("1.3")).toEqual(["more_needed", "met"]);
    expect(unit.competence.map(({ role, name }) => `${role}: ${name}`)).toEqual([
      "assessor: Quinn Adler",
      "learner: Wei Chen",
      "verifier: Helen Achebe",
    ]);
    expect(unit.plan).toContain("Performance: at least 2 separate occasions.");
    expect(
      criteria
        .flatMap(({ judgements }) => judgements.flatMap(({ sampled }) => sampled?.outcome ?? []))
        .toSorted(),
    ).toEqual(["action_required", "agreed"]);
    expect(
      portfolio.items.map(({ ref, kind, customer }) => `${ref} ${kind} ${customer ? "of a customer" : "-"}`),
    ).toEqual([
      "E001 work_product of a customer",
      "E002 work_product of a customer",
      "E003 work_product of a customer",
      "E004 work_product of a customer",
      "E005 work_product of a customer",
      "E006 work_product of a customer",
      "E007 work_product -",
      "E008 work_product -",
      "E009 work_product of a customer",
      "E010 work_product of a customer",
      "E011 work_product -",
      "E012 reflective_account -",
      "E014 observation -",
      "E015 professional_discussion -",
      "E016 question_answer -",
    ]);
    expect(portfolio.items.flatMap(({ testimonies }) => testimonies.map(({ witness }) => witness))).toEqual([
      "Tom Baker",
    ]);
    const discussed = portfolio.items.find(({ kind }) => kind === "professional_discussion");
    expect(discussed?.declarations.map((one) => [one.role, one.name, one.contentHash])).toEqual([
      ["assessor", "Quinn Adler", discussed?.contentHash],
      ["learner", "Wei Chen", discussed?.contentHash],
    ]);
    expect(portfolio.items[0]?.myPart, "Tom is a witness, so he has his name").toContain("with Tom Baker");
    expect(portfolio.items[0]?.myPart).toContain(`for ${portfolio.items[0]?.customer?.label}.`);
    expect(portfolio.items.flatMap(({ customer }) => customer?.label ?? []).toSorted()).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `Customer ${n}`),
    );

    expect(await foundIn(zip, [/\bC-\d{4}/, "U0WEI", "U0TOM", "T0FLOOR", "C0BILL", DIGESTS])).toEqual([]);
    expect(await foundIn(zip, ["Priya Shah", "Ana Reyes", "Sam Whitfield"])).toEqual([]);
    expect(await foundIn(zip, ["THIS STAYS WITH ME", "Mine alone"])).toEqual([]);
    expect(await foundIn(zip, ["SPECIMEN"])).toEqual([]);
    const html = zip.text("portfolio.html");
    for (const there of [
      "Wei Chen",
      "Quinn Adler",
      "Helen Achebe",
      "Tom Baker",
      portfolio.journal.hash.slice(0, 16),
    ])
      expect(html).toContain(there);
    for (const hand of [wei, ana, tom, priya, sam, quinn, helen]) expect(hand.trouble()).toEqual([]);
  }, 240_000);
});
