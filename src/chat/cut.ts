/** Shown where something was cut. */
export const CUT_MARK = "…";

/** Replaces half surrogate pairs: they cannot be sent (URL-encoding throws) and cannot be shown. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, "\uFFFD");

/**
 * Shortens to at most `max` UTF-16 units, with {@link CUT_MARK} as the last one,
 * never between the halves of a surrogate pair.
 */
export function cut(text: string, max: number): string {
  const whole = wellFormed(text);
  if (whole.length <= max) return whole;
  const end = max - CUT_MARK.length;
  if (end < 0) return "";
  const splitsPair = /[\uD800-\uDBFF]$/.test(whole.slice(0, end));
  return whole.slice(0, splitsPair ? end - 1 : end) + CUT_MARK;
}
