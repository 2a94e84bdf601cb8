import { and, eq } from "drizzle-orm";
import { digests } from "../../../db/schema/digests.ts";
import type { Command, Reply, Writing } from "../../chat/feature.ts";
import { privately } from "../../chat/feature.ts";
import { type Message, strong } from "../../chat/message.ts";
import { matching } from "../../chat/suggest.ts";
import { invalid } from "../../errors.ts";
import { localDate } from "../../local-days.ts";
import type { Log } from "../../log.ts";
import type { Parts } from "../../work.ts";
import { withTeam } from "../team.ts";
import { digestMessage } from "./message.ts";
import { nextThree } from "./schedule/occurrence.ts";
import { digestMute, digestSchedule, digestUnmute, scheduleFor, timesToday } from "./schedule/commands.ts";
import { type Compose, post } from "./schedule/post.ts";
import { whenWords } from "./schedule/words.ts";

/** What `/digest` needs besides what every feature has. */
export interface DigestCommandParts extends Parts {
  readonly compose: Compose;
  readonly log: Log;
}

const withLine = (message: Message, line: string): Message => ({
  ...message,
  body: [{ b: "prose", text: [strong(line)] }, ...message.body],
});

/** `/digest preview`: what would be posted now, to whoever asks alone, and when the next ones come. */
async function preview({ compose }: DigestCommandParts, asking: Writing, team: string): Promise<Reply> {
  const schedule = await scheduleFor(asking, team);
  const times = timesToday(schedule, asking.settings);
  const date = localDate(asking.now, times.zone);
  const { figures } = await compose(team, date, "daily", { lateMs: 0, missed: [], note: "" });
  const next = schedule.times
    ? `The next are due: ${nextThree(schedule.times, asking.now)
        .map((one) => whenWords(one, times.zone))
        .join("; ")}.`
    : "This team gets no digest: /digest schedule sets when.";
  return privately(withLine(digestMessage(figures), `A preview, for you alone. ${next}`));
}

/** `/digest now`: today's digest at once; a second one on the same day is shown to whoever asks, and to nobody else. */
async function now(parts: DigestCommandParts, asking: Writing, team: string): Promise<Reply> {
  const { db } = asking;
  const schedule = await scheduleFor(asking, team);
  const date = localDate(asking.now, timesToday(schedule, asking.settings).zone);
  const composed = await parts.compose(team, date, "daily", { lateMs: 0, missed: [], note: "" });
  const [before] = await db
    .select({ id: digests.id })
    .from(digests)
    .where(and(eq(digests.teamId, team), eq(digests.kind, "daily"), eq(digests.date, date)));
  if (before)
    return privately(
      withLine(
        digestMessage(composed.figures),
        "Today's digest was decided already; this is how things stand now, for you alone.",
      ),
    );
  await post(db, parts, asking.now, {
    schedule,
    slot: { kind: "daily", date, dueAt: asking.now, lateMs: 0 },
    composed,
    missed: [],
  });
  return privately(
    withLine({ body: [] }, "Posted as today's digest. At the usual time none follows: there is one a day."),
  );
}

const VERBS = {
  preview: "preview: what would be posted now, for you alone",
  now: "now: post today's at once",
  schedule: "schedule weekdays at 8:30: when it comes",
  mute: "mute until Friday: none until then",
  unmute: "unmute: they come again",
} as const;
type Verb = keyof typeof VERBS;
const isVerb = (word: string): word is Verb => Object.hasOwn(VERBS, word);

/** `/digest`: a team's day in figures, and when it comes. A team can be named at the end: "preview for Billing". */
export const digestCommand = (parts: DigestCommandParts): Command => ({
  name: "digest",
  description: "Your team's day in figures: preview it, post it now, say when it comes",
  usage: "[preview | now | schedule weekdays at 8:30 | mute until Friday | unmute] [for team]",
  who: "member",
  line: {
    name: "what",
    hint: "preview, now, schedule weekdays at 8:30, mute until Friday, unmute",
    suggest: (_, typed) =>
      Promise.resolve(
        matching(
          Object.entries(VERBS).map(([value, label]) => ({ value, label })),
          typed,
        ),
      ),
  },
  writes: true,
  run: async (asking, line) => {
    const [first = "", ...all] = line.trim().split(/\s+/);
    const verb = first === "" ? "preview" : first.toLowerCase();
    if (!isVerb(verb)) {
      throw invalid(
        `Say one of these: ${Object.values(VERBS)
          .map((hint) => `/digest ${hint}`)
          .join("; ")}.`,
        "unknown word after /digest",
      );
    }
    const { said: rest, team } = await withTeam(asking.db, asking.actor, ` ${all.join(" ")}`, "for");
    switch (verb) {
      case "preview":
        return preview(parts, asking, team);
      case "now":
        return now(parts, asking, team);
      case "schedule":
        return digestSchedule(asking, team, rest);
      case "mute":
        return digestMute(parts, asking, team, rest);
      case "unmute":
        return digestUnmute(parts, asking, team);
    }
  },
});
