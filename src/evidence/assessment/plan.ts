import { z } from "zod";
import { assessmentPlans } from "../../../db/schema/assessment.ts";
import type { ButtonAction, FormAction } from "../../chat/feature.ts";
import { privately } from "../../chat/feature.ts";
import type { Field } from "../../chat/form.ts";
import { say, strong, text } from "../../chat/message.ts";
import { keepText } from "../../journal/index.ts";
import { type Parts, workOf } from "../../work.ts";
import type { SufficiencyNumbers } from "../units/shape.ts";
import { planFor } from "./judged.ts";
import { aboutIn, registrationFor } from "./who.ts";

/** What an assessor can set, for performance and for knowledge: id, label, the most. */
const NUMBERS = [
  ["occasions", "Separate occasions", 100],
  ["span_days", "Days from the first to the last", 1_000],
  ["within_days", "The latest at most so many days old", 1_000],
  ["customers", "Different customers", 100],
  ["corroborated", "With somebody else's account", 100],
] as const;

const contextShape = z.object({ learner: z.string(), unit: z.string() });
const number = z.string().optional();

/** An empty field leaves a number out: then it is not counted at all. */
const numbersIn = (raw: Readonly<Record<string, unknown>>, prefix: string): SufficiencyNumbers =>
  Object.fromEntries(
    NUMBERS.flatMap(([id]) => {
      const value = number.parse(raw[`${prefix}_${id}`]);
      return value === undefined || value === "" ? [] : [[id, Number(value)]];
    }),
  );

/** The form behind *Assessment plan*: the assessor's own numbers in place of ours. */
export const planForm = (parts: Parts): FormAction => ({
  name: "assess.plan",
  who: "member",
  draw: async ({ db, actor }, context) => {
    const { learner, unit: code } = aboutIn(contextShape, context, "learner");
    const { unit } = await registrationFor(db, actor, "assessor", learner, code);
    const plan = (await planFor(db, learner, code)) ?? unit.numbers;
    const fields = (kind: "performance" | "knowledge", label: string): Field[] =>
      NUMBERS.filter(([id]) => kind === "performance" || id !== "customers").map(([id, words, max]) => ({
        id: `${kind}_${id}`,
        type: "number",
        label: `${label}: ${words.toLowerCase()}`,
        required: false,
        min: 1,
        max,
        ...(plan[kind][id] === undefined ? {} : { initial: String(plan[kind][id]) }),
      }));
    return {
      title: `Plan for ${code}`,
      submitLabel: "Set",
      intro:
        "No awarding body sets numbers. These are what you look for with this learner; an empty field is not counted.",
      fields: [
        ...fields("performance", "Performance"),
        ...fields("knowledge", "Knowledge"),
        { id: "note", type: "longText", label: "What you agreed on", required: false, maxLength: 2_000 },
      ],
    };
  },
  submit: async (asking, raw, context) => {
    const { learner, unit } = aboutIn(contextShape, context, "learner");
    const { db, actor, now } = asking;
    await registrationFor(db, actor, "assessor", learner, unit);
    const work = workOf(parts, asking);
    const note = (raw["note"] ?? "").trim();
    const kept = note === "" ? undefined : await keepText(db, work.ids, now, note);
    const id = work.ids.next();
    await db.insert(assessmentPlans).values({
      id,
      learnerId: learner,
      unit,
      assessorId: actor.id,
      performance: numbersIn(raw, "performance"),
      knowledge: numbersIn(raw, "knowledge"),
      notePayload: kept?.id ?? null,
      at: now,
    });
    await work.journal.record(db, now, {
      team: actor.homeTeam,
      actor: actor.id,
      role: "assessor",
      kind: "assessment.planned",
      subject: id,
      facts: { learner, unit },
      ...(kept ? { payloadDigest: kept.digest } : {}),
    });
    return privately(say(strong("Set."), text(" The learner's coverage counts by your numbers now.")));
  },
});

/** *Assessment plan*. */
export const planButton: ButtonAction = {
  name: "assess.plan",
  who: "member",
  writes: false,
  run: async ({ db, actor }, arg) => {
    const [learner = "", unit = ""] = arg.split(".");
    await registrationFor(db, actor, "assessor", learner, unit);
    return { kind: "form", form: "assess.plan", context: { learner, unit } };
  },
};
