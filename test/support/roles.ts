/** Who may do what, written by hand: the one table that every platform is held to. */

/**
 * `yes`: it happens or its form opens. `no`: refused, and told who can. `hidden`: answered as
 * if it did not exist. `stranger`: not known at all.
 */
export type Cell = "yes" | "no" | "hidden" | "stranger";

/** People of the test centre (floor.yaml) by what they are to a case that Ana raised. */
export const MEMBERS = {
  raiser: "ana",
  peer: "tom",
  "senior below the amount": "wei",
  "leader who holds it": "priya",
  manager: "sam",
  "manager who never decides": "qa",
  director: "helen",
  "agent of another team": "megan",
  "leader of another team": "aoife",
} as const;
/** What somebody is to a case. */
export type Role = keyof typeof MEMBERS;
/** What everybody may do with one command, button or form. */
export type Row = Readonly<Record<Role, Cell>>;

const members = (cell: Cell): Row => ({
  raiser: cell,
  peer: cell,
  "senior below the amount": cell,
  "leader who holds it": cell,
  manager: cell,
  "manager who never decides": cell,
  director: cell,
  "agent of another team": cell,
  "leader of another team": cell,
});
const otherTeam = { "agent of another team": "hidden", "leader of another team": "hidden" } as const;
const holder = { ...members("no"), "leader who holds it": "yes", ...otherTeam } as const;
const informer = { ...holder, raiser: "yes" } as const;

/** A case of £80 that Ana raised; Priya is asked, or holds it wherever somebody has to. */
export const ROLE_TABLE: Readonly<Record<string, Row>> = {
  "command escalate": members("yes"),
  "command case": { ...members("yes"), ...otherTeam },
  "command cases": members("yes"),
  "command away": members("yes"),
  "command back": members("yes"),
  "button case.take": {
    ...members("no"),
    "leader who holds it": "yes",
    manager: "yes",
    director: "yes",
    ...otherTeam,
  },
  "button case.release": holder,
  "button case.withdraw": { ...members("no"), raiser: "yes", ...otherTeam },
  "button case.decide": holder,
  "button case.hand_back": holder,
  "button case.inform": informer,
  "button case.weigh": holder,
  "form case.raise": members("yes"),
  "form case.decide": holder,
  "form case.inform": informer,
  "form case.hand_back": holder,
  // Priya decided it: what she weighed is hers to note, and nobody else's.
  "form case.weigh": holder,
};

const STRANGER = /^Floorwalker does not know this account, or it was disabled\./;
const HIDDEN = "There is no case that you can see under that name";
const NO = /so only|may not decide|yourself|is to tell/;
const WHO_CAN = /\bcan\b|only \w+ \w+ can|records it/;

/** Whether it is what accounts are told that are nobody here. */
export const isToldToStrangers = (text: string): boolean => STRANGER.test(text);

/** Which cell an answer in words amounts to. */
export function cellOfWords(text: string): Cell {
  if (isToldToStrangers(text)) return "stranger";
  if (text.includes(HIDDEN)) return "hidden";
  return WHO_CAN.test(text) && NO.test(text) ? "no" : "yes";
}
