import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { addDays, localDate, startOf } from "../../src/local-days.ts";
import type { Portfolio, PortfolioCriterion } from "../../src/portfolio/index.ts";
import { portfolioShape } from "../../src/portfolio/model.ts";
import { readZip } from "../../src/portfolio/zip/read.ts";
import type { Filled, Hand } from "./hand.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";

/** What is written where nothing about it matters but that somebody wrote it. */
const WORDS = {
  decided: "Approved as the procedure says; the customer hears it today.",
  feedback: "Right to ask. Next time have the date of the order ready.",
} as const;

const LONDON = "Europe/London";

/** Moves time to half past eight of the next morning, when digests come. */
export function nextMorning({ clock }: Pick<World, "clock">): void {
  const tomorrow = addDays(localDate(clock.now(), LONDON), 1);
  clock.advance(startOf(tomorrow, LONDON) + 8.5 * 3_600_000 - clock.now());
}

/** A case as it is raised and ended. */
export interface CaseTold {
  /** As typed after /escalate: "takeover refund C-3001 wants …". */
  readonly line: string;
  /** What the form still needs. */
  readonly form?: Filled;
  readonly what?: string;
  readonly decide?: Filled;
  /** Whether the raiser tells the customer: approval and advice. */
  readonly told?: boolean;
  /** What was weighed in the decision. */
  readonly weighed?: Filled;
}

/** One raises a case; another takes it, decides, hands it back; the raiser records that the customer was told. */
export async function solves(raiser: Hand, resolver: Hand, told: CaseTold): Promise<string> {
  await raiser.types(`/escalate ${told.line}`);
  const answer = await raiser.fills(told.form ?? {});
  const ref = /ESC-\d{4,}/.exec(answer)?.[0];
  if (ref === undefined) throw new Error(`no reference in: ${answer}`);
  await resolver.presses("Take", ref);
  await resolver.looks("Decide", ref);
  await resolver.fills({ "What was decided": told.what ?? WORDS.decided, ...told.decide });
  if (told.weighed) {
    await resolver.looks("Note what you weighed", ref);
    await resolver.fills(told.weighed);
  }
  await resolver.looks("Hand back", ref);
  await resolver.sends({ Feedback: WORDS.feedback });
  if (told.told === true) {
    await raiser.looks("Record: customer told", ref);
    await raiser.sends({ "Told the customer": ["Told, and accepts it"] });
  }
  await raiser.reads(ref, "Closed");
  return ref;
}

/** The fields that say for which criteria of one part of a unit something is, and why. */
export const claimed = (
  unit: string,
  group: string,
  refs: readonly string[],
  why: string,
  label: "Why it meets this" | "What of it shows these criteria" = "Why it meets this",
): Filled => ({
  "Part of the unit": [`${unit} ${group}: `],
  [`Which of ${unit} ${group}`]: refs.map((ref) => `${unit} ${ref} `),
  [label]: why,
});

const refIn = (card: string): string => {
  const ref = /\bE\d{3}\b/.exec(card)?.[0];
  if (ref === undefined) throw new Error(`no piece of evidence in: ${card}`);
  return ref;
};

/** Keeps the suggestion whose title has this; gives back the reference of what is kept. */
export async function keeps(learner: Hand, title: string, values: Filled): Promise<string> {
  const list = await learner.types("/evidence suggestions");
  const n = new RegExp(`(\\d)\\. [^\\n]*${title}`).exec(list)?.[1];
  if (n === undefined) throw new Error(`nothing suggested with ${title}: ${list}`);
  await learner.looks(`Keep ${n}`, title);
  return refIn(await learner.fills(values));
}

/** Adds what the record does not suggest: a work product or an account. */
export async function adds(
  learner: Hand,
  what: "Add a work product" | "Write an account",
  values: Filled,
): Promise<string> {
  await learner.types("/evidence add");
  await learner.looks(what, "Add evidence");
  return refIn(await learner.fills(values));
}

/** Shares and signs for a piece of evidence. */
export async function shares(learner: Hand, ref: string, help = ""): Promise<void> {
  await learner.types(`/evidence ${ref}`);
  await learner.looks("Share and sign", `${ref}: `);
  const answer = await learner.fills(help === "" ? {} : { "Help that you had with it": help });
  if (!answer.includes(`${ref}: shared and signed.`)) throw new Error(answer);
}

/** Asks somebody who took part, who then says what they saw, each on their own platform. */
export async function testifies(learner: Hand, witness: Hand, name: string, ref: string, words: string) {
  await learner.types(`/evidence ${ref}`);
  const offered = await learner.looks(`Ask ${name}`, `${ref}: `);
  if (!offered.includes(`${name} is asked about ${ref}.`)) throw new Error(offered);
  await witness.looks("Say what I saw");
  const signed = await witness.fills({
    "What I saw": words,
    "How we know each other": ["They decided, advised"],
    "What I know of this work": "I have done it for six years.",
  });
  if (!signed.includes("It is signed in your name")) throw new Error(signed);
  await learner.reads("has said what they saw", ref);
}

/** The assessor records what they saw, discussed or asked; the learner signs that a discussion is right. */
export async function records(
  assessor: Hand,
  about: string,
  button: "I observed" | "We discussed" | "I asked",
  values: Filled,
): Promise<string> {
  await atLearner(assessor, about, button);
  return refIn(await assessor.fills(values));
}

/** What an assessor says of a criterion. */
export interface Said {
  readonly decision: "Met" | "More needed" | "Not yet";
  readonly reasons: string;
  readonly feedback?: string;
}

/** Judges everything that waits; gives back what was judged, in order: "1.2 Met". */
export async function judgesAll(
  assessor: Hand,
  unit: string,
  say: (ref: string) => Said,
): Promise<readonly string[]> {
  const done: string[] = [];
  for (;;) {
    const queue = await assessor.types("/assess");
    if (queue.includes("Nothing waits for your judgement")) return done;
    const [, words = "", ref = ""] =
      new RegExp(`1\\. [^\\n]*?(${unit} (\\S+) [^\\n]*?) by E`).exec(queue) ?? [];
    if (ref === "") throw new Error(`nothing to judge in: ${queue}`);
    const view = await assessor.looks("Look at 1", words);
    if (!view.includes(words)) throw new Error(`${words} is not in: ${view}`);
    const { decision, reasons, feedback } = say(ref);
    await assessor.looks(decision, words);
    const signed = await assessor.fills({
      Reasons: reasons,
      ...(feedback === undefined ? {} : { "Feedback for the learner": feedback }),
    });
    if (!signed.includes("Signed in your name")) throw new Error(signed);
    done.push(`${ref} ${decision}`);
  }
}

/** What the assessor of a learner reads and presses at the learner's own page. */
export async function atLearner(assessor: Hand, about: string, label: string): Promise<string> {
  await assessor.types("/assess");
  await assessor.looks(about);
  return assessor.looks(label, "shared: ");
}

/** All three sign the unit: the assessor, then whoever is asked. */
export async function signs(assessor: Hand, about: string, others: readonly Hand[]): Promise<void> {
  const unit = about.split(", ")[1] ?? "";
  const signed = (text: string): void => {
    if (!text.includes(`${unit}: signed.`)) throw new Error(text);
  };
  signed(await atLearner(assessor, about, `Sign ${unit}`));
  for (const one of others) signed(await one.looks(`Sign ${unit}`, `has signed ${unit}`));
}

/** A ZIP as a person has it before them: unpacked into a folder. */
export interface Unpacked {
  readonly folder: string;
  readonly text: (name: string) => string;
  readonly names: readonly string[];
}

const isZip = ({ name }: { readonly name: string }): boolean => name.endsWith(".zip");

/** Asks for the portfolio, and unpacks the file that the platform handed over; it is there until the world stops. */
export async function exports({ databaseFile }: World, learner: Hand): Promise<Unpacked> {
  const before = learner.files().length;
  const asked = await learner.types("/portfolio export");
  if (!asked.includes("Your portfolio is being made.")) throw new Error(asked);
  const file = await until(
    "the file is handed over",
    () => learner.files().slice(before).find(isZip),
    60_000,
  );
  await learner.reads("Your portfolio", "Here it is.");
  return unpacked(file.bytes, join(dirname(databaseFile), file.name.replace(".zip", "")));
}

/** A portfolio of one unit, as the learner was handed it, and nobody else. */
export interface HandedOver {
  readonly zip: Unpacked;
  /** What the `verify.mjs` in it says. */
  readonly checked: Awaited<ReturnType<typeof verifies>>;
  readonly portfolio: Portfolio;
  readonly unit: Portfolio["units"][number];
  readonly criteria: readonly PortfolioCriterion[];
  /** Criteria of which the assessor says that they are met, of what is there now. */
  readonly met: readonly string[];
}

/** What a learner has in hand at the end of a story. */
export async function handsOver(world: World, learner: Hand, others: readonly Hand[]): Promise<HandedOver> {
  const zip = await exports(world, learner);
  if (others.some((one) => one.files().some(isZip))) throw new Error("somebody else was handed a portfolio");
  const portfolio = portfolioShape.parse(JSON.parse(zip.text("portfolio.json")));
  const [unit] = portfolio.units;
  if (!unit) throw new Error("a portfolio without a unit");
  const criteria = unit.groups.flatMap((group) => group.criteria);
  const met = criteria
    .filter(({ judgements }) => judgements.some(({ current, decision }) => current && decision === "met"))
    .map(({ ref }) => ref);
  return { zip, checked: await verifies(zip), portfolio, unit, criteria, met };
}

/** Every text that somebody can read in a ZIP, by file; of the word-processor file its words. */
export async function readable({ folder, names }: Unpacked): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const name of names.filter((one) => !one.endsWith(".pdf") && !one.endsWith(".mjs"))) {
    const bytes = await readFile(join(folder, name));
    const inner = name.endsWith(".docx") ? await readZip(bytes) : new Map([[name, bytes]]);
    found.set(name, [...inner.values()].map((one) => Buffer.from(one).toString("utf8")).join("\n"));
  }
  return found;
}

/** In which files any of these words stand: "portfolio.json: Priya Shah". */
export async function foundIn(
  zip: Unpacked,
  words: readonly (string | RegExp)[],
): Promise<readonly string[]> {
  return [...(await readable(zip))].flatMap(([name, text]) =>
    words
      .filter((word) => (typeof word === "string" ? text.includes(word) : word.test(text)))
      .map((word) => `${name}: ${String(word)}`),
  );
}

/** Unpacks a ZIP into a folder of its own. */
export async function unpacked(zip: Uint8Array, folder: string): Promise<Unpacked> {
  const files = await readZip(zip);
  for (const [name, bytes] of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
  return {
    folder,
    names: [...files.keys()],
    text: (name) => Buffer.from(files.get(name) ?? new Uint8Array()).toString("utf8"),
  };
}

/** Runs the `verify.mjs` that came in the ZIP, as a stranger would. */
export const verifies = (zip: Unpacked): Promise<{ readonly code: number; readonly said: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, ["verify.mjs"], { cwd: zip.folder, env: {} }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, said: `${stdout}${stderr}` }),
    );
  });
