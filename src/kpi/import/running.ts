import type { Module } from "../../engine/index.ts";
import { ChatImports, type ChatImportParts } from "./chat/work.ts";
import { forgetUnconfirmed } from "./discard.ts";
import { type HttpImports, createHttpImports } from "./http.ts";

/** Imports in a running bot: what its loop does for them, and the ways in. */
export interface RunningImports {
  readonly modules: readonly Module[];
  /** The way in over HTTP; undefined: no token is set, so there is none. */
  readonly take: HttpImports["handle"] | undefined;
  /** Stops what is under way at its next chunk. What was given in a chat goes on at the next start. */
  end(): Promise<void>;
}

/** Begins to take imports. @param token of the way in over HTTP; undefined: there is none */
export function openImports(parts: ChatImportParts, token: string | undefined): RunningImports {
  const chat = new ChatImports(parts);
  const http = token === undefined ? undefined : createHttpImports(parts, token);
  return {
    modules: [chat.module(), forgetUnconfirmed(parts.store, parts.clock)],
    take: http && ((request) => http.handle(request)),
    end: async () => {
      await Promise.all([chat.end(), http?.end()]);
    },
  };
}
