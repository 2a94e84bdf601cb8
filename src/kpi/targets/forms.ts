import { z } from "zod";
import type { ButtonAction, FormAction, Reading } from "../../chat/feature.ts";
import { privately } from "../../chat/feature.ts";
import type { Choice, Field } from "../../chat/form.ts";
import { say, strong, text } from "../../chat/message.ts";
import { invalid, notFound } from "../../errors.ts";
import { addDays, dayWords, localDate } from "../../local-days.ts";
import { membersServing, serves, teamName } from "../../people/index.ts";
import { type Parts, workOf } from "../../work.ts";
import type { Definition } from "../definition.ts";
import { allDefinitions, definitionAt } from "../definitions.ts";
import { leadersOnly, teamLeaders } from "../who.ts";
import { directionWords, unitWords } from "../words.ts";
import { agree, askedOf, decline, endTarget } from "./answer.ts";
import { targetMessage } from "./messages.ts";
import { propose } from "./propose.ts";
import { agreementsOf, findTarget } from "./store.ts";

/** What is typed on these forms at most, UTF-16 units. */
const MOST_TEXT = 500;
/** Nothing is agreed further ahead, days. */
const MOST_AHEAD_DAYS = 366;
const WHAT = "Agreeing on what a team is measured by";

/** What a form was opened with; it comes back from outside, so something may be gone. */
const context = z.object({ kpi: z.string().default(""), team: z.string().default("") });

/** The KPI and the team of a form, for somebody who leads that team. */
async function about(
  { db, settings, actor }: Reading,
  given: Readonly<Record<string, string>>,
): Promise<{ readonly definition: Definition; readonly team: string }> {
  const { kpi, team } = context.parse(given);
  await leadersOnly(db, settings, actor, team, WHAT);
  const definition = (await allDefinitions(db)).get(kpi);
  if (!definition) throw notFound("KPI", "no such KPI");
  return { definition, team };
}

const bound = (id: "low" | "high", label: string, unit: string, usual: number | undefined): Field => ({
  id,
  type: "text",
  label: `${label} (${unit})`,
  required: false,
  maxLength: 12,
  ...(usual === undefined ? {} : { hint: `Usual in the field: ${usual}. That is a habit, not a target.` }),
});

/** The ends of a target that make sense for a KPI. */
function bounds({ direction, unit, usual }: Definition): Field[] {
  const words = unitWords[unit];
  return [
    ...(direction === "up" || direction === "band" ? [bound("low", "At least", words, usual?.low)] : []),
    ...(direction === "down" || direction === "band" ? [bound("high", "At most", words, usual?.high)] : []),
  ];
}

const choices = (people: readonly { readonly id: string; readonly name: string }[]): Choice[] =>
  people.map(({ id, name }) => ({ value: id, label: name }));

/** The form behind `/kpi agree`. */
export const targetForm = (parts: Parts): FormAction => ({
  name: "kpi.target",
  who: "member",
  draw: async (asking, given) => {
    const { definition, team } = await about(asking, given);
    const { db, settings, actor, now } = asking;
    const leaders = await teamLeaders(db, settings, team);
    const others = (await membersServing(db, team)).filter(({ id }) => id !== actor.id);
    return {
      title: "Agree on a KPI",
      submitLabel: "Ask them",
      intro: `${definition.name} for ${await teamName(db, team)}: ${directionWords[definition.direction]}. It is in force once everybody whom you ask has agreed.`,
      fields: [
        ...bounds(definition),
        {
          id: "basis",
          type: "longText",
          label: "Why this target",
          hint: "A contract, a rule, or what the team itself usually does.",
          required: true,
          maxLength: MOST_TEXT,
        },
        {
          id: "asked",
          type: "multiChoice",
          label: "Who has to agree",
          required: true,
          choices: choices(others).slice(0, 100),
        },
        {
          id: "owner",
          type: "member",
          label: "Who looks after it",
          required: true,
          initial: actor.id,
          choices: choices(leaders),
        },
        {
          id: "from",
          type: "date",
          label: "From",
          required: true,
          initial: localDate(now, settings.timezone),
        },
      ],
    };
  },
  submit: async (asking, raw, given) => {
    const { definition, team } = await about(asking, given);
    const values = z
      .object({
        low: z.string().optional(),
        high: z.string().optional(),
        basis: z.string(),
        asked: z.string(),
        owner: z.string(),
        from: z.string(),
      })
      .parse(raw);
    const [low, high] = [readNumber("low", values.low), readNumber("high", values.high)];
    if (low !== null && high !== null && low > high) {
      const problem = "This is below what the target is at least.";
      throw invalid(problem, "target upside down", { high: problem });
    }
    const today = localDate(asking.now, asking.settings.timezone);
    if (values.from > addDays(today, MOST_AHEAD_DAYS)) {
      const problem = "This is more than a year ahead. Choose an earlier day.";
      throw invalid(problem, "target too far ahead", { from: problem });
    }
    const asked = [...new Set(values.asked.split("\n"))];
    await propose(workOf(parts, asking), asking.actor, definition, {
      team,
      low,
      high,
      from: values.from,
      basis: values.basis,
      ownerId: values.owner,
      asked,
    });
    return privately(
      say(
        strong(definition.name),
        text(
          `: ${asked.length === 1 ? "one person is" : `${asked.length} people are`} asked. You are told when they have answered.`,
        ),
      ),
    );
  },
});

/** A number as people type it: "80", "80%", "4.5", "4,5". */
function readNumber(field: string, typed: string | undefined): number | null {
  if (typed === undefined || typed === "") return null;
  const [, digits] = /^([-+]?\d{1,7}(?:[.,]\d{1,3})?)\s*(?:%|[a-z£]{0,8})$/i.exec(typed) ?? [];
  if (digits === undefined) {
    const problem = "Give a number, for example 80 or 4.5.";
    throw invalid(problem, "target is no number", { [field]: problem });
  }
  return Number(digits.replace(",", "."));
}

/** The form behind *I do not agree*. */
export const declineForm = (parts: Parts): FormAction => ({
  name: "kpi.decline",
  who: "member",
  draw: async ({ db, actor }, given) => {
    await askedOf(db, actor, given["target"] ?? "");
    return {
      title: "I do not agree",
      submitLabel: "Say so",
      fields: [
        {
          id: "reason",
          type: "longText",
          label: "Why not, or what instead",
          hint: "Whoever proposed it reads it, and so do the others who were asked.",
          required: true,
          maxLength: MOST_TEXT,
        },
      ],
    };
  },
  submit: async (asking, raw, given) => {
    const target = await askedOf(asking.db, asking.actor, given["target"] ?? "");
    const { reason } = z.object({ reason: z.string() }).parse(raw);
    return privately(await decline(workOf(parts, asking), asking.actor, target, reason));
  },
});

/** The buttons of targets. */
export const targetButtons = (parts: Parts): readonly ButtonAction[] => [
  {
    name: "kpi.propose",
    who: "member",
    writes: false,
    run: (_, arg) => {
      const [team = "", kpi = ""] = arg.split("/");
      return Promise.resolve({ kind: "form", form: "kpi.target", context: { team, kpi } });
    },
  },
  {
    name: "kpi.agree",
    who: "member",
    writes: true,
    run: async (asking, arg) => {
      const target = await askedOf(asking.db, asking.actor, arg);
      return privately(await agree(workOf(parts, asking), asking.actor, target));
    },
  },
  {
    name: "kpi.decline",
    who: "member",
    writes: false,
    run: async ({ db, actor }, arg) => {
      const target = await askedOf(db, actor, arg);
      return { kind: "form", form: "kpi.decline", context: { target: target.id } };
    },
  },
  {
    name: "kpi.end_target",
    who: "member",
    writes: true,
    run: async (asking, arg) => {
      const { db, settings, actor, now } = asking;
      const target = await findTarget(db, arg);
      if (target?.state !== "agreed" || !(await serves(db, actor, target.teamId)))
        throw notFound("target", "no such agreed target");
      await leadersOnly(db, settings, actor, target.teamId, WHAT);
      const today = localDate(now, settings.timezone);
      const ended = await endTarget(workOf(parts, asking), actor, target, today);
      const definition = await definitionAt(db, ended.kpi, ended.version);
      if (!definition) throw notFound("KPI", "target of no KPI");
      const shown = {
        target: ended,
        definition,
        teamName: await teamName(db, ended.teamId),
        agreements: await agreementsOf(db, ended.id),
      };
      return privately(targetMessage(shown, `Ends on ${dayWords(today)}`, []));
    },
  },
];
