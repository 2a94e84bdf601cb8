import { Temporal } from "temporal-polyfill";
import { type Button, type Inline, type Message, strong, text } from "../../../chat/message.ts";
import { dayWords } from "../../../local-days.ts";
import type { DigestTimes } from "../../settings.ts";
import { type Occurrence, nextThree } from "./occurrence.ts";
import { scheduleWords } from "./plain-words.ts";
import { dayNames } from "./days.ts";
import { encodeTimes } from "./code.ts";
import type { TeamSchedule } from "./store.ts";

/** "Mon 23 Nov 2026, 08:30": the day that a digest is for, and its time of day as clocks there show it then. */
export function whenWords({ date, dueAt }: Occurrence, zone: string): string {
  const there = Temporal.Instant.fromEpochMilliseconds(dueAt).toZonedDateTimeISO(zone);
  return `${dayWords(date)}, ${there.toPlainTime().toString({ smallestUnit: "minute" })}`;
}

/** When the weekly roll-up comes, in a sentence. */
const weeklyWords = ({ weeklyOn }: DigestTimes): string =>
  weeklyOn === 0
    ? "There is no weekly roll-up."
    : `The weekly roll-up comes on ${dayNames([weeklyOn])} at the same time.`;

/** The next three times, as a list. */
const nextList = (times: DigestTimes, now: number): Inline[][] =>
  nextThree(times, now).map((one) => [text(whenWords(one, times.zone))]);

/** A schedule as people read it: in words, and the next three times. */
function schedulePart(times: DigestTimes | null, now: number): Message["body"] {
  if (times === null) return [{ b: "prose", text: [text("It gets none: the organisation file says so.")] }];
  return [
    { b: "prose", text: [strong(`${scheduleWords(times)}.`), text(` ${weeklyWords(times)}`)] },
    { b: "prose", text: [text("The next three:")] },
    { b: "list", items: nextList(times, now) },
  ];
}

const titleOf = ({ name }: Pick<TeamSchedule, "name">): Inline[] => [text(`When ${name} gets its digest`)];

/**
 * What was understood, to be saved or not.
 * @param chosen null: what the organisation file says
 * @param effective what will be in force
 */
export const proposal = (
  team: TeamSchedule,
  chosen: DigestTimes | null,
  effective: DigestTimes | null,
  now: number,
): Message => ({
  title: titleOf(team),
  status: { tone: "waiting", text: [text("Nothing is saved yet.")] },
  body: schedulePart(effective, now),
  buttons: [
    {
      action: "digest.save",
      arg: encodeTimes(team.team, chosen),
      label: "Save",
      describe: effective ? `Save: ${scheduleWords(effective)}` : "Save: no digest",
      style: "primary",
    },
    changeButton(team.team),
  ],
});

/** What was saved. */
export const saved = (team: TeamSchedule, now: number): Message => ({
  title: titleOf(team),
  status: { tone: "done", text: [text("Saved.")] },
  body: schedulePart(team.times, now),
});

const changeButton = (team: string): Button => ({
  action: "digest.change",
  arg: team,
  label: "Change",
  describe: "Change when the digest comes",
});

/** When a team gets its digest as things stand, and what can be done about it. */
export function standing(team: TeamSchedule, now: number): Message {
  const { times, mutedUntil } = team;
  const from = team.byCommand ? "Set by command." : "As the organisation file says.";
  const isMuted =
    mutedUntil !== null && times !== null && mutedUntil >= (nextThree(times, now)[0]?.date ?? "");
  return {
    title: titleOf(team),
    ...(isMuted && {
      status: {
        tone: "warning" as const,
        text: [text(`Muted up to and including ${dayWords(mutedUntil)}.`)],
      },
    }),
    body: [...schedulePart(times, now), ...(times ? [{ b: "prose" as const, text: [text(from)] }] : [])],
    buttons: [
      changeButton(team.team),
      ...(isMuted
        ? [{ action: "digest.unmute", arg: team.team, label: "Unmute", describe: "Post digests again" }]
        : times === null
          ? []
          : [
              {
                action: "digest.mute",
                arg: team.team,
                label: "Mute",
                describe: "Post no digest for some days",
              },
            ]),
    ],
  };
}

/** What was muted, and when the next digest comes. */
export function mutedWords(team: TeamSchedule, until: string, now: number): Message {
  const next = team.times && nextAfter(team.times, until, now);
  return {
    title: [text(`${team.name}: digests are muted`)],
    status: { tone: "done", text: [text(`None is posted up to and including ${dayWords(until)}.`)] },
    body: [
      {
        b: "prose",
        text: [
          text(
            next && team.times
              ? `The next comes on ${whenWords(next, team.times.zone)}. What is muted is not posted later; /digest now shows the figures at any time.`
              : "The team gets no digest anyway: the organisation file says so.",
          ),
        ],
      },
    ],
    buttons: [{ action: "digest.unmute", arg: team.team, label: "Unmute", describe: "Post digests again" }],
  };
}

/** The first digest after a local day. */
function nextAfter(times: DigestTimes, date: string, now: number): Occurrence | undefined {
  const noon = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: times.zone, plainTime: "12:00" });
  return [...nextThree(times, now), ...nextThree(times, Math.max(now, noon.epochMilliseconds))].find(
    (one) => one.date > date,
  );
}

/** That digests are posted again. */
export const unmutedWords = (team: TeamSchedule, now: number): Message => {
  const [next] = team.times ? nextThree(team.times, now) : [];
  return {
    title: [text(`${team.name}: digests are not muted`)],
    body: [
      {
        b: "prose",
        text: [
          text(
            next && team.times
              ? `The next comes on ${whenWords(next, team.times.zone)}.`
              : "The team gets no digest all the same: the organisation file says so.",
          ),
        ],
      },
    ],
  };
};
