import type { Command, Reading, Writing } from "../chat/feature.ts";
import { privately } from "../chat/feature.ts";
import { matching } from "../chat/suggest.ts";
import { type Block, type Button, type Message, customer, say, strong, text } from "../chat/message.ts";
import { invalid, notFound } from "../errors.ts";
import { duration } from "../local-time.ts";
import { customerReferenceRegex } from "../organisation/reference.ts";
import { setAway, teamsServed } from "../people/index.ts";
import { fullCard, weighButton } from "./cards.ts";
import { MOST_TEXT, readCaseRef } from "./case.ts";
import { understand } from "./parse.ts";
import { RAISE_OPTIONS } from "./raise-form.ts";
import { currentDecisions } from "./raise.ts";
import {
  type Case,
  LIST_MOST,
  asksOf,
  findCaseByRef,
  myOpenCases,
  openCases,
  unaskedCases,
  weighedIn,
} from "./store.ts";
import { mayWeigh } from "./weigh.ts";
import { caseFor, mayTake, restrictedFor, situationOf } from "./who.ts";
import { STATE_WORDS, waitingWords } from "./words.ts";
import { type Parts, armTimer, workOf } from "./work.ts";

/** `/escalate`: opens the form with what was understood already filled in. */
const escalate: Command = {
  name: "escalate",
  description: "Ask a colleague who may decide, while the customer waits",
  usage: "[refund C-1042 wants 80 back for a late order]",
  who: "member",
  line: { name: "what", hint: "In one line, for example: refund C-1042 wants 80 back for a late order" },
  options: { form: "case.raise", fields: RAISE_OPTIONS },
  writes: false,
  run: async (asking, line) => {
    const { settings } = asking;
    const decisions = await currentDecisions(asking.db, settings);
    const reference = customerReferenceRegex({
      pattern: settings.customerPattern,
      example: settings.customerExample,
    });
    const found = understand(line, decisions, reference);
    if ((found.need?.length ?? 0) > MOST_TEXT) {
      throw invalid(
        `That is longer than the ${MOST_TEXT.toLocaleString("en-GB")} characters that fit. Type /escalate alone and say the essential in the form.`,
        "need too long",
      );
    }
    const { issue, customer, amount, need } = found;
    const named = asking.given["issue"]?.trim().toLowerCase();
    const decision = decisions.find(
      (one) => one.id === (named ?? issue) || one.label.toLowerCase() === named,
    );
    // An amount is asked about because of a limit; anything else is first of all a question.
    const kind = found.kind ?? (decision ? "approval" : "advice");
    const initial = Object.fromEntries(
      Object.entries({ kind, issue, customer, amount, need }).flatMap(([id, value]) =>
        value === undefined ? [] : [[id, value]],
      ),
    );
    return { kind: "form", form: "case.raise", context: {}, initial };
  },
};

/** What other features let people do from a case; never from a restricted one. */
export type OnCases = (one: Pick<Case, "id" | "ref">) => readonly Button[];

/** `/case`: one case, privately, with everything that this person can do. */
const showOne = (onCases: OnCases): Command => ({
  name: "case",
  description: "Show one case and what you can do with it",
  usage: "ESC-0042",
  who: "member",
  line: {
    name: "case",
    hint: "Its reference, for example ESC-0042",
    required: true,
    suggest: async (asking, typed) => {
      const mine = await myOpenCases(asking.db, asking.actor.id);
      const open = await openCases(asking.db, await teamsServed(asking.db, asking.actor));
      const restricted = await restrictedFor(asking.db, asking.settings, asking.actor);
      const byRef = new Map([...mine, ...restricted, ...open].map((one) => [one.ref, one]));
      return matching(
        [...byRef.values()].map((one) => ({
          value: one.ref,
          label: `${one.ref} · ${STATE_WORDS[one.state]}`,
        })),
        typed,
      );
    },
  },
  writes: false,
  run: async (asking, line) => {
    const ref = readCaseRef(line);
    if (ref === undefined) {
      throw line === ""
        ? invalid("Say which case: /case ESC-0042. Your open cases are under /cases.", "no case named")
        : notFound("case", "not a case reference");
    }
    const one = await caseFor(asking.db, asking.actor, await findCaseByRef(asking.db, ref));
    const situation = await situationOf(asking.db, asking.settings, one, asking.now);
    const asked = (await asksOf(asking.db, one.id))
      .filter((ask) => ask.endedAt === null)
      .map((ask) => ask.memberId);
    const mine = mayWeigh(asking.actor, one);
    const weighed = mine ? await weighedIn(asking.db, one.id) : undefined;
    const viewer = {
      id: asking.actor.id,
      mayTake: (await mayTake(asking.db, situation, asking.actor)) !== undefined,
      weighed,
    };
    const toWeigh = mine && weighed === undefined ? [weighButton(one)] : [];
    return privately(
      fullCard({ situation, asked, now: asking.now, timeZone: asking.settings.timezone }, viewer, [
        ...toWeigh,
        ...(one.restricted === null ? onCases(one) : []),
      ]),
    );
  },
});

/** `/cases`: mine and the team's open ones, privately. */
const showMany: Command = {
  name: "cases",
  description: "Show your open cases and your team's",
  usage: "[mine | open]",
  who: "member",
  line: {
    name: "which",
    hint: "mine or open; both if left out",
    suggest: (_, typed) =>
      Promise.resolve(
        matching(
          [
            { value: "mine", label: "mine: raised or held by you" },
            { value: "open", label: "open: in your teams" },
          ],
          typed,
        ),
      ),
  },
  writes: false,
  run: async (asking, line) => {
    const word = line.toLowerCase();
    if (!["", "mine", "open"].includes(word))
      throw invalid("Say /cases, /cases mine or /cases open.", "unknown list");
    const parts: Block[] = [];
    if (word !== "open") parts.push(...list("Yours", await myOpenCases(asking.db, asking.actor.id), asking));
    if (word !== "mine") {
      parts.push(
        ...list(
          "Open in your teams",
          await openCases(asking.db, await teamsServed(asking.db, asking.actor)),
          asking,
        ),
      );
      const restricted = await restrictedFor(asking.db, asking.settings, asking.actor);
      // Whoever has none does not hear that there is such a list.
      if (restricted.length > 0) parts.push(...list("Restricted, for you", restricted, asking));
    }
    const message: Message = { title: [text("Cases")], body: parts };
    return privately(message);
  },
};

function list(title: string, cases: readonly Case[], asking: Reading): Block[] {
  if (cases.length === 0) return [{ b: "prose", text: [strong(title), text(": none.")] }];
  const more =
    cases.length > LIST_MOST
      ? [{ b: "prose" as const, text: [text("There are more; /case shows any of them by its reference.")] }]
      : [];
  return [
    { b: "prose", text: [strong(title)] },
    {
      b: "list",
      items: cases.slice(0, LIST_MOST).map((one) => {
        const waiting = waitingWords(one, asking.now, asking.settings.timezone);
        return [
          strong(one.ref),
          text(" "),
          customer(one.customerId),
          text(
            ` · ${STATE_WORDS[one.state]} · ${duration(asking.now - one.raisedAt)} old${waiting && one.informedAt === null ? ` · ${waiting}` : ""}`,
          ),
        ];
      }),
    },
    ...more,
  ];
}

/** `/away` and `/back`: whether one is asked. */
const presence = (parts: Parts, away: boolean): Command => ({
  name: away ? "away" : "back",
  description: away ? "You are not asked to take cases until /back" : "You are asked to take cases again",
  usage: "",
  who: "member",
  writes: true,
  run: async (asking) => {
    const changed = await setAway(asking.db, asking.actor, away);
    if (changed) {
      await parts.journal.record(asking.db, asking.now, {
        team: asking.actor.homeTeam,
        actor: asking.actor.id,
        role: "member",
        kind: away ? "member.away" : "member.back",
        subject: asking.actor.id,
        facts: {},
      });
      if (!away) await putToWhoIsBack(parts, asking);
    }
    const holding =
      asking.actor.holding > 0
        ? ` You still have ${asking.actor.holding === 1 ? "a case" : `${asking.actor.holding} cases`}; /cases mine shows them.`
        : "";
    return privately(
      say(
        text(
          away
            ? `You are away: nobody is sent to you until you say /back.${holding}`
            : "Welcome back. You are asked again when a case fits.",
        ),
      ),
    );
  },
});

/** Cases that nobody could be asked about are put to whoever can be now, without waiting for their timers. */
async function putToWhoIsBack(parts: Parts, asking: Writing): Promise<void> {
  const work = workOf(parts, asking);
  for (const one of await unaskedCases(asking.db, await teamsServed(asking.db, asking.actor))) {
    await armTimer(work, one, "case.ask_again", asking.now);
  }
}

/** The commands of the feature. */
export const caseCommands = (parts: Parts, onCases: OnCases): readonly Command[] => [
  escalate,
  showOne(onCases),
  showMany,
  presence(parts, true),
  presence(parts, false),
];
