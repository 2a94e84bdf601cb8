import type { AdapterContext, Core } from "../../src/chat/adapter.ts";
import { plainText, type ResolvedMessage } from "../../src/chat/message.ts";
import { describeFailure } from "../../src/errors.ts";
import { randomIds } from "../../src/ids.ts";
import { Book, type Change, type Entry } from "./book.ts";
import { findChannel, findPerson, type Directory } from "./directory.ts";
import { Files } from "./files.ts";
import { OpenForms } from "./forms.ts";
import type { ConsoleOptions } from "./options.ts";
import { dmOwner, maySee } from "./place.ts";
import { Streams } from "./streams.ts";
import { timesIn, type Times } from "./time.ts";

const ANNOUNCED_CHARACTERS = 400;

/** Everything that the pages and the adapter share while the console runs. */
export class Desk {
  readonly options: ConsoleOptions;
  readonly book: Book;
  readonly files = new Files();
  readonly forms: OpenForms;
  readonly streams = new Streams();
  readonly times: Times;
  readonly #underWay = new Set<Promise<void>>();
  #core: Core | undefined;

  constructor(options: ConsoleOptions) {
    this.options = options;
    this.forms = new OpenForms(options.clock);
    this.times = timesIn(options.timeZone ?? "UTC", () => options.clock.now());
    this.book = new Book(options.clock, (change) => this.background(this.#tell(change)));
  }

  async begin(context: AdapterContext): Promise<void> {
    this.#core = context.core;
    // On a live database nobody chats here: what was said elsewhere stays out of our memory.
    if (this.options.sandbox) this.book.restore(await context.history());
  }

  get core(): Core {
    if (!this.#core) throw new Error("The console was used before it was started.");
    return this.#core;
  }

  /** Shows something to one person alone. */
  tellPrivately(
    person: string,
    where: { readonly place: string; readonly thread: string | undefined },
    message: ResolvedMessage,
    form?: string,
  ): Entry {
    const { place, thread } = where;
    return this.book.add({ place, thread, message, onlyFor: person, form }, randomIds.next());
  }

  /** Lets work go on without a page waiting for it. `idle` waits for it; a failure is logged. */
  background(work: Promise<void>): void {
    const watched = work.catch((error: unknown) =>
      this.options.log("error", "console: work in the background failed", {
        failure: describeFailure(error),
      }),
    );
    this.#underWay.add(watched);
    void watched.finally(() => this.#underWay.delete(watched));
  }

  async idle(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  /** Tells every open page that may see it: what to read out, then to fetch the view again. */
  async #tell({ kind, entry }: Change): Promise<void> {
    const listening = this.streams.people();
    if (listening.size === 0) return;
    const directory = await this.options.directory();
    for (const id of listening) {
      const person = findPerson(directory, id);
      if (!person || !maySee(directory, person, entry.place)) continue;
      if (entry.onlyFor !== undefined && entry.onlyFor !== id) continue;
      if (kind === "added")
        this.streams.publish(id, "announce", JSON.stringify(announcement(directory, entry)));
      this.streams.publish(id, "refresh", "{}");
    }
  }
}

function announcement(directory: Directory, entry: Entry): { text: string } {
  const where =
    dmOwner(entry.place) === undefined ? findChannel(directory, entry.place)?.name : "Direct message";
  const mark = entry.onlyFor === undefined ? "" : "Only you: ";
  return { text: `${where ?? "Message"}. ${mark}${plainText(entry.message)}`.slice(0, ANNOUNCED_CHARACTERS) };
}
