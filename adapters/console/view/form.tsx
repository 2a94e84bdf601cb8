import type { FC } from "hono/jsx";
import { isShown } from "../../../src/chat/form.ts";
import { randomIds } from "../../../src/ids.ts";
import type { Desk } from "../desk.ts";
import type { Opened } from "../forms.ts";
import type { Visit } from "../routes/visit.ts";
import { EVENT_ID, FORM_ID } from "../values.ts";
import { threadAddress } from "./address.ts";
import { FieldRow } from "./field.tsx";
import { addressHere } from "./snapshot.ts";
import { inView } from "./swap.ts";

interface Props {
  readonly desk: Desk;
  readonly visit: Visit;
  readonly opened: Opened;
}

/**
 * What stands in the dialog. Each showing has an id of its own for its submission, so that a
 * repeat of one submission is recognised while a corrected one is not taken for a repeat.
 */
export const FormDialog: FC<Props> = ({ desk, visit, opened }) => {
  const { form, values, errors, problem } = opened;
  const submit = `${addressHere(visit)}/submit`;
  return (
    <form
      id={`form-${form.id}`}
      class="form"
      hx-post={visit.thread === undefined ? submit : threadAddress(submit, visit.thread)}
      hx-encoding="multipart/form-data"
      hx-sync="this:drop"
      hx-disable="find .submit"
      novalidate
      data-shown={opened.shown}
      {...inView}
    >
      <input type="hidden" name={FORM_ID} value={form.id} />
      <input type="hidden" name={EVENT_ID} value={randomIds.next()} />
      <header class="form-head">
        <h2 id="dialog-title">{form.title}</h2>
        <button type="button" class="close" data-cancel>
          <span aria-hidden="true">✕</span>
          <span class="hidden-text">Close</span>
        </button>
      </header>
      <div class="form-body">
        <div role="alert">{problem !== undefined && <p class="form-problem">{problem}</p>}</div>
        {form.intro !== undefined && <p class="form-intro">{form.intro}</p>}
        {form.fields.map((field) => (
          <FieldRow
            field={field}
            value={values[field.id] ?? ""}
            error={errors[field.id]}
            shown={isShown(field, values)}
            times={desk.times}
          />
        ))}
        {form.fields.some((field) => field.required) && (
          <p class="form-note">
            <span class="required" aria-hidden="true">
              *
            </span>{" "}
            needed
          </p>
        )}
      </div>
      <footer class="form-foot">
        <button type="button" class="button button-plain" data-cancel>
          Cancel
        </button>
        <button type="submit" class="button button-primary submit">
          {form.submitLabel}
        </button>
      </footer>
    </form>
  );
};

/** The form as part of an answer: into the dialog, keeping what was typed and a chosen file. */
export const FormPartial: FC<Props> = (props) => (
  <hx-partial hx-target="#dialog" hx-swap="innerMorph">
    <FormDialog {...props} />
  </hx-partial>
);
