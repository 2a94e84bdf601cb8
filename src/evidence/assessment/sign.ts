import { createHash } from "node:crypto";
import { declarations } from "../../../db/schema/evidence.ts";
import type { Read } from "../../../db/store.ts";
import type { ButtonAction } from "../../chat/feature.ts";
import { privately } from "../../chat/feature.ts";
import { member, say, strong, text } from "../../chat/message.ts";
import { conflict, notFound } from "../../errors.ts";
import { canonicalJson } from "../../journal/index.ts";
import { putDirect } from "../../outbox/index.ts";
import { type Member, findMember, namesOf } from "../../people/index.ts";
import { type Parts, type Work, workOf } from "../../work.ts";
import { holdingsOf } from "../coverage/read.ts";
import type { SIGNER_ROLES } from "../item.ts";
import { type Registration, registrationsOf } from "../registered.ts";
import { declarationsOf } from "../store.ts";
import type { Unit } from "../units/shape.ts";
import { criteriaOf } from "../words.ts";
import { type StandingClaim, isCurrent, judgementsOf, openActions } from "./judged.ts";

/** The statement of competence, as everybody signs it (DOMAIN 5.3). */
export const COMPETENCE =
  "All evidence for the whole of this unit, with its knowledge and understanding, has been met.";

/** What a signature under a unit names. */
export const unitSubject = (learnerId: string, { unit, edition }: Pick<Unit, "unit" | "edition">): string =>
  `${learnerId}:${unit} ${edition}`;

/** How a unit stands for being signed. */
interface UnitState {
  /** Criteria that are not met yet. */
  readonly missing: readonly string[];
  /** Criteria about whose judgement a verifier asks for action, with the verifier's id. */
  readonly open: readonly { readonly ref: string; readonly verifierId: string }[];
  /** What a signature is bound to. */
  readonly hash: string;
}

/** How a unit stands for being signed, with what is put forward for it. */
export async function unitState(
  db: Read,
  { learnerId, unit }: Registration,
  standing: readonly StandingClaim[],
): Promise<UnitState> {
  const newest = new Map((await judgementsOf(db, learnerId, unit)).map((one) => [one.ref, one]));
  const missing: string[] = [];
  const judged: string[] = [];
  for (const { ref, kind } of criteriaOf(unit)) {
    const one = newest.get(ref);
    const isMet = one?.decision === "met" && isCurrent(one, standing);
    // By judgement: what was judged again, as a verifier may ask for, is signed for again.
    if (isMet) judged.push(`${ref} ${one.id} ${one.contentHash}`);
    // What is required of the whole unit is part of the assessor's overall judgement, not claimed piece by piece.
    else if (kind !== "requirement") missing.push(ref);
  }
  const actions = await openActions(db, [...newest.values()]);
  const open = [...newest.values()].flatMap(({ id, ref }) => {
    const action = actions.get(id);
    return action ? [{ ref, verifierId: action.verifierId }] : [];
  });
  return { missing, open, hash: createHash("sha256").update(canonicalJson(judged)).digest("hex") };
}

/**
 * What a verifier has found wanting is put right before anybody signs for it (DOMAIN 5.5).
 * @throws AppError `conflict`; it says what is open and who can settle it
 */
async function assertNothingOpen(db: Read, { unit, assessorId }: Registration, open: UnitState["open"]) {
  const [first] = open;
  if (!first) return;
  const names = await namesOf(db, [assessorId, ...open.map(({ verifierId }) => verifierId)]);
  const name = (id: string): string => names.get(id) ?? id;
  const askers = [...new Set(open.map(({ verifierId }) => name(verifierId)))].join(" and ");
  throw conflict(
    `${unit.unit} cannot be signed yet: ${askers} asked for action on ${open.map(({ ref }) => ref).join(", ")}. ${name(assessorId)} settles it by judging again; /assess shows them what waits.`,
    "action required is open",
  );
}

type Signer = Exclude<(typeof SIGNER_ROLES)[number], "witness">;

/** In which part somebody signs a learner's unit; @throws AppError `not_found` for everybody else */
async function signerOf(
  db: Read,
  actor: Member,
  learnerId: string,
  unit: string,
): Promise<{ readonly registration: Registration; readonly role: Signer }> {
  const registration = (await registrationsOf(db, learnerId)).find((one) => one.unit.unit === unit);
  const parts: readonly (readonly [string | undefined, Signer])[] = [
    [registration?.learnerId, "learner"],
    [registration?.assessorId, "assessor"],
    [registration?.verifierId, "verifier"],
  ];
  const role = parts.find(([id]) => id === actor.id)?.[1];
  if (registration && role) return { registration, role };
  throw notFound("learner", registration ? "not theirs to sign" : "no such registration");
}

/** Asks the others who have to sign. */
async function askTheOthers(
  { db, now, active }: Work,
  actor: Member,
  { learnerId, unit, verifierId }: Registration,
  role: Signer,
): Promise<void> {
  if (role !== "assessor") return;
  for (const id of [learnerId, verifierId]) {
    await putDirect(db, now, active, await findMember(db, id), {
      key: `evidence:sign:${learnerId}:${unit.unit}:${id}:${now}`,
      message: {
        body: [
          {
            b: "prose",
            text: [
              member(actor.id),
              text(` has signed ${unit.unit} of `),
              member(learnerId),
              text(`: “${COMPETENCE}” You can sign it too. A verifier need not: verifiers sample.`),
            ],
          },
        ],
        buttons: [
          { action: "assess.sign_unit", arg: `${learnerId}.${unit.unit}`, label: `Sign ${unit.unit}` },
        ],
      },
    });
  }
}

/** *Sign* under a whole unit: the assessor first, then the learner, and the verifier where they sampled. */
export const signButton = (parts: Parts): ButtonAction => ({
  name: "assess.sign_unit",
  who: "member",
  writes: true,
  run: async (asking, arg) => {
    const { db, actor, now, settings } = asking;
    const [learnerId = "", code = ""] = arg.split(".");
    const { registration, role } = await signerOf(db, actor, learnerId, code);
    const { standing } = await holdingsOf(db, learnerId, settings.timezone, "others");
    const { missing, open, hash } = await unitState(db, registration, standing);
    if (missing.length > 0) {
      throw conflict(
        `${code} cannot be signed yet: the assessor has not said of ${missing.join(", ")} that they are met, or the evidence has changed since.`,
        "unit not complete",
      );
    }
    await assertNothingOpen(db, registration, open);
    const subject = unitSubject(learnerId, registration.unit);
    const signed = (await declarationsOf(db, "unit", [subject])).filter((one) => one.contentHash === hash);
    if (signed.some(({ memberId }) => memberId === actor.id))
      throw conflict("You have signed this already.", "signed already");
    if (role !== "assessor" && !signed.some((one) => one.role === "assessor"))
      throw conflict("The assessor signs first, and has not signed yet.", "assessor has not signed");
    const work = workOf(parts, asking);
    await db.insert(declarations).values({
      id: work.ids.next(),
      subjectKind: "unit",
      subjectId: subject,
      memberId: actor.id,
      role,
      text: COMPETENCE,
      contentHash: hash,
      at: now,
    });
    await work.journal.record(db, now, {
      team: actor.homeTeam,
      actor: actor.id,
      role,
      kind: "unit.signed",
      subject,
      facts: { learner: learnerId, unit: code, edition: registration.unit.edition },
    });
    await askTheOthers(work, actor, registration, role);
    return privately(say(strong(`${code}: signed.`), text(` “${COMPETENCE}”`)));
  },
});
