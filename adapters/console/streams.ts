/** One open page that listens. */
export interface Listener {
  readonly person: string;
  readonly send: (event: string, data: string) => void;
  readonly close: () => void;
}

/** More pages than this per person are somebody's mistake; the oldest is closed. */
const PER_PERSON = 12;
const HEARTBEAT_MS = 20_000;

/** The pages that listen for changes. */
export class Streams {
  readonly #listeners = new Set<Listener>();
  #heartbeat: NodeJS.Timeout | undefined;

  add(listener: Listener): void {
    const own = [...this.#listeners].filter((other) => other.person === listener.person);
    if (own.length >= PER_PERSON) own[0]?.close();
    this.#listeners.add(listener);
    // Without traffic neither side would notice that the other is gone.
    this.#heartbeat ??= setInterval(() => {
      for (const each of this.#listeners) each.send("alive", "");
    }, HEARTBEAT_MS).unref();
  }

  remove(listener: Listener): void {
    this.#listeners.delete(listener);
  }

  /** Who listens at the moment. */
  people(): ReadonlySet<string> {
    return new Set([...this.#listeners].map((listener) => listener.person));
  }

  publish(person: string, event: string, data: string): void {
    for (const listener of this.#listeners) if (listener.person === person) listener.send(event, data);
  }

  closeAll(): void {
    clearInterval(this.#heartbeat);
    this.#heartbeat = undefined;
    for (const listener of this.#listeners) listener.close();
    this.#listeners.clear();
  }
}
