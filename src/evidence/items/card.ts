import type { Reading } from "../../chat/feature.ts";
import {
  type Block,
  type Button,
  type Inline,
  type Message,
  member,
  payload,
  strong,
  text,
} from "../../chat/message.ts";
import { dayWords } from "../../local-days.ts";
import { shortTime } from "../../local-time.ts";
import { whatWasDone } from "../event-words.ts";
import { eventFacts } from "../happened.ts";
import type { Member } from "../../people/index.ts";
import { offeredWitnesses } from "../testimony/ask.ts";
import {
  type Claim,
  type Item,
  claimsOfItem,
  isLearners,
  sourcesOf,
  struckClaimsOf,
  testimoniesOf,
  textsOf,
} from "../store.ts";
import { isBefore, isOf, registrationsOf } from "../registered.ts";
import { BEFORE_WORDS, KIND_WORDS, criteriaOf, criterionWords, textWords } from "../words.ts";

/** What an item says, what it is claimed for, and what can be done with it by whoever looks. */
export async function itemCard(asking: Reading, item: Item): Promise<Message> {
  const { db, actor, now, settings } = asking;
  const texts = (await textsOf(db, [item.id])).get(item.id) ?? [];
  const sources = (await sourcesOf(db, [item.id])).get(item.id) ?? [];
  const testimonies = (await testimoniesOf(db, item.learnerId)).filter(({ itemId }) => itemId === item.id);
  const claims = await claimsOfItem(db, item.id);
  const isOwn = item.learnerId === actor.id;
  const body: Block[] = [
    {
      b: "fields",
      fields: [
        { label: "Kind", value: [text(KIND_WORDS[item.kind])] },
        { label: "Happened", value: [text(dayWords(item.occurredOn))] },
        ...(isOwn ? [] : [{ label: "Learner", value: [member(item.learnerId)] }]),
        ...(item.makerId === item.learnerId ? [] : [{ label: "By", value: [member(item.makerId)] }]),
        ...(item.handling === "unknown" ? [] : [{ label: "Situation", value: [text(item.handling)] }]),
        ...(item.tenure === "unknown" ? [] : [{ label: "Customer", value: [text(item.tenure)] }]),
        ...(item.whereSystem === null || item.wherePayload === null
          ? []
          : [
              {
                label: "The original is in",
                value: [text(`${item.whereSystem}: `), payload(item.wherePayload)],
              },
            ]),
      ],
    },
    ...texts.map(({ label, payloadId }): Block => ({
      b: "prose",
      text: [strong(`${textWords(label)}: `), payload(payloadId)],
    })),
    ...list(
      "It rests on",
      sources.map((source) => [
        text(
          `${whatWasDone({ kind: source.kind, facts: eventFacts(source.facts) })}, ${shortTime(source.at, now, settings.timezone)}`,
        ),
      ]),
    ),
    ...list("It is claimed for", await claimLines(asking, item, claims)),
    ...list("No longer claimed for", await struckLines(asking, item)),
    ...list(
      "Witnesses",
      testimonies.map(({ witnessId, state, wordsPayload }) => [
        member(witnessId),
        ...(wordsPayload === null ? [text(WITNESS_WORDS[state])] : [text(": "), payload(wordsPayload)]),
      ]),
    ),
    ...(item.assistancePayload === null
      ? []
      : [{ b: "prose" as const, text: [strong("Help that was had: "), payload(item.assistancePayload)] }]),
  ];
  return {
    title: [text(`${item.ref}: `), payload(item.titlePayload)],
    status: statusOf(item),
    body,
    buttons: isOwn ? ownButtons(item, claims, await offeredWitnesses(db, item)) : [],
  };
}

const WITNESS_WORDS = {
  asked: " was asked and has not answered yet",
  given: " said what they saw",
  declined: " declined",
  gone: " was asked; it was struck through before they answered",
} as const;

const list = (title: string, items: readonly (readonly Inline[])[]): Block[] =>
  items.length === 0
    ? []
    : [
        { b: "prose", text: [strong(title)] },
        { b: "list", items },
      ];

function statusOf(item: Item): NonNullable<Message["status"]> {
  if (item.struckAt !== null)
    return {
      tone: "warning",
      text: [
        text("Struck through; it counts for nothing. "),
        ...(item.struckPayload === null ? [] : [payload(item.struckPayload)]),
      ],
    };
  return item.sharedAt === null
    ? { tone: "info", text: [text("Private: nobody but you sees it.")] }
    : { tone: "progress", text: [text("Shared with the assessor, and signed for.")] };
}

/** What it is claimed for, a line each: criterion, parts where not all, and why. */
async function claimLines(
  { db }: Pick<Reading, "db">,
  item: Item,
  claims: readonly Claim[],
): Promise<Inline[][]> {
  const registrations = await registrationsOf(db, item.learnerId);
  return claims.map((claim) => {
    const { ref, parts, whyPayload } = claim;
    const registration = registrations.find((one) => isOf(one.unit, claim));
    const unit = registration?.unit;
    const criterion = unit && criteriaOf(unit).find((one) => one.ref === ref);
    if (!registration || !unit || !criterion) return [text(`${claim.unit} ${ref}, edition ${claim.edition}`)];
    const shown = criterion.parts.filter(({ id }) => parts.includes(id));
    return [
      strong(criterionWords(unit, criterion)),
      text(
        shown.length === criterion.parts.length ? ": " : ` (${shown.map(({ title }) => title).join("; ")}): `,
      ),
      payload(whyPayload),
      ...(isBefore(registration, item) ? [text(` (${BEFORE_WORDS})`)] : []),
    ];
  });
}

/** What it is not claimed for any more, a line each: criterion, why it was, and why it no longer is. */
async function struckLines(asking: Pick<Reading, "db">, item: Item): Promise<Inline[][]> {
  const struck = await struckClaimsOf(asking.db, item.id);
  const lines = await claimLines(asking, item, struck);
  return lines.map((line, index) => {
    const why = struck[index]?.struckPayload ?? null;
    return why === null ? line : [...line, text(" – struck through: "), payload(why)];
  });
}

function ownButtons(item: Item, claims: readonly Claim[], witnesses: readonly Member[]): Button[] {
  if (item.struckAt !== null) return [];
  const arg = `${item.id}.${item.generation}`;
  return [
    ...(item.sharedAt === null
      ? [{ action: "evidence.share", arg: item.id, label: "Share and sign", style: "primary" as const }]
      : []),
    ...witnesses.map(({ id, name }) => ({
      action: "evidence.ask_one",
      arg: `${item.id}.${id}`,
      label: `Ask ${name}`,
      describe: `Ask ${name} to say what they saw of ${item.ref}`,
    })),
    {
      action: "evidence.ask",
      arg: item.id,
      label: witnesses.length > 0 ? "Ask somebody else" : "Ask a witness",
    },
    { action: "evidence.claim", arg: item.id, label: "Claim more" },
    ...(claims.some(isLearners)
      ? [{ action: "evidence.strike_claim", arg: item.id, label: "Strike one claim" }]
      : []),
    ...(item.makerId === item.learnerId ? [{ action: "evidence.strike", arg, label: "Strike through" }] : []),
  ];
}
