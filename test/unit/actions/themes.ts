import type { ActionSubject, ActionSummary } from "../../../src/actions/index.ts";
import { text, userText } from "../../../src/chat/message.ts";
import { notFound } from "../../../src/errors.ts";
import { type Member, serves } from "../../../src/people/index.ts";

/** A theme of the tests: what customers say, without comments behind it. */
export interface TestTheme {
  readonly ref: string;
  readonly team: string;
  readonly title: string;
  /** When each customer said it, ms. */
  readonly said: number[];
  /** When anything at all was logged, ms. */
  readonly logged: number[];
  /** From when on comments are logged at all, ms. */
  since: number;
}

/** A subject of actions in memory, with what it was told. */
export interface TestThemes {
  readonly subject: ActionSubject;
  readonly themes: Map<string, TestTheme>;
  readonly told: { readonly step: string; readonly id: string; readonly action: ActionSummary }[];
  /** Days for which figures were asked, in order. */
  readonly asked: number[];
}

/** A themes' double with one theme, "t1" (TH-007), of billing. */
export function testThemes(): TestThemes {
  const themes = new Map<string, TestTheme>([
    [
      "t1",
      {
        ref: "TH-007",
        team: "billing",
        title: "unexpected fee on the invoice",
        said: [],
        logged: [],
        since: 0,
      },
    ],
  ]);
  const told: { step: string; id: string; action: ActionSummary }[] = [];
  const asked: number[] = [];
  const themeOf = (id: string): TestTheme => {
    const theme = themes.get(id);
    if (!theme) throw notFound("theme", "no such theme");
    return theme;
  };
  const count = (times: readonly number[], days: readonly { fromMs: number; toMs: number }[]) =>
    days.map((day) => times.filter((at) => at >= day.fromMs && at < day.toMs).length);
  const note = (step: string) => (_: unknown, id: string, action: ActionSummary) => {
    told.push({ step, id, action });
    return Promise.resolve();
  };
  const subject: ActionSubject = {
    find: async (db, actor: Member, id) => {
      const theme = themeOf(id);
      if (!(await serves(db, actor, theme.team))) throw notFound("theme", "theme not visible");
      return {
        id,
        ref: theme.ref,
        teamId: theme.team,
        title: [text("Customers say: "), userText(theme.title)],
      };
    },
    figures: {
      measure: "customers a day who say it",
      daily: (_, id, days) => {
        asked.push(days.length);
        return Promise.resolve(count(themeOf(id).said, days));
      },
      totals: {
        measure: "comments logged in all",
        daily: (_, id, days) => Promise.resolve(count(themeOf(id).logged, days)),
      },
      since: (_, id) => Promise.resolve(themeOf(id).since),
    },
    audience: () => Promise.resolve(["ana", "tom", "gone", "ana"]),
    evidence: () => Promise.resolve(["c1", "c2", "c3"]),
    planned: note("planned"),
    reviewed: note("reviewed"),
    dropped: note("dropped"),
  };
  return { subject, themes, told, asked };
}
