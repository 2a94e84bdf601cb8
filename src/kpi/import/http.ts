import { createHash, timingSafeEqual } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import type { Clock } from "../../clock.ts";
import { AppError, type ErrorCode, describeFailure, unavailable } from "../../errors.ts";
import type { Log } from "../../log.ts";
import { OPERATOR } from "./count.ts";
import { fileSource } from "./file/source.ts";
import { IMPORT_KINDS } from "./kind.ts";
import { type ImportParts, confirmImport, dropImport, importFile } from "./open.ts";
import { allQueues } from "./store.ts";
import { problemLines, reportLines } from "./words.ts";

/** The largest file that comes over HTTP, bytes. */
const MOST_HTTP_BYTES = 512 * 1024 * 1024;

/** What a server answers: a status and what goes out as JSON. */
export interface HttpAnswer {
  readonly status: 200 | 400 | 401 | 403 | 404 | 409 | 413 | 422 | 429 | 503 | 500;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A request, as far as it matters here. */
export interface HttpRequest {
  /** The header `Authorization`, as it came. */
  readonly authorization: string | undefined;
  readonly query: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
}

/** The way in over HTTP, for whatever serves it. */
export interface HttpImports {
  /** Never rejects. */
  handle(request: HttpRequest): Promise<HttpAnswer>;
  /** Takes nothing more, and stops what is under way at its next chunk: the same file given again goes on. */
  end(): Promise<void>;
}

const asked = z.object({
  kind: z.enum(IMPORT_KINDS).default("intervals"),
  vendor: z.string().optional(),
  zone: z.string().optional(),
  dates: z.enum(["dmy", "mdy"]).optional(),
  minutes: z.enum(["15", "30", "60"]).optional(),
  team: z.string().optional(),
  name: z.string().max(200).default("given over HTTP"),
  count: z.enum(["yes", "no"]).default("no"),
  discard: z.literal("yes").optional(),
  import: z
    .string()
    .regex(/^[0-9a-f]{20}$/)
    .optional(),
});
type Asked = z.infer<typeof asked>;

const STATUS: Readonly<Record<ErrorCode, HttpAnswer["status"]>> = {
  refused: 403,
  invalid: 422,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  unavailable: 503,
};

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();

const TOO_LARGE = Symbol("too large");

/**
 * Imports over HTTP: `POST` with the file as body. Whoever has the token may import for every team.
 * @param token at least 32 characters; compared in constant time
 * @param mostBytes for tests: a smaller limit
 */
export function createHttpImports(
  parts: Omit<ImportParts, "breathe"> & { readonly clock: Clock; readonly log: Log },
  token: string,
  mostBytes: number = MOST_HTTP_BYTES,
): HttpImports {
  const wanted = sha256(`Bearer ${token}`);
  let working: Promise<HttpAnswer> | undefined;
  let isEnding = false;
  const breathe = (): Promise<void> =>
    isEnding
      ? Promise.reject(
          unavailable("Floorwalker is stopping. Give the same file again when it runs.", "stopping"),
        )
      : Promise.resolve();
  const importing = { ...parts, breathe };

  const work = async (query: Asked, body: HttpRequest["body"]): Promise<HttpAnswer> => {
    const now = parts.clock.now();
    if (query.import !== undefined && query.discard) {
      const isGone = await dropImport(importing, query.import, now);
      return { status: 200, body: { outcome: isGone ? "discarded" : "not there", import: query.import } };
    }
    if (query.import !== undefined) return confirm(query.import);
    const folder = await mkdtemp(join(tmpdir(), "floorwalker-import-"));
    try {
      const path = join(folder, "import.csv");
      await pipeline(atMost(body, mostBytes), createWriteStream(path, { mode: 0o600 }));
      return await take(query, path);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  const take = async (query: Asked, path: string): Promise<HttpAnswer> => {
    const staged = await importFile(
      importing,
      {
        source: fileSource(path, query.name),
        kind: query.kind,
        via: "http",
        member: null,
        mostBytes,
        vendor: query.vendor,
        timeZone: query.zone,
        dates: query.dates,
        team: query.team,
        minutes: query.minutes === undefined ? undefined : Number(query.minutes),
      },
      parts.clock.now(),
    );
    if (staged.outcome === "unusable") {
      const { problems, count } = staged;
      return {
        status: 422,
        body: { outcome: "unusable", count, problems, lines: problemLines(problems, count) },
      };
    }
    if (staged.outcome === "already")
      return { status: 200, body: { outcome: "already", import: staged.importId } };
    const names = new Map((await allQueues(parts.store.read)).map(({ id, name }) => [id, name]));
    const { importId, report } = staged;
    const told = { import: importId, report, lines: reportLines(report, (id) => names.get(id) ?? id) };
    if (query.count === "no") return { status: 200, body: { outcome: "staged", ...told } };
    const counted = await confirm(importId);
    return { status: counted.status, body: { ...told, ...counted.body } };
  };

  const confirm = async (id: string): Promise<HttpAnswer> => {
    const { outcome } = await confirmImport(importing, id, null, OPERATOR, parts.clock.now());
    return { status: 200, body: { outcome, import: id } };
  };

  return {
    handle: async ({ authorization, query, body }) => {
      if (!timingSafeEqual(sha256(authorization ?? ""), wanted))
        return error(401, "The token is wrong or missing.");
      const read = asked.safeParse(query);
      if (!read.success)
        return error(
          400,
          `These cannot be used: ${read.error.issues.map(({ path }) => path.join(".")).join(", ")}.`,
        );
      if (isEnding || working) return error(429, "Another file is being read. Try again in a minute.");
      working = work(read.data, body).catch((failure: unknown) => failed(failure, parts.log, mostBytes));
      try {
        return await working;
      } finally {
        working = undefined;
      }
    },
    end: async () => {
      isEnding = true;
      await working;
    },
  };
}

const error = (status: HttpAnswer["status"], words: string): HttpAnswer => ({
  status,
  body: { error: words },
});

function failed(failure: unknown, log: Log, mostBytes: number): HttpAnswer {
  if (failure === TOO_LARGE)
    return error(
      413,
      `The file is larger than ${mostBytes / 1024 / 1024} MB. Split it, or use the command line.`,
    );
  if (failure instanceof AppError) return error(STATUS[failure.code], failure.userMessage);
  log("error", `import over HTTP: ${describeFailure(failure)}`);
  return error(500, "Something went wrong. Nothing of the file counts; see the log.");
}

async function* atMost(body: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.byteLength;
    if (bytes > most) throw TOO_LARGE;
    yield piece;
  }
}
