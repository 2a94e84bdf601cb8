import type { Store } from "../../db/store.ts";
import { recordComment } from "../comments/index.ts";
import {
  type ExampleItem,
  exampleLearner,
  joinExample,
  judgeExample,
  shareExample,
  witnessExample,
} from "../evidence/index.ts";
import { randomIds } from "../ids.ts";
import { createJournal } from "../journal/index.ts";
import { findMember, readSettings } from "../people/index.ts";
import type { Work } from "../work.ts";

const WEEK_MS = 7 * 86_400_000;
/** So many weeks before now the example's learner joins. */
const WEEKS = 6;

/** What customers said to the example's learner, a week apart, what she answered, and what she says of it. */
const ANSWERED = [
  {
    customer: "C-1042",
    said: "finds the new bill much easier to read",
    feeling: "pleased",
    origin: "spontaneous",
    reply: "Thanked them and said that the people who made it will hear of it.",
    part: "I let the customer finish, thanked them and passed it on to those who made the new bill.",
    why: "Praise of the bill is answered, and those who made it know.",
    tenure: "existing",
    handling: "easy",
    reason: "The customer only wanted to tell us.",
  },
  {
    customer: "C-1077",
    said: "the engineer came twice and could not get in",
    feeling: "upset",
    origin: "spontaneous",
    reply: "Said sorry, booked a third visit at a time that suits, and promised a call the day before.",
    part: "I said sorry first, found a time that suits, and rang the day before as I had promised.",
    why: "A complaint about the visits is answered with what happens next, and it did happen.",
    tenure: "existing",
    handling: "difficult",
    reason: "Two visits had failed, and nobody had rung back.",
  },
  {
    customer: "C-1103",
    said: "would have liked the first bill explained at the start",
    feeling: "disappointed",
    origin: "requested",
    reply: "Went through the bill line by line, and offered the short film about it.",
    part: "I asked how the first month had been, and went through the bill with them line by line.",
    why: "I asked for it, and what was said led to an answer on the spot.",
    tenure: "new",
    handling: "easy",
    reason: "There was time, and the bill was before both of us.",
  },
] as const;

const OWN: readonly ExampleItem[] = [
  {
    kind: "work_product",
    title: "Checklist for the start of a shift",
    texts: [
      { label: "what", text: "A list of what has to be at hand for calls about bills, payments and moves." },
      { label: "my_part", text: "I wrote it; two colleagues use it and told me what was missing." },
    ],
    location: { system: "Knowledge base", reference: "KB-221, version 2" },
    criteria: ["58A:1.1"],
    why: "It was made before the shifts that it is for, and differs by kind of customer.",
  },
  {
    kind: "reflective_account",
    title: "The morning on which the bill system was down",
    texts: [
      { label: "happened", text: "For an hour nobody could open a bill. I took notes on the approved form." },
      { label: "reasons", text: "The procedure for outages asks for it, and customers need not ring twice." },
      {
        label: "outcome",
        text: "All eleven notes were entered by noon; one customer had to be called back.",
      },
      { label: "learned", text: "To tell people at once what I can do now and what comes later." },
      { label: "procedure", text: "Outages, version 4" },
    ],
    location: undefined,
    criteria: ["58A:2.2", "58A:4.1"],
    why: "A system failed, the way round it was an approved one, and customers were told.",
  },
];

/**
 * Some weeks of a made-up learner's evidence, so that a visitor can have a portfolio at once: comments that
 * Ana answered, what she made and wrote, what her team leader saw, and two judgements. Made once; simulated
 * like everything in a sandbox, so that what is exported of it is a specimen.
 */
export async function demoPortfolio(store: Store, now: number): Promise<void> {
  const settings = await readSettings(store.read);
  const journal = createJournal(randomIds, true);
  await store.tx(async (db) => {
    const ana = await exampleLearner(db, "ana", "58A");
    const priya = await findMember(db, "priya");
    const assessor = ana && (await findMember(db, ana.registration.assessorId));
    if (!ana || !priya || !assessor) return;
    const team = ana.learner.homeTeam ?? "";
    /** The work of a person so many weeks after the first. */
    const inWeek = (week: number): Work => ({
      ids: randomIds,
      journal,
      active: new Set<never>(),
      db,
      now: now - (WEEKS - week) * WEEK_MS,
      settings,
    });
    await joinExample(inWeek(0), ana);
    const shared = [];
    for (const [week, one] of ANSWERED.entries()) {
      const work = inWeek(week);
      const comment = await recordComment(work, ana.learner, team, {
        said: one.said,
        customerRef: one.customer,
        about: undefined,
        origin: one.origin,
        feeling: one.feeling,
        reply: one.reply,
        caseId: undefined,
        severe: undefined,
        source: "command",
      });
      shared.push(
        await shareExample(work, ana, {
          kind: "work_product",
          title: "Logged what a customer said, and what was answered",
          texts: [
            { label: "my_part", text: one.part },
            { label: "handling_reason", text: one.reason },
          ],
          location: undefined,
          criteria: ["58A:2.5"],
          why: one.why,
          about: {
            subject: comment.id,
            customer: {
              customerId: comment.customerId,
              relation: "external",
              tenure: one.tenure,
              handling: one.handling,
            },
          },
        }),
      );
    }
    const [, second] = shared;
    if (second)
      await witnessExample(
        inWeek(3),
        ana,
        second,
        priya,
        "I sat beside her. She said sorry before anything else, looked for a time together with the customer, and rang back the day before the visit.",
      );
    for (const [index, item] of OWN.entries()) await shareExample(inWeek(3 + index), ana, item);
    await judgeExample(inWeek(5), ana, assessor, "2.5", {
      decision: "met",
      reasons: "Praise and complaint, three customers, each with an answer; the witness saw one of them.",
      feedback: "",
    });
    await judgeExample(inWeek(5), ana, assessor, "2.2", {
      decision: "more_needed",
      reasons: "One kind of failure so far.",
      feedback: "Keep what you do the next time that colleagues are missing.",
    });
  });
}
