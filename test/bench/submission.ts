import { z } from "zod";
import type { Entered } from "./cases.ts";
import { WORKSPACE } from "./centre.ts";

/** What differs from one submission to the next. */
export interface Varied extends Entered {
  readonly view: string;
  readonly form: string;
}

const metadataSchema = z.object({ id: z.string() });
const openedSchema = z.looseObject({ private_metadata: z.string() });

/** Stands where a varied value goes; passes through JSON and percent-encoding unchanged. */
const place = (name: keyof Varied): string => `__${name}__`;
const PLACES = /__(view|form|user|customer|amount|kind|issue|need)__/;

const typed = (value: string) => ({ type: "plain_text_input", value });
const chosen = (value: string) => ({
  type: "static_select",
  selected_option: { text: { type: "plain_text", text: value, emoji: true }, value },
});

/**
 * A form that the program opened, as Slack sends it back when it is submitted: the whole
 * view, with what was filled in. It is encoded once; only the varied values are put in.
 * @param opened the argument `view` of `views.open`
 */
export function submissionsOf(opened: string): (varied: Varied) => string {
  const view = openedSchema.parse(JSON.parse(opened));
  const { id } = metadataSchema.parse(JSON.parse(view.private_metadata));
  const payload = {
    type: "view_submission",
    team: { id: WORKSPACE, domain: "northgate" },
    user: { id: place("user"), username: "somebody", name: "somebody", team_id: WORKSPACE },
    api_app_id: "A0FLOOR",
    token: "legacy",
    trigger_id: `1.2.${place("form")}`,
    view: {
      ...view,
      id: place("view"),
      team_id: WORKSPACE,
      private_metadata: view.private_metadata.replace(id, place("form")),
      hash: "1700000000.abcdef",
      state: {
        values: {
          kind: { kind: chosen(place("kind")) },
          issue: { issue: chosen(place("issue")) },
          customer: { customer: typed(place("customer")) },
          need: { need: typed(place("need")) },
          amount: { amount: typed(place("amount")) },
          waiting: { waiting: chosen("no") },
        },
      },
      root_view_id: place("view"),
      previous_view_id: null,
      clear_on_close: false,
      notify_on_close: false,
      external_id: "",
      app_id: "A0FLOOR",
      bot_id: "B0FLOOR",
    },
    response_urls: [],
    is_enterprise_install: false,
    enterprise: null,
  };
  const pieces = `payload=${encodeURIComponent(JSON.stringify(payload))}`.split(PLACES);
  // Odd pieces are names of places: `split` keeps what the group matched.
  return (varied) =>
    pieces
      .map((piece, index) => (index % 2 === 0 ? piece : encodeURIComponent(valueAt(varied, piece))))
      .join("");
}

function valueAt(varied: Varied, name: string): string {
  const found = Object.entries(varied).find(([known]) => known === name);
  return found ? String(found[1]) : "";
}
