import type { Read } from "../../db/store.ts";
import { notFound, refused } from "../errors.ts";
import { type Member, namesOf } from "../people/index.ts";
import { joinedAt } from "./consent.ts";
import { type Registration, registrationsOf } from "./registered.ts";
import { type Item, claimsOfItem, findItem, struckClaimsOf } from "./store.ts";

/** What somebody is registered for, where they are and have joined; undefined where not. */
export async function learning(db: Read, actor: Member): Promise<readonly Registration[] | undefined> {
  const registrations = await registrationsOf(db, actor.id);
  if (registrations.length === 0 || (await joinedAt(db, actor.id)) === undefined) return undefined;
  return registrations;
}

/**
 * What a learner is registered for.
 * @throws AppError `refused` where they are not, or have not joined; it says who or what helps
 */
export async function learner(db: Read, actor: Member): Promise<readonly Registration[]> {
  const registrations = await registrationsOf(db, actor.id);
  if (registrations.length === 0) {
    throw refused(
      "You are not registered for a unit. Whoever keeps the organisation file can register you, under learners.",
      "not a learner",
    );
  }
  if ((await joinedAt(db, actor.id)) === undefined)
    throw refused(
      "You have not joined yet, so nothing is looked at. /evidence join says what it means.",
      "not joined",
    );
  return registrations;
}

/**
 * The learner's own item.
 * @throws AppError `not_found`, in the same words for one that does not exist and somebody else's
 */
export async function ownItem(db: Read, actor: Member, id: string): Promise<Item> {
  const item = await findItem(db, id);
  if (item?.learnerId === actor.id) return item;
  throw notFound("piece of evidence", item ? "somebody else's item" : "no such item");
}

/**
 * Whether somebody may look at an item: as its learner, or once it is shared as assessor or verifier of a unit that
 * it is claimed for, or was: what was judged on it can still be looked at.
 */
export async function mayLookAt(db: Read, actor: Member, item: Item): Promise<boolean> {
  if (item.learnerId === actor.id) return true;
  if (item.sharedAt === null) return false;
  const claims = [...(await claimsOfItem(db, item.id)), ...(await struckClaimsOf(db, item.id))];
  const units = new Set(claims.map(({ unit }) => unit));
  return (await registrationsOf(db, item.learnerId)).some(
    ({ unit, assessorId, verifierId }) =>
      units.has(unit.unit) && (assessorId === actor.id || verifierId === actor.id),
  );
}

/** The names of those who may see what is shared for these registrations: "Priya Shah and Ruth Donnelly". */
export async function readersOf(db: Read, registrations: readonly Registration[]): Promise<string> {
  const people = [
    ...new Set(registrations.flatMap(({ assessorId, verifierId }) => [assessorId, verifierId])),
  ];
  const names = await namesOf(db, people);
  return new Intl.ListFormat("en-GB").format(people.map((id) => names.get(id) ?? id));
}
