import { Hono, type Context } from "hono";
import { z } from "zod";
import type { ChatEvent } from "../../../src/chat/event.ts";
import { plainText } from "../../../src/chat/message.ts";
import { randomIds } from "../../../src/ids.ts";
import { WORKSPACE } from "../place.ts";
import { ask, type Reaction } from "../answer.ts";
import type { Entry } from "../book.ts";
import type { Desk } from "../desk.ts";
import { EVENT_ID, FORM_ID, everythingTyped, receive } from "../values.ts";
import { expired, goneMessage, notACommand, staleButton, unknownCommand } from "../words.ts";
import { FormPartial } from "../view/form.tsx";
import { ViewFragment } from "../view/view.tsx";
import { look } from "./look.tsx";
import { visit, type Visit } from "./visit.ts";

/** The page's own id for one press of Enter or of a button: the same again is a repeat. */
const eventId = z.string().regex(/^[\w-]{8,64}$/);
const short = z.string().max(200);
const pressed = z.object({ message: short, action: short, arg: short });
const used = z.object({ message: short, shortcut: short });
const COMMAND = /^\/(?<name>[\w-]+)(?:\s+(?<rest>[\s\S]*))?$/;
const LONGEST_COMMAND = 4_000;

/** What a page tells its script to do after an action. */
type Done = "ran" | "closed" | "none";

/** What one person can do: run a command, press a button, use a shortcut, submit a form. */
export function actRoutes(desk: Desk): Hono {
  const app = new Hono();
  for (const place of ["/c/:channel", "/dm"]) {
    app.post(`${place}/run`, (c) => act(desk, c, run));
    app.post(`${place}/press`, (c) => act(desk, c, press));
    app.post(`${place}/use`, (c) => act(desk, c, use));
    app.post(`${place}/submit`, (c) => act(desk, c, submit));
  }
  return app;
}

type Act = (desk: Desk, where: Visit, data: FormData) => Promise<Reaction & { done?: Done }>;

async function act(desk: Desk, c: Context, does: Act): Promise<Response> {
  const where = await visit(desk, c);
  if (!where) return c.notFound();
  const data = await formData(c);
  if (!data) return c.text("This is not something that the page sends.", 400);
  const reaction = await does(desk, where, data);
  const done = reaction.done ?? "none";
  if (done !== "none") c.header("hx-trigger", `console:${done}`);
  if (reaction.show === "dialog")
    return c.html(<FormPartial desk={desk} visit={where} opened={reaction.opened} />);
  return c.html(<ViewFragment {...look(desk, c, where)} />);
}

async function formData(c: Context): Promise<FormData | undefined> {
  try {
    return await c.req.formData();
  } catch {
    return undefined; // Not a form's encoding; nothing of ours sends such a thing.
  }
}

const run: Act = async (desk, where, data) => {
  const typed = z.string().max(LONGEST_COMMAND).catch("").parse(data.get("text")).trim();
  const { name, rest } = COMMAND.exec(typed)?.groups ?? {};
  if (name === undefined) return sayPrivately(desk, where, notACommand(desk.core.commands));
  const command = desk.core.commands.find((known) => known.name === name);
  if (!command) return sayPrivately(desk, where, unknownCommand(name, desk.core.commands));
  const event: ChatEvent = { ...base(where, data), kind: "command", command: name, text: rest?.trim() ?? "" };
  return { ...(await ask(desk, event)), done: "ran" };
};

const press: Act = async (desk, where, data) => {
  const press = pressed.safeParse(Object.fromEntries(data));
  const entry = press.success && desk.book.get({ channel: where.place, id: press.data.message });
  const visible = entry && (entry.onlyFor === undefined || entry.onlyFor === where.person.id) && entry;
  const offered =
    visible && visible.offered.some((b) => b.action === press.data?.action && b.arg === press.data.arg);
  if (!press.success || !visible || !offered) return sayPrivately(desk, where, staleButton());
  const { action, arg } = press.data;
  return ask(desk, { ...base(at(visible, where), data), kind: "button", action, arg });
};

/** Where something is done with a message: in its thread, also by its root while that is open. */
const at = (entry: Entry, where: Visit): Visit => ({
  ...where,
  thread: entry.thread ?? (where.thread === entry.id ? entry.id : undefined),
});

const use: Act = async (desk, where, data) => {
  const use = used.safeParse(Object.fromEntries(data));
  const entry = use.success && desk.book.get({ channel: where.place, id: use.data.message });
  if (!use.success || !entry || entry.onlyFor !== undefined) return sayPrivately(desk, where, goneMessage());
  return ask(desk, {
    ...base(at(entry, where), data),
    kind: "shortcut",
    shortcut: use.data.shortcut,
    // What can be done with it is no part of what it says.
    text: plainText({ ...entry.message, buttons: [] }),
  });
};

const submit: Act = async (desk, where, data) => {
  const opened = desk.forms.find(where.person.id, short.catch("").parse(data.get(FORM_ID)));
  if (!opened || opened.place !== where.place) {
    const answer = sayPrivately(desk, where, expired(everythingTyped(data)));
    return { ...answer, done: "closed" };
  }
  const { form } = opened;
  const { values, errors } = await receive(desk.files, form, data, where.person.id);
  if (Object.keys(errors).length > 0) {
    const problem = "Nothing was saved yet. See the field below.";
    return {
      show: "dialog",
      opened: desk.forms.correct(where.person.id, opened, values, { errors, problem }),
    };
  }
  const event: ChatEvent = {
    ...base({ ...where, thread: opened.thread }, data),
    kind: "form",
    form: form.name,
    formId: form.id,
    context: form.context,
    values,
  };
  const reaction = await ask(desk, event, { opened, values });
  return { ...reaction, done: reaction.show === "view" ? "closed" : "none" };
};

function base(
  { person, place, thread }: Pick<Visit, "person" | "place" | "thread">,
  data: FormData,
): Pick<ChatEvent, "eventId" | "actor" | "place"> {
  // Under the person's name, so that nobody can use up an id that another page is about to send.
  const id = `${person.id}:${eventId.catch(() => randomIds.next()).parse(data.get(EVENT_ID))}`;
  const where = { platform: "console" as const, channel: place, ...(thread !== undefined && { thread }) };
  return {
    eventId: id,
    actor: { platform: "console", workspace: WORKSPACE, user: person.id, isBot: false },
    place: where,
  };
}

function sayPrivately(desk: Desk, where: Visit, message: Parameters<Desk["tellPrivately"]>[2]): Reaction {
  desk.tellPrivately(where.person.id, { place: where.place, thread: undefined }, message);
  return { show: "view" };
}
