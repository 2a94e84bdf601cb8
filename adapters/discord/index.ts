import { Routes } from "discord.js";
import { z } from "zod";
import type { Adapter, AdapterContext, Delivery } from "../../src/chat/adapter.ts";
import {
  backoff,
  PATIENCE,
  pause,
  StateReporter,
  TokenWatch,
  within,
  type Patience,
  type TokenCheck,
} from "../../src/chat/connecting.ts";
import { answerInteraction } from "./answers.ts";
import { registerCommands } from "./commands.ts";
import { download } from "./files.ts";
import { findSent } from "./find.ts";
import { createGateway } from "./gateway.ts";
import { LIMITS } from "./limits.ts";
import { interactionSchema } from "./payloads.ts";
import { checkPlace } from "./permissions.ts";
import { Gallery } from "./pictures.ts";
import { Posts } from "./posts.ts";
import type { Desk } from "./reply.ts";
import type { Log } from "../../src/log.ts";
import { createRest, type Rest } from "./rest.ts";

/** While the bot is in no server, ms between looks whether it was added. */
const NOWHERE_PAUSE_MS = 60_000;
/** How long work under way may take to end when the adapter stops, ms. */
const STOP_WITHIN_MS = 5000;

/** What {@link createDiscordAdapter} needs. */
export interface DiscordOptions {
  /** The bot token, without "Bot " before it. */
  readonly token: string;
  /** Where Discord's HTTP API is, for tests and proxies. */
  readonly apiUrl?: string;
  readonly log: Log;
  /** Waits between attempts to connect. */
  readonly patience?: Partial<Patience>;
  /** A connection that stays silent for longer is given up for a new one, ms; 30 s by default. */
  readonly readyWithinMs?: number;
  /** How long an attempt at a message waits for its pictures, ms. */
  readonly picturesWithinMs?: number;
  /**
   * Resolves when this process may hold the gateway's connection, with a signal that it may no
   * longer. At once and for good, where there is only one process.
   */
  readonly turn?: (signal: AbortSignal) => Promise<AbortSignal>;
}

/** Who we are. */
interface Identity {
  readonly user: string;
  readonly application: string;
}

const userSchema = z.object({ id: z.string() });
const applicationSchema = z.object({ id: z.string() });
const FOR_GOOD = new AbortController().signal;

async function whoAmI(rest: Rest): Promise<TokenCheck<Identity>> {
  const [me, application] = await Promise.all([
    rest.call("get", Routes.user()),
    rest.call("get", Routes.currentApplication()),
  ]);
  if (!me.ok) return me;
  if (!application.ok) return application;
  const user = userSchema.safeParse(me.answer).data?.id;
  const id = applicationSchema.safeParse(application.answer).data?.id;
  return user === undefined || id === undefined
    ? { ok: false, problem: { outcome: "unknown", reason: "unreadable_answer" } }
    : { ok: true, identity: { user, application: id } };
}

/** Discord as a chat platform: real discord.js inside, over its gateway and its HTTP API. */
export function createDiscordAdapter(options: DiscordOptions): Adapter {
  const { log } = options;
  const stopping = new AbortController();
  const patience = { ...PATIENCE, ...options.patience };
  /** What is being answered, by the interaction's id. */
  const underWay = new Map<string, Promise<void>>();
  let context: AdapterContext | undefined;
  let accepting = false;
  let registering: Promise<void> | undefined;
  const reporter = new StateReporter((state) => context?.report(state));
  const rest = createRest(options.token, { apiUrl: options.apiUrl, signal: stopping.signal }, () =>
    tokens.refused(),
  );
  const tokens = new TokenWatch<Identity>({
    platform: "Discord",
    signal: stopping.signal,
    patience,
    tell: (state) => reporter.token(state),
    ask: () => whoAmI(rest),
  });
  const gallery = new Gallery(
    (id) => context?.core.picture(id) ?? Promise.resolve(undefined),
    options.picturesWithinMs,
  );
  const posts = new Posts(rest, gallery);
  const desk: Desk = { rest, posts, gallery, log };
  const gateway = createGateway({
    token: options.token,
    apiUrl: options.apiUrl,
    patience,
    readyWithinMs: options.readyWithinMs,
    turn: options.turn ?? (() => Promise.resolve(FOR_GOOD)),
    onInteraction: take,
    tell: (state) => reporter.link(state),
    log,
  });

  /** Reads what came and answers it; nothing that happens in here reaches the library as a rejection. */
  function take(raw: unknown): void {
    if (!accepting || !context) return;
    const read = interactionSchema.safeParse(raw);
    if (!read.success) return log("warn", "discord interaction ignored: not understood");
    const { id } = read.data;
    // A copy of what is being answered: the core would say "done" to it, maybe before the answer is there.
    if (underWay.has(id)) return;
    const work = answerInteraction(desk, context.core, read.data)
      .catch(() => log("error", "discord interaction failed", { interaction: id }))
      .finally(() => underWay.delete(id));
    underWay.set(id, work);
  }

  /** What Discord refuses while the bot is in no server says nothing about places and people: it waits. */
  async function unlessNowhere(attempt: Promise<Delivery>): Promise<Delivery> {
    const delivery = await attempt;
    if (delivery.outcome !== "failed" || delivery.reason === "token_revoked" || !gateway.isNowhere())
      return delivery;
    return { outcome: "retry", afterMs: NOWHERE_PAUSE_MS, reason: "not_installed", wide: true };
  }

  /** Makes Discord know our commands, however long that takes: until then it knows those of the last start. */
  async function register({ core }: AdapterContext): Promise<void> {
    for (let failures = 1; !stopping.signal.aborted; failures += 1) {
      const application = tokens.identity?.application;
      if (application !== undefined) {
        const done = await registerCommands(rest, application, core);
        if (done.ok) return;
        log("warn", "discord commands not registered", { reason: done.problem.reason });
      }
      await pause(backoff(failures, patience), stopping.signal);
    }
  }

  return {
    platform: "discord",
    limits: LIMITS,
    workspace: () => gateway.guild(),

    async start(given) {
      context = given;
      accepting = true;
      await Promise.all([tokens.check(), gateway.start()]);
      registering = register(given);
    },

    async stop() {
      accepting = false;
      await within(STOP_WITHIN_MS, Promise.allSettled(underWay.values()));
      await gateway.stop();
      stopping.abort();
      await registering;
      await tokens.ended();
      rest.close();
    },

    send: (outgoing) => unlessNowhere(posts.send(outgoing)),
    update: (ref, outgoing) => unlessNowhere(posts.update(ref, outgoing)),
    delete: (ref) => unlessNowhere(posts.delete(ref)),
    upload: (file) => unlessNowhere(posts.upload(file)),
    download: (id, maxBytes) => download(id, maxBytes, options.apiUrl),
    findSent: (outgoing, since) => findSent(rest, posts, outgoing, since, tokens.identity?.user),
    checkPlace: async (channel) => {
      if (!tokens.identity) await tokens.check();
      return checkPlace(rest, channel, tokens.identity?.user);
    },
  };
}
