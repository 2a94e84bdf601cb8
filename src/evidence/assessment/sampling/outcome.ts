import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { sampled } from "../../../../db/schema/assessment.ts";
import type { ButtonAction, FormAction } from "../../../chat/feature.ts";
import { privately } from "../../../chat/feature.ts";
import { member, payload, say, strong, text } from "../../../chat/message.ts";
import { keepText } from "../../../journal/index.ts";
import { localDate } from "../../../local-days.ts";
import { putDirect } from "../../../outbox/index.ts";
import { findMember } from "../../../people/index.ts";
import { type Parts, workOf } from "../../../work.ts";
import { SAMPLE_OUTCOMES } from "../../item.ts";
import { MOST_TEXT } from "../../items/accept.ts";
import { aboutIn } from "../who.ts";
import { SAMPLED, openOne } from "./open.ts";

type Outcome = (typeof SAMPLE_OUTCOMES)[number];

const outcomeContext = z.object({
  sample: z.string(),
  judgement: z.string(),
  outcome: z.enum(SAMPLE_OUTCOMES),
});

const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  agreed: "Agree",
  action_required: "Action required",
};

/** The form behind *Agree* and *Action*. */
export const outcomeForm = (parts: Parts): FormAction => ({
  name: "assess.outcome",
  who: "member",
  draw: async ({ db, actor }, context) => {
    const { sample, judgement, outcome } = aboutIn(outcomeContext, context, SAMPLED);
    await openOne(db, actor, sample, judgement);
    return {
      title: OUTCOME_WORDS[outcome],
      submitLabel: "Record",
      intro: "The judgement itself stays as it is: only its assessor judges again.",
      fields: [
        {
          id: "note",
          type: "longText",
          label: outcome === "agreed" ? "Note" : "What has to be done",
          required: outcome === "action_required",
          maxLength: MOST_TEXT,
        },
      ],
    };
  },
  submit: async (asking, raw, context) => {
    const { sample, judgement: id, outcome } = aboutIn(outcomeContext, context, SAMPLED);
    const { db, actor, now, settings } = asking;
    const judgement = await openOne(db, actor, sample, id);
    const work = workOf(parts, asking);
    const note = (raw["note"] ?? "").trim();
    const kept = note === "" ? undefined : await keepText(db, work.ids, now, note);
    await db
      .update(sampled)
      .set({ outcome, notePayload: kept?.id ?? null, sampledOn: localDate(now, settings.timezone) })
      .where(and(eq(sampled.sampleId, sample), eq(sampled.judgementId, id)));
    await work.journal.record(db, now, {
      team: actor.homeTeam,
      actor: actor.id,
      role: "verifier",
      kind: "judgement.sampled",
      subject: id,
      facts: {
        sample,
        outcome,
        learner: judgement.learnerId,
        criterion: `${judgement.unit}:${judgement.ref}`,
      },
      ...(kept ? { payloadDigest: kept.digest } : {}),
    });
    if (outcome === "action_required") {
      await putDirect(db, now, work.active, await findMember(db, judgement.assessorId), {
        key: `evidence:sampled:${sample}:${id}`,
        message: {
          body: [
            {
              b: "prose",
              text: [
                member(actor.id),
                text(` sampled your judgement of ${judgement.unit} ${judgement.ref} for `),
                member(judgement.learnerId),
                text(" and asks for action: "),
                ...(kept ? [payload(kept.id)] : []),
              ],
            },
          ],
        },
      });
    }
    return privately(say(strong("Recorded."), text(" /assess samples shows what is left.")));
  },
});

const outcomeButton = (outcome: Outcome): ButtonAction => ({
  name: `assess.${outcome}`,
  who: "member",
  writes: false,
  run: async ({ db, actor }, arg) => {
    const [sample = "", judgement = ""] = arg.split(".");
    await openOne(db, actor, sample, judgement);
    return { kind: "form", form: "assess.outcome", context: { sample, judgement, outcome } };
  },
});

/** *Agree* and *Action*. */
export const outcomeButtons: readonly ButtonAction[] = SAMPLE_OUTCOMES.map(outcomeButton);
