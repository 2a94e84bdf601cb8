import { type Feature, privately } from "../../src/chat/feature.ts";
import { say, text } from "../../src/chat/message.ts";

/** What a note's field holds at most. */
export const MOST_NOTE = 500;

/**
 * A feature with two shortcuts and nothing else, for tests of the way in: `note.begin` opens a
 * form with the message's words in it, `note.now` keeps them at once.
 * @param noted what `note.now` was given, each time that it really ran
 */
export const notingFeature = (noted: string[]): Feature => ({
  commands: [],
  buttons: [],
  forms: [
    {
      name: "note",
      who: "member",
      draw: async () => ({
        title: "Note",
        submitLabel: "Keep",
        fields: [{ id: "words", label: "Words", type: "longText", required: true, maxLength: MOST_NOTE }],
      }),
      submit: async () => privately(say(text("Kept."))),
    },
  ],
  shortcuts: [
    {
      name: "note.begin",
      label: "Note this",
      description: "Opens a note with a message's words in it",
      who: "member",
      writes: false,
      run: async (_asking, words) => ({ kind: "form", form: "note", context: {}, initial: { words } }),
    },
    {
      name: "note.now",
      label: "Note this at once",
      description: "Keeps a message's words",
      who: "member",
      writes: true,
      run: async (_asking, words) => {
        noted.push(words);
        return privately(say(text("Noted.")));
      },
    },
  ],
});
