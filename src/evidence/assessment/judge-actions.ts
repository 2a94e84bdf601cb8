import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { items } from "../../../db/schema/evidence.ts";
import type { ButtonAction, FormAction } from "../../chat/feature.ts";
import { privately } from "../../chat/feature.ts";
import { say, text } from "../../chat/message.ts";
import { conflict, notFound, refused } from "../../errors.ts";
import { type Parts, workOf } from "../../work.ts";
import { MOST_TEXT } from "../items/accept.ts";
import { registrationsOf } from "../registered.ts";
import { claimsOfItem } from "../store.ts";
import { criterionWords } from "../words.ts";
import { ASSESSOR_DECLARATION, DECISION_WORDS, assertAsShown, judge, toJudge } from "./judge.ts";
import { VERDICTS, judgeView, judgedItemView, learnerView, subjectOf } from "./views.ts";
import { aboutIn, registrationFor, sharedItem } from "./who.ts";

const judgeContext = z.object({
  learner: z.string(),
  unit: z.string(),
  ref: z.string(),
  decision: z.enum(VERDICTS),
  hash: z.string(),
});

/** The form behind *Met*, *More needed* and *Not yet*. */
const judgeForm = (parts: Parts): FormAction => ({
  name: "assess.judge",
  who: "member",
  draw: async ({ db, actor, settings }, context) => {
    const subject = aboutIn(judgeContext, context, "learner");
    const one = await toJudge(db, actor, subject, settings.timezone);
    return {
      title: DECISION_WORDS[subject.decision],
      submitLabel: "Sign",
      intro: `${criterionWords(one.registration.unit, one.criterion)}. You sign: “${ASSESSOR_DECLARATION}”`,
      fields: [
        {
          id: "reasons",
          type: "longText",
          label: "Reasons",
          hint: "What in the evidence shows it, or what is missing.",
          required: true,
          maxLength: MOST_TEXT,
        },
        {
          id: "feedback",
          type: "longText",
          label: "Feedback for the learner",
          hint: "What to do next, in words that help.",
          required: false,
          maxLength: MOST_TEXT,
        },
      ],
    };
  },
  submit: async (asking, raw, context) => {
    const subject = aboutIn(judgeContext, context, "learner");
    const given = z.object({ reasons: z.string(), feedback: z.string().optional() }).parse(raw);
    const one = await toJudge(asking.db, asking.actor, subject, asking.settings.timezone);
    return privately(
      await judge(workOf(parts, asking), asking.actor, one, {
        decision: subject.decision,
        reasons: given.reasons,
        feedback: given.feedback ?? "",
        shown: subject.hash,
      }),
    );
  },
});

/** The forms of judging. */
export const judgeForms = (parts: Parts): readonly FormAction[] => [judgeForm(parts)];

/** Looking at what waits, at an item, at a learner; judging; having seen the original. */
export const judgeButtons = (parts: Parts): readonly ButtonAction[] => [
  {
    name: "assess.look",
    who: "member",
    writes: false,
    run: async (asking, arg) =>
      privately(
        await judgeView(
          asking,
          await toJudge(asking.db, asking.actor, subjectOf(arg), asking.settings.timezone),
        ),
      ),
  },
  {
    name: "assess.judge",
    who: "member",
    writes: false,
    run: async ({ db, actor, settings }, arg) => {
      const [learner = "", unit = "", ref = "", verdict = "", hash = ""] = arg.split(".");
      const subject = subjectOf(`${learner}.${unit}.${ref}`);
      const one = await toJudge(db, actor, subject, settings.timezone);
      const decision = VERDICTS[Number(verdict)];
      if (decision === undefined) throw notFound("decision", "a button that is not ours");
      assertAsShown(one, hash);
      return { kind: "form", form: "assess.judge", context: { ...subject, decision, hash } };
    },
  },
  {
    name: "assess.learner",
    who: "member",
    writes: false,
    run: async (asking, arg) => {
      const [learner = "", unit = ""] = arg.split(".");
      return privately(
        await learnerView(asking, await registrationFor(asking.db, asking.actor, "assessor", learner, unit)),
      );
    },
  },
  {
    name: "assess.item",
    who: "member",
    writes: false,
    run: async (asking, id) => {
      const item = await sharedItem(asking.db, asking.actor, id);
      const isAssessor = (await registrationsOf(asking.db, item.learnerId)).some(
        ({ assessorId }) => assessorId === asking.actor.id,
      );
      return privately(await judgedItemView(asking, item, isAssessor));
    },
  },
  {
    name: "assess.viewed",
    who: "member",
    writes: true,
    run: async (asking, id) => {
      const { db, actor, now } = asking;
      const item = await sharedItem(db, actor, id);
      const units = new Set((await claimsOfItem(db, item.id)).map(({ unit }) => unit));
      const isAssessor = (await registrationsOf(db, item.learnerId)).some(
        ({ unit, assessorId }) => assessorId === actor.id && units.has(unit.unit),
      );
      if (!isAssessor)
        throw refused(
          "Only the learner's assessor notes that the original was looked at.",
          "not the assessor",
        );
      const [seen] = await db
        .update(items)
        .set({ viewedBy: actor.id, viewedAt: now })
        .where(and(eq(items.id, item.id), isNull(items.viewedAt)))
        .returning({ id: items.id });
      if (!seen) throw conflict("It is noted already that the original was looked at.", "viewed already");
      await workOf(parts, asking).journal.record(db, now, {
        team: item.teamId,
        actor: actor.id,
        role: "assessor",
        kind: "evidence.viewed",
        subject: item.id,
        facts: { ref: item.ref, learner: item.learnerId },
      });
      return privately(say(text(`Noted: you looked at the original of ${item.ref} where it is.`)));
    },
  },
];
