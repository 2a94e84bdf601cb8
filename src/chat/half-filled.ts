import { and, eq, gte, lt, sql } from "drizzle-orm";
import { placeholders } from "../../db/kit.ts";
import { halfFilled } from "../../db/schema/chat.ts";
import { type Store, type Tx, query } from "../../db/store.ts";
import type { Clock } from "../clock.ts";
import { describeFailure } from "../errors.ts";
import type { Log } from "../log.ts";
import { findForbiddenIn } from "../privacy/guard.ts";
import type { Answer, HalfFilled, HalfFilledForms } from "./adapter.ts";
import type { Drawing } from "./drawing.ts";
import type { Actor, Place } from "./event.ts";
import type { Field, RawValues } from "./form.ts";
import { writtenIn } from "./written.ts";
import { say, text } from "./message.ts";

/** How long a half-filled form is kept after it was last touched, ms (DESIGN 2). */
export const KEEP_HALF_FILLED_MS = 15 * 60_000;
/** Forms held in memory at most; the oldest go first, and are still in the database. */
const MOST_IN_MEMORY = 5_000;

const CLOSED: Answer = {
  kind: "private",
  message: say(
    text(
      "This form was already sent, or nothing was entered in it for 15 minutes. If it was not sent, open it again.",
    ),
  ),
};

const upsert = query<unknown>("half_filled_put", (db) =>
  db
    .insert(halfFilled)
    .values(
      placeholders(halfFilled, [
        "id",
        "platform",
        "user",
        "form",
        "context",
        "held",
        "asked",
        "errors",
        "at",
      ]),
    )
    .onConflictDoUpdate({
      target: halfFilled.id,
      set: {
        held: sql`excluded.held`,
        asked: sql`excluded.asked`,
        errors: sql`excluded.errors`,
        at: sql`excluded.at`,
      },
    }),
);
const remove = query<unknown>("half_filled_delete", (db) =>
  db.delete(halfFilled).where(eq(halfFilled.id, sql.placeholder("id"))),
);

/** Forgets a form in the transaction that it was sent in. */
export const forgetHalfFilled = (db: Tx, formId: string): Promise<unknown> => db.run(remove, { id: formId });

/** Forgets forms that nobody touched for 15 minutes. */
export async function forgetOldHalfFilled(db: Tx, now: number): Promise<void> {
  await db.delete(halfFilled).where(lt(halfFilled.at, now - KEEP_HALF_FILLED_MS));
}

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly redraw: Drawing["again"];
}

interface Remembered {
  readonly owner: Actor;
  readonly half: HalfFilled;
  readonly at: number;
}

/**
 * Half-filled forms. They live in memory, where the next page finds them at once, and in the
 * database, where a restart does. The guard reads what is entered before either does.
 */
export class HalfFilledStore implements HalfFilledForms {
  readonly #parts: Parts;
  /** By form id, the longest untouched first. */
  readonly #memory = new Map<string, Remembered>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  keep(owner: Actor, half: HalfFilled): ReturnType<HalfFilledForms["keep"]> {
    const now = this.#parts.clock.now();
    const { clean, refused } = withoutForbidden(half.form.fields, half.values);
    const kept: HalfFilled = { ...half, values: clean };
    const { id } = half.form;
    this.#memory.delete(id);
    this.#memory.set(id, { owner, half: kept, at: now });
    this.#sweep(now);
    return { kept, refused, saved: this.#save(owner, kept, now) };
  }

  async recall(owner: Actor, place: Place, formId: string): Promise<HalfFilled | Answer> {
    const now = this.#parts.clock.now();
    const known = this.#memory.get(formId);
    if (known) {
      return isOwn(known.owner, owner) && now - known.at <= KEEP_HALF_FILLED_MS ? known.half : CLOSED;
    }
    const [row] = await this.#parts.store.read
      .select()
      .from(halfFilled)
      .where(
        and(
          eq(halfFilled.id, formId),
          eq(halfFilled.platform, owner.platform),
          eq(halfFilled.user, owner.user),
          gte(halfFilled.at, now - KEEP_HALF_FILLED_MS),
        ),
      );
    if (!row) return CLOSED;
    const form = await this.#parts.redraw(owner, place, { name: row.form, id: row.id, context: row.context });
    if ("kind" in form) return form;
    const half: HalfFilled = { form, values: row.held, asked: row.asked, errors: row.errors };
    this.#memory.set(formId, { owner, half, at: row.at });
    return half;
  }

  /** Forgets a form that was sent. */
  sent(formId: string): void {
    this.#memory.delete(formId);
  }

  async #save(owner: Actor, half: HalfFilled, at: number): Promise<void> {
    const { form } = half;
    try {
      await this.#parts.store.tx((db) =>
        db.run(upsert, {
          id: form.id,
          platform: owner.platform,
          user: owner.user,
          form: form.name,
          context: form.context,
          held: half.values,
          asked: half.asked,
          errors: half.errors,
          at,
        }),
      );
    } catch (error) {
      // It is still in memory: only a restart would lose it.
      this.#parts.log("warn", `half-filled form not saved: ${describeFailure(error)}`, { form: form.name });
    }
  }

  #sweep(now: number): void {
    for (const [id, { at }] of this.#memory) {
      if (now - at <= KEEP_HALF_FILLED_MS && this.#memory.size <= MOST_IN_MEMORY) return;
      this.#memory.delete(id);
    }
  }
}

const isOwn = (a: Actor, b: Actor): boolean => a.platform === b.platform && a.user === b.user;

/** Everything but what must never be kept. */
function withoutForbidden(
  fields: readonly Field[],
  values: RawValues,
): {
  readonly clean: RawValues;
  readonly refused: Readonly<Record<string, string>>;
} {
  const refused: Record<string, string> = {};
  let clean = values;
  for (;;) {
    const found = findForbiddenIn(writtenIn(fields, clean));
    if (!found) break;
    const { field, finding } = found;
    refused[field] = finding.advice;
    clean = Object.fromEntries(Object.entries(clean).filter(([id]) => id !== field));
  }
  return { clean, refused };
}
