import { describe, expect, it } from "vitest";
import { AppError } from "../../../src/errors.ts";
import { readZip } from "../../../src/portfolio/zip/read.ts";
import { zipOf } from "../../../src/portfolio/zip/write.ts";

const AT = Date.UTC(2026, 10, 20, 16, 30);
const text = (content: string): Uint8Array => Buffer.from(content);
const zip = (files: Readonly<Record<string, string>>): Promise<Uint8Array> =>
  zipOf(new Map(Object.entries(files).map(([name, content]) => [name, text(content)])), AT);

/** The same bytes with one name in place of another of the same length, which no library would write. */
async function renamed(
  files: Readonly<Record<string, string>>,
  from: string,
  to: string,
): Promise<Uint8Array> {
  expect(to).toHaveLength(from.length);
  const bytes = Buffer.from(await zip(files)).toString("latin1");
  return Buffer.from(bytes.replaceAll(from, to), "latin1");
}

/** What the refusal says for the log: why, in a word. */
const refusal = async (bytes: Uint8Array): Promise<string> => {
  try {
    return `read ${[...(await readZip(bytes)).keys()].join(" ")}`;
  } catch (error) {
    return error instanceof AppError ? `${error.code}: ${error.message}` : String(error);
  }
};

/** With another size for the first file in the directory at the end (APPNOTE 4.3.12). */
async function promising(content: string, size: number): Promise<Uint8Array> {
  const bytes = Buffer.from(await zip({ "a.txt": content }));
  const entry = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  bytes.writeUInt32LE(size, entry + 24);
  return bytes;
}

describe("reading a ZIP that somebody hands in", () => {
  it("gives back every file of a good one", async () => {
    const files = await readZip(await zip({ "a.txt": "one", "b/c.txt": "two" }));
    expect(Array.from(files, ([name, bytes]) => `${name} ${Buffer.from(bytes).toString()}`)).toEqual([
      "a.txt one",
      "b/c.txt two",
    ]);
  });

  it.each([
    ["no ZIP", "hello", "not a zip"],
    ["nothing", "", "not a zip"],
  ])("refuses %s", async (_, content, why) => {
    expect(await refusal(text(content))).toBe(`invalid: zip refused: ${why}`);
  });

  it.each([
    ["xx/evil.txt", "../evil.txt", "bad entry"],
    ["xxxx/evil.txt", "/tmp/evil.txt", "bad entry"],
    ["x/xx/evil.txt", "x/../evil.txt", "bad entry"],
    ["xx/evil.txt", "C:/evil.txt", "bad entry"],
    ["xx_evil.txt", "xx\\evil.txt", "bad entry"],
    ["xx_evil.txt", "xx\u0000evil.txt", "odd name"],
    ["xx_evil.txt", "xx\nevil.txt", "odd name"],
  ])("refuses the name that %j was made into: %j", async (from, to, why) => {
    expect(await refusal(await renamed({ [from]: "evil" }, from, to))).toBe(`invalid: zip refused: ${why}`);
  });

  it.each([
    ["b.txt", "a.txt"],
    ["b.txt", "A.TXT"],
  ])("refuses two files of one name: %s made into %s", async (from, to) => {
    expect(await refusal(await renamed({ "a.txt": "1", [from]: "2" }, from, to))).toBe(
      "invalid: zip refused: duplicate name",
    );
  });

  it("refuses more than half a GiB before it unpacks any of it", async () => {
    expect(await refusal(await promising("x", 600 * 1024 * 1024))).toBe("invalid: zip refused: too large");
  });

  it("refuses a file that unpacks to more than it promised", async () => {
    expect(await refusal(await promising("x".repeat(5_000_000), 10))).toBe(
      "invalid: zip refused: entry damaged",
    );
  });

  it("refuses more files than any portfolio has", async () => {
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`f${n}.txt`, ""]));
    expect(await refusal(await zip(many))).toBe("invalid: zip refused: too many entries");
  });
});

describe("writing a ZIP", () => {
  it("gives the same bytes for the same files and moment, whenever it is made", async () => {
    const one = await zip({ "a.txt": "one" });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(Buffer.from(await zip({ "a.txt": "one" })).equals(Buffer.from(one))).toBe(true);
  });
});
