import type { Field, RawValues } from "./form.ts";

/** A day, a wall time, or ms since the epoch of this century: as platforms' own controls for them give it back. */
const MOMENT = /^(?:\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?|[12]\d{12})$/;

/** Whether a value is one of those that a field offers, rather than something that somebody wrote. */
function isPicked(field: Field, value: string): boolean {
  switch (field.type) {
    case "choice":
    case "member":
      return field.choices.some((one) => one.value === value);
    case "multiChoice":
      return value.split("\n").every((line) => field.choices.some((one) => one.value === line));
    case "date":
    case "dateTime":
      return MOMENT.test(value);
    default:
      return false;
  }
}

/** What somebody wrote into a form: everything but what they picked from what its fields offer. */
export function writtenIn(fields: readonly Field[], values: RawValues): RawValues {
  const byId = new Map(fields.map((field) => [field.id, field]));
  return Object.fromEntries(
    Object.entries(values).filter(([id, value]) => {
      const field = byId.get(id);
      return field === undefined || !isPicked(field, value);
    }),
  );
}
