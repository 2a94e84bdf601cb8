/**
 * Colours that people who see red and green alike can tell apart (Okabe and Ito), on white. No colour
 * ever says anything that shape and words do not say too.
 */
export const COLOUR = {
  paper: "#ffffff",
  ink: "#1c2430",
  soft: "#4d5866",
  grid: "#e4e7eb",
  line: "#0072b2",
  target: "#007a5a",
  targetWash: "rgba(0, 158, 115, 0.13)",
  limit: "#6b7280",
  limitWash: "#eef0f3",
  signal: "#b34700",
} as const;
