import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  contentHash,
  exportPortfolio,
  type Portfolio,
  verifyPortfolio,
} from "../../../src/portfolio/index.ts";
import { packageOf } from "../../../src/portfolio/package.ts";
import { readZip } from "../../../src/portfolio/zip/read.ts";
import { zipOf } from "../../../src/portfolio/zip/write.ts";
import { sample } from "./sample.ts";

type Files = Map<string, Uint8Array>;

const EXPECTED = [
  "README.txt",
  "portfolio.pdf",
  "portfolio.html",
  "forms.docx",
  "csv/evidence.csv",
  "csv/claims.csv",
  "csv/judgements.csv",
  "portfolio.json",
  "portfolio.schema.json",
  "xapi.json",
  "case/h12e-2012.json",
  "verify.mjs",
  "manifest.json",
  "SHA256SUMS",
];

let folder: string;
let zipPath: string;
let files: Files;
const stages: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "floorwalker-portfolio-"));
  zipPath = join(folder, "portfolio.zip");
  await exportPortfolio(sample(false), zipPath, { progress: (stage) => stages.push(stage) });
  files = new Map(await readZip(await readFile(zipPath)));
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Answer {
  readonly code: number;
  readonly said: string;
}

const runIn = (place: string, command: string, args: readonly string[]): Promise<Answer> =>
  new Promise((resolve) => {
    execFile(
      command,
      [...args],
      { cwd: place, env: { PATH: process.env["PATH"] ?? "" } },
      (error, stdout, stderr) =>
        resolve({
          code: typeof error?.code === "number" ? error.code : error === null ? 0 : -1,
          said: stdout + stderr,
        }),
    );
  });

let unpacked = 0;
/** Unpacks files as a stranger does, into a folder of its own. */
async function unpack(given: ReadonlyMap<string, Uint8Array>): Promise<string> {
  const place = join(folder, `unpacked-${(unpacked += 1)}`);
  for (const [name, bytes] of given) {
    await mkdir(dirname(join(place, name)), { recursive: true });
    await writeFile(join(place, name), bytes);
  }
  return place;
}

/** The program's own verify.mjs, so that one that was changed cannot judge itself. */
const verifyFolder = async (given: ReadonlyMap<string, Uint8Array>): Promise<Answer> => {
  const place = await unpack(given);
  return runIn(place, process.execPath, ["verify.mjs"]);
};

async function verifyZip(given: ReadonlyMap<string, Uint8Array>): Promise<readonly string[]> {
  const path = join(folder, `altered-${(unpacked += 1)}.zip`);
  await writeFile(path, await zipOf(given, 0));
  return (await verifyPortfolio(path)).faults;
}

const faultsIn = ({ said }: Answer): string[] =>
  [...said.matchAll(/^WRONG: (.+)$/gm)].map(([, fault = ""]) => fault);

const changed = (name: string): Files => {
  const bytes = Buffer.from(files.get(name) ?? []);
  // A gap at the end: JSON, scripts and lists of files mean the same as before.
  return new Map(files).set(name, Buffer.concat([bytes, Buffer.from("\n")]));
};

describe("an exported portfolio", () => {
  it("holds all of its files, under an own name only when it is whole", async () => {
    expect([...files.keys()]).toEqual(EXPECTED);
    expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("is for nobody but whoever runs the program", async () => {
    expect((await stat(zipPath)).mode & 0o077).toBe(0);
  });

  it("told how far it was", () => {
    expect(stages).toHaveLength(9);
    expect(stages[0]).toBe("1 of 9: the pages");
    expect(stages[2]).toBe("3 of 9: the PDF");
    expect(stages[8]).toBe("9 of 9: the archive");
  });

  it("is the same, byte for byte, whether a process of its own makes it or this one", async () => {
    const { zip } = await packageOf(sample(false), () => undefined);
    expect(Buffer.from(zip).equals(await readFile(zipPath))).toBe(true);
  });

  it("is found in order by verify.mjs, by sha256sum and by the program", async () => {
    const place = await unpack(files);
    const own = await runIn(place, process.execPath, ["verify.mjs"]);
    expect(own.said).toContain("Every file is as it was exported.");
    expect(own.said).toContain("b".repeat(64));
    expect(own.said).toContain("Note: E005: Asha Okafor (assessor) signed other content");
    expect(own.code).toBe(0);
    expect((await runIn(place, "sha256sum", ["-c", "--strict", "SHA256SUMS"])).code).toBe(0);
    const checked = await verifyPortfolio(zipPath);
    expect(checked.faults).toEqual([]);
    expect(checked.notes).toEqual([
      "E005: Asha Okafor (assessor) signed other content; it has to be signed again",
      "judgement 1 of H12E:PC3: the evidence has changed since; it has to be signed again",
    ]);
    expect(checked.head).toEqual({ events: 900, seq: 900, hash: "b".repeat(64) });
  });
});

describe("a portfolio that was altered", () => {
  it.each(EXPECTED)("shows it: %s changed", async (name) => {
    // A script that was changed cannot be asked about itself; sha256sum and the program can.
    const found = name === "verify.mjs" ? [] : faultsIn(await verifyFolder(changed(name)));
    expect(found).toEqual(name === "verify.mjs" ? [] : [`changed: ${name}`]);
    expect(await verifyZip(changed(name))).toEqual([`changed: ${name}`]);
  });

  it.each(EXPECTED.filter((name) => name !== "verify.mjs"))("shows it: %s removed", async (name) => {
    const without = new Map(files);
    without.delete(name);
    const answer = await verifyFolder(without);
    expect(answer.code).toBe(1);
    expect(answer.said).toContain(`missing: ${name}`);
    expect(await verifyZip(without)).toContain(`missing: ${name}`);
  });

  it("shows it: a file added", async () => {
    const more = new Map(files).set("csv/more.csv", Buffer.from("x"));
    const answer = await verifyFolder(more);
    expect(answer.code).toBe(1);
    expect(faultsIn(answer)).toEqual(["added: csv/more.csv"]);
    expect(await verifyZip(more)).toEqual(["added: csv/more.csv"]);
  });

  /** All files made anew around a portfolio that somebody changed by hand. */
  const forged = async (change: (portfolio: Portfolio) => Portfolio): Promise<Files> => {
    const { zip } = await packageOf(change(sample(false)), () => undefined);
    return new Map(await readZip(zip));
  };

  it("shows it: an item's words changed and every list made anew", async () => {
    const made = await forged((portfolio) => ({
      ...portfolio,
      items: portfolio.items.map((item) => (item.ref === "E001" ? { ...item, title: "Better" } : item)),
    }));
    const answer = await verifyFolder(made);
    expect(answer.code).toBe(1);
    const faults = [
      "content hash: E001 is not what its hash says",
      "judgement 2 of H12E:PC3 does not say truly whether its evidence has changed",
    ];
    expect(faultsIn(answer)).toEqual(faults);
    expect(await verifyZip(made)).toEqual(faults);
  });

  it("shows it: the hash changed, too, so that signatures no longer hold", async () => {
    const made = await forged((portfolio) => ({
      ...portfolio,
      items: portfolio.items.map((item) => {
        const other = { ...item, title: "Better" };
        return item.ref === "E003" ? { ...other, contentHash: contentHash(other) } : item;
      }),
    }));
    const answer = await verifyFolder(made);
    expect(answer.said).toContain("Note: E003: Priya Shah (learner) signed other content");
  });

  it("says which statement of competence was signed before what was judged changed", async () => {
    const made = await forged((portfolio) => ({
      ...portfolio,
      units: portfolio.units.map((unit) => ({
        ...unit,
        competence: unit.competence.map((one) => ({ ...one, current: false })),
      })),
    }));
    const note = "H12E: Priya Shah (learner) signed for other judgements; it has to be signed again";
    expect((await verifyFolder(made)).said).toContain(`Note: ${note}`);
    const path = join(folder, "stale.zip");
    await writeFile(path, await zipOf(made, 0));
    expect((await verifyPortfolio(path)).notes).toContain(note);
  });

  it("shows it: manifest and portfolio tell different stories of the journal", async () => {
    const made = await forged((portfolio) => ({ ...portfolio, journal: { ...portfolio.journal, seq: 1 } }));
    const mixed = new Map(files).set("portfolio.json", made.get("portfolio.json") ?? Buffer.alloc(0));
    expect(await verifyZip(mixed)).toContain(
      "manifest.json and portfolio.json do not say the same of this export",
    );
    expect(faultsIn(await verifyFolder(mixed))).toContain(
      "manifest.json and portfolio.json do not say the same of this export",
    );
  });

  it("opens no file because a list names it", async () => {
    const secret = join(folder, "secret.txt");
    await writeFile(secret, "secret");
    const text = Buffer.from(files.get("manifest.json") ?? []).toString("utf8");
    const lured = new Map(files).set(
      "manifest.json",
      Buffer.from(text.replace('"README.txt"', '"../secret.txt"')),
    );
    const answer = await verifyFolder(lured);
    expect(answer.said).toContain("missing: ../secret.txt");
    expect(answer.code).toBe(1);
  });
});

describe("an export that cannot be made", () => {
  it("fails in words for the person and a code for the log, and leaves nothing behind", async () => {
    const out = join(folder, "no-such-folder", "portfolio.zip");
    await expect(exportPortfolio(sample(false), out)).rejects.toMatchObject({
      code: "unavailable",
      message: "portfolio export0001 was not exported: Error ENOENT",
      userMessage: expect.stringContaining("try again"),
    });
  }, 60_000);

  it("is ended when it takes too long, or when the program ends", async () => {
    const out = join(folder, "late.zip");
    const late = exportPortfolio(sample(false), out, { timeLimitMs: 50 });
    await expect(late).rejects.toMatchObject({ code: "unavailable" });
    const ended = exportPortfolio(sample(false), out, { signal: AbortSignal.abort() });
    await expect(ended).rejects.toMatchObject({ code: "unavailable" });
    expect((await readdir(folder)).filter((name) => name.startsWith("late"))).toEqual([]);
  });
});
