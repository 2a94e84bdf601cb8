import { DEFAULT_COMMENT_SETTINGS, HOUR_MS } from "../comments/settings.ts";
import { DEFAULT_DIGEST, type DigestTimes } from "../kpi/settings.ts";
import type { CommentsInput } from "./comment-shape.ts";
import { digestTimes, kpiRules } from "./kpi-assemble.ts";
import type { KpiInput } from "./kpi-shape.ts";
import { registrations } from "./learner-assemble.ts";
import type { LearnerInput } from "./learner-shape.ts";
import type {
  AuthorityRow,
  ChannelPurpose,
  CommentRules,
  Minutes,
  Organisation,
  Person,
  Team,
} from "./model.ts";
import { DEFAULT_REFERENCE } from "./reference.ts";
import type { AuthorityInput, EscalationInput, OrganisationInput, PersonInput, TeamInput } from "./shapes.ts";

/** The parts of the file once their shape is right. */
export interface Parts {
  readonly organisation: OrganisationInput;
  readonly levels: readonly string[];
  readonly escalation: EscalationInput;
  readonly teams: readonly TeamInput[];
  readonly people: readonly PersonInput[];
  readonly authority: readonly AuthorityInput[];
  readonly comments: CommentsInput;
  readonly kpi: KpiInput;
  readonly learners: readonly LearnerInput[];
}

/** Until a file says otherwise: a customer on the line waits minutes, anything else less than an hour. */
const TAKE_WITHIN: Minutes = { customerWaiting: 2, otherwise: 15 };
const QUIET_AFTER: Minutes = { customerWaiting: 10, otherwise: 60 };

function minutes(input: EscalationInput["take_within_minutes"], fallback: Minutes): Minutes {
  return {
    customerWaiting: input?.customer_waiting ?? fallback.customerWaiting,
    otherwise: input?.otherwise ?? fallback.otherwise,
  };
}

function team({ id, name, channels, digest }: TeamInput, everybodys: DigestTimes): Team {
  const of = (purpose: ChannelPurpose) => channels?.[purpose] ?? {};
  return {
    id,
    name,
    channels: { escalations: of("escalations"), alerts: of("alerts"), digest: of("digest") },
    ...(digest === undefined ? {} : { digest: digestTimes(digest, everybodys) }),
  };
}

function person({ covers, roles, disabled, decides, ...input }: PersonInput): Person {
  return {
    ...input,
    covers: [...new Set(covers)],
    roles: [...new Set(roles)],
    disabled: disabled ?? false,
    decides: decides ?? true,
  };
}

/** "fee_waiver" → "Fee waiver". */
function inWords(id: string): string {
  const words = id.replaceAll(/[_-]+/g, " ").trim();
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

function row({
  decision,
  level,
  label,
  limit,
  currency,
  team,
  per_customer_days: days,
  marks,
}: AuthorityInput): AuthorityRow {
  return {
    decision,
    label: label ?? inWords(decision),
    level,
    ...(limit === undefined || currency === undefined ? {} : { limit: { pence: limit, currency } }),
    ...(team === undefined ? {} : { team }),
    ...(days === undefined ? {} : { perCustomerDays: days }),
    marks: [...new Set(marks)].toSorted((a, b) => a.localeCompare(b, "en")),
  };
}

const byTopic = (input: CommentsInput["specialists"]): CommentRules["specialists"] => ({
  safety: [...new Set(input?.safety)],
  discrimination: [...new Set(input?.discrimination)],
  law: [...new Set(input?.law)],
});

/** Until a file says otherwise, whoever is of the second level decides: the lowest are those who listen. */
function commentRules(input: CommentsInput, levels: readonly string[]): CommentRules {
  const fallback = DEFAULT_COMMENT_SETTINGS;
  return {
    windowHours: input.window_hours ?? fallback.windowMs / HOUR_MS,
    customers: input.customers ?? fallback.customers,
    threshold: input.threshold ?? fallback.threshold,
    ...(input.also_after ? { alsoAfter: input.also_after } : {}),
    confirmFrom: input.confirm_from ?? levels[1] ?? levels[0] ?? "",
    about: input.about ?? [],
    specialists: byTopic(input.specialists),
    severeWords: byTopic(input.severe_words),
  };
}

/** The organisation with every default filled in. */
export function assemble({ organisation, escalation, ...lists }: Parts): Organisation {
  const reference = organisation.customer_reference;
  const kpi = kpiRules(lists.kpi, lists.levels, organisation.timezone);
  const everybodys = kpi.digest ?? { ...DEFAULT_DIGEST, zone: organisation.timezone };
  return {
    name: organisation.name,
    timezone: organisation.timezone,
    customerReference: {
      pattern: reference?.pattern ?? DEFAULT_REFERENCE.pattern,
      example: reference?.example ?? DEFAULT_REFERENCE.example,
    },
    workspaces: organisation.workspaces ?? {},
    levels: lists.levels,
    escalation: {
      takeWithinMinutes: minutes(escalation.take_within_minutes, TAKE_WITHIN),
      quietAfterMinutes: minutes(escalation.quiet_after_minutes, QUIET_AFTER),
    },
    teams: lists.teams.map((input) => team(input, everybodys)),
    people: lists.people.map(person),
    authority: lists.authority.map(row),
    comments: commentRules(lists.comments, lists.levels),
    kpi,
    learners: lists.learners.flatMap(registrations),
  };
}
