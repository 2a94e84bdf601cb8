import { initialValues, type Form, type RawValues } from "../../src/chat/form.ts";
import type { Clock } from "../../src/clock.ts";

/** A form that was opened for somebody. Its name and context stay here: a browser could change them. */
export interface Opened {
  readonly form: Form;
  readonly place: string;
  readonly thread: string | undefined;
  /** What its fields hold: what they began with, or what was last submitted. */
  readonly values: RawValues;
  readonly errors: Readonly<Record<string, string>>;
  readonly problem: string | undefined;
  /** How often it has been shown; the page moves the focus to the first error when this goes up. */
  readonly shown: number;
  readonly openedAt: number;
}

const KEPT_MS = 15 * 60_000;
const KEPT_PER_PERSON = 20;

/** Opened forms by person, for a quarter of an hour. A submitted one stays: its submission may be repeated. */
export class OpenForms {
  readonly #clock: Clock;
  readonly #byPerson = new Map<string, Map<string, Opened>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  open(person: string, form: Form, place: string, thread: string | undefined): Opened {
    return this.#keep(person, {
      form,
      place,
      thread,
      values: initialValues(form),
      errors: {},
      problem: undefined,
      shown: 1,
      openedAt: this.#clock.now(),
    });
  }

  find(person: string, formId: string): Opened | undefined {
    const opened = this.#byPerson.get(person)?.get(formId);
    return opened && this.#clock.now() - opened.openedAt < KEPT_MS ? opened : undefined;
  }

  /** Keeps what was typed together with what is wrong with it. */
  correct(
    person: string,
    opened: Opened,
    values: RawValues,
    wrong: Pick<Opened, "errors" | "problem">,
  ): Opened {
    return this.#keep(person, { ...opened, ...wrong, values, shown: opened.shown + 1 });
  }

  #keep(person: string, opened: Opened): Opened {
    const forms = this.#byPerson.get(person) ?? new Map<string, Opened>();
    forms.delete(opened.form.id);
    forms.set(opened.form.id, opened);
    for (const id of forms.keys()) {
      if (forms.size <= KEPT_PER_PERSON) break;
      forms.delete(id);
    }
    this.#byPerson.set(person, forms);
    return opened;
  }
}
