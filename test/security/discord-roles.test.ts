import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Crowd, type Got, USERS, openCrowd } from "../support/discord-crowd.ts";
import { EVERYBODY, type Trying, cellFor } from "../support/discord-trying.ts";
import type { Seen } from "../support/fake-discord/index.ts";
import { type Cell, ROLE_TABLE, cellOfWords } from "../support/roles.ts";

/** What it looks like where somebody may. */
const DONE: Readonly<Record<string, RegExp>> = {
  "command escalate": /^form: Escalate$/,
  "command case": /^ESC-\d{4} · Approval · Refund/,
  "command cases": /^Cases\n/,
  "command away": /^You are away/,
  "command back": /^Welcome back\./,
  "button case.take": /^ESC-\d{4} is yours\./,
  "button case.release": /^ESC-\d{4} is released\./,
  "button case.withdraw": /^ESC-\d{4} is withdrawn\./,
  "button case.decide": /^form: Decide ESC-\d{4}$/,
  "button case.hand_back": /^form: Hand back ESC-\d{4}$/,
  "button case.inform": /^form: ESC-\d{4}: customer told$/,
  "button case.weigh": /^form: Weighed in ESC-\d{4}$/,
};
const inWords = (got: Got): string => ("form" in got ? `form: ${got.form}` : got.words);
const cellOf = (entry: string, got: Got): Cell | "nothing we know" => {
  const words = inWords(got);
  if (DONE[entry]?.test(words) === true) return "yes";
  const cell = cellOfWords(words);
  return cell === "yes" ? "nothing we know" : cell;
};

let crowd: Crowd;
beforeAll(async () => {
  crowd = await openCrowd();
  // Names are for people to read. A peer takes the leader's.
  crowd.world.discord.book.account(USERS.tom).name = "Priya Shah";
});
afterAll(() => crowd.world.stop());

/** The case at hand, and for which entry: a refusal changes nothing, so that one serves many. */
let stage: { readonly entry: string; readonly id: string } | undefined;
let customers = 0;

/** A case that is where the entry needs it, with nothing on its way to anybody. */
async function staged(entry: string): Promise<string> {
  if (stage?.entry !== entry) {
    // A customer of its own: what is given to one customer counts against the limit together.
    customers += 1;
    const id = await crowd.raise("ana", `refund C-${10_000 + customers} wants 80 back`);
    const take = async () => crowd.byCore.button("priya", "case.take", await crowd.argOf(id));
    const decide = async () => crowd.byCore.button("priya", "case.decide", await crowd.argOf(id));
    if (/release|decide|hand_back|inform|weigh/.test(entry)) await take();
    if (/hand_back|inform|weigh/.test(entry))
      await crowd.byCore.submit("priya", await decide(), { what: "yes" });
    stage = { entry, id };
  }
  await crowd.settled();
  return stage.id;
}

/** Does what the entry says, over the wire; a button is forged from a message that never had it. */
async function attempt(entry: string, { as, where }: Trying, id: string, from: Seen): Promise<Got> {
  const [kind, name = ""] = entry.split(" ");
  const person = crowd.person(as);
  if (person.modal) person.closeModal();
  const options = name === "case" ? { case: (await crowd.caseOf(id)).ref } : {};
  const delivery =
    kind === "command"
      ? await person.command(name, options, where)
      : await person.forgesPress(from, `b0|${name}|${await crowd.argOf(id)}`);
  return crowd.got(as, delivery);
}

const entries = Object.keys(ROLE_TABLE).filter((entry) => !entry.startsWith("form"));

/**
 * Commands, and an entry of the messages' menu, whose tables are tried in the core, whatever the
 * platform: comments-roles.test.ts, evidence-roles.test.ts, kpi-roles.test.ts, and
 * test/unit/actions/permissions.test.ts.
 */
const ELSEWHERE = [
  "Log customer comment",
  "action",
  "actions",
  "assess",
  "portfolio",
  "comment",
  "comments",
  "digest",
  "evidence",
  "kpi",
  "theme",
].map((name) => `command ${name}`);

describe("who may do what on Discord", () => {
  it("is asked of every command that Discord knows", () => {
    const known = crowd.world.discord.commands.of(undefined).map(({ source }) => `command ${source.name}`);
    const asked = entries.filter((entry) => entry.startsWith("command"));
    expect(known.toSorted()).toEqual([...asked, ...ELSEWHERE].toSorted());
  });

  const cells = entries.flatMap((entry) =>
    EVERYBODY.map((trying) => {
      return { entry, trying, who: trying.who, cell: cellFor(ROLE_TABLE[entry], trying) };
    }),
  );

  it.each(cells)("$entry by $who: $cell", async ({ entry, trying, cell }) => {
    const id = await staged(entry);
    const from = await crowd.plainMessage(trying.as, trying.where);
    if (trying.after) await crowd.become(trying.after);
    const before = await crowd.standing();
    const others = crowd.others(trying.as);
    const seq = (await crowd.record()).length;
    const got = await attempt(entry, trying, id, from);
    const after = { standing: await crowd.standing(), others: crowd.others(trying.as) };
    const recorded = await crowd.record(seq);
    if (trying.after) await crowd.become({});
    expect(cellOf(entry, got), inWords(got)).toBe(cell);
    if (cell === "yes") {
      if (entry.startsWith("button") && !("form" in got)) stage = undefined;
      if (entry === "command away" && trying.as !== "lena") await crowd.byCore.command(trying.as, "back");
      if (entry === "command back" && trying.as === "lena") await crowd.byCore.command("lena", "away");
      return;
    }
    expect(after.standing, "a refusal changes nothing").toEqual(before);
    expect(after.others, "nobody else sees anything").toEqual(others);
    expect(recorded.map(({ kind, subject }) => ({ kind, subject }))).toEqual([
      { kind: "access.refused", subject: entry.replace(" ", ":") },
    ]);
    expect(recorded[0]?.facts).toContain(USERS[trying.as]);
  });
});
