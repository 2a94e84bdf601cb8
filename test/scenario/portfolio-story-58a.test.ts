import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { allHeard, ordinaryWeeks } from "../support/comments.ts";
import { type Hand, onDiscordHand, onSlackHand } from "../support/hand.ts";
import {
  adds,
  claimed,
  foundIn,
  handsOver,
  judgesAll,
  keeps,
  records,
  shares,
  signs,
  solves,
  testifies,
} from "../support/learner-story.ts";
import { type World, openWorld } from "../support/world.ts";

const DAY = 24 * 3_600_000;
const ANA = "Ana Reyes, 58A";
const SHOWS = "What of it shows these criteria";
const MET = { decision: "Met", reasons: "Seen on the floor, on record, and said by others too." } as const;
const LO2 = ["2.1", "2.2", "2.3", "2.4"];
const LO4 = ["4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7", "4.8"];
const ALL = ["1.1", "1.2", "1.3", ...LO2, "2.5", "2.6", "2.7", "2.8", "3.1", "3.2", "3.3", "3.4", ...LO4];

/** What the centre's file says besides: agents may confirm that customers say the same; and who learns. */
const organisation = (source: string): string =>
  `${source.replace("comments:\n", "comments:\n  confirm_from: agent\n  also_after: { customers: 3, days: 7 }\n")}
learners:
  - { person: ana, unit: 58A, assessor: sam, verifier: aoife, from: 2020-01-01 }
`;

let world: World;
beforeEach(async () => {
  world = await openWorld({ platforms: ["slack", "discord"], organisation });
});
afterEach(() => world.stop());

const weeks = (count: number): void => world.clock.advance(count * 7 * DAY);

/** Ana writes down what a customer said, and what she answered. */
async function answers(ana: Hand, customer: string, said: string, how: string, felt: string): Promise<void> {
  await ana.types("/comment");
  const told = await ana.fills({
    "What the customer said": said,
    "Customer reference": customer,
    "How it came about": [how],
    "How the customer felt": [felt],
    "What you said in reply": `I thanked them for telling us, and said what happens with "${said}".`,
  });
  expect(told).toContain(said);
}

/** A form by which the assessor records what they saw on the floor. */
const observed = (line: string, group: string, refs: readonly string[]) => ({
  "In a line": line,
  Where: "The floor",
  "What was seen": `${line}: Ana planned it, did it, and told whoever had to know.`,
  ...claimed("58A", group, refs, "It was done without being asked.", SHOWS),
});

describe("twelve weeks of an agent on Discord, with an assessor on Slack, towards 58A", () => {
  it("ends in a portfolio that both platforms had a part in", async () => {
    const ana = onDiscordHand(world, "ana");
    const tomOnDiscord = onDiscordHand(world, "tom");
    const [wei, priya, sam, aoife] = [
      onSlackHand(world, "wei"),
      onSlackHand(world, "priya"),
      onSlackHand(world, "sam"),
      onSlackHand(world, "aoife"),
    ];
    // Each is told where they last did something.
    for (const hand of [wei, priya, sam, aoife, tomOnDiscord]) await hand.types("/back");
    await ordinaryWeeks(world);

    // Weeks 1 and 2. Ana joins; what she passes on is on record, and what customers say, with her answers.
    const offered = await ana.types("/evidence");
    expect(offered).toContain("You are registered for: 58A");
    expect(offered).toContain("Sam Whitfield");
    expect(await ana.looks("Join")).toContain("You have joined.");
    await solves(ana, wei, {
      line: "approval refund C-5001 wants 30 back, the order and its date are given",
      told: true,
    });
    weeks(1);
    await answers(ana, "C-5002", "the new bill is easy to read", "Spontaneous", "Pleased");
    await answers(ana, "C-5003", "the engineer came twice for nothing", "Spontaneous", "Upset");
    await answers(ana, "C-5004", "the call-back came on time", "Requested", "Delighted");
    const list = await ana.types("/evidence suggestions");
    expect(list).toContain("58A 2.5 Good answers to what customers say about the offer");
    expect(list).toContain("58A 3.4 Information passed on, right and by the right way");
    const kept: string[] = [];
    for (const [tenure, handling, reason] of [
      ["Was new", "Was easy", "They only wanted to tell us."],
      ["Was a customer before", "Was difficult", "Two visits had failed before."],
      ["Was new", "Was difficult", "They could not say which bill it was."],
    ] as const)
      kept.push(
        await keeps(ana, "Logged what a customer said", {
          "My part in it": `I listened, answered and wrote it down. ${reason}`,
          "Why it meets this": "The answer fits what was said, and is on record.",
          "The customer": [tenure],
          "The situation": [handling],
          "What made it so": reason,
        }),
      );
    const passed = await keeps(ana, "Raised ESC-0001", {
      "My part in it":
        "I gave Wei Chen the order, its date and what the customer wants, and no more than that.",
      "Why it meets this": "He could decide without asking back.",
      "The customer": ["Was a customer before"],
      "The situation": ["Was easy"],
      "What made it so": "Everything was at hand.",
    });

    // Week 3. Three customers say the same: Ana says that it is one thing, tells others, and changes something.
    weeks(1);
    for (const [n, said] of [
      "the lift to the shop is out of order",
      "shop lift out of order",
      "out of order: the lift in the shop",
    ].entries()) {
      world.clock.advance(DAY);
      await (n === 1 ? tomOnDiscord : ana).types(`/comment C-${5_010 + n} ${said}`);
    }
    await allHeard(world);
    await ana.looks("Confirm and tell others", "Several customers say the same");
    const confirmed = await ana.fills({
      "What to call it": "Lift in the shop",
      "What to tell them": "The lift in the shop is out of order. Say so before somebody goes there.",
    });
    expect(confirmed).toContain("is confirmed and with");
    await ana.looks("Plan an action", "is confirmed and with");
    expect(
      await ana.fills({ Change: "I ask everybody who books a visit whether they need the lift." }),
    ).toContain("Running · with Ana Reyes");

    // Weeks 4 to 8. Another case, of which the colleague says what she saw; then the day of the review.
    weeks(1);
    const taken = await solves(ana, priya, {
      line: "takeover C-5020 cannot pay this month and asks for time",
      form: { "Issue type": ["Something else"] },
    });
    const second = await keeps(ana, `Raised ${taken}`, {
      "My part in it":
        "I told Priya Shah what C-5020 had said, in one minute, and stayed on until they talked.",
      "Why it meets this": "She had all that she needed and the customer said it only once.",
      "The customer": ["Was new"],
      "The situation": ["Was difficult"],
      "What made it so": "The customer was worried.",
    });
    await shares(ana, second);
    await testifies(
      ana,
      priya,
      "Priya Shah",
      second,
      "She gave me the date, the amount and the wish in three sentences; nothing was missing and nothing too much.",
    );
    weeks(4);
    await ana.looks("Review", "ACT-001");
    expect(
      await ana.fills({
        "What came of it": "Nobody stood before the lift in vain any more.",
        "Side effects": "A booking takes some seconds longer.",
        Decision: ["Keep the change"],
      }),
    ).toContain("Reviewed");

    // Week 9. The assessor sees one thing and says that it is not enough; the rest is kept and shared.
    weeks(1);
    await sam.reads("has shared", "for 58A");
    expect(
      await judgesAll(sam, "58A", () => ({ decision: "Not yet", reasons: "One occasion only." })),
    ).toEqual(["3.4 Not yet"]);
    await ana.reads("58A 3.4", "not yet", "One occasion only.");
    for (const title of ["Planned the action ACT-001 and reviewed it", "Confirmed"])
      kept.push(
        await keeps(ana, title, {
          "My part in it": "I judged it, planned it and looked at it again myself.",
          "Why it meets this": "It goes back to what three customers said.",
        }),
      );
    const mistaken = await adds(ana, "Write an account", {
      "In a line": "A call that I had mixed up",
      "What happened": "I wrote about the wrong day.",
      "Why I did it so": "I was in a hurry.",
      "What came of it": "Nothing.",
      "What I learned": "To look it up first.",
      ...claimed("58A", "LO4", ["4.1"], "It does not, I see now."),
    });
    for (const ref of [...kept, passed, mistaken]) await shares(ana, ref);
    await ana.types(`/evidence ${mistaken}`);
    await ana.looks("Strike through", `${mistaken}: `);
    expect(await ana.fills({ Why: "It was about another day." })).toContain("is struck through");

    // Week 10. What chat cannot show is seen on the floor, and talked about.
    weeks(1);
    await records(sam, ANA, "I observed", observed("The start of a shift", "LO1", ["1.1", "1.2", "1.3"]));
    await records(sam, ANA, "I observed", observed("An hour with a full queue, and one without", "LO2", LO2));
    await records(
      sam,
      ANA,
      "I observed",
      observed("Ten notes and three searches", "LO3", ["3.1", "3.2", "3.3"]),
    );
    const talk = await records(sam, ANA, "We discussed", {
      "In a line": "What stands behind it",
      "What it was to be about": "Absence, records, feedback and the law on data",
      "What was said": "Ana named the law of today and two situations of her own for each.",
      ...claimed("58A", "LO4", LO4, "Each answer had a case of hers.", SHOWS),
    });
    expect(await ana.looks("Sign: it is right", talk)).toContain(`${talk}: signed.`);

    // Weeks 11 and 12. All is judged, sampled across the platforms, and signed by three.
    weeks(1);
    const judged = await judgesAll(sam, "58A", () => MET);
    expect(ALL.filter((ref) => !judged.includes(`${ref} Met`))).toEqual([]);
    await aoife.types("/assess sample");
    expect(await aoife.fills({ "How much of it, percent": "10", Seed: "summer" })).toContain("Seed: summer.");
    await aoife.types("/assess samples");
    await aoife.looks("Agree with 1");
    await aoife.fills({ Note: "Seen." });
    weeks(1);
    await signs(sam, ANA, [ana, aoife]);

    const others = [
      wei,
      priya,
      sam,
      aoife,
      tomOnDiscord,
      onSlackHand(world, "ana"),
      onDiscordHand(world, "sam"),
    ];
    const { zip, checked, portfolio, unit, met } = await handsOver(world, ana, others);
    expect(checked).toMatchObject({ code: 0 });
    expect(checked.said).toContain("Every file is as it was exported.");
    expect(portfolio.specimen).toBe(false);
    expect(met.filter((ref) => ALL.includes(ref))).toEqual(ALL);
    expect(unit.competence.map(({ role, name }) => `${role}: ${name}`)).toEqual([
      "assessor: Sam Whitfield",
      "learner: Ana Reyes",
      "verifier: Aoife Byrne",
    ]);
    expect(
      portfolio.items.map(({ ref, kind, struck }) => `${ref} ${kind}${struck ? ", struck" : ""}`),
    ).toEqual([
      // Three comments, two cases, an action from plan to review, and a warning to others.
      ...["E001", "E002", "E003", "E004", "E005", "E006", "E007"].map((ref) => `${ref} work_product`),
      "E008 reflective_account, struck",
      "E009 observation",
      "E010 observation",
      "E011 observation",
      "E012 professional_discussion",
    ]);
    expect(portfolio.colleagues).toEqual(["Senior 1"]);
    expect(portfolio.items.flatMap(({ testimonies }) => testimonies.map(({ witness }) => witness))).toEqual([
      "Priya Shah",
    ]);
    // Nobody is named who is not a witness, an assessor or a verifier; no customer, no account of a platform.
    expect(
      await foundIn(zip, [/\bC-\d{4}/, /\b44000000000000\d/, /\b33000000000000\d/, "U0ANA", "T0FLOOR"]),
    ).toEqual([]);
    expect(await foundIn(zip, ["Wei Chen", "Tom Baker", "SPECIMEN"])).toEqual([]);
    for (const hand of [ana, tomOnDiscord, wei, priya, sam, aoife]) expect(hand.trouble()).toEqual([]);
  }, 240_000);
});
