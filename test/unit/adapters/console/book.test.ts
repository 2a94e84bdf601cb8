import { describe, expect, it } from "vitest";
import { Book, type Change } from "../../../../adapters/console/book.ts";
import { say, text } from "../../../../src/chat/message.ts";
import { handClock } from "../../../support/console/harness.ts";

const message = (words: string) => say(text(words));

function openBook() {
  const changes: Change[] = [];
  const book = new Book(handClock(), (change) => changes.push(change));
  let count = 0;
  const add = (place: string, more: Partial<Parameters<Book["add"]>[0]> = {}) =>
    book.add({ place, message: message(`message ${count}`), ...more }, `id${(count += 1)}`);
  return { book, changes, add };
}

describe("the console's book", () => {
  it("refuses to replace or remove a message that it does not hold, or that is in another place", () => {
    const { book, add } = openBook();
    const entry = add("a");
    expect(book.replace({ channel: "a", id: "unknown" }, message("new"))).toBe(false);
    expect(book.replace({ channel: "b", id: entry.id }, message("new"))).toBe(false);
    expect(book.remove({ channel: "b", id: entry.id })).toBe(false);
    expect(book.remove({ channel: "a", id: entry.id })).toBe(true);
    expect(book.remove({ channel: "a", id: entry.id })).toBe(false);
  });

  it("shows a private answer to its person alone, in the order in which things were said", () => {
    const { book, add } = openBook();
    const ids = [add("a"), add("a", { onlyFor: "ana" }), add("a")].map((entry) => entry.id);
    expect(book.view("a", "ana").map((entry) => entry.id)).toEqual(ids);
    expect(book.view("a", "ben").map((entry) => entry.id)).toEqual([ids[0], ids[2]]);
  });

  it("keeps the newest 500 of a place, and private answers push out nobody else's", () => {
    const { book, add } = openBook();
    const first = add("a", { key: "first" });
    for (let count = 0; count < 150; count += 1) add("a", { onlyFor: "ana" });
    expect(book.get({ channel: "a", id: first.id })).toBeDefined();
    for (let count = 0; count < 500; count += 1) add("a");
    expect(book.get({ channel: "a", id: first.id })).toBeUndefined();
    expect(book.view("a", "ben")).toHaveLength(500);
    expect(book.view("a", "ana")).toHaveLength(600);
    expect(
      book.findSent({ key: "first", to: { kind: "channel", channel: "a" }, message: message("") }),
    ).toBeUndefined();
  });

  it("remembers every button that a message has shown", () => {
    const { book } = openBook();
    const take = { action: "take", arg: "1", label: "Take" };
    const decide = { action: "decide", arg: "2", label: "Decide" };
    book.add({ place: "a", message: { body: [], buttons: [take] } }, "x");
    book.replace({ channel: "a", id: "x" }, { body: [], buttons: [decide] });
    expect(book.get({ channel: "a", id: "x" })?.offered).toEqual([decide, take]);
    expect(book.get({ channel: "a", id: "x" })?.message.buttons).toEqual([decide]);
  });

  it("finds a message by its key, only in the place that it was meant for", () => {
    const { book, add } = openBook();
    const entry = add("dm:ana", { key: "k" });
    const ask = (user: string) => book.findSent({ key: "k", to: { kind: "dm", user }, message: message("") });
    expect(ask("ana")).toEqual({ channel: "dm:ana", id: entry.id });
    expect(ask("ben")).toBeUndefined();
  });

  it("counts what is unread for each person by themselves, and nothing from before the start", () => {
    const { book, add } = openBook();
    const to = { kind: "channel", channel: "a" } as const;
    book.restore([{ key: "old", to, ref: { channel: "a", id: "old" }, message: message("old"), at: 1 }]);
    expect(book.unread("a", "ana")).toHaveLength(0);
    add("a");
    book.markRead("a", "ana");
    add("a");
    expect(book.unread("a", "ana")).toHaveLength(1);
    expect(book.unread("a", "ben")).toHaveLength(2);
    expect(book.view("a", "ben")[0]?.id).toBe("old");
  });

  it("tells of every change once", () => {
    const { book, changes, add } = openBook();
    const { id } = add("a");
    book.replace({ channel: "a", id }, message("new"));
    book.remove({ channel: "a", id });
    expect(changes.map((change) => change.kind)).toEqual(["added", "changed", "changed"]);
  });
});
