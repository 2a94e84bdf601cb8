import { z } from "zod";
import type { Posted } from "../records.ts";
import { readMessage, said } from "../compose.ts";
import { KIND, type Ticket } from "../interactions.ts";
import { checkSuggestions, suggestionsSchema } from "../limits-command.ts";
import { checkModal } from "../limits-modal.ts";
import { modalStart } from "../modals.ts";
import { messageJson } from "../payload.ts";
import { Complaints, Refusal } from "../refusal.ts";
import { FLAG, messageSchema, modalSchema, type Json } from "../shapes.ts";
import { nothing, ok, param, route, type Answer, type Call, type Route, type World } from "./route.ts";

/** Callback types, by Discord's numbers. */
const ANSWER = { message: 4, defer: 5, deferEdit: 6, edit: 7, suggestions: 8, modal: 9 } as const;

const callbackSchema = z.looseObject({ type: z.number(), data: z.unknown().optional() });

/** The types of answer that an interaction takes. */
function answersTo({ delivery, source }: Ticket): readonly number[] {
  const { message, defer, deferEdit, edit, suggestions, modal } = ANSWER;
  switch (delivery.kind) {
    case "suggestions":
      return [suggestions];
    case "command":
      return [message, defer, modal];
    case "component":
      return [message, defer, deferEdit, edit, modal];
    case "modal":
      return source ? [message, defer, deferEdit, edit] : [message, defer];
  }
}

/** Posts what answers an interaction, where it happened. */
function answerWith(world: World, call: Call, ticket: Ticket, given: unknown): Posted {
  const body = readMessage(call, given);
  const ephemeral = ((body.flags ?? 0) & FLAG.ephemeral) !== 0;
  const { channel, user, delivery, source } = ticket;
  return world.book.post(channel, said(world, call, body, { channel: channel.id, ephemeral }), {
    onlyFor: ephemeral ? user : undefined,
    origin: { id: delivery.id, type: KIND[delivery.kind], user },
    reference: delivery.kind === "component" ? source?.id : undefined,
    flags: body.flags ?? 0,
  });
}

/** "… is thinking": whether it will be private is decided here and now. */
function putOff({ book }: World, ticket: Ticket, given: unknown): Posted {
  const ephemeral = ((messageSchema.parse(given ?? {}).flags ?? 0) & FLAG.ephemeral) !== 0;
  const { channel, user, delivery, source } = ticket;
  const empty = { content: "", embeds: [], components: [], files: [], allowed: undefined };
  ticket.deferred = true;
  return book.post(channel, empty, {
    onlyFor: ephemeral ? user : undefined,
    origin: { id: delivery.id, type: KIND[delivery.kind], user },
    reference: delivery.kind === "component" ? source?.id : undefined,
    flags: ephemeral ? FLAG.ephemeral : 0,
    loading: true,
  });
}

/** Changes a message that an interaction's token leads to. */
function change(world: World, call: Call, ticket: Ticket, post: Posted, given: unknown): Posted {
  if (post.deleted) throw new Refusal(10008);
  const place = { channel: post.channel, ephemeral: post.onlyFor !== undefined };
  const body = readMessage(call, given);
  world.book.edit(post, said(world, call, body, place, post));
  if (post === ticket.original) ticket.deferred = false;
  return post;
}

function perform(world: World, call: Call, ticket: Ticket, type: number, data: unknown): void {
  switch (type) {
    case ANSWER.message:
      ticket.original = answerWith(world, call, ticket, data);
      return;
    case ANSWER.defer:
      ticket.original = putOff(world, ticket, data);
      return;
    case ANSWER.edit:
      if (ticket.source && data !== undefined && data !== null)
        change(world, call, ticket, ticket.source, data);
      ticket.original = ticket.source;
      return;
    case ANSWER.deferEdit:
      ticket.original = ticket.source;
      return;
    case ANSWER.suggestions:
      return checkSuggestions(suggestionsSchema.parse(data).choices ?? []);
    default: {
      const modal = modalSchema.parse(data);
      checkModal(modal);
      world.interactions.modals.set(ticket.user, modalStart(ticket, modal));
    }
  }
}

function callbackResponse(world: World, ticket: Ticket, type: number): Json {
  const { original, delivery } = ticket;
  const isNew = type === ANSWER.message || type === ANSWER.defer;
  return {
    interaction: {
      id: delivery.id,
      type: KIND[delivery.kind],
      ...(isNew &&
        original && {
          response_message_id: original.id,
          response_message_loading: original.loading,
          response_message_ephemeral: original.onlyFor !== undefined,
        }),
    },
    ...(original && {
      resource: {
        type,
        ...((type === ANSWER.message || type === ANSWER.edit) && { message: messageJson(world, original) }),
      },
    }),
  };
}

function callback(world: World, call: Call): Answer {
  const ticket = world.interactions.unanswered(param(call, "interaction"), param(call, "token"));
  const { type, data } = callbackSchema.parse(call.body);
  const complaints = new Complaints();
  const allowed = answersTo(ticket);
  complaints.need(
    "type",
    allowed.includes(type),
    `A ${ticket.delivery.kind} takes ${allowed.join(", ")}, not ${type}.`,
  );
  complaints.settle();
  perform(world, call, ticket, type, data);
  world.interactions.accept(ticket, { type, data, at: performance.now() });
  return call.query.get("with_response") === "true" ? ok(callbackResponse(world, ticket, type)) : nothing;
}

/** Discord lets the first follow-up take the place of an answer that was put off. */
function followUp(world: World, call: Call): Answer {
  const ticket = ticketOf(world, call);
  if (ticket.deferred && ticket.original)
    return ok(messageJson(world, change(world, call, ticket, ticket.original, call.body)));
  return ok(messageJson(world, answerWith(world, call, ticket, call.body)));
}

function ticketOf({ applicationId, interactions }: World, call: Call): Ticket {
  if (param(call, "app") !== applicationId) throw new Refusal(10015);
  return interactions.byToken(param(call, "token"));
}

/** The message that a path under an interaction's token means. */
function messageOf(world: World, call: Call, ticket: Ticket): Posted {
  const id = call.params["message"];
  const post =
    id === undefined
      ? ticket.original
      : world.book.posts.find((each) => each.id === id && each.origin?.id === ticket.delivery.id);
  if (!post || post.deleted) throw new Refusal(10008);
  return post;
}

const getIt: Route["run"] = (world, call) =>
  ok(messageJson(world, messageOf(world, call, ticketOf(world, call))));

const editIt: Route["run"] = (world, call) => {
  const ticket = ticketOf(world, call);
  return ok(messageJson(world, change(world, call, ticket, messageOf(world, call, ticket), call.body)));
};

const deleteIt: Route["run"] = (world, call) => {
  messageOf(world, call, ticketOf(world, call)).deleted = true;
  return nothing;
};

const ORIGINAL = "/webhooks/{webhook_id}/{webhook_token}/messages/@original";
const FOLLOW_UP = "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}";

export const INTERACTION_ROUTES: readonly Route[] = [
  route(
    "POST /interactions/:interaction/:token/callback",
    "/interactions/{interaction_id}/{interaction_token}/callback",
    callback,
  ),
  route("POST /webhooks/:app/:token", "/webhooks/{webhook_id}/{webhook_token}", followUp),
  route("GET /webhooks/:app/:token/messages/@original", ORIGINAL, getIt),
  route("PATCH /webhooks/:app/:token/messages/@original", ORIGINAL, editIt),
  route("DELETE /webhooks/:app/:token/messages/@original", ORIGINAL, deleteIt),
  route("GET /webhooks/:app/:token/messages/:message", FOLLOW_UP, getIt),
  route("PATCH /webhooks/:app/:token/messages/:message", FOLLOW_UP, editIt),
  route("DELETE /webhooks/:app/:token/messages/:message", FOLLOW_UP, deleteIt),
];
