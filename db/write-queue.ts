import type { Statement } from "better-sqlite3";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { unavailable } from "../src/errors.ts";
import { systemClock } from "../src/clock.ts";
import { failpoint } from "../src/failpoint.ts";
import type { Connection } from "./driver.ts";
import type { Priority, Tx } from "./store.ts";

/** Jobs that may share one commit. */
const BATCH_JOBS = 64;
/**
 * A batch takes no more jobs after this long, ms, so that the event loop turns. Long against
 * a commit, which on a busy disk takes 10 ms: those that wait share one instead of waiting for several.
 */
const BATCH_MS = 25;
/**
 * After a commit that took long the loop gets as much time for everything else, at most this
 * long, ms: SQLite waits for a slow disk synchronously, and whoever comes meanwhile shares the next commit.
 * Not after a commit for one person alone: there is nobody to share with, and their next command would wait.
 */
const BREATHER_MS = 25;
/** A commit that is as quick as this, ms, calls for no pause. */
const QUICK_COMMIT_MS = 2;
/** A transaction that takes longer waits for something that is not the database (or for itself). */
const JOB_LIMIT_MS = 5_000;
/** Pause between tries for the write lock, ms. */
const LOCK_PAUSE_MS = 25;
/** How long to wait for an outsider's lock, ms, before telling people that it could not be saved. */
const LOCK_PATIENCE_MS = 120_000;
/** The same once the program is to end, ms: nobody was told that what waits here is saved. */
const LAST_PATIENCE_MS = 1_000;

interface Job {
  /** Runs the work; resolves to what to do once the fate of the whole batch is known. */
  readonly run: (handle: Tx) => Promise<() => void>;
  readonly reject: (error: unknown) => void;
}

const isLocked = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  typeof error.code === "string" &&
  /^SQLITE_(BUSY|LOCKED)/.test(error.code);

/** The disk, not the work: full, unreadable, read-only. */
const isStorageFailure = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  typeof error.code === "string" &&
  /^SQLITE_(FULL|IOERR|READONLY|CORRUPT|CANTOPEN|NOMEM)/.test(error.code);

/** What every transaction begins and ends with, compiled once. */
type Control = Readonly<Record<"begin" | "savepoint" | "release" | "commit", Statement>>;

/**
 * SQLite has one writer. Callers queue here; those that come together share one durable
 * commit, a savepoint each, so that the price of `synchronous=FULL` is paid once for all.
 */
export class WriteQueue {
  readonly #connection: Connection;
  readonly #newHandle: (assertOpen: () => void) => Tx;
  readonly #control: Control;
  readonly #listeners: (() => void)[] = [];
  /** What somebody waits for. */
  readonly #jobs: Job[] = [];
  /** What nobody waits for: deliveries, timers. */
  readonly #background: Job[] = [];
  #pumping: Promise<void> | undefined;
  #ending = false;
  #lastCommitMs = 0;

  constructor(connection: Connection, newHandle: (assertOpen: () => void) => Tx) {
    this.#connection = connection;
    this.#control = {
      begin: connection.prepare("BEGIN IMMEDIATE"),
      savepoint: connection.prepare("SAVEPOINT job"),
      release: connection.prepare("RELEASE job"),
      commit: connection.prepare("COMMIT"),
    };
    this.#newHandle = newHandle;
  }

  /** Queues a transaction; see `Store.tx`. */
  add<T>(work: (db: Tx) => Promise<T>, priority: Priority = "foreground"): Promise<T> {
    const queue = priority === "foreground" ? this.#jobs : this.#background;
    return new Promise<T>((resolve, reject) => {
      queue.push({
        run: async (handle) => {
          const value = await work(handle);
          return () => resolve(value);
        },
        reject,
      });
      this.#pumping ??= this.#pump().finally(() => {
        this.#pumping = undefined;
      });
    });
  }

  /** Ends what is queued or under way; waits for an outsider's lock only a moment longer. */
  async drain(): Promise<void> {
    this.#ending = true;
    while (this.#pumping) await this.#pumping;
  }

  onCommit(listener: () => void): void {
    this.#listeners.push(listener);
  }

  async #pump(): Promise<void> {
    // One turn of the event loop: whoever comes in the same turn shares the commit.
    await setImmediate();
    while (this.#jobs.length + this.#background.length > 0) {
      try {
        await this.#begin();
        const wasAlone = await this.#batch();
        if (this.#lastCommitMs > QUICK_COMMIT_MS && !wasAlone)
          await sleep(Math.min(BREATHER_MS, this.#lastCommitMs));
      } catch (error) {
        for (const job of [...this.#jobs.splice(0), ...this.#background.splice(0)]) job.reject(error);
      }
      await setImmediate();
    }
  }

  /** Takes the write lock, waiting asynchronously while an outsider holds it. */
  async #begin(): Promise<void> {
    for (let waited = 0, waitedAtEnd = 0; ; waited += LOCK_PAUSE_MS) {
      try {
        this.#control.begin.run();
        return;
      } catch (error) {
        if (!isLocked(error)) throw asUnavailable(error);
        if (this.#ending) waitedAtEnd += LOCK_PAUSE_MS;
        if (waited > LOCK_PATIENCE_MS || waitedAtEnd > LAST_PATIENCE_MS) throw asUnavailable(error);
        await sleep(LOCK_PAUSE_MS);
      }
    }
  }

  /** Whether all of it was for one person: nobody came meanwhile with whom the next commit could be shared. */
  async #batch(): Promise<boolean> {
    const started = systemClock.monotonic();
    const settle: (() => void)[] = [];
    const taken: Job[] = [];
    // One of the background goes with every batch, so that it comes forward however busy people are.
    let fromBackground = false;
    const isWaitedFor = this.#jobs.length > 0;
    for (let job = this.#next(fromBackground); job; job = this.#next(fromBackground)) {
      taken.push(job);
      settle.push(await this.#one(job));
      if (!this.#connection.inTransaction) break; // the database gave the whole batch up (disk full, I/O error)
      const full = taken.length >= BATCH_JOBS || systemClock.monotonic() - started > BATCH_MS;
      if (full && (fromBackground || this.#background.length === 0)) break;
      fromBackground = full;
    }
    try {
      failpoint("store.before-commit");
      const began = systemClock.monotonic();
      this.#control.commit.run();
      this.#lastCommitMs = systemClock.monotonic() - began;
    } catch (error) {
      if (this.#connection.inTransaction) this.#connection.exec("ROLLBACK");
      for (const job of taken) job.reject(asUnavailable(error));
      return false;
    }
    failpoint("store.after-commit");
    for (const done of settle) done();
    for (const listener of this.#listeners) listener();
    return isWaitedFor && taken.length === 1;
  }

  #next(fromBackground: boolean): Job | undefined {
    return (fromBackground ? undefined : this.#jobs.shift()) ?? this.#background.shift();
  }

  /** One job in its savepoint. Resolves to what tells its caller the outcome, after the outer commit. */
  async #one(job: Job): Promise<() => void> {
    const connection = this.#connection;
    let open = true;
    const handle = this.#newHandle(() => {
      if (!open)
        throw new Error("database handle used after its transaction ended: a promise was not awaited");
    });
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(
          new Error(
            "transaction took too long: it waits for something else than the database, or for itself",
          ),
        );
      }, JOB_LIMIT_MS);
    });
    this.#control.savepoint.run();
    try {
      const done = await Promise.race([job.run(handle), tooLong]);
      open = false;
      this.#control.release.run();
      return done;
    } catch (error) {
      open = false;
      if (connection.inTransaction) connection.exec("ROLLBACK TO job; RELEASE job");
      return () => job.reject(isStorageFailure(error) ? asUnavailable(error) : error);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** A failure of the store itself, in words for the person whose command it was. */
const asUnavailable = (cause: unknown): Error =>
  unavailable(
    "This could not be saved just now, and nothing was changed. Please try again in a minute; if it happens again, tell whoever runs Floorwalker.",
    `store cannot write: ${cause instanceof Error && "code" in cause ? String(cause.code) : "unknown"}`,
    cause,
  );
