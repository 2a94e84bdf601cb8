import { z } from "zod";
import { DECISION_MARKS } from "../authority/index.ts";
import { parseMoney } from "../money.ts";
import { digestShape, zone } from "./kpi-times.ts";
import { patternProblem } from "./reference.ts";

/** Ids appear in commands, addresses and the record, so they are short, plain and never change. */
const ID = /^[a-z][a-z0-9_-]{0,31}$/;

/** An id, and an entry of `levels`. A message completes a sentence: "people[3] 'bob': level … must be …". */
export const id = z.string().regex(ID, {
  error: "must start with a small letter and hold at most 32 small letters, figures, _ and -",
});

/** A name or a label, as it is shown in chat messages and files. */
export const name = z
  .string()
  .trim()
  .min(1, { error: "is empty" })
  .max(80, { error: "must have at most 80 characters" })
  // A name is printed in chat messages and files: nothing that moves the cursor or turns the text round.
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u, { error: "must stand on one line" });

const flag = z
  .enum(["true", "false"], { error: "must be true or false" })
  .transform((value) => value === "true");

/** A whole number of something, both ends allowed. */
export function whole(least: number, most: number, unit: string) {
  const error = `must be a whole number of ${unit} from ${least} to ${most}`;
  return z
    .string()
    .regex(/^[0-9]{1,6}$/, { error })
    .transform(Number)
    .refine((value) => value >= least && value <= most, { error });
}

const slack = (letters: string, what: string, example: string) =>
  z.string().regex(new RegExp(`^[${letters}][A-Z0-9]{2,20}$`), {
    error: `must be ${what}, such as ${example}`,
  });
const snowflake = (what: string) =>
  z.string().regex(/^[0-9]{17,20}$/, {
    error: `must be ${what}: a number of 17 to 20 figures, copied with Developer Mode on`,
  });

const channels = z.strictObject({
  slack: slack(
    "CG",
    "a Slack channel id (at the foot of the channel's About page)",
    "C0ESCALATE",
  ).exactOptional(),
  discord: snowflake("a Discord channel id").exactOptional(),
  console: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/, { error: "must be 1 to 32 small letters, figures and dashes" })
    .exactOptional(),
});

/** The section `organisation`. */
export const organisationShape = z.strictObject({
  name,
  timezone: zone,
  customer_reference: z
    .strictObject({
      pattern: z
        .string()
        .superRefine((pattern, context) => {
          const problem = patternProblem(pattern);
          if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
        })
        .exactOptional(),
      example: z.string().max(64, { error: "must have at most 64 characters" }).exactOptional(),
    })
    .exactOptional(),
  workspaces: z
    .strictObject({
      slack: slack("TE", "a Slack workspace id", "T0NORTH").exactOptional(),
      discord: snowflake("a Discord server id").exactOptional(),
    })
    .exactOptional(),
});

const minutes = z.strictObject({
  customer_waiting: whole(1, 1440, "minutes").exactOptional(),
  otherwise: whole(1, 10_080, "minutes").exactOptional(),
});

/** The section `escalation`. */
export const escalationShape = z.strictObject({
  take_within_minutes: minutes.exactOptional(),
  quiet_after_minutes: minutes.exactOptional(),
});

/** One entry of `teams`. */
export const teamShape = z.strictObject({
  id,
  name,
  channels: z
    .strictObject({
      escalations: channels.exactOptional(),
      alerts: channels.exactOptional(),
      digest: channels.exactOptional(),
    })
    .exactOptional(),
  digest: digestShape.exactOptional(),
});

/** One entry of `people`. */
export const personShape = z.strictObject({
  id: id.refine((value) => value !== "system" && value !== "floorwalker", {
    error: "is reserved for what the bot does by itself. Choose another id",
  }),
  name,
  team: z.string().exactOptional(),
  covers: z.array(z.string()).exactOptional(),
  level: z.string(),
  roles: z.array(id).exactOptional(),
  slack: slack("UW", "a Slack member id (in the member's profile, under ⋮)", "U0ANA").exactOptional(),
  discord: snowflake("a Discord user id").exactOptional(),
  disabled: flag.exactOptional(),
  decides: flag.exactOptional(),
});

/** An amount in the file is a bare number: its currency stands in a key of its own. */
const amount = z.string().transform((text, context) => {
  if (/^[0-9.]+$/.test(text)) {
    const money = parseMoney(text, "XXX");
    if (money.ok) return money.pence;
    const message = /\.[0-9]{3}/.test(text)
      ? "must have at most two decimals"
      : "must be more than zero and at most 10000000.00, such as 250.00";
    context.addIssue({ code: "custom", message });
  } else {
    const message =
      "must be a bare number such as 250.00: no currency sign (write 'currency: GBP' beside it) and no commas";
    context.addIssue({ code: "custom", message });
  }
  return z.NEVER;
});

function currencyProblem(code: string): string | undefined {
  if (!/^[A-Z]{3}$/.test(code)) return "must be a currency code of three capital letters, such as GBP";
  if (!Intl.supportedValuesOf("currency").includes(code))
    return "is not a currency. Use a code such as GBP or EUR";
  const format = new Intl.NumberFormat("en", { style: "currency", currency: code });
  if (format.resolvedOptions().maximumFractionDigits === 2) return undefined;
  return "does not have two decimals, and amounts are kept in hundredths";
}

/** One entry of `authority`. */
export const authorityShape = z.strictObject({
  decision: id,
  label: name.exactOptional(),
  level: z.string(),
  limit: amount.exactOptional(),
  currency: z
    .string()
    .superRefine((code, context) => {
      const problem = currencyProblem(code);
      if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
    })
    .exactOptional(),
  team: z.string().exactOptional(),
  per_customer_days: whole(1, 3660, "days").exactOptional(),
  marks: z
    .array(z.enum(DECISION_MARKS, { error: `must be one of ${DECISION_MARKS.join(", ")}` }))
    .exactOptional(),
});

export type OrganisationInput = z.output<typeof organisationShape>;
export type EscalationInput = z.output<typeof escalationShape>;
export type TeamInput = z.output<typeof teamShape>;
export type PersonInput = z.output<typeof personShape>;
export type AuthorityInput = z.output<typeof authorityShape>;

/** The keys of a group at a path inside one entry, to suggest from when a key is misspelt. */
export function keysOf(shape: z.ZodType, path: readonly PropertyKey[]): string[] {
  let here: unknown = shape;
  for (const step of ["", ...path]) {
    if (here instanceof z.ZodObject && step !== "") here = here.shape[String(step)];
    while (here instanceof z.ZodExactOptional || here instanceof z.ZodDefault) here = here.unwrap();
    // Where a word may stand instead of a group, the keys are the group's.
    if (here instanceof z.ZodUnion) here = here.options.find((option) => option instanceof z.ZodObject);
    // A step into a list is its place there; all of its entries have the same keys.
    if (here instanceof z.ZodArray && typeof step === "number") here = here.element;
  }
  return here instanceof z.ZodObject ? Object.keys(here.shape) : [];
}
