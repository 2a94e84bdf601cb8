import type { Command, Reading, Reply } from "../../chat/feature.ts";
import { privately } from "../../chat/feature.ts";
import { invalid } from "../../errors.ts";
import { matching } from "../../chat/suggest.ts";
import { didYouMean } from "../../suggest.ts";
import { samplesView } from "./sampling/views.ts";
import { queueView } from "./views.ts";
import { judging } from "./who.ts";

const WORDS = ["queue", "sample", "samples"] as const;

async function run(asking: Reading, line: string): Promise<Reply> {
  const { assessor, verifier } = await judging(asking.db, asking.actor);
  const word = line.trim().toLowerCase();
  if (word === "sample") return { kind: "form", form: "assess.sample", context: {} };
  if (word === "samples" || (word === "" && assessor.length === 0 && verifier.length > 0))
    return privately(await samplesView(asking));
  if (word === "" || word === "queue") return privately(await queueView(asking, assessor));
  throw invalid(
    `/assess knows ${WORDS.join(", ")}, or nothing for what waits for you.${didYouMean(word, WORDS)}`,
    "unknown word after /assess",
  );
}

/** `/assess`: what waits for an assessor, and a verifier's samples. */
export const assessCommand: Command = {
  name: "assess",
  description: "What waits for your judgement as an assessor, and your samples as a verifier",
  usage: "[queue | sample | samples]",
  who: "member",
  line: {
    name: "what",
    hint: "Nothing for what waits; sample draws one, samples shows what is open",
    suggest: async (_, typed) =>
      matching(
        WORDS.map((value) => ({ value, label: value })),
        typed,
      ),
  },
  writes: false,
  run,
};
