import type { Sums } from "../day.ts";
import type { TakenCase } from "./cases.ts";
import { type Owed, isMet } from "./owed.ts";
import { Flow, type OwnDay, Stock } from "./spread.ts";

/** An improvement action as far as it is counted. */
export interface CountedAction {
  /** The local day by which somebody is to say what came of it, `YYYY-MM-DD`. */
  readonly reviewOn: string;
  /** The local day on which somebody did; null: nobody has. */
  readonly reviewedOn: string | null;
  /** The local day on which it was given up; null: it was not. */
  readonly droppedOn: string | null;
  /** Whether the review found a change and keeps it. */
  readonly worked: boolean;
}

/** What is counted of a team, as far as it touches the days that are asked for. */
export interface Countable {
  readonly cases: readonly { readonly one: TakenCase; readonly owed: readonly Owed[] }[];
  /** When each comment was said, ms. */
  readonly saidAt: readonly number[];
  readonly actions: readonly CountedAction[];
}

/** Cases and what is owed in them, each on the day on which it happened or fell due. */
function countCases(days: readonly OwnDay[], cases: Countable["cases"]) {
  const flow = (): Flow => new Flow(days);
  const [raised, closed, due, met] = [flow(), flow(), flow(), flow()];
  const [feedbackDue, feedbackGiven, promisesDue, promisesMet] = [flow(), flow(), flow(), flow()];
  const [open, missedOpen] = [new Stock(days), new Stock(days)];
  for (const { one, owed } of cases) {
    raised.add(one.raisedAt);
    if (one.state === "closed") closed.add(one.endedAt);
    open.add(one.raisedAt, one.endedAt);
    for (const each of owed) {
      const done = isMet(each) ? each.dueAt : null;
      if (each.kind === "feedback") {
        feedbackDue.add(each.dueAt);
        feedbackGiven.add(done);
        continue;
      }
      due.add(each.dueAt);
      met.add(done);
      // Everything due counts, done or not, open or closed (DOMAIN 8, no. 14).
      if (done === null) {
        const over = Math.min(each.doneAt ?? Infinity, each.endedAt ?? Infinity);
        missedOpen.add(each.dueAt, over === Infinity ? null : over);
      }
      if (each.kind === "promise") {
        promisesDue.add(each.dueAt);
        promisesMet.add(done);
      }
    }
  }
  return {
    raised,
    closed,
    due,
    met,
    feedbackDue,
    feedbackGiven,
    promisesDue,
    promisesMet,
    open: open.counts(),
    missedOpen: missedOpen.counts(),
  };
}

/**
 * Actions of a day: those whose review was due and how many of them had one by then, and those that
 * were reviewed and how many of them worked. One that was given up before it was due was never due.
 */
function countActions(date: string, actions: readonly CountedAction[]) {
  const due = actions.filter(
    ({ reviewOn, droppedOn }) => reviewOn === date && (droppedOn === null || droppedOn > date),
  );
  const reviewed = actions.filter(({ reviewedOn }) => reviewedOn === date);
  return {
    actions_due: due.length,
    actions_on_time: due.filter(({ reviewedOn }) => reviewedOn !== null && reviewedOn <= date).length,
    actions_reviewed: reviewed.length,
    actions_effective: reviewed.filter(({ worked }) => worked).length,
  };
}

/**
 * Counts what happened on each of some local days. A count that is 0 is 0: the bot's own record has no
 * gaps. Avoidable cases and those opened again are not in it: nobody is asked for the one, and nothing
 * does the other yet, so they are not known, which is not zero.
 * @param days in order, none twice
 */
export function countDays(days: readonly OwnDay[], { cases, saidAt, actions }: Countable): Sums[] {
  const counted = countCases(days, cases);
  const said = new Flow(days);
  for (const at of saidAt) said.add(at);
  return days.map(({ date }, index) => {
    const [due, met] = [counted.due.of(index), counted.met.of(index)];
    return {
      cases_raised: counted.raised.of(index),
      cases_closed: counted.closed.of(index),
      cases_open: counted.open[index] ?? 0,
      due,
      due_met: met,
      breached: due - met,
      breached_open: counted.missedOpen[index] ?? 0,
      feedback_due: counted.feedbackDue.of(index),
      feedback_given: counted.feedbackGiven.of(index),
      promises_due: counted.promisesDue.of(index),
      promises_met: counted.promisesMet.of(index),
      ...countActions(date, actions),
      comments_logged: said.of(index),
    };
  });
}
