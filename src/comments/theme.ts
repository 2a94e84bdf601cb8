/** A theme as values. */

/**
 * Where a theme stands. `heard`: found by the detector, nobody has looked at it yet; `open`:
 * somebody owns it; `known`: it was known before; `declined`: nothing will be done, with a
 * reason; `closed`: an action was reviewed and it worked.
 */
export const THEME_STATES = ["heard", "open", "known", "declined", "closed"] as const;
/** One of {@link THEME_STATES}. */
export type ThemeState = (typeof THEME_STATES)[number];

/** As people read them. */
export const THEME_STATE_WORDS: Readonly<Record<ThemeState, string>> = {
  heard: "heard, not looked at yet",
  open: "being looked after",
  known: "known before",
  declined: "declined",
  closed: "closed",
};

/** "TH-007" from 7. */
export const themeRef = (number: number): string => `TH-${String(number).padStart(3, "0")}`;

/** Reads "th-7", "TH 007" or "7"; undefined where it is no theme's reference. */
export function readThemeRef(text: string): string | undefined {
  const match = /^(?:TH[-\s]?)?0*(\d{1,9})$/i.exec(text.trim());
  return match?.[1] === undefined || Number(match[1]) === 0 ? undefined : themeRef(Number(match[1]));
}

/** What a person decided about themes and comments, as the detector is told: by its own keys. */
export type DetectorOrder =
  | { readonly do: "merge"; readonly from: string; readonly into: string }
  | {
      readonly do: "split";
      readonly from: string;
      readonly comments: readonly string[];
      readonly key: string;
    }
  | { readonly do: "forget"; readonly comment: string };
