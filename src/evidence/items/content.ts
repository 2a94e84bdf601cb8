import type { Read } from "../../../db/store.ts";
import { readTexts } from "../../journal/index.ts";
import type { ItemContent } from "../content-hash.ts";
import { type Item, sourcesOf, textsOf } from "../store.ts";

/** Texts that say something about the item rather than being what it consists of. */
const OF_ITS_OWN = ["my_part", "handling_reason", "procedure"];

/** What an item says and rests on, as it is stored now; a text that was erased is empty. */
export async function contentOf(db: Read, item: Item): Promise<ItemContent> {
  return (await contentsOf(db, [item])).get(item.id) ?? never();
}

/** The same for many: by item. */
export async function contentsOf(
  db: Read,
  items: readonly Item[],
): Promise<ReadonlyMap<string, ItemContent>> {
  const ids = items.map(({ id }) => id);
  const texts = await textsOf(db, ids);
  const sources = await sourcesOf(db, ids);
  const payloads = items.flatMap((item) => [
    item.titlePayload,
    ...[item.wherePayload, item.assistancePayload].flatMap((id) => id ?? []),
    ...(texts.get(item.id) ?? []).map(({ payloadId }) => payloadId),
  ]);
  const words = await readTexts(db, payloads);
  const said = (id: string | null): string | null => (id === null ? null : (words.get(id) ?? ""));
  return new Map(
    items.map((item) => {
      const own = (texts.get(item.id) ?? []).map(({ label, payloadId }) => ({
        label,
        text: said(payloadId) ?? "",
      }));
      const labelled = (label: string): string[] =>
        own.filter((one) => one.label === label).map(({ text }) => text);
      const content: ItemContent = {
        ref: item.ref,
        kind: item.kind,
        title: said(item.titlePayload) ?? "",
        occurredOn: item.occurredOn,
        recordedAt: item.recordedAt,
        myPart: labelled("my_part")[0] ?? null,
        content: own.filter(({ label }) => !OF_ITS_OWN.includes(label)),
        customer:
          item.customerId === null && item.relation === "unknown"
            ? null
            : {
                relation: item.relation,
                tenure: item.tenure,
                handling: item.handling,
                handlingReason: labelled("handling_reason")[0] ?? null,
              },
        assistance: said(item.assistancePayload),
        procedures: labelled("procedure"),
        location:
          item.whereSystem === null
            ? null
            : { system: item.whereSystem, reference: said(item.wherePayload) ?? "" },
        sources: (sources.get(item.id) ?? []).map(({ seq, hash }) => ({ seq, hash })),
      };
      return [item.id, content] as const;
    }),
  );
}

function never(): never {
  throw new Error("an item has no content");
}
