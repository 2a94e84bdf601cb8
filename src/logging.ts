import { destination, pino } from "pino";
import type { LogLevel } from "./config.ts";
import type { Log } from "./log.ts";

/**
 * Log lines as JSON on standard error: what happened, ids and codes. What people typed
 * never gets here; tokens would be blanked if one ever stood among the ids.
 */
export function createLog(level: LogLevel): Log {
  const logger = pino(
    {
      level,
      base: null,
      redact: ["*token*", "token", "secret", "authorization"],
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    destination({ dest: 2, sync: true }),
  );
  return (severity, message, ids = {}) => logger[severity](ids, message);
}
