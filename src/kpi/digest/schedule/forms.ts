import { z } from "zod";
import { type ButtonAction, type FormAction, privately } from "../../../chat/feature.ts";
import { invalid } from "../../../errors.ts";
import { addDays } from "../../../local-days.ts";
import type { Parts } from "../../../work.ts";
import { PROBLEMS, readSchedule, scheduleWords } from "./plain-words.ts";
import { decodeTimes } from "./code.ts";
import {
  digestUnmute,
  mute,
  muteProblem,
  saveSchedule,
  scheduleFor,
  timesToday,
  todayOf,
} from "./commands.ts";
import { dayNames } from "./days.ts";
import { proposal } from "./words.ts";

/** What a text field for a schedule holds at most. */
const MOST_WORDS = 200;

/** What a form was opened with; it comes back from outside, so something may be gone or be another thing. */
const context = z.object({
  team: z.string().default(""),
  why: z
    .enum(["unreadable", "several", "dates", "no_time", "no_zone", "impossible"])
    .optional()
    .catch(undefined),
});
const scheduleValues = z.object({ when: z.string(), weekly: z.string().optional() });
const muteValues = z.object({ until: z.string() });

/** ISO weekdays of the weekly roll-up; 0: none. */
const WEEKLY_CHOICES = [0, 1, 2, 3, 4, 5, 6, 7].map((day) => ({
  value: String(day),
  label: day === 0 ? "No weekly roll-up" : `On ${dayNames([day])}`,
}));

/** When the digest comes, in plain words; shown back before it is saved. */
const scheduleForm: FormAction = {
  name: "digest.schedule",
  who: "member",
  draw: async (asking, given) => {
    const { team, why } = context.parse(given);
    const schedule = await scheduleFor(asking, team);
    const times = timesToday(schedule, asking.settings);
    return {
      title: "When the digest comes",
      submitLabel: "Show",
      intro: why ? `${PROBLEMS[why]} Nothing was changed.` : `For ${schedule.name}. Nothing is saved yet.`,
      fields: [
        {
          id: "when",
          type: "text",
          label: "When",
          hint: "For example: weekdays at 8:30, or mon wed fri 08:45 in Europe/London, or 30 8 * * 1-5.",
          required: true,
          maxLength: MOST_WORDS,
          initial: scheduleWords(times),
        },
        {
          id: "weekly",
          type: "choice",
          label: "Weekly roll-up",
          required: true,
          choices: WEEKLY_CHOICES,
          initial: String(times.weeklyOn),
        },
      ],
    };
  },
  submit: async (asking, raw, given) => {
    const { team } = context.parse(given);
    const values = scheduleValues.parse(raw);
    const schedule = await scheduleFor(asking, team);
    const read = readSchedule(values.when);
    if (!read.ok)
      throw invalid("Nothing was changed.", `schedule: ${read.why}`, { when: PROBLEMS[read.why] });
    const before = timesToday(schedule, asking.settings);
    const times = {
      at: read.at,
      days: read.days,
      zone: read.zone ?? before.zone,
      weeklyOn: Number(values.weekly ?? before.weeklyOn),
    };
    return privately(proposal(schedule, times, times, asking.now));
  },
};

const muteForm = (parts: Parts): FormAction => ({
  name: "digest.mute",
  who: "member",
  draw: async (asking, given) => {
    const schedule = await scheduleFor(asking, context.parse(given).team);
    return {
      title: "Mute the digest",
      submitLabel: "Mute",
      intro: `${schedule.name} gets no digest up to and including this day. What is muted is not posted later.`,
      fields: [
        {
          id: "until",
          type: "date",
          label: "Until",
          hint: "The last day without a digest.",
          required: true,
          initial: addDays(todayOf(schedule, asking), 6),
        },
      ],
    };
  },
  submit: async (asking, raw, given) => {
    const schedule = await scheduleFor(asking, context.parse(given).team);
    const { until } = muteValues.parse(raw);
    const problem = muteProblem(until, todayOf(schedule, asking));
    if (problem !== undefined)
      throw invalid("Nothing was changed.", "mute: day out of range", { until: problem });
    return mute(parts, asking, schedule, until);
  },
});

/** The forms of a digest's schedule. */
export const scheduleForms = (parts: Parts): readonly FormAction[] => [scheduleForm, muteForm(parts)];

/** The buttons of a digest's schedule. */
export const scheduleButtons = (parts: Parts): readonly ButtonAction[] => [
  {
    name: "digest.save",
    who: "member",
    writes: true,
    run: (asking, arg) => {
      const { team, times } = decodeTimes(arg);
      return saveSchedule(parts, asking, team, times);
    },
  },
  {
    name: "digest.change",
    who: "member",
    writes: false,
    run: async (asking, team) => {
      await scheduleFor(asking, team);
      return { kind: "form", form: "digest.schedule", context: { team } };
    },
  },
  {
    name: "digest.mute",
    who: "member",
    writes: false,
    run: async (asking, team) => {
      await scheduleFor(asking, team);
      return { kind: "form", form: "digest.mute", context: { team } };
    },
  },
  {
    name: "digest.unmute",
    who: "member",
    writes: true,
    run: (asking, team) => digestUnmute(parts, asking, team),
  },
];
