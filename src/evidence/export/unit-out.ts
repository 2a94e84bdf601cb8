import { setImmediate } from "node:timers/promises";
import type { Read } from "../../../db/store.ts";
import { localDate } from "../../local-days.ts";
import type { Settings } from "../../people/index.ts";
import {
  type PortfolioCriterion,
  type PortfolioItem,
  type PortfolioUnit,
  judgedHash,
} from "../../portfolio/index.ts";
import {
  type Judgement,
  type StandingClaim,
  isCurrent,
  judgementsOf,
  planFor,
} from "../assessment/judged.ts";
import { unitState, unitSubject } from "../assessment/sign.ts";
import { coverageFor, holdingsOf } from "../coverage/read.ts";
import { type Registration, isOf } from "../registered.ts";
import { type Claim, declarationsOf } from "../store.ts";
import type { Criterion } from "../units/shape.ts";
import { type Check, checksOf } from "./checks.ts";
import type { Gate } from "./gate.ts";
import { declarationOut, nameIn } from "./names.ts";
import { planSentences } from "./plan-words.ts";
import { type Stored, textsIn } from "./stored.ts";

/** What a unit is released with. */
interface UnitParts {
  readonly stored: Stored;
  /** As they are printed. */
  readonly items: readonly PortfolioItem[];
  readonly gate: Gate;
  readonly settings: Settings;
  /** Ms since the epoch. */
  readonly now: number;
}

/** A learner's unit as it may leave the centre. */
export async function unitOut(
  db: Read,
  registration: Registration,
  parts: UnitParts,
): Promise<PortfolioUnit> {
  const { unit, learnerId, assessorId, verifierId, fromOn } = registration;
  const { stored, settings, now } = parts;
  const { timezone } = settings;
  const holdings = await holdingsOf(db, learnerId, timezone, "others");
  const cells = await coverageFor(db, registration, holdings, localDate(now, timezone));
  const gaps = new Map(cells.map((cell) => [cell.criterion.ref, cell.gaps.map(({ text }) => text)]));
  const judgements = await judgementsOf(db, learnerId, unit);
  const checks = await checksOf(
    db,
    judgements.map(({ id }) => id),
  );
  const judged: JudgedParts = {
    ...parts,
    // A judgement is of what the evidence came to; what is stored of that is not taken at its word.
    standing: holdings.standing.map((one) => ({
      ...one,
      contentHash: stored.hashes.get(one.item) ?? one.contentHash,
    })),
    checks,
    texts: await textsIn(db, [
      ...judgements.flatMap(({ reasonsPayload, feedbackPayload }) => [reasonsPayload, feedbackPayload]),
      ...checks.map(({ notePayload }) => notePayload),
    ]),
    itemOf: new Map(stored.claims.map(({ id, itemId }) => [id, stored.byId.get(itemId)?.ref ?? ""])),
  };
  const claims = stored.claims.filter((claim) => isOf(unit, claim));
  const competence = await declarationsOf(db, "unit", [unitSubject(learnerId, unit)]);
  const state = await unitState(db, registration, judged.standing);
  const groups: PortfolioUnit["groups"][number][] = [];
  for (const group of unit.groups) {
    const criteria: PortfolioCriterion[] = [];
    for (const criterion of group.criteria) {
      // What is said of a criterion may be much, and all of it is scanned: others have their turn in between.
      await setImmediate();
      criteria.push({
        ref: criterion.ref,
        id: criterion.id,
        title: criterion.title,
        wording: criterion.wording ?? null,
        kind: criterion.kind,
        verb: criterion.verb,
        claims: claims
          .filter(({ ref }) => ref === criterion.ref)
          .map((claim) => claimOut(claim, criterion, parts)),
        judgements: judgements
          .filter(({ ref }) => ref === criterion.ref)
          .map((one) => judgementOut(one, judged)),
        gaps: gaps.get(criterion.ref) ?? [],
      });
    }
    groups.push({ id: group.id, title: group.title, criteria });
  }
  return {
    unit: unit.unit,
    edition: unit.edition,
    id: unit.id,
    title: unit.title,
    awardingBody: unit.awarding_body,
    reference: unit.reference ?? null,
    level: unit.level ?? null,
    standing: unit.standing,
    assessor: nameIn(stored.people, assessorId),
    verifier: nameIn(stored.people, verifierId),
    from: fromOn,
    groups,
    plan: planSentences(await planFor(db, learnerId, unit.unit)),
    competence: competence.map((one) => ({
      ...declarationOut(stored.people, one),
      current: state.missing.length === 0 && state.open.length === 0 && one.contentHash === state.hash,
    })),
    sampledOn:
      checks
        .flatMap(({ sampledOn }) => sampledOn ?? [])
        .toSorted((a, b) => (a < b ? -1 : 1))
        .at(-1) ?? null,
    comments: [],
  };
}

function claimOut(
  { itemId, unit, ref, parts, whyPayload, at, struckAt, struckPayload }: Claim,
  criterion: Criterion,
  { stored, gate }: UnitParts,
): PortfolioCriterion["claims"][number] {
  const item = stored.byId.get(itemId);
  const itemRef = item?.ref ?? "";
  const say = (what: string, payload: string | null): string =>
    gate.out(`${itemRef}, ${what} ${unit} ${ref}`, stored.texts.get(payload ?? "") ?? "");
  return {
    item: itemRef,
    parts: criterion.parts.filter(({ id }) => parts.includes(id)).map(({ title }) => title),
    why: say("why it meets", whyPayload),
    at,
    struck: struckAt !== null || item?.struckAt !== null,
    struckReason: struckPayload === null ? "" : say("why it is no longer claimed for", struckPayload),
  };
}

interface JudgedParts extends UnitParts {
  readonly standing: readonly StandingClaim[];
  readonly checks: readonly Check[];
  readonly texts: ReadonlyMap<string, string>;
  /** Claim → reference of its item. */
  readonly itemOf: ReadonlyMap<string, string>;
}

function judgementOut(
  one: Judgement,
  { stored, items, gate, standing, checks, texts, itemOf }: JudgedParts,
): PortfolioCriterion["judgements"][number] {
  const { id, unit, ref, decision, assessorId, reasonsPayload, feedbackPayload, at } = one;
  const judged = new Set(one.claims.flatMap((claim) => itemOf.get(claim) ?? []));
  const current = isCurrent(one, standing);
  const said = (what: string, payload: string | null): string =>
    gate.out(`${unit} ${ref}, ${what}`, texts.get(payload ?? "") ?? "");
  const check = checks.findLast(({ judgementId, outcome }) => judgementId === id && outcome !== null);
  return {
    decision,
    assessor: nameIn(stored.people, assessorId),
    reasons: said("reasons", reasonsPayload),
    feedback: said("feedback", feedbackPayload),
    at,
    items: [...judged],
    // As with signatures under items: one that still holds is bound to what is printed.
    contentHash: current ? judgedHash(items.filter((item) => judged.has(item.ref))) : one.contentHash,
    current,
    sampled:
      check && check.outcome !== null && check.sampledOn !== null
        ? {
            verifier: nameIn(stored.people, check.verifierId),
            on: check.sampledOn,
            outcome: check.outcome,
            note: said("a verifier's note", check.notePayload),
          }
        : null,
  };
}
