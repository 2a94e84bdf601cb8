import { Temporal } from "temporal-polyfill";
import type { Choice, Field } from "./form.ts";

/** Days ahead that are offered for a date, today included. */
const DAYS_OFFERED = 8;
/** Wall times that are offered for a date with a time, beside what was typed. */
const USUAL_TIMES = ["09:00", "12:00", "15:00", "17:00"];

const inOrder = (text: string): string => text.toLowerCase().replaceAll(/[_-]/g, " ").trim();

/** The choices whose label has every word that was typed; those that begin with it come first. */
export function matching(choices: readonly Choice[], typed: string): readonly Choice[] {
  const wanted = inOrder(typed);
  const words = wanted.split(/\s+/);
  const found = choices.filter((choice) => words.every((word) => inOrder(choice.label).includes(word)));
  return found.toSorted(
    (a, b) => Number(inOrder(b.label).startsWith(wanted)) - Number(inOrder(a.label).startsWith(wanted)),
  );
}

/** The one choice that is meant by what was typed: by its value, its label, or as the only one that matches. */
function meant(choices: readonly Choice[], typed: string): string {
  const exact =
    choices.find((choice) => choice.value === typed) ??
    choices.find((choice) => inOrder(choice.label) === inOrder(typed));
  if (exact) return exact.value;
  const [first, second] = typed.trim() === "" ? [] : matching(choices, typed);
  return first && !second ? first.value : typed;
}

/**
 * What was typed for a field, as the field's value: people type "refund", a form wants the
 * choice's value. What names no choice stays as it is, for the form to say so.
 */
export function understood(field: Field, typed: string): string {
  switch (field.type) {
    case "choice":
    case "member":
      return meant(field.choices, typed);
    case "multiChoice":
      return typed
        .split(/[,\n]/)
        .map((part) => part.trim())
        .filter((part) => part !== "")
        .map((part) => meant(field.choices, part))
        .join("\n");
    default:
      return typed;
  }
}

/**
 * What to offer for a field, the likeliest first.
 * @param now ms since the epoch
 * @param timeZone IANA zone in which dates and times are meant
 */
export function suggestions(field: Field, typed: string, now: number, timeZone: string): readonly Choice[] {
  switch (field.type) {
    case "choice":
    case "member":
    case "multiChoice":
      return matching(field.choices, typed);
    case "date":
      return matching(
        days(now, timeZone).map(({ label, date }) => ({ label, value: date.toString() })),
        typed,
      );
    case "dateTime":
      return times(now, timeZone, typed);
    default:
      return [];
  }
}

function days(
  now: number,
  timeZone: string,
): readonly { readonly label: string; readonly date: Temporal.PlainDate }[] {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate();
  return Array.from({ length: DAYS_OFFERED }, (_, ahead) => {
    const date = today.add({ days: ahead });
    const words = date.toLocaleString("en-GB", { weekday: "long", day: "numeric", month: "long" });
    const label = ahead === 0 ? `Today, ${words}` : ahead === 1 ? `Tomorrow, ${words}` : words;
    return { label, date };
  });
}

/** The usual times of today and the days after that are still to come; a time that was typed instead of them. */
function times(now: number, timeZone: string, typed: string): readonly Choice[] {
  const given = /\b([01]?\d|2[0-3])[:.]([0-5]\d)\b/.exec(typed);
  const offered = given ? [`${(given[1] ?? "").padStart(2, "0")}:${given[2]}`] : USUAL_TIMES;
  const rest = given ? typed.replace(given[0], "") : typed;
  const wall = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDateTime();
  const all = days(now, timeZone).flatMap(({ label, date }) =>
    offered
      .map((time) => ({ time, at: date.toPlainDateTime(time) }))
      .filter(({ at }) => Temporal.PlainDateTime.compare(at, wall) > 0)
      .map(({ time, at }) => ({
        label: `${label}, ${time}`,
        value: at.toString({ smallestUnit: "minute" }),
      })),
  );
  return matching(all, rest);
}
