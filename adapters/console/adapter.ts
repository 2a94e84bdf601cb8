import type { Adapter, AdapterContext, Delivery, Limits, Outgoing, Upload } from "../../src/chat/adapter.ts";
import { say, text } from "../../src/chat/message.ts";
import { describeFailure } from "../../src/errors.ts";
import { randomIds } from "../../src/ids.ts";
import { createApp } from "./app.tsx";
import type { Draft, Entry } from "./book.ts";
import { fit } from "./cut.ts";
import { Desk } from "./desk.ts";
import type { Directory } from "./directory.ts";
import { LARGEST_FILE } from "./files.ts";
import type { ConsoleOptions } from "./options.ts";
import { placeOf, whyNot, WORKSPACE } from "./place.ts";
import { listen, type Listening } from "./server.ts";

/** The console, with the address at which a browser finds it. */
export type ConsoleAdapter = Adapter & {
  /** `http://127.0.0.1:port`, only after `start`; where it should be, if it could not listen there. */
  url(): string;
};

const LIMITS: Limits = {
  messageCharacters: 20_000,
  buttonsPerMessage: 25,
  choicesPerField: 100,
  fieldsPerForm: 50,
  postIntervalMs: 0,
  repeatSafeMs: 0,
};

const STOP_WITHIN_MS = 4_000;

/** A chat platform of our own, in this process, shown in the browser. */
export function createConsoleAdapter(options: ConsoleOptions): ConsoleAdapter {
  const desk = new Desk(options);
  let listening: Listening | undefined;
  let address: string | undefined;

  return {
    platform: "console",
    limits: LIMITS,
    workspace: () => WORKSPACE,
    url: () => {
      if (address === undefined) throw new Error("The console has no address before it is started.");
      return address;
    },
    async start(context: AdapterContext) {
      await desk.begin(context);
      try {
        listening = await listen(options.port, (port) => createApp(desk, port).fetch);
        address = listening.url;
        context.report({ state: "connected" });
      } catch (error) {
        // The other platforms need no port: the program goes on, and says what is wrong here.
        address = `http://127.0.0.1:${options.port}`;
        const detail = `The console cannot listen on port ${options.port}: ${describeFailure(error)}. Is it in use? Choose another.`;
        context.report({ state: "broken", reason: "unreachable", detail });
      }
    },
    async stop() {
      desk.streams.closeAll();
      let timer: NodeJS.Timeout | undefined;
      const timeUp = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, STOP_WITHIN_MS);
      });
      await listening?.close(STOP_WITHIN_MS);
      await Promise.race([desk.idle(), timeUp]);
      clearTimeout(timer);
      listening = undefined;
    },
    async send(outgoing) {
      // A key that is here already was accepted before; the outbox lost our answer, not we its message.
      const before = desk.book.findSent(outgoing);
      return before ? { outcome: "sent", ref: before } : post(desk, outgoing);
    },
    async update(ref, outgoing) {
      const done = desk.book.replace(ref, fit(outgoing.message, LIMITS));
      return done ? { outcome: "sent", ref } : { outcome: "failed", reason: "message_gone" };
    },
    async delete(ref) {
      return desk.book.remove(ref) ? { outcome: "sent", ref } : { outcome: "failed", reason: "message_gone" };
    },
    upload: (upload) => share(desk, upload),
    async download(id, maxBytes) {
      return desk.files.read(id, maxBytes);
    },
    async findSent(outgoing) {
      return desk.book.findSent(outgoing) ?? "absent";
    },
    async checkPlace(channel) {
      const directory = await known(desk);
      if (!directory) return { ok: false, reason: "unreachable" };
      const reason = whyNot(directory, channel);
      return reason === undefined ? { ok: true } : { ok: false, reason };
    },
  };
}

/** The directory, or undefined while the store behind it cannot be read. */
async function known(desk: Desk): Promise<Directory | undefined> {
  try {
    return await desk.options.directory();
  } catch (error) {
    desk.options.log("warn", "console: the directory cannot be read", { failure: describeFailure(error) });
    return undefined;
  }
}

const post = (desk: Desk, { key, to, message }: Outgoing): Promise<Delivery> =>
  put(desk, { place: placeOf(to), message: fit(message, LIMITS), key, thread: threadOf(to) });

async function share(desk: Desk, { to, fileName, bytes, alt }: Upload): Promise<Delivery> {
  if (bytes.byteLength > LARGEST_FILE) return { outcome: "failed", reason: "rejected" };
  const place = placeOf(to);
  const file = desk.files.put({ id: randomIds.next(), name: fileName, alt, bytes, place });
  return put(desk, { place, message: say(text(alt)), file, thread: threadOf(to) });
}

async function put(desk: Desk, draft: Draft): Promise<Delivery> {
  const directory = await known(desk);
  if (!directory) return { outcome: "retry", afterMs: undefined, reason: "the directory cannot be read" };
  const reason = whyNot(directory, draft.place);
  if (reason !== undefined) return { outcome: "failed", reason };
  const entry = desk.book.add({ ...draft, thread: rootOf(desk, draft) }, randomIds.next());
  return { outcome: "sent", ref: { channel: entry.place, id: entry.id } };
}

const threadOf = (to: Outgoing["to"]): string | undefined =>
  to.kind === "channel" ? to.thread?.id : undefined;

/** A reply to a reply goes under the same root; one to a message that is gone stands by itself, so that it is seen. */
function rootOf(desk: Desk, { place, thread }: Draft): Entry["thread"] {
  const under = thread === undefined ? undefined : desk.book.get({ channel: place, id: thread });
  return under && (under.thread ?? under.id);
}
