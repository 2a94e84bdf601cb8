import type { z } from "zod";
import type { Read } from "../../../db/store.ts";
import { notFound, refused } from "../../errors.ts";
import type { Member } from "../../people/index.ts";
import { type Registration, registrationsOf, registrationsUnder } from "../registered.ts";
import { type Item, findItem } from "../store.ts";
import { mayLookAt } from "../who.ts";

/** In which part somebody looks at a learner's unit. */
export type Part = "assessor" | "verifier";

/**
 * What a form is about, out of its context.
 * @param what what it names, for people: "learner"
 * @throws AppError `not_found` for a context that nobody here made, as for what does not exist
 */
export function aboutIn<T>(shape: z.ZodType<T>, context: Readonly<Record<string, string>>, what: string): T {
  const about = shape.safeParse(context);
  if (about.success) return about.data;
  throw notFound(what, "a context that is not ours");
}

/**
 * Where somebody assesses, and where they verify.
 * @throws AppError `refused` where they do neither; it says who can change that
 */
export async function judging(
  db: Read,
  actor: Member,
): Promise<Readonly<Record<Part, readonly Registration[]>>> {
  const assessor = await registrationsUnder(db, "assessor", actor.id);
  const verifier = await registrationsUnder(db, "verifier", actor.id);
  if (assessor.length + verifier.length > 0) return { assessor, verifier };
  throw refused(
    "You are no learner's assessor or verifier. Whoever keeps the organisation file names them, under learners.",
    "neither assessor nor verifier",
  );
}

/**
 * A learner's registration for a unit, for whoever assesses or verifies it.
 * @throws AppError `not_found`, in the same words for one that does not exist and one that is another's
 */
export async function registrationFor(
  db: Read,
  actor: Member,
  part: Part,
  learnerId: string,
  unit: string,
): Promise<Registration> {
  const found = (await registrationsOf(db, learnerId)).find((one) => one.unit.unit === unit);
  const who = part === "assessor" ? found?.assessorId : found?.verifierId;
  if (found && who === actor.id) return found;
  throw notFound("learner", found ? "not theirs to judge" : "no such registration");
}

/**
 * A shared item of a learner whom somebody assesses or verifies.
 * @throws AppError `not_found`, in the same words for one that does not exist and one that they may not see
 */
export async function sharedItem(db: Read, actor: Member, id: string): Promise<Item> {
  const item = await findItem(db, id);
  if (item && item.learnerId !== actor.id && (await mayLookAt(db, actor, item))) return item;
  throw notFound("piece of evidence", item ? "item not visible" : "no such item");
}
