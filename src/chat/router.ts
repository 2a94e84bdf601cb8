import type { Store } from "../../db/store.ts";
import type { Clock } from "../clock.ts";
import { AppError, describeFailure, invalid } from "../errors.ts";
import type { Ids } from "../ids.ts";
import type { Journal } from "../journal/index.ts";
import type { Log } from "../log.ts";
import { resolve } from "../outbox/index.ts";
import { type Member, type Settings, memberOf, readSettings, rememberPlatform } from "../people/index.ts";
import { customerReferenceRegex } from "../organisation/reference.ts";
import type { Answer, Core } from "./adapter.ts";
import { checkForm } from "./check-form.ts";
import { commandInfo } from "./command-info.ts";
import { cut } from "./cut.ts";
import { guard, guardWritten, identify, onceKey, subjectOf } from "./door.ts";
import { createDrawing } from "./drawing.ts";
import type { ChatEvent, FormSubmitted, Platform } from "./event.ts";
import {
  type ButtonAction,
  type Command,
  type Feature,
  type FormAction,
  MOST_SHORTCUT_TEXT,
  type Reading,
  type Reply,
  type Shortcut,
  type Writing,
} from "./feature.ts";
import type { Form, RawValues } from "./form.ts";
import { HalfFilledStore, forgetHalfFilled } from "./half-filled.ts";
import { say, text } from "./message.ts";
import { Pictures } from "./pictures.ts";
import { firstTime } from "./seen.ts";

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly journal: Journal;
  readonly features: readonly Feature[];
  /** The workspace that an adapter serves, as far as it is known. */
  readonly workspaceOf: (platform: Platform) => string | undefined;
}

/** What an event asks for, found in the registry. */
type Wanted =
  | { readonly kind: "command"; readonly handler: Command; readonly input: string }
  | { readonly kind: "button"; readonly handler: ButtonAction; readonly input: string }
  | { readonly kind: "shortcut"; readonly handler: Shortcut; readonly input: string }
  | {
      readonly kind: "form";
      readonly handler: FormAction;
      readonly event: FormSubmitted;
      /** See `guard`. */
      readonly doubtful: boolean;
    };

/** The core, and how many events it is at work on: deliveries give way to people who wait. */
export type Router = Core & { readonly underWay: () => number };

/**
 * The single way in: guard → who → permission → form → handler, with the marker that it
 * happened in the transaction of its effect. Whatever goes wrong is an answer.
 */
export function createRouter(parts: Parts): Router {
  const commands = new Map(
    parts.features.flatMap((feature) => feature.commands.map((one) => [one.name, one] as const)),
  );
  const buttons = new Map(
    parts.features.flatMap((feature) => feature.buttons.map((one) => [one.name, one] as const)),
  );
  const forms = new Map(
    parts.features.flatMap((feature) => feature.forms.map((one) => [one.name, one] as const)),
  );
  const shortcuts = new Map(
    parts.features.flatMap((feature) => (feature.shortcuts ?? []).map((one) => [one.name, one] as const)),
  );
  const known = [...commands.values()].map(commandInfo);
  const drawing = createDrawing(parts, commands, forms);
  const pictures = new Pictures(
    parts,
    parts.features.flatMap((feature) => feature.pictures ?? []),
  );
  const halfFilled = new HalfFilledStore({ ...parts, redraw: drawing.again });

  const find = (event: ChatEvent, doubtful: boolean): Wanted => {
    if (event.kind === "command") {
      const handler = commands.get(event.command);
      if (handler) return { kind: "command", handler, input: event.text.trim() };
    } else if (event.kind === "button") {
      const handler = buttons.get(event.action);
      if (handler) return { kind: "button", handler, input: event.arg };
    } else if (event.kind === "shortcut") {
      const handler = shortcuts.get(event.shortcut);
      if (handler) return { kind: "shortcut", handler, input: cut(event.text.trim(), MOST_SHORTCUT_TEXT) };
    } else {
      const handler = forms.get(event.form);
      if (handler) return { kind: "form", handler, event, doubtful };
    }
    const list = known.map((command) => `/${command.name}`).join(", ");
    throw invalid(`Floorwalker does not know that. It knows ${list}.`, `unknown ${event.kind}`);
  };

  const answer = async (
    reply: Reply,
    event: ChatEvent,
    actor: Member,
    settings: Settings,
  ): Promise<Answer> => {
    const { store, clock } = parts;
    if (reply.kind === "done") return reply;
    if (reply.kind === "private") {
      return { kind: "private", message: await resolve(store.read, reply.message, event.actor.platform) };
    }
    return {
      kind: "form",
      form: await drawing.open(
        { ...asking(event, actor, settings, clock.now()), db: store.read },
        reply,
        givenWith(event),
      ),
    };
  };

  const look = async (event: ChatEvent, wanted: Wanted): Promise<Answer> => {
    if (wanted.kind === "form" || wanted.handler.writes)
      throw new Error("a handler that writes needs a transaction");
    const who = await drawing.reader(event.actor, event.place, givenWith(event));
    const reply = await wanted.handler.run(who, wanted.input);
    return answer(reply, event, who.actor, who.settings);
  };

  const act = async (event: ChatEvent, wanted: Wanted): Promise<Answer> => {
    const now = parts.clock.now();
    const result = await parts.store.tx(async (db) => {
      if (!(await firstTime(db, onceKey(event), now))) return undefined;
      const settings = await readSettings(db);
      const actor = await identify(db, event.actor, settings, parts.workspaceOf(event.actor.platform));
      await rememberPlatform(db, actor, event.actor.platform);
      const reply = await perform({ ...asking(event, actor, settings, now), db }, wanted);
      if (event.kind === "form" && event.kept === true) await forgetHalfFilled(db, event.formId);
      return { reply, actor, settings };
    });
    if (event.kind === "form") halfFilled.sent(event.formId);
    // The same again: its effect stands, and so does what was answered to it.
    if (result === undefined) {
      return event.kind === "form"
        ? { kind: "private", message: say(text("This form was already sent, and what it did stands.")) }
        : { kind: "done" };
    }
    return answer(result.reply, event, result.actor, result.settings);
  };

  /** A refusal is on record too: who tried what, never what they typed. */
  const recordRefusal = (event: ChatEvent, error: AppError): Promise<void> =>
    parts.store.tx(async (db) => {
      const now = parts.clock.now();
      // A refused form stays open to be corrected, so its single use is not spent; anything else refused is done with.
      if (event.kind !== "form" && !(await firstTime(db, onceKey(event), now))) return;
      const actor = await memberOf(db, event.actor);
      await parts.journal.record(db, now, {
        team: actor?.homeTeam ?? null,
        actor: actor?.id ?? "unknown",
        role: "refused",
        kind: "access.refused",
        subject: subjectOf(event),
        facts: {
          code: error.code,
          reason: error.message,
          platform: event.actor.platform,
          workspace: event.actor.workspace ?? null,
          user: event.actor.user,
        },
      });
    });

  const failure = async (event: ChatEvent, error: unknown): Promise<Answer> => {
    if (error instanceof AppError) {
      if (error.code === "refused" || error.code === "not_found") await recordRefusal(event, error);
      parts.log("info", `answered ${error.code}: ${error.message}`, { event: subjectOf(event) });
      return asAnswer(event, error.userMessage, error.fields);
    }
    const id = parts.ids.next().slice(0, 8);
    parts.log("error", `handler failed: ${describeFailure(error)}`, { id, event: subjectOf(event) });
    return asAnswer(
      event,
      `Something went wrong on our side and nothing was changed. Please try again; if it happens again, tell whoever runs Floorwalker and give them the code ${id}.`,
      {},
    );
  };

  /** Does some work for an event; whatever goes wrong in it becomes the answer. */
  const answering = async <T>(event: ChatEvent, work: () => Promise<T>): Promise<T | Answer> => {
    try {
      return await work();
    } catch (error) {
      try {
        return await failure(event, error);
      } catch (second) {
        parts.log("error", `failure could not be recorded: ${describeFailure(second)}`, {
          event: subjectOf(event),
        });
        return asAnswer(
          event,
          "This could not be done just now, and nothing was changed. Please try again in a minute.",
          {},
        );
      }
    }
  };

  const answerTo = (event: ChatEvent): Promise<Answer> =>
    answering(event, async () => {
      const wanted = find(event, guard(event));
      const writes = wanted.kind === "form" || wanted.handler.writes;
      return writes ? act(event, wanted) : look(event, wanted);
    });

  /** Who may not come in any more does not get their half-filled form either. Which form it was is nobody's business. */
  const recall: Core["forms"]["recall"] = (owner, place, formId) =>
    answering(
      { kind: "form", eventId: formId, actor: owner, place, form: "", formId, context: {}, values: {} },
      async () => {
        await drawing.reader(owner, place);
        return halfFilled.recall(owner, place, formId);
      },
    );

  let underWay = 0;
  return {
    commands: known,
    shortcuts: [...shortcuts.values()].map(({ name, label, description }) => ({ name, label, description })),
    forms: { keep: (owner, half) => halfFilled.keep(owner, half), recall },
    suggest: drawing.suggest,
    picture: (id) => pictures.picture(id),
    underWay: () => underWay,
    handle: async (event) => {
      underWay += 1;
      try {
        return await answerTo(event);
      } finally {
        underWay -= 1;
      }
    },
  };
}

/** Runs the handler of what writes. */
const perform = async (asking: Writing, wanted: Wanted): Promise<Reply> => {
  if (wanted.kind === "form") return submit(asking, wanted);
  if (!wanted.handler.writes) throw new Error("a handler that only looks needs no transaction");
  return wanted.handler.run(asking, wanted.input);
};

/** Checks what came back against the form as it stands now, and acts. */
const submit = async (
  asking: Writing,
  { handler, event, doubtful }: Extract<Wanted, { kind: "form" }>,
): Promise<Reply> => {
  const content = await handler.draw(asking, event.context);
  if (doubtful) guardWritten(content.fields, event.values);
  const form: Form = { ...content, name: event.form, id: event.formId, context: event.context };
  const { settings } = asking;
  const checked = checkForm(form, event.values, {
    timeZone: settings.timezone,
    customerReference: customerReferenceRegex({
      pattern: settings.customerPattern,
      example: settings.customerExample,
    }),
    customerExample: settings.customerExample,
  });
  if (!checked.ok) throw invalid("Some fields need correcting.", "form does not fit", checked.errors);
  return handler.submit(asking, checked.values, event.context);
};

const asking = (event: ChatEvent, actor: Member, settings: Settings, now: number): Omit<Reading, "db"> => ({
  actor,
  settings,
  now,
  platform: event.actor.platform,
  place: event.place,
  given: givenWith(event),
});

const givenWith = (event: ChatEvent): RawValues => (event.kind === "command" ? (event.given ?? {}) : {});

/** On a form, everything typed stays: the error is shown in it. Elsewhere it is said privately. */
const asAnswer = (event: ChatEvent, userMessage: string, fields: Readonly<Record<string, string>>): Answer =>
  event.kind === "form"
    ? { kind: "fieldErrors", errors: fields, message: userMessage }
    : { kind: "private", message: say(text(userMessage)) };
