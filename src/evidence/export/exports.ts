import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Store } from "../../../db/store.ts";
import type { Adapter, Delivery, Upload } from "../../chat/adapter.ts";
import { pause, within } from "../../chat/connecting.ts";
import type { Platform } from "../../chat/event.ts";
import { type Message, strong, text } from "../../chat/message.ts";
import type { Clock } from "../../clock.ts";
import type { Module, Turn } from "../../engine/index.ts";
import { AppError, describeFailure } from "../../errors.ts";
import { failpoint } from "../../failpoint.ts";
import type { Log } from "../../log.ts";
import { putDirect } from "../../outbox/index.ts";
import { type Member, accountsOf, findMember, readSettings } from "../../people/index.ts";
import { exportPortfolio } from "../../portfolio/index.ts";
import type { Parts } from "../../work.ts";
import { buildPortfolio } from "./build.ts";
import { type ExportJob, changeExport, nextExport } from "./jobs.ts";

/** What exports are made with. */
export interface ExportParts extends Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly adapterOf: (platform: Platform) => Pick<Adapter, "upload"> | undefined;
  /** Where they are made; see `openWorkFolder`. */
  readonly folder: string;
  /** Whether this process makes them: of several on one database only one does. */
  readonly turn: Pick<Turn, "mine" | "confirmed">;
}

/** One that was begun so often and never ended took the program with it; it is not begun again. */
const MOST_BEGUN = 3;
/** Progress is told no more often, ms: a message that changes with every stage would only flicker. */
const TELL_EVERY_MS = 2_000;

/** A platform that asks for patience is asked again so often, ms apart at least and at most. */
const MOST_UPLOADS = 5;
const LEAST_PATIENCE_MS = 2_000;
const MOST_PATIENCE_MS = 60_000;
/** When the program ends, an upload under way is waited for so long, ms. */
const END_WITHIN_MS = 3_000;

/** The key of the message that tells how far it is. */
export const exportKey = (id: string): string => `evidence:export:${id}`;

/**
 * "portfolio-ana-2026-11-22.zip": no more than letters, figures and dashes.
 * @param mark what tells it from another of the same day
 */
export const zipName = (learnerId: string, day: string, mark = ""): string =>
  `portfolio-${learnerId.replaceAll(/[^a-z0-9-]+/gi, "-")}-${day}${mark}.zip`;

const progress = (stage: string): Message => ({
  title: [text("Your portfolio")],
  status: { tone: "progress", text: [text(stage)] },
  body: [{ b: "prose", text: [text("It comes here when it is made. Nobody else is told.")] }],
});

const FAILED =
  "The portfolio could not be made. Nothing was lost: /portfolio export tries again. If it happens again, tell whoever runs Floorwalker.";

/**
 * Whether a portfolio may have arrived already: one that was made is handed over at once, and no platform can be
 * asked afterwards whether a file came. So a second one says that it may be a second one (RELIABILITY P3).
 */
const mayBeThere = ({ digest }: ExportJob): boolean => digest !== null;

const AGAIN =
  " It may be here twice: the program ended while it was handing it over. This one was made anew, of what was on record then; either can be used.";
const MAYBE_THERE = " One that was made before may have arrived here all the same: it can be used.";

/**
 * Makes the portfolios that were asked for, one at a time and beside the loop, and hands each to whoever asked,
 * in a direct message. What a restart finds half-made is made anew.
 */
export class Exports {
  readonly #parts: ExportParts;
  #working: Promise<void> | undefined;
  readonly #ending = new AbortController();

  constructor(parts: ExportParts) {
    this.#parts = parts;
  }

  /** Looks whether there is anything to do; does not wait for it. */
  module(): Module {
    return {
      name: "portfolios",
      every: "turn",
      run: async () => {
        if (this.#working || this.#ending.signal.aborted || !this.#parts.turn.mine()) return;
        const job = await nextExport(this.#parts.store.read);
        if (!job) return;
        this.#working = this.#do(job)
          // The job stands as it stood, so the next turn finds it again.
          .catch((error: unknown) =>
            this.#parts.log("error", `portfolio: ${describeFailure(error)}`, { job: job.id }),
          )
          .finally(() => {
            this.#working = undefined;
          });
      },
    };
  }

  /** Ends what is under way; the next start makes it anew. */
  async end(): Promise<void> {
    this.#ending.abort();
    // A platform that does not answer keeps nobody from ending; what it may have got is then made again, and marked.
    if (this.#working) await within(END_WITHIN_MS, this.#working);
    await rm(this.#parts.folder, { recursive: true, force: true });
  }

  async #do(job: ExportJob): Promise<void> {
    const { store, log } = this.#parts;
    const member = await findMember(store.read, job.learnerId);
    try {
      if (!member?.active)
        return await this.#end(job, member, "failed", "This was not made: the account is not in use.");
      if (job.attempts >= MOST_BEGUN)
        return await this.#end(job, member, "failed", `${FAILED}${mayBeThere(job) ? MAYBE_THERE : ""}`);
      // In a transaction of its own: it must stand when what follows ends the program.
      await store.tx(
        (db) => changeExport(db, job.id, { state: "making", attempts: job.attempts + 1 }),
        "background",
      );
      failpoint("evidence.export-begun");
      await this.#make(job, member);
    } catch (error) {
      if (this.#ending.signal.aborted) {
        await this.#putBack(job);
        return;
      }
      log("error", `portfolio: ${describeFailure(error)}`, { job: job.id });
      await this.#end(job, member, "failed", error instanceof AppError ? error.userMessage : FAILED);
    }
  }

  /** The program ends: the next start makes it anew. An end in order is no fault of the portfolio's, so it does not count. */
  async #putBack({ id, attempts }: ExportJob): Promise<void> {
    await this.#parts.store.tx((db) => changeExport(db, id, { state: "waiting", attempts }), "background");
  }

  async #make(job: ExportJob, member: Member): Promise<void> {
    const { store, clock, folder: workFolder } = this.#parts;
    const settings = await readSettings(store.read);
    // Of one moment: evidence that changes meanwhile is in it as a whole or not at all.
    const portfolio = await store.snapshot((db) =>
      buildPortfolio(db, { learner: member, settings, now: clock.now(), id: job.id }),
    );
    // Somebody may have tidied up; each of these is for nobody else by itself.
    await mkdir(workFolder, { recursive: true, mode: 0o700 });
    const folder = await mkdtemp(join(workFolder, "portfolio-"));
    try {
      const file = join(folder, "portfolio.zip");
      let told = clock.monotonic() - TELL_EVERY_MS;
      let telling = Promise.resolve();
      await exportPortfolio(portfolio, file, {
        signal: this.#ending.signal,
        progress: (stage) => {
          if (clock.monotonic() - told < TELL_EVERY_MS) return;
          told = clock.monotonic();
          telling = telling.then(() => this.#tell(job, member, progress(`${stage}.`)));
        },
      });
      await telling;
      failpoint("evidence.export-drawn");
      const bytes = await readFile(file);
      const digest = createHash("sha256").update(bytes).digest("hex");
      const stands = await store.tx(async (db) => {
        // A process that was asleep for long may have lost its turn: whoever has it now makes the portfolio.
        if (!(await this.#parts.turn.confirmed(db))) return false;
        await changeExport(db, job.id, { state: "made", digest, bytes: bytes.length });
        await this.#parts.journal.record(db, clock.now(), {
          team: member.homeTeam,
          actor: job.askedBy,
          role: "learner",
          kind: "portfolio.exported",
          subject: job.id,
          facts: {
            learner: job.learnerId,
            items: portfolio.items.length,
            units: portfolio.units.map(({ unit, edition }) => `${unit} ${edition}`),
            head: portfolio.journal.hash,
            digest,
            withheld: portfolio.scan.withheld.length,
          },
        });
        return true;
      }, "background");
      if (!stands) return;
      failpoint("evidence.export-made");
      await this.#handOver(job, member, bytes, digest, portfolio.scan.withheld.length);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Gives the file to the person, in a direct message where they asked. */
  async #handOver(
    job: ExportJob,
    member: Member,
    bytes: Uint8Array,
    digest: string,
    withheld: number,
  ): Promise<void> {
    const { store, log } = this.#parts;
    const account = (await accountsOf(store.read, member.id)).find(
      ({ platform }) => platform === job.platform,
    );
    const delivered = await this.#upload(job, account?.user, {
      fileName: zipName(
        member.id,
        new Date(this.#parts.clock.now()).toISOString().slice(0, 10),
        mayBeThere(job) ? "-again" : "",
      ),
      bytes,
      alt: "Your portfolio, as a ZIP",
    });
    if (delivered?.outcome === "retry" && this.#ending.signal.aborted) return await this.#putBack(job);
    failpoint("evidence.export-uploaded");
    if (delivered?.outcome === "sent") {
      const scanned =
        withheld === 0
          ? ""
          : ` ${withheld} ${withheld === 1 ? "passage was" : "passages were"} withheld or renamed by the scan; the portfolio lists them.`;
      await this.#end(
        job,
        member,
        "sent",
        `Here it is.${scanned} Its SHA-256 is ${digest}; README.txt in it says how anybody can check it.${mayBeThere(job) ? AGAIN : ""}`,
      );
      return;
    }
    log("warn", "portfolio could not be handed over", {
      job: job.id,
      outcome: delivered?.outcome ?? "no account",
    });
    await this.#end(
      job,
      member,
      "failed",
      delivered?.outcome === "unknown"
        ? "The portfolio was made and sent, but nobody said that it arrived. If it is not here, /portfolio export makes it again."
        : "The portfolio was made but could not be sent here: it may be too large for this chat. Whoever runs Floorwalker can make it with floorwalker export.",
    );
  }

  /** Undefined where there is nobody to send it to. */
  async #upload(
    { platform }: ExportJob,
    user: string | undefined,
    file: Omit<Upload, "to">,
  ): Promise<Delivery | undefined> {
    const adapter = this.#parts.adapterOf(platform);
    if (user === undefined || !adapter) return undefined;
    for (let n = 1; ; n += 1) {
      const delivery = await adapter.upload({ ...file, to: { kind: "dm", user } });
      if (delivery.outcome !== "retry" || n === MOST_UPLOADS || this.#ending.signal.aborted) return delivery;
      const wait = Math.max(delivery.afterMs ?? 0, LEAST_PATIENCE_MS * n);
      await pause(Math.min(wait, MOST_PATIENCE_MS), this.#ending.signal);
    }
  }

  async #end(
    job: ExportJob,
    member: Member | undefined,
    state: "sent" | "failed",
    words: string,
  ): Promise<void> {
    const { store, clock, active } = this.#parts;
    await store.tx(async (db) => {
      await changeExport(db, job.id, { state, doneAt: clock.now() });
      await putDirect(db, clock.now(), active, member, {
        key: exportKey(job.id),
        message: {
          title: [text("Your portfolio")],
          status: {
            tone: state === "sent" ? "done" : "warning",
            text: [strong(state === "sent" ? "Made" : "Not made")],
          },
          body: [{ b: "prose", text: [text(words)] }],
        },
      });
    }, "background");
  }

  async #tell(job: ExportJob, member: Member, message: Message): Promise<void> {
    const { store, clock, active } = this.#parts;
    await store.tx(
      (db) => putDirect(db, clock.now(), active, member, { key: exportKey(job.id), message }),
      "background",
    );
  }
}
