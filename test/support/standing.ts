import { createHash } from "node:crypto";
import { and, asc, isNull, lte } from "drizzle-orm";
import { halfFilled } from "../../db/schema/chat.ts";
import { asks, cases } from "../../db/schema/escalation.ts";
import { customers, dueActions, payloads } from "../../db/schema/foundation.ts";
import { outbox } from "../../db/schema/outbox.ts";
import { members } from "../../db/schema/people.ts";
import type { Store } from "../../db/store.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";

const digest = (rows: readonly unknown[]): string =>
  `${rows.length} rows, ${createHash("sha256").update(JSON.stringify(rows)).digest("hex").slice(0, 12)}`;

/** Everything that a refusal must leave alone, table by table; not what is on its way to whom. */
export async function standing({ read }: Pick<Store, "read">): Promise<Readonly<Record<string, string>>> {
  const said = { key: outbox.key, message: outbox.message, revision: outbox.revision, target: outbox.target };
  const people = await read.select().from(members).orderBy(asc(members.id));
  return {
    cases: digest(await read.select().from(cases).orderBy(asc(cases.id))),
    asks: digest(await read.select().from(asks).orderBy(asc(asks.caseId), asc(asks.n))),
    timers: digest(await read.select().from(dueActions).orderBy(asc(dueActions.id))),
    "half-filled forms": digest(await read.select().from(halfFilled).orderBy(asc(halfFilled.id))),
    customers: digest(await read.select().from(customers).orderBy(asc(customers.id))),
    texts: digest(await read.select().from(payloads).orderBy(asc(payloads.id))),
    messages: digest(await read.select(said).from(outbox).orderBy(asc(outbox.key))),
    // Where somebody was seen last is no more than that.
    people: digest(people.map((person) => ({ ...person, lastPlatform: null }))),
  };
}

/**
 * Waits until everybody sees what they are to see and no timer is due. Time passes meanwhile: a
 * channel takes one post a second.
 */
export const settled = (world: Pick<World, "store" | "clock">): Promise<true> =>
  until(
    "nothing is due and nothing is on its way",
    async () => {
      const { read } = world.store;
      const [due] = await read
        .select({ id: dueActions.id })
        .from(dueActions)
        .where(and(isNull(dueActions.doneAt), lte(dueActions.dueAt, world.clock.now())))
        .limit(1);
      const messages = await read.select({ state: outbox.state }).from(outbox);
      const isSent = messages.every(({ state }) => state === "sent" || state === "failed");
      if (!isSent) world.clock.advance(1_000);
      return isSent && due === undefined;
    },
    30_000,
  );
