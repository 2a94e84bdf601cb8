import type { Command, Reading } from "../chat/feature.ts";
import { privately } from "../chat/feature.ts";
import { matching } from "../chat/suggest.ts";
import { type Block, strong, text } from "../chat/message.ts";
import { invalid, notFound } from "../errors.ts";
import { teamsServed } from "../people/index.ts";
import { STATE_WORDS, readActionRef } from "./action.ts";
import { actionCard, statusLine } from "./cards.ts";
import { dayWords, localDate } from "../local-days.ts";
import {
  type Action,
  LIST_MOST,
  actionsToReview,
  findActionByRef,
  myOpenActions,
  openActions,
  reviewedActions,
} from "./store.ts";
import { actionFor, deedsFor, mayGoOn } from "./who.ts";
import type { ActionParts } from "./work.ts";

/** What plans an action that is about nothing that the bot knows. */
const PLAN = /^plan(?:\s+(?<team>.+))?$/i;

/** `/action`: one action, privately, with everything that this person can do; or a plan. */
const showOne = (parts: ActionParts): Command => ({
  name: "action",
  description: "Show an improvement action and what you can do with it, or plan one",
  usage: "ACT-012 | plan [team]",
  who: "member",
  line: {
    name: "action",
    hint: "Its reference, for example ACT-012, or plan",
    required: true,
    suggest: async (asking, typed) => {
      const mine = await myOpenActions(asking.db, asking.actor.id);
      const open = await openActions(asking.db, await teamsServed(asking.db, asking.actor));
      const byRef = new Map([...mine, ...open].map((one) => [one.ref, one]));
      return matching(
        [
          ...[...byRef.values()].map((one) => ({
            value: one.ref,
            label: `${one.ref} · ${STATE_WORDS[one.state]} · review ${dayWords(one.reviewOn)}`,
          })),
          { value: "plan", label: "plan: a new action" },
        ],
        typed,
      );
    },
  },
  writes: false,
  run: async (asking, line) => {
    const planned = PLAN.exec(line);
    if (planned) {
      const team = planned.groups?.["team"];
      return { kind: "form", form: "action.plan", context: team === undefined ? {} : { team } };
    }
    const ref = readActionRef(line);
    if (ref === undefined) {
      throw line === ""
        ? invalid(
            "Say which action: /action ACT-012. Those of your teams are under /actions; /action plan begins a new one.",
            "no action named",
          )
        : notFound("action", "not an action reference");
    }
    const one = await actionFor(asking.db, asking.actor, await findActionByRef(asking.db, ref));
    const deeds = (await mayGoOn({ ...parts, ...asking }, asking.actor, one)) ? deedsFor(one) : [];
    return privately(
      actionCard(one, { subjects: parts.subjects, timeZone: asking.settings.timezone }, deeds),
    );
  },
});

/** Reviewed actions that the team's list ends with. */
const LATELY = 5;

/** The lists, by the word that asks for them. */
const LISTS = {
  mine: "mine: owned by you",
  team: "team: open in your teams, and lately reviewed",
  due: "due: in your teams, with the review date reached",
} as const;

/** `/actions`: mine and the team's, privately. */
const showMany: Command = {
  name: "actions",
  description: "Show your improvement actions and your team's",
  usage: "[mine | team | due]",
  who: "member",
  line: {
    name: "which",
    hint: "mine, team or due; mine and team if left out",
    suggest: (_, typed) =>
      Promise.resolve(
        matching(
          Object.entries(LISTS).map(([value, label]) => ({ value, label })),
          typed,
        ),
      ),
  },
  writes: false,
  run: async (asking, line) => {
    const word = line.toLowerCase();
    if (word !== "" && !Object.hasOwn(LISTS, word))
      throw invalid("Say /actions, /actions mine, /actions team or /actions due.", "unknown list");
    const teams = await teamsServed(asking.db, asking.actor);
    const today = localDate(asking.now, asking.settings.timezone);
    const body: Block[] = [];
    if (word === "" || word === "mine")
      body.push(...list("Yours", await myOpenActions(asking.db, asking.actor.id), asking));
    if (word === "" || word === "team") {
      body.push(
        ...list("Open in your teams", await openActions(asking.db, teams), asking),
        ...list("Lately reviewed", await reviewedActions(asking.db, teams, LATELY), asking),
      );
    }
    if (word === "due")
      body.push(...list("Due for review", await actionsToReview(asking.db, teams, today), asking));
    return privately({ title: [text("Improvement actions")], body });
  },
};

function list(title: string, actions: readonly Action[], asking: Reading): readonly Block[] {
  if (actions.length === 0) return [{ b: "prose", text: [strong(title), text(": none.")] }];
  const today = localDate(asking.now, asking.settings.timezone);
  return [
    { b: "prose", text: [strong(title)] },
    {
      b: "list",
      items: actions
        .slice(0, LIST_MOST)
        .map((one) => [
          strong(one.ref),
          text(one.subjectRef === null ? " · " : ` · ${one.subjectRef} · `),
          ...statusLine(one),
          ...(one.state === "running" && one.reviewOn < today ? [strong(" · overdue")] : []),
        ]),
    },
    ...(actions.length > LIST_MOST
      ? [{ b: "prose" as const, text: [text("There are more; /action shows any of them by its reference.")] }]
      : []),
  ];
}

/** The commands of the feature. */
export const actionCommands = (parts: ActionParts): readonly Command[] => [showOne(parts), showMany];
