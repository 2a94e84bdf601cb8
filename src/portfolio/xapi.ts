import { createHash } from "node:crypto";
import { criteriaOf } from "./book/unit.ts";
import type { Portfolio, PortfolioCriterion, PortfolioItem, PortfolioUnit } from "./model.ts";
import { urn, uuidOf } from "./uuid.ts";
import { DECISIONS, KINDS, SPECIMEN } from "./words.ts";

/** Verbs that others know: those of ADL, and one of the Tin Can registry where ADL has none without a score. */
const VERBS = {
  shared: "http://adlnet.gov/expapi/verbs/shared",
  commented: "http://adlnet.gov/expapi/verbs/commented",
  voided: "http://adlnet.gov/expapi/verbs/voided",
  evaluated: "http://www.tincanapi.co.uk/verbs/evaluated",
} as const;

/** Where our accounts live: an address that nobody can follow (RFC 6761), because there is no server. */
const HOME = "https://floorwalker.invalid/portfolio";

type Verb = keyof typeof VERBS;

const verb = (name: Verb) => ({ id: VERBS[name], display: { "en-GB": name } });

const activity = (id: string, name: string, kind: string) => ({
  objectType: "Activity",
  id: urn(id),
  definition: { name: { "en-GB": name }, type: kind },
});

const CRITERION = "http://adlnet.gov/expapi/activities/objective";
const UNIT = "http://adlnet.gov/expapi/activities/course";
const ITEM = "http://adlnet.gov/expapi/activities/file";

const unitActivity = (unit: PortfolioUnit) => activity(unit.id, `${unit.unit} ${unit.title}`, UNIT);
const criterionActivity = (unit: PortfolioUnit, { id, ref, title }: PortfolioCriterion) =>
  activity(id, `${unit.unit}:${ref} ${title}`, CRITERION);

const utc = (ms: number): string => new Date(ms).toISOString();

interface Claimed {
  readonly unit: PortfolioUnit;
  readonly criterion: PortfolioCriterion;
}

/** Units are the grouping, criteria the category. A statement is read alone, so that of a specimen says that it is one. */
const contextOf = (specimen: boolean, claimed: readonly Claimed[]) => ({
  language: "en-GB",
  platform: specimen ? `Floorwalker. ${SPECIMEN}` : "Floorwalker",
  ...(claimed.length > 0 && {
    contextActivities: {
      grouping: [...new Set(claimed.map(({ unit }) => unit))].map(unitActivity),
      category: claimed.map(({ unit, criterion }) => criterionActivity(unit, criterion)),
    },
  }),
});

/** What each item is claimed for, now. */
function claimedBy({ units }: Portfolio): ReadonlyMap<string, readonly Claimed[]> {
  const found = new Map<string, Claimed[]>();
  for (const unit of units)
    for (const criterion of criteriaOf(unit))
      for (const claim of criterion.claims)
        if (!claim.struck) {
          const known = found.get(claim.item);
          if (known) known.push({ unit, criterion });
          else found.set(claim.item, [{ unit, criterion }]);
        }
  return found;
}

/**
 * A portfolio as statements of xAPI 1.0.3: the learner shared an item, a witness commented on it, an
 * assessor evaluated a criterion. Only the assessor's statements have a result. People are accounts with
 * numbers that mean something within this export alone, never addresses or names; customers are not in it.
 * Units are the grouping and criteria the category. What was taken back is voided, since a statement cannot be changed.
 */
export function statementsOf(portfolio: Portfolio) {
  const person = (role: string, name: string) => ({
    objectType: "Agent",
    account: {
      homePage: HOME,
      name: createHash("sha256")
        .update(`${portfolio.id}\u0000${role}\u0000${name}`, "utf8")
        .digest("hex")
        .slice(0, 32),
    },
  });
  const learner = person("learner", portfolio.learner.name);
  const claims = claimedBy(portfolio);
  const context = (claimed: readonly Claimed[]) => contextOf(portfolio.specimen, claimed);
  const itemActivity = (item: PortfolioItem) =>
    activity(uuidOf(`${portfolio.id} item ${item.ref}`), `${item.ref} (${KINDS[item.kind]})`, ITEM);
  const statement = (name: string, at: number) => ({
    id: uuidOf(`${portfolio.id} statement ${name}`),
    timestamp: utc(at),
    version: "1.0.3",
  });

  const ofItem = (item: PortfolioItem) => {
    const claimed = claims.get(item.ref) ?? [];
    const shared = {
      ...statement(`item ${item.ref}`, item.recordedAt),
      actor: item.madeBy === "learner" ? learner : person("other", item.madeBy),
      verb: verb("shared"),
      object: itemActivity(item),
      context: context(claimed),
    };
    const commented = item.testimonies.map((testimony, n) => ({
      ...statement(`testimony ${item.ref} ${n}`, testimony.at),
      actor: person("other", testimony.witness),
      verb: verb("commented"),
      object: itemActivity(item),
      context: context(claimed),
    }));
    const voided =
      item.struck === null
        ? []
        : [
            {
              ...statement(`void ${item.ref}`, item.struck.at),
              actor: learner,
              verb: verb("voided"),
              object: { objectType: "StatementRef", id: shared.id },
            },
          ];
    return [shared, ...commented, ...voided];
  };

  const ofJudgements = (unit: PortfolioUnit, criterion: PortfolioCriterion) =>
    criterion.judgements.map((judgement, n) => ({
      ...statement(`judgement ${criterion.id} ${n}`, judgement.at),
      actor: person("other", judgement.assessor),
      verb: verb("evaluated"),
      object: criterionActivity(unit, criterion),
      result: { success: judgement.decision === "met", response: DECISIONS[judgement.decision] },
      context: context([{ unit, criterion }]),
    }));

  return [
    ...portfolio.items.flatMap(ofItem),
    ...portfolio.units.flatMap((unit) =>
      criteriaOf(unit).flatMap((criterion) => ofJudgements(unit, criterion)),
    ),
  ];
}
