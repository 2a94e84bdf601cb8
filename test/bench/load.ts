/**
 * The load: a process that signs submissions of the escalation form and posts them over
 * connections that are kept open, each waiting for its answer before it sends the next.
 */
import { createHmac } from "node:crypto";
import { Agent, request } from "node:http";
import { z } from "zod";
import { caseOf } from "./cases.ts";
import { CHANNEL, EVENTS_PATH, RAISERS, SIGNING_SECRET, WORKSPACE } from "./centre.ts";
import { STILL_SAVING } from "../../src/chat/deadline.ts";
import type { Measured } from "./measured.ts";
import { submissionsOf } from "./submission.ts";

const jobSchema = z.discriminatedUnion("do", [
  z.object({ do: z.literal("open"), port: z.number() }),
  z.object({
    do: z.literal("submit"),
    port: z.number(),
    /** The form, as the program opened it. */
    view: z.string(),
    seconds: z.number(),
    connections: z.number(),
    /** What a good answer holds. */
    expect: z.string(),
  }),
]);
type Submit = Extract<z.infer<typeof jobSchema>, { do: "submit" }>;

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

function post(port: number, body: string): Promise<{ readonly status: number; readonly text: string }> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac("sha256", SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest("hex");
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        host: "127.0.0.1",
        port,
        path: EVENTS_PATH,
        method: "POST",
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          "content-length": Buffer.byteLength(body),
          "x-slack-request-timestamp": timestamp,
          "x-slack-signature": `v0=${signature}`,
        },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (text += chunk));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
        response.on("error", reject);
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

let numbered = 0;

async function submit(job: Submit): Promise<Measured> {
  const bodyOf = submissionsOf(job.view);
  const latencies: number[] = [];
  let late = 0;
  let wrong = 0;
  let bodyBytes = 0;
  const started = performance.now();
  const until = started + job.seconds * 1000;
  const one = async (): Promise<void> => {
    while (performance.now() < until) {
      numbered += 1;
      const n = numbered;
      const body = bodyOf({
        view: `V${String(n).padStart(10, "0")}`,
        form: `bench${String(n).padStart(15, "0")}`,
        ...caseOf(n),
      });
      bodyBytes = body.length;
      const at = performance.now();
      const answer = await post(job.port, body);
      if (answer.status === 200 && answer.text.includes(job.expect)) latencies.push(performance.now() - at);
      else if (answer.text.includes(STILL_SAVING)) late += 1;
      else wrong += 1;
    }
  };
  await Promise.all(Array.from({ length: job.connections }, one));
  return {
    opened: [],
    late,
    wrong,
    seconds: (performance.now() - started) / 1000,
    latencies: latencies.toSorted((a, b) => a - b),
    bodyBytes,
  };
}

/** Types the command that opens the form. */
const open = (port: number): Promise<unknown> =>
  post(
    port,
    new URLSearchParams({
      command: "/escalate",
      text: "refund C-1042 wants 20 back",
      team_id: WORKSPACE,
      user_id: RAISERS[0],
      channel_id: CHANNEL,
      trigger_id: `1.1.${process.pid}`,
    }).toString(),
  );

process.on("message", (message) => {
  const job = jobSchema.parse(message);
  void (job.do === "open" ? open(job.port) : submit(job)).then((result) => process.send?.(result ?? {}));
});
