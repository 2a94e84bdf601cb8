import type { AddressInfo } from "node:net";
import { App, LogLevel, type BlockAction, type MessageShortcut, type ViewSubmitAction } from "@slack/bolt";
import type { z } from "zod";
import type { Adapter, AdapterContext } from "../../src/chat/adapter.ts";
import {
  backoff,
  PATIENCE,
  pause,
  StateReporter,
  TokenWatch,
  within,
  type Patience,
} from "../../src/chat/connecting.ts";
import type { Clock } from "../../src/clock.ts";
import { answerActions, answerCommand, answerShortcut, answerSubmission } from "./answers.ts";
import { checkPlace, post, remove, update } from "./calls.ts";
import { whoAmI } from "./identity.ts";
import { download, upload } from "./files.ts";
import { findSent } from "./find.ts";
import { createHttpFront } from "./http.ts";
import { LIMITS } from "./limits.ts";
import { Drafts } from "./modal.ts";
import { Gallery, type GalleryPatience } from "./pictures.ts";
import { actionsSchema, commandSchema, shortcutSchema, submissionSchema } from "./payloads.ts";
import type { Desk } from "./private.ts";
import { createSocketLink } from "./socket.ts";
import type { Log } from "../../src/log.ts";
import { createWeb, silentLogger, type Reach } from "./web.ts";

export { slackManifest, SCOPES } from "./manifest.ts";

/** How long work under way may take to end when the adapter stops, ms. */
const STOP_WITHIN_MS = 5000;

/** What {@link createSlackAdapter} needs. */
export interface SlackOptions {
  /** `xoxb-…` */
  readonly botToken: string;
  readonly mode:
    | { readonly kind: "socket"; /** `xapp-…` */ readonly appToken: string }
    | {
        readonly kind: "http";
        readonly signingSecret: string;
        /** 0 takes any free port. */
        readonly port: number;
        /** Address to listen on. Every one by default: Slack comes from outside, usually through a proxy. */
        readonly host?: string;
      };
  /** Where Slack's Web API is, for tests and proxies. */
  readonly apiUrl?: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Waits between attempts to connect. */
  readonly patience?: Partial<Patience>;
  /** Waits for pictures. */
  readonly pictures?: Partial<GalleryPatience>;
}

/** The Slack adapter, with what only Slack has. */
export interface SlackAdapter extends Adapter {
  /** Where the HTTP mode listens; `undefined` in socket mode and before the start. */
  address(): AddressInfo | undefined;
  /** Our own team id, once Slack has said it. */
  workspace(): string | undefined;
}

const nowhere = () => undefined;
type Ack<Body> = (body?: Body) => Promise<void>;

/** The way in: a WebSocket or an HTTP server, ready to be handed to Bolt. */
interface Link {
  readonly start: () => Promise<void>;
  /** Takes nothing new. */
  readonly refuse: () => void;
  readonly stop: () => Promise<void>;
  readonly address: () => AddressInfo | undefined;
  /** See `SocketLink.generation`. */
  readonly generation: () => number;
}

/** Slack as a chat platform: real Bolt inside, over Socket Mode or HTTP. */
export function createSlackAdapter(options: SlackOptions): SlackAdapter {
  const { clock, log } = options;
  const stopping = new AbortController();
  const patience = { ...PATIENCE, ...options.patience };
  const reach: Reach = {
    apiUrl: options.apiUrl,
    logger: silentLogger(LogLevel.ERROR),
    signal: stopping.signal,
  };
  const underWay = new Set<Promise<void>>();
  let context: AdapterContext | undefined;
  let accepting = false;
  const reporter = new StateReporter((state) => context?.report(state));
  const web = createWeb(options.botToken, reach, () => tokens.refused());
  const tokens = new TokenWatch({
    platform: "Slack",
    signal: stopping.signal,
    patience,
    tell: (state) => reporter.token(state),
    ask: () => whoAmI(web),
  });
  const gallery = new Gallery({
    web,
    log,
    signal: stopping.signal,
    draw: (id) => context?.core.picture(id) ?? Promise.resolve(undefined),
    patience: options.pictures,
  });
  const desk: Desk = { web, gallery, drafts: new Drafts(), clock, log, signal: stopping.signal };

  /** Reads a payload and handles it; nothing that happens in here reaches Bolt as a rejection. */
  async function take<S extends z.ZodType>(
    schema: S,
    body: unknown,
    handle: (payload: z.infer<S>, from: AdapterContext) => Promise<void>,
    otherwise: () => Promise<void>,
  ): Promise<void> {
    if (!accepting || !context) return;
    const payload = schema.safeParse(body);
    if (!payload.success) log("warn", "slack payload ignored: not understood");
    const work = (payload.success ? handle(payload.data, context) : otherwise()).catch(() =>
      log("error", "slack event failed"),
    );
    underWay.add(work);
    await work;
    underWay.delete(work);
  }

  /** An acknowledgement that fails, instead of being lost, once the connection that waits for it has gone. */
  function bound<Body>(ack: Ack<Body>): Ack<Body> {
    const arrivedOn = link.generation();
    return (body) =>
      link.generation() === arrivedOn ? ack(body) : Promise.reject(new Error("the connection has gone"));
  }

  function listen(app: App): void {
    app.command(/^\//, ({ body, ack }) =>
      take(commandSchema, body, (command, { core }) => answerCommand(desk, core, command, bound(ack)), ack),
    );
    app.action<BlockAction>(/^/, ({ body, ack }) =>
      take(actionsSchema, body, (actions, { core }) => answerActions(desk, core, actions, bound(ack)), ack),
    );
    app.shortcut<MessageShortcut>({ type: "message_action", callback_id: /^/ }, ({ body, ack }) =>
      take(shortcutSchema, body, (used, { core }) => answerShortcut(desk, core, used, bound(ack)), ack),
    );
    app.view<ViewSubmitAction>(/^/, ({ body, ack }) =>
      take(
        submissionSchema,
        body,
        (submitted, { core }) => answerSubmission(desk, core, submitted, bound(ack)),
        ack,
      ),
    );
    app.error(async () => log("error", "slack listener failed"));
  }

  function socketLink(appToken: string): {
    link: Link;
    receiver: ReturnType<typeof createSocketLink>["receiver"];
  } {
    const socket = createSocketLink({
      appToken,
      reach,
      patience,
      log,
      tell: (state) => reporter.link(state),
    });
    return {
      receiver: socket.receiver,
      link: {
        start: () => socket.start(),
        refuse: nowhere,
        stop: () => socket.stop(),
        address: nowhere,
        generation: () => socket.generation(),
      },
    };
  }

  function httpLink(mode: Extract<SlackOptions["mode"], { kind: "http" }>) {
    const { signingSecret, port, host = "0.0.0.0" } = mode;
    const front = createHttpFront({ signingSecret, port, host, clock, log });
    /** A port that is taken is tried again: the process before us may be about to let it go. */
    async function open(failures: number): Promise<void> {
      try {
        await front.listen();
        reporter.link({ state: "connected" });
      } catch {
        reporter.link({ state: "broken", reason: "unreachable", detail: `Port ${port} cannot be opened.` });
        void pause(backoff(failures, patience), stopping.signal).then(() =>
          stopping.signal.aborted ? undefined : open(failures + 1),
        );
      }
    }
    const link: Link = {
      start: () => open(1),
      refuse: () => front.refuse(),
      stop: () => front.close(),
      address: () => front.address(),
      generation: () => 0,
    };
    return { receiver: front.receiver, link };
  }

  const { receiver, link } =
    options.mode.kind === "socket" ? socketLink(options.mode.appToken) : httpLink(options.mode);

  return {
    platform: "slack",
    limits: LIMITS,
    address: () => link.address(),
    workspace: () => tokens.identity?.team,

    async start(given) {
      context = given;
      accepting = true;
      // Bolt gets no token: it would check it in its constructor, and nobody could catch the rejection.
      listen(
        new App({
          receiver,
          authorize: () => Promise.resolve({}),
          logger: reach.logger,
          ignoreSelf: false,
          convoStore: false,
        }),
      );
      await Promise.all([tokens.check(), link.start()]);
    },

    async stop() {
      accepting = false;
      link.refuse();
      await within(STOP_WITHIN_MS, Promise.allSettled(underWay));
      await link.stop();
      stopping.abort();
      await tokens.ended();
    },

    send: (outgoing) => gallery.with(outgoing, (files) => post(web, outgoing, files)),
    update: (ref, outgoing) => gallery.with(outgoing, (files) => update(web, ref, outgoing, files)),
    delete: (ref) => remove(web, ref),
    upload: (file) => upload(web, file),
    download: (id, maxBytes) => download(web, id, maxBytes, options.botToken, options.apiUrl),
    findSent: (outgoing, since) => findSent(web, outgoing, since, tokens.identity?.user),
    checkPlace: (channel) => checkPlace(web, channel),
  };
}
