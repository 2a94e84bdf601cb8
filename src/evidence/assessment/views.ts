import type { Reading } from "../../chat/feature.ts";
import { type Block, type Button, type Message, member, payload, strong, text } from "../../chat/message.ts";
import { localDate } from "../../local-days.ts";
import { shortTime } from "../../local-time.ts";
import { namesOf } from "../../people/index.ts";
import { coverageFor, holdingsOf } from "../coverage/read.ts";
import { standingsLine } from "../coverage/view.ts";
import { itemCard } from "../items/card.ts";
import { profileText } from "../profile/profile.ts";
import { type Registration, isBefore } from "../registered.ts";
import type { Item } from "../store.ts";
import { BEFORE_WORDS, STANDING_WORDS, criterionWords } from "../words.ts";
import { DECISION_WORDS, HASH_SHOWN, hashOf } from "./judge.ts";
import { type Judgeable, queueOf } from "./queue.ts";

/** What waits that one message shows: each brings a button. */
const MOST_WAITING = 8;
/** Learners whom one message offers a button each. */
const MOST_LEARNERS = 10;

/** What can be said, in the order of the buttons; a button names its place here, because its argument is short. */
export const VERDICTS = ["met", "more_needed", "not_yet"] as const;

const subjectArg = ({ registration, criterion }: Judgeable): string =>
  `${registration.learnerId}.${registration.unit.unit}.${criterion.ref.replaceAll(".", "_")}`;

/** Reads what {@link subjectArg} wrote: a reference such as 1.2 has a full stop of its own. */
export function subjectOf(arg: string): {
  readonly learner: string;
  readonly unit: string;
  readonly ref: string;
} {
  const [learner = "", unit = "", ref = ""] = arg.split(".");
  return { learner, unit, ref: ref.replaceAll("_", ".") };
}

const markOf = (registration: Registration, item: Item): string =>
  isBefore(registration, item) ? " (from before the registration)" : "";

/** `/assess`: what waits for an assessor, the longest waiting first. */
export async function queueView(
  { db, now, settings }: Reading,
  registrations: readonly Registration[],
): Promise<Message> {
  const queue = await queueOf(db, registrations, settings.timezone);
  const shown = queue.slice(0, MOST_WAITING);
  const learners = registrations.slice(0, MOST_LEARNERS);
  const names = await namesOf(db, [...new Set(learners.map(({ learnerId }) => learnerId))]);
  return {
    title: [text(queue.length === 0 ? "Nothing waits for your judgement" : `${queue.length} to judge`)],
    body: [
      {
        b: "list",
        items: shown.map(({ registration, criterion, items, because, since }, index) => [
          strong(`${index + 1}. `),
          member(registration.learnerId),
          text(
            `: ${criterionWords(registration.unit, criterion)} by ${items.map((item) => `${item.ref}${markOf(registration, item)}`).join(", ")} (${because}, since ${shortTime(since, now, settings.timezone)})`,
          ),
        ]),
      },
      ...(queue.length > shown.length
        ? [
            {
              b: "prose" as const,
              text: [text(`And ${queue.length - shown.length} more, once these are judged.`)],
            },
          ]
        : []),
    ],
    buttons: [
      ...shown.map((one, index) => ({
        action: "assess.look",
        arg: subjectArg(one),
        label: `Look at ${index + 1}`,
        describe: `Look at ${index + 1}: ${criterionWords(one.registration.unit, one.criterion)}`,
      })),
      ...learners.map(({ learnerId, unit }) => ({
        action: "assess.learner",
        arg: `${learnerId}.${unit.unit}`,
        label: `${names.get(learnerId) ?? learnerId}, ${unit.unit}`,
      })),
    ],
  };
}

/** One criterion with all that stands for it, and the three things that an assessor can say. */
export async function judgeView(asking: Reading, one: Judgeable): Promise<Message> {
  const { db, now, settings } = asking;
  const { registration, criterion } = one;
  const today = localDate(now, settings.timezone);
  const holdings = await holdingsOf(db, registration.learnerId, settings.timezone, "others");
  const cell = (await coverageFor(db, registration, holdings, today)).find(
    (each) => each.criterion.ref === criterion.ref,
  );
  const early = new Set(one.items.filter((item) => isBefore(registration, item)).map(({ ref }) => ref));
  return {
    title: [member(registration.learnerId), text(`: ${criterionWords(registration.unit, criterion)}`)],
    status: {
      tone: "info",
      text: [text(`Asked for: ${criterion.parts.map(({ title }) => title).join("; ")}.`)],
    },
    body: [
      ...(criterion.wording === undefined ? [] : [{ b: "prose" as const, text: [text(criterion.wording)] }]),
      ...one.claims.map((claim): Block => ({
        b: "prose",
        text: [
          strong(`${claim.item}: `),
          { t: "user", text: claim.why },
          ...(early.has(claim.item) ? [text(` (${BEFORE_WORDS})`)] : []),
        ],
      })),
      ...sentences("To look for", criterion.look_for),
      ...sentences("Makes it invalid", criterion.refuse),
      ...sentences(
        "By counting, missing",
        (cell?.gaps ?? []).map(({ text: words }) => words),
      ),
      ...(one.judgement
        ? [
            {
              b: "prose" as const,
              text: [
                strong(`Before: ${DECISION_WORDS[one.judgement.decision].toLowerCase()}. `),
                payload(one.judgement.reasonsPayload),
              ],
            },
          ]
        : []),
      ...(one.action
        ? [
            {
              b: "prose" as const,
              text: [
                member(one.action.verifierId),
                strong(" asks for action, which is settled once you judge again: "),
                ...(one.action.notePayload === null ? [] : [payload(one.action.notePayload)]),
              ],
            },
          ]
        : []),
    ],
    buttons: [
      ...one.items.map(({ id, ref }): Button => ({ action: "assess.item", arg: id, label: `Show ${ref}` })),
      ...VERDICTS.map((decision, index): Button => ({
        action: "assess.judge",
        arg: `${subjectArg(one)}.${index}.${hashOf(one).slice(0, HASH_SHOWN)}`,
        label: DECISION_WORDS[decision],
      })),
    ],
  };
}

const sentences = (title: string, items: readonly string[]): Block[] =>
  items.length === 0
    ? []
    : [
        { b: "prose", text: [strong(title)] },
        { b: "list", items: items.map((one) => [text(one)]) },
      ];

/** One learner's unit, as the assessor sees it: how it stands, and what they can add. */
export async function learnerView(asking: Reading, registration: Registration): Promise<Message> {
  const { db, now, settings } = asking;
  const { learnerId, unit } = registration;
  const holdings = await holdingsOf(db, learnerId, settings.timezone, "others");
  const cells = await coverageFor(db, registration, holdings, localDate(now, settings.timezone));
  const arg = `${learnerId}.${unit.unit}`;
  const shared = holdings.items.filter(({ sharedAt }) => sharedAt !== null);
  const profile = await profileText(db, learnerId);
  return {
    title: [member(learnerId), text(`: ${unit.unit} ${unit.title}`)],
    status: { tone: "info", text: [text(`${standingsLine(cells)}.`)] },
    body: [
      ...profile
        .split("\n")
        .filter(Boolean)
        .map((line): Block => ({ b: "prose", text: [{ t: "user", text: line }] })),
      {
        b: "list",
        items: cells
          .filter(({ standing }) => standing !== "nothing" && standing !== "private")
          .map(({ criterion, standing, gaps }) => [
            strong(`${criterion.ref} ${criterion.title}: `),
            text(STANDING_WORDS[standing]),
            text(gaps.length > 0 ? `; by counting, missing: ${gaps.map((gap) => gap.text).join("; ")}` : ""),
          ]),
      },
      {
        b: "prose",
        text: [text(`${shared.length} shared: ${shared.map(({ ref }) => ref).join(", ") || "none"}.`)],
      },
    ],
    buttons: [
      { action: "assess.observation", arg, label: "I observed" },
      { action: "assess.discussion", arg, label: "We discussed" },
      { action: "assess.question", arg, label: "I asked" },
      { action: "assess.plan", arg, label: "Assessment plan" },
      { action: "assess.sign_unit", arg, label: `Sign ${unit.unit}` },
    ],
  };
}

/** An item as an assessor or verifier sees it, with what they can do. */
export async function judgedItemView(asking: Reading, item: Item, isAssessor: boolean): Promise<Message> {
  const card = await itemCard(asking, item);
  const canView = isAssessor && item.whereSystem !== null && item.viewedAt === null && item.struckAt === null;
  return canView
    ? { ...card, buttons: [{ action: "assess.viewed", arg: item.id, label: "I saw the original there" }] }
    : card;
}
