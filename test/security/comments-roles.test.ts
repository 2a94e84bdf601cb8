import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eq } from "drizzle-orm";
import { comments } from "../../db/schema/comments.ts";
import type { Answer } from "../../src/chat/adapter.ts";
import type { RawValues } from "../../src/chat/form.ts";
import { commentsFeature } from "../../src/comments/index.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal } from "../../src/journal/index.ts";
import { openTwoTeams } from "../support/comments-floor.ts";
import { type Asker, said } from "../support/floor.ts";
import { withPeople } from "../support/organisation.ts";
import { OUTSIDERS } from "../support/outsiders.ts";
import { isToldToStrangers } from "../support/roles.ts";
import { applyText, floorFile } from "../support/world.ts";

/** `yes`: it happens or its form opens. `no`: refused, and told who can. `hidden`: answered as if it did not exist. */
type Cell = "yes" | "no" | "hidden" | "stranger";

const MEMBERS = ["ana", "tom", "wei", "priya", "sam", "qa", "helen", "megan", "aoife"] as const;

const row = (...cells: readonly Cell[]): readonly Cell[] => cells;
const everybody = row("yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes");
const team = row("yes", "yes", "yes", "yes", "yes", "yes", "yes", "hidden", "hidden");
const logger = row("yes", "hidden", "hidden", "hidden", "hidden", "hidden", "hidden", "hidden", "hidden");
const deciders = row("no", "no", "yes", "yes", "yes", "yes", "yes", "hidden", "hidden");

/**
 * By hand, in the order of MEMBERS: Ana logged the comment; Tom is her colleague; Wei is a senior
 * and may decide about themes; Quinn is a manager whose "decides: false" is about cases alone;
 * Helen serves all teams; Megan and Aoife are of another team.
 */
const TABLE: Readonly<Record<string, readonly Cell[]>> = {
  "command comment": everybody,
  "command comments": everybody,
  "command theme": team,
  "shortcut comment.message": everybody,
  "button comment.details": logger,
  "button comment.strike": logger,
  "button comment.notice": logger,
  "button comment.from_case": team,
  "button alert.confirm": deciders,
  "button alert.not_same": deciders,
  "button alert.known": deciders,
  "button alert.mute": deciders,
  "button alert.why": team,
  "button theme.show": team,
  "button theme.edit": deciders,
  "button theme.merge": deciders,
  "button theme.split": deciders,
  "button theme.decline": deciders,
  "button action.plan": deciders,
  "form comment.log": everybody,
  "form comment.log of a case": team,
  "form comment.details": logger,
  "form comment.notice": logger,
  "form alert.confirm": deciders,
  "form alert.known": deciders,
  "form alert.mute": deciders,
  "form theme.edit": deciders,
  "form theme.merge": deciders,
  "form theme.split": deciders,
  "form theme.decline": deciders,
  "form action.plan": deciders,
};

const FORM_VALUES = {
  "comment.log": { said: "the queue was long today", customer: "C-7777", origin: "spontaneous" },
  "comment.details": { origin: "requested", feeling: "upset" },
  "comment.notice": { customer: "C-7778" },
  "alert.confirm": { name: "App", wording: "It is known.", recipients: "agents", owner: "priya" },
  "alert.known": { where: "ticket 5" },
  "alert.mute": { until: "2030-01-01T10:00" },
  "theme.edit": { name: "App", owner: "wei" },
  "theme.decline": { reason: "not ours" },
  "action.plan": {
    problem: "App",
    change: "Rolled back",
    owner: "wei",
    start: "2026-11-25",
    review: "2026-12-24",
  },
} as const;

let here: Awaited<ReturnType<typeof openTwoTeams>>;
/** What the entries are about: ids of Billing. */
let at: {
  readonly comment: string;
  readonly severe: string;
  readonly unknownCustomer: string;
  readonly case: string;
  readonly theme: string;
  readonly themeRef: string;
  readonly otherTheme: string;
  readonly inTheme: string;
};
let stage: Awaited<ReturnType<(typeof here)["remember"]>>;
let today = "";
beforeAll(async () => {
  here = await openTwoTeams();
  const { floor } = here;
  const logged = async (line: string): Promise<string> => {
    await floor.command("ana", "comment", line);
    return (await here.commentsOf("billing")).at(-1)?.id ?? "";
  };
  const comment = await logged("C-1042 the depot was closed at noon");
  const severe = await logged("C-1043 her charger caught fire last night");
  const unknownCustomer = await logged("his charger caught fire last night");
  await here.hear();
  const theme = (await here.themesOf("billing")).find(({ id }) => id === here.billing.themeId);
  const otherTheme = (await here.themesOf("billing")).find(({ id }) => id !== here.billing.themeId);
  const inTheme = (await here.commentsOf("billing")).find(({ themeId }) => themeId === theme?.id);
  if (!theme || !otherTheme || !inTheme) throw new Error("a theme is missing");
  at = {
    comment,
    severe,
    unknownCustomer,
    case: await floor.raise("ana"),
    theme: theme.id,
    themeRef: theme.ref,
    otherTheme: otherTheme.id,
    inTheme: inTheme.id,
  };
  stage = await here.remember();
  today = new Date(floor.clock.now()).toISOString().slice(0, 10);
}, 60_000);
afterAll(() => here.floor.close());

/** What an entry names; the generation is the one that stands there now. */
interface Named {
  readonly id: string;
  readonly generation: number | string;
}

async function namedBy(name: string): Promise<Named> {
  if (name.startsWith("alert.")) {
    const [alert] = await here.alertsOf("billing");
    return { id: alert?.id ?? "", generation: alert?.generation ?? -1 };
  }
  if (name.startsWith("theme.") || name === "action.plan") {
    const theme = (await here.themesOf("billing")).find(({ id }) => id === at.theme);
    return { id: at.theme, generation: theme?.generation ?? -1 };
  }
  if (name.startsWith("comment.from_case")) return { id: at.case, generation: 0 };
  return { id: name === "comment.notice" ? at.severe : at.comment, generation: 0 };
}

function argument(name: string, { id, generation }: Named): string {
  if (name === "action.plan") return `theme:${id}`;
  if (["theme.show", "alert.why"].includes(name) || name.startsWith("comment.")) return id;
  return `${id}:${generation}`;
}

function contextOf(name: string, isOfCase: boolean, { id, generation }: Named): Record<string, string> {
  if (name === "comment.log") return isOfCase ? { source: "case", case: id } : {};
  if (name === "action.plan") return { kind: "theme", subject: id };
  if (name.startsWith("comment.")) return { comment: id };
  return { [name.startsWith("alert.") ? "alert" : "theme"]: id, generation: String(generation) };
}

const isFilledIn = (name: string): name is keyof typeof FORM_VALUES => Object.hasOwn(FORM_VALUES, name);

function valuesOf(name: string): RawValues {
  if (name === "theme.merge") return { into: at.otherTheme };
  if (name === "theme.split") return { comments: at.inTheme };
  if (!isFilledIn(name)) throw new Error(`no values for ${name}`);
  return name === "action.plan" ? { ...FORM_VALUES[name], start: today } : FORM_VALUES[name];
}

const LINES: Readonly<Record<string, string>> = {
  comment: "C-1042 the depot was closed at noon",
  comments: "themes",
};

async function attempt(entry: string, asker: Asker, named?: Named): Promise<Answer> {
  const { floor } = here;
  const [kind, name = "", of] = entry.split(" ");
  if (kind === "command") return floor.command(asker, name, name === "theme" ? at.themeRef : LINES[name]);
  if (kind === "shortcut") return floor.shortcut(asker, name, "the customer says it is late");
  const what = named ?? (of === undefined ? await namedBy(name) : { id: at.case, generation: 0 });
  if (kind === "button") return floor.button(asker, name, argument(name, what));
  return floor.forges(asker, name, contextOf(name, of !== undefined, what), valuesOf(name));
}

const HIDDEN =
  /^There is no (comment|theme|alert|case|subject) that you can see under that name\. Check it and try again\.$/;
const NO =
  /^(Deciding about what several customers say is for people of a higher level in this team|You may not plan actions for this team)\. Wei Chen, Priya Shah(,| or) Quinn Adler can\.$/;

function cellOf(answer: Answer): Cell | "something else" {
  if (answer.kind === "form" || answer.kind === "done") return "yes";
  const words = said(answer);
  if (isToldToStrangers(words)) return "stranger";
  if (HIDDEN.test(words)) return "hidden";
  if (NO.test(words)) return "no";
  return answer.kind === "fieldErrors" ||
    /nothing was (changed|done|recorded)|went wrong|could not be done/.test(words)
    ? "something else"
    : "yes";
}

/** Puts the stage back, and tries something; gives back what it did to it. */
async function watched(act: () => Promise<Answer>) {
  await stage.putBack();
  const before = await here.state();
  const seq = (await here.floor.record()).length;
  const answer = await act();
  return {
    answer,
    isUntouched: (await here.state()) === before,
    recorded: (await here.floor.record(seq)).map(({ kind, subject }) => `${kind} ${subject}`),
  };
}

describe("who may do what with comments, alerts and themes", () => {
  it("has a row for everything that there is", () => {
    const parts = { ids: randomIds, journal: createJournal(randomIds, false), active: new Set<never>() };
    const { commands, buttons, forms, shortcuts } = commentsFeature(parts);
    const entries = [
      ...commands.map((one) => `command ${one.name}`),
      ...(shortcuts ?? []).map((one) => `shortcut ${one.name}`),
      ...buttons.map((one) => `button ${one.name}`),
      ...forms.map((one) => `form ${one.name}`),
      "button action.plan",
      "form action.plan",
      "form comment.log of a case",
    ];
    expect(Object.keys(TABLE).toSorted()).toEqual(entries.toSorted());
  });

  const cells = Object.entries(TABLE).flatMap(([entry, row_]) => [
    ...MEMBERS.map((who, index) => ({ entry, who, asker: who, cell: row_[index] ?? "stranger" })),
    ...Object.entries(OUTSIDERS).map(([who, asker]) => ({ entry, who, asker, cell: "stranger" as const })),
  ]);
  const allowed = cells.filter(({ cell }) => cell === "yes");
  const refused = cells.filter(({ cell }) => cell !== "yes");

  it.each(allowed)("$entry by $who: yes", async ({ entry, asker }) => {
    const { answer, recorded } = await watched(() => attempt(entry, asker));
    expect(cellOf(answer), said(answer)).toBe("yes");
    expect(recorded.filter((one) => one.startsWith("access."))).toEqual([]);
  });

  it.each(refused)("$entry by $who: $cell", async ({ entry, asker, cell }) => {
    const { answer, isUntouched, recorded } = await watched(() => attempt(entry, asker));
    expect(cellOf(answer), said(answer)).toBe(cell);
    expect(isUntouched, "a refusal changes nothing").toBe(true);
    expect(recorded).toEqual([`access.refused ${entry.split(" ").slice(0, 2).join(":")}`]);
  });
});

describe("what is there and not theirs", () => {
  const entries = Object.keys(TABLE).filter(
    (entry) => /^(button|form) /.test(entry) && entry !== "form comment.log",
  );
  const MISSING = { id: "0".repeat(20), generation: 1 };

  it.each(entries)("%s: looks to a stranger of the team like what does not exist", async (entry) => {
    for (const asker of ["megan", "aoife"] as const) {
      const missing = await watched(() => attempt(entry, asker, MISSING));
      const foreign = await watched(() => attempt(entry, asker));
      expect(foreign.answer, asker).toEqual(missing.answer);
      expect([foreign.isUntouched, missing.isUntouched]).toEqual([true, true]);
      expect(cellOf(missing.answer), said(missing.answer)).toBe("hidden");
    }
  });

  it("/theme: a foreign one, one that does not exist, and one that never can", async () => {
    const { floor } = here;
    const foreign = said(await floor.command("aoife", "theme", at.themeRef));
    expect(foreign).toMatch(HIDDEN);
    for (const ref of ["TH-999", "TH-000", "TH-99999999999999", "constructor", "' OR 1=1 --"])
      expect(said(await floor.command("aoife", "theme", ref)), ref).toBe(foreign);
  });

  it("a comment of somebody else looks to a leader like none, too", async () => {
    for (const entry of ["button comment.details", "form comment.details", "button comment.strike"]) {
      const missing = await watched(() => attempt(entry, "priya", MISSING));
      const foreign = await watched(() => attempt(entry, "priya"));
      expect(foreign.answer, entry).toEqual(missing.answer);
    }
  });

  it("nothing more can be done to what was taken back", async () => {
    const { floor } = here;
    await stage.putBack();
    expect(said(await floor.button("ana", "comment.strike", at.comment))).toContain("Taken back");
    const before = await here.state();
    for (const entry of ["button comment.strike", "button comment.details", "form comment.details"])
      expect(said(await attempt(entry, "ana")), entry).toMatch(HIDDEN);
    expect(await here.state()).toBe(before);
    await stage.putBack();
  });
});

describe("buttons and forms that nobody was given", () => {
  const stale = /was changed since this card was drawn|Somebody has decided about this alert since/;
  const generations = ["0", "2", "-1", "", "999999999999"];
  const ofAge = Object.keys(TABLE).filter(
    (entry) => /^(button|form) (alert|theme)\./.test(entry) && !/theme\.show|alert\.why/.test(entry),
  );

  it.each(ofAge)("%s: of another generation, nothing happens, for those who may", async (entry) => {
    for (const generation of generations) {
      const named = await namedBy(entry.split(" ")[1] ?? "");
      if (String(named.generation) === generation) continue;
      const { answer, isUntouched } = await watched(() =>
        attempt(entry, "priya", { id: named.id, generation }),
      );
      expect(cellOf(answer), `${generation}: ${said(answer)}`).not.toBe("yes");
      expect(isUntouched, generation).toBe(true);
    }
    const { answer } = await watched(() => attempt(entry, "priya", { ...named0(entry), generation: 7 }));
    expect(said(answer)).toMatch(stale);
  });
  const named0 = (entry: string): { readonly id: string } => ({
    id: entry.includes("alert.") ? here.billing.id : at.theme,
  });

  it.each(["", ":", "x", "x:1", "../../etc:1", "__proto__:1", "constructor", `${"z".repeat(5_000)}:1`])(
    "an edited argument (%j) changes nothing",
    async (arg) => {
      for (const entry of Object.keys(TABLE).filter((one) => one.startsWith("button "))) {
        const name = entry.slice("button ".length);
        for (const asker of ["priya", "tom"] as const) {
          const { answer, isUntouched } = await watched(() => here.floor.button(asker, name, arg));
          expect(["hidden", "no"], `${entry}: ${said(answer)}`).toContain(cellOf(answer));
          expect(isUntouched, entry).toBe(true);
        }
      }
    },
  );

  /** What each field says that was given something it does not offer. */
  const wrong: readonly (readonly [form: string, values: () => RawValues])[] = [
    ["alert.confirm", () => ({ owner: "ana" })],
    ["alert.confirm", () => ({ owner: "aoife" })],
    ["alert.confirm", () => ({ owner: "gone" })],
    ["alert.confirm", () => ({ owner: "nobody" })],
    ["alert.confirm", () => ({ recipients: "team:nowhere" })],
    ["alert.confirm", () => ({ recipients: "agents\ntom" })],
    ["alert.confirm", () => ({ recipients: "slack:C0ORDERS" })],
    ["alert.confirm", () => ({ recipients: "" })],
    ["alert.confirm", () => ({ name: "x".repeat(81) })],
    ["alert.confirm", () => ({ wording: "x".repeat(1_001) })],
    ["alert.confirm", () => ({ name: " " })],
    ["alert.known", () => ({ where: "x".repeat(301) })],
    ["alert.mute", () => ({ until: "yesterday" })],
    ["alert.mute", () => ({ until: "2020-01-01T10:00" })],
    ["theme.edit", () => ({ owner: "tom" })],
    ["theme.edit", () => ({ owner: "aoife" })],
    ["theme.edit", () => ({ name: "x".repeat(81) })],
    ["theme.merge", () => ({ into: at.theme })],
    ["theme.merge", () => ({ into: here.orders.themeId })],
    ["theme.merge", () => ({ into: "0".repeat(20) })],
    ["theme.split", () => ({ comments: at.comment })],
    ["theme.split", () => ({ comments: here.orders.record.members[0] ?? "" })],
    ["theme.split", () => ({ comments: `${at.inTheme}\n${at.comment}` })],
    ["theme.split", () => ({ comments: "" })],
    ["theme.decline", () => ({ reason: "x".repeat(501) })],
    ["theme.decline", () => ({ reason: " \n " })],
  ];
  it.each(wrong.map(([form, values]) => ({ form, values })))(
    "$form takes nothing that it does not offer",
    async ({ form, values }) => {
      const named = await namedBy(form);
      const { answer, isUntouched } = await watched(() =>
        here.floor.forges("priya", form, contextOf(form, false, named), { ...valuesOf(form), ...values() }),
      );
      expect(answer.kind, said(answer)).toBe("fieldErrors");
      expect(isUntouched).toBe(true);
      // The same form with what is offered goes through, so it was the value that was refused.
      const { answer: well } = await watched(() => attempt(`form ${form}`, "priya"));
      expect(cellOf(well), said(well)).toBe("yes");
    },
  );

  it("a theme of another team and one that does not exist are refused as targets in the same bytes", async () => {
    const into = async (id: string) =>
      (
        await watched(async () =>
          here.floor.forges(
            "helen",
            "theme.merge",
            contextOf("theme.merge", false, await namedBy("theme.merge")),
            {
              into: id,
            },
          ),
        )
      ).answer;
    expect(await into(here.orders.themeId)).toEqual(await into("0".repeat(20)));
  });

  it("a notice needs a severe comment of one's own, and is given once", async () => {
    const harmless = await watched(() => here.floor.button("ana", "comment.notice", at.comment));
    expect(said(harmless.answer)).toContain("needs no notice");
    expect(harmless.isUntouched).toBe(true);
    await stage.putBack();
    await attempt("button comment.notice", "ana");
    const before = await here.state();
    for (const entry of ["button comment.notice", "form comment.notice"])
      expect(said(await attempt(entry, "ana")), entry).toContain("notified of this comment already");
    expect(await here.state()).toBe(before);
  });

  it("asks for the reference where the customer is not known, and keeps to the form of it", async () => {
    await stage.putBack();
    const named = { id: at.unknownCustomer, generation: 0 };
    expect(said(await attempt("button comment.notice", "ana", named))).toBe("form: Notify the specialists");
    const answer = await here.floor.forges(
      "ana",
      "comment.notice",
      { comment: named.id },
      { customer: "Mrs Miller" },
    );
    expect(answer.kind).toBe("fieldErrors");
  });

  it("no comment comes out of a case that is restricted, for its own raiser neither", async () => {
    await stage.putBack();
    await attempt("button comment.notice", "ana");
    const [notified] = await here.floor.store.read.select().from(comments).where(eq(comments.id, at.severe));
    const id = notified?.noticeId ?? "";
    const missing = await watched(() =>
      attempt("form comment.log of a case", "ana", { id: "0".repeat(20), generation: 0 }),
    );
    expect(id).not.toBe("");
    for (const asker of ["ana", "wei", "priya", "tom"] as const) {
      const before = (await here.commentsOf("billing")).length;
      expect(await attempt("form comment.log of a case", asker, { id, generation: 0 }), asker).toEqual(
        missing.answer,
      );
      expect(await here.commentsOf("billing")).toHaveLength(before);
    }
  });
});

describe("who is who", () => {
  it("takes effect on the next click when somebody is disabled or loses their level", async () => {
    await stage.putBack();
    const { floor } = here;
    const source = await floorFile();
    const become = (change: Parameters<typeof withPeople>[1]) =>
      applyText(floor.store, withPeople(source, change), floor.clock.now());
    await become({ priya: { disabled: true } });
    expect(cellOf(await attempt("button alert.confirm", "priya"))).toBe("stranger");
    await become({ priya: { level: "agent" } });
    expect(said(await attempt("form alert.confirm", "priya"))).toContain(
      "Wei Chen, Quinn Adler, Sam Whitfield can.",
    );
    await become({ priya: { team: "orders" } });
    expect(cellOf(await attempt("form theme.edit", "priya"))).toBe("hidden");
    await applyText(floor.store, source, floor.clock.now());
    expect(cellOf(await attempt("form theme.edit", "priya"))).toBe("yes");
  });
});
