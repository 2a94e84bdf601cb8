import { z } from "zod";
import { sampled, samples } from "../../../../db/schema/assessment.ts";
import type { ButtonAction, FormAction } from "../../../chat/feature.ts";
import { privately } from "../../../chat/feature.ts";
import { text } from "../../../chat/message.ts";
import { conflict } from "../../../errors.ts";
import { type Parts, workOf } from "../../../work.ts";
import { populationOf, verifying } from "./population.ts";
import { coverageWords, drawSample } from "./sample.ts";

/** How much of a settled assessor's work is usually sampled, percent; new ones are sampled far more (DOMAIN 5.5). Ours. */
const USUAL_PERCENT = 15;

/** The form behind `/assess sample`. */
export const drawForm = (parts: Parts): FormAction => ({
  name: "assess.sample",
  who: "member",
  draw: async ({ db, actor }) => {
    const units = [...new Set((await verifying(db, actor)).map(({ unit }) => unit.unit))];
    return {
      title: "Draw a sample",
      submitLabel: "Draw",
      intro:
        "Drawn from the judgements that are in force. The same seed draws the same again. A new assessor is usually sampled by half or more.",
      fields: [
        {
          id: "unit",
          type: "choice",
          label: "Unit",
          required: true,
          choices: units.map((unit) => ({ value: unit, label: unit })),
          ...(units[0] === undefined ? {} : { initial: units[0] }),
        },
        {
          id: "percent",
          type: "number",
          label: "How much of it, percent",
          required: true,
          min: 1,
          max: 100,
          initial: String(USUAL_PERCENT),
        },
        {
          id: "seed",
          type: "text",
          label: "Seed",
          hint: "Any word. Leave it empty and one is made.",
          required: false,
          maxLength: 60,
        },
      ],
    };
  },
  submit: async (asking, raw) => {
    const given = z.object({ unit: z.string(), percent: z.string(), seed: z.string().optional() }).parse(raw);
    const { db, actor, now, settings } = asking;
    const work = workOf(parts, asking);
    const { drawable, own } = await populationOf(db, actor, given.unit, settings.timezone);
    if (drawable.length === 0) {
      throw conflict(
        `There is no judgement of ${given.unit} to draw from${own > 0 ? ` but ${own} in which you had a part yourself` : ""}.`,
        "nothing to sample",
      );
    }
    const seed = given.seed === undefined || given.seed === "" ? work.ids.next() : given.seed;
    const drawn = drawSample(drawable, seed, Number(given.percent));
    const id = work.ids.next();
    await db.insert(samples).values({
      id,
      verifierId: actor.id,
      unit: given.unit,
      seed,
      percent: Number(given.percent),
      population: drawable.map((one) => one.id),
      at: now,
    });
    await db.insert(sampled).values(
      drawn.map((judgementId) => ({
        sampleId: id,
        judgementId,
        outcome: null,
        notePayload: null,
        sampledOn: null,
      })),
    );
    await work.journal.record(db, now, {
      team: actor.homeTeam,
      actor: actor.id,
      role: "verifier",
      kind: "sample.drawn",
      subject: id,
      facts: { unit: given.unit, percent: Number(given.percent), of: drawable.length, drawn: drawn.length },
    });
    return privately({
      title: [text(`Sample of ${given.unit}`)],
      body: [
        {
          b: "prose",
          text: [text(`${coverageWords(drawable, drawn)}. Seed: `), { t: "user", text: seed }, text(".")],
        },
        ...(own > 0
          ? [{ b: "prose" as const, text: [text(`${own} in which you had a part yourself were left out.`)] }]
          : []),
      ],
      buttons: [{ action: "assess.samples", arg: "", label: "Look at them", style: "primary" }],
    });
  },
});

/** *Draw a sample*. */
export const drawButton: ButtonAction = {
  name: "assess.sample",
  who: "member",
  writes: false,
  run: async ({ db, actor }) => {
    await verifying(db, actor);
    return { kind: "form", form: "assess.sample", context: {} };
  },
};
