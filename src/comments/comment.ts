/** A comment as values: what a customer said, as it is kept (DOMAIN 4.4). */

/**
 * Whether the customer said it of their own accord or was asked. Units want evidence of both
 * kinds (`58A:ER5b`, `H12E:ER5b`), and it cannot be inferred later.
 */
export const ORIGINS = ["spontaneous", "requested"] as const;
/** One of {@link ORIGINS}. */
export type Origin = (typeof ORIGINS)[number];

/** As people read them on the form. */
export const ORIGIN_LABELS: Readonly<Record<Origin, string>> = {
  spontaneous: "Spontaneous: said in passing",
  requested: "Requested: a survey, a call-back, a question of yours",
};

/** How the customer felt: which way, and how strongly (DOMAIN 4.4: polarity, intensity). */
export const FEELINGS = ["delighted", "pleased", "neutral", "disappointed", "upset"] as const;
/** One of {@link FEELINGS}. */
export type Feeling = (typeof FEELINGS)[number];

/** As people read them on the form. */
export const FEELING_LABELS: Readonly<Record<Feeling, string>> = {
  delighted: "Delighted",
  pleased: "Pleased",
  neutral: "Neither pleased nor displeased",
  disappointed: "Disappointed",
  upset: "Upset or angry",
};

/** How a comment came in. */
export const SOURCES = ["command", "message", "case", "import"] as const;
/** One of {@link SOURCES}. */
export type Source = (typeof SOURCES)[number];

/** The most characters of a paraphrase: a sentence or three, not a transcript. */
export const MOST_COMMENT = 1_000;
