import type { Reading } from "../../chat/feature.ts";
import { type Block, type Button, type Message, strong, text } from "../../chat/message.ts";
import { localDate } from "../../local-days.ts";
import type { Registration } from "../registered.ts";
import { STANDING_WORDS } from "../words.ts";
import { type Cell, overUnit } from "./coverage.ts";
import { coverageFor, holdingsOf, putsFor } from "./read.ts";

/** Situations that are named at most: a learner looks out for a few. */
const MOST_SITUATIONS = 5;

/** How many criteria stand how, in words: "4 of 27 have evidence; 2 are met, says the assessor". */
export function standingsLine(cells: readonly Cell[]): string {
  const claimed = cells.filter(({ items }) => items.length > 0).length;
  const met = cells.filter(({ standing }) => standing === "met").length;
  return `${claimed} of ${cells.length} have evidence; ${met} ${met === 1 ? "is" : "are"} met, says the assessor`;
}

/** A criterion's line: where it stands, by which items, and what is missing. */
function line({ criterion, standing, items, gaps }: Cell): Block {
  const by = items.length === 0 ? "" : ` (${items.join(", ")})`;
  const missing = standing === "met" || standing === "nothing" ? [] : gaps.map(({ text: words }) => words);
  const ready = standing !== "nothing" && standing !== "met" && gaps.length === 0;
  return {
    b: "prose",
    text: [
      strong(`${criterion.ref} ${criterion.title}: `),
      text(`${STANDING_WORDS[standing]}${by}`),
      text(
        missing.length > 0
          ? `. Missing: ${missing.join("; ")}.`
          : ready
            ? ". Ready for the assessor to look at."
            : ".",
      ),
    ],
  };
}

/** What to look out for: situations of criteria for which there is nothing yet, then of those with gaps. */
export function situationsFor(cells: readonly Cell[]): string[] {
  const open = cells.filter(({ standing }) => standing !== "met");
  const wanted = [
    ...open.filter(({ items }) => items.length === 0),
    ...open.filter(({ gaps }) => gaps.length > 0),
  ];
  return [...new Set(wanted.flatMap(({ criterion }) => criterion.situations.slice(0, 1)))].slice(
    0,
    MOST_SITUATIONS,
  );
}

/**
 * One part of a unit: every criterion with where it stands and what is missing, in words. The whole unit
 * at once would be longer than a message on a phone.
 */
export async function coverageView(
  { db, now, settings }: Pick<Reading, "db" | "now" | "settings">,
  registration: Registration,
  groupId: string | undefined,
): Promise<Message> {
  const { unit, learnerId } = registration;
  const holdings = await holdingsOf(db, learnerId, settings.timezone, "learner");
  const cells = await coverageFor(db, registration, holdings, localDate(now, settings.timezone));
  const group = unit.groups.find(({ id }) => id === groupId) ?? unit.groups[0];
  const refs = new Set(group?.criteria.map(({ ref }) => ref));
  const situations = situationsFor(cells);
  const whole = overUnit({ unit, puts: putsFor(registration, holdings) });
  return {
    title: [text(`${unit.unit} ${group?.id ?? ""}: ${group?.title ?? unit.title}`)],
    status: { tone: "info", text: [text(`${standingsLine(cells)}.`)] },
    body: [
      ...cells.filter(({ criterion }) => refs.has(criterion.ref)).map(line),
      ...(whole.length === 0
        ? []
        : [
            {
              b: "prose" as const,
              text: [strong("Over the whole unit: "), text(`${whole.map((one) => one.text).join("; ")}.`)],
            },
          ]),
      ...(situations.length === 0
        ? []
        : [
            { b: "prose" as const, text: [strong("Situations to look for this week")] },
            { b: "list" as const, items: situations.map((one) => [text(one)]) },
          ]),
      {
        b: "prose",
        text: [
          text(
            "The numbers are planning aids, not the awarding body's: only the assessor says what is sufficient.",
          ),
        ],
      },
    ],
    buttons: unit.groups
      .filter(({ id }) => id !== group?.id)
      .map(({ id, title }): Button => ({
        action: "evidence.coverage",
        arg: `${unit.unit}.${id}`,
        label: `${unit.unit} ${id}`,
        describe: `${unit.unit} ${id}: ${title}`,
      })),
  };
}
