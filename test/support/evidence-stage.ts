import { sampled } from "../../db/schema/assessment.ts";
import type { Answer } from "../../src/chat/adapter.ts";
import type { RawValues } from "../../src/chat/form.ts";
import { type EvidenceFloor, openEvidenceFloor } from "./evidence-floor.ts";
import type { Asker } from "./floor.ts";
import type { PersonId } from "./world.ts";

/** What is said of a lost parcel is no evidence of anything; long enough for every field. */
const WORDS = "Something that was written for this test, in more than six words of its own.";

/** Everything that a button or a form can be about, by the internal ids of one learner's evidence. */
export interface About {
  readonly subject: string;
  /** Shared, judged and asked about. */
  readonly shared: string;
  /** Nobody's but the learner's. */
  readonly own: string;
  /** A professional discussion that the assessor recorded. */
  readonly discussion: string;
  readonly request: string;
  readonly learner: string;
  readonly unit: string;
  readonly sample: string;
  readonly judgement: string;
}

/** What there is not, of each kind. */
const NOTHING = "0".repeat(20);
export const MISSING: About = {
  subject: NOTHING,
  shared: NOTHING,
  own: NOTHING,
  discussion: NOTHING,
  request: NOTHING,
  learner: NOTHING,
  unit: "NONE",
  sample: NOTHING,
  judgement: NOTHING,
};

/** The argument of each button. */
export const ARGS: Readonly<Record<string, (about: About) => string>> = {
  "evidence.suggestions": () => "",
  "evidence.coverage": ({ unit }) => `${unit}.`,
  "evidence.join": () => "",
  "evidence.keep": ({ subject }) => subject,
  "evidence.product_add": () => "",
  "evidence.reflection_add": () => "",
  "evidence.show": ({ shared }) => shared,
  "evidence.share": ({ own }) => own,
  "evidence.claim": ({ own }) => own,
  "evidence.strike": ({ own }) => `${own}.1`,
  "evidence.strike_claim": ({ own }) => own,
  "evidence.ask": ({ own }) => own,
  "testimony.write": ({ request }) => request,
  "assess.look": ({ learner, unit }) => `${learner}.${unit}.1_2`,
  "assess.judge": ({ learner, unit }) => `${learner}.${unit}.1_2.0.`,
  "assess.learner": ({ learner, unit }) => `${learner}.${unit}`,
  "assess.item": ({ shared }) => shared,
  "assess.observation": ({ learner, unit }) => `${learner}.${unit}`,
  "assess.discussion": ({ learner, unit }) => `${learner}.${unit}`,
  "assess.question": ({ learner, unit }) => `${learner}.${unit}`,
  "assess.plan": ({ learner, unit }) => `${learner}.${unit}`,
  "assess.sign_unit": ({ learner, unit }) => `${learner}.${unit}`,
  "assess.sample": () => "",
  "assess.samples": () => "",
  "assess.sampled": ({ sample, judgement }) => `${sample}.${judgement}`,
  "assess.agreed": ({ sample, judgement }) => `${sample}.${judgement}`,
  "assess.action_required": ({ sample, judgement }) => `${sample}.${judgement}`,
  // From here on they change something.
  "evidence.ask_one": ({ shared }) => `${shared}.megan`,
  "evidence.agree": ({ discussion }) => discussion,
  "assess.viewed": ({ shared }) => shared,
  "testimony.decline": ({ request }) => request,
  "evidence.dismiss": ({ subject }) => subject,
  "evidence.leave": () => "",
};

interface Sent {
  readonly context: (about: About) => Readonly<Record<string, string>>;
  readonly values: RawValues;
}

const criteria = { part: "g_cc15_lo1", g_cc15_lo1: "CC15:1.4" };
const dated = { title: "A title", day: "2024-05-06", why: WORDS, ...criteria };
const ofUnit = ({ learner, unit }: About) => ({ learner, unit });

/** What each form is about, and what is filled in. */
export const FORMS: Readonly<Record<string, Sent>> = {
  "evidence.accept": {
    context: ({ subject }) => ({ subject }),
    values: { criteria: "CC15:1.2", my_part: WORDS, why: WORDS },
  },
  "evidence.product": {
    context: () => ({}),
    values: { ...dated, what: WORDS, my_part: WORDS, system: "The knowledge base", reference: "KB 12" },
  },
  "evidence.reflection": {
    context: () => ({}),
    values: { ...dated, happened: WORDS, reasons: WORDS, outcome: WORDS, learned: WORDS },
  },
  "evidence.profile": { context: () => ({}), values: { role: "Senior agent", work: WORDS } },
  "evidence.claim": { context: ({ own }) => ({ item: own }), values: { ...criteria, why: WORDS } },
  "evidence.ask": { context: ({ own }) => ({ item: own }), values: { witness: "megan" } },
  "evidence.share": { context: ({ own }) => ({ item: own }), values: { help: "" } },
  "evidence.strike": {
    context: ({ own }) => ({ item: own, generation: "1" }),
    values: { reason: "Not mine after all" },
  },
  "evidence.strike_claim": {
    context: ({ own }) => ({ item: own }),
    values: { claim: "CC15:1.4 NOS Contact Centre 15", reason: "Another shows it better" },
  },
  "testimony.write": {
    context: ({ request }) => ({ request }),
    values: { words: WORDS, relationship: "colleague", competence: "Six years of it" },
  },
  "assess.judge": {
    context: ({ learner, unit }) => ({ learner, unit, ref: "1.2", decision: "met", hash: "" }),
    values: { reasons: WORDS },
  },
  "assess.observation": {
    context: ofUnit,
    values: { ...dated, place: "The floor", seen: WORDS },
  },
  "assess.discussion": { context: ofUnit, values: { ...dated, agenda: WORDS, summary: WORDS } },
  "assess.question": {
    context: ofUnit,
    values: { ...dated, question: WORDS, answer: WORDS, method: "Spoken" },
  },
  "assess.plan": { context: ofUnit, values: { performance_occasions: "1" } },
  "assess.sample": { context: () => ({}), values: { percent: "100", seed: "autumn" } },
  "assess.outcome": {
    context: ({ sample, judgement }) => ({ sample, judgement, outcome: "agreed" }),
    values: {},
  },
};

/** Presses a button as a platform would hand it in, from a message or forged. */
export const presses = (here: EvidenceFloor, asker: Asker, name: string, about: About): Promise<Answer> => {
  const arg = ARGS[name];
  if (!arg) throw new Error(`no argument for ${name}`);
  return here.floor.button(asker, name, arg(about));
};

/** Sends a form that was never opened for them: only what it names and who sends it count. */
export const sends = (
  here: EvidenceFloor,
  asker: Asker,
  name: string,
  context: Readonly<Record<string, string>>,
  values: RawValues,
): Promise<Answer> =>
  here.floor.submit(
    asker,
    {
      kind: "form",
      form: { name, id: crypto.randomUUID(), title: "", submitLabel: "", fields: [], context },
    },
    values,
  );

/** Judges the first thing that waits for an assessor, as *met* unless a label says otherwise. */
export async function judges(
  here: EvidenceFloor,
  assessor: PersonId,
  label = "Met",
  values: RawValues = { reasons: "The record and the account fit together." },
): Promise<Answer> {
  const look = await here.press(assessor, await here.assess(assessor), "Look at 1");
  return here.fill(assessor, look, label, values);
}

/**
 * Wei has shared one piece, which Tom was asked about and Quinn has judged; keeps another alone; and has a
 * discussion that Quinn recorded. Something more is suggested. Helen has drawn a sample. Ana has joined and
 * keeps something alone; Priya is registered and has not joined.
 */
export async function openEvidenceStage() {
  const here = await openEvidenceFloor();
  await here.join("wei", "ana");
  await here.decided("tom", "wei");
  await here.keep("wei");
  await here.share("wei", "E001");
  await judges(here, "qa");
  await here.press("wei", await here.evidence("wei", "E001"), "Ask Tom Baker");
  await sends(here, "wei", "evidence.reflection", {}, FORMS["evidence.reflection"]?.values ?? {});
  const discussion = FORMS["assess.discussion"]?.values ?? {};
  await sends(here, "qa", "assess.discussion", { learner: "wei", unit: "CC15" }, discussion);
  const subject = await here.decided("ana", "wei");
  await here.keep("ana");
  await sends(here, "helen", "assess.sample", {}, { unit: "CC15", percent: "100", seed: "spring" });
  const ids = new Map((await here.itemsOf("wei")).map(({ ref, id }) => [ref, id]));
  const [drawn] = await here.store.read.select().from(sampled);
  const [ana] = await here.itemsOf("ana");
  const about: About = {
    subject,
    shared: ids.get("E001") ?? "",
    own: ids.get("E002") ?? "",
    discussion: ids.get("E003") ?? "",
    request: await here.request("tom"),
    learner: "wei",
    unit: "CC15",
    sample: drawn?.sampleId ?? "",
    judgement: drawn?.judgementId ?? "",
  };
  if (Object.values(about).includes("") || !ana) throw new Error(JSON.stringify({ about, ana }));
  return { ...here, about, anas: ana.id };
}

/** A centre with evidence in every state. */
export interface EvidenceStage extends Awaited<ReturnType<typeof openEvidenceStage>> {}
