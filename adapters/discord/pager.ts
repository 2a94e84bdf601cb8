import type { HalfFilled } from "../../src/chat/adapter.ts";
import { isShown, type Field } from "../../src/chat/form.ts";
import {
  text,
  userText,
  type Block,
  type Button,
  type ResolvedMessage,
  type Words,
} from "../../src/chat/message.ts";
import { inWords, isRevealed, type Step } from "./pages.ts";

/** Buttons of the private messages about half-filled forms; no feature's action begins so. */
export const PAGER = { page: "@page", change: "@change", send: "@send" } as const;

const button = (half: HalfFilled, action: string, label: string, primary = false): Button => ({
  action,
  arg: half.form.id,
  label,
  ...(primary && { style: "primary" as const }),
});

const names = (fields: readonly Field[]): string => fields.map((field) => field.label).join(", ");

/** What was entered, as its owner reads it. */
function entered(half: HalfFilled): Block<Words>[] {
  const fields = half.form.fields
    .filter((field) => half.asked.includes(field.id) && isShown(field, half.values))
    .map((field) => {
      const value = half.values[field.id] ?? "";
      const shown = field.type === "file" && value !== "" ? "A file" : inWords(field, value);
      return { label: field.label, value: [shown === "" ? text("–") : userText(shown)] };
    });
  return fields.length > 0 ? [{ b: "fields", fields }] : [];
}

/** A page came back, and there is more: what is kept, and how to go on. A modal cannot follow a modal. */
export function keptMessage(half: HalfFilled, step: Extract<Step, { kind: "ask" }>): ResolvedMessage {
  const asksFor = step.must || isRevealed(half, step.fields);
  const more = button(half, PAGER.page, step.must ? "Continue" : `Add: ${names(step.fields)}`, asksFor);
  const send = button(half, PAGER.send, half.form.submitLabel, !asksFor);
  const change = button(half, PAGER.change, "Change");
  return {
    title: [text(half.form.title)],
    status: { tone: "waiting", text: [text("Not sent yet")] },
    body: [
      {
        b: "prose",
        text: [
          text(
            step.must
              ? `Still needed: ${names(step.fields)}. What you entered is kept for 15 minutes.`
              : `It can be sent as it is, or you add: ${names(step.fields)}. What you entered is kept for 15 minutes.`,
          ),
        ],
      },
      ...entered(half),
    ],
    buttons: step.must ? [more, change] : asksFor ? [more, send, change] : [send, more, change],
  };
}

/** The form cannot be sent like this: what is wrong with it, and a way to put it right. */
export function errorMessage(half: HalfFilled, message: string): ResolvedMessage {
  const items = half.form.fields.flatMap((field) => {
    const error = half.errors[field.id];
    return error === undefined ? [] : [[text(`${field.label}: ${error}`)]];
  });
  return {
    title: [text(half.form.title)],
    status: { tone: "warning", text: [text("Not sent")] },
    body: [
      { b: "prose", text: [text(message)] },
      ...(items.length > 0 ? [{ b: "list" as const, items }] : []),
    ],
    buttons: [button(half, PAGER.page, "Correct", true), button(half, PAGER.change, "Change anything")],
  };
}

/** A form that could not open as a modal, because something was answered before. */
export const readyMessage = (half: HalfFilled): ResolvedMessage => ({
  body: [{ b: "prose", text: [text(`“${half.form.title}” is ready to fill in.`)] }],
  buttons: [button(half, PAGER.page, "Open the form", true)],
});

/** A form that is not known any more came back: what was typed is shown, so that it can be copied. */
export const lostMessage = (message: ResolvedMessage, typed: readonly string[]): ResolvedMessage =>
  typed.length === 0
    ? message
    : {
        ...message,
        body: [
          ...message.body,
          { b: "prose", text: [text("This is what you had typed:")] },
          { b: "list", items: typed.map((value) => [userText(value)]) },
        ],
      };
