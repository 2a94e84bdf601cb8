import { ELSEWHERE, type Name, UNHEARD_OF } from "./discord-crowd.ts";
import { BILLING_D, ORDERS_D } from "./discord-floor.ts";
import type { Where } from "./fake-discord/people.ts";
import type { PersonEntry } from "./organisation.ts";
import { type Cell, MEMBERS, type Role, type Row } from "./roles.ts";

/** Somebody who tries, from somewhere; `like` names their column in the table that all platforms share. */
export interface Trying {
  readonly who: string;
  readonly as: Name;
  readonly where: Where;
  readonly like: Role | "stranger";
  /** What they have become a moment before. */
  readonly after?: Readonly<Record<string, PersonEntry>>;
}

const billing: Where = { channel: BILLING_D };
const disabled = { disabled: true };
const otherTeam: ReadonlySet<string> = new Set(["megan", "aoife"]);

/** Written by hand: who is who on Discord. Whoever is not like somebody in the table gets nothing. */
export const EVERYBODY: readonly Trying[] = [
  ...Object.entries(MEMBERS).map(([role, name]) => ({
    who: role,
    as: name,
    where: otherTeam.has(name) ? { channel: ORDERS_D } : billing,
    like: roleNamed(role),
  })),
  { who: "leader who was not asked", as: "lena", where: billing, like: "manager" },
  { who: "raiser, in a direct conversation", as: "ana", where: "dm", like: "raiser" },
  { who: "leader, in a direct conversation", as: "priya", where: "dm", like: "leader who holds it" },
  { who: "other team, in a direct conversation", as: "aoife", where: "dm", like: "leader of another team" },
  { who: "disabled leader", as: "gone", where: billing, like: "stranger" },
  { who: "disabled leader, in a direct conversation", as: "gone", where: "dm", like: "stranger" },
  {
    who: "raiser, disabled a second ago",
    as: "ana",
    where: billing,
    like: "stranger",
    after: { ana: disabled },
  },
  {
    who: "leader, disabled a second ago",
    as: "priya",
    where: "dm",
    like: "stranger",
    after: { priya: disabled },
  },
  { who: "nobody we know", as: "nobody", where: billing, like: "stranger" },
  { who: "nobody we know, in a direct conversation", as: "nobody", where: "dm", like: "stranger" },
  { who: "somebody called as the leader is", as: "namesake", where: billing, like: "stranger" },
  { who: "a bot in the organisation's file", as: "robo", where: billing, like: "stranger" },
  { who: "raiser, from another server", as: "ana", where: { channel: ELSEWHERE.channel }, like: "stranger" },
  {
    who: "leader, from another server",
    as: "priya",
    where: { channel: ELSEWHERE.channel },
    like: "stranger",
  },
  { who: "leader, from nowhere", as: "priya", where: { channel: UNHEARD_OF.channel }, like: "stranger" },
];

function roleNamed(name: string): Role {
  const role = Object.keys(MEMBERS).find((one): one is Role => one === name);
  if (!role) throw new Error(`no role ${name}`);
  return role;
}

/** What a row of the table says for somebody who tries. */
export function cellFor(row: Row | undefined, { like }: Trying): Cell {
  if (!row) throw new Error("no such row");
  return like === "stranger" ? "stranger" : row[like];
}
