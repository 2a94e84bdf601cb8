import type { Store } from "../../db/store.ts";
import type { Clock } from "../clock.ts";
import { AppError, describeFailure } from "../errors.ts";
import type { Ids } from "../ids.ts";
import type { Log } from "../log.ts";
import { readSettings } from "../people/index.ts";
import type { Answer, Core } from "./adapter.ts";
import { cut } from "./cut.ts";
import { identify } from "./door.ts";
import type { Actor, Place, Platform } from "./event.ts";
import type { Command, FormAction, Reading, Reply } from "./feature.ts";
import type { Choice, Field, Form, RawValues } from "./form.ts";
import { say, text } from "./message.ts";
import { suggestions, understood } from "./suggest.ts";

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly workspaceOf: (platform: Platform) => string | undefined;
}

/** Forms as they are shown to one person, and what to offer for their fields. Reads only. */
export interface Drawing {
  /** Who is asking, outside any transaction. Throws what {@link identify} throws. */
  readonly reader: (actor: Actor, place: Place, given?: RawValues) => Promise<Reading>;
  /** Opens a form with what was understood of a command, and over that what was `given` by name. */
  readonly open: (
    asking: Reading,
    reply: Extract<Reply, { kind: "form" }>,
    given: RawValues,
  ) => Promise<Form>;
  /** Draws a form that was opened before, as its owner may see it now; what cannot be drawn any more is an answer. */
  readonly again: (
    owner: Actor,
    place: Place,
    form: { readonly name: string; readonly id: string; readonly context: RawValues },
  ) => Promise<Form | Answer>;
  readonly suggest: Core["suggest"];
}

/** What fits a field: platforms refuse to open a form that begins with more. */
const fitting = (field: Field, value: string): string =>
  "maxLength" in field ? cut(value, field.maxLength) : value;

/** Draws the forms that features registered. */
export function createDrawing(
  parts: Parts,
  commands: ReadonlyMap<string, Command>,
  forms: ReadonlyMap<string, FormAction>,
): Drawing {
  const formNamed = (name: string): FormAction => {
    const action = forms.get(name);
    if (!action) throw new Error(`no form ${name}`);
    return action;
  };

  const reader: Drawing["reader"] = async (actor, place, given = {}) => {
    const db = parts.store.read;
    const settings = await readSettings(db);
    const member = await identify(db, actor, settings, parts.workspaceOf(actor.platform));
    return { db, actor: member, settings, now: parts.clock.now(), platform: actor.platform, place, given };
  };

  const offered = async (typing: Parameters<Core["suggest"]>[0]): Promise<readonly Choice[]> => {
    const { actor, place, command, option, typed } = typing;
    const handler = commands.get(command);
    if (!handler) return [];
    const asking = await reader(actor, place);
    if (handler.line?.name === option) return (await handler.line.suggest?.(asking, typed)) ?? [];
    if (!handler.options?.fields.some((field) => field.field === option)) return [];
    const content = await formNamed(handler.options.form).draw(asking, {});
    const field = content.fields.find((one) => one.id === option);
    return field ? suggestions(field, typed, asking.now, asking.settings.timezone) : [];
  };

  return {
    reader,

    open: async (asking, reply, given) => {
      const content = await formNamed(reply.form).draw(asking, reply.context);
      const said = (field: Form["fields"][number]): string | undefined => {
        const typed = given[field.id];
        return typed === undefined ? reply.initial?.[field.id] : understood(field, typed);
      };
      return {
        ...content,
        name: reply.form,
        id: parts.ids.next(),
        context: reply.context,
        fields: content.fields.map((field) => {
          const value = said(field) ?? field.initial;
          return value === undefined ? field : { ...field, initial: fitting(field, value) };
        }),
        given: content.fields.filter((field) => said(field) !== undefined).map((field) => field.id),
      };
    },

    again: async (owner, place, { name, id, context }) => {
      try {
        const content = await formNamed(name).draw(await reader(owner, place), context);
        return { ...content, name, id, context };
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return { kind: "private", message: say(text(error.userMessage)) };
      }
    },

    suggest: async (typing) => {
      try {
        return await offered(typing);
      } catch (error) {
        if (!(error instanceof AppError))
          parts.log("warn", `nothing offered: ${describeFailure(error)}`, { command: typing.command });
        return [];
      }
    },
  };
}
