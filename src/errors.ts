/**
 * What went wrong, as a value: each kind has its own way of being answered.
 * - `refused`: the person may see it but may not do it; the text says who can.
 * - `invalid`: the input cannot be right; `fields` points at the fields.
 * - `not_found`: it does not exist, or the person may not know that it does (same text).
 * - `conflict`: somebody was faster, or the card is old.
 * - `rate_limited`: a platform or a limit of ours asks to wait.
 * - `unavailable`: the store or a platform cannot be reached right now.
 */
export type ErrorCode = "refused" | "invalid" | "not_found" | "conflict" | "rate_limited" | "unavailable";

interface Details {
  /** Text for the log: ids and codes, never what a customer or colleague typed. */
  readonly log: string;
  readonly cause?: unknown;
  /** For `invalid`: field id → what to do about it. */
  readonly fields?: Readonly<Record<string, string>>;
  /** For `rate_limited`: how long to wait, ms. */
  readonly retryAfterMs?: number;
}

/** An expected failure with two texts: one for the person (`userMessage`), one for the log (`message`). */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly userMessage: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, userMessage: string, details: Details) {
    super(details.log, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "AppError";
    this.code = code;
    this.userMessage = userMessage;
    this.fields = details.fields ?? {};
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** The person may see it but may not do it. `userMessage` must say who can. */
export const refused = (userMessage: string, log: string): AppError =>
  new AppError("refused", userMessage, { log });

/** The input cannot be right. Give `fields` where the form can point at them. */
export const invalid = (
  userMessage: string,
  log: string,
  fields: Readonly<Record<string, string>> = {},
): AppError => new AppError("invalid", userMessage, { log, fields });

/** The same words for "does not exist" and "not yours to see", so that nobody can tell which. */
export const notFound = (what: string, log: string): AppError =>
  new AppError("not_found", `There is no ${what} that you can see under that name. Check it and try again.`, {
    log,
  });

/** Somebody was faster or the card is old; nothing was changed. */
export const conflict = (userMessage: string, log: string): AppError =>
  new AppError("conflict", userMessage, { log });

/** Something we need cannot be reached right now; nothing was changed. */
export const unavailable = (userMessage: string, log: string, cause?: unknown): AppError =>
  new AppError("unavailable", userMessage, { log, cause });

/** What may stand in a log line for an unknown failure: its kind and code, not its text, which could quote input. */
export function describeFailure(error: unknown): string {
  if (error instanceof AppError) return `${error.code}: ${error.message}`;
  if (error instanceof Error) {
    const code = "code" in error && typeof error.code === "string" ? ` ${error.code}` : "";
    return `${error.name}${code}`;
  }
  return typeof error;
}
