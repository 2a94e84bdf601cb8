import { type ScheduledTask, schedule } from "node-cron";
import type { Clock } from "../clock.ts";
import { describeFailure } from "../errors.ts";
import type { Log } from "../log.ts";

/** A piece of background work. What is due is decided by the database, not by the tick. */
export interface Module {
  readonly name: string;
  /** `turn`: every turn of the loop and after each commit; `minute`: once a minute. */
  readonly every: "turn" | "minute";
  run(): Promise<void>;
}

/** Longest pause between two turns, ms. */
const TURN_MS = 250;

/**
 * One loop that runs due work. It turns on a monotonic interval, so that setting the
 * machine's clock back does not silence it, and at once when something was committed.
 */
export class Engine {
  readonly #modules: readonly Module[];
  readonly #log: Log;
  readonly #clock: Clock;
  #interval: NodeJS.Timeout | undefined;
  #minute: ScheduledTask | undefined;
  #turning: Promise<void> | undefined;
  #wanted = false;
  #minuteDue = true;
  #stopping = false;
  #lastTurn: number;

  constructor(parts: { readonly modules: readonly Module[]; readonly log: Log; readonly clock: Clock }) {
    this.#modules = parts.modules;
    this.#log = parts.log;
    this.#clock = parts.clock;
    this.#lastTurn = parts.clock.monotonic();
  }

  start(): void {
    this.#interval = setInterval(() => this.kick(), TURN_MS);
    this.#minute = schedule("* * * * *", () => this.#everyMinute(), {
      timezone: "UTC",
      suppressMissedWarning: true,
    });
    this.kick();
  }

  /** Asks for a turn now. */
  kick(): void {
    if (this.#stopping) return;
    this.#wanted = true;
    this.#turning ??= this.#turn().finally(() => {
      this.#turning = undefined;
    });
  }

  /** How long ago the loop last turned, ms: the one figure that shows that due work is being done. */
  sinceLastTurn(): number {
    return this.#clock.monotonic() - this.#lastTurn;
  }

  /** Ends the loop after the turn under way. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#interval);
    await this.#minute?.destroy();
    await this.#turning;
  }

  #everyMinute(): void {
    this.#minuteDue = true;
    this.kick();
  }

  async #turn(): Promise<void> {
    while (this.#wanted && !this.#stopping) {
      this.#wanted = false;
      const minute = this.#minuteDue;
      this.#minuteDue = false;
      for (const module of this.#modules) {
        if (module.every === "turn" || minute) await this.#run(module);
      }
      this.#lastTurn = this.#clock.monotonic();
    }
  }

  /** One module's failure must not keep the others from their work. */
  async #run(module: Module): Promise<void> {
    try {
      await module.run();
    } catch (error) {
      this.#log("error", `${module.name}: ${describeFailure(error)}`, { module: module.name });
    }
  }
}
