import type { Read } from "../../db/store.ts";
import type { Choice } from "../chat/form.ts";
import { type AppError, notFound, refused } from "../errors.ts";
import { type Member, type Settings, membersServing, namesOf, serves } from "../people/index.ts";
import { isOver } from "./action.ts";
import { type Action, findAction } from "./store.ts";
import type { MayAct } from "./work.ts";

/** What questions of who may do what are asked with. */
interface Asked {
  readonly db: Read;
  readonly settings: Settings;
  readonly mayAct: MayAct;
}

/** Everybody active who may plan, own and review actions of a team: the lowest level first, then by name. */
export const ableFor = async ({ db, settings, mayAct }: Asked, team: string): Promise<Member[]> =>
  (await membersServing(db, team))
    .filter((member) => mayAct(settings, member))
    .toSorted((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1));

/** The most choices that a field of a form takes. */
const MOST_CHOICES = 100;

/** Those who can own an action of a team, for a form. */
export const ownerChoices = async (asked: Asked, team: string): Promise<readonly Choice[]> =>
  (await ableFor(asked, team))
    .slice(0, MOST_CHOICES)
    .map((member) => ({ value: member.id, label: member.name }));

const either = new Intl.ListFormat("en-GB", { type: "disjunction" });

/** A refusal that says who can instead. */
async function unable(asked: Asked, team: string, why: string): Promise<AppError> {
  const able = (await ableFor(asked, team)).slice(0, 3).map((member) => member.name);
  const who =
    able.length > 0
      ? `${either.format(able)} can.`
      : "Nobody who serves this team can; whoever keeps the organisation file can change that.";
  return refused(`${why} ${who}`, "not able to act for this team");
}

/** Whether somebody may plan for a team: who serves it and has the level. */
export const mayPlan = async (asked: Asked, actor: Member, team: string): Promise<boolean> =>
  asked.mayAct(asked.settings, actor) && (await serves(asked.db, actor, team));

/** @throws AppError `refused`, with who can; see {@link mayPlan} */
export async function assertMayPlan(asked: Asked, actor: Member, team: string): Promise<void> {
  if (await mayPlan(asked, actor, team)) return;
  throw await unable(asked, team, "You may not plan actions for this team.");
}

/** Whether somebody may go on with an action: its owner always, and whoever may plan for its team. */
export const mayGoOn = async (asked: Asked, actor: Member, one: Action): Promise<boolean> =>
  one.ownerId === actor.id || mayPlan(asked, actor, one.teamId);

/** @throws AppError `refused`, with who can; see {@link mayGoOn} */
export async function assertMayGoOn(asked: Asked, actor: Member, one: Action): Promise<void> {
  if (await mayGoOn(asked, actor, one)) return;
  const owner = (await namesOf(asked.db, [one.ownerId])).get(one.ownerId) ?? "Somebody else";
  throw await unable(asked, one.teamId, `${owner} owns ${one.ref}, so you may not do that.`);
}

/**
 * The action that a member named.
 * @throws AppError `not_found`, in the same words for one that does not exist and one of a team that they do not serve
 */
export async function actionFor(db: Read, member: Member, one: Action | undefined): Promise<Action> {
  if (one && (one.ownerId === member.id || (await serves(db, member, one.teamId)))) return one;
  throw notFound("action", one ? "action not visible" : "no such action");
}

/** The action that a button or a form names by its internal id; see {@link actionFor}. */
export const actionById = async (db: Read, member: Member, id: string): Promise<Action> =>
  actionFor(db, member, await findAction(db, id));

/**
 * Who is told that a review does not come: of those who serve the team, somebody above the
 * owner, as little above as possible; the owner's own team first, then who is not away.
 * @param serving everybody active who serves the action's team
 */
export function leaderOf(
  owner: Pick<Member, "id" | "rank" | "homeTeam">,
  serving: readonly Member[],
): Member | undefined {
  const order = (one: Member): readonly number[] => [
    one.rank,
    Number(one.homeTeam !== owner.homeTeam),
    Number(one.away),
  ];
  return serving
    .filter((one) => one.id !== owner.id && one.rank > owner.rank)
    .toSorted((a, b) => {
      const [left, right] = [order(a), order(b)];
      const at = left.findIndex((value, index) => value !== right[index]);
      return at < 0 ? (a.id < b.id ? -1 : 1) : (left[at] ?? 0) - (right[at] ?? 0);
    })[0];
}

/** What a person may do with an action now, as the names of buttons without "action.". */
export type Deed = "start" | "review" | "tell" | "hand_over" | "drop";

/** What can be done with an action at all, in the order of the buttons. */
export function deedsFor(one: Action): readonly Deed[] {
  const told: readonly Deed[] =
    one.toldAt === null && one.state !== "planned" && one.state !== "dropped" ? ["tell"] : [];
  if (isOver(one.state)) return told;
  return [one.state === "planned" ? "start" : "review", ...told, "hand_over", "drop"];
}
