import type { Tx } from "../../../../db/store.ts";
import { type Message, text } from "../../../chat/message.ts";
import { dayWords } from "../../../local-days.ts";
import { LATE_MS, duration } from "../../../local-time.ts";
import { channelTargets, put, putDirect } from "../../../outbox/index.ts";
import type { Settings } from "../../../people/index.ts";
import type { Parts } from "../../../work.ts";
import type { DigestKind, Slot } from "./due.ts";
import { digestReaders } from "../../who.ts";

/** More days than these are not named one by one. */
const MOST_NAMED = 3;

const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;

/** "2 digests were missed: those of Thu 19 Nov 2026 and Fri 20 Nov 2026." and the same of weekly roll-ups. */
function missedWords(missed: readonly Slot[]): readonly string[] {
  const names: Readonly<Record<DigestKind, string>> = { daily: "digest", weekly: "weekly roll-up" };
  return (["daily", "weekly"] as const).flatMap((kind) => {
    const days = missed.filter((slot) => slot.kind === kind).map(({ date }) => dayWords(date));
    if (days.length === 0) return [];
    if (days.length === 1) return [`1 ${names[kind]} was missed: that of ${days[0] ?? ""}.`];
    const which =
      days.length <= MOST_NAMED
        ? `those of ${listed(days)}`
        : `the first that of ${days[0] ?? ""}, the last that of ${days.at(-1) ?? ""}`;
    return [`${days.length} ${names[kind]}s were missed: ${which}.`];
  });
}

/**
 * What a digest has to say of itself, in one line: that it is late, and which before it were missed. Empty if
 * there is nothing. It gives no reason: the program may have been down, or the figures could not be worked out.
 */
export function lateNote(lateMs: number, missed: readonly Slot[]): string {
  const late = lateMs > LATE_MS ? [`This digest comes ${duration(lateMs)} late.`] : [];
  return [...late, ...missedWords(missed)].join(" ");
}

/** The message of its own where there is no digest that could say what was missed. */
export const missedMessage = (name: string, missed: readonly Slot[]): Message => ({
  title: [text(`${name}: no digest`)],
  status: { tone: "warning", text: [text(missedWords(missed).join(" "))] },
  body: [
    {
      b: "prose",
      text: [
        text(
          "They were more than a day late, so they are not posted any more. /digest now shows the figures.",
        ),
      ],
    },
  ],
});

/** Puts a digest's message where the team reads it: its digest channels, else to those who lead it (issue 5.6). */
export async function tellTeam(
  db: Tx,
  { active }: Pick<Parts, "active">,
  settings: Settings,
  now: number,
  { team, key, message }: { readonly team: string; readonly key: string; readonly message: Message },
): Promise<void> {
  const targets = await channelTargets(db, active, team, "digest");
  for (const target of targets)
    await put(db, now, { key: `${key}/${target.platform}`, target, message, urgency: "later" });
  if (targets.length > 0) return;
  for (const member of await digestReaders(db, settings, team))
    await putDirect(db, now, active, member, { key: `${key}/${member.id}`, message, urgency: "later" });
}
