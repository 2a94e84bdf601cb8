import { BILLING_D, ORDERS_D, onDiscord } from "./discord-floor.ts";
import type { Seen as SeenOnDiscord } from "./fake-discord/seen.ts";
import type { Seen as SeenOnSlack } from "./fake-slack/index.ts";
import { until } from "./until.ts";
import { BILLING, ORDERS, type PersonId, type World, as } from "./world.ts";

/** What is filled into a form, by label: a text, or of what is chosen the beginnings of what is written on it. */
export type Filled = Readonly<Record<string, string | readonly string[]>>;

/** A file that somebody was given. */
export interface Handed {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * One person on one platform, as far as both are the same to a person: they type a command, press what they
 * see, fill in what opens, and read.
 */
export interface Hand {
  readonly person: PersonId;
  readonly platform: "slack" | "discord";
  /** Types a command, "/evidence list", and reads the private answer; a form that opens is answered by its title. */
  types(line: string): Promise<string>;
  /** Presses the newest button of this label that stands below all these texts, and waits for no answer. */
  presses(label: string, ...texts: readonly string[]): Promise<void>;
  /** The same, and reads what they alone are shown because of it: a message, or the title of a form. */
  looks(label: string, ...texts: readonly string[]): Promise<string>;
  /** Fills in the form that is open, page by page, sends it, and reads the answer; "" where there is none. */
  fills(values: Filled): Promise<string>;
  /** Fills in the form of one page that is open, sends it, and waits for no answer. */
  sends(values: Filled): Promise<void>;
  /** Waits until they see a message with all these texts, anywhere. */
  reads(...texts: readonly string[]): Promise<string>;
  /** Every text that they see now. */
  seesNow(): readonly string[];
  /** The files that they see anywhere and were not there before: pictures aside. */
  files(): readonly Handed[];
  /** What the platform told them in red. */
  trouble(): readonly string[];
}

/** Whoever gets many direct messages gets them a second apart, as the platforms want it. */
const PATIENCE_MS = 40_000;

/** A message, as far as it is the same on both platforms. */
interface Shown {
  readonly id: string;
  readonly text: string;
  readonly labels: readonly string[];
  readonly ephemeral: boolean;
  readonly press: (label: string) => Promise<unknown>;
}

const keyOf = ({ id, text, labels }: Shown): string => [id, text, ...labels].join("\n");

/** The newest message with this button and these texts. */
const withButton = (all: readonly Shown[], label: string, texts: readonly string[]): Shown | undefined =>
  all
    .filter((one) => one.labels.includes(label) && texts.every((text) => one.text.includes(text)))
    .toSorted((a, b) => (a.id.padStart(30, "0") < b.id.padStart(30, "0") ? -1 : 1))
    .at(-1);

/** Which of a field's options are meant, a line each; a text stays as it is. */
function meant(label: string, given: string | readonly string[], options: readonly string[]): string {
  if (typeof given === "string") return given;
  const chosen = given.map((start) => {
    const found = options.find((option) => option.startsWith(start));
    if (found === undefined) throw new Error(`no option ${start} in ${label}: ${options.join(" | ")}`);
    return found;
  });
  return chosen.length === 1 ? `${chosen[0]}\n` : chosen.join("\n");
}

/** What both hands do alike. */
function common(
  person: PersonId,
  shown: () => readonly Shown[],
  formNow: () => string | undefined,
): Pick<Hand, "presses" | "looks" | "reads" | "seesNow"> & {
  answerTo(act: () => Promise<unknown>): Promise<string>;
} {
  const answerTo = async (act: () => Promise<unknown>): Promise<string> => {
    const before = new Set(shown().map(keyOf));
    await act();
    return until(`${person} is answered`, () => {
      const form = formNow();
      if (form !== undefined) return form;
      return shown().findLast((one) => one.ephemeral && !before.has(keyOf(one)))?.text;
    });
  };
  const find = (label: string, texts: readonly string[]): Promise<Shown> =>
    until(
      `${person} sees the button ${label} below ${JSON.stringify(texts)}`,
      () => withButton(shown(), label, texts),
      PATIENCE_MS,
    );
  return {
    answerTo,
    presses: async (label, ...texts) => {
      await (await find(label, texts)).press(label);
    },
    looks: async (label, ...texts) => {
      const message = await find(label, texts);
      return answerTo(() => message.press(label));
    },
    reads: async (...texts) =>
      (
        await until(
          `${person} reads ${JSON.stringify(texts)}`,
          () => shown().findLast(({ text }) => texts.every((one) => text.includes(one))),
          PATIENCE_MS,
        )
      ).text,
    seesNow: () => shown().map(({ text }) => text),
  };
}

/** "/evidence list" → "/evidence", "list". */
const split = (line: string): readonly [string, string] => {
  const at = line.indexOf(" ");
  return at < 0 ? [line, ""] : [line.slice(0, at), line.slice(at + 1)];
};

type Platforms = Pick<World, "slack" | "discord">;

/** Somebody on Slack, in these channels and in their direct messages. */
export function onSlackHand(world: Platforms, person: PersonId, more: readonly string[] = []): Hand {
  const user = as(world, person);
  const home = person === "megan" || person === "aoife" ? ORDERS : BILLING;
  const seen = (): SeenOnSlack[] => [
    ...[home, ...more].flatMap((channel) => user.sees(channel)),
    ...user.dms(),
  ];
  const shown = (): readonly Shown[] =>
    seen().map((one) => ({
      id: one.ts,
      text: one.text,
      labels: one.buttons.map(({ label }) => label),
      ephemeral: one.ephemeral,
      press: (label) => user.press(one, label),
    }));
  const both = common(person, shown, () => user.view?.title);
  const submit = async (values: Filled): Promise<void> => {
    await until(`${person} has a form`, () => user.view);
    for (const [label, given] of Object.entries(values)) {
      const field = await until(`the field ${label} in ${user.view?.title}`, () =>
        user.view?.fields.find((one) => one.label === label),
      );
      const chosen = meant(label, given, field.options);
      await user.fillIn({ [label]: field.type === "static_select" ? chosen.trim() : chosen });
    }
    await user.submit();
    const wrong = (user.view?.fields ?? []).flatMap(({ label, error }) =>
      error === undefined ? [] : [`${label}: ${error}`],
    );
    if (wrong.length > 0) throw new Error(`${person} cannot send it: ${wrong.join("; ")}`);
  };
  return {
    person,
    platform: "slack",
    ...both,
    types: (line) => {
      const [command, rest] = split(line);
      return both.answerTo(() => user.command(command, rest, { channel: home }));
    },
    sends: async (values) => {
      await submit(values);
      if (user.view) user.closeView();
    },
    fills: async (values) => {
      await submit(values);
      const text = await until(`${person} has an answer`, () =>
        user.view?.submit === undefined ? user.view?.text : undefined,
      );
      user.closeView();
      return text;
    },
    files: () =>
      seen().flatMap(({ files }) =>
        files.flatMap((id) => {
          const file = world.slack.book.files.get(id);
          return file?.completed === true ? [{ name: file.name, bytes: file.bytes }] : [];
        }),
      ),
    trouble: () => user.trouble,
  };
}

/** The first option of each command, which takes the line. */
const LINES: Readonly<Record<string, string>> = { comment: "line", theme: "theme", case: "case" };

/** Somebody on Discord, in these channels and in their direct messages. */
export function onDiscordHand(world: Platforms, person: PersonId, more: readonly string[] = []): Hand {
  const user = onDiscord(world, person);
  const home = person === "megan" || person === "aoife" ? ORDERS_D : BILLING_D;
  const seen = (): SeenOnDiscord[] => [
    ...[home, ...more].flatMap((channel) => user.sees(channel)),
    ...user.dms(),
  ];
  const shown = (): readonly Shown[] =>
    seen().map((one) => ({
      id: one.id,
      text: one.text,
      labels: one.buttons.map(({ label }) => label),
      ephemeral: one.ephemeral && !one.loading,
      press: (label) => user.press(one, label),
    }));
  const both = common(person, shown, () => user.modal?.title);
  /** Fills in what this page has of it, and sends it. */
  const page = async (left: Map<string, string | readonly string[]>): Promise<void> => {
    const modal = await until(`${person} has a form`, () => user.modal);
    for (const { label, options } of modal.fields) {
      const given = left.get(label);
      if (given === undefined) continue;
      user.fillIn({ [label]: meant(label, given, options ?? []) });
      left.delete(label);
    }
    await user.submit();
    const wrong = (user.modal?.fields ?? []).flatMap(({ label, error }) =>
      error === undefined ? [] : [`${label}: ${error}`],
    );
    if (wrong.length > 0) throw new Error(`${person} cannot send it: ${wrong.join("; ")}`);
  };
  return {
    person,
    platform: "discord",
    ...both,
    types: (line) => {
      const [command, rest] = split(line);
      const name = command.slice(1);
      const given = rest === "" ? {} : { [LINES[name] ?? "what"]: rest };
      return both.answerTo(() => user.command(name, given, { channel: home }));
    },
    sends: async (values) => {
      const left = new Map(Object.entries(values));
      await page(left);
      if (left.size > 0) throw new Error(`${person} found no field ${[...left.keys()].join(", ")}`);
    },
    fills: async (values) => {
      const left = new Map(Object.entries(values));
      for (;;) {
        const before = new Set(shown().map(keyOf));
        await page(left);
        const answer = await until(`${person} has an answer`, () =>
          shown().findLast((one) => one.ephemeral && !before.has(keyOf(one))),
        );
        if (!answer.text.includes("Not sent")) {
          if (left.size > 0) throw new Error(`${person} found no field ${[...left.keys()].join(", ")}`);
          return answer.text;
        }
        if (!answer.text.includes("Not sent yet"))
          throw new Error(`${person} cannot send it: ${answer.text}`);
        const onward = answer.labels.find(
          (label) => label === "Continue" || (left.size > 0 && label.startsWith("Add: ")),
        );
        if (onward === undefined) {
          const send = answer.labels.find((label) => label !== "Change" && !label.startsWith("Add: "));
          return both.answerTo(() => answer.press(send ?? ""));
        }
        await answer.press(onward);
      }
    },
    files: () => seen().flatMap(({ files }) => files.map(({ name, bytes }) => ({ name, bytes }))),
    trouble: () => user.trouble,
  };
}
