import { z } from "zod";
import type { FormAction, Reading } from "../chat/feature.ts";
import { privately } from "../chat/feature.ts";
import { say, strong, text } from "../chat/message.ts";
import { invalid } from "../errors.ts";
import { type Parts, workOf } from "../work.ts";
import { DIRECTIONS, type Direction, type Formula, UNITS, type Unit } from "./definition.ts";
import { allDefinitions, insertDefinition } from "./definitions.ts";
import { formulaText, readFormula } from "./formula-text.ts";
import { teamFor } from "../people/index.ts";
import { leadersOnly } from "./who.ts";
import { directionWords, unitWords } from "./words.ts";

const MOST_TEXT = 200;
/** A ratio that is shown per 100 or per 1,000 is taken so many times; percentages and points are scaled where they are shown. */
const TIMES: Partial<Record<Unit, number>> = { per_100: 100, per_1000: 1_000 };

const withTimes = (formula: Formula, unit: Unit): Formula => {
  const times = TIMES[unit];
  return formula.kind === "ratio" && times !== undefined ? { ...formula, times } : formula;
};

/** Whoever leads the team that they belong to may define: it binds nobody before people agree to it. */
const mayDefine = async ({ db, settings, actor }: Reading): Promise<void> =>
  leadersOnly(db, settings, actor, await teamFor(db, actor), "Defining a KPI");

const values = z.object({
  kpi: z.string(),
  name: z.string(),
  purpose: z.string(),
  formula: z.string(),
  unit: z.enum(UNITS),
  direction: z.enum(DIRECTIONS),
});

const ID = /^[a-z][a-z0-9_]{0,31}$/;

const wrong = (field: string, problem: string): Error =>
  invalid(problem, `KPI cannot be defined: ${field}`, { [field]: problem });

/** The form behind `/kpi define`: a KPI of the centre's own, or another version of one. */
export const defineForm = (parts: Parts): FormAction => ({
  name: "kpi.define",
  who: "member",
  draw: async (asking, context) => {
    await mayDefine(asking);
    const known = (await allDefinitions(asking.db)).get(context["kpi"] ?? "");
    return {
      title: "Define a KPI",
      submitLabel: "Define",
      intro: known
        ? `This becomes version ${known.version + 1} of ${known.name}. What was agreed about earlier versions stays with them.`
        : "Sums of measures, one divided by another. /kpi measures lists what can be counted.",
      fields: [
        {
          id: "name",
          type: "text",
          label: "Name",
          required: true,
          maxLength: 60,
          ...(known ? { initial: known.name } : {}),
        },
        {
          id: "kpi",
          type: "text",
          label: "Short name for commands",
          hint: "Small letters, figures and _, for example call_backs.",
          required: true,
          maxLength: 32,
          ...(known ? { initial: known.kpi } : {}),
        },
        {
          id: "purpose",
          type: "text",
          label: "What it is good for",
          required: true,
          maxLength: MOST_TEXT,
          ...(known ? { initial: known.purpose } : {}),
        },
        {
          id: "formula",
          type: "longText",
          label: "Worked out as",
          hint: "For example: answered_in_time / (answered + abandoned - abandoned_short)",
          required: true,
          maxLength: 400,
          ...(known && known.formula.kind !== "percentile" && known.formula.kind !== "cover"
            ? { initial: formulaText(known.formula).replace(/ × 1?000?$/, "") }
            : {}),
        },
        {
          id: "unit",
          type: "choice",
          label: "Shown in",
          required: true,
          initial: known?.unit ?? "percent",
          choices: UNITS.map((unit) => ({ value: unit, label: unitWords[unit] })),
        },
        {
          id: "direction",
          type: "choice",
          label: "Which way is better",
          required: true,
          initial: known?.direction ?? "up",
          choices: DIRECTIONS.map((way: Direction) => ({ value: way, label: directionWords[way] })),
        },
      ],
    };
  },
  submit: async (asking, raw) => {
    await mayDefine(asking);
    const given = values.parse(raw);
    const kpi = given.kpi.toLowerCase();
    if (!ID.test(kpi))
      throw wrong(
        "kpi",
        "Begin with a letter and use only small letters, figures and _: for example call_backs.",
      );
    const read = readFormula(given.formula);
    if (!read.ok) throw wrong("formula", read.problem);
    if (!read.units.includes(given.unit)) {
      const fit = read.units.map((unit) => unitWords[unit]).join(", ");
      throw wrong("unit", `A formula like this is shown in ${fit}.`);
    }
    const before = (await allDefinitions(asking.db)).get(kpi);
    const version = (before?.version ?? 0) + 1;
    const formula = withTimes(read.formula, given.unit);
    const { db, now, journal } = workOf(parts, asking);
    const by = asking.actor.id;
    const { name, purpose, unit, direction } = given;
    await insertDefinition(db, {
      kpi,
      version,
      name,
      purpose,
      formula,
      unit,
      direction,
      ownerId: by,
      definedBy: by,
      definedAt: now,
    });
    await journal.record(db, now, {
      team: asking.actor.homeTeam,
      actor: by,
      role: "definer",
      kind: "kpi.defined",
      subject: `kpi:${kpi}`,
      facts: { kpi, version, formula: formulaText(formula), unit, direction },
    });
    return privately(
      say(
        strong(name),
        text(
          ` is defined, version ${version}: ${formulaText(formula)}, ${directionWords[direction]}. Nobody is measured by it before people have agreed: /kpi agree ${kpi}`,
        ),
      ),
    );
  },
});
