import type { Answer } from "../../src/chat/adapter.ts";
import type { Actor, ChatEvent, Place } from "../../src/chat/event.ts";
import { type RawValues, initialValues } from "../../src/chat/form.ts";
import { plainText } from "../../src/chat/message.ts";

/** What somebody was answered, in plain text; forms by their title. */
export const said = (answer: Answer): string => {
  if (answer.kind === "private") return plainText(answer.message);
  if (answer.kind === "form") return `form: ${answer.form.title}`;
  if (answer.kind === "fieldErrors") return [answer.message, ...Object.values(answer.errors)].join("\n");
  return "done";
};

/** Settings of {@link hands}. */
export interface HandsOptions<A> {
  readonly handle: (event: ChatEvent) => Promise<Answer>;
  readonly actorOf: (asker: A) => Actor;
  readonly placeOf: (asker: A) => Place;
}

/** Hands events to the core as an adapter would, without a platform around it. */
export function hands<A>({ handle, actorOf, placeOf }: HandsOptions<A>) {
  let events = 0;
  const common = (asker: A, eventId?: string) => {
    events += 1;
    return { eventId: eventId ?? `test${events}`, actor: actorOf(asker), place: placeOf(asker) };
  };
  const submit = async (asker: A, answer: Answer, values: RawValues, eventId?: string): Promise<Answer> => {
    if (answer.kind !== "form") throw new Error(`no form but: ${said(answer)}`);
    const { form } = answer;
    return handle({
      kind: "form",
      form: form.name,
      formId: form.id,
      context: form.context,
      values: { ...initialValues(form), ...values },
      ...common(asker, eventId),
    });
  };
  return {
    command: (asker: A, name: string, text = "", eventId?: string): Promise<Answer> =>
      handle({ kind: "command", command: name, text, ...common(asker, eventId) }),
    button: (asker: A, action: string, arg: string, eventId?: string): Promise<Answer> =>
      handle({ kind: "button", action, arg, ...common(asker, eventId) }),
    /** Uses a shortcut on a message that says `text`. */
    shortcut: (asker: A, name: string, text: string, eventId?: string): Promise<Answer> =>
      handle({ kind: "shortcut", shortcut: name, text, ...common(asker, eventId) }),
    /** Sends a form that an answer opened, with what it held and these values. */
    submit,
    /** Sends a form that was never opened for this person: only what it names and who sends it count. */
    forges: (
      asker: A,
      name: string,
      context: Readonly<Record<string, string>>,
      values: RawValues,
    ): Promise<Answer> => {
      const form = { name, id: crypto.randomUUID(), title: "", submitLabel: "", fields: [], context };
      return submit(asker, { kind: "form", form }, values);
    },
  };
}
