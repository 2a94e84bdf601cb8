import type { ButtonAction, Command, Reading, Reply } from "../chat/feature.ts";
import { privately } from "../chat/feature.ts";
import { type Block, type Button, type Message, payload, strong, text } from "../chat/message.ts";
import { matching } from "../chat/suggest.ts";
import { invalid, notFound } from "../errors.ts";
import { localDate } from "../local-days.ts";
import { shortTime } from "../local-time.ts";
import { didYouMean } from "../suggest.ts";
import { coverageFor, holdingsOf } from "./coverage/read.ts";
import { coverageView, standingsLine } from "./coverage/view.ts";
import { suggestedNow, titleOf } from "./items/accept.ts";
import { itemCard } from "./items/card.ts";
import { joinMessage, offerToJoin, offerToLeave } from "./join.ts";
import { profileText } from "./profile/profile.ts";
import { type Registration, registrationsOf } from "./registered.ts";
import { type Item, findItemByRef, itemsOf } from "./store.ts";
import type { Suggested } from "./suggested.ts";
import { learner, learning } from "./who.ts";
import { KIND_WORDS, criteriaOf, criterionWords } from "./words.ts";

/** Suggestions in one message: each brings two buttons. */
const MOST_SUGGESTED = 5;
/** Items in one message. */
const MOST_LISTED = 40;

const WORDS = ["join", "leave", "suggestions", "list", "coverage", "add", "profile"] as const;

/** `/evidence`: where a learner stands, and where to go from here. */
async function overview(asking: Reading): Promise<Message> {
  const { db, actor, now, settings } = asking;
  const { registrations, groups } = await suggestedNow(asking);
  const holdings = await holdingsOf(db, actor.id, settings.timezone, "learner");
  const unshared = holdings.items.filter(({ sharedAt }) => sharedAt === null).length;
  const today = localDate(now, settings.timezone);
  const profile = await profileText(db, actor.id);
  const fields = [];
  for (const registration of registrations) {
    const cells = await coverageFor(db, registration, holdings, today);
    fields.push({ label: registration.unit.unit, value: [text(standingsLine(cells))] });
  }
  return {
    title: [text("Your evidence")],
    body: [
      {
        b: "prose",
        text: [
          strong(groups.length === 1 ? "1 thing that you did" : `${groups.length} things that you did`),
          text(
            ` may count and wait for you. You keep ${holdings.items.length}, of which ${unshared} ${unshared === 1 ? "is" : "are"} yours alone.`,
          ),
        ],
      },
      { b: "fields", fields },
      ...(profile === ""
        ? [
            {
              b: "prose" as const,
              text: [text("The first page of your portfolio is still empty: /evidence profile fills it.")],
            },
          ]
        : []),
    ],
    buttons: [
      ...(groups.length > 0
        ? [
            {
              action: "evidence.suggestions",
              arg: "",
              label: "Look at suggestions",
              style: "primary" as const,
            },
          ]
        : []),
      ...coverageButtons(registrations),
      ...addButtons,
      ...(unshared > 0 ? [{ action: "evidence.share", arg: "all", label: "Share and sign" }] : []),
    ],
  };
}

const addButtons: readonly Button[] = [
  { action: "evidence.product_add", arg: "", label: "Add a work product" },
  { action: "evidence.reflection_add", arg: "", label: "Write an account" },
];

const coverageButtons = (registrations: readonly Registration[]): Button[] =>
  registrations.map(({ unit }) => ({
    action: "evidence.coverage",
    arg: `${unit.unit}.`,
    label: `Coverage of ${unit.unit}`,
  }));

/** What may count, the newest first, with the reason for each criterion. */
async function suggestions(asking: Reading): Promise<Message> {
  const { registrations, groups } = await suggestedNow(asking);
  if (groups.length === 0) {
    return {
      title: [text("Nothing waits for you")],
      body: [
        {
          b: "prose",
          text: [
            text(
              "Nothing that is on record may count and is neither kept nor dismissed. Much of a unit is shown elsewhere: /evidence add.",
            ),
          ],
        },
      ],
      buttons: addButtons,
    };
  }
  const shown = groups.slice(0, MOST_SUGGESTED);
  const rest = groups.length - shown.length;
  return {
    title: [text("What may count")],
    status: { tone: "info", text: [text("Suggested by the record; only an assessor says what it shows.")] },
    body: [
      ...shown.flatMap((group, index) => suggestionBlocks(asking, registrations, group, index + 1)),
      ...(rest > 0
        ? [{ b: "prose" as const, text: [text(`And ${rest} more, once these are kept or dismissed.`)] }]
        : []),
    ],
    buttons: shown.flatMap((group, index) => [
      {
        action: "evidence.keep",
        arg: group.subject,
        label: `Keep ${index + 1}`,
        describe: `Keep ${index + 1}: ${titleOf(group)}`,
      },
      {
        action: "evidence.dismiss",
        arg: group.subject,
        label: `Dismiss ${index + 1}`,
        describe: `Dismiss ${index + 1}: ${titleOf(group)}`,
      },
    ]),
  };
}

function suggestionBlocks(
  { now, settings }: Reading,
  registrations: readonly Registration[],
  group: Suggested,
  n: number,
): Block[] {
  const lines = new Map<string, string>();
  for (const { unit: code, ref, reason, strength } of group.suggestions) {
    const unit = registrations.find((one) => one.unit.unit === code)?.unit;
    const criterion = unit && criteriaOf(unit).find((one) => one.ref === ref);
    if (unit && criterion && !lines.has(`${code} ${ref}`))
      lines.set(
        `${code} ${ref}`,
        `${criterionWords(unit, criterion)}: ${reason}${strength === "support" ? " It shows nothing by itself, but is something to write or talk about." : ""}`,
      );
  }
  return [
    {
      b: "prose",
      text: [strong(`${n}. ${titleOf(group)}`), text(`, ${shortTime(group.at, now, settings.timezone)}`)],
    },
    { b: "list", items: [...lines.values()].map((one) => [text(one)]) },
  ];
}

const stateOf = ({ struckAt, sharedAt }: Item): string =>
  struckAt !== null ? "struck through" : sharedAt === null ? "yours alone" : "shared";

/** Everything that somebody keeps, the newest first. */
async function itemList({ db, actor }: Reading): Promise<Message> {
  const items = (await itemsOf(db, actor.id)).toReversed();
  return {
    title: [text(items.length === 0 ? "You keep no evidence yet" : "Your evidence")],
    body: [
      {
        b: "list",
        items: items
          .slice(0, MOST_LISTED)
          .map((item) => [
            strong(`${item.ref} `),
            payload(item.titlePayload),
            text(` (${KIND_WORDS[item.kind].toLowerCase()}, ${stateOf(item)})`),
          ]),
      },
      { b: "prose", text: [text("/evidence E001 shows one of them.")] },
    ],
    buttons: addButtons,
  };
}

async function coverage(asking: Reading, code: string | undefined, group?: string): Promise<Message> {
  const registrations = await learner(asking.db, asking.actor);
  const registration =
    code === undefined || code === ""
      ? registrations[0]
      : registrations.find(({ unit }) => unit.unit === code.toUpperCase());
  if (registration) return coverageView(asking, registration, group);
  const codes = registrations.map(({ unit }) => unit.unit);
  throw invalid(
    `You are registered for ${codes.join(", ")}.${didYouMean(code ?? "", codes)}`,
    "not registered for that unit",
  );
}

async function one(asking: Reading, typed: string): Promise<Message> {
  const ref = `E${typed.slice(1).padStart(3, "0")}`;
  const item = await findItemByRef(asking.db, asking.actor.id, ref);
  if (!item) throw notFound("piece of evidence", "no such item");
  return itemCard(asking, item);
}

async function run(asking: Reading, line: string): Promise<Reply> {
  const [word = "", ...rest] = line.trim().split(/\s+/);
  const asked = word.toLowerCase();
  if (asked === "join") return privately(await offerToJoin(asking));
  if (asked === "leave") return privately(await offerToLeave(asking));
  if ((await learning(asking.db, asking.actor)) === undefined) {
    const registrations = await registrationsOf(asking.db, asking.actor.id);
    if (registrations.length > 0) return privately(await joinMessage(asking, registrations));
  }
  await learner(asking.db, asking.actor);
  if (asked === "") return privately(await overview(asking));
  if (asked === "suggestions") return privately(await suggestions(asking));
  if (asked === "list") return privately(await itemList(asking));
  if (asked === "coverage") return privately(await coverage(asking, rest[0], rest[1]?.toUpperCase()));
  if (asked === "add")
    return privately({
      title: [text("Add evidence")],
      body: [
        {
          b: "prose",
          text: [
            text(
              "Something that you made, where it is, or an account in your own words. What the record suggests is under /evidence suggestions; what an assessor saw or asked, they add themselves.",
            ),
          ],
        },
      ],
      buttons: addButtons,
    });
  if (asked === "profile") return { kind: "form", form: "evidence.profile", context: {} };
  if (/^e\d{1,6}$/i.test(asked)) return privately(await one(asking, asked));
  throw invalid(
    `/evidence knows ${WORDS.join(", ")}, or E001 for one piece of it.${didYouMean(asked, WORDS)}`,
    "unknown word after /evidence",
  );
}

/** `/evidence` and what may follow it. */
export const evidenceCommand: Command = {
  name: "evidence",
  description: "What of your work may count for your unit, and what you keep of it",
  usage: "[suggestions | list | coverage | add | profile | E001 | join | leave]",
  who: "member",
  line: {
    name: "what",
    hint: "Nothing for an overview; or suggestions, list, coverage, add, profile, E001, join, leave",
    suggest: async (asking, typed) => {
      const items = (await learning(asking.db, asking.actor))
        ? await itemsOf(asking.db, asking.actor.id)
        : [];
      return matching(
        [...WORDS, ...items.toReversed().map(({ ref }) => ref)].map((value) => ({ value, label: value })),
        typed,
      );
    },
  },
  writes: false,
  run,
};

/** Buttons that show more of the same. */
export const evidenceViews: readonly ButtonAction[] = [
  {
    name: "evidence.suggestions",
    who: "member",
    writes: false,
    run: async (asking) => privately(await suggestions(asking)),
  },
  {
    name: "evidence.coverage",
    who: "member",
    writes: false,
    run: async (asking, arg) => {
      const [code, group] = arg.split(".");
      return privately(await coverage(asking, code, group));
    },
  },
];
