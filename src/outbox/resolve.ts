import { inArray } from "drizzle-orm";
import { customers } from "../../db/schema/foundation.ts";
import { type Read, listQuery, listed } from "../../db/store.ts";
import type { Platform } from "../chat/event.ts";
import type { Block, Inline, Message, ResolvedMessage, Words } from "../chat/message.ts";
import { namesOfThemes } from "../comments/theme-names.ts";
import { readTexts } from "../journal/index.ts";
import { namesOf, userIdsOf } from "../people/index.ts";

/** What stands where a text or a reference was erased. */
const ERASED = "[erased]";

type Lookup = (piece: Inline) => Words;

/** Every piece of a message that refers to something. */
function* pieces(message: Message): Generator<Inline> {
  yield* message.title ?? [];
  yield* message.status?.text ?? [];
  for (const block of message.body) {
    if (block.b === "prose") yield* block.text;
    else if (block.b === "list") for (const item of block.items) yield* item;
    else if (block.b === "fields") for (const field of block.fields) yield* field.value;
  }
}

function replaceBlock(block: Block, lookup: Lookup): Block<Words> {
  if (block.b === "prose") return { b: "prose", text: block.text.map(lookup) };
  if (block.b === "list") return { b: "list", items: block.items.map((item) => item.map(lookup)) };
  if (block.b === "fields") {
    return {
      b: "fields",
      fields: block.fields.map((field) => ({ label: field.label, value: field.value.map(lookup) })),
    };
  }
  return block;
}

const replaceAll = (message: Message, lookup: Lookup): ResolvedMessage => ({
  ...(message.title ? { title: message.title.map(lookup) } : {}),
  ...(message.status ? { status: { tone: message.status.tone, text: message.status.text.map(lookup) } } : {}),
  body: message.body.map((block) => replaceBlock(block, lookup)),
  ...(message.buttons ? { buttons: message.buttons } : {}),
});

/**
 * Puts words in the place of references, as they are at this moment: an erased text is gone
 * from every message that is shown from now on.
 */
export async function resolve(db: Read, message: Message, platform: Platform): Promise<ResolvedMessage> {
  const wanted = {
    payload: new Set<string>(),
    customer: new Set<string>(),
    member: new Set<string>(),
    notified: new Set<string>(),
    theme: new Set<string>(),
  };
  for (const piece of pieces(message)) {
    if (piece.t === "payload" || piece.t === "customer" || piece.t === "member" || piece.t === "theme")
      wanted[piece.t].add(piece.id);
    if (piece.t === "member" && piece.notify) wanted.notified.add(piece.id);
  }
  const [texts, refs, themeNames, names, users] = await Promise.all([
    readTexts(db, [...wanted.payload]),
    customerRefs(db, wanted.customer),
    namesOfThemes(db, [...wanted.theme]),
    namesOf(db, [...wanted.member]),
    userIdsOf(db, [...wanted.notified], platform),
  ]);
  return replaceAll(message, (piece) => {
    if (piece.t === "payload") return { t: "user", text: texts.get(piece.id) ?? ERASED };
    if (piece.t === "customer") return { t: "user", text: refs.get(piece.id) ?? ERASED };
    if (piece.t === "theme") return { t: "user", text: themeNames.get(piece.id) ?? ERASED };
    if (piece.t !== "member") return piece;
    const userId = piece.notify ? users.get(piece.id) : undefined;
    return {
      t: "person",
      name: names.get(piece.id) ?? "somebody",
      ...(userId === undefined ? {} : { userId }),
    };
  });
}

const refsQuery = listQuery("customer_refs", (db, ids) =>
  db
    .select({ id: customers.id, ref: customers.ref })
    .from(customers)
    .where(inArray(customers.id, [...ids])),
);

async function customerRefs(db: Read, ids: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  if (ids.size === 0) return new Map();
  const rows = await db.run(refsQuery(ids.size), listed([...ids]));
  return new Map(rows.flatMap((row) => (row.ref === null ? [] : [[row.id, row.ref] as const])));
}
