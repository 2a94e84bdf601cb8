import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { STILL_SAVING } from "../../../src/chat/deadline.ts";
import type { FakeSlack } from "../fake-slack/index.ts";
import type { OpenView } from "../fake-slack/views.ts";
import { until } from "../until.ts";
import type { Team } from "./centre.ts";

/** The form behind `/escalate` as the bot drew it once, to be filled in many times. */
export interface RaiseForm {
  /** Opens a fresh one on the agent's screen, with its own single-use id. */
  open(team: Team, customer: string): OpenView;
}

const metadataSchema = z.looseObject({ id: z.string(), channel: z.string() });

/** Lets the bot draw its form for real, and keeps it. */
export async function learnForm(slack: FakeSlack, team: Team): Promise<RaiseForm> {
  const agent = slack.user(team.agent);
  await agent.command("/escalate", "refund C-1000 wants 80 back for a late order", { channel: team.channel });
  const drawn = await until("the form is open", () => slack.views.of(team.agent));
  const { source } = drawn;
  drawn.open = false;
  return {
    open: ({ agent: user, channel }, customer) => {
      const metadata = metadataSchema.parse(JSON.parse(source.private_metadata ?? ""));
      return slack.views.open(slack.views.newTrigger(user), {
        ...source,
        private_metadata: JSON.stringify({ ...metadata, id: randomUUID(), channel }),
        blocks: source.blocks.map((block) =>
          block.block_id === "customer" && block.element
            ? { ...block, element: { ...block.element, initial_value: customer } }
            : block,
        ),
      });
    },
  };
}

/** What one person asked for, and what they were told. */
export interface Submission {
  readonly customer: string;
  readonly view: OpenView;
  /** How often it was sent: again wherever nobody answered. */
  sent: number;
  /** Ms until the first answer to the last sending. */
  answeredAfter: number;
  /** Whether the first answer was "still saving". */
  late: boolean;
  /** The case that the person was told about, or "stands" where they were told that it was there already. */
  confirmed: string | undefined;
}

/** What a submission's modal says now. */
export const shownIn = (slack: FakeSlack, view: OpenView): string => slack.views.show(view).text;

/** Reads a confirmation; `undefined` where there is none. */
export const confirmationIn = (text: string): string | undefined =>
  /ESC-\d{4,}/.exec(text)?.[0] ?? (text.includes("already sent") ? "stands" : undefined);

/** Fills in the form and sends it once. */
export async function sendForm(
  slack: FakeSlack,
  form: RaiseForm,
  team: Team,
  customer: string,
): Promise<Submission> {
  return sendOpened(slack, team, customer, form.open(team, customer));
}

/** Sends a form that is open already. */
export async function sendOpened(
  slack: FakeSlack,
  team: Team,
  customer: string,
  view: OpenView,
): Promise<Submission> {
  const submission = { customer, view, sent: 0, answeredAfter: 0, late: false, confirmed: undefined };
  await sendAgain(slack, team, submission);
  return submission;
}

async function sendAgain(slack: FakeSlack, team: Team, submission: Submission): Promise<boolean> {
  submission.sent += 1;
  const began = performance.now();
  const delivery = await slack.user(team.agent).submit();
  submission.answeredAfter = performance.now() - began;
  const text = shownIn(slack, submission.view);
  submission.late = text.includes(STILL_SAVING);
  submission.confirmed = confirmationIn(text);
  return delivery?.receipt?.acked === true;
}

/**
 * Sends a form until somebody answers, as a person does who was told that the app did not answer.
 * @param goOn false when they give it up
 * @param isUp whether it makes sense to try
 */
export async function insist(
  slack: FakeSlack,
  form: RaiseForm,
  team: Team,
  customer: string,
  goOn: () => boolean,
  isUp: () => boolean,
): Promise<Submission> {
  const submission = await sendForm(slack, form, team, customer);
  const { view } = submission;
  while (submission.confirmed === undefined && goOn()) {
    await sleep(30);
    if (submission.late) submission.confirmed = confirmationIn(shownIn(slack, view));
    else if (isUp()) await sendAgain(slack, team, submission);
  }
  view.open = false;
  return submission;
}
