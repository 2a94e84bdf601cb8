/**
 * Discord and the people on it, for one bot: what they do goes out over the gateway, each
 * waiting for the first answer before doing the next thing. Its port is its first message.
 */
import { z } from "zod";
import { type Entered, caseOf } from "./cases.ts";
import { onDiscord } from "./centre.ts";
import { type Interaction, commandRun, modalSent } from "./discord-interactions.ts";
import { startDiscord } from "./discord-server.ts";
import type { Measured } from "./measured.ts";
import { STILL_SAVING } from "../../src/chat/deadline.ts";

const MESSAGE = 4;
const MODAL = 9;
const EPHEMERAL = 64;
/** Discord waits no longer for the first answer, ms. */
const ANSWER_WITHIN_MS = 3_000;

const jobSchema = z.object({
  /** With a line, and a form to send; or with an option for each field, and no form. */
  way: z.enum(["form", "options"]),
  seconds: z.number(),
  /** How many wait for an answer at any time. */
  people: z.number(),
  /** What a good confirmation holds. */
  expect: z.string(),
});
type Job = z.infer<typeof jobSchema>;

const callbackSchema = z.object({
  type: z.number(),
  data: z.looseObject({ content: z.string().default(""), flags: z.number().default(0) }),
});

/** The first answer to something that somebody did. */
type First = z.infer<typeof callbackSchema> & { readonly afterMs: number };

const waiting = new Map<string, (body: string | undefined) => void>();
const discord = await startDiscord((id, body) => waiting.get(id)?.(body));

/** Sends it, and waits for the first answer; `undefined` if there is none in time. */
async function first(interaction: Interaction): Promise<First | undefined> {
  const { id } = interaction;
  const at = performance.now();
  const body = await new Promise<string | undefined>((resolve) => {
    const timeout = setTimeout(() => resolve(undefined), ANSWER_WITHIN_MS);
    waiting.set(id, (answer) => {
      clearTimeout(timeout);
      resolve(answer);
    });
    discord.dispatch("INTERACTION_CREATE", interaction);
  });
  waiting.delete(id);
  const afterMs = performance.now() - at;
  return body === undefined ? undefined : { ...callbackSchema.parse(JSON.parse(body)), afterMs };
}

const inLine = ({ kind, issue, customer, amount, need }: Entered) => ({
  what: `${kind} ${issue.replaceAll("_", " ")} ${customer} wants ${amount} back: ${need}`,
  waiting: "no",
});
const byName = ({ kind, issue, customer, amount, need }: Entered) => ({
  kind,
  issue,
  customer,
  need,
  amount,
  waiting: "no",
});

let numbered = 0;

async function load(job: Job): Promise<Measured> {
  const opened: number[] = [];
  const latencies: number[] = [];
  let late = 0;
  let wrong = 0;
  let bodyBytes = 0;
  const optionsOf = job.way === "form" ? inLine : byName;
  const started = performance.now();
  const until = started + job.seconds * 1000;

  /** The command's answer, or the one to its form. */
  async function confirmation(entered: Entered): Promise<First | undefined> {
    const user = onDiscord(entered.user);
    const command = commandRun(user, optionsOf(entered));
    bodyBytes = JSON.stringify(command).length;
    const answer = await first(command);
    if (job.way === "options") return answer;
    if (answer?.type !== MODAL) return undefined;
    opened.push(answer.afterMs);
    return first(modalSent(user, answer.data));
  }

  const person = async (): Promise<void> => {
    while (performance.now() < until) {
      numbered += 1;
      const answer = await confirmation(caseOf(numbered));
      const isPrivate = answer?.type === MESSAGE && (answer.data.flags & EPHEMERAL) !== 0;
      if (isPrivate && answer.data.content.includes(job.expect)) latencies.push(answer.afterMs);
      else if (isPrivate && answer.data.content.includes(STILL_SAVING)) late += 1;
      else wrong += 1;
    }
  };
  await Promise.all(Array.from({ length: job.people }, person));
  return {
    latencies: latencies.toSorted((a, b) => a - b),
    opened: opened.toSorted((a, b) => a - b),
    late,
    wrong,
    seconds: (performance.now() - started) / 1000,
    bodyBytes,
  };
}

process.on("message", (message) => {
  void load(jobSchema.parse(message)).then((measured) => process.send?.(measured));
});
process.send?.({ port: discord.port });
