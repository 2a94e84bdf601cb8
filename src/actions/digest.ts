import { strong, text } from "../chat/message.ts";
import type { Inline } from "../chat/message.ts";
import type { DigestSection } from "../kpi/digest/section.ts";
import { dayWords } from "../local-days.ts";
import { actionsToReview, openActions } from "./store.ts";

/** Actions named in a digest; more are counted. */
const MOST = 4;

/** Actions that are to start, and those whose effect is to be judged (DOMAIN 3.5 (5)). Nothing where there are none. */
export const actionsSection: DigestSection = async (db, { team, date }) => {
  const teams = new Set([team]);
  const toReview = await actionsToReview(db, teams, date);
  const toStart = (await openActions(db, teams)).filter(
    ({ state, startOn }) => state === "planned" && startOn <= date,
  );
  const lines: Inline[][] = [
    ...toStart.map(({ ref, startOn }): Inline[] => [
      strong(ref),
      text(` is to start since ${dayWords(startOn)}`),
    ]),
    ...toReview.map(({ ref, reviewOn }): Inline[] => [
      strong(ref),
      text(` is due for its review since ${dayWords(reviewOn)}: did it work?`),
    ]),
  ];
  if (lines.length === 0) return undefined;
  const more = lines.length - MOST;
  return {
    title: "Actions due",
    lines: more > 0 ? [...lines.slice(0, MOST), [text(`and ${more} more; /actions lists them`)]] : lines,
  };
};
