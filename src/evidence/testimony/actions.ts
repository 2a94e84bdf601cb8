import { z } from "zod";
import type { ButtonAction, FormAction } from "../../chat/feature.ts";
import { privately } from "../../chat/feature.ts";
import { say, text } from "../../chat/message.ts";
import { conflict } from "../../errors.ts";
import { findMember } from "../../people/index.ts";
import { type Parts, workOf } from "../../work.ts";
import { MOST_TEXT } from "../items/accept.ts";
import { ownItem } from "../who.ts";
import { RELATIONSHIPS, WITNESS_DECLARATION, askedOf, declineToTestify, testify } from "./answer.ts";
import { askWitness, possibleWitnesses } from "./ask.ts";

/** The form behind *Ask a witness*. */
const askForm = (parts: Parts): FormAction => ({
  name: "evidence.ask",
  who: "member",
  draw: async ({ db, actor }, context) => {
    const item = await ownItem(db, actor, context["item"] ?? "");
    const people = await possibleWitnesses(db, actor);
    return {
      title: `Witness for ${item.ref}`,
      submitLabel: "Ask",
      intro: "They are asked what they saw, and write it themselves. They can decline, and need not say why.",
      fields: [
        {
          id: "witness",
          type: "member",
          label: "Who saw it",
          required: true,
          choices: people.map(({ id, name }) => ({ value: id, label: name })),
        },
      ],
    };
  },
  submit: async (asking, raw, context) => {
    const item = await ownItem(asking.db, asking.actor, context["item"] ?? "");
    const { witness: id } = z.object({ witness: z.string() }).parse(raw);
    const witness = await findMember(asking.db, id);
    await askWitness(workOf(parts, asking), asking.actor, item, witness);
    return privately(say(text(`${witness?.name ?? "They"} is asked about ${item.ref}.`)));
  },
});

const answers = z.object({ words: z.string(), relationship: z.string(), competence: z.string() });

/** The form behind *Say what I saw*. Nothing in it is filled in. */
const answerForm = (parts: Parts): FormAction => ({
  name: "testimony.write",
  who: "member",
  draw: async ({ db, actor }, context) => {
    await askedOf(db, actor, context["request"] ?? "");
    return {
      title: "What I saw",
      submitLabel: "Sign",
      intro: `You sign in your name: “${WITNESS_DECLARATION}”`,
      fields: [
        {
          id: "words",
          type: "longText",
          label: "What I saw",
          hint: "What they did, and how. Not how good they are: the assessor judges that. No names of customers.",
          required: true,
          maxLength: MOST_TEXT,
        },
        {
          id: "relationship",
          type: "choice",
          label: "How we know each other",
          required: true,
          choices: RELATIONSHIPS,
        },
        {
          id: "competence",
          type: "text",
          label: "What I know of this work",
          hint: "For example: I have done it for six years.",
          required: true,
          maxLength: 300,
        },
      ],
    };
  },
  submit: async (asking, raw, context) =>
    privately(
      await testify(workOf(parts, asking), asking.actor, context["request"] ?? "", answers.parse(raw)),
    ),
});

/** Forms of learners and witnesses. */
export const testimonyForms = (parts: Parts): readonly FormAction[] => [askForm(parts), answerForm(parts)];

/** Asking, writing and declining. */
export const testimonyButtons = (parts: Parts): readonly ButtonAction[] => [
  {
    name: "evidence.ask",
    who: "member",
    writes: false,
    run: async ({ db, actor }, id) => {
      const item = await ownItem(db, actor, id);
      return { kind: "form", form: "evidence.ask", context: { item: item.id } };
    },
  },
  {
    name: "evidence.ask_one",
    who: "member",
    writes: true,
    run: async (asking, arg) => {
      const [id = "", witnessId = ""] = arg.split(".");
      const item = await ownItem(asking.db, asking.actor, id);
      const witness = await findMember(asking.db, witnessId);
      if (!witness) throw conflict("They cannot be asked any more.", "no such member");
      await askWitness(workOf(parts, asking), asking.actor, item, witness);
      return privately(say(text(`${witness.name} is asked about ${item.ref}.`)));
    },
  },
  {
    name: "testimony.write",
    who: "member",
    writes: false,
    run: async ({ db, actor }, id) => {
      await askedOf(db, actor, id);
      return { kind: "form", form: "testimony.write", context: { request: id } };
    },
  },
  {
    name: "testimony.decline",
    who: "member",
    writes: true,
    run: async (asking, id) => privately(await declineToTestify(workOf(parts, asking), asking.actor, id)),
  },
];
