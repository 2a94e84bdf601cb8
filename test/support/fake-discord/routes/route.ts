import type { Commands } from "../commands.ts";
import type { Gateway } from "../gateway.ts";
import type { Interactions } from "../interactions.ts";
import type { Operation } from "../openapi.ts";
import type { Scene } from "../payload.ts";

/** What routes work on. */
export interface World extends Scene {
  readonly interactions: Interactions;
  readonly commands: Commands;
  readonly gateway: Gateway;
}

/** A file that came with a request. */
export interface Upload {
  /** `files[0]` and so on. */
  readonly field: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** A request that got as far as its route. */
export interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly uploads: readonly Upload[];
  /** Notes something that a bot should not do, but that Discord does not refuse. */
  readonly violate: (words: string) => void;
}

/** Without a body: 204. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

/** One thing that can be asked of Discord. */
export interface Route {
  /** As tests name it, e.g. `POST /channels/:channel/messages`. */
  readonly name: string;
  readonly pattern: RegExp;
  readonly operation: Operation;
  readonly needsToken: boolean;
  readonly run: (world: World, call: Call) => Answer;
}

const METHODS = ["get", "post", "put", "patch", "delete"] as const;

/** A route by its name and its path in Discord's document. */
export function route(name: string, path: string, run: Route["run"]): Route {
  const [verb = "", template = ""] = name.split(" ");
  const method = METHODS.find((each) => each === verb.toLowerCase());
  if (!method) throw new Error(`no such method: ${verb}`);
  const pattern = new RegExp(`^${template.replaceAll(/:(\w+)/g, "(?<$1>[^/]+)")}$`);
  // The token in the path is all that these need.
  const needsToken = !/^\/(?:interactions|webhooks)\//.test(template);
  return { name, pattern, operation: { method, path }, needsToken, run };
}

export const ok = (body: unknown, status = 200): Answer => ({ status, body });
export const nothing: Answer = { status: 204 };

/** A part of the path; routes only ask for those that they name. */
export const param = (call: Call, name: string): string => call.params[name] ?? "";
