/** The request certainly never left this machine, or found nobody. */
const CODES: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/**
 * The system's code, e.g. `ECONNREFUSED`, if an error says somewhere in its causes that the
 * request cannot have reached anybody: then it may be made again without a doubt.
 */
export function neverReached(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 5) return undefined;
  if ("code" in error && typeof error.code === "string" && CODES.has(error.code)) return error.code;
  if (error instanceof AggregateError) return neverReached(error.errors[0], depth + 1);
  return neverReached(error.cause, depth + 1);
}
