import type { RawValues } from "../../src/chat/form.ts";
import { k } from "../kit.ts";

/**
 * Forms that somebody is in the middle of, on platforms that show them in pieces. Deleted when
 * the form is sent, else 15 minutes after it was last touched (DESIGN 2).
 */
export const halfFilled = k.table(
  "half_filled",
  {
    /** The form's single-use id. */
    id: k.text("id").primaryKey(),
    platform: k.code("platform", ["slack", "discord", "console"]).notNull(),
    /** The account that opened it; nobody else gets it. */
    user: k.text("user").notNull(),
    form: k.text("form").notNull(),
    context: k.json<RawValues>("context").notNull(),
    /** What every field holds so far. */
    held: k.json<RawValues>("held").notNull(),
    asked: k.json<readonly string[]>("asked").notNull(),
    errors: k.json<RawValues>("errors").notNull(),
    /** When it was last touched. */
    at: k.at("at").notNull(),
  },
  (table) => [k.index("half_filled_at").on(table.at)],
);
