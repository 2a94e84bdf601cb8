import { member, strong, text } from "../chat/message.ts";
import type { Facts } from "../journal/index.ts";
import { keepText } from "../journal/index.ts";
import { type Member, findMember } from "../people/index.ts";
import type { Baseline } from "./compare.ts";
import { dayWords, localDate } from "../local-days.ts";
import { showAction, tellOne } from "./publish.ts";
import { start } from "./start.ts";
import { type Action, insertAction, nextActionRef } from "./store.ts";
import type { SubjectSummary } from "./subject.ts";
import { type ActionWork, armNext, recordStep, roleIn } from "./work.ts";

/** What was filled in, checked. */
export interface PlanInput {
  readonly problem: string;
  readonly cause: string | undefined;
  readonly change: string;
  readonly expected: string | undefined;
  readonly ownerId: string;
  /** Local days, `YYYY-MM-DD`. */
  readonly startOn: string;
  readonly reviewOn: string;
  /** What a person measures, and the figure before; undefined where the subject counts. */
  readonly measured: { readonly measure: string; readonly figure: Baseline & { kind: "typed" } } | undefined;
}

/** What an action is about. */
export interface About {
  readonly kind: string;
  readonly summary: SubjectSummary;
}

/** What is new about an action that begins; the rest follows from its being new. */
export type Beginning = Pick<
  Action,
  | "teamId"
  | "subjectKind"
  | "subjectId"
  | "subjectRef"
  | "followsId"
  | "ownerId"
  | "problemPayload"
  | "causePayload"
  | "changePayload"
  | "measurePayload"
  | "expectedPayload"
  | "startOn"
  | "reviewOn"
  | "baseline"
>;

/** Plans an action, and starts it if it begins today. */
export async function plan(
  work: ActionWork,
  actor: Member,
  teamId: string,
  about: About | undefined,
  input: PlanInput,
): Promise<Action> {
  const keep = (words: string) => keepText(work.db, work.ids, work.now, words);
  const keepIf = async (words: string | undefined) => (words === undefined ? undefined : keep(words));
  const [problem, change] = [await keep(input.problem), await keep(input.change)];
  const cause = await keepIf(input.cause);
  const expected = await keepIf(input.expected);
  const measure = await keepIf(input.measured?.measure);
  const beginning: Beginning = {
    teamId,
    subjectKind: about?.kind ?? null,
    subjectId: about?.summary.id ?? null,
    subjectRef: about?.summary.ref ?? null,
    followsId: null,
    ownerId: input.ownerId,
    problemPayload: problem.id,
    causePayload: cause?.id ?? null,
    changePayload: change.id,
    measurePayload: measure?.id ?? null,
    expectedPayload: expected?.id ?? null,
    startOn: input.startOn,
    reviewOn: input.reviewOn,
    baseline: input.measured?.figure ?? null,
  };
  const digests = {
    problem_digest: problem.digest,
    cause_digest: cause?.digest ?? null,
    expected_digest: expected?.digest ?? null,
    measure_digest: measure?.digest ?? null,
  };
  return begin(work, actor, beginning, digests, change.digest);
}

/** Ids of evidence that one event names; a theme may have thousands of comments, and the count says so. */
const MOST_EVIDENCE = 100;

async function evidenceFacts(work: ActionWork, one: Beginning): Promise<Facts> {
  const subject = one.subjectKind === null ? undefined : work.subjects.get(one.subjectKind);
  if (!subject || one.subjectId === null) return {};
  const ids = await subject.evidence?.(work.db, one.subjectId);
  return {
    ...(ids && { evidence: ids.slice(0, MOST_EVIDENCE), evidence_count: ids.length }),
    ...(await subject.facts?.(work.db, one.subjectId)),
  };
}

/**
 * Puts a new action on record: planned, and running at once if it begins today.
 * @param changeDigest what the event commits to: the change that was agreed
 */
export async function begin(
  work: ActionWork,
  actor: Member,
  beginning: Beginning,
  digests: Facts,
  changeDigest: string,
): Promise<Action> {
  const planned: Action = {
    ...beginning,
    id: work.ids.next(),
    ref: await nextActionRef(work.db),
    state: "planned",
    generation: 1,
    plannerId: actor.id,
    plannedAt: work.now,
    startedAt: null,
    reviewedAt: null,
    reviewerId: null,
    reviewResult: null,
    reviewDecision: null,
    outcomePayload: null,
    sideEffectsPayload: null,
    dropReasonPayload: null,
    toldAt: null,
    toldPayload: null,
    endedAt: null,
  };
  await insertAction(work.db, planned);
  const owner = await findMember(work.db, planned.ownerId);
  const facts = {
    ...(await evidenceFacts(work, beginning)),
    ...digests,
    // Under whose authority the change is made: levels change, the record does not.
    planner_level: actor.level,
    owner_level: owner?.level ?? null,
  };
  await recordStep(
    work,
    planned,
    { ...roleIn(planned, actor), role: "planner" },
    "planned",
    facts,
    changeDigest,
  );
  const { subjectKind, subjectId } = planned;
  if (subjectKind !== null && subjectId !== null) {
    const summary = { id: planned.id, ref: planned.ref, ownerId: planned.ownerId, actorId: actor.id };
    await work.subjects.get(subjectKind)?.planned?.(work, subjectId, summary);
  }
  const today = localDate(work.now, work.settings.timezone);
  const begun = planned.startOn <= today ? await start(work, planned, roleIn(planned, actor)) : planned;
  if (begun === planned) await armNext(work, planned);
  await showAction(work, begun);
  if (begun.ownerId !== actor.id) {
    await tellOne(work, begun, begun.ownerId, "owner", {
      line: [
        member(actor.id),
        text(" has planned "),
        strong(begun.ref),
        text(
          ` with you as its owner. Its review is due on ${dayWords(begun.reviewOn)}. /action ${begun.ref} shows it.`,
        ),
      ],
    });
  }
  return begun;
}
