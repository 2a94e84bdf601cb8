import type { Store } from "../../../../db/store.ts";
import type { Platform } from "../../../chat/event.ts";
import { type Message, say, text } from "../../../chat/message.ts";
import type { Clock } from "../../../clock.ts";
import type { Module } from "../../../engine/index.ts";
import { AppError, describeFailure } from "../../../errors.ts";
import { failpoint } from "../../../failpoint.ts";
import type { Log } from "../../../log.ts";
import { putDirect } from "../../../outbox/index.ts";
import { type Member, findMember } from "../../../people/index.ts";
import type { Parts } from "../../../work.ts";
import { bytesSource } from "../file/source.ts";
import { type ImportParts, confirmImport, dropImport, importFile, mayConfirm } from "../open.ts";
import { allQueues, findImport } from "../store.ts";
import { problemLines, reportLines } from "../words.ts";
import { COUNT_BUTTON, DISCARD_BUTTON, MOST_CHAT_BYTES } from "./form.ts";
import { type Job, type Wanted, endJob, nextJob, noteBegun } from "./jobs.ts";

/** What the work is done with. */
export interface ChatImportParts extends Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Reads a file that somebody gave in a form of a platform: `Adapter.download`. */
  readonly download: (platform: Platform, file: string, mostBytes: number) => Promise<Uint8Array>;
}

/** What a person is told, and under which key: a later message of the same import replaces it. */
interface Told {
  readonly key: string;
  readonly message: Message;
}

const lines = (title: string, body: readonly string[], importId?: string): Message => ({
  title: [text(title)],
  body: [{ b: "list", items: body.map((line) => [text(line.trim())]) }],
  ...(importId !== undefined && {
    buttons: [
      { action: COUNT_BUTTON, arg: importId, label: "Count it", style: "primary" },
      {
        action: DISCARD_BUTTON,
        arg: importId,
        label: "Discard",
        describe: "Discard the import: nothing of it counts",
      },
    ],
  }),
});

/** A job that was begun so often and never ended took the program with it; it is not begun again. */
const MOST_BEGUN = 3;

const GIVEN_UP =
  "Floorwalker had to start anew several times while it worked on this file, so it stopped trying. Split the file, a month to a file, or ask whoever runs Floorwalker to import it by command line.";

/** Thrown to leave a job as it is, when the program ends: the next start goes on with it. */
const ENDING = new Error("the program is ending");

/**
 * Does what was asked for in chats and takes long: fetches files, reads, counts and discards them, and
 * tells the person. One at a time, beside the loop and not in it, in the chunks of every import.
 */
export class ChatImports {
  readonly #parts: ChatImportParts;
  #working: Promise<void> | undefined;
  #isEnding = false;

  constructor(parts: ChatImportParts) {
    this.#parts = parts;
  }

  /** Looks whether there is anything to do; does not wait for it. */
  module(): Module {
    return {
      name: "imports from chats",
      every: "turn",
      run: async () => {
        if (this.#working || this.#isEnding) return;
        const job = await nextJob(this.#parts.store.read);
        if (!job) return;
        this.#working = this.#do(job).finally(() => {
          this.#working = undefined;
        });
      },
    };
  }

  /** Stops at the next chunk; what is left waits for the next start. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#working;
  }

  async #do(job: Job): Promise<void> {
    const { store, clock, log, active } = this.#parts;
    try {
      // In a transaction of its own: it must stand when what follows ends the program.
      await store.tx((db) => noteBegun(db, job.id, job.begun + 1), "background");
      const member = await findMember(store.read, job.memberId);
      const told = await this.#told(job, member);
      failpoint("kpi.chat-told");
      await store.tx(async (db) => {
        if (!(await endJob(db, job.id))) return;
        await putDirect(db, clock.now(), active, member, told);
      }, "background");
    } catch (error) {
      if (error !== ENDING)
        return log("error", `import from a chat: ${describeFailure(error)}`, { job: job.id });
      // An end in order is no fault of the file's.
      await store.tx((db) => noteBegun(db, job.id, job.begun), "background");
    }
  }

  /** Does a job, and gives what the person is told. What could not be done is told as well, and not tried again. */
  async #told(job: Job, member: Member | undefined): Promise<Told> {
    const { wanted } = job;
    const key = `kpi/import/${wanted.do === "fetch" ? job.id : wanted.importId}`;
    try {
      if (!member?.active) return { key, message: say(text("Nothing was imported.")) };
      if (job.begun >= MOST_BEGUN) return { key, message: say(text(GIVEN_UP)) };
      if (wanted.do === "fetch") return await this.#fetched(job.id, wanted, member);
      return { key, message: await this.#ended(wanted, member) };
    } catch (error) {
      if (error === ENDING) throw error;
      if (error instanceof AppError) return { key, message: say(text(error.userMessage)) };
      this.#parts.log("error", `import from a chat: ${describeFailure(error)}`, { job: job.id });
      return {
        key,
        message: say(
          text(
            "The file could not be fetched or read. Nothing was imported; give it again, and tell whoever runs Floorwalker if it happens again.",
          ),
        ),
      };
    }
  }

  #importParts(): ImportParts {
    const { store, ids, journal } = this.#parts;
    return {
      store,
      ids,
      journal,
      breathe: () => (this.#isEnding ? Promise.reject(ENDING) : Promise.resolve()),
    };
  }

  async #fetched(jobId: string, wanted: Extract<Wanted, { do: "fetch" }>, member: Member): Promise<Told> {
    const { store, clock, download } = this.#parts;
    const bytes = await download(wanted.platform, wanted.file, MOST_CHAT_BYTES);
    const staged = await importFile(
      this.#importParts(),
      {
        source: bytesSource("given in a chat", bytes),
        kind: wanted.kind,
        via: "chat",
        member,
        mostBytes: MOST_CHAT_BYTES,
        vendor: wanted.vendor,
        timeZone: wanted.zone,
        dates: wanted.dates,
        team: wanted.team,
      },
      clock.now(),
    );
    if (staged.outcome === "unusable")
      return {
        key: `kpi/import/${jobId}`,
        message: lines("The file cannot be used", problemLines(staged.problems, staged.count)),
      };
    // Another message than that of the file's first giving: that one says that it counts.
    if (staged.outcome === "already")
      return {
        key: `kpi/import/${jobId}`,
        message: say(text("This very file was imported already and counts. Nothing was changed.")),
      };
    const names = new Map((await allQueues(store.read)).map(({ id, name }) => [id, name]));
    const body = reportLines(staged.report, (id) => names.get(id) ?? id);
    return {
      key: `kpi/import/${staged.importId}`,
      message: lines("What the file holds: nothing counts yet", body, staged.importId),
    };
  }

  /** Counts or discards. What is said is how it stands now, also to who pressed twice, or before a restart. */
  async #ended(wanted: Exclude<Wanted, { do: "fetch" }>, member: Member): Promise<Message> {
    const { importId } = wanted;
    const parts = this.#importParts();
    const now = this.#parts.clock.now();
    if (wanted.do === "count") {
      await confirmImport(parts, importId, member, { actor: member.id, role: "importer" }, now);
      return say(text("Done: all of the file counts now."));
    }
    await mayConfirm(parts, importId, member);
    await dropImport(parts, importId, now);
    const left = await findImport(parts.store.read, importId);
    const counts = left !== undefined && left.place !== null;
    return say(
      text(counts ? "It counts already, so it was not discarded." : "Discarded: nothing of the file counts."),
    );
  }
}
