/** From what ends the process to what only a developer wants. */
export type Level = "error" | "warn" | "info" | "debug";

/**
 * Writes one line for the operator. `ids` are identifiers and codes; neither they nor the
 * message ever hold what somebody typed (DESIGN 8).
 */
export type Log = (level: Level, message: string, ids?: Readonly<Record<string, string | number>>) => void;

/** For tests and tools that want no log. */
export const noLog: Log = () => {};
