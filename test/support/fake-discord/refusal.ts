import type { Json } from "./shapes.ts";

/** What Discord answers with, by its error code: the HTTP status and the words. */
const ANSWERS: Readonly<Record<number, readonly [status: number, message: string]>> = {
  10002: [404, "Unknown Application"],
  10003: [404, "Unknown Channel"],
  10004: [404, "Unknown Guild"],
  10007: [404, "Unknown Member"],
  10008: [404, "Unknown Message"],
  10013: [404, "Unknown User"],
  10015: [404, "Unknown Webhook"],
  10062: [404, "Unknown interaction"],
  40005: [413, "Request entity too large"],
  40060: [400, "Interaction has already been acknowledged."],
  50001: [403, "Missing Access"],
  50005: [403, "Cannot edit a message authored by another user"],
  50006: [400, "Cannot send an empty message"],
  50007: [403, "Cannot send messages to this user"],
  50013: [403, "Missing Permissions"],
  50024: [400, "Cannot execute action on this channel type"],
  50027: [401, "Invalid Webhook Token"],
  50033: [400, "Invalid Recipient(s)"],
  50035: [400, "Invalid Form Body"],
  50083: [400, "Thread is archived"],
  50109: [400, "The request body contains invalid JSON."],
  50278: [403, "Cannot send messages to this user due to having no mutual guilds"],
  160002: [400, "Cannot reply without permission to read message history"],
  160004: [400, "A thread has already been created for this message"],
  160005: [400, "This thread is locked"],
};

/** Discord says no, with one of its codes. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly body: Json;
  /** What a bot should never have sent, in words. */
  readonly violations: readonly string[];

  constructor(code: number, violations: readonly string[] = [], errors?: Json) {
    const [status, message] = ANSWERS[code] ?? [400, "Error"];
    super(`${code} ${message}: ${violations.join("; ")}`);
    this.status = status;
    this.code = code;
    this.violations = violations;
    this.body = { message, code, ...(errors && { errors }) };
  }
}

/** What Discord says without a code of its own. */
export const plainRefusal = (status: number, words: string): Json => ({
  message: `${status}: ${words}`,
  code: 0,
});

/** The length of a text as Discord's API counts it. Its clients count as JavaScript does. */
export const lengthOf = (text: string): number => Array.from(text).length;

/** One thing that is wrong with a body. */
interface Complaint {
  readonly path: readonly string[];
  readonly code: string;
  readonly message: string;
}

/** Collects what Discord would refuse in a body. Lengths are code points, as Discord counts them. */
export class Complaints {
  readonly #found: Complaint[] = [];

  add(path: string, code: string, message: string): void {
    this.#found.push({ path: path.split(".").filter((part) => part !== ""), code, message });
  }

  need(path: string, ok: boolean, message: string, code = "INVALID"): void {
    if (!ok) this.add(path, code, message);
  }

  length(path: string, text: string | undefined, least: number, most: number): void {
    if (text === undefined) return;
    const size = lengthOf(text);
    if (text.trim() === "" && least > 0) this.add(path, "BASE_TYPE_REQUIRED", "This field is required");
    else if (size < least || size > most)
      this.add(path, "BASE_TYPE_BAD_LENGTH", `Must be between ${least} and ${most} in length.`);
  }

  count(path: string, list: readonly unknown[] | undefined, least: number, most: number): void {
    if (list && (list.length < least || list.length > most))
      this.add(path, "BASE_TYPE_BAD_LENGTH", `Must be between ${least} and ${most} in length.`);
  }

  unique(path: string, values: readonly string[], what: string): void {
    for (const twice of new Set(values.filter((value, index) => values.indexOf(value) !== index)))
      this.add(path, "COMPONENT_CUSTOM_ID_DUPLICATED", `${what} cannot be duplicated: ${twice}`);
  }

  /** What was found, in words. */
  get found(): readonly string[] {
    return this.#found.map(({ path, message }) => `${path.join(".")}: ${message}`);
  }

  /** Refuses the body if anything was found. */
  settle(): void {
    if (this.#found.length === 0) return;
    throw new Refusal(50035, this.found, this.#tree());
  }

  /** Errors nested by path, as Discord shows them. */
  #tree(): Json {
    const root = new Map<string, unknown>();
    for (const { path, code, message } of this.#found) {
      let node = root;
      for (const part of path) {
        const next = node.get(part);
        const child = next instanceof Map ? next : new Map<string, unknown>();
        node.set(part, child);
        node = child;
      }
      const before = node.get("_errors");
      node.set("_errors", [...(Array.isArray(before) ? before : []), { code, message }]);
    }
    return plain(root);
  }
}

const plain = (node: ReadonlyMap<unknown, unknown>): Json =>
  Object.fromEntries(
    [...node].map(([key, value]) => [String(key), value instanceof Map ? plain(value) : value]),
  );
